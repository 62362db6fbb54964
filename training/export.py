"""Write a trained network as the product runs it: int8 ONNX in small files.

    python -m training.export --run FOLDER --base FOLDER --train FILE --out FOLDER

Weights are quantised by output channel, activations as they come (dynamic, one
scale a matrix). The inner states of a feed-forward layer have a few channels that
are a hundred times as large as the rest and would cost the others their precision,
so each channel is scaled down and its weights up first, by what training text shows
(SmoothQuant, Xiao et al. 2023).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.bases import load_tokenizer, specials
from training.batches import collate
from training.data import cut, read_documents
from training.network import Network
from training.predict import load_network

PART = 45_000_000  # bytes of a file
OPSET = 17


class Reader(nn.Module):
    """Window to word states, cue scores and what the role head needs of words; then,
    of a network that parses: sentence begins, tags, names, dependencies, arcs."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, looks: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        words = self.network.encoder(ids, looks, None)[0][first]
        parse: tuple[Tensor, ...] = ()
        if self.network.syntax is not None:
            begins, tags, entities, dependencies, arcs = self.network.syntax(
                words[None]
            )
            best = tags[0].argmax(-1), entities[0].argmax(-1)
            parse = (begins[0], *best, dependencies[0], arcs[0])
        return (
            words,
            self.network.anchor(words)[:, 0],
            *self.network.roles.project(words),
            *parse,
        )


class Roles(nn.Module):
    """Cues of a window to the scores of every word's role."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.roles = network.roles

    def forward(
        self,
        word: Tensor,
        gate: Tensor,
        anchor: Tensor,
        distance: Tensor,
        paragraph: Tensor,
    ) -> Tensor:
        return self.roles(word[None], gate[None], anchor, distance, paragraph)


@torch.no_grad()
def smooth(network: Network, windows: list, strength: float) -> None:
    """Move the spread of inner states into the weights that read them."""
    peaks: dict[int, Tensor] = {}

    def watch(number: int):
        def hook(_module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            seen = inputs[0].abs().amax((0, 1))
            peaks[number] = torch.maximum(peaks.get(number, seen), seen)

        return hook

    layers = network.encoder.layers
    hooks = [
        layer.down.register_forward_pre_hook(watch(n)) for n, layer in enumerate(layers)
    ]
    for window in windows:
        batch = collate([window])
        network.encoder(batch.ids, batch.looks, None)
    for hook in hooks:
        hook.remove()
    for number, layer in enumerate(layers):
        weight = layer.down.weight.abs().amax(0).clamp(min=1e-5)
        scale = (
            peaks[number].clamp(min=1e-5) ** strength / weight ** (1 - strength)
        ).clamp(min=1e-5)
        layer.down.weight *= scale
        layer.down = nn.Sequential(Divide(scale), layer.down)


class Divide(nn.Module):
    """Channels, each by its own number."""

    def __init__(self, scale: Tensor) -> None:
        super().__init__()
        self.factor = nn.Parameter(1 / scale, requires_grad=False)

    def forward(self, states: Tensor) -> Tensor:
        return states * self.factor


def to_onnx(network: Network, out: Path) -> tuple[Path, Path]:
    """The two graphs in full precision."""
    width, inner = network.shape.width, network.shape.head_width
    ids = torch.randint(1000, 2000, (1, 24))
    reader = out / "reader.fp32.onnx"
    names = ["words", "anchors", "word", "gate"]
    if network.syntax is not None:
        names += ["begins", "tags", "entities", "dependencies", "arcs"]
    torch.onnx.export(
        Reader(network),
        (ids, torch.zeros_like(ids), torch.arange(1, 20)),
        str(reader),
        input_names=["ids", "looks", "first"],
        output_names=names,
        dynamic_axes={
            "ids": {1: "pieces"},
            "looks": {1: "pieces"},
            "first": {0: "n"},
            **{name: {0: "n"} for name in names},
            **({"arcs": {0: "n", 1: "n"}} if network.syntax is not None else {}),
        },
        opset_version=OPSET,
        dynamo=False,
    )
    roles = out / "roles.fp32.onnx"
    zeros = torch.zeros((3, 19), dtype=torch.int64)
    torch.onnx.export(
        Roles(network),
        (
            torch.randn(19, inner),
            torch.randn(19, inner),
            torch.randn(3, width),
            zeros,
            zeros,
        ),
        str(roles),
        input_names=["word", "gate", "anchor", "distance", "paragraph"],
        output_names=["emissions"],
        dynamic_axes={
            "word": {0: "n"},
            "gate": {0: "n"},
            "anchor": {0: "cues"},
            "distance": {0: "cues", 1: "n"},
            "paragraph": {0: "cues", 1: "n"},
            "emissions": {0: "cues", 1: "n"},
        },
        opset_version=OPSET,
        dynamo=False,
    )
    return reader, roles


def quantise(source: Path, target: Path, keep: list[str]) -> None:
    """Weights to int8; matrix products whose names end in ``keep`` stay as they are."""
    nodes = [
        n.name for n in onnx.load(source).graph.node if n.op_type in ("MatMul", "Gemm")
    ]
    left = [name for name in nodes if any(part in name for part in keep)]
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=left,
    )


def write(
    folder: Path,
    run: Path,
    base: Path,
    network: Network,
    name: str,
    window: Sequence[int],
) -> None:
    """Split, hash, describe."""
    data = (folder / "reader.onnx").read_bytes()
    names = []
    for number, start in enumerate(range(0, len(data), PART), start=1):
        names.append(f"reader.onnx.{number}")
        (folder / names[-1]).write_bytes(data[start : start + PART])
    for rest in ("reader.onnx", "reader.fp32.onnx", "roles.fp32.onnx"):
        (folder / rest).unlink()
    shutil.copy(base / "tokenizer.json", folder / "tokenizer.json")
    files = [*names, "roles.onnx", "tokenizer.json"]
    begin, end = specials(load_tokenizer(base))
    described = {
        "name": name,
        "floor": 0.1,
        "threshold": 0.3,
        "calibration": None,
        "specials": [begin, end],
        "unknown": load_tokenizer(base).token_to_id("[UNK]"),
        "window": list(window),
        "transitions": network.transitions.detach().numpy().round(5).tolist(),
        "files": {
            file: hashlib.sha256((folder / file).read_bytes()).hexdigest()
            for file in files
        },
    }
    if network.syntax is not None:
        described["syntax"] = json.loads((run / "labels.json").read_text())
    (folder / "weights.json").write_text(json.dumps(described, indent=1) + "\n")


def main() -> None:
    """Export a run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--strength", type=float, default=0.55)
    parser.add_argument(
        "--window", type=int, nargs=3, default=(240, 60, 60),
        help="pieces of a window's core, before it and after it",
    )  # fmt: skip
    parser.add_argument("--keep", nargs="*", default=[], help="products left in fp32")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    network = load_network(options.run)
    tokenizer = load_tokenizer(options.base)
    documents = read_documents(options.train, tokenizer)
    windows = list(cut(documents, 254, specials(tokenizer), None))
    smooth(network, windows, options.strength)
    reader, roles = to_onnx(network, options.out)
    quantise(reader, options.out / "reader.onnx", options.keep)
    shutil.copy(roles, options.out / "roles.onnx")
    write(options.out, options.run, options.base, network, options.name, options.window)
    total = sum(file.stat().st_size for file in options.out.iterdir())
    print(f"{total / 1e6:.1f} MB in {options.out}")


if __name__ == "__main__":
    main()

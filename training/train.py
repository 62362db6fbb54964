"""Fine-tune a network on annotated articles.

python -m training.train --base FOLDER --train FILE --dev FILE --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.bases import load_base, load_tokenizer, specials
from training.batches import Batch, batches
from training.data import cut, read_documents
from training.device import best_device, half_precision
from training.network import Network, crf_loss
from training.predict import evaluate

LONGEST = 254  # pieces of a window, specials left out


def loss_of(network: Network, batch: Batch) -> Tensor:
    """Cross entropy of anchors, likelihood of roles, and general roles, a cue."""
    cues = max(1, len(batch.anchor))
    words = network.words(batch.ids, batch.looks, batch.first, batch.mask)
    width = batch.first.shape[1]
    inside = torch.arange(width, device=words.device)[None] < batch.lengths[:, None]
    found = network.anchor(words)[..., 0].float()
    anchors = F.binary_cross_entropy_with_logits(
        found, batch.anchors, weight=inside.float(), reduction="sum"
    )
    general = F.cross_entropy(
        network.general(words).float()[inside], batch.general[inside], reduction="sum"
    )
    total = anchors + 0.05 * general
    if len(batch.anchor):
        emissions = network.emissions(
            words, batch.window, batch.anchor, batch.paragraphs
        )
        losses = crf_loss(
            emissions, batch.labels, batch.lengths[batch.window], network.transitions
        )
        total = total + 0.3 * losses.sum()
    return total / cues


def main() -> None:
    """Train; writes weights and a log."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--frozen", type=int, default=3)
    parser.add_argument("--head", type=int, default=256)
    parser.add_argument("--depth", type=int, default=2)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--head-rate", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=None, help="documents, for a try")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    tokenizer = load_tokenizer(options.base)
    ends = specials(tokenizer)
    train = read_documents(options.train, tokenizer)[: options.limit]
    network = load_base(
        options.base, options.layers, options.frozen, options.head, options.depth
    ).to(best_device())
    size = len(
        list(batches(list(cut(train, LONGEST, ends, None)), options.batch, None))
    )
    steps = int(size * 1.02 * options.epochs)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "shape.json").write_text(json.dumps(network.shape.to_dict()))

    def epoch() -> Iterator[Callable[[], Tensor]]:
        for batch in batches(list(cut(train, LONGEST, ends, rng)), options.batch, rng):
            yield partial(loss_of, network, batch.to(network.device))

    optimise(network, epoch, steps, options.rate, options.head_rate, options.out)
    evaluate(network, tokenizer, options.dev)


def optimise(
    network: Network,
    epoch: Callable[[], Iterator[Callable[[], Tensor]]],
    steps: int,
    rate: float,
    head_rate: float,
    out: Path,
) -> None:
    """Minimise the losses of as many epochs as the steps need; keeps the weights.

    AdamW, rates that rise over the first twelfth and then fall to nothing, gradients
    clipped to norm 1, bfloat16 where it is safe.
    """
    encoder = network.encoder
    for part in (encoder.words, encoder.positions, encoder.norm):
        part.requires_grad_(requires_grad=False)
    for layer in encoder.layers[: network.shape.frozen]:
        layer.requires_grad_(requires_grad=False)
    inner = [p for p in encoder.parameters() if p.requires_grad]
    own = {id(p) for p in encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in own]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "lr": rate}, {"params": heads, "lr": head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    rise = steps / 12
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / rise, max(0.02, (steps - step) / (steps - rise))),
    )
    network.train()
    seen: list[float] = []
    began = time.perf_counter()
    while len(seen) < steps:
        for loss_now in epoch():
            if len(seen) >= steps:
                break
            with half_precision(network.device):
                loss = loss_now()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            seen.append(loss.item())
            if len(seen) % 25 == 0:
                minutes = (time.perf_counter() - began) / 60
                print(
                    f"step {len(seen)}/{steps}, loss {np.mean(seen[-25:]):.3f}, "
                    f"{minutes:.1f} min",
                    flush=True,
                )
            if len(seen) % 200 == 0:
                torch.save(network.state_dict(), out / "weights.pt")
    torch.save(network.state_dict(), out / "weights.pt")


if __name__ == "__main__":
    main()

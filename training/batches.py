"""Windows, collated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor

from training.data import Example


@dataclass(slots=True)
class Batch:
    """Windows of similar length, padded."""

    examples: list[Example]
    ids: Tensor
    looks: Tensor
    mask: Tensor
    first: Tensor
    paragraphs: Tensor
    lengths: Tensor  # words a window
    anchors: Tensor  # [windows, words] 0/1
    general: Tensor  # [windows, words] role in any attribution
    window: Tensor  # [cues]
    anchor: Tensor  # [cues]
    labels: Tensor  # [cues, words]

    def to(self, device: torch.device) -> Batch:
        """The same batch with its tensors on a device."""
        tensors = {one.name: getattr(self, one.name) for one in fields(self)}
        del tensors["examples"]
        return replace(self, **{name: own.to(device) for name, own in tensors.items()})


def collate(examples: Sequence[Example]) -> Batch:
    """One batch of the given windows."""
    pieces = max(e.length for e in examples)
    words = max(len(e.first) for e in examples)
    size = len(examples)
    ids = np.zeros((size, pieces), dtype=np.int64)
    looks = np.zeros((size, pieces), dtype=np.int64)
    mask = np.zeros((size, pieces), dtype=bool)
    first = np.zeros((size, words), dtype=np.int64)
    paragraphs = np.zeros((size, words), dtype=np.int64)
    anchors = np.zeros((size, words), dtype=np.float32)
    general = np.zeros((size, words), dtype=np.int64)
    window, anchor, labels = [], [], []
    for row, e in enumerate(examples):
        ids[row, : e.length] = e.ids
        looks[row, : e.length] = e.looks
        mask[row, : e.length] = True
        first[row, : len(e.first)] = e.first
        paragraphs[row, : len(e.first)] = e.paragraphs
        for place, own in zip(e.anchors, e.labels, strict=True):
            anchors[row, place] = 1
            general[row, : len(own)] = np.where(own > 0, own, general[row, : len(own)])
            window.append(row)
            anchor.append(place)
            padded = np.zeros(words, dtype=np.int64)
            padded[: len(own)] = own
            labels.append(padded)
    return Batch(
        list(examples),
        *(torch.from_numpy(x) for x in (ids, looks, mask, first, paragraphs)),
        torch.tensor([len(e.first) for e in examples]),
        torch.from_numpy(anchors),
        torch.from_numpy(general),
        torch.tensor(window, dtype=torch.int64),
        torch.tensor(anchor, dtype=torch.int64),
        torch.from_numpy(np.array(labels, dtype=np.int64).reshape(len(labels), words)),
    )


def batches(
    examples: Sequence[Example], size: int, rng: np.random.Generator | None
) -> Iterator[Batch]:
    """All windows in batches, like with like; shuffled if there is a generator."""
    order = sorted(range(len(examples)), key=lambda i: examples[i].length)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if rng is not None:
        jitter = rng.normal(0, 25, len(examples))
        order.sort(key=lambda i: examples[i].length + jitter[i])
        groups = [order[i : i + size] for i in range(0, len(order), size)]
        rng.shuffle(groups)
    for group in groups:
        yield collate([examples[i] for i in group])

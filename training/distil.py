"""Teach a small network what a trained one knows.

    python -m training.distil --teacher FOLDER --teacher-base FOLDER --base FOLDER \\
        --train FILE --dev FILE --out FOLDER

The student learns from the annotations and from what the teacher makes of the same
windows: its chance that a word begins a cue, and its scores of every word's role
(Hinton et al. 2015). Both read the same words, whatever their word pieces are.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.bases import load_base, load_tokenizer, specials
from training.batches import Batch, batches, collate
from training.data import Document, Example, cut, example, read_documents
from training.network import Network, crf_loss
from training.predict import evaluate, load_network
from training.train import LONGEST, optimise

LEAST = 0.05  # chance from which a word that begins no cue is taught as one


@dataclass(slots=True)
class Lesson:
    """What the teacher makes of one window."""

    chances: np.ndarray  # [words] that a cue begins here
    anchors: np.ndarray  # [cues] words whose roles it was asked for
    roles: np.ndarray  # [cues, words, labels], log probabilities


@torch.no_grad()
def teach(
    teacher: Network,
    documents: list[Document],
    students: list[Example],
    ends: tuple[int, int],
) -> list[Lesson]:
    """The teacher's view of the students' windows."""
    teacher.eval()
    by_name = {document.name: document for document in documents}
    lessons = []
    for student in students:
        own = example(by_name[student.document.name], student.start, student.end, ends)
        batch = collate([own])
        with torch.autocast("cpu", torch.bfloat16):
            words = teacher.words(batch.ids, batch.looks, batch.first, None)
            chances = torch.sigmoid(teacher.anchor(words)[0, :, 0].float())
            chosen = chances >= LEAST
            chosen[torch.from_numpy(student.anchors)] = True
            anchors = chosen.nonzero()[:, 0]
            window = torch.zeros_like(anchors)
            scores = teacher.emissions(words, window, anchors, batch.paragraphs)
        roles = torch.log_softmax(scores.float(), -1)
        lessons.append(
            Lesson(chances.numpy(), anchors.numpy(), roles.numpy().astype(np.float16))
        )
    return lessons


def loss_of(
    network: Network, batch: Batch, lessons: list[Lesson], share: float
) -> Tensor:
    """Annotations and lessons, weighed by the lessons' share, a cue."""
    words = network.words(batch.ids, batch.looks, batch.first, batch.mask)
    size, width = batch.first.shape
    inside = torch.arange(width)[None] < batch.lengths[:, None]
    chances = np.zeros((size, width), dtype=np.float32)
    window, anchors = [], []
    for row, lesson in enumerate(lessons):
        chances[row, : len(lesson.chances)] = lesson.chances
        window += [row] * len(lesson.anchors)
        anchors += lesson.anchors.tolist()
    taught = torch.from_numpy(chances)
    target = share * taught + (1 - share) * batch.anchors
    found = network.anchor(words)[..., 0].float()
    total = F.binary_cross_entropy_with_logits(
        found, target, weight=inside.float(), reduction="sum"
    )
    if window:
        places = torch.tensor(window), torch.tensor(anchors)
        emissions = network.emissions(words, *places, batch.paragraphs).float()
        weight = torch.maximum(taught[places], batch.anchors[places])
        for number, (row, lesson) in enumerate(_rows(lessons)):
            own = torch.from_numpy(lesson.roles[row].astype(np.float32))
            mine = torch.log_softmax(emissions[number, : own.shape[0]], -1)
            total = total + share * 0.3 * weight[number] * F.kl_div(
                mine, own, log_target=True, reduction="sum"
            )
    if len(batch.anchor):
        emissions = network.emissions(
            words, batch.window, batch.anchor, batch.paragraphs
        )
        total = total + (1 - share) * 0.3 * crf_loss(
            emissions, batch.labels, batch.lengths[batch.window], network.transitions
        )
    return total / max(1, len(batch.anchor))


def _rows(lessons: list[Lesson]) -> list[tuple[int, Lesson]]:
    return [(row, lesson) for lesson in lessons for row in range(len(lesson.anchors))]


def main() -> None:
    """Teach; writes weights and a log."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("teacher", "teacher-base", "base", "train", "dev", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--frozen", type=int, default=1)
    parser.add_argument("--head", type=int, default=128)
    parser.add_argument("--depth", type=int, default=2)
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--share", type=float, default=0.6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    tokenizer, theirs = (
        load_tokenizer(options.base),
        load_tokenizer(options.teacher_base),
    )
    ends = specials(tokenizer)
    windows = list(cut(read_documents(options.train, tokenizer), LONGEST, ends, rng))
    documents = read_documents(options.train, theirs)
    teacher = load_network(options.teacher)
    lessons = teach(teacher, documents, windows, specials(theirs))
    numbers = {id(window): number for number, window in enumerate(windows)}
    print(f"{len(lessons)} windows taught", flush=True)
    network = load_base(
        options.base, options.layers, options.frozen, options.head, options.depth
    )
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "shape.json").write_text(json.dumps(network.shape.to_dict()))
    steps = int(options.epochs * np.ceil(len(windows) / options.batch))

    def epoch():
        for batch in batches(windows, options.batch, rng):
            own = [lessons[numbers[id(one)]] for one in batch.examples]
            yield lambda batch=batch, own=own: loss_of(
                network, batch, own, options.share
            )

    optimise(network, epoch, steps, options.rate, options.head_rate, options.out)
    evaluate(network, tokenizer, options.dev)


if __name__ == "__main__":
    main()

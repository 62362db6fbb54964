"""Train `fast`: on annotations, on what `standard` makes of them and of more texts,
and on the parse of them all.

    python -m training.distil --base FOLDER --lessons FOLDER --train FILE \\
        [--more FILE …] --out FOLDER

``--lessons`` is what ``training.lessons`` wrote. Of annotated documents the student
learns a mixture of what people and what the teacher say, of the others the teacher's
word alone: its chance that a word begins a cue, its chances of every word's role in
that cue (Hinton et al. 2015), and the labels it chose.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from claims.extraction.segmentation import parsable_copy
from claims.extraction.tagger.finding import word_pieces
from claims.extraction.tagger.words import Words
from training.bases import load_base, load_tokenizer, specials
from training.batches import Batch, batches
from training.data import LABELS, Document, Example, cut, targets_of
from training.device import best_device
from training.lessons import name_of
from training.network import Network, crf_loss
from training.train import optimise

LONGEST: Final = 200  # pieces of a window, specials left out
ROLES_WEIGHT: Final = 0.3
COLUMNS: Final = ("tag", "head", "dependency", "entity", "begins")
PARTS: Final = {"tags": "tag", "entities": "entity", "dependencies": "dependency"}


@dataclass(slots=True)
class Lesson:
    """What is known of a document's words beside its annotations."""

    is_annotated: bool
    parse: dict[str, np.ndarray]  # by COLUMNS, numbers of labels
    chances: np.ndarray  # [words]
    anchors: np.ndarray  # [cues], in the order of ``lows`` and ``highs``
    lows: np.ndarray
    highs: np.ndarray
    roles: list[np.ndarray]  # [words of the cue's window, labels] each
    labels: list[np.ndarray]


@dataclass(slots=True)
class Cues:
    """The cues of a batch, people's and the teacher's, each once."""

    window: Tensor  # [cues]
    anchor: Tensor  # [cues]
    labels: Tensor  # [cues, words] to be learned as a sequence
    weight: Tensor  # [cues] of that
    roles: Tensor  # [cues, words, labels] chances, zero where the teacher is silent
    trust: Tensor  # [cues] weight of the teacher's chances

    def to(self, device: torch.device) -> Cues:
        """The same cues on a device."""
        return Cues(*(getattr(self, one.name).to(device) for one in fields(self)))


def read_lessons(
    path: Path, folder: Path, tokenizer: Tokenizer, *, is_annotated: bool
) -> list[tuple[Document, Lesson]]:
    """The documents of a corpus with their lessons; those of no words left out."""
    known = json.loads((folder / "labels.json").read_text())
    numbers = {
        column: {label: number for number, label in enumerate(known[key])}
        for key, column in PARTS.items()
    }
    read = []
    for line in path.open():
        row = json.loads(line)
        with np.load(folder / f"{name_of(row)}.npz") as saved:
            words = Words(*(saved[name].tolist() for name in Words.__slots__))
            if not len(words):
                continue
            lesson = _lesson(saved, numbers, is_annotated=is_annotated)
        copy = parsable_copy(row["text"])
        pieces = word_pieces(copy, words, tokenizer, tokenizer.token_to_id("[UNK]"))
        targets = targets_of(row, words) if is_annotated else []
        document = Document(name_of(row), row["text"], words, pieces, targets)
        read.append((document, lesson))
    return read


def _lesson(
    saved: np.lib.npyio.NpzFile,
    numbers: dict[str, dict[str, int]],
    *,
    is_annotated: bool,
) -> Lesson:
    parse = {}
    for column in COLUMNS:
        values = saved[column]
        if column in numbers:
            values = np.array([numbers[column][str(one)] for one in values])
        parse[column] = values.astype(np.int64)
    lows, highs = saved["lows"], saved["highs"]
    edges = np.cumsum(highs - lows)[:-1]
    has_cues = len(lows) > 0
    return Lesson(
        is_annotated,
        parse,
        saved["chances"].astype(np.float32),
        saved["anchors"],
        lows,
        highs,
        np.split(saved["roles"], edges) if has_cues else [],
        np.split(saved["labels"], edges) if has_cues else [],
    )


def cues_of(batch: Batch, lessons: Sequence[Lesson], share: float) -> Cues:
    """People's cues and the teacher's; those that both know are one."""
    width = batch.first.shape[1]
    rows: dict[tuple[int, int], int] = {}
    labels, weights, roles, trusts = [], [], [], []

    def row_of(window: int, anchor: int) -> int:
        key = (window, anchor)
        if key not in rows:
            rows[key] = len(rows)
            labels.append(np.zeros(width, np.int64))
            weights.append(0.0)
            roles.append(np.zeros((width, LABELS), np.float32))
            trusts.append(0.0)
        return rows[key]

    for number, window in enumerate(batch.window.tolist()):
        row = row_of(window, int(batch.anchor[number]))
        labels[row] = batch.labels[number].numpy()
        weights[row] = 1 - share
    for window, (example, lesson) in enumerate(
        zip(batch.examples, lessons, strict=True)
    ):
        inside = (lesson.anchors >= example.start) & (lesson.anchors < example.end)
        for cue in np.flatnonzero(inside):
            anchor = int(lesson.anchors[cue])
            row = row_of(window, anchor - example.start)
            low = max(example.start, int(lesson.lows[cue]))
            high = min(example.end, int(lesson.highs[cue]))
            theirs = slice(low - lesson.lows[cue], high - lesson.lows[cue])
            ours = slice(low - example.start, high - example.start)
            roles[row][ours] = lesson.roles[cue][theirs]
            chance = float(lesson.chances[anchor])
            if not lesson.is_annotated:
                labels[row][ours] = lesson.labels[cue][theirs]
                weights[row] = (1 - share) * chance
            trusts[row] = share * (1.0 if weights[row] == 1 - share else chance)
    places = torch.tensor(list(rows), dtype=torch.int64).reshape(-1, 2)
    return Cues(
        places[:, 0],
        places[:, 1],
        torch.from_numpy(np.array(labels).reshape(-1, width)),
        torch.tensor(weights),
        torch.from_numpy(np.array(roles, np.float32).reshape(-1, width, LABELS)),
        torch.tensor(trusts),
    )


def loss_of(
    network: Network,
    batch: Batch,
    lessons: Sequence[Lesson],
    share: float,
    parse_weight: float,
) -> Tensor:
    """Cues, roles and parse of a batch, which is on the CPU."""
    cues = cues_of(batch, lessons, share).to(network.device)
    target = batch.anchors.numpy().copy()
    for row, (example, lesson) in enumerate(zip(batch.examples, lessons, strict=True)):
        taught = lesson.chances[example.start : example.end]
        own = target[row, : len(taught)]
        mixed = share * taught + (1 - share) * own
        target[row, : len(taught)] = mixed if lesson.is_annotated else taught
    batch = batch.to(network.device)
    words = network.words(batch.ids, batch.looks, batch.first, batch.mask)
    width = batch.first.shape[1]
    inside = torch.arange(width, device=words.device)[None] < batch.lengths[:, None]
    found = network.anchor(words)[..., 0].float()
    total = F.binary_cross_entropy_with_logits(
        found,
        torch.from_numpy(target).to(words.device),
        weight=inside.float(),
        reduction="sum",
    )
    if len(cues.window):
        emissions = network.emissions(
            words, cues.window, cues.anchor, batch.paragraphs
        ).float()
        soft = -(cues.roles * torch.log_softmax(emissions, -1)).sum((1, 2))
        hard = crf_loss(
            emissions, cues.labels, batch.lengths[cues.window], network.transitions
        )
        total = total + ROLES_WEIGHT * (soft * cues.trust + hard * cues.weight).sum()
    total = total / max(1.0, float((cues.trust + cues.weight).sum()))
    return total + parse_weight * parse_loss(network, words, inside, batch, lessons)


def parse_loss(
    network: Network,
    words: Tensor,
    inside: Tensor,
    batch: Batch,
    lessons: Sequence[Lesson],
) -> Tensor:
    """Mean cross entropy a word of sentence begins, labels and heads, added up."""
    begins, tags, entities, dependencies, arcs = (
        one.float() for one in network.syntax(words)
    )
    gold = {column: torch.zeros(inside.shape, dtype=torch.int64) for column in COLUMNS}
    for row, (example, lesson) in enumerate(zip(batch.examples, lessons, strict=True)):
        for column in COLUMNS:
            own = torch.from_numpy(lesson.parse[column][example.start : example.end])
            gold[column][row, : len(own)] = own
        gold["head"][row] -= example.start
    gold = {column: own.to(words.device) for column, own in gold.items()}
    arcs = arcs.masked_fill(~inside[:, None, :], -1e4)
    heads = gold["head"]
    reached = inside & (heads >= 0) & (heads < batch.lengths[:, None])
    total = F.cross_entropy(arcs[reached], heads[reached])
    total = total + F.binary_cross_entropy_with_logits(
        begins[inside], gold["begins"][inside].float()
    )
    for scores, column in (
        (tags, "tag"),
        (entities, "entity"),
        (dependencies, "dependency"),
    ):
        total = total + F.cross_entropy(scores[inside], gold[column][inside])
    return total


def main() -> None:
    """Train; writes weights and the labels of the parse."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--lessons", type=Path, required=True)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--head", type=int, default=128)
    parser.add_argument("--depth", type=int, default=2)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--share", type=float, default=0.5, help="the teacher's part")
    parser.add_argument("--parse", type=float, default=1.0, help="weight of the parse")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    tokenizer = load_tokenizer(options.base)
    ends = specials(tokenizer)
    read = read_lessons(options.train, options.lessons, tokenizer, is_annotated=True)
    for path in options.more:
        read += read_lessons(path, options.lessons, tokenizer, is_annotated=False)
    documents = [document for document, _ in read]
    lessons = {document.name: lesson for document, lesson in read}
    labels = (options.lessons / "labels.json").read_text()
    network = load_base(
        options.base, options.layers, 0, options.head, options.depth,
        {key: len(own) for key, own in json.loads(labels).items()},
    ).to(best_device())  # fmt: skip
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "shape.json").write_text(json.dumps(network.shape.to_dict()))
    (options.out / "labels.json").write_text(labels)
    windows = sum(1 for _ in cut(documents, LONGEST, ends, rng))
    steps = int(options.epochs * windows / options.batch)
    print(f"{len(documents)} documents, {windows} windows, {steps} steps", flush=True)

    def epoch():
        examples: list[Example] = list(cut(documents, LONGEST, ends, rng))
        for batch in batches(examples, options.batch, rng):
            own = [lessons[one.document.name] for one in batch.examples]
            yield partial(loss_of, network, batch, own, options.share, options.parse)

    optimise(network, epoch, steps, options.rate, options.head_rate, options.out)


if __name__ == "__main__":
    main()

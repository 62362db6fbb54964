"""Learn how much each sign of a checkable statement weighs.

    python -m training.worth /path/to/claimbuster.worth.jsonl

Each line of the file is ``{"id", "text", "label"}``; label 1 is a statement worth
a check. Four fifths, chosen by a hash of the id, are learned from; the rest is
left for ``benchmarks/check_worthiness.py``. Logistic regression with an L2
penalty, solved by Newton's method from zero: no chance is involved, and the same
file gives the same weights. Both classes count alike, so that a score of 0.5
lies between them. Writes ``claims/extraction/worth.json``; a few seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.extraction.worth import WEIGHTS
from claims.extraction.worth_signs import SIGNS, signs_of

PENALTY = 3.0  # AP of fivefold cross-validation is the same from 0.3 to 10
STEPS = 30


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and whether somebody judged it worth a check."""

    text: str
    is_worth: bool


def is_held_out(identifier: str) -> bool:
    """Whether an example is kept for measuring: one in five, by its id alone."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 5 == 0


def read_examples(path: Path, *, held_out: bool) -> list[Example]:
    """The part of a file to learn from, or the part to measure with."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Example(row["text"], row["label"] == 1)
        for row in rows
        if is_held_out(row["id"]) is held_out
    ]


def matrix(texts: Sequence[str]) -> NDArray[np.float64]:
    """A row a text: one, its length, and its signs as 0 or 1."""
    place = {sign: column for column, sign in enumerate(SIGNS, start=2)}
    rows = np.zeros((len(texts), len(SIGNS) + 2))
    for row, text in zip(rows, texts, strict=True):
        signs = signs_of(text)
        row[0], row[1] = 1.0, log2(1 + signs.words)
        row[[place[name] for name in signs.names]] = 1.0
    return rows


def learn(rows: NDArray[np.float64], worth: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights, by Newton's method; the constant is not penalised."""
    share = worth.mean()
    each = np.where(worth, 0.5 / share, 0.5 / (1 - share))
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[0] = 0.0
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (each * (chance - worth)) + penalty * weights
        curve = (rows * (each * chance * (1 - chance))[:, None]).T @ rows
        weights -= np.linalg.solve(curve + np.diag(penalty), slope)
    return weights


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("examples", type=Path, metavar="claimbuster.worth.jsonl")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()

    examples = read_examples(options.examples, held_out=False)
    worth = np.array([example.is_worth for example in examples])
    weights = learn(matrix([example.text for example in examples]), worth)
    constant, length, *signs = (round(float(weight), 3) for weight in weights)
    learned = {
        "learned_from": f"ClaimBuster: {len(examples)} sentences, {worth.sum()} worth "
        "a check; docs/check-worthiness.md",
        "constant": constant,
        "length": length,
        "signs": dict(zip(SIGNS, signs, strict=True)),
    }
    options.out.write_text(json.dumps(learned, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{options.out}: {len(signs)} signs from {len(examples)}\n")


if __name__ == "__main__":
    main()

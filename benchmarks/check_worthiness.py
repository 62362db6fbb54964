"""How well check-worthiness orders sentences that people have judged.

    python benchmarks/check_worthiness.py FOLDER

FOLDER holds ``claimbuster.worth.jsonl`` and ``ct19.train.worth.jsonl``, a sentence
a line: ``{"id", "text", "label", "group"}``. Measured on the fifth of ClaimBuster
that ``training/worth.py`` leaves out, and, as another domain, on the debates and
speeches of CheckThat! 2019 without the sentences that stand in ClaimBuster too.
Nothing was learned from the latter. Beside the shipped weights:

    has a number   1 if a digit occurs, else 0
    words          logistic regression over TF-IDF of words and pairs of words,
                   learned from the same four fifths of ClaimBuster

AP    average precision: how pure the top of the list is
AP ½  the same, weighted as if half of the sentences were worth a check
AUC   how often a sentence worth a check stands before one that is not
MAP   mean of the AP of each debate

Ties count against the system in AP and half in AUC. A minute or two.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claims.extraction.worth import worth_of
from training.worth import Example, read_examples

WORDS = re.compile(r"\w\w+")
SAME = re.compile(r"[a-z0-9]+")
STRENGTH = 10.0  # of the words' fit: the best of 1, 3 and 10 in cross-validation

Scores = Callable[[Sequence[str]], list[float]]


def average_precision(
    scores: Sequence[float], worth: Sequence[bool], *, weight: float = 1.0
) -> float:
    """Average precision; a sentence worth a check counts ``weight`` times."""
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], worth[i]))
    right = seen = total = 0.0
    for i in order:
        seen += weight if worth[i] else 1.0
        if worth[i]:
            right += weight
            total += weight * right / seen
    return total / right


def area(scores: Sequence[float], worth: Sequence[bool]) -> float:
    """Area under the ROC curve."""
    values, places = np.unique(np.array(scores), return_inverse=True)
    positive = np.bincount(places[np.array(worth)], minlength=len(values))
    negative = np.bincount(places[~np.array(worth)], minlength=len(values))
    below = np.cumsum(negative) - negative / 2
    return float((positive * below).sum() / (positive.sum() * negative.sum()))


def grams(text: str) -> Counter[str]:
    """Words of two letters and more, and pairs of neighbours."""
    words = WORDS.findall(text.lower())
    return Counter([*words, *(" ".join(pair) for pair in pairwise(words))])


class Words:
    """TF-IDF of words and pairs, with a weight for each."""

    def __init__(self, examples: Sequence[Example]) -> None:
        counted = [grams(example.text) for example in examples]
        texts = Counter(gram for count in counted for gram in count)
        known = sorted(gram for gram, n in texts.items() if n > 1)
        self.place = {gram: column for column, gram in enumerate(known)}
        frequency = np.array([texts[gram] for gram in known])
        self.rarity = np.log((1 + len(counted)) / (1 + frequency)) + 1
        self.weights = np.zeros(len(known))
        self.constant = 0.0
        self._fit(counted, np.array([example.is_worth for example in examples]))

    def scores(self, texts: Sequence[str]) -> list[float]:
        """One score a text."""
        rows, columns, values = self._entries(grams(text) for text in texts)
        sums = np.bincount(
            rows, weights=values * self.weights[columns], minlength=len(texts)
        )
        return [float(score) for score in sums + self.constant]

    def _entries(
        self, counted: Iterable[Counter[str]]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rows, columns, values = [], [], []
        for row, count in enumerate(counted):
            own = [(self.place[g], 1 + np.log(n)) for g, n in count.items()
                   if g in self.place]  # fmt: skip
            row_values = np.array([n * self.rarity[column] for column, n in own])
            length = np.sqrt((row_values**2).sum()) if own else 1.0
            rows += [row] * len(own)
            columns += [column for column, _ in own]
            values += list(row_values / length)
        return np.array(rows), np.array(columns), np.array(values)

    def _fit(self, counted: Sequence[Counter[str]], worth: np.ndarray) -> None:
        """Accelerated gradient descent; two thousand steps are enough."""
        rows, columns, values = self._entries(counted)
        step = 1 / (1 + 0.25 * STRENGTH * len(counted) / 20)
        here = ahead = np.zeros(len(self.weights) + 1)
        for number in range(2_000):
            sums = np.bincount(
                rows, weights=values * ahead[columns], minlength=len(counted)
            )
            wrong = STRENGTH * (1 / (1 + np.exp(-sums - ahead[-1])) - worth)
            slope = np.append(
                np.bincount(
                    columns, weights=values * wrong[rows], minlength=len(self.weights)
                )
                + ahead[:-1],
                wrong.sum() / len(counted),
            )
            before, here = here, ahead - step * slope
            ahead = here + number / (number + 3) * (here - before)
        self.weights, self.constant = here[:-1], float(here[-1])


def has_number(texts: Sequence[str]) -> list[float]:
    """1 for a text with a digit."""
    return [float(any(char.isdigit() for char in text)) for text in texts]


def shipped(texts: Sequence[str]) -> list[float]:
    """The product's own scores."""
    return [worth_of(text).score for text in texts]


def same(text: str) -> str:
    """What two copies of a sentence have in common."""
    return " ".join(SAME.findall(text.lower()))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder

    file = folder / "claimbuster.worth.jsonl"
    learned, held = (read_examples(file, held_out=part) for part in (False, True))
    systems: dict[str, Scores] = {
        "has a number": has_number,
        "words": Words(learned).scores,
        "shipped weights": shipped,
    }
    worth = [example.is_worth for example in held]
    weight = (len(worth) - sum(worth)) / sum(worth)
    print(f"ClaimBuster, held out: {len(held)} sentences, {sum(worth)} worth a check")
    for name, scores_of in systems.items():
        scores = scores_of([example.text for example in held])
        print(
            f"  {name:<16} AP {average_precision(scores, worth):.3f}"
            f"  AP ½ {average_precision(scores, worth, weight=weight):.3f}"
            f"  AUC {area(scores, worth):.3f}"
        )

    known = {same(example.text) for example in (*learned, *held)}
    debates = defaultdict(list)
    with (folder / "ct19.train.worth.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if same(row["text"]) not in known:
                debates[row["group"]].append(Example(row["text"], row["label"] == 1))
    others = [example for debate in debates.values() for example in debate]
    worth = [example.is_worth for example in others]
    print(
        f"CheckThat! 2019: {len(others)} sentences of {len(debates)} debates and "
        f"speeches, {sum(worth)} checked by an editor"
    )
    for name, scores_of in systems.items():
        precisions = []
        for debate in debates.values():
            scores = scores_of([example.text for example in debate])
            precisions.append(
                average_precision(scores, [example.is_worth for example in debate])
            )
        scores = scores_of([example.text for example in others])
        print(
            f"  {name:<16} MAP {sum(precisions) / len(precisions):.3f}"
            f"  AUC {area(scores, worth):.3f}"
        )


if __name__ == "__main__":
    main()

"""Two texts side by side: the passages they share, marked in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sources.independence import Passage
from sources.models import Article, Snapshot


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph; ``number`` is the passage they belong to, 0 for none."""

    text: str
    number: int = 0
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One article of a comparison, its paragraphs in runs."""

    article: Article
    url: str
    paragraphs: list[list[Run]]


def sides(
    a: Snapshot, b: Snapshot, passages: Sequence[Passage]
) -> tuple[list[list[Run]], list[list[Run]]]:
    """The paragraphs of both texts, cut where a shared passage begins and ends."""
    numbered = list(enumerate(passages, start=1))
    return (
        _paragraphs(a.text, [(*one.a, at, one.counts) for at, one in numbered]),
        _paragraphs(b.text, [(*one.b, at, one.counts) for at, one in numbered]),
    )


def _paragraphs(text: str, marks: list[tuple[int, int, int, bool]]) -> list[list[Run]]:
    runs: list[Run] = []
    here = 0
    for start, end, number, counts in sorted(marks):
        if start < here:  # two passages overlap in this text: the first is shown
            start = here
        if start >= end:
            continue
        runs.append(Run(text[here:start]))
        runs.append(Run(text[start:end], number, counts))
        here = end
    runs.append(Run(text[here:]))
    paragraphs: list[list[Run]] = [[]]
    for run in runs:
        lines = run.text.split("\n")
        for at, line in enumerate(lines):
            if at:
                paragraphs.append([])
            if line:
                paragraphs[-1].append(Run(line, run.number, run.counts))
    return [paragraph for paragraph in paragraphs if paragraph]

"""What changed between two texts of an article, for a person to read.

Pure. Paragraphs are lined up first, then the words of paragraphs that were edited.
Lining up is quadratic at worst, so there are limits, beyond which what was replaced
is shown as removed and added. Nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile
from typing import Final

_ALIKE: Final = 0.4
"""From this ratio of common words on, a paragraph was edited and not replaced."""
_MOST_WORDS: Final = 3_000  # of two paragraphs whose words are lined up
_MOST_PARAGRAPHS: Final = 4_000
"""Of both texts, from the first to the last that differs: more are not lined up."""
_MOST_EFFORT: Final = 6_000_000
"""Pairs of words that are lined up in all: seconds at worst, a tenth of one for an
article whose every paragraph was edited."""
_NEAR: Final = 20  # paragraphs among which the one that was edited is looked for
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class ChangeKind(StrEnum):
    """What became of a paragraph, or of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"  # paragraphs only: some words are same, some not


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that are the same in both texts, only in the old, or the new."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph with its pieces; put together they are the old or new words."""

    kind: ChangeKind
    pieces: tuple[Piece, ...]


class _Effort:
    """What is left of the pairs of words that may be lined up."""

    def __init__(self) -> None:
        self.left = _MOST_EFFORT

    def take(self, pairs: int) -> bool:
        """Whether there was enough left; then it is used up."""
        if pairs > self.left:
            return False
        self.left -= pairs
        return True


def changes(old: str, new: str) -> list[Change]:
    """The paragraphs of both texts in order, each with what became of it."""
    before, after = _paragraphs(old), _paragraphs(new)
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    head, tail = after[:start], after[len(after) - end :]
    middle = before[start : len(before) - end], after[start : len(after) - end]
    return [
        *(_whole(ChangeKind.SAME, text) for text in head),
        *_lined_up(*middle),
        *(_whole(ChangeKind.SAME, text) for text in tail),
    ]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _lined_up(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    if len(before) + len(after) > _MOST_PARAGRAPHS:
        yield from (_whole(ChangeKind.REMOVED, text) for text in before)
        yield from (_whole(ChangeKind.ADDED, text) for text in after)
        return
    effort = _Effort()
    for tag, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            yield from (_whole(ChangeKind.SAME, text) for text in after[k:m])
        else:
            yield from _replaced(before[i:j], after[k:m], effort)


def _replaced(
    before: Sequence[str], after: Sequence[str], effort: _Effort
) -> Iterator[Change]:
    """Paragraphs that were removed, added or edited, the edited ones in pairs."""
    waiting = list(before)
    for text in after:
        near = enumerate(waiting[:_NEAR])
        at = next((at for at, old in near if _is_edit(old, text, effort)), None)
        if at is None:
            yield _whole(ChangeKind.ADDED, text)
            continue
        yield from (_whole(ChangeKind.REMOVED, old) for old in waiting[:at])
        yield Change(ChangeKind.EDITED, tuple(_words(waiting[at], text)))
        waiting = waiting[at + 1 :]
    yield from (_whole(ChangeKind.REMOVED, old) for old in waiting)


def _is_edit(old: str, new: str, effort: _Effort) -> bool:
    one, other = old.split(), new.split()
    if len(one) + len(other) > _MOST_WORDS:
        return False
    matcher = SequenceMatcher(None, one, other)
    return (
        matcher.real_quick_ratio() >= _ALIKE
        and matcher.quick_ratio() >= _ALIKE
        and effort.take(len(one) * len(other))
        and matcher.ratio() >= _ALIKE
    )


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    # Blanks are not lined up by themselves: each would be tried with every other.
    matcher = SequenceMatcher(str.isspace, before, after)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(ChangeKind.SAME, "".join(after[k:m]))
            continue
        if i < j:
            yield Piece(ChangeKind.REMOVED, "".join(before[i:j]))
        if k < m:
            yield Piece(ChangeKind.ADDED, "".join(after[k:m]))


def _whole(kind: ChangeKind, text: str) -> Change:
    return Change(kind, (Piece(kind, text),))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]

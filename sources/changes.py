"""What changed between two texts of an article, for a person to read.

Pure. Paragraphs are lined up first, then the words of paragraphs that were edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_ALIKE: Final = 0.4
"""From this ratio of common words on, a paragraph was edited and not replaced."""
_MOST_WORDS: Final = 3_000  # of two paragraphs whose words are lined up
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


def changes(old: str, new: str) -> list[Change]:
    """The paragraphs of both texts in order, each with what became of it."""
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Change] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found += [_whole(ChangeKind.SAME, text) for text in after[k:m]]
        else:
            found += _replaced(before[i:j], after[k:m])
    return found


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Paragraphs that were removed, added or edited, the edited ones in pairs."""
    waiting = list(before)
    for text in after:
        pair = next((old for old in waiting if _is_edit(old, text)), None)
        if pair is None:
            yield _whole(ChangeKind.ADDED, text)
            continue
        gone = waiting[: waiting.index(pair)]
        yield from (_whole(ChangeKind.REMOVED, old) for old in gone)
        waiting = waiting[len(gone) + 1 :]
        yield Change(ChangeKind.EDITED, tuple(_words(pair, text)))
    yield from (_whole(ChangeKind.REMOVED, old) for old in waiting)


def _is_edit(old: str, new: str) -> bool:
    words = old.split(), new.split()
    if sum(map(len, words)) > _MOST_WORDS:
        return False
    matcher = SequenceMatcher(None, *words, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
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

"""A claim among its paragraphs, and its history in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString

from claims.admin.blocks import block_places
from claims.corrections.changing import hull
from claims.highlight import text_html
from claims.models import Correction
from sources.models import Snapshot

NEAR: Final = 280  # characters of the paragraphs on both sides that are shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph that is one part of the claim throughout, or none."""

    html: SafeString
    role: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph round the claim, cut where its parts begin and end."""

    start: int
    pieces: list[Piece]
    cut: str = ""
    """``before`` or ``after`` where it is only the end or the beginning of one."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A correction of the history, in words."""

    row: Correction
    changes: list[tuple[str, str, str]]
    """What, how it was, what it became."""


def paragraphs_round(
    snapshot: Snapshot, marks: Sequence[tuple[int, int, str]]
) -> list[Paragraph]:
    """The paragraphs with words that are marked, and what is next to them.

    A mark is start, end and role.
    """
    low, high = hull((start, end) for start, end, _ in marks)
    blocks = [(start, end) for _, start, end in block_places(snapshot)]
    near = [
        number
        for number, (start, end) in enumerate(blocks)
        if start < high and low < end
    ]
    first, last = (near[0], near[-1]) if near else (0, len(blocks) - 1)
    text = snapshot.text
    shown = [
        Paragraph(start, _pieces(text, start, end, marks))
        for start, end in blocks[first : last + 1]
    ]
    if first > 0:
        start, end = blocks[first - 1]
        is_long = end - start > NEAR
        begin = _word_after(text, end - NEAR) if is_long else start
        cut = "before" if begin > start else ""
        shown.insert(0, Paragraph(begin, _pieces(text, begin, end, marks), cut))
    if last + 1 < len(blocks):
        start, end = blocks[last + 1]
        is_long = end - start > NEAR
        stop = _word_after(text, start + NEAR) if is_long else end
        cut = "after" if stop < end else ""
        shown.append(Paragraph(start, _pieces(text, start, stop, marks), cut))
    return shown


def _word_after(text: str, at: int) -> int:
    """The next place where white space ends; the place itself if there is none."""
    near = range(at, min(at + 60, len(text)))
    space = next((here for here in near if text[here].isspace()), at)
    return space + 1 if space > at else at


def all_paragraphs(
    snapshot: Snapshot, marks: Sequence[tuple[int, int, str]] = ()
) -> list[Paragraph]:
    """The whole text."""
    return [
        Paragraph(start, _pieces(snapshot.text, start, end, marks))
        for _, start, end in block_places(snapshot)
    ]


def _pieces(
    text: str, start: int, end: int, marks: Iterable[tuple[int, int, str]]
) -> list[Piece]:
    """The paragraph in runs; where parts lie over each other the shorter one shows."""
    inside = [mark for mark in marks if mark[0] < end and start < mark[1]]
    inside.sort(key=lambda mark: mark[1] - mark[0])
    edges = {start, end}
    for low, high, _ in inside:
        edges |= {max(low, start), min(high, end)}
    ordered = sorted(edges)
    pieces = []
    for here, there in pairwise(ordered):
        role = next((role for low, high, role in inside if low <= here < high), "")
        pieces.append(Piece(text_html(text[here:there]), role))
    return pieces


def deed_of(row: Correction) -> Deed:
    """A correction as the history shows it."""
    changes = [
        (_NAMES[name], _told(row.before.get(name)), _told(value))
        for name, value in row.after.items()
        if name in _NAMES and row.before.get(name) != value
    ]
    return Deed(row, changes)


_NAMES: Final = {
    "content": "content",
    "cue": "cue",
    "speaker": "words for the speaker",
    "speaker_name": "speaker",
    "speaker_kind": "kind of speaker",
    "speaker_role": "role",
    "commitment": "class of the cue",
    "cue_lemma": "form of",
    "tier": "tier",
    "rejection": "rejected",
}


def _told(value: object) -> str:
    """A value of a correction, as words."""
    if isinstance(value, dict):
        value = value.get("text")
    return str(value or "").replace("_", " ")

"""Stretches of a page: what they hold, and what is left without a part of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.extraction.finding.page import Page
from claims.extraction.model import Span

_STRIPPED: Final = " ,;—–-\n"
_CLOSING: Final = frozenset({"”", '"', ","})
_SINGLE: Final = frozenset({"’", "'"})
_POINTS: Final = frozenset({",", ".", "?", "!"})


def holds(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans covers another one."""
    start, end = span.start, span.end
    for one in spans:  # noqa: SIM110 - asked so often that a generator costs a third
        if one.start <= start and end <= one.end:
            return True
    return False


def without(page: Page, spans: Sequence[Span], hole: Span) -> tuple[Span, ...]:
    """Spans without a stretch, and without commas and blanks where it was."""
    pieces: list[Span] = []
    for span in spans:
        if not span.overlaps(hole):
            pieces.append(span)
            continue
        parts = ((span.start, hole.start), (hole.end, span.end))
        pieces.extend(
            piece
            for start, end in parts
            if start < end and (piece := stripped(page, start, end)) is not None
        )
    return tuple(pieces)


def stripped(page: Page, start: int, end: int) -> Span | None:
    words = words_of(page, Span(start, end))
    first = start + len(words) - len(words.lstrip(_STRIPPED))
    last = start + len(words.rstrip(_STRIPPED))
    return Span(first, last) if first < last else None


def words_of(page: Page, span: Span) -> str:
    return page.text[span.start - page.base : span.end - page.base]


def before_mark(page: Page, first: int, last: int) -> int:
    """The last token of a stretch without the marks that close a quotation around it;
    an apostrophe stays: "the ministers’"."""
    while last > first:
        text, before = page.tokens[last].text, page.tokens[last - 1].text
        if text not in _CLOSING and not (text in _SINGLE and before in _POINTS):
            break
        last -= 1
    return last

"""Which lines round an article are not the article: bylines, staff notes, captions.

A line is judged by its words and by its place: "X is a journalist" is a staff
note at the end and news in the middle. What is not sure stays a paragraph: a
staff note taken for a claim is seen by the reviewer, a lost claim is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.reading.body import Piece
from sources.reading.dates import parse_published
from sources.reading.document import SKIPPED_KINDS, BlockKind
from sources.reading.patterns import (
    ABOUT,
    AGENCY_LINE,
    BYLINE,
    CAPTION,
    CAPTION_END,
    CLOCK,
    CONTACT,
    CONTRIBUTED,
    CREDIT,
    DATE_LABEL,
    DAY_MONTH_YEAR,
    IS_STAFF,
    MONTH_DAY_YEAR,
    NAME_REPORTS,
    NOT_STAFF,
    PROMOTION,
    WRITES_ABOUT,
)

_LONGEST: Final = 400  # characters; a longer block is prose whatever it begins with
_LONGEST_BYLINE: Final = 150
_MOST_BESIDE_DATES: Final = 10  # letters and digits in a line of dates and times
_TOP: Final = 6  # blocks from the top in which a byline is looked for
_TEXT_KINDS: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def classify(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces with the kinds byline, about and caption found out."""
    pieces = list(pieces)
    for index, piece in enumerate(pieces):
        is_top = index < _TOP
        if piece.kind in _TEXT_KINDS and len(piece.text) <= _LONGEST:
            pieces[index] = replace(piece, kind=_kind(piece, is_top=is_top))
        elif piece.kind is BlockKind.SUBHEADING and is_top and _is_dated(piece.text):
            pieces[index] = replace(piece, kind=BlockKind.BYLINE)
    _mark_closing_lines(pieces)
    return pieces


def byline_names(line: str) -> str:
    """The names in a byline ("By Jane Doe, Reuters" gives "Jane Doe"), or ""."""
    if len(line) > _LONGEST_BYLINE:
        return ""
    line = " ".join(line.split())
    found = BYLINE.match(line) or NAME_REPORTS.match(line)
    return found[1] if found else ""


def is_date_line(line: str) -> bool:
    """Whether the line holds a date and next to nothing else."""
    if len(line) > _LONGEST_BYLINE:
        return False
    if DATE_LABEL.match(line):
        return parse_published(line) is not None
    if line.endswith(".") or parse_published(line) is None:
        return False
    if len(line) <= 45:
        return True
    return beside_dates(line) <= _MOST_BESIDE_DATES


def beside_dates(line: str) -> int:
    """How many letters and digits a line has beside dates, times and their labels."""
    rest = MONTH_DAY_YEAR.sub("", DAY_MONTH_YEAR.sub("", line[:_LONGEST]))
    return sum(map(str.isalnum, CLOCK.sub("", rest)))


def _is_dated(line: str) -> bool:
    return DATE_LABEL.match(line) is not None and is_date_line(line)


def _kind(piece: Piece, *, is_top: bool) -> BlockKind:
    text = " ".join(piece.text.split())
    if CREDIT.match(text) or CONTRIBUTED.search(text) or AGENCY_LINE.match(text):
        return BlockKind.BYLINE
    if ABOUT.match(text):
        return BlockKind.ABOUT
    is_invitation = PROMOTION.match(text) or CONTACT.search(text)
    if is_invitation and not NOT_STAFF.search(text):
        return BlockKind.ABOUT
    if CAPTION.match(text) or CAPTION_END.search(text):
        return BlockKind.CAPTION
    if is_top and (byline_names(text) or is_date_line(text)):
        return BlockKind.BYLINE
    return piece.kind


def _mark_closing_lines(pieces: list[Piece]) -> None:
    """Mark staff notes and bylines at the end; the first block is never one."""
    for index in range(len(pieces) - 1, 0, -1):
        piece = pieces[index]
        if piece.kind in SKIPPED_KINDS:
            continue
        text = " ".join(piece.text.split())
        if piece.kind not in _TEXT_KINDS or len(text) > _LONGEST:
            return
        describes = IS_STAFF.match(text) or WRITES_ABOUT.match(text)
        if describes and not NOT_STAFF.search(text):
            pieces[index] = replace(piece, kind=BlockKind.ABOUT)
        elif byline_names(text) or DATE_LABEL.match(text):
            pieces[index] = replace(piece, kind=BlockKind.BYLINE)
        else:
            return

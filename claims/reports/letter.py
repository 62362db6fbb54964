"""The e-mail that a report comes with: what it says in short, as text and as HTML.

Mail programs drop style, drawings and whatever is long. So the e-mail has the
figures and the first decisions; the whole report is the PDF that it carries.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string
from django.utils.html import format_html

from claims.reports.document import Block, Card, Cards, Document, Table

MOST_CARDS: Final = 5
_WIDTH: Final = 76  # columns of the text
_JOINERS: Final = "\u200c\u200d"  # invisible, and needed in Persian, Hindi, emoji
# Without < > & and quotes, which stand for themselves in a style element alone.
_SHEET: Final = Path(__file__).with_name("letter.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the e-mail says. Both addresses are empty without ``SITE_URL``.

    ``page`` leads to the report in the admin, ``stop`` to where one unsubscribes;
    ``sender`` is whom to write to otherwise.
    """

    document: Document
    page: str
    stop: str
    sender: str

    @property
    def cards(self) -> Sequence[Card]:
        """The first decisions, disputed first."""
        return self._all_cards()[:MOST_CARDS]

    @property
    def more(self) -> int:
        """How many decisions are in the PDF alone, with their evidence or in a line."""
        lines = sum(len(one.rows) for one in self._blocks() if isinstance(one, Table))
        return len(self._all_cards()) + lines - len(self.cards)

    def _all_cards(self) -> Sequence[Card]:
        found = (one.items for one in self._blocks() if isinstance(one, Cards))
        return next(found, ())

    def _blocks(self) -> Iterator[Block]:
        for section in self.document.sections:
            if section.key == "decisions":
                yield from section.blocks


def subject_of(document: Document) -> str:
    """The subject: one line, whatever the outlet is called."""
    scope = document.subtitle.rpartition(" · ")[2]
    return plain(f"{document.title} · {scope}")


def as_html(letter: Letter) -> str:
    """The e-mail as HTML without drawings, files or scripts."""
    style = format_html("<style>{}</style>", _sheet())
    return render_to_string("reports/letter.html", {"letter": letter, "style": style})


def as_text(letter: Letter) -> str:
    """The e-mail as plain text."""
    return "\n".join(_lines(letter)) + "\n"


def plain(text: str) -> str:
    """The text in one line, without what steers a terminal or turns a line around."""
    return " ".join("".join(map(_inert, text)).split())


def _inert(one: str) -> str:
    if one.isprintable() or one in _JOINERS:
        return one
    return "" if unicodedata.category(one) == "Cf" else " "


def _lines(letter: Letter) -> Iterator[str]:
    document = letter.document
    yield plain(document.title)
    yield plain(document.subtitle)
    yield ""
    yield from _wrapped(document.summary)
    yield ""
    for figure in document.figures:
        note = f" ({figure.note})" if figure.note else ""
        yield plain(f"{figure.value} {figure.name}{note}")
    if letter.cards:
        yield ""
        yield "Decided, disputed first:"
    for number, card in enumerate(letter.cards, start=1):
        yield ""
        yield from _wrapped(f"{number}. “{card.content}”")
        yield from _wrapped(f"{card.voice}. {card.place}", indent="   ")
        for outcome in card.outcomes:
            yield from _wrapped(f"{outcome.question} {outcome.shown}", indent="   ")
    yield ""
    if letter.more:
        yield f"More decisions in the PDF: {letter.more}."
    yield "The whole report is attached as a PDF."
    if letter.page:
        yield f"In factcheck, with a login: {letter.page}"
    yield ""
    yield "-- "
    yield "You get this because somebody entered your address as a subscriber."
    yield f"Unsubscribe: {letter.stop or letter.sender}"


def _wrapped(text: str, *, indent: str = "") -> Sequence[str]:
    return textwrap.wrap(
        plain(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


@cache
def _sheet() -> str:
    return _SHEET.read_text("utf-8")

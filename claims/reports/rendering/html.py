"""A report as one web page that needs nothing else: no script, no file, no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string

from claims.reports.document import (
    Block,
    Card,
    Cards,
    Chart,
    Document,
    Figures,
    Table,
    Text,
)
from claims.reports.rendering.links import safe
from factcheck.lib.plots import Drawing, draw

_WORDY: Final = 3  # columns of words
_SHEET: Final = Path(__file__).with_name("report.css")
_TEMPLATES: Final[dict[type[Block], str]] = {
    Text: "reports/text.html",
    Figures: "reports/figures.html",
    Table: "reports/table.html",
    Chart: "reports/chart.html",
    Cards: "reports/cards.html",
}


class _Style(str):
    """The style element, of our own file: a template takes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """The markup itself."""
        return str(self)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A block, its template, and what a template cannot find out.

    ``rows`` are those of its table, each cell with whether it is a number.
    """

    block: Block
    template: str
    rows: Sequence[Sequence[tuple[str, bool]]] = ()
    drawing: Drawing | None = None

    @property
    def is_wordy(self) -> bool:
        """Whether its table is one of texts rather than of figures."""
        cells = self.rows[0] if self.rows else ()
        return sum(not is_number for _, is_number in cells) >= _WORDY


def render(document: Document) -> str:
    """The page, in UTF-8. The same document gives the same page."""
    return render_to_string(
        "reports/report.html",
        {
            "document": document,
            "style": _Style(f"<style>{_sheet()}</style>"),
            "sections": [
                (one, [_shown(block) for block in one.blocks])
                for one in document.sections
            ],
        },
    )


def policy() -> str:
    """The Content-Security-Policy of the page: its one style, and no more."""
    return (
        f"default-src 'none'; style-src {style_hash()}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def style_hash() -> str:
    """What a Content-Security-Policy has to name for the page to have its style."""
    digest = hashlib.sha256(_sheet().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _sheet() -> str:
    return _SHEET.read_text("utf-8")


def _shown(block: Block) -> _Shown:
    template = _TEMPLATES[type(block)]
    match block:
        case Table():
            return _Shown(block, template, rows=_rows(block))
        case Chart():
            drawing = None
            if not block.plot.is_empty:
                drawing = draw(block.plot, key=f"plot-{block.table.key}")
            return _Shown(block, template, _rows(block.table), drawing)
        case Cards():
            return _Shown(Cards([_linked(card) for card in block.items]), template)
        case _:
            return _Shown(block, template)


def _rows(table: Table) -> list[list[tuple[str, bool]]]:
    kinds = [column.is_number for column in table.columns]
    return [list(zip(row, kinds, strict=True)) for row in table.rows]


def _linked(card: Card) -> Card:
    """The card with no address in it but those that may become links."""
    pieces = [replace(one, url=safe(one.url)) for one in card.pieces]
    return replace(card, url=safe(card.url), pieces=pieces)

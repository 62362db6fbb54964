"""A report as one web page that needs nothing else: no script, no file, no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string

from claims.reports.document import (
    Block,
    Cards,
    Chart,
    Document,
    Figures,
    Section,
    Table,
    Text,
)
from factcheck.lib.plots import Drawing, draw

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
    """A block, the template that shows it, and its drawing if it is a chart."""

    block: Block
    template: str
    drawing: Drawing | None


def render(document: Document) -> str:
    """The page, in UTF-8. The same document gives the same page."""
    return render_to_string(
        "reports/report.html",
        {
            "document": document,
            "style": _Style(f"<style>{_sheet()}</style>"),
            "sections": [(one, list(_shown(one))) for one in document.sections],
        },
    )


def style_hash() -> str:
    """What a Content-Security-Policy has to name for the page to have its style."""
    digest = hashlib.sha256(_sheet().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _sheet() -> str:
    return _SHEET.read_text("utf-8")


def _shown(section: Section) -> Iterator[_Shown]:
    for block in section.blocks:
        drawing = None
        if isinstance(block, Chart) and not block.plot.is_empty:
            drawing = draw(block.plot, key=f"plot-{block.table.key}")
        yield _Shown(block, _TEMPLATES[type(block)], drawing)

"""A report as a PDF for print: tagged, and the same bytes from the same document.

Typst sets it, from a template that takes the document as data. Its fonts are those in
its package, never the system's (`docs/decisions/0018-pdf-by-typst.md`).
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from claims.reports.document import (
    Block,
    Card,
    Cards,
    Chart,
    Document,
    Figures,
    Outcome,
    Piece,
    Section,
    Table,
    Text,
)
from claims.reports.rendering.links import safe
from factcheck.lib.plots import HEIGHT, WIDTH, Kind, draw

Json = dict[str, Any]  # Any: what the template takes

_TEMPLATE: Final = Path(__file__).with_name("report.typ")
_PLOT_SHEET: Final = Path(__file__).with_name("plot.css")
# Typst cuts a picture at its box, and labels stand out a little at both ends.
_BOX: Final = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
_WIDER_BOX: Final = f'viewBox="-20 0 {WIDTH + 50} {HEIGHT}"'
_BREAK: Final = "\u200b"
# So many characters stay together, in a line and in a cell of a table.
_LONG: Final = 50
_LONG_IN_CELL: Final = 24
_TOO_LONG: Final = {
    longest: re.compile(rf"\S{{{longest}}}(?=\S)") for longest in (_LONG, _LONG_IN_CELL)
}
# Not text: controls, halves of characters, and what turns the letters after it around.
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]")


def render(document: Document) -> bytes:
    """The PDF, according to PDF/UA-1.

    Where the fonts lack a character, an empty box stands for it, a note says so, and
    the file, still tagged, does not claim that standard.
    """
    given = _document(document)
    try:
        return _compiled(given, document, standards=["ua-1"])
    except typst.TypstError as error:
        given["missing"] = "could not be displayed" in error.message
    return _compiled(given, document, standards=[])


def _compiled(
    given: Json, document: Document, *, standards: list[Literal["ua-1"]]
) -> bytes:
    return typst.compile(
        _TEMPLATE,
        format="pdf",
        root=_TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(given)},
        timestamp=document.cut_off,
        pdf_standards=[*standards],
    )


@cache
def _fonts() -> typst.Fonts:
    """Those in typst's package: the same everywhere."""
    return typst.Fonts(include_system_fonts=False)


@cache
def _plot_sheet() -> str:
    return f"<style>{_PLOT_SHEET.read_text('utf-8')}</style>"


def _document(document: Document) -> Json:
    return {
        "title": _text(document.title),
        "running": _text(f"{document.title} · no. {document.number}"),
        "publisher": _text(document.publisher),
        "subtitle": _text(document.subtitle),
        "summary": _text(document.summary),
        "lines": [
            {"name": _text(one.name), "value": _text(one.value)}
            for one in document.lines
        ],
        "sections": [_section(one) for one in document.sections],
        "missing": False,
    }


def _section(section: Section) -> Json:
    return {
        "title": _text(section.title),
        "blocks": [_block(one) for one in section.blocks],
    }


def _block(block: Block) -> Json:
    match block:
        case Text():
            return {"kind": "text", "text": _text(block.text)}
        case Figures():
            return {
                "kind": "figures",
                "items": [
                    {name: _text(getattr(one, name)) for name in _FIGURE}
                    for one in block.items
                ],
            }
        case Table():
            return {"kind": "table"} | _table(block)
        case Chart():
            return {"kind": "chart"} | _chart(block)
        case Cards():
            return {"kind": "cards", "items": [_card(one) for one in block.items]}


_FIGURE: Final = ("value", "name", "note")


def _table(table: Table, *, caption: str | None = None) -> Json:
    caption = table.caption if caption is None else caption
    left = f"{table.left_out:,} more rows are in the CSV." if table.left_out else ""
    return {
        "caption": _text(caption),
        "columns": [
            {"name": _text(one.name), "number": one.is_number, "wide": is_wide}
            for one, is_wide in zip(table.columns, _wide(table), strict=True)
        ],
        "rows": [[_text(cell, _LONG_IN_CELL) for cell in row] for row in table.rows],
        "note": _text(table.note),
        "left": left.replace(",", "\u202f"),
    }


def _wide(table: Table) -> list[bool]:
    """Which columns share what the others leave of the line: those with long texts."""
    longest = [
        max((len(row[place]) for row in table.rows), default=0)
        for place in range(len(table.columns))
    ]
    return [
        length > _LONG_IN_CELL and not column.is_number
        for length, column in zip(longest, table.columns, strict=True)
    ]


def _chart(chart: Chart) -> Json:
    plot, drawing = chart.plot, ""
    if not plot.is_empty:
        drawn = draw(plot, key=f"plot-{chart.table.key}")
        drawing = drawn.replace(_BOX, _WIDER_BOX, 1).replace(
            "><", f">{_plot_sheet()}<", 1
        )
    return {
        "title": _text(plot.title),
        "description": _text(plot.description),
        "lines": plot.kind is Kind.LINES,
        "series": [_text(one.name) for one in plot.series],
        "drawing": drawing,
        "table": _table(
            chart.table, caption="" if chart.table.caption == plot.title else None
        ),
    }


def _card(card: Card) -> Json:
    return {
        "content": _text(card.content),
        "voice": _text(card.voice),
        "place": _text(card.place),
        "url": safe(card.url),
        "marks": [_text(one) for one in card.marks],
        # The card's colour is that of what is said.
        "verdict": card.outcomes[-1].verdict if card.outcomes else "",
        "outcomes": [_outcome(one) for one in card.outcomes],
        "pieces": [_piece(one) for one in card.pieces],
    }


def _outcome(outcome: Outcome) -> Json:
    return {
        "question": _text(outcome.question),
        "verdict": outcome.verdict,
        "shown": _text(outcome.shown),
        "basis": _text(outcome.basis),
    }


def _piece(piece: Piece) -> Json:
    return {
        "stance": _text(piece.stance),
        "title": _text(piece.title),
        "url": safe(piece.url),
        "address": _text(safe(piece.url)),
        "excerpt": _text(piece.excerpt),
        "marks": _text(piece.marks),
    }


def _text(text: str, longest: int = _LONG) -> str:
    """The text as it can be printed: what is none is replaced, and a word that is
    longer than ``longest`` may be broken.
    """
    shown = _NO_TEXT.sub("\ufffd", text)
    return _TOO_LONG[longest].sub(rf"\g<0>{_BREAK}", shown)

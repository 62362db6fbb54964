"""A report as Markdown: CommonMark with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claims.reports.document import (
    Block,
    Card,
    Cards,
    Chart,
    Document,
    Figures,
    Line,
    Piece,
    Section,
    Table,
    Text,
)
from claims.reports.rendering.links import safe
from claims.reports.wording import plural

_MARKS: Final = {ord(mark): f"\\{mark}" for mark in "\\`*_[]<>|~$&#"}
# Line breaks and other controls; what turns the direction of all that follows.
_BLANKS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")
_TURNS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_PLAIN: Final = str.maketrans({**_BLANKS, **_TURNS})
_IN_URLS: Final = str.maketrans(
    {mark: f"%{ord(mark):02X}" for mark in " <>()[]|`\\\"'*_~"} | {"&": "&amp;"}
)
# What begins a list, a rule, or the line under a heading.
_LEADING: Final = re.compile(r"([+=-])|([0-9]{1,9})([.)])")


def render(document: Document) -> str:
    """The text, ending with a line break. The same document gives the same text."""
    parts = [
        f"# {escape(document.title)}",
        escape(document.subtitle),
        _lines(document.lines),
    ]
    for section in document.sections:
        parts.extend(_section(section))
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """The text as Markdown for it, in one line, whatever is in it."""
    inert = text.translate(_PLAIN).strip(" ").translate(_MARKS)
    return _LEADING.sub(_as_text, inert, count=1) if _LEADING.match(inert) else inert


def _as_text(leading: re.Match[str]) -> str:
    mark, digits, end = leading.groups()
    return f"\\{mark}" if mark else f"{digits}\\{end}"


def _lines(lines: Sequence[Line]) -> str:
    return "\n".join(f"- **{escape(one.name)}:** {escape(one.value)}" for one in lines)


def _section(section: Section) -> Iterator[str]:
    yield f"## {escape(section.title)}"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield escape(block.text)
        case Figures():
            yield "\n".join(
                f"- {escape(one.name)}: **{escape(one.value)}**"
                + (f" ({escape(one.note)})" if one.note else "")
                for one in block.items
            )
        case Table():
            yield from _table(block)
        case Chart():
            yield from _table(block.table)
        case Cards():
            for card in block.items:
                yield from _card(card)


def _table(table: Table) -> Iterator[str]:
    yield f"### {escape(table.caption)}"
    rules = ["--:" if column.is_number else ":--" for column in table.columns]
    rows = [[column.name for column in table.columns], *table.rows]
    head, *body = [" | ".join(map(escape, row)) for row in rows]
    lines = [f"| {head} |", f"| {' | '.join(rules)} |"]
    yield "\n".join((*lines, *(f"| {row} |" for row in body)))
    if table.note:
        yield escape(table.note)
    if table.left_out:
        more = plural(table.left_out, "more row is", "more rows are")
        yield f"{more} in the CSV."


def _card(card: Card) -> Iterator[str]:
    yield f"### {escape(card.content)}"
    yield escape(card.voice)
    yield _link(card.place, card.url)
    if card.marks:
        yield ", ".join(map(escape, card.marks))
    if card.outcomes:
        yield "\n".join(
            f"- {escape(one.question)} **{escape(one.shown)}**"
            + (f" ({escape(one.basis)})" if one.basis else "")
            for one in card.outcomes
        )
    for piece in card.pieces:
        yield _piece(piece)


def _piece(piece: Piece) -> str:
    said = [
        f"> **{escape(piece.stance)}:** {_link(piece.title, piece.url)} "
        f"({escape(piece.marks)})"
    ]
    if piece.excerpt:
        said.append(f">\n> {escape(piece.excerpt)}")
    return "\n".join(said)


def _link(text: str, url: str) -> str:
    shown = escape(text or url)
    return f"[{shown}]({url.translate(_IN_URLS)})" if safe(url) else shown

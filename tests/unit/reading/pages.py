"""Small pages the tests of the reader are made of."""

from __future__ import annotations

import json

from sources.reading import ReadableDocument, read

FIRST = "The council of Aldmoor voted on Tuesday to close the bridge for a year."
SECOND = "“A year is a long time to sell fish to nobody,” said Maud Ellerqvist."
THIRD = "According to the inspector, the cables were thinner than anybody had assumed."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page(body: str, head: str = "") -> bytes:
    """A whole page, as UTF-8."""
    return (
        f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
    )


def json_ld(value: object) -> str:
    """The value in a script of JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def cut(document: ReadableDocument) -> list[tuple[str, str]]:
    """Kind and words of every block."""
    return [
        (block.kind.value, document.text[block.start : block.end])
        for block in document.blocks
    ]


def blocks(body: str, head: str = "") -> list[tuple[str, str]]:
    """Kind and words of every block of a page."""
    return cut(read(page(body, head)))


def links(document: ReadableDocument) -> list[tuple[str, str]]:
    """Words and address of every link."""
    return [(document.text[link.start : link.end], link.url) for link in document.links]

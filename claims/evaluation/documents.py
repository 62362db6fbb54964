"""Annotated documents: one JSON object a line, in the shape of PolNeAR.

``{"text": …, "attributions": [{"source": [[start, end], …], "cue": …, "content": …}]}``
with half-open spans that count code points of the text. What the corpora call
*source* is our speaker; the key is theirs. A part without a span is left out, empty
or null; other keys, such as ``doc_id``, are not looked at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from claims.evaluation.errors import MalformedLine
from claims.extraction.model import Span


@dataclass(frozen=True, slots=True)
class Annotation:
    """One attribution as spans; a part that is not stated has none."""

    speaker: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its annotations."""

    text: str
    annotations: tuple[Annotation, ...]


def read_document(line: bytes | str) -> Document:
    """The document of one line. Raises `MalformedLine`."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MalformedLine(f"not JSON: {error}.") from error
    if not isinstance(row, dict):
        raise MalformedLine('not a JSON object with "text" and "attributions".')
    text, attributions = row.get("text"), row.get("attributions")
    if not isinstance(text, str):
        raise MalformedLine('"text" must be a string.')
    if not isinstance(attributions, list):
        raise MalformedLine('"attributions" must be a list, [] if there are none.')
    numbered = enumerate(attributions, start=1)
    return Document(
        text,
        tuple(_annotation(given, number, len(text)) for number, given in numbered),
    )


def _annotation(given: object, number: int, length: int) -> Annotation:
    if not isinstance(given, dict):
        raise MalformedLine(f"attribution {number} must be a JSON object.")
    try:
        return Annotation(
            speaker=_spans(given.get("source"), length),
            cue=_spans(given.get("cue"), length),
            content=_spans(given.get("content"), length),
        )
    except ValueError as error:
        raise MalformedLine(f"attribution {number}: {error}.") from error


def _spans(given: object, length: int) -> tuple[Span, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise ValueError(f"{_shown(given)} is no list of [start, end]")
    return tuple(_span(pair, length) for pair in given)


def _span(pair: object, length: int) -> Span:
    match pair:
        case [int(start), int(end)] if 0 <= start < end <= length:
            return Span(start, end)
    raise ValueError(
        f"{_shown(pair)} is no [start, end] in a text of {length} characters"
    )


def _shown(value: object) -> str:
    written = json.dumps(value)
    return written if len(written) <= 40 else f"{written[:39]}…"

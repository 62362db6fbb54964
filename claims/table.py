"""Claims as a plain-text table, for terminals."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Any

HEADINGS = ("#", "Speaker", "Cue", "Content", "Conf.")
_NARROWEST = 60  # columns of the terminal below which nothing is squeezed further


def claims_table(claims: Sequence[dict[str, Any]], *, width: int) -> str:
    """One row a claim, wrapped to ``width`` columns; claims in their JSON shape.

    Control and direction-changing characters of the text are replaced, so that
    an article cannot steer the terminal.
    """
    if not claims:
        return "No attributed claims found."
    width = max(width, _NARROWEST)
    speaker = max(14, width // 4)
    cue = max(10, width // 8)
    widths = (3, speaker, cue, width - speaker - cue - 3 - 5 - 4 * 2, 5)
    rows = [_line(HEADINGS, widths), _line(["─" * w for w in widths], widths)]
    for number, claim in enumerate(claims, start=1):
        cells = (
            str(number),
            _speaker(claim),
            claim["cue"]["text"],
            claim["content"]["text"],
            _confidence(claim),
        )
        wrapped = [
            textwrap.wrap(printable(cell), size) or [""]
            for cell, size in zip(cells, widths, strict=True)
        ]
        for depth in range(max(map(len, wrapped))):
            parts = [cell[depth] if depth < len(cell) else "" for cell in wrapped]
            rows.append(_line(parts, widths))
    return "\n".join(rows)


def _confidence(claim: dict[str, Any]) -> str:
    """Of the engine; a dash for what only a person found."""
    confidence = claim["confidence"]
    return f"{confidence['overall']:.2f}" if confidence else "–"


def _speaker(claim: dict[str, Any]) -> str:
    """Who said it: resolved, as written if that differs, and who relays it."""
    speaker = claim["speaker"]
    name, written = speaker["name"], speaker["text"]
    if speaker["kind"] == "outlet":
        who = "(the outlet)"
    elif not name and not written:
        who = "(nobody named)"
    elif not name:
        who = f"“{written}” (unresolved)"
    elif written and written != name:
        who = f"{name} (“{written}”)"
    else:
        who = name
    relays = " ← ".join(relay["name"] or relay["text"] for relay in claim["via"])
    return f"{who} via {relays}" if relays else who


def printable(text: str) -> str:
    """The text on one line, without characters that act on the terminal."""
    return "".join(" " if char.isspace() else _visible(char) for char in text)


def _visible(char: str) -> str:
    # Joiners make one picture of several emoji; they are no danger.
    acts = unicodedata.category(char) in ("Cc", "Cf") and char != "\u200d"
    return "\ufffd" if acts else char


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(size) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()

"""Strings of a page's metadata: one line, normalised, bounded."""

from __future__ import annotations

import html
from typing import Final

from factcheck.lib.text import normalise

LONGEST_TITLE: Final = 500  # characters
LONGEST_NAME: Final = 200
_LONGEST: Final = 5_000


def clean(text: str) -> str:
    """One line of normalised text; character references are resolved once more,
    because metadata is often escaped twice."""
    return " ".join(unescaped(text[:_LONGEST]).split())


def unescaped(text: str) -> str:
    """The text with its character references resolved, normalised."""
    try:
        return normalise(html.unescape(text))
    except ValueError:  # "&#" and more digits than Python turns into a number
        return normalise(text)


def letters_of(text: str) -> str:
    """Letters and digits alone, in lower case: what two spellings share."""
    return "".join(filter(str.isalnum, text.lower()[:LONGEST_TITLE]))

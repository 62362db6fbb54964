"""What is kept of titles, names and bylines: one line that fits its column.

Pure.
"""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST_TITLE: Final = 500  # characters, the width of the column
LONGEST_OUTLET: Final = 200


def shortened(text: str, longest: int = LONGEST_TITLE) -> str:
    """The text in one line of at most ``longest`` characters."""
    text = one_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def one_line(text: str) -> str:
    """The text without line breaks and without characters that act on others.

    Directional marks can make a name read as another. U+200D stays: it joins
    emoji.
    """
    shown = (
        char
        for char in " ".join(text.split())
        if char == "\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return "".join(shown).strip()

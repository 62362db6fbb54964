"""Every regular expression of this package, compiled once.

All are linear by construction: repetition is bounded, or two neighbouring parts
cannot match the same character. ``REGISTRY`` lists them for the test that times
each on long input.
"""

from __future__ import annotations

import re
from typing import Final

REGISTRY: Final[dict[str, re.Pattern[str]]] = {}


def register(name: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile ``pattern`` and list it under ``name``."""
    compiled = re.compile(pattern, flags)
    REGISTRY[name] = compiled
    return compiled


# --- Words and quotations ----------------------------------------------------

# Letters and digits with what is written on or inside them: combining marks
# (a decomposed é is two code points), soft hyphens, zero-width joiners, and
# apostrophes between letters.
_IN_WORD = r"\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
WORD: Final = register("word", rf"\w[{_IN_WORD}]*(?:['’ʼ＇][{_IN_WORD}]+)*")

QUOTE_MARK: Final = register("quote_mark", "[\"“”„‟«»‹›″＂〝〞〟「」『』‛‚‘’'`]")
# A blank line, or a line break after the end of a sentence: hard-wrapped text
# keeps its paragraphs.
PARAGRAPH_END: Final = register(
    "paragraph_end",
    r"\n(?:[^\S\n]{0,80}\n\s*|(?<=[.!?:;…\"”’»)\]]\n)\s*)",
)
SENTENCE_END: Final = register("sentence_end", r"[.!?…][\"”’»)]?(?=\s)")
# An embedded post: its words, then its author.  — Ada Lovelace (@ada) May 3, 2015
POST_AUTHOR: Final = register(
    "post_author",
    r"[—–-] ?[^\n()—–]{1,60} \(@\w{1,20}\)(?:[ \n]{1,2}[A-Z][a-z]{2,8} \d{1,2}, \d{4})?",
)
JOINERS: Final = register("joiners", "['’ʼ＇\u00ad\u200b-\u200d\u2060\ufeff]+")

# --- Standing phrases --------------------------------------------------------

# What stands under many articles of one house and tells nothing about their
# origin. Each stops at the end of its line.
_STANDING = (
    r"(?:(?:©|\(c\)|copyright\b)[^\n]{0,300}"
    r"|all rights reserved\b[^\n]{0,300}"
    r"|this (?:material|article|story|report) (?:may not be|is copyright)[^\n]{0,300}"
    r"|(?:the )?[^\n.]{2,60} contributed to this (?:report|story|article)[^\n]{0,100}"
    r"|(?:additional )?reporting by [^\n]{0,300}"
    r"|(?:follow|like) (?:us|him|her|me|@)[^\n]{0,120}"
    r"|(?:sign up (?:for|to)|subscribe to|click here|download (?:the|our))[^\n]{0,120}"
    r"|(?:read|see|watch) (?:more|also)\b[^\n]{0,120})"
)
STANDING_LINE: Final = register(
    "standing_line", rf"\n[^\S\n]{{0,8}}[-–—*•(>\[]{{0,2}} ?{_STANDING}", re.I
)
# Run on the end of a text only: pasted text may have lost its line breaks.
STANDING_TAIL: Final = register("standing_tail", rf"(?<=[.!?\n] ){_STANDING}", re.I)

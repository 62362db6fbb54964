"""Every regular expression of the engine, compiled once.

All of them are linear by construction: no nested quantifiers, no two adjacent
quantifiers that can match the same character. ``REGISTRY`` lists them for the
test that times each one on adversarial text.
"""

from __future__ import annotations

import re
from typing import Final

REGISTRY: Final[dict[str, re.Pattern[str]]] = {}


def _register(name: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    compiled = re.compile(pattern, flags)
    REGISTRY[name] = compiled
    return compiled


LINE: Final = _register("line", r"[^\n]+")

# A run without blanks longer than any word, link or handle: not prose. Blanking
# it keeps the tokenizer, which re-slices a token per mark, from going quadratic.
LONG_RUN: Final = _register("long_run", r"[^\s]{200,}")

QUOTE_MARK: Final = _register("quote_mark", "[\"“”„‟«»″＂〝〞‹›'‘’‚‛]")

SENTENCE_END: Final = _register("sentence_end", r"[.!?…][\"”’»')\]]?\s")

# Block letters (or a Name of up to three words) and a colon at a line's start.
TRANSCRIPT: Final = _register(
    "transcript",
    r"^\s{0,8}((?:[A-Z][A-Z.'’\-]{1,24})(?: (?:[A-Z][A-Z.'’\-]{0,24})){0,3})"
    r"(?: \([A-Z\-]{1,12}\))?(:)\s+(?=\S)",
)
HEADLINE_COLON: Final = _register(
    "headline_colon", r"^\s{0,8}([A-Z][^:\"“”\n]{1,48}?)(:)\s+(?=\S)"
)

WORD: Final = _register("word", r"[^\W_]+(?:['’][^\W_]+)?")

# "(D-N.Y.)", "(R)": a party label, never part of a name.
PARENTHESIS: Final = _register("parenthesis", r"\([^()]{0,40}\)")

MONTH_DAY: Final = _register(
    "month_day",
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|"
    r"March|April|June|July|August|September|October|November|December)\.? "
    r"(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b",
    re.IGNORECASE,
)
DAY_MONTH: Final = _register(
    "day_month",
    r"\b(\d{1,2})(?:st|nd|rd|th)? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|"
    r"Dec|January|February|March|April|June|July|August|September|October|November|"
    r"December)\.?(?:,? (\d{4}))?\b",
    re.IGNORECASE,
)
ISO_DATE: Final = _register("iso_date", r"\b(\d{4})-(\d{2})-(\d{2})\b")
DAYS_AGO: Final = _register(
    "days_ago",
    r"\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) "
    r"(day|week)s? (?:ago|earlier)\b",
    re.IGNORECASE,
)

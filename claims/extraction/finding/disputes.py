"""What an author adds behind somebody's content to dispute it.

", which the timings do not bear out", ", a figure the guild disputes": by
position and words, because the parser often misreads such tails.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.page import Page
from claims.extraction.inflection import forms
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_DISPUTING: Final = frozenset(
    form
    for lemma in (
        "dispute", "deny", "contradict", "reject", "refute", "rebut", "dismiss",
        "contest", "disprove", "belie",
    )
    for form in forms(lemma)
)  # fmt: skip
_SUPPORTING: Final = frozenset(
    form
    for lemma in (
        "bear", "support", "confirm", "back", "corroborate", "substantiate",
        "verify", "show", "match",
    )
    for form in forms(lemma)
)  # fmt: skip
_STATEMENTS: Final = frozenset(
    {"figure", "claim", "number", "charge", "allegation", "account", "assertion",
     "version", "statement", "accusation", "total", "estimate", "suggestion"}
)  # fmt: skip
_CALLING: Final = frozenset(
    form for lemma in ("call", "describe", "brand", "label") for form in forms(lemma)
)
_NEGATIONS: Final = frozenset({"not", "n't", "never"})
_MAX_WORDS: Final = 24


def without_dispute(page: Page, span: Span) -> Span:
    """The span, without a tail in which others judge it; quotations stay whole."""
    starts = page.starts
    low, high = bisect_left(starts, span.start), bisect_left(starts, span.end)
    if low == 0 and high == 0:
        return span
    first = max(low + 2, high - _MAX_WORDS)
    for index in range(high - 1, first - 1, -1):
        token = page.tokens[index]
        if page.is_quoted(token):
            continue  # `, a figure the guild called “absurd”`
        if token.text == ",":
            tail = page.tokens[index + 1 : high]
            if _is_dispute(tail):
                return page.trimmed(low, index - 1) or span
            return span
    return span


def _is_dispute(tail: list[Token]) -> bool:
    words = [token.lower_ for token in tail]
    if not words:
        return False
    which = words[0] == "which" or words[1:2] == ["which"]
    apposed = words[0] in ("a", "an") and any(w in _STATEMENTS for w in words[1:4])
    if not which and not apposed:
        return False
    if apposed and any(word in _CALLING for word in words):
        return True
    if any(word in _DISPUTING for word in words):
        return not any(word in _NEGATIONS for word in words)
    negated = any(word in _NEGATIONS for word in words)
    return negated and any(word in _SUPPORTING for word in words)

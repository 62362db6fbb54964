"""Verbs of saying put into somebody else's clause, and clauses that two share."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.clauses import clause_contents
from claims.extraction.finding.page import Page
from claims.extraction.lexicon import FORMS
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES: Final = frozenset({"who", "which", "that", "whom"})
_NOMINAL: Final = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MAX_WORDS: Final = 6  # of "the two older witnesses"
_ASKED: Final = frozenset({"ask", "tell", "remind", "inform", "warn", "advise"})


def interposed_speaker(page: Page, verb: Token) -> Token | None:
    """ "who witnesses say was asleep": the witnesses, not the one who slept."""
    after = verb.i + 1
    if after >= len(page.tokens) or page.tokens[after].tag_ not in _FINITE:
        return None
    head = page.tokens[verb.i - 1] if verb.i else None
    if head is None or head.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    if head.lower_ in _RELATIVES:
        return None
    if head.pos_ == "PRON":
        before = page.tokens[head.i - 1] if head.i else None
        return head if before is not None and before.lower_ in _RELATIVES else None
    for token in reversed(page.tokens[max(0, verb.i - _MAX_WORDS) : verb.i]):
        if token.lower_ in _RELATIVES and token.tag_ in ("WP", "WDT"):
            return head
        if token.pos_ not in _NOMINAL:
            return None
    return None


def within_relative(page: Page, span: Span) -> Span:
    """ "who witnesses say was asleep, sold the boat": up to the comma."""
    first = bisect_left(page.starts, span.start)
    last = bisect_left(page.starts, span.end) - 1
    for index in range(first + 1, last + 1):
        if page.tokens[index].text == "," and not page.is_quoted(page.tokens[index]):
            return page.trimmed(first, index - 1) or span
    return span


def is_being_asked(page: Page, verb: Token, lemma: str) -> bool:
    """ "Marsh, asked whether he knew, nodded": Marsh is asked, and asks nothing.

    A comma alone between subject and verb makes the verb a passive participle.
    """
    if lemma not in _ASKED or verb.tag_ not in ("VBD", "VBN") or verb.i < 2:
        return False
    if page.tokens[verb.i - 1].text != ",":
        return False
    sent = verb.sent
    before = page.tokens[sent.start : verb.i - 1]
    after = page.tokens[verb.i + 1 : sent.end]
    return (
        bool(before)
        and before[-1].pos_ in ("NOUN", "PROPN", "PRON")
        and not any(token.text == "," for token in before)
        and not any(token.pos_ in ("VERB", "AUX") for token in before)
        and _goes_on(after)
    )


def _goes_on(after: list[Token]) -> bool:
    """Whether another verb follows the first comma."""
    comma = next((i for i, token in enumerate(after) if token.text == ","), None)
    if comma is None:
        return False
    return any(t.tag_ in _FINITE or t.tag_ == "VBN" for t in after[comma + 1 :])


def shared_contents(page: Page, verb: Token) -> list[Span]:
    """ "The union says, and the firm admits, that …": the clause of the second."""
    following = page.tokens[verb.i + 1 : verb.i + 3]
    if not any(token.dep_ == "cc" for token in following):
        return []
    for child in page.children[verb.i]:
        entry = FORMS.get(child.lower_)
        if child.dep_ != "conj" or child.i < verb.i or entry is None:
            continue
        subject = page.child(child, "nsubj")
        if subject is None or "C" not in entry.frames:
            continue
        own = page.tokens[following[0].i : subject.left_edge.i]
        if all(token.dep_ in ("cc", "punct", "advmod") for token in own):
            end = page.base + child.idx
            return [s for s in clause_contents(page, child) if s.start > end]
    return []

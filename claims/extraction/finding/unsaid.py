"""Cue verbs that attribute nothing: refusals to speak and formulas of anonymity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.finding.phrases import is_negated, modal_of
from claims.extraction.inflection import forms

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claims.extraction.finding.page import Page

_REFUSING: Final = frozenset({"decline", "refuse"})
_REFUSALS: Final = frozenset(form for lemma in _REFUSING for form in forms(lemma))
_DISCLOSING: Final = frozenset(
    {"say", "comment", "confirm", "deny", "answer", "discuss", "name", "identify",
     "elaborate", "disclose", "reveal", "tell", "speak", "explain", "specify",
     "respond", "provide", "give", "talk", "detail", "be"}
)  # fmt: skip
_NEVER_ASSERTED: Final = frozenset({"deny", "confirm", "verify"})
_UNABLE: Final = frozenset({"could", "can", "would", "will"})
_NAMING: Final = frozenset({"named", "identified", "quoted", "cited"})
_TERMS: Final = frozenset({"condition", "background", "conditions"})


def is_unsaid(page: Page, verb: Token, lemma: str) -> bool:
    """Whether a cue verb says that something was *not* said, or on which terms.

    "Declined to comment", "did not deny", "could not confirm", "asked not to be
    named", "speaking on condition of anonymity".
    """
    governor = verb.head
    if verb.dep_ == "xcomp" and governor.lower_ in _REFUSALS and lemma in _DISCLOSING:
        return True
    if lemma in _REFUSING:
        inner = page.child(verb, "xcomp")
        return inner is not None and inner.lower_ in _DISCLOSING
    if is_negated(page, verb):
        if lemma in _NEVER_ASSERTED:
            return True
        return lemma in _DISCLOSING and modal_of(page, verb) in _UNABLE
    if lemma in ("ask", "request", "insist"):
        return _asks_for_anonymity(page, verb)
    return lemma in ("speak", "talk", "say", "tell") and _has_terms(page, verb)


def _asks_for_anonymity(page: Page, verb: Token) -> bool:
    for child in page.children[verb.i]:
        if child.dep_ in ("xcomp", "ccomp") and child.lower_ in _NAMING:
            return is_negated(page, child)
        if child.dep_ in ("dobj", "pobj") and child.lower_ == "anonymity":
            return True
    return False


def _has_terms(page: Page, verb: Token) -> bool:
    """ "spoke on background": only for verbs without a clause of their own."""
    if page.child(verb, "ccomp") is not None:
        return False
    for child in page.children[verb.i]:
        if child.dep_ == "prep" and child.lower_ in ("on", "under"):
            inner = page.child(child, "pobj")
            if inner is not None and inner.lower_ in _TERMS:
                return verb.tag_ == "VBG" or verb.dep_ in ("relcl", "advcl", "acl")
    return False

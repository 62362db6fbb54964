"""Attributions without a cue verb of their own: "according to", "reportedly",
"is expected to", "the claim that", "as X put it"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.evidential import (
    VIEWS,
    find_according,
    find_as_put_it,
    find_in_the_view_of,
    find_in_the_words_of,
    find_in_view,
    find_per,
)
from claims.extraction.finding.hearsay import find_hearsay_adverb, find_passive
from claims.extraction.finding.nominal import find_adjective, find_noun
from claims.extraction.finding.page import Page
from claims.extraction.lexicon import (
    ADJECTIVES,
    CUE_NOUNS,
    HEARSAY_ADVERBS,
    HEARSAY_PASSIVES,
    PROJECTION_PASSIVES,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def _in_view(page: Page, noun: Token) -> bool:
    return noun.dep_ == "pobj" and page.child(noun, "poss") is not None


def _is_between(page: Page, token: Token, before: str, after: str) -> bool:
    """Whether a word stands between two others: "the words of"."""
    words = page.words(max(token.i - 1, 0), token.i + 1)
    return words[:1] == (before,) and words[2:] == (after,)


def _is_noun(token: Token) -> bool:
    """A noun, or what the tagger of headlines takes for a verb: "rejects claim"."""
    return token.pos_ == "NOUN" or token.dep_ in ("dobj", "pobj")


def _is_attitude(page: Page, token: Token) -> bool:
    """ "Is glad that …", and "was convinced that …", which parses as a passive."""
    if token.dep_ in ("acomp", "conj", "advcl", "ROOT"):
        return True
    is_passive = page.child(token, "nsubjpass", "auxpass") is not None
    return token.tag_ == "VBN" and token.dep_ in ("ccomp", "relcl") and is_passive


def find_constructions(page: Page) -> Iterator[Candidate]:
    """Candidates of every such construction on the page."""
    for token in page.tokens:
        lower = token.lower_
        found: Candidate | None = None
        if lower == "according":
            found = find_according(page, token)
        elif lower in HEARSAY_ADVERBS and token.pos_ in ("ADV", "ADJ"):
            found = find_hearsay_adverb(page, token)
        elif lower in HEARSAY_PASSIVES or lower in PROJECTION_PASSIVES:
            found = find_passive(page, token)
        elif lower in VIEWS and _in_view(page, token):
            found = find_in_view(page, token)
        elif lower in VIEWS and _is_between(page, token, "the", "of"):
            found = find_in_the_view_of(page, token)
        elif lower in CUE_NOUNS and _is_noun(token):
            found = find_noun(page, token)
        elif lower == "per" and token.pos_ == "ADP":
            found = find_per(page, token)
        elif lower == "as" and token.i + 3 < len(page.tokens):
            found = find_as_put_it(page, token)
        elif lower in ADJECTIVES and _is_attitude(page, token):
            found = find_adjective(page, token)
        elif lower == "words" and _is_between(page, token, "the", "of"):
            found = find_in_the_words_of(page, token)
        if found is not None:
            yield found

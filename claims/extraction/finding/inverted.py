"""`“…,” replied her colleague at Belmar, Piet Jansen.`: the speaker after the cue.

The parser takes an inverted subject for an object, or loses the name behind it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOMINAL: Final = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART"})
_JOINING: Final = frozenset({"of", "at", "for", "in", "from", ","})
_ENDS: Final = frozenset('.!?;:"“”')
_MAX_WORDS: Final = 16


def with_inverted_speaker(page: Page, verb: Token, candidate: Candidate) -> Candidate:
    """The candidate, with the phrase directly after its cue as its speaker.

    Unchanged when anything but a noun phrase stands there.
    """
    words: list[Token] = []
    for token in page.tokens[verb.i + 1 : verb.i + 1 + _MAX_WORDS]:
        if token.text in _ENDS:
            break
        if token.pos_ not in _NOMINAL and token.lower_ not in _JOINING:
            return candidate
        words.append(token)
    else:
        return candidate
    if not words or words[0].pos_ not in _NOMINAL:
        return candidate
    nouns = [token for token in words if token.pos_ in ("NOUN", "PROPN", "PRON")]
    if not nouns:
        return candidate
    direct = page.child(verb, "dobj", "attr", "dep")
    head = direct if direct is not None and direct in nouns else nouns[0]
    for token in nouns:
        if token.dep_ == "appos" and token.ent_type_ == "PERSON":
            head = token  # the name says more than the description
    span = page.trimmed(words[0].i, words[-1].i)
    if span is None:
        return candidate
    return replace(candidate, speaker=(span,), speaker_head=page.base + head.idx)

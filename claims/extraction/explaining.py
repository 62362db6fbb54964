"""Which phrase a name or another phrase explains: "the mayor, Ada Lind"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.finding.page import Page
from claims.extraction.names import OUTLET_HEADS, is_body_noun, is_person_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

BEING: Final = frozenset({"is", "was", "'s", "became", "becomes", "remains"})
_NAMING: Final = frozenset({"named", "called"})
_SELF_NAMING: Final = frozenset({"name", "named", "identified", "known"})
_MAX_SELF_NAMED: Final = 12  # words of "who gave his name only as"


def explained_by(page: Page, token: Token) -> int | None:
    """Offset of the head word that a phrase explains: "the mayor, Ada Lind", "an
    engineer named Noor Abel"."""
    if token.dep_ == "appos" and token.head.lower_ not in _NAMING:
        return page.base + token.head.idx
    verb = token.head
    if token.dep_ == "attr" and token.pos_ == "PROPN" and verb.lower_ in BEING:
        # "The man with the meatloaf was Wendell Strand"
        subject = page.child(verb, "nsubj")
        if subject is not None and subject.pos_ == "NOUN":
            return page.base + subject.idx
    if verb.lower_ in _NAMING and verb.dep_ == "acl" and token.i > verb.i:
        return page.base + verb.head.idx  # however the name hangs on "named"
    return _self_named(page, token)


def explained_beside(page: Page, token: Token, first: int) -> int | None:
    """ "Her partner Callum Bright", where the parse hangs the two apart."""
    before = page.tokens[first - 1] if first else None
    if before is None or before.pos_ != "NOUN" or before.head.i == token.i:
        return None
    if before.is_sent_end or before.dep_ in ("compound", "npadvmod", "amod"):
        return None
    noun = before.lower_
    is_called = is_person_noun(noun) or is_body_noun(noun) or noun in OUTLET_HEADS
    return page.base + before.idx if is_called and before.tag_ == "NN" else None


def _self_named(page: Page, token: Token) -> int | None:
    """ "A spokesman, who gave his name only as Captain Bero"."""
    preposition, limit = token.head, 6
    if token.pos_ != "PROPN" or preposition.lower_ not in ("as", "by"):
        return None
    verb = preposition.head
    while verb.dep_ not in ("relcl", "acl") and verb.head.i != verb.i and limit:
        verb, limit = verb.head, limit - 1
    words = page.words(verb.left_edge.i, token.i)[-_MAX_SELF_NAMED:]
    if verb.dep_ not in ("relcl", "acl") or not _SELF_NAMING & set(words):
        return None
    owner = verb.head
    while not _is_one_person(owner) and owner.head.i < owner.i and limit:
        owner, limit = owner.head, limit - 1  # "a spokesman for the rebels, who …"
    return page.base + owner.idx if _is_one_person(owner) else None


def _is_one_person(noun: Token) -> bool:
    return noun.tag_ == "NN" and is_person_noun(noun.lower_)

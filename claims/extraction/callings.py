"""What the words beside a name say of its bearer, and which of them are no name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.extraction.given_names import NAME_GENDERS
from claims.extraction.mentions import Mention
from claims.extraction.names import (
    DOCUMENT_HEADS,
    OUTLET_HEADS,
    is_body_noun,
    is_demonym,
    is_person_noun,
)
from claims.extraction.naming import name_words
from claims.extraction.outlet_names import is_outlet_name
from claims.extraction.wording import head_word

_PEOPLE_ENDINGS: Final = ("er", "or", "ant", "ent", "ist", "ian", "eer", "man", "ee")
_THING_ENDINGS: Final = ("ion", "ment", "ness", "ity", "ure", "ing", "age", "ism")
_ANY_PERSON: Final = frozenset(
    {"old", "one", "republican", "democrat", "voice", "face"}
)
_SHORT_GERUND: Final = 5
_OPENERS: Final = frozenset(
    "first then now when while after before but and if like even only so still yet "
    "meanwhile today yesterday also just as for with despite did does has is was can "
    "could would should will because since until unlike".split()
)
_MAX_OUTLET: Final = 6  # words


def opens_sentence(word: str, mention: Mention) -> bool:
    """ "First" of "First Ruiz went …", "Chasing" of "Chasing Ruiz": no given name."""
    if mention.span.start != mention.sentence or mention.label != "PERSON":
        return False
    lower = word.lower()
    is_gerund = lower.endswith("ing") and len(lower) > _SHORT_GERUND
    return lower in _OPENERS or (is_gerund and lower not in NAME_GENDERS)


def ends_of_outlets(mentions: Sequence[Mention]) -> dict[str, str]:
    """The last words (lower case) of names of outlets, each with the whole name."""
    found: dict[str, str] = {}
    for mention in mentions:
        words = name_words(mention.name)
        if not 2 < len(words) <= _MAX_OUTLET or not is_outlet_name(" ".join(words)):
            continue
        for first in range(1, len(words) - 1):
            found.setdefault(" ".join(words[first:]).lower(), " ".join(words))
    return found


def may_be_person(noun: str) -> bool:
    """Whether a noun beside a name may say what somebody is: not "use" or "days"."""
    known = is_person_noun(noun) or is_demonym(noun)
    if not known and (is_body_noun(noun) or noun in DOCUMENT_HEADS):
        return False
    return known or noun.endswith(_PEOPLE_ENDINGS) or noun in _ANY_PERSON


def is_what_somebody_is(apposition: str) -> bool:
    """ "The cox" and "a sexton" behind a name, but not "Rook’s days in office"."""
    head = head_word(apposition)
    if may_be_person(head):
        return True
    is_thing = is_body_noun(head) or head in DOCUMENT_HEADS
    is_thing = is_thing or head.endswith((*_THING_ENDINGS, "s"))
    is_owned = any(word.endswith(("'s", "’s")) for word in apposition.split())
    return bool(head) and not is_thing and not is_owned and not head[:1].isupper()


def is_called_body(described: Mention) -> bool:
    nouns = (is_body_noun(described.head), described.head in OUTLET_HEADS)
    return any(nouns) or described.head in DOCUMENT_HEADS


def description_before(described: Mention, named: Mention) -> str:
    """The describing words, without the name that explains them."""
    phrase = described.phrase or described.head
    before, _, _ = phrase.partition(f", {named.text}")
    return before

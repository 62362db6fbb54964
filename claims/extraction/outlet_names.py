"""Which names are those of newspapers, stations and wire services."""

from __future__ import annotations

from typing import Final

from claims.extraction.names import (
    OUTLET_NAMES,
    OUTLET_STARTS,
    OUTLET_WORDS,
    PAPER_WORDS,
    PAPERS_ALONE,
    TOLD_NAMES,
    TOLD_STARTS,
    is_body_noun,
)
from claims.extraction.naming import name_words
from claims.extraction.patterns import CALL_SIGN, JOINED_NAME

_ON_AIR: Final = frozenset({"news", "radio", "television", "tv", "broadcasting"})
_NEWS: Final = frozenset({"news", "press", "broadcasting"})


def is_outlet_name(name: str) -> bool:
    """Whether a name is that of a newspaper, a station or a wire service."""
    words = [word.lower() for word in name_words(name)]
    if not words:
        return False
    if " ".join(words) in OUTLET_NAMES or words[0] in OUTLET_NAMES:
        return True
    if words[0] in OUTLET_STARTS and len(words) > 1:
        return True
    if CALL_SIGN.fullmatch(name.strip()):
        return True
    if words[-1] in ("agency", "service") and len(words) > 2:
        return words[-2] in _NEWS
    return len(words) > 1 and words[-1] in OUTLET_WORDS


def is_domain(word: str) -> bool:
    """ "Skerrypost.com": a site on the web, known by its address."""
    name, dot, ending = word.rpartition(".")
    return bool(dot) and len(name) > 1 and ending.isalpha() and 2 <= len(ending) <= 4


def is_on_air(name: str) -> bool:
    """ "CNN", "NBC News", "Radio Tarn": no newspaper, as far as its name shows."""
    words = name_words(name)
    known = any(word.isupper() or word.lower() in _ON_AIR for word in words)
    return is_outlet_name(name) and known


def is_paper_alone(name: str) -> bool:
    """ "The Packet": another paper, or what this one calls itself."""
    words = name_words(name)
    return len(words) == 1 and words[0].lower() in PAPERS_ALONE and words[0].istitle()


def may_be_outlet_name(name: str) -> bool:
    """The same of a name that was told something: "the Skerry Standard"."""
    words = name_words(name)
    if not words or not all(word[:1].isupper() for word in words):
        return is_outlet_name(name)
    first, last = words[0].lower(), words[-1].lower()
    if name.startswith("The ") and not is_body_noun(last):
        return True  # "told The Tablet", in the middle of a sentence
    if len(words) == 1:  # "told the Mercury" is how a paper calls itself
        is_joined = JOINED_NAME.fullmatch(words[0]) is not None  # "told SkerrySport"
        return is_joined or last in TOLD_NAMES or is_outlet_name(name)
    return is_outlet_name(name) or last in PAPER_WORDS or first in TOLD_STARTS

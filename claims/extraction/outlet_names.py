"""Which names are those of newspapers, stations and wire services."""

from __future__ import annotations

from typing import Final

from claims.extraction.names import (
    OUTLET_NAMES,
    OUTLET_STARTS,
    OUTLET_WORDS,
    PAPER_WORDS,
)
from claims.extraction.naming import name_words
from claims.extraction.patterns import CALL_SIGN

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


def may_be_outlet_name(name: str) -> bool:
    """The same of a name that was told something: "the Skerry Standard"."""
    words = name_words(name)
    is_named = len(words) > 1 and all(word[:1].isupper() for word in words)
    return is_outlet_name(name) or (is_named and words[-1].lower() in PAPER_WORDS)

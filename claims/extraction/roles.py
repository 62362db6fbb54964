"""Roles as they are shown, and what a title or an apposition says of a person."""

from __future__ import annotations

import unicodedata
from typing import Final

from claims.extraction.names import (
    ACADEMIC,
    COURTESY,
    TITLE_ROLES,
    is_person_noun,
)
from claims.extraction.patterns import PARENTHESIS

_ROLE_ENDINGS: Final = ("man", "woman", "person", "ist", "chief", "leader", "head")
_SMALL: Final = frozenset({"of", "for", "at", "in", "to", "and", "the", "on", "with"})
_NO_ROLE: Final = frozenset(
    {"the", "a", "an", "then", "its", "his", "her", "their", "our", "whose", "my"}
)  # fmt: skip
_GOING_ON: Final = frozenset(
    {"such", "including", "who", "whom", "whose", "which", "that", "where", "when",
     "since", "before", "after", "during", "with", "from", "by"}
)  # fmt: skip
_NOT_ITS_OWN: Final = frozenset({"your", "my", "our"})
MAX_ROLE_WORDS: Final = 14


def has_title(role: str | None) -> bool:
    """Whether the words before a name end in what only people are called."""
    return is_person_noun(role_head(role))


def role_head(role: str | None) -> str:
    """The word a role turns on, in lower case: "Secretary of State" → "secretary"."""
    words = (role or "").lower().split()
    end = next((i for i, word in enumerate(words) if word in _SMALL), len(words))
    return words[end - 1] if end else ""


def plain(word: str) -> str:
    """A word in lower case without accents: "José" is found as "jose"."""
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _unmarked(role: str) -> str:
    """A role without marks around it or one that is opened only."""
    bare = role.strip(' ,;:—-"“”')
    if bare.count('"') % 2:
        bare = bare.replace('"', "")
    if bare.count("“") != bare.count("”"):
        bare = bare.replace("“", "").replace("”", "")
    return bare


def _shortened(words: list[str]) -> list[str]:
    """The words of a role that goes on too long up to where it may be left off."""
    if len(words) <= MAX_ROLE_WORDS:
        return words
    for index in range(1, MAX_ROLE_WORDS):
        if words[index].lower() in _GOING_ON:
            return words[:index]
        if words[index].endswith(","):
            return [*words[:index], words[index].strip(",")]
    return []


def clean_role(role: str | None, *, is_sure: bool = False) -> str | None:
    """A role worth showing, or None for courtesy titles and plain adjectives.

    ``is_sure``: the words are known to describe a person, so any noun will do.
    """
    if not role:
        return None
    role = role.partition(", who")[0].partition(", which")[0]
    if _NOT_ITS_OWN & set(role.lower().split()) or "@" in role:
        return None  # "citizen of your country": in somebody's words
    words = _unmarked(PARENTHESIS.sub(" ", role)).split()
    while words and words[0].lower() in COURTESY | _NO_ROLE:
        words.pop(0)
    while words and words[-1].lower() in COURTESY | {"'s", "’s"}:
        words.pop()
    words = _shortened(words)
    if not words:
        return None
    head_end = next((i for i, w in enumerate(words) if w.lower() in _SMALL), len(words))
    if head_end == 0:
        return None
    head = words[head_end - 1].lower().strip(",")
    known = is_person_noun(head) or head.endswith(_ROLE_ENDINGS)
    if not known and not is_sure:
        return None
    if len(words) == 1 and head in ACADEMIC and not is_sure:
        return None
    if len(words) == 1 and head in TITLE_ROLES:
        return TITLE_ROLES[head]
    return " ".join(words)

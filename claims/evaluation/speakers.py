"""What kind of speaker an annotation names, from the words alone."""

from __future__ import annotations

from collections.abc import Sequence, Set
from enum import StrEnum

from claims.evaluation.tokens import WORD
from claims.evaluation.vocabulary import (
    BODY_WORDS,
    DETERMINERS,
    GENERIC_SPEAKERS,
    GROUPS,
    PHRASE_ENDS,
    PRONOUNS,
    WORKS,
)
from claims.extraction.model import Span
from claims.extraction.names import (
    BODY_HEADS,
    DOCUMENT_HEADS,
    OUTLET_HEADS,
    PERSON_HEADS,
    POST_HEADS,
    TITLES,
)

_BODIES = BODY_HEADS | DOCUMENT_HEADS | OUTLET_HEADS | POST_HEADS | WORKS
_PEOPLE = PERSON_HEADS | TITLES
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_MARKS = frozenset(",;:()[]–—")
_INSIDE_NAMES = frozenset({"of", "for", "and", "on"})  # "Secretary of State Ann Lee"


class SpeakerClass(StrEnum):
    """Who is quoted."""

    PERSON = "named person"
    BODY = "organisation, group or work"
    PRONOUN = "pronoun"
    ANONYMOUS = "anonymous or generic"
    DESCRIBED = "other description"
    NOBODY = "nobody named"


def speaker_class(text: str, spans: Sequence[Span], known: Set[str]) -> SpeakerClass:
    """The class of the speaker whom the spans name.

    ``known`` are all words of the text as written: a capital at a sentence's start
    says nothing if the word is also there without it.
    """
    words = [
        match.group() for s in spans for match in WORD.finditer(text, s.start, s.end)
    ]
    if not words:
        return SpeakerClass.NOBODY
    if {word.lower() for word in words} <= PRONOUNS:
        return SpeakerClass.PRONOUN
    phrase = _phrase(text, min(spans), known)
    head = phrase[-1]
    if head[0].isupper() and not (len(phrase) == 1 and _is_common(head, known)):
        return _of_name(phrase, known)
    return _of_description(phrase)


def _phrase(text: str, span: Span, known: Set[str]) -> list[str]:
    """The words up to the head: without appositions, relatives and complements."""
    matches = list(WORD.finditer(text, span.start, span.end))
    words = [match.group() for match in matches]
    for number in range(1, len(words)):
        gap = text[matches[number - 1].end() : matches[number].start()]
        if _MARKS & set(gap) or _ends_phrase(words, number, known):
            return words[:number]
    return words


def _ends_phrase(words: list[str], number: int, known: Set[str]) -> bool:
    """Whether the word opens a complement, and does not stand inside a name."""
    if words[number] not in PHRASE_ENDS:
        return False
    if words[number] not in _INSIDE_NAMES or number + 1 == len(words):
        return True
    before = words[number - 1]
    if number == 1 and before.lower() not in TITLES and _is_common(before, known):
        return True
    return not (before[0].isupper() and words[number + 1][0].isupper())


def _is_common(word: str, known: Set[str]) -> bool:
    lower = word.lower()
    if lower in GROUPS:
        return False
    return lower in known or lower in _PEOPLE | _BODIES | GENERIC_SPEAKERS


def _of_name(phrase: list[str], known: Set[str]) -> SpeakerClass:
    """The class of a phrase that ends in a capitalised word."""
    owners = [n for n, word in enumerate(phrase[:-1]) if word.endswith(_POSSESSIVES)]
    name = phrase[owners[-1] + 1 :] if owners else phrase
    words = [_bare(word).lower() for word in name]
    if words[-1] in GROUPS | BODY_WORDS:
        return SpeakerClass.BODY
    if set(words) & _PEOPLE:
        return SpeakerClass.PERSON
    if words[0] in DETERMINERS or set(words) & BODY_WORDS:
        return SpeakerClass.BODY
    head = _bare(name[-1])
    is_acronym = head.isupper() and len(head) in range(2, 7)
    if is_acronym and head.title() not in known:
        return SpeakerClass.BODY
    return SpeakerClass.PERSON


def _of_description(phrase: list[str]) -> SpeakerClass:
    """The class of a phrase that ends in a common noun."""
    head = _bare(phrase[-1]).lower()
    if head in GENERIC_SPEAKERS:
        return SpeakerClass.ANONYMOUS
    if head in _BODIES:
        return SpeakerClass.BODY
    return SpeakerClass.DESCRIBED


def _bare(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")

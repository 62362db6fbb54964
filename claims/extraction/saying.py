"""Who says what, as far as the words show before anybody is resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from claims.extraction.model import Span
from claims.extraction.names import is_body_noun, is_name_of_body, is_person_noun
from claims.extraction.naming import name_words
from claims.extraction.wording import head_word

_MAX_NAME: Final = 4  # words of a person's name
_PARTICLES: Final = frozenset(
    "de da di del della van von der den la le al el bin".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: where, and by whom."""

    speaker: int | None  # offset of the head word of the speaker's phrase
    content: tuple[Span, ...]
    written: str = ""  # the speaker's phrase
    is_reply: bool = False  # to whoever spoke before
    is_first_person: bool = False  # quoted words that say "I"
    is_report: bool = False  # "…, the Skerry reported"


def names_of_people(said: Sequence[Said]) -> Iterator[list[str]]:
    """Names that the phrases of speakers show to be persons', each as its words.

    "A spokesman for the company, Idrisse Valmont", "Marit Engelhus, 43", "Ana Ruiz,
    who …"; and whoever is quoted as saying "I", if the phrase is a bare name.
    """
    for one in said:
        if named := named_in_apposition(one):
            yield named
        first, second = _parts(one)
        name = name_of_person(first)
        if name and (
            one.is_first_person
            or _is_person(second)
            or second.startswith("who ")
            or second.isdigit()
        ):
            yield name


def names_of_outlets(said: Sequence[Said]) -> Iterator[str]:
    """Names of one word (lower case) that report what others say: "Skerrywatch".

    Not police, companies and agencies known by their letters, which report as well.
    """
    for one in said:
        words = name_words(_parts(one)[0]) if one.is_report else []
        if len(words) != 1 or words[0].isupper() or not words[0][:1].isupper():
            continue
        if not is_name_of_body(words[0].lower()):
            yield words[0].lower()


def named_in_apposition(one: Said) -> list[str]:
    """ "Idrisse Valmont" of "a spokesman for the company, Idrisse Valmont"."""
    first, second = _parts(one)
    return name_of_person(second) if _is_person(first) else []


def _parts(one: Said) -> tuple[str, str]:
    """A speaker's phrase up to its first and second comma."""
    parts = [part.strip() for part in one.written.split(",")]
    return parts[0], parts[1] if len(parts) > 1 else ""


def _is_person(description: str) -> bool:
    """ "A spokesman for the company", "its barrister"."""
    head = head_word(description)
    is_described = bool(description) and head in description.split()
    return is_described and is_person_noun(head) and not is_body_noun(head)


def name_of_person(phrase: str) -> list[str]:
    """The words of a phrase that may be a person's name and is nothing more."""
    words = name_words(phrase)
    if not words or len(words) > _MAX_NAME or is_name_of_body(words[-1].lower()):
        return []
    is_name = all(word[:1].isupper() or word in _PARTICLES for word in words)
    is_alone = phrase.split()[0].lower() not in ("the", "a", "an") and is_name
    return words if is_alone and words[0][:1].isupper() else []

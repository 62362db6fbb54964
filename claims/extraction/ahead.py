"""Whom a headline or a lede describes before the article names them.

"A patrol officer told a jury …", and two paragraphs on "Officer Dale Prewitt".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.figures import Figure, role_words
from claims.extraction.mentions import DEFINITE, OWNERS, Mention
from claims.extraction.names import (
    COMMON_ROLES,
    FAMILY,
    LEADERS,
    NOUN_GENDERS,
    ROLE_SYNONYMS,
)

_PEOPLE: Final = 20  # descriptions of persons at the beginning that are looked at
_SENTENCES: Final = 3  # in which a person may be described before being named
_AHEAD_SENTENCES: Final = 6
_MAX_HOLDERS: Final = 200  # figures looked at for a role
_MAX_AHEAD: Final = 80  # mentions looked at for whoever is named first
_HEADS_OF: Final = frozenset({"head", "chief", "boss", "leader"})
_NEW: Final = frozenset({"a", "an", "one", ""})
_NOBODY: Final = frozenset(
    {"no", "any", "every", "each", "some", "another", "most", "many"}
)


def identify_ahead(cast: Cast, people: Sequence[Mention]) -> None:
    """Join the first descriptions of ``people`` to who is named soon afterwards."""
    found: list[Figure] = []
    for mention in people[:_PEOPLE]:
        if mention.in_quotation or cast.figure(mention) is not None:
            continue
        if _may_be_named_later(cast, mention):
            figure = _with_role(cast, mention) or _first_named(cast, mention, found)
            if figure is not None:
                found.append(figure)
                cast.identify(mention, figure)


def _may_be_named_later(cast: Cast, mention: Mention) -> bool:
    number = cast.sentence_number(mention.head_start)
    if number > _SENTENCES or mention.head in FAMILY:
        return False
    if mention.determiner == "":
        return number == 1 and mention.subject
    return mention.determiner not in _NOBODY


def _with_role(cast: Cast, mention: Mention) -> Figure | None:
    """The one person with the role, named within the next sentences.

    Offices at the head of something are one another's synonyms here ("the head of
    the agency" is its administrator), and "planning chief" may wait for "the head
    of planning" as long as it takes. Of officers and lawyers there may be many.
    """
    words = [word.lower().strip(",") for word in mention.phrase.split()]
    said = {word for word in words if word != mention.head} - OWNERS - DEFINITE
    wanted = ROLE_SYNONYMS.get(mention.head, frozenset({mention.head}))
    leads = LEADERS if mention.head in LEADERS else frozenset[str]()
    holders, near, same = [], [], []
    for figure in cast.figures[:_MAX_HOLDERS]:
        role = role_words(figure)
        if not figure.is_person or not role & (wanted | leads):
            continue
        gender = NOUN_GENDERS.get(mention.head, "")
        if gender and figure.gender not in ("", gender):
            continue
        if said & role:
            same.append(figure)
        if wanted & role:
            holders.append(figure)
        if _is_named_soon(cast, mention, figure):
            near.append(figure)
    if len(same) == 1 and mention.head not in COMMON_ROLES:
        return same[0]
    if len(holders) == 1 and holders[0] in near:
        return holders[0]
    if mention.head not in _HEADS_OF or not near:
        return None
    if len(near) == 1:
        return near[0]
    first = _next_person(cast, mention)  # "a haulage boss", and "Ana Ruiz, the owner"
    return first if first in near else None


def _next_person(cast: Cast, mention: Mention) -> Figure | None:
    """Who is named first in the sentences after a description."""
    number = cast.sentence_number(mention.head_start)
    for other in cast.after(mention.head_start, _MAX_AHEAD):
        figure = cast.figure(other)
        is_later = cast.sentence_number(other.head_start) > number
        if figure is not None and figure.is_person and is_later:
            return figure
    return None


def _is_named_soon(cast: Cast, mention: Mention, figure: Figure) -> bool:
    named = figure.first_after(mention.head_start)
    number = cast.sentence_number(mention.head_start)
    return (
        named is not None and cast.sentence_number(named) - number <= _AHEAD_SENTENCES
    )


def _first_named(
    cast: Cast, mention: Mention, found: Sequence[Figure]
) -> Figure | None:
    """Who is named first after a description, if as a subject and with no word of
    what they are: "The psychologist who …" is the Ana Ruiz who speaks next.

    ``found`` have been described so before: in the headline.
    """
    if not mention.subject:
        return None
    number = cast.sentence_number(mention.head_start)
    gender = NOUN_GENDERS.get(mention.head, "")
    for other in cast.after(mention.head_start, _MAX_AHEAD):
        distance = cast.sentence_number(other.head_start) - number
        if distance > _AHEAD_SENTENCES:
            return None
        figure = cast.figure(other)
        if figure is None or not figure.is_person or distance == 0:
            continue
        first = min(figure.positions)
        is_new = other.span.start <= first < other.span.end and " " in figure.name
        is_open = not figure.role or figure in found
        is_bare = is_open and other.apposition is None and other.subject
        is_meant = is_bare or _is_known_by_now(mention, other)
        fits = not gender or figure.gender in ("", gender)
        return figure if is_new and is_meant and fits else None
    return None


def _is_known_by_now(mention: Mention, other: Mention) -> bool:
    """ "The aide, Ana Ruiz", of whom the reader has heard as "a former adviser"."""
    is_definite = other.determiner in DEFINITE - OWNERS and not other.plural
    is_short = other.name is None and " " not in other.phrase
    return is_definite and is_short and mention.determiner in _NEW

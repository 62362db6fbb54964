"""Whom a description stands for: "the council leader", "the firm", "the study".

Persons are found by the role the article gives them anywhere, bodies by a word of
their name or by what they are called beside it, documents by their fullest
description. Anonymous speakers are never given a name here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.figures import Figure
from claims.extraction.kinds import is_anonymous, is_outlet_name
from claims.extraction.mentions import Mention
from claims.extraction.names import (
    ANAPHORIC_BODIES,
    ANONYMOUS_HEADS,
    BODY_HEADS,
    COMMON_ROLES,
    DOCUMENT_HEADS,
    FAMILY,
    NOUN_GENDERS,
    OUTLET_HEADS,
    PERSON_HEADS,
    ROLE_SYNONYMS,
)

DEFINITE: Final = frozenset(
    {"the", "this", "that", "these", "those", "his", "her", "their", "its"}
)
_OWNED: Final = frozenset({"his", "her", "their", "its"})
_LEDE_PEOPLE: Final = 20  # descriptions of persons in the lede that are looked at
_LEDE_SENTENCES: Final = 3  # in which a person may be described before being named
_AHEAD_SENTENCES: Final = 6
_NEAR_SENTENCES: Final = 5
_LOOK_BACK: Final = 400  # mentions
_COMPANIES: Final = frozenset({"company", "firm", "bank", "club", "charity", "party"})
_Fits = Callable[[Figure, Mention], bool]
_ANY_DOCUMENT: Final = frozenset({"document", "paper"})


def identify_descriptions(cast: Cast) -> None:
    """Join descriptions of persons to those they describe, once for an article.

    1. "The council leader" after a person without a role describes that person.
    2. The headline's "Leader" and the lede's "a federal judge" are the one person
       who is given that role further on.
    """
    people = [m for m in cast.mentions if _describes_person(m)]
    for mention in people:
        if cast.figure(mention) is None and mention.determiner in DEFINITE:
            figure = by_role(cast, mention) or _near(cast, mention)
            if figure is not None:
                cast.identify(mention, figure)
    for mention in people[:_LEDE_PEOPLE]:
        if cast.figure(mention) is None and _may_be_named_later(cast, mention):
            figure = _ahead(cast, mention)
            if figure is not None:
                cast.identify(mention, figure)


def _describes_person(mention: Mention) -> bool:
    return (
        mention.head in PERSON_HEADS
        and mention.head not in ANONYMOUS_HEADS
        and (mention.name or mention.head).lower() == mention.head
        and not mention.plural
        and not mention.pronoun
        and not mention.in_quotation
        and mention.apposition_of is None
        and not is_anonymous(mention.text, mention)
    )


def by_role(cast: Cast, mention: Mention) -> Figure | None:
    """The last person before who was given the role the mention names."""
    wanted = ROLE_SYNONYMS.get(mention.head, frozenset({mention.head}))
    words = [word.lower() for word in mention.phrase.split()[:-1]]
    modifiers = [word for word in words if word not in DEFINITE]
    gender = NOUN_GENDERS.get(mention.head, "")
    if len(words) != len(modifiers) and mention.head in FAMILY:
        return None
    for other in cast.before(mention.head_start, 600):
        figure = cast.figure(other)
        if figure is None or not figure.is_person or not figure.role:
            continue
        role = _role_words(figure)
        if gender and figure.gender not in ("", gender):
            continue
        if wanted & role and all(word in role for word in modifiers):
            return figure
    return None


def _role_words(figure: Figure) -> set[str]:
    words = {word.strip(",").lower() for word in (figure.role or "").split()}
    return words | {word.strip("'’s") for word in words}


def _near(cast: Cast, mention: Mention) -> Figure | None:
    """The only person spoken of in the sentences before, if without a role.

    Only for descriptions that say something ("the council leader"): a bare "the
    officer" may be anybody.
    """
    if len(mention.phrase.split()) < 2 or mention.determiner in _OWNED:
        return None
    if mention.head in FAMILY or not mention.subject:
        return None
    gender = NOUN_GENDERS.get(mention.head, "")
    found: list[Figure] = []
    for other in cast.before(mention.head_start, 60):
        number = cast.sentence_number(mention.head_start)
        if number - cast.sentence_number(other.head_start) > _NEAR_SENTENCES:
            break
        figure = cast.figure(other)
        if figure is None or not figure.is_person or other.in_quotation:
            continue
        if not other.subject:
            continue  # a byline, somebody mentioned in passing
        if other.governor == mention.governor or figure in found:
            continue
        found.append(figure)
    if len(found) != 1 or found[0].role:
        return None
    fits = not gender or found[0].gender in ("", gender)
    return found[0] if fits else None


def _may_be_named_later(cast: Cast, mention: Mention) -> bool:
    number = cast.sentence_number(mention.head_start)
    if number > _LEDE_SENTENCES or mention.head in COMMON_ROLES | FAMILY:
        return False
    if mention.determiner == "":
        return number == 1 and mention.text[:1].isupper() and mention.subject
    return mention.determiner in DEFINITE | {"a", "an"}


def _ahead(cast: Cast, mention: Mention) -> Figure | None:
    """The one person with the role, named within the next sentences."""
    wanted = ROLE_SYNONYMS.get(mention.head, frozenset({mention.head}))
    holders = [
        figure
        for figure in cast.figures
        if figure.is_person and figure.role and wanted & _role_words(figure)
    ]
    if len(holders) != 1:
        return None
    named = holders[0].first_after(mention.head_start)
    number = cast.sentence_number(mention.head_start)
    if named is None or cast.sentence_number(named) - number > _AHEAD_SENTENCES:
        return None
    return holders[0]


def body_described(cast: Cast, mention: Mention) -> Figure | None:
    """ "The company", "the inspectorate": a named body of the article so called."""
    if mention.head not in ANAPHORIC_BODIES | BODY_HEADS:
        return None
    if len(mention.phrase.split()) > 1:
        return None
    earlier = cast.before(mention.head_start, _LOOK_BACK)
    named = _first(
        cast, earlier, lambda figure, other: _is_called(figure, other, mention.head)
    )
    if named is not None:
        return named
    number = cast.sentence_number(mention.head_start)
    near = [
        other
        for other in earlier
        if number - cast.sentence_number(other.head_start) <= _NEAR_SENTENCES
    ]
    if mention.head in OUTLET_HEADS:
        return _first(cast, near, lambda figure, _: is_outlet_name(figure.name))
    if mention.head in _COMPANIES:
        return _first(
            cast,
            near,
            lambda figure, other: other.label == "ORG" and _is_company(figure),
        )
    return None


def _first(cast: Cast, mentions: Iterable[Mention], fits: _Fits) -> Figure | None:
    for other in mentions:
        figure = cast.figure(other)
        if figure is None or figure.is_person or other.in_quotation:
            continue
        if fits(figure, other):
            return figure
    return None


def _is_called(figure: Figure, other: Mention, head: str) -> bool:
    """Whether the body's name ends in the word or stands beside it."""
    if figure.name.lower().split()[-1] == head:
        return len(figure.name.split()) > 1
    beside = f"{other.role or ''} {other.apposition or ''}".lower().split()
    return head in beside or (
        head in _COMPANIES and any(word in ("company", "firm") for word in beside)
    )


def _is_company(figure: Figure) -> bool:
    return (
        not is_outlet_name(figure.name)
        and figure.name.lower().split()[-1] not in _PUBLIC_BODIES
    )


_PUBLIC_BODIES: Final = BODY_HEADS - {
    "company", "firm", "airline", "bank", "group", "corporation", "manufacturer",
    "operator", "retailer", "startup", "studio", "club", "charity", "insurer",
    "lender", "trust",
}  # fmt: skip


def fuller_description(cast: Cast, mention: Mention) -> str | None:
    """The nearest earlier description that says more with the same head word."""
    if mention.determiner not in DEFINITE:
        return None
    said = len(mention.phrase.split())
    for other in cast.before(mention.head_start, _LOOK_BACK):
        if other.name is not None or other.pronoun:
            continue
        if not _same_head(other, mention):
            continue
        fuller = _own_words(other)
        if len(fuller.split()) > said + (other.determiner in DEFINITE):
            return fuller
    return None


def _own_words(mention: Mention) -> str:
    """The words of a description, without what is added after a comma."""
    return mention.text.partition(",")[0]


def _same_head(other: Mention, mention: Mention) -> bool:
    if other.head == mention.head:
        return True
    if other.part_of in (f"{mention.head}s", mention.head) and other.part_of:
        return True
    return mention.head in _ANY_DOCUMENT and other.head in DOCUMENT_HEADS

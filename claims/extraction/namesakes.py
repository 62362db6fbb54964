"""Several who bear one name, and one who bears several: titles, sexes, nicknames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.extraction.figures import Figure
from claims.extraction.given_names import lean_of
from claims.extraction.mentions import Mention
from claims.extraction.names import NOUN_GENDERS, RANKS
from claims.extraction.roles import plain

_NICKNAMES: Final = {
    "bill": "william", "billy": "william", "will": "william", "bob": "robert",
    "bobby": "robert", "rob": "robert", "jim": "james", "jimmy": "james",
    "mike": "michael", "tom": "thomas", "tommy": "thomas", "tony": "anthony",
    "ted": "edward", "dick": "richard", "rick": "richard", "jack": "john",
    "johnny": "john", "joe": "joseph", "kate": "katherine", "kathy": "kathleen",
    "liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth", "peggy": "margaret",
    "meg": "margaret", "maggie": "margaret", "bernie": "bernadette", "harry": "harold",
    "hank": "henry", "chuck": "charles", "charlie": "charles", "nick": "nicholas",
    "steve": "stephen", "dougie": "douglas", "andy": "andrew", "drew": "andrew",
    "sasha": "alexander", "gus": "augustus", "nell": "eleanor", "annie": "anne",
    "molly": "mary", "polly": "mary", "sally": "sarah", "jenny": "jennifer",
    "mandy": "amanda", "becky": "rebecca", "terry": "terence", "larry": "lawrence",
}  # fmt: skip


def by_nickname(word: str, figures: Sequence[Figure]) -> list[Figure]:
    """The people with a full name whose given name a word is short for."""
    short = word.lower()
    return [
        figure
        for figure in figures
        if figure.is_person
        and " " in figure.name
        and _is_short_for(short, figure.name.split()[0].lower())
    ]


def _is_short_for(short: str, given: str) -> bool:
    if _NICKNAMES.get(short) == given:
        return True
    return given.startswith(short) and len(given) > len(short)


def may_bear(figure: Figure, mention: Mention) -> bool:
    """Whether title and sex before a surname fit a person of that surname."""
    titles = [word.strip(".") for word in (mention.role or "").lower().split()]
    gender = next((NOUN_GENDERS[w] for w in titles if w in NOUN_GENDERS), "")
    if gender and figure.gender not in ("", gender):
        return False
    rank, ranks = RANKS & set(titles), RANKS & figure.titles
    return not rank or not ranks or bool(rank & ranks)


def of_title(options: list[Figure], mention: Mention) -> list[Figure]:
    """ "Mrs Stallard" where a man and a woman bear the name: those of that sex."""
    titles = [word.strip(".") for word in (mention.role or "").lower().split()]
    gender = next((NOUN_GENDERS[w] for w in titles if w in NOUN_GENDERS), "")
    if not gender:
        return options
    known = [f for f in options if (f.gender or _lean_of_name(f.name)) == gender]
    return known or options


def _lean_of_name(name: str) -> str:
    """The sex that the letters of a given name lean to; mostly unknown."""
    return lean_of(plain(name.split()[0]))

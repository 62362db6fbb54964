"""Whose relatives and lawyers have a name: "her husband" is the one named before."""

from __future__ import annotations

from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.figures import Figure
from claims.extraction.mentions import Mention
from claims.extraction.names import FAMILY, KIN, is_person_noun
from claims.extraction.roles import role_head

_SINGLE: Final = frozenset({"his", "her"})
_MAX_OWNED: Final = 40  # relatives of one sort that are told apart
_OWNERS: Final = _SINGLE | {"their", "my", "our", "its"}


def identify_owned(cast: Cast) -> None:
    """Join "his partner" to the Ana Ruiz who is called his partner anywhere.

    Of relatives one is enough ("my sister", "the sister, Ana Ruiz"); others must
    have the same owner, as far as the pronoun shows.
    """
    known: dict[str, list[tuple[str, Figure]]] = {}
    seen: set[tuple[str, str, int]] = set()
    for mention in cast.mentions:
        figure = cast.figure(mention)
        if figure is not None and figure.is_person:
            noun = mention.head if mention.name is None else role_head(mention.role)
            key = (noun, mention.determiner, id(figure))
            if key not in seen and len(known.setdefault(noun, [])) < _MAX_OWNED:
                known[noun].append((mention.determiner, figure))
            seen.add(key)
    for mention in cast.mentions:
        if cast.figure(mention) is not None or not _is_owned(mention):
            continue
        figure = _the_one(mention, known.get(mention.head, []))
        if figure is not None:
            cast.identify(mention, figure)


def _is_owned(mention: Mention) -> bool:
    is_one = mention.name is None and not mention.plural and not mention.pronoun
    is_person = mention.head in FAMILY or is_person_noun(mention.head)
    return mention.determiner in _OWNERS and is_one and is_person


def _the_one(mention: Mention, known: list[tuple[str, Figure]]) -> Figure | None:
    owner = mention.determiner
    if mention.head in KIN:
        fits = [f for o, f in known if {o, owner} != _SINGLE]
    else:
        fits = [f for o, f in known if o == owner]
    return fits[0] if fits and all(one is fits[0] for one in fits) else None

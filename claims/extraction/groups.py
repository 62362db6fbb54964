"""Several speakers at once: "both", "the two women", "one of them"."""

from __future__ import annotations

from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.figures import Figure
from claims.extraction.mentions import Mention
from claims.extraction.names import NOUN_GENDERS, is_body_noun, is_people_noun
from claims.extraction.pronouns import Links

PAIR_HEADS: Final = frozenset({"both", "pair", "duo", "couple", "two"})
_LOOK_BACK: Final = 40  # mentions
_PAIR_SENTENCES: Final = 2
_GROUP_SENTENCES: Final = 3
_SINGULARS: Final = {"women": "woman", "men": "man"}
_COUNTS: Final = frozenset(
    {"two", "three", "four", "five", "six", "several", "some", "many"}
)
WHOLE: Final = frozenset({"them", "these", "those"})


def is_pair(mention: Mention) -> bool:
    """ "Both", "the pair", "the two women": two people spoken of just before."""
    words = mention.text.lower().split()
    if mention.head in PAIR_HEADS and len(words) <= 2:
        return mention.pronoun or mention.determiner == "the"
    return mention.determiner == "the" and words[1:2] == ["two"] and mention.plural


def pair_before(cast: Cast, links: Links, mention: Mention) -> list[Figure]:
    """The two people or bodies a pair stands for, in the order of the text; or none.

    They were named together, or are the only two of the sentences just before.
    """
    number = cast.sentence_number(mention.head_start)
    gender = NOUN_GENDERS.get(_SINGULARS.get(mention.head, mention.head), "")
    found: list[Figure] = []
    for other in cast.before(mention.head_start, _LOOK_BACK):
        distance = number - cast.sentence_number(other.head_start)
        if distance > _PAIR_SENTENCES:
            break
        joined = _joined(cast, other)
        if len(joined) == 2:
            return joined
        meant = links.antecedent(other) if other.pronoun else other
        figure = cast.figure(meant) if meant is not None else None
        if figure is None or not figure.is_person or figure in found:
            continue
        if distance < _PAIR_SENTENCES and figure.gender in (
            "",
            gender or figure.gender,
        ):
            found.append(figure)
    return found[::-1] if len(found) == 2 else []


def _joined(cast: Cast, mention: Mention) -> list[Figure]:
    figures = []
    for head_start in mention.conjuncts:
        other = cast.at(head_start)
        figure = cast.figure(other) if other is not None else None
        if figure is not None and figure.is_person:
            figures.append(figure)
    return figures


def group_before(cast: Cast, position: int) -> Mention | None:
    """Those of whom "one of them" is one: the last people spoken of as several."""
    number = cast.sentence_number(position)
    nearest: Mention | None = None
    for other in cast.before(position, _LOOK_BACK):
        if number - cast.sentence_number(other.head_start) > _GROUP_SENTENCES:
            break
        if not other.plural or other.in_quotation or other.pronoun:
            continue
        if (
            is_people_noun(other.head)
            or is_body_noun(other.head)
            or (other.head in ("people", "sources"))
        ):
            if other.text.lower().split(" ", 1)[0] in _COUNTS:
                return other  # counted so that one of them may be told apart
            nearest = nearest or other
    return nearest

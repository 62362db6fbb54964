"""How likely a pronoun stands for somebody mentioned before it: a weighted sum.

What speaks for and against is counted by name; ``training`` has no part in it. The
weights were fitted on the samples and the tuning articles of ``tests/quality``, one
set for "he" and "she", one for "it" and "they", and rounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from claims.extraction.bodies import is_bare_body
from claims.extraction.cast import Cast
from claims.extraction.figures import LISTED, Figure
from claims.extraction.finding.page import merge_spans
from claims.extraction.given_names import lean_of
from claims.extraction.mentions import Mention
from claims.extraction.names import DOCUMENT_HEADS, gender_of_noun
from claims.extraction.outlet_names import is_outlet_name
from claims.extraction.roles import plain
from claims.extraction.saying import Said

GENDERS: Final = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
SINGLE: Final = frozenset({"it", "its"})
PLURAL: Final = frozenset({"they", "them", "their"})
THINGS_SAID: Final = SINGLE | PLURAL
_DYING: Final = frozenset({"died", "dies", "killed", "drowned", "murdered", "buried"})
_FAR: Final = 3  # sentences

# In units of half a sentence of distance.
PERSONS: Final[dict[str, float]] = {
    "sentences back": -2.0,
    "far back": 1.0,
    "another paragraph": -2.5,
    "subject": 2.5,
    "spoke last": 1.5,
    "across quotation marks": -4.5,
    "spoken of in a quotation": -3.5,
    "possessive": -2.5,
    "told of": -2.5,
    "in the words themselves": -4.0,
    "same pronoun": 2.0,
    "aside in the sentence": -1.5,
    "dead": -3.0,
    "description": -2.0,
    "unheard description": -1.0,
    "owned": -2.0,
    "named often": 1.5,
    "sex known": 1.0,
    "sex unlikely": -3.0,
    "sex unlike what was read": -4.0,
    "sex unlike the list's": -9.0,
    "mentioned lately": -0.5,
}
THINGS: Final[dict[str, float]] = {
    "sentences back": -2.0,
    "far back": 0.0,
    "another paragraph": -0.5,
    "subject": 2.0,
    "speaker": 1.0,
    "spoke last": 1.5,
    "across quotation marks": -2.5,
    "spoken of in a quotation": -1.5,
    "possessive": 0.5,
    "told of": -1.5,
    "in the words themselves": -1.5,
    "says so": 1.0,
    "same pronoun": 1.0,
    "aside in the sentence": -1.0,
    "indefinite": 0.5,
    "papers": -0.5,
    "single body": -1.5,
    "place": -1.5,
    "outlet aside": -2.0,
    "mentioned lately": -0.5,
}


def gender_said(pronoun: Mention) -> str:
    """The sex that "she" or "the Irishwoman" tells; "" for "the singer"."""
    return GENDERS.get(pronoun.head) or gender_of_noun(pronoun.head)


def is_of_person(pronoun: Mention) -> bool:
    """Whether it stands for one man or woman: "she", "the singer", not "the firm"."""
    return pronoun.head not in THINGS_SAID and not is_bare_body(pronoun)


class Salience:
    """What an article shows of who is spoken of and who speaks."""

    def __init__(self, cast: Cast, said: Sequence[Said]) -> None:
        self._cast = cast
        self.speakers = {one.speaker for one in said if one.speaker is not None}
        self._words = {one.speaker: one.content for one in said}
        self._contents = merge_spans(span for one in said for span in one.content)
        self._content_starts = [span.start for span in self._contents]
        counts = [len(figure.positions) for figure in cast.figures]
        self._most = max(counts, default=1)

    def is_told(self, mention: Mention) -> bool:
        """Whether a mention is part of what somebody says."""
        index = bisect_right(self._content_starts, mention.head_start) - 1
        return index >= 0 and mention.head_start < self._contents[index].end

    def score(
        self,
        other: Mention,
        meant: Mention,
        pronoun: Mention,
        *,
        distance: int,
        lately: int,
        is_last_speaker: bool,
    ) -> float:
        """Higher is likelier.

        ``other`` is the mention, ``meant`` the one it stands for itself, ``distance``
        the sentences between, ``lately`` how often ``meant`` was mentioned in them.
        """
        weights = PERSONS if is_of_person(pronoun) else THINGS
        total = 0.0
        for name, value in self.signs(
            other, meant, pronoun,
            distance=distance, lately=lately, is_last_speaker=is_last_speaker,
        ):  # fmt: skip
            total += weights.get(name, 0.0) * value
        return total

    def signs(
        self,
        other: Mention,
        meant: Mention,
        pronoun: Mention,
        *,
        distance: int,
        lately: int,
        is_last_speaker: bool,
    ) -> Iterator[tuple[str, float]]:
        """What speaks for and against, each with how much of it there is."""
        speaks = pronoun.head_start in self.speakers
        yield "sentences back", distance
        if distance > _FAR:
            yield "far back", distance - _FAR
        if other.paragraph != pronoun.paragraph:
            yield "another paragraph", 1
        if other.subject:
            yield "subject", 1
        elif distance == 0 and not other.possessive:
            yield "aside in the sentence", 1
        if other.head_start in self.speakers:
            yield "speaker", 1
        if is_last_speaker and speaks:
            yield "spoke last", 1
        if other.in_quotation != pronoun.in_quotation:
            yield "across quotation marks", 1
            if other.in_quotation and speaks:
                yield "spoken of in a quotation", 1
        if other.possessive:
            yield "possessive", 1
        if speaks and self.is_told(other) and not self.is_told(pronoun):
            yield "told of", 1
        words = self._words.get(pronoun.head_start, ())
        if any(span.start <= other.head_start < span.end for span in words):
            yield "in the words themselves", 1
        if other.head == pronoun.head and distance == 0 and other.subject:
            yield "same pronoun", 1
        yield "mentioned lately", min(lately, 3)
        figure = self._cast.figure(meant)
        if figure is not None:
            yield "named often", len(figure.positions) / self._most
        if is_of_person(pronoun):
            yield from self._of_person(other, meant, pronoun, figure)
        else:
            yield from self._of_thing(other, meant, pronoun, figure)

    def _of_person(
        self, other: Mention, meant: Mention, pronoun: Mention, figure: Figure | None
    ) -> Iterator[tuple[str, float]]:
        gender = gender_said(pronoun)
        if other.verb in _DYING and other.subject:
            yield "dead", 1
        if figure is not None:
            yield from _of_sex(figure, gender)
            return
        yield "description", 1
        if other.head_start not in self.speakers:
            yield "unheard description", 1
        if meant.determiner in ("a", "an"):
            yield "indefinite", 1
        if gender and GENDERS.get(meant.determiner) == gender:
            yield "owned", 1  # "her mother … She": rather whose mother it is

    def _of_thing(
        self, other: Mention, meant: Mention, pronoun: Mention, figure: Figure | None
    ) -> Iterator[tuple[str, float]]:
        words = self._words.get(other.head_start, ())
        if any(span.start <= pronoun.head_start < span.end for span in words):
            yield "says so", 1  # "the firm said it …"
        if figure is None:
            yield "description", 1
            if meant.determiner in ("a", "an"):
                yield "indefinite", 1
            if meant.head in DOCUMENT_HEADS and pronoun.head in PLURAL:
                yield "papers", 1  # "they" are people more often than papers
            return
        if not figure.is_person and pronoun.head in PLURAL and not meant.plural:
            yield "single body", 1
        if figure.is_place and other.head_start not in self.speakers:
            yield "place", 1
        if not other.subject and is_outlet_name(meant.text):
            # "…, according to the Gazette. It denies": not who reported it
            yield "outlet aside", 1


def _of_sex(figure: Figure, gender: str) -> Iterator[tuple[str, float]]:
    if not gender:
        return
    if figure.gender == gender:
        yield "sex known", 1
    elif figure.gender:
        is_listed = figure.gender_by >= LISTED
        yield "sex unlike the list's" if is_listed else "sex unlike what was read", 1
    elif len(words := figure.name.split()) > 1:
        lean = lean_of(plain(words[0]))
        if lean and lean != gender:
            yield "sex unlikely", 1

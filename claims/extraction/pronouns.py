"""What "he", "she", "it" and "they" stand for: one pass over an article.

Candidates are the mentions and the pronouns already linked of the last sentences;
number and gender filter them, and what makes somebody salient ranks them: nearness,
being subject, having spoken, being spoken of throughout. A pronoun keeps its
referent alive, so that "she … She … she said" does not lose sight of the first name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.figures import Figure
from claims.extraction.finding.page import merge_spans
from claims.extraction.given_names import lean_of
from claims.extraction.mentions import Mention
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    DOCUMENT_HEADS,
    NOUN_GENDERS,
    OUTLET_HEADS,
    is_body_noun,
    is_people_noun,
    is_person_noun,
)
from claims.extraction.outlet_names import is_outlet_name
from claims.extraction.roles import plain
from claims.extraction.saying import Said

WINDOW: Final = 40  # mentions looked at behind a pronoun
MAX_SENTENCES: Final = 5
GENDERS: Final = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_SINGLE: Final = frozenset({"it", "its"})
_PLURAL: Final = frozenset({"they", "them", "their"})
_GROUPS: Final = frozenset(
    {"police", "couple", "group", "team", "council", "committee"}
)
_SOURCES: Final = frozenset({"source", "insider"})
# Weights in units of half a sentence of distance; set by hand on the tuning articles.
_DISTANCE: Final = -2.0
_SUBJECT: Final = 2.5
_SPEAKER: Final = 1.5
_OTHER_QUOTATION: Final = -5.0
_SPOKEN_OF: Final = -3.0  # quoted speakers call themselves "I"
_SAME_PRONOUN: Final = 2.0
_TOLD_OF: Final = -2.5  # who goes on speaking is not whom the last speaker spoke of
_INDEFINITE: Final = -1.0
_UNNAMED: Final = -1.0  # a description of nobody who is named
_UNNAMED_UNHEARD: Final = -2.5  # … and who has not spoken either
_OWNED: Final = -1.5
_WRONG_LEAN: Final = -2.5
_PROTAGONIST: Final = 1.0
_PLACE: Final = -1.5
_SINGLE_BODY: Final = -3.0
_OUTLET_ASIDE: Final = -4.0
_NO_RIVAL: Final = -1e9
_CLEAR: Final = 2.0  # lead from which a pronoun tells the sex of whom it stands for


class Links:
    """The mention every third-person pronoun of an article stands for."""

    def __init__(self, cast: Cast, said: Sequence[Said]) -> None:
        """``said`` is in the order of the text."""
        self._cast = cast
        self._speakers = {one.speaker for one in said if one.speaker is not None}
        self._contents = merge_spans(span for one in said for span in one.content)
        self._content_starts = [span.start for span in self._contents]
        self._found: dict[int, Mention] = {}
        self._barred: dict[int, list[Mention]] = {}
        counts = [len(figure.positions) for figure in cast.figures]
        self._most = max(counts, default=1)
        _learn_genders(cast)
        self._link_all()
        self._bar(said)
        if self._barred:
            self._found = {}
            self._link_all()

    def _link_all(self) -> None:
        recent: deque[tuple[Mention, int]] = deque(maxlen=WINDOW)
        for mention in self._cast.mentions:
            number = self._cast.sentence_number(mention.head_start)
            if not mention.pronoun or self._link(mention, number, recent):
                recent.append((mention, number))

    def _bar(self, said: Sequence[Said]) -> None:
        """Whom a pronoun cannot mean, once it is known who speaks.

        1. Quoted speakers call themselves "I": "he" in their words is another.
        2. "He replied" to somebody else.
        """
        before: Said | None = None
        for one in said:
            speaker = self._meant(one.speaker)
            for span in one.content:
                if speaker is None:
                    break
                for mention in self._cast.inside(span.start, span.end):
                    if mention.in_quotation and mention.head in GENDERS:
                        self._barred.setdefault(mention.head_start, []).append(speaker)
            last = self._meant(before.speaker) if before is not None else None
            if one.is_reply and one.speaker is not None and last is not None:
                self._barred.setdefault(one.speaker, []).append(last)
            before = one

    def _meant(self, head_start: int | None) -> Mention | None:
        mention = self._cast.at(head_start)
        if mention is not None and mention.pronoun:
            return self._found.get(mention.head_start)
        return mention

    def antecedent(self, pronoun: Mention) -> Mention | None:
        """The name or description a pronoun stands for."""
        return self._found.get(pronoun.head_start)

    def _link(
        self, pronoun: Mention, number: int, recent: deque[tuple[Mention, int]]
    ) -> bool:
        if pronoun.head not in GENDERS and pronoun.head not in _SINGLE | _PLURAL:
            return False
        best: tuple[float, int] | None = None
        chosen: Mention | None = None
        rival = _NO_RIVAL  # the best score of anybody else
        for other, sentence in reversed(recent):
            distance = number - sentence
            if distance > MAX_SENTENCES:
                break
            meant = self._found.get(other.head_start) if other.pronoun else other
            if meant is None or not self._fits(meant, pronoun):
                continue
            barred = self._barred.get(pronoun.head_start, ())
            if any(self._is_same(meant, one) for one in barred):
                continue
            score = self._score(other, meant, pronoun, distance)
            if score is None:
                continue
            if best is not None and (score, other.head_start) <= best:
                if not self._is_same(meant, chosen):
                    rival = max(rival, score)
                continue
            if best is not None and not self._is_same(meant, chosen):
                rival = max(rival, best[0])
            best, chosen = (score, other.head_start), meant
        if chosen is None or best is None:
            return False
        self._found[pronoun.head_start] = chosen
        figure = self._cast.figure(chosen)
        is_clear = best[0] - rival >= _CLEAR
        if is_clear and figure is not None and figure.is_person:
            figure.gender = figure.gender or GENDERS.get(pronoun.head, "")
        return True

    def _is_same(self, one: Mention, other: Mention | None) -> bool:
        """Whether two mentions are known to stand for the same."""
        if other is None or one is other:
            return True
        figure = self._cast.figure(one)
        return figure is not None and figure is self._cast.figure(other)

    def _score(
        self, other: Mention, meant: Mention, pronoun: Mention, distance: int
    ) -> float | None:
        """Higher is likelier; None when the two cannot be the same."""
        if self._is_explanation(other):
            return None
        if other.governor == pronoun.governor and distance == 0:
            return None  # arguments of one verb
        is_owned = GENDERS.get(other.determiner) == GENDERS.get(pronoun.head, "?")
        if is_owned and distance == 0 and other.name is None:
            return None  # "her mother, she says": whose mother it is
        score = _DISTANCE * distance
        if other.subject:
            score += _SUBJECT
        if other.head_start in self._speakers:
            score += _SPEAKER
        if other.in_quotation != pronoun.in_quotation:
            score += _OTHER_QUOTATION
            if other.in_quotation and pronoun.head_start in self._speakers:
                score += _SPOKEN_OF
        if other.possessive:
            score -= 0.5
        is_speaker = pronoun.head_start in self._speakers
        if is_speaker and self._is_told(other) and not self._is_told(pronoun):
            score += _TOLD_OF
        if other.head == pronoun.head and distance == 0 and other.subject:
            score += _SAME_PRONOUN
        return score + self._standing(other, meant, pronoun)

    def _is_explanation(self, other: Mention) -> bool:
        """Whether a mention only explains another one, which stands for the same.

        Not "Sanda Breck" in "her opposite number in Ostrana, Sanda Breck", which the
        parse hangs on Ostrana.
        """
        if other.apposition_of is None:
            return False
        explained = self._cast.by_head.get(other.apposition_of)
        if explained is None:
            return False
        figure, mine = self._cast.figure(explained), self._cast.figure(other)
        return mine is None or figure is None or figure is mine

    def _is_told(self, mention: Mention) -> bool:
        """Whether a mention is part of what somebody says."""
        index = bisect_right(self._content_starts, mention.head_start) - 1
        return index >= 0 and mention.head_start < self._contents[index].end

    def _standing(self, other: Mention, meant: Mention, pronoun: Mention) -> float:
        """What speaks for or against a referent wherever it stands."""
        figure = self._cast.figure(meant)
        if figure is None and meant.head in DOCUMENT_HEADS and meant.plural:
            return _INDEFINITE  # "they" are people more often than papers
        if figure is None:
            standing = _INDEFINITE if meant.determiner in ("a", "an") else 0.0
            if pronoun.head not in GENDERS:
                return standing
            has_spoken = other.head_start in self._speakers
            if GENDERS.get(meant.determiner) == GENDERS[pronoun.head]:
                standing += _OWNED  # "her mother … She": rather whose mother it is
            return standing + (_UNNAMED if has_spoken else _UNNAMED_UNHEARD)
        score = _PROTAGONIST * len(figure.positions) / self._most
        if pronoun.head in GENDERS:
            return score + _lean(figure, GENDERS[pronoun.head])
        if not figure.is_person and pronoun.head in _PLURAL and not meant.plural:
            score += _SINGLE_BODY
        if figure.is_place and other.head_start not in self._speakers:
            score += _PLACE
        if not other.subject and is_outlet_name(meant.text):
            # "…, according to the Gazette. It denies": not who reported it
            score += _OUTLET_ASIDE
        return score

    def _fits(self, other: Mention, pronoun: Mention) -> bool:
        figure = self._cast.figure(other)
        if pronoun.head in GENDERS:
            return _fits_person(other, figure, GENDERS[pronoun.head])
        if pronoun.head in _SINGLE:
            return _fits_thing(other, figure)
        return _fits_group(other, figure)


def _fits_person(other: Mention, figure: Figure | None, gender: str) -> bool:
    if other.plural:
        return False
    if figure is not None:
        return figure.is_person and figure.gender in ("", gender)
    if other.name is not None:
        return False
    known = NOUN_GENDERS.get(other.head, "")
    if known:
        return known == gender
    if other.part_of and other.head in ("one", "another"):
        return True  # "one of the two"
    return is_person_noun(other.head) or other.head in _SOURCES


def _fits_thing(other: Mention, figure: Figure | None) -> bool:
    if other.plural and figure is None:
        return False
    if figure is not None:
        return not figure.is_person
    if other.head in OUTLET_HEADS:
        return True  # "state radio … It reported"
    return is_body_noun(other.head) or other.head in DOCUMENT_HEADS


def _fits_group(other: Mention, figure: Figure | None) -> bool:
    if other.plural:
        nouns = is_people_noun(other.head) or is_body_noun(other.head)
        known = other.head in ANONYMOUS_HEADS or other.head in DOCUMENT_HEADS
        return nouns or known or figure is not None
    if figure is not None:
        return not figure.is_person  # "Valdoro … They"
    return other.head in _GROUPS or other.head in OUTLET_HEADS


def _lean(figure: Figure, gender: str) -> float:
    words = figure.name.split()
    if figure.gender or len(words) < 2:
        return 0.0
    lean = lean_of(plain(words[0]))
    return _WRONG_LEAN if lean and lean != gender else 0.0


def _learn_genders(cast: Cast) -> None:
    """Learn from sentences that speak of one person only, and of "his" or "her"."""
    seen: Figure | None = None
    alone, number = True, -1
    votes: dict[int, set[str]] = {}
    figures: dict[int, Figure] = {}
    for mention in cast.mentions:
        sentence = cast.sentence_number(mention.head_start)
        if sentence != number:
            seen, alone, number = None, True, sentence
        figure = cast.figure(mention)
        if figure is not None and figure.is_person:
            alone = alone and (seen is None or seen is figure)
            seen = figure if mention.subject or seen is figure else seen
            alone = alone and seen is figure
        elif figure is None and not mention.pronoun and is_person_noun(mention.head):
            alone = alone and seen is not None and mention.apposition_of is not None
        gender = GENDERS.get(mention.head) if mention.pronoun else None
        if gender and seen is None:
            alone = False  # "Her lawyer, Sam Okoro, said she …": somebody else
        if gender and alone and seen is not None and not mention.in_quotation:
            votes.setdefault(id(seen), set()).add(gender)
            figures[id(seen)] = seen
    for key, genders in votes.items():
        if len(genders) == 1 and not figures[key].gender:
            figures[key].gender = next(iter(genders))

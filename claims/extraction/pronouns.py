"""What "he", "she", "it" and "they" stand for: one pass over an article.

Candidates are the mentions and the pronouns already linked of the last sentences;
number and gender filter them, ``salience`` ranks them. A pronoun keeps its referent
alive, so that "she … She … she said" does not lose sight of the first name.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Final

from claims.extraction.bodies import is_bare_body, may_be_called
from claims.extraction.cast import Cast
from claims.extraction.descriptions import (
    is_anaphoric,
    is_epithet,
    is_occupation,
    is_of_other_party,
)
from claims.extraction.figures import LISTED, PLACE_LABELS, READ, TITLED, Figure
from claims.extraction.mentions import Mention
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    DOCUMENT_HEADS,
    KIN,
    OUTLET_HEADS,
    gender_of_noun,
    is_body_noun,
    is_people_noun,
    is_person_noun,
)
from claims.extraction.salience import (
    GENDERS,
    SINGLE,
    THINGS_SAID,
    Salience,
    gender_said,
    is_of_person,
)
from claims.extraction.saying import Said

WINDOW: Final = 40  # mentions looked at behind a pronoun
MAX_SENTENCES: Final = 8
_GROUPS: Final = frozenset(
    {"police", "couple", "group", "team", "council", "committee"}
)
_SOURCES: Final = frozenset({"source", "insider"})
_NO_RIVAL: Final = -1e9
_CLEAR: Final = 2.0  # lead from which a pronoun tells the sex of whom it stands for
_ODD: Final = -5.0  # what whoever is "he" against the list of names needs
_ARGUMENTS: Final = 100  # characters between the arguments of a verb
_LATELY: Final = 3  # sentences
_LIKENING: Final = frozenset({"as", "like"})  # "taken as a prisoner": a role of another
# What papers do, and not only people: "the figures … they show".
_OF_PAPERS: Final = frozenset(
    "show shows showed say says said suggest suggested indicate indicated find found "
    "note noted state stated reveal revealed read describe described conclude "
    "concluded estimate estimated claim claimed warn warned recommend recommended "
    "point pointed put contain contained confirm confirmed mention mentioned "
    "list listed add added".split()
)
_AHEAD: Final = 6  # mentions behind a pronoun


class Links:
    """The mention every third-person pronoun of an article stands for."""

    def __init__(self, cast: Cast, said: Sequence[Said]) -> None:
        """``said`` is in the order of the text."""
        self._cast = cast
        self._said = said
        self._anaphoric = {
            one.head_start
            for one in cast.mentions
            if is_anaphoric(cast, one)
            or (is_bare_body(one) and cast.figure(one) is None)
        }
        self._salience = Salience(cast, said)
        self._found: dict[int, Mention] = {}
        self._genders: dict[int, str] = {}  # of descriptions, by their head
        self._barred: dict[int, list[Mention]] = {}
        _learn_genders(cast)
        self._link_all()
        self._bar()
        if self._barred:
            self._found, self._genders = {}, {}
            self._link_all()

    def antecedent(self, pronoun: Mention) -> Mention | None:
        """The name or description a pronoun stands for."""
        return self._found.get(pronoun.head_start)

    def _link_all(self) -> None:
        recent: deque[tuple[Mention, int]] = deque(maxlen=WINDOW)
        speaking = iter(sorted(self._asserted(), key=_speaker))
        following = next(speaking, None)
        last: Said | None = None
        for mention in self._cast.mentions:
            while following is not None and _speaker(following) < mention.head_start:
                last, following = following, next(speaking, None)
            number = self._cast.sentence_number(mention.head_start)
            is_linked = self._link(mention, number, recent, last)
            if is_linked or not mention.pronoun:
                recent.append((mention, number))

    def _is_anaphoric(self, mention: Mention) -> bool:
        return mention.head_start in self._anaphoric

    def _asserted(self) -> Iterator[Said]:
        """What is said by somebody, and not told of by somebody else."""
        for one in self._said:
            mention = self._cast.at(one.speaker)
            if mention is not None and not self._salience.is_told(mention):
                yield one

    def _bar(self) -> None:
        """Whom a pronoun cannot mean, once it is known who speaks.

        1. Quoted speakers call themselves "I": "he" in their words is another.
        2. "He replied" to somebody else.
        """
        for one in self._said:
            speaker = self._meant(one.speaker)
            if speaker is None:
                continue
            for span in one.content:
                for mention in self._cast.inside(span.start, span.end):
                    if mention.in_quotation and mention.head in GENDERS:
                        self._barred.setdefault(mention.head_start, []).append(speaker)
        before: Said | None = None
        for one in self._asserted():
            last = self._meant(before.speaker) if before is not None else None
            if one.is_reply and one.speaker is not None and last is not None:
                self._barred.setdefault(one.speaker, []).append(last)
            before = one

    def _meant(self, head_start: int | None) -> Mention | None:
        mention = self._cast.at(head_start)
        return self._stands_for(mention) if mention is not None else None

    def _link(
        self,
        pronoun: Mention,
        number: int,
        recent: deque[tuple[Mention, int]],
        last: Said | None,
    ) -> bool:
        known = pronoun.head in GENDERS or pronoun.head in THINGS_SAID
        if pronoun.pronoun != known or not (known or self._is_anaphoric(pronoun)):
            return False
        best: tuple[float, int] | None = None
        chosen: Mention | None = None
        rival = _NO_RIVAL  # the best score of anybody else
        for score, other, meant in self._scored(pronoun, number, recent, last):
            if best is not None and (score, other.head_start) <= best:
                if not self._is_same(meant, chosen):
                    rival = max(rival, score)
                continue
            if best is not None and not self._is_same(meant, chosen):
                rival = max(rival, best[0])
            best, chosen = (score, other.head_start), meant
        if chosen is None or best is None:
            return False
        if is_epithet(pronoun) and best[0] - rival < _CLEAR:
            return False  # of two candidates it may be either
        self._found[pronoun.head_start] = chosen
        self._learn(pronoun, chosen, is_clear=best[0] - rival >= _CLEAR)
        return True

    def _learn(self, pronoun: Mention, chosen: Mention, *, is_clear: bool) -> None:
        """Remember whether "he" or "she" was said of somebody."""
        gender = gender_said(pronoun)
        figure = self._cast.figure(chosen)
        if gender and figure is None:
            self._genders.setdefault(chosen.head_start, gender)
        elif is_clear and figure is not None and figure.is_person:
            figure.learn_gender(gender, READ)

    def _scored(
        self,
        pronoun: Mention,
        number: int,
        recent: deque[tuple[Mention, int]],
        last: Said | None,
    ) -> Iterator[tuple[float, Mention, Mention]]:
        """Each candidate before a pronoun: how likely it is, and whom it means."""
        barred = [*self._barred.get(pronoun.head_start, ())]
        barred += self._beside(pronoun, number, recent)
        speaker = self._meant(last.speaker) if last is not None else None
        options = list(self._options(pronoun, number, recent))
        lately = Counter(self._key(meant) for _, meant, far in options if far < _LATELY)
        for other, meant, distance in options:
            if any(self._is_same(meant, one) for one in barred):
                continue
            if is_epithet(pronoun) and distance == 0:
                continue  # a description beside a name is of somebody else
            score = self._salience.score(
                other,
                meant,
                pronoun,
                distance=distance,
                lately=lately[self._key(meant)],
                is_last_speaker=speaker is not None and self._is_same(meant, speaker),
            )
            if score > _ODD or not self._is_odd(meant, pronoun):
                yield score, other, meant

    def _is_odd(self, meant: Mention, pronoun: Mention) -> bool:
        """ "He" for whom the list of given names has as a woman."""
        figure, gender = self._cast.figure(meant), gender_said(pronoun)
        if figure is None or figure.gender_by < LISTED:
            return False
        return bool(gender) and figure.gender != gender

    def _options(
        self, pronoun: Mention, number: int, recent: deque[tuple[Mention, int]]
    ) -> Iterator[tuple[Mention, Mention, int]]:
        """The mentions that may be meant, whom each stands for, and how far back."""
        for other, sentence in reversed(recent):
            distance = number - sentence
            if distance > MAX_SENTENCES:
                return
            meant = self._stands_for(other)
            if meant is None or not self._fits(meant, pronoun):
                continue
            if not self._is_impossible(other, pronoun, distance):
                yield other, meant, distance

    def _beside(
        self, pronoun: Mention, number: int, recent: deque[tuple[Mention, int]]
    ) -> Iterator[Mention]:
        """Whom the other arguments of a pronoun’s verb mean: "she told her"."""
        if pronoun.possessive:
            return
        for other, sentence in reversed(recent):
            if sentence != number:
                return
            if _share_verb(other, pronoun) and not other.possessive:
                meant = self._stands_for(other)
                if meant is not None:
                    yield meant
        for other in self._cast.after(pronoun.head_start, _AHEAD):
            if self._cast.sentence_number(other.head_start) != number:
                return
            if other.pronoun or other.possessive or not _share_verb(other, pronoun):
                continue
            if self._cast.figure(other) is not None:
                yield other  # "he sees Ruiz as": not Ruiz

    def _stands_for(self, mention: Mention) -> Mention | None:
        found = self._found.get(mention.head_start)
        return found if found is not None or mention.pronoun else mention

    def _key(self, mention: Mention) -> int:
        """One number for all mentions that are known to stand for the same."""
        figure = self._cast.figure(mention)
        return id(figure) if figure is not None else id(mention)

    def _is_same(self, one: Mention, other: Mention | None) -> bool:
        """Whether two mentions are known to stand for the same."""
        if other is None or one is other:
            return True
        figure = self._cast.figure(one)
        return figure is not None and figure is self._cast.figure(other)

    def _is_impossible(self, other: Mention, pronoun: Mention, distance: int) -> bool:
        if self._is_explanation(other):
            return True
        if _share_verb(other, pronoun) and distance == 0:
            return True
        if other.head_start == pronoun.clause_of:
            return True  # "Ruiz, whom he admires"
        if other.span.covers(pronoun.span):
            return True  # "one of his colleagues" is not he
        is_owned = GENDERS.get(other.determiner) == GENDERS.get(pronoun.head, "?")
        # "her mother, she says": whose mother it is
        return is_owned and distance == 0 and other.name is None

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

    def _fits(self, other: Mention, pronoun: Mention) -> bool:
        figure = self._cast.figure(other)
        if is_bare_body(pronoun):
            if figure is None or other.joint:
                return False
            is_paper = pronoun.head in OUTLET_HEADS  # "the Packet", whatever its label
            is_place = self._is_place(other) and not is_paper
            if not is_paper and other.determiner == "the" and " " in (other.name or ""):
                return is_body_noun(other.head) and may_be_called(figure, pronoun)
            return may_be_called(figure, pronoun) and not is_place
        if figure is None and not pronoun.pronoun and is_occupation(pronoun):
            return False  # "the schoolboy" is no "my mum"
        if figure is not None and is_of_other_party(figure, pronoun):
            return False
        has_office = figure is not None and bool(figure.role or figure.titles)
        has_office = has_office and not is_epithet(pronoun)
        if has_office and not pronoun.pronoun and is_occupation(pronoun):
            return False  # whose office is another
        if is_of_person(pronoun):
            gender = gender_said(pronoun)
            if not gender:
                return _fits_person(other, figure, "")
            read = self._genders.get(other.head_start, gender)
            return read == gender and _fits_person(other, figure, gender)
        if pronoun.head in SINGLE:
            return _fits_thing(other, figure)
        return _fits_group(other, figure, pronoun)

    def _is_place(self, mention: Mention) -> bool:
        """Whether a name is labelled a place here and does not speak."""
        is_speaker = mention.head_start in self._salience.speakers
        return mention.label in PLACE_LABELS and not is_speaker


def _share_verb(other: Mention, pronoun: Mention) -> bool:
    """Whether two are arguments of one verb; further apart the parse is at fault."""
    is_near = abs(pronoun.head_start - other.head_start) < _ARGUMENTS
    return other.governor == pronoun.governor and is_near


def _speaker(one: Said) -> int:
    return one.speaker if one.speaker is not None else -1


def _fits_person(other: Mention, figure: Figure | None, gender: str) -> bool:
    if figure is not None:
        if not figure.is_person or other.joint:
            return False
        is_open = not gender or figure.gender in ("", gender)
        return is_open or figure.gender_by < TITLED
    if other.plural or other.name is not None or other.verb in _LIKENING:
        return False
    if other.determiner == "its" and other.head in KIN:
        return False  # "its smaller sibling": a thing's
    known = gender_of_noun(other.head)
    if known:
        return gender in ("", known)
    if other.part_of and other.head in ("one", "another"):
        return True  # "one of the two"
    return is_person_noun(other.head) or other.head in _SOURCES


def _fits_thing(other: Mention, figure: Figure | None) -> bool:
    if other.plural and (figure is None or other.label == "NORP"):
        return False  # "two Americans … it"
    if figure is not None:
        return not figure.is_person
    if other.head in OUTLET_HEADS:
        return True  # "state radio … It reported"
    return is_body_noun(other.head) or other.head in DOCUMENT_HEADS


def _fits_group(other: Mention, figure: Figure | None, pronoun: Mention) -> bool:
    if other.plural:
        nouns = is_people_noun(other.head) or is_body_noun(other.head)
        known = other.head in ANONYMOUS_HEADS or other.head in DOCUMENT_HEADS
        if pronoun.subject and other.head in DOCUMENT_HEADS:
            known = known and pronoun.verb in _OF_PAPERS
        return nouns or known or figure is not None
    if figure is not None:
        return not figure.is_person  # "Valdoro … They"
    return other.head in _GROUPS or other.head in OUTLET_HEADS


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
        if len(genders) == 1:
            figures[key].learn_gender(next(iter(genders)), READ)

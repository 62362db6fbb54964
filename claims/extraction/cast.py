"""Who appears in an article: names put together, roles collected from anywhere.

Short names join the full name they belong to, wherever in the text it stands;
titles before a name and appositions become roles.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from typing import Final

from claims.extraction.callings import (
    description_before,
    ends_of_outlets,
    is_called_body,
    is_what_somebody_is,
    may_be_person,
    opens_sentence,
)
from claims.extraction.figures import (
    LISTED,
    PLACE_LABELS,
    TITLED,
    Evidence,
    Figure,
    initials,
    is_body_role,
)
from claims.extraction.given_names import NAME_GENDERS
from claims.extraction.mentions import OWNERS, Mention
from claims.extraction.model import Span
from claims.extraction.names import (
    COMPANY_WORDS,
    DOCUMENT_HEADS,
    KIN,
    NOUN_GENDERS,
    PAPER_WORDS,
    PARTISANS,
    PERSON_HEADS,
    is_body_noun,
    is_demonym,
    is_name_of_body,
    is_person_noun,
)
from claims.extraction.namesakes import by_nickname, may_bear, of_title
from claims.extraction.naming import name_words
from claims.extraction.outlet_names import is_outlet_name
from claims.extraction.roles import clean_role, has_title, plain
from claims.extraction.roll import MAX_LABEL, Roll
from claims.extraction.saying import (
    Said,
    named_in_apposition,
    names_of_outlets,
    names_of_people,
)
from claims.extraction.wording import head_word, last_words, owned

__all__ = ["Cast", "name_words"]

_BODY_LABELS: Final = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC"})
# What tells two people apart, and says of none what he or she does.
_NO_OFFICES: Final = frozenset(
    "man woman boy girl elder younger eldest youngest guy kid gentleman".split()
)
_DEMONYM_LABELS: Final = frozenset({"NORP", "PERSON"})
MAX_NAMESAKES: Final = 40  # bearers of one surname that are told apart
OUTLET: Final = "outlet"  # what a body is called that reports or has reporters
_ONE: Final = frozenset({"the", "a", "an", "one"})
_LOOK_BACK: Final = 40  # mentions
_SHORT_NAME: Final = 3  # letters of "Walt" or "Tom"
_MAX_PEOPLE: Final = 200  # looked at for a nickname
_MAX_TITLE: Final = 8  # words before a name


class Cast(Roll):
    """The figures of one article and the mentions that stand for them."""

    def __init__(self, mentions: Sequence[Mention], said: Sequence[Said] = ()) -> None:
        """``said`` shows which names are persons'."""
        super().__init__()
        self.mentions = sorted(mentions, key=lambda m: m.head_start)
        self.by_head = {mention.head_start: mention for mention in self.mentions}
        self._of: dict[int, Figure] = {}
        self._by_ends: dict[tuple[str, str], Figure] = {}
        self._by_initials: dict[str, Figure] = {}
        self._by_start: dict[str, set[str]] = {}  # first word → names of bodies
        # last word → the one body whose name ends so, None if there are several
        self._by_end: dict[str, Figure | None] = {}
        self._speakers = {one.speaker for one in said}
        self._starts = [mention.head_start for mention in self.mentions]
        self._sentences = sorted({mention.sentence for mention in self.mentions})
        self._evidence = Evidence(
            self.mentions, names_of_people(said), names_of_outlets(said)
        )
        self._ends_of_outlets = ends_of_outlets(self.mentions)
        for mention in self.mentions:
            self._add_full_name(mention)
        for mention in self.mentions:
            self._add_long_body(mention)
        for mention in self.mentions:
            self._add_rest(mention)
        self._join_appositions()
        self._join_phrases(said)

    def figure(self, mention: Mention) -> Figure | None:
        """The figure a mention names, or None for descriptions and pronouns."""
        return self._of.get(mention.head_start)

    def at(self, head_start: int | None) -> Mention | None:
        """The mention whose head word starts at an offset."""
        return None if head_start is None else self.by_head.get(head_start)

    def inside(self, start: int, end: int) -> list[Mention]:
        """The mentions whose head word lies in a stretch."""
        low = bisect_right(self._starts, start - 1)
        high = bisect_right(self._starts, end - 1)
        return self.mentions[low:high]

    def main_inside(self, span: Span) -> Mention | None:
        """The mention a speaker's span is about, when its head word is not known."""
        best: tuple[int, int] | None = None
        chosen: Mention | None = None
        for mention in self.inside(span.start, span.end)[:MAX_NAMESAKES]:
            shared = min(mention.span.end, span.end) - max(
                mention.span.start, span.start
            )
            key = (shared, -mention.head_start)
            if 2 * shared < span.end - span.start and mention.span.start > span.start:
                continue
            if mention.apposition_of is None and (best is None or key > best):
                best, chosen = key, mention
        return chosen

    def before(self, position: int, limit: int) -> list[Mention]:
        """Up to ``limit`` mentions before a position, nearest first."""
        high = bisect_right(self._starts, position - 1)
        return self.mentions[max(0, high - limit) : high][::-1]

    def after(self, position: int, limit: int) -> list[Mention]:
        """Up to ``limit`` mentions after a position, nearest first."""
        low = bisect_right(self._starts, position)
        return self.mentions[low : low + limit]

    def sentence_number(self, position: int) -> int:
        """Running number of the sentence a position falls in."""
        return bisect_right(self._sentences, position)

    def main_person(self, position: int) -> Figure | None:
        """The person named most often before a position."""
        counts = [
            (bisect_right(figure.positions, position), -index, figure)
            for index, figure in enumerate(self.figures[:_MAX_PEOPLE])
            if figure.is_person and figure.positions
        ]
        best = max(counts, default=None, key=_first_two)
        return best[-1] if best is not None and best[0] else None

    def last_person(self, position: int) -> Figure | None:
        """Who was last spoken of before a position, by name and as a subject."""
        for mention in self.before(position, _LOOK_BACK):
            figure = self.figure(mention)
            if figure is not None and figure.is_person and mention.subject:
                return figure
        return None

    # ── building ────────────────────────────────────────────────────────────

    def _add_full_name(self, mention: Mention) -> None:
        words = name_words(mention.name)
        if len(words) < 2 or not self._evidence.is_person(words, mention):
            return
        if len(words) == 2 and opens_sentence(words[0], mention):
            return
        name = " ".join(words)
        figure = self._people.get(name.lower())
        if figure is None:
            figure = self._same_person(words)
        if figure is None:
            figure = Figure(name, is_person=True)
            self.figures.append(figure)
            self._by_ends[words[0], words[-1]] = figure
            for word in {words[0].lower(), words[-1].lower()}:
                self._by_word.setdefault(word, []).append(figure)
        self._people[name.lower()] = figure
        self._join(mention, figure)

    def _same_person(self, words: list[str]) -> Figure | None:
        """ "Joseph R. Biden" and "Joseph Biden" share first and last name."""
        return self._by_ends.get((words[0], words[-1]))

    def _add_long_body(self, mention: Mention) -> None:
        words = name_words(mention.name)
        if len(words) < 2 or mention.head_start in self._of:
            return
        if len(words) == 2 and opens_sentence(words[0], mention):
            return
        if mention.determiner == "the":
            words = self._longer_outlet(words) or words
        self._join(mention, self._body(words))
        self._by_start.setdefault(words[0].lower(), set()).add(" ".join(words))
        figure, last = self.figure(mention), words[-1].lower()
        is_paper = last in PAPER_WORDS and mention.head_start in self._speakers
        if figure is not None and (is_body_noun(last) or is_paper):
            is_other = self._by_end.get(last, figure) is not figure
            self._by_end[last] = None if is_other else figure

    def _longer_outlet(self, words: list[str]) -> list[str] | None:
        """ "The Daily Packet", where the article names a Skerry Daily Packet."""
        key = " ".join(words).lower()
        if key not in self._ends_of_outlets:
            return None
        return self._ends_of_outlets[key].split()

    def _add_rest(self, mention: Mention) -> None:
        if mention.head_start in self._of:
            return
        is_one = mention.determiner in _ONE and not mention.plural
        is_native = is_demonym(mention.head) or mention.head in PARTISANS
        if is_one and mention.label in _DEMONYM_LABELS and is_native:
            return  # "the Norwegian", "the Republican"
        words = name_words(mention.name or self._unmarked_name(mention))
        if not words:
            return
        if len(words) == 2 and opens_sentence(words[0], mention):
            words = words[1:]
        figure = self._named_before(words, mention)
        if figure is None and mention.label in ("PERSON", "", "ORG"):
            figure = self._nicknamed(words)
        if figure is None:
            figure = self._short_body(words, mention)
        begins_body = len(words) == 1 and any(
            name.split()[-1].lower() in COMPANY_WORDS
            for name in sorted(self._by_start.get(words[0].lower(), ()))[:MAX_NAMESAKES]
        )
        if (
            figure is None
            and not (begins_body and not has_title(mention.role))
            and (self._evidence.is_person(words, mention))
        ):
            figure = self._people.get(" ".join(words).lower()) or self._new_person(
                words
            )
        is_noun = is_person_noun(words[0].lower())
        if figure is None and is_noun and not self._evidence.is_outlet(words):
            return  # "Judge" at the start of a headline
        if figure is None and (mention.label in _BODY_LABELS or words[0][:1].isupper()):
            figure = self._body(words)
        if figure is not None:
            self._join(mention, figure)

    def _unmarked_name(self, mention: Mention) -> str | None:
        """A lone capitalised word the tagger took for a common noun."""
        first = mention.text.split(" ", 1)[0]
        is_word = first[:1].isupper() and first.lower() == mention.head
        known = mention.head in self._by_word or self._evidence.label([mention.head])
        return first if is_word and known else None

    def identify(self, mention: Mention, figure: Figure) -> None:
        """Let a description stand for a figure; a person learns a role by it."""
        self._of.setdefault(mention.head_start, figure)
        if figure.is_person:
            self._learn_role(figure, clean_role(mention.phrase, is_sure=True))

    def _new_person(self, words: list[str]) -> Figure:
        figure = Figure(" ".join(words), is_person=True)
        self.figures.append(figure)
        self._people[figure.name.lower()] = figure
        for word in {words[0].lower(), words[-1].lower()}:
            self._by_word.setdefault(word, []).append(figure)
        return figure

    def _named_before(self, words: list[str], mention: Mention) -> Figure | None:
        """The person a single name belongs to: surname first, then given name."""
        if len(words) != 1:
            return None
        known = self._by_word.get(words[0].lower(), [])[-MAX_NAMESAKES:]
        options = [figure for figure in known if " " in figure.name]
        surnames = [
            f for f in options if f.name.split()[-1].lower() == words[0].lower()
        ]
        if not surnames and mention.label in PLACE_LABELS:
            return None  # "Jordan" the country is no given name
        options = [f for f in surnames or options if may_bear(f, mention)]
        if len(options) <= 1:
            return options[0] if options else None
        options = of_title(options, mention)
        if len(options) == 1:
            return options[0]
        said = mention.text.lower()
        named = [f for f in options if f.name.split()[0].lower() in said.split()]
        if len(named) == 1:
            return named[0]
        earlier = [
            (f.last_before(mention.head_start), i) for i, f in enumerate(options)
        ]
        return options[max(earlier)[1]]

    def _nicknamed(self, words: list[str]) -> Figure | None:
        """ "Walt" for the one person whose given name begins so."""
        if len(words) != 1 or len(words[0]) < _SHORT_NAME or not words[0].isalpha():
            return None
        options = by_nickname(words[0], self.figures[:_MAX_PEOPLE])
        return options[0] if len(options) == 1 and words[0][:1].isupper() else None

    def _short_body(self, words: list[str], mention: Mention) -> Figure | None:
        """ "Tallowick" for the one body whose name begins so, "the Guild" for the one
        that ends so; never for a place."""
        if len(words) != 1 or self._evidence.is_place(words):
            return None
        if mention.determiner == "the" and words[0].lower() in self._by_end:
            return self._by_end[words[0].lower()]
        if is_outlet_name(words[0]):
            return None  # "ESPN" is no "ESPN Safety Panel"
        longer = self._by_start.get(words[0].lower(), set())
        if len(longer) != 1 or words[0].lower() in self._bodies:
            return None
        name = next(iter(longer)).lower()
        last = name.split()[-1]
        is_company = last in COMPANY_WORDS  # "Trump Tower" makes no body of Trump
        if self._evidence.label(words) == "PERSON" and not is_company:
            return None
        return self._bodies.get(name) if is_name_of_body(last) else None

    def _body(self, words: list[str]) -> Figure:
        name = " ".join(words)
        key = name.lower()
        figure = self._bodies.get(key)
        if figure is None and key.isalpha() and name.isupper() and len(name) > 1:
            figure = self._by_initials.get(name)
        if figure is None:
            figure = Figure(name, is_person=False)
            figure.called.add(words[-1].lower())
            figure.called.add(head_word(name))
            figure.is_place = self._evidence.label(words) in PLACE_LABELS
            is_country = self._evidence.label(words) in ("GPE", "LOC")
            if self._evidence.is_outlet(words) and not is_country:
                figure.called.add(OUTLET)
            self.figures.append(figure)
            self._bodies[key] = figure
            self._by_initials.setdefault(initials(name), figure)
        return figure

    def _join(self, mention: Mention, figure: Figure) -> None:
        self._of[mention.head_start] = figure
        insort(figure.positions, mention.head_start)
        role = (mention.role or "").lower().split()
        if not figure.is_person:
            if is_body_role(mention.role):
                figure.called.update(role[-2:])
            if mention.apposition is not None:
                figure.called.add(head_word(mention.apposition))
            figure.name = owned(figure.name, mention.phrase) or figure.name
            return
        figure.titles.update(word.strip(".") for word in role)
        first = plain(figure.name.split()[0])
        gender = next((NOUN_GENDERS[w] for w in role if w in NOUN_GENDERS), "")
        figure.learn_gender(gender, TITLED)
        figure.learn_gender(NAME_GENDERS.get(first, ""), LISTED)
        self._learn_role(figure, clean_role(mention.role))
        if is_what_somebody_is(mention.apposition or ""):
            self._learn_role(figure, clean_role(mention.apposition, is_sure=True))

    def _learn_role(self, figure: Figure, cleaned: str | None) -> None:
        if cleaned is None:
            return
        for word in cleaned.lower().split():
            figure.learn_gender(NOUN_GENDERS.get(word, ""), TITLED)
        if head_word(cleaned) in _NO_OFFICES:
            return
        if not cleaned.split()[-1][:1].isupper():  # as "Sister" of "Sister Agnes"
            # "her sister" is no office, but says that it is a woman
            parts = [p for p in cleaned.split(" and ") if head_word(p) not in KIN]
            if not parts:
                return
            cleaned = cleaned if head_word(cleaned) not in KIN else parts[0]
        figure.titles.update(cleaned.lower().replace(",", " ").split())
        known = figure.role
        if known is None or len(known.split()) < len(cleaned.split()) <= 8:
            figure.role = cleaned

    def _join_appositions(self) -> None:
        """ "The mayor of Turin, Chiara Rossi": description and name are one.

        Backwards, so that in "her niece, the novelist Ana Ruiz" the niece meets a
        novelist who already has a name.
        """
        for mention in reversed(self.mentions):
            if mention.apposition_of is None:
                continue
            other = self.by_head.get(mention.apposition_of)
            if other is None:
                continue
            if other.label in _BODY_LABELS:
                other = self._person_around(mention) or other
            figure, described, named = self.figure(mention), other, mention
            if figure is None or self.figure(other) is not None:
                figure, described, named = self.figure(other), mention, other
            if figure is None or described.name is not None or described.plural:
                continue
            if figure.is_person:
                self._join_person(figure, described, named)
            elif is_called_body(described):
                self._of.setdefault(described.head_start, figure)
                figure.called.update(last_words(described.phrase))

    def _join_phrases(self, said: Sequence[Said]) -> None:
        """The same where the parse hangs the name on the company."""
        for one in said:
            self._learn_from_phrase(one.written)
            described = self.at(one.speaker)
            if described is None or described.name is not None:
                continue
            figure = self._people.get(" ".join(named_in_apposition(one)).lower())
            if figure is not None and is_person_noun(described.head):
                if self.figure(described) is None:
                    self.identify(described, figure)
            elif (body := self.body_beside(one.written)) is not None:
                self._of.setdefault(described.head_start, body)

    def _learn_from_phrase(self, written: str) -> None:
        """ "Det. Ana Ruiz", "Skerry delegate Ana Ruiz", however they were parsed."""
        words = written[: 2 * MAX_LABEL].partition(",")[0].split()
        for first in range(1, min(len(words) - 1, _MAX_TITLE + 1)):
            name = " ".join(name_words(" ".join(words[first:]))).lower()
            figure = self._people.get(name) if words[first][:1].isupper() else None
            if figure is not None and figure.role is None and " " in name:
                self._learn_role(figure, clean_role(" ".join(words[:first])))
                return

    def _join_person(self, figure: Figure, described: Mention, named: Mention) -> None:
        is_bare = described.determiner == "" and not is_person_noun(described.head)
        if is_bare or described.determiner == "no":
            return
        is_thing = is_body_noun(described.head) or described.head in DOCUMENT_HEADS
        speaks = described.head_start in self._speakers  # "their cox, Ana Ruiz"
        speaks = speaks and described.determiner in OWNERS
        if not may_be_person(described.head) and not (speaks and not is_thing):
            return
        self._of.setdefault(described.head_start, figure)
        role = clean_role(description_before(described, named), is_sure=True)
        self._learn_role(figure, role)

    def _person_around(self, mention: Mention) -> Mention | None:
        """The parser hangs "Chiara Rossi" on Turin in "the mayor of Turin, …"."""
        for other in self.before(mention.head_start, 4):
            if other.head in PERSON_HEADS and other.span.covers(mention.span):
                return other
        return None


def _first_two(item: tuple[int, int, Figure]) -> tuple[int, int]:
    return item[0], item[1]

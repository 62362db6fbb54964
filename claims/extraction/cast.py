"""Who appears in an article: names put together, roles collected from anywhere.

Short names join the full name they belong to, wherever in the text it stands;
titles before a name and appositions become roles.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from claims.extraction.mentions import BODY_SIGN, PERSON_SIGN, Mention, is_person_noun
from claims.extraction.names import (
    BODY_HEADS,
    COURTESY,
    NAME_GENDERS,
    NOUN_GENDERS,
    OUTLET_WORDS,
    PERSON_HEADS,
    TITLE_ROLES,
    TITLES,
)
from claims.extraction.patterns import PARENTHESIS

_BODY_LABELS: Final = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC"})
_ROLE_ENDINGS: Final = ("man", "woman", "person", "ist", "chief", "leader", "head")
_SMALL: Final = frozenset({"of", "for", "at", "in", "to", "and", "the", "on", "with"})
_NO_ROLE: Final = frozenset(
    {"the", "a", "an", "then", "its", "his", "her", "their", "our", "whose", "my"}
)  # fmt: skip
MAX_ROLE_WORDS: Final = 14
MAX_NAMESAKES: Final = 40  # bearers of one surname that are told apart


@dataclass(slots=True)
class Figure:
    """A person or body of the article."""

    name: str
    is_person: bool
    gender: str = ""  # "m", "f" or unknown
    role: str | None = None
    positions: list[int] = field(default_factory=list)  # head offsets, ascending

    def last_before(self, position: int) -> int:
        """Where the figure was last named before a position; -1 for nowhere."""
        index = bisect_left(self.positions, position)
        return self.positions[index - 1] if index else -1

    def first_after(self, position: int) -> int | None:
        """Where the figure is next named after a position."""
        index = bisect_right(self.positions, position)
        return self.positions[index] if index < len(self.positions) else None


class Cast:
    """The figures of one article and the mentions that stand for them."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda m: m.head_start)
        self.by_head = {mention.head_start: mention for mention in self.mentions}
        self.figures: list[Figure] = []
        self._of: dict[int, Figure] = {}
        self._people: dict[str, Figure] = {}
        self._by_ends: dict[tuple[str, str], Figure] = {}
        self._by_word: dict[str, list[Figure]] = {}
        self._bodies: dict[str, Figure] = {}
        self._starts = [mention.head_start for mention in self.mentions]
        self._sentences = sorted({mention.sentence for mention in self.mentions})
        self._people_by_sign = _signed(self.mentions, PERSON_SIGN)
        self._titled = _titled_surnames(self.mentions)
        self._bodies_by_sign = _signed(self.mentions, BODY_SIGN)
        for mention in self.mentions:
            self._add_full_name(mention)
        for mention in self.mentions:
            self._add_rest(mention)
        self._join_appositions()

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

    def before(self, position: int, limit: int) -> list[Mention]:
        """Up to ``limit`` mentions before a position, nearest first."""
        high = bisect_right(self._starts, position - 1)
        return self.mentions[max(0, high - limit) : high][::-1]

    def sentence_number(self, position: int) -> int:
        """Running number of the sentence a position falls in."""
        return bisect_right(self._sentences, position)

    # ── building ────────────────────────────────────────────────────────────

    def _add_full_name(self, mention: Mention) -> None:
        words = name_words(mention.name)
        by_sign = bool(words) and (
            " ".join(words).lower() in self._people_by_sign
            or words[-1].lower() in self._titled
        )
        if not (by_sign and _may_be_person(words)) and not _is_person_name(
            mention, words
        ):
            return
        if len(words) < 2 or len(words) > 5:
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

    def _add_rest(self, mention: Mention) -> None:
        if mention.head_start in self._of:
            return
        words = name_words(mention.name or _unmarked_surname(mention, self._by_word))
        if not words:
            return
        figure = self._named_before(words, mention)
        if figure is None and len(words) < 5 and self._is_person(words, mention):
            figure = self._people.get(" ".join(words).lower()) or self._new_person(
                words
            )
        if figure is None and len(words) == 1 and is_person_noun(words[0].lower()):
            return  # "Judge" at the start of a headline
        if figure is None and (mention.label in _BODY_LABELS or words[0][:1].isupper()):
            figure = self._body(words)
        if figure is not None:
            self._join(mention, figure)

    def _is_person(self, words: list[str], mention: Mention) -> bool:
        """What stands around a name outweighs the recogniser's label."""
        key = " ".join(words).lower()
        if _has_title(mention.role) or key in self._people_by_sign:
            return _may_be_person(words)
        if len(words) == 1 and key in self._bodies_by_sign:
            return False  # "in Lisbon", "Lisbon's parliament"
        return mention.label == "PERSON"

    def identify(self, mention: Mention, figure: Figure) -> None:
        """Let a description stand for a person, who learns his or her role by it."""
        self._of.setdefault(mention.head_start, figure)
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
        options = [
            figure
            for figure in self._by_word.get(words[0].lower(), [])[-MAX_NAMESAKES:]
            if len(figure.name.split()) > 1
        ]
        surnames = [
            f for f in options if f.name.split()[-1].lower() == words[0].lower()
        ]
        if not surnames and mention.label not in ("PERSON", ""):
            return None  # "Jordan" the country is no given name
        options = surnames or options
        gender = NOUN_GENDERS.get((mention.role or "").lower().split(" ")[-1], "")
        if gender:
            options = [f for f in options if f.gender in ("", gender)] or options
        if len(options) <= 1:
            return options[0] if options else None
        earlier = [
            (f.last_before(mention.head_start), i) for i, f in enumerate(options)
        ]
        return options[max(earlier)[1]]

    def _body(self, words: list[str]) -> Figure:
        name = " ".join(words)
        key = name.lower()
        figure = self._bodies.get(key)
        if figure is None and key.isalpha() and name.isupper() and len(name) > 1:
            figure = next(
                (f for f in self._bodies.values() if _initials(f.name) == name), None
            )
        if figure is None:
            figure = Figure(name, is_person=False)
            self.figures.append(figure)
            self._bodies[key] = figure
        return figure

    def _join(self, mention: Mention, figure: Figure) -> None:
        self._of[mention.head_start] = figure
        insort(figure.positions, mention.head_start)
        if not figure.is_person:
            return
        title = (mention.role or "").lower().split(" ")[0]
        first = plain(figure.name.split()[0])
        figure.gender = (
            figure.gender or NOUN_GENDERS.get(title, "") or NAME_GENDERS.get(first, "")
        )
        self._learn_role(figure, clean_role(mention.role))
        self._learn_role(figure, clean_role(mention.apposition, is_sure=True))

    def _learn_role(self, figure: Figure, cleaned: str | None) -> None:
        if cleaned is None:
            return
        for word in cleaned.lower().split():
            figure.gender = figure.gender or NOUN_GENDERS.get(word, "")
        known = figure.role
        if known is None or len(known.split()) < len(cleaned.split()) <= 8:
            figure.role = cleaned

    def _join_appositions(self) -> None:
        """ "The mayor of Turin, Chiara Rossi": description and name are one."""
        for mention in self.mentions:
            if mention.apposition_of is None:
                continue
            other = self.by_head.get(mention.apposition_of)
            if other is None:
                continue
            if other.label in _BODY_LABELS:
                other = self._person_around(mention) or other
            figure, described = self._of.get(mention.head_start), other
            if figure is None or not figure.is_person:
                figure, described = self._of.get(other.head_start), mention
            if figure is None or not figure.is_person or described.name is not None:
                continue
            if described.plural or described.determiner == "":
                continue
            self._of.setdefault(described.head_start, figure)
            role = clean_role(_description(described, mention), is_sure=True)
            self._learn_role(figure, role)

    def _person_around(self, mention: Mention) -> Mention | None:
        """The parser hangs "Chiara Rossi" on Turin in "the mayor of Turin, …"."""
        for other in self.before(mention.head_start, 4):
            if other.head in PERSON_HEADS and other.span.covers(mention.span):
                return other
        return None


def _description(described: Mention, named: Mention) -> str:
    """The describing words, without the name that explains them."""
    phrase = described.phrase or described.head
    before, _, _ = phrase.partition(f", {named.text}")
    return before


def _initials(name: str) -> str:
    return "".join(
        w[0] for w in name.split() if w.lower() not in _SMALL and w[0].isupper()
    )


def _is_person_name(mention: Mention, words: list[str]) -> bool:
    """The recogniser says so, or a title or a known given name does."""
    if mention.label == "PERSON":
        return True
    if not words or mention.label not in ("", "ORG", "GPE"):
        return False
    given = len(words) in (2, 3) and words[0].lower() in NAME_GENDERS
    return given or _has_title(mention.role)


def _unmarked_surname(mention: Mention, known: Mapping[str, object]) -> str | None:
    """A lone capitalised word the tagger took for a common noun."""
    is_word = mention.text[:1].isupper() and mention.text.lower() == mention.head
    return mention.text if is_word and mention.head in known else None


def _may_be_person(words: list[str]) -> bool:
    """Whether a name lacks the words that only bodies and outlets have."""
    last = words[-1].lower() if words else ""
    return bool(last) and last not in BODY_HEADS and last not in OUTLET_WORDS


def _titled_surnames(mentions: Sequence[Mention]) -> frozenset[str]:
    """ "Ms Hale": the lone names (lower case) that have a title somewhere."""
    return frozenset(
        name_words(mention.name)[-1].lower()
        for mention in mentions
        if _has_title(mention.role) and len(name_words(mention.name)) == 1
    )


def _signed(mentions: Sequence[Mention], sign: str) -> frozenset[str]:
    """Names (lower case) that stand somewhere with a sign."""
    return frozenset(
        " ".join(name_words(mention.name)).lower()
        for mention in mentions
        if sign in mention.signs
    )


def _has_title(role: str | None) -> bool:
    words = (role or "").lower().split()
    return bool(words) and (words[-1] in TITLES or words[-1] in PERSON_HEADS)


def plain(word: str) -> str:
    """A word in lower case without accents: "José" is found as "jose"."""
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def name_words(name: str | None) -> list[str]:
    """The words of a proper name: no titles, possessive, marks or parentheses."""
    if not name:
        return []
    words = PARENTHESIS.sub(" ", name).replace("’", "'").split()
    cleaned = []
    for word in words:
        stripped = word.strip(',;:"“”()[]')
        if stripped and stripped not in ("'", "-", "'s"):
            cleaned.append(stripped)
    if cleaned:
        cleaned[-1] = cleaned[-1].removesuffix("'s")
    while len(cleaned) > 1 and cleaned[0].lower() in TITLES | {"the"}:
        cleaned.pop(0)
    return cleaned


def clean_role(role: str | None, *, is_sure: bool = False) -> str | None:
    """A role worth showing, or None for courtesy titles and plain adjectives.

    ``is_sure``: the words are known to describe a person, so any noun will do.
    """
    if not role:
        return None
    words = PARENTHESIS.sub(" ", role).strip(' ,;:—-"“”').split()
    while words and words[0].lower() in COURTESY | _NO_ROLE:
        words.pop(0)
    while words and words[-1].lower() in COURTESY | {"'s", "’s"}:
        words.pop()
    if not words or len(words) > MAX_ROLE_WORDS:
        return None
    head_end = next((i for i, w in enumerate(words) if w.lower() in _SMALL), len(words))
    if head_end == 0:
        return None
    head = words[head_end - 1].lower().strip(",")
    known = head in PERSON_HEADS or head in TITLES or head.endswith(_ROLE_ENDINGS)
    if not known and not is_sure:
        return None
    if len(words) == 1 and head in TITLE_ROLES:
        return TITLE_ROLES[head]
    return " ".join(words)

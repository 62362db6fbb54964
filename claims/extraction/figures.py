"""The people and bodies of an article, and what shows which of the two a name is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from claims.extraction.given_names import NAME_GENDERS
from claims.extraction.mentions import (
    BODY_SIGN,
    CALLED_SIGN,
    PERSON_SIGN,
    Mention,
)
from claims.extraction.names import (
    OUTLET_HEADS,
    OUTLET_NAMES,
    OUTLET_STARTS,
    TITLE_ROLES,
    is_body_noun,
    is_name_of_body,
    is_people_noun,
    is_person_noun,
)
from claims.extraction.naming import name_words
from claims.extraction.roles import has_title, plain, role_head

PLACE_LABELS: Final = frozenset({"GPE", "LOC", "NORP"})
_SMALL: Final = frozenset({"of", "for", "at", "in", "to", "and", "the", "on", "with"})
# What the recogniser takes names of persons for, besides bodies and places.
_MISREAD: Final = frozenset(
    {"FAC", "LOC", "PRODUCT", "NORP", "WORK_OF_ART", "EVENT", "LAW"}
)
MAX_PERSON_WORDS: Final = 5
# What shows whether somebody is a man or a woman, from weak to strong: pronouns in
# the sentences about them, a list of given names, "Mr" or "chairwoman".
READ: Final = 1
LISTED: Final = 2
TITLED: Final = 3
_JOURNALISTS: Final = frozenset(
    "writer reporter editor correspondent columnist journalist blogger anchor".split()
)
# Where people post: named beside those who do.
_PLATFORMS: Final = frozenset(
    {"twitter", "facebook", "instagram", "youtube", "snapchat", "reddit", "tiktok",
     "periscope", "tumblr", "linkedin", "skype", "whatsapp", "telegram"}
)  # fmt: skip
_NO_PEOPLE: Final = frozenset({"team", "cyclone", "hurricane", "typhoon", "storm"})
_PLACE_STARTS: Final = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western",
     "new", "upper", "lower", "greater", "mount", "lake", "port", "fort", "saint",
     "st", "st."}
)  # fmt: skip
_PLACE_ENDS: Final = frozenset(
    {"avenue", "street", "road", "lane", "valley", "creek", "falls", "island",
     "islands", "beach", "bay", "harbor", "harbour", "bridge", "park", "square",
     "heights", "springs", "mountain", "mountains", "river", "forest", "boulevard",
     "highway", "route", "ridge", "hill", "hills", "peninsula", "province",
     "township", "parish", "village", "town"}
)  # fmt: skip


@dataclass(slots=True)
class Figure:
    """A person or body of the article."""

    name: str
    is_person: bool
    gender: str = ""  # "m", "f" or unknown
    gender_by: int = 0  # what shows it: READ, LISTED or TITLED
    role: str | None = None
    positions: list[int] = field(default_factory=list)  # head offsets, ascending
    called: set[str] = field(default_factory=set)  # nouns beside a body's name
    titles: set[str] = field(default_factory=set)  # words before a person's name
    is_place: bool = False  # a country or town, by its label

    def learn_gender(self, gender: str, by: int) -> None:
        """Take a gender that is shown better than what is known."""
        if gender and by > self.gender_by:
            self.gender, self.gender_by = gender, by

    def last_before(self, position: int) -> int:
        """Where the figure was last named before a position; -1 for nowhere."""
        index = bisect_left(self.positions, position)
        return self.positions[index - 1] if index else -1

    def first_after(self, position: int) -> int | None:
        """Where the figure is next named after a position."""
        index = bisect_right(self.positions, position)
        return self.positions[index] if index < len(self.positions) else None


class Evidence:
    """What all mentions of an article together say of each name."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        people: Iterable[list[str]] = (),
        outlets: Iterable[str] = (),
    ) -> None:
        """``people`` and ``outlets`` are names that something else shows to be so."""
        self._sure = {" ".join(words).lower() for words in people}
        self._outlets = set(outlets) - self._sure
        self._people: set[str] = set()
        self._places: set[str] = set()
        self._called: set[str] = set()
        self._titled: set[str] = set()
        self._alone: set[str] = set()  # names of one word
        self._labels: dict[str, Counter[str]] = {}
        for mention in mentions:
            words = name_words(mention.name)
            if words:
                self._note(mention, words)

    def _note(self, mention: Mention, words: list[str]) -> None:
        key = " ".join(words).lower()
        if PERSON_SIGN in mention.signs:
            self._people.add(key)
        if BODY_SIGN in mention.signs:
            self._places.add(key)
        if CALLED_SIGN in mention.signs or is_body_role(mention.role):
            self._called.add(key)
        if has_title(mention.role):
            self._titled.add(words[-1].lower())
            self._outlets |= employer(mention.role)
        if len(words) == 1 and mention.determiner == "":
            self._alone.add(key)
        self._labels.setdefault(key, Counter())[mention.label] += 1

    def label(self, words: list[str]) -> str:
        """The label most mentions of a name have."""
        labels = self._labels.get(" ".join(words).lower())
        return labels.most_common(1)[0][0] if labels else ""

    def is_outlet(self, words: list[str]) -> bool:
        """Whether it reports, or has reporters: "Skerrywatch editor Ana Ruiz"."""
        return " ".join(words).lower() in self._outlets

    def is_place(self, words: list[str]) -> bool:
        """Whether people are "in" it, or it is labelled a place."""
        key = " ".join(words).lower()
        labels = self._labels.get(key, Counter())
        return key in self._places or any(labels[one] for one in PLACE_LABELS)

    def is_person(self, words: list[str], mention: Mention) -> bool:
        """Whether a name is a person's; what stands around it outweighs its label."""
        key = " ".join(words).lower()
        if key in self._sure:
            return True
        if len(words) > MAX_PERSON_WORDS or words[0].lower() in OUTLET_STARTS:
            return False
        if words[0].lower() in _NO_PEOPLE or key in _PLATFORMS:
            return False  # "Team Clinton", "Cyclone Maruja"
        is_several = mention.plural and not mention.joint
        if is_several and is_people_noun(words[-1].lower()):
            return False  # "Tea Party Republicans"
        is_given = len(words) > 1 and plain(words[0]) in NAME_GENDERS
        is_titled = has_title(mention.role) or key in self._people
        if (self.is_outlet(words) or key in OUTLET_NAMES) and not is_titled:
            return False
        if mention.label in ("GPE", "LOC") and not (
            is_given or has_title(mention.role)
        ):
            return False  # "Hale of South Dakota, who …"
        if is_name_of_body(words[-1].lower()):
            return is_given and (is_titled or mention.label == "PERSON")
        if is_titled or words[-1].lower() in self._titled:
            return True
        if key in self._called:
            return False
        if len(words) == 1:
            return self.label(words) == "PERSON" and key not in self._places
        if not is_given and (key in self._places or is_place_name(words)):
            return False
        if mention.label == "PERSON":
            return True
        if is_several:
            return False
        if mention.label not in ("", "ORG", "GPE"):
            return is_given and len(words) == 2 and mention.label in _MISREAD
        if is_given or (is_double_barrelled(words[-1]) and len(words) < 4):
            return True
        return len(words) == 2 and self._is_short(words)

    def _is_short(self, words: list[str]) -> bool:
        """Whether the second word stands alone elsewhere, as surnames do.

        Bodies and places are called by their first word instead.
        """
        first, last = words[0].lower(), words[-1].lower()
        return last in self._alone and first not in self._alone and last.isalpha()


def role_words(figure: Figure) -> set[str]:
    """The words that say what a person is, titles spelt out among them."""
    words = {word.strip(",").lower() for word in (figure.role or "").split()}
    words |= figure.titles
    words |= {TITLE_ROLES[word] for word in words if word in TITLE_ROLES}
    if "ceo" in words:
        words |= {"chief", "executive"}
    return words | {word.strip("'’s") for word in words}


def employer(role: str | None) -> set[str]:
    """ "skerrywatch" of "Skerrywatch writer": whose journalist somebody is."""
    words = (role or "").split()
    if len(words) < 2 or words[-1].lower() not in _JOURNALISTS:
        return set()
    is_name = all(word[:1].isupper() for word in words[:-1])
    is_other = any(is_person_noun(word.lower()) for word in words[:-1])
    return {" ".join(words[:-1]).lower()} if is_name and not is_other else set()


def is_body_role(role: str | None) -> bool:
    """ "campaign group", "the daily": what stands before the name of a body."""
    head = role_head(role)
    return is_body_noun(head) or head in OUTLET_HEADS


def is_double_barrelled(word: str) -> bool:
    """ "Finch-Hatherley"."""
    parts = word.split("-")
    return len(parts) == 2 and all(len(p) > 1 and p[:1].isupper() for p in parts)


def is_place_name(words: Sequence[str]) -> bool:
    """ "South Ridge", "New Hampton", "Pelham Creek"."""
    return words[0].lower() in _PLACE_STARTS or words[-1].lower() in _PLACE_ENDS


def initials(name: str) -> str:
    """ "National Crime Agency" → "NCA"."""
    return "".join(
        w[0] for w in name.split() if w.lower() not in _SMALL and w[0].isupper()
    )

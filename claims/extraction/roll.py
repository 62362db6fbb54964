"""The figures of an article by their names, and whom a phrase names.

For phrases that the parse did not see as one: the words alone decide.
"""

from __future__ import annotations

from typing import Final

from claims.extraction.figures import Figure, initials
from claims.extraction.naming import name_words

_MORE_THAN_ONE: Final = frozenset("and or & including like".split())
_PREPOSITIONS: Final = frozenset("of to for at in with from on by near".split())
_MAX_INITIALS: Final = 4  # characters of "N.F."
MAX_LABEL: Final = 80  # characters of a transcript's label


class Roll:
    """Figures, and where to find them by their names."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self._people: dict[str, Figure] = {}
        self._by_word: dict[str, list[Figure]] = {}
        self._bodies: dict[str, Figure] = {}

    def labelled(self, label: str) -> Figure | None:
        """ "MS. FARRABEE", before a transcript's line: the person of that surname."""
        words = name_words(label[:MAX_LABEL])
        if not words or not label.isupper():
            return None
        if len(words) == 1 and len(label) <= _MAX_INITIALS:
            people = [f for f in self.figures if f.is_person]
            bearers = [f for f in people if initials(f.name) == label.replace(".", "")]
            if len(bearers) == 1:
                return bearers[0]
        options = self._by_word.get(words[-1].lower(), [])
        given = [f for f in options if f.name.lower().startswith(words[0].lower())]
        options = given or options
        return options[0] if len(options) == 1 else None

    def named_in(self, phrase: str) -> Figure | None:
        """The figure whose name a phrase begins with, up to its first comma.

        For phrases that the parse did not see as one: "Senator Hale of Norland, who …".
        """
        words = name_words(phrase[:MAX_LABEL].partition(",")[0])
        for last in range(len(words), 0, -1):
            name = " ".join(words[:last])
            figure = self._people.get(name.lower()) or self._bodies.get(name.lower())
            if figure is not None and name[:1].isupper():
                return figure
        bearers = self._by_word.get(words[0].lower(), []) if words else []
        fits = len(bearers) == 1 and words[0][:1].isupper() and len(words) == 1
        return bearers[0] if fits else None

    def named_beside(self, phrase: str) -> Figure | None:
        """The person whose name ends a part of a phrase between commas.

        "The dead man’s widow, Ruth Eames", where the parse saw no apposition; but
        not "an aide to the mayor, Ada Lind", who is not the aide.
        """
        first_part = phrase.partition(",")[0].lower().removeprefix("one of ")
        if _PREPOSITIONS & set(first_part.split()):
            return None
        for part in phrase[: 3 * MAX_LABEL].split(",")[1:3]:
            words = part.split()
            if "and" in words:
                continue  # more than one
            first = len(words)
            while first > 0 and words[first - 1][:1].isupper():
                first -= 1
            while len(words) - first > 1:  # "State Senator Ray Okafor"
                name = " ".join(name_words(" ".join(words[first:])))
                if (figure := self._people.get(name.lower())) is not None:
                    return figure
                first += 1
        return None

    def several_beside(self, phrase: str) -> list[str]:
        """The names behind "two analysts, Ana Ruiz and Ben Lind", if all are known.

        One after the other, and nothing else behind the first comma.
        """
        before, _, after = phrase[: 3 * MAX_LABEL].partition(",")
        if _PREPOSITIONS & set(before.lower().split()) or " and " not in after:
            return []
        parts = [part for one in after.split(",") for part in one.split(" and ")]
        found = [
            self._people.get(" ".join(name_words(part)).lower())
            for part in parts
            if part.strip()
        ]
        names = [figure.name for figure in found if figure is not None]
        return names if len(names) == len(found) > 1 else []

    def body_beside(self, phrase: str) -> Figure | None:
        """ "The drivers’ employer, Meskh Logistics": the body named behind a comma."""
        first, _, rest = phrase[: 3 * MAX_LABEL].partition(",")
        if _PREPOSITIONS & set(first.lower().split()) or "," in rest.strip(" ,"):
            return None
        return self._bodies.get(" ".join(name_words(rest)).lower())

    def named_at_end(self, phrase: str) -> Figure | None:
        """The person whose full name ends a phrase's part before its first comma.

        "Her partner Callum Bright, a lorry driver", "a pilot named Ana Ruiz", by the
        words alone; but not "the wife of Callum Bright".
        """
        words = phrase[: 2 * MAX_LABEL].partition(",")[0].replace("’", "'").split()
        first = len(words)
        while first > 0 and words[first - 1][:1].isupper():
            first -= 1
        before = {word.lower() for word in words[:first]}
        if before & (_PREPOSITIONS | _MORE_THAN_ONE) or first == len(words):
            return None
        names = name_words(" ".join(words[first:]))
        figure = self._people.get(" ".join(names).lower()) if len(names) > 1 else None
        return figure

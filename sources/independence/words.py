"""A text as words, each known to stand in a quotation or outside.

What is compared are runs of five words that lie wholly on one side of a
quotation mark: two reporters who quote the same sentence have copied nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from sources.independence.patterns import (
    JOINERS,
    STANDING_LINE,
    STANDING_TAIL,
    WORD,
)
from sources.independence.quotations import (
    Stretch,
    embedded_posts,
    quoted_stretches,
)

RUN: Final = 5
"""Words in a run. Five tell a copy from a topic; eight lose edited copies."""

_TAIL: Final = 800  # characters in which standing phrases may stand in a line


@dataclass(frozen=True)
class Section:
    """A stretch of ``text`` without a quotation mark between its words."""

    text: str
    start: int
    end: int
    quoted: bool

    @cached_property
    def words(self) -> list[str]:
        """The words in their normal form, in order."""
        part = self.text[self.start : self.end]
        if not part.isascii():
            return [normal_form(word) for word in WORD.findall(part)]
        words = WORD.findall(part.lower())
        return [word.replace("'", "") for word in words] if "'" in part else words

    @cached_property
    def spans(self) -> list[Stretch]:
        """Where each word stands, in code points of the whole text."""
        return [
            match.span() for match in WORD.finditer(self.text, self.start, self.end)
        ]

    @property
    def runs(self) -> list[str]:
        """Every run of the section, its words joined by blanks, in order."""
        words = self.words
        return [
            " ".join(words[start : start + RUN])
            for start in range(len(words) - RUN + 1)
        ]


@dataclass(frozen=True)
class Prepared:
    """A text made ready for comparing; reuse it for several comparisons."""

    text: str
    sections: tuple[Section, ...]

    @cached_property
    def own_runs(self) -> frozenset[str]:
        """The distinct runs outside quotation marks."""
        return self._runs(quoted=False)

    @cached_property
    def quoted_runs(self) -> frozenset[str]:
        """The distinct runs inside quotation marks."""
        return self._runs(quoted=True)

    def _runs(self, *, quoted: bool) -> frozenset[str]:
        return frozenset(
            run
            for section in self.sections
            if section.quoted is quoted
            for run in section.runs
        )


def prepare(text: str, *, quoted: Sequence[Stretch] = ()) -> Prepared:
    """Split ``text`` into sections.

    ``quoted`` are stretches (start, end) that the caller knows to be somebody
    else's words without marks, such as embedded posts. Standing phrases
    (copyright lines, "All rights reserved", notes on who contributed) belong to
    no section. Time is linear in the text.
    """
    sections: list[Section] = []
    at = 0
    for start, end, is_quoted in _cuts(text, quoted):
        if start > at:
            sections.append(Section(text, at, start, quoted=False))
        if is_quoted and end > max(at, start):
            sections.append(Section(text, max(at, start), end, quoted=True))
        at = max(at, end)
    if at < len(text):
        sections.append(Section(text, at, len(text), quoted=False))
    return Prepared(text, tuple(sections))


def _cuts(text: str, quoted: Sequence[Stretch]) -> list[tuple[int, int, bool]]:
    """What is not the article's own wording: start, end, is it quoted?"""
    cuts = [(start, end, True) for start, end in quoted_stretches(text)]
    cuts += [(start, end, True) for start, end in embedded_posts(text)]
    cuts += [(max(0, start), min(len(text), end), True) for start, end in quoted]
    cuts += [(start, end, False) for start, end in _standing(text)]
    cuts.sort()
    return cuts


def _standing(text: str) -> Iterator[Stretch]:
    for match in STANDING_LINE.finditer(text):
        yield match.span()
    for match in STANDING_TAIL.finditer(text, max(0, len(text) - _TAIL)):
        yield match.span()


@lru_cache(maxsize=65_536)
def normal_form(word: str) -> str:
    """One form for a word however it is typed.

    Compatibility forms are composed (NFKC), case is folded, apostrophes, soft
    hyphens and zero-width characters are dropped.
    """
    if word.isascii():
        return word.lower().replace("'", "")
    bare = unicodedata.normalize("NFKC", JOINERS.sub("", word))
    return unicodedata.normalize("NFKC", bare.casefold())

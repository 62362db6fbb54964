"""Find names of outlets in running text, word by word.

Names are looked up in a table by their first or last word, so that time does not
grow with the number of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sources.independence.patterns import WORD
from sources.independence.words import normal_form

_LONGEST: Final = 60  # characters looked back for the name before a verb
_DATES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march"
    " april may june july august september october november december mon tue tues wed"
    " thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov"
    " dec".split()
)
# Capitalised, and still not part of a longer name.
_OUTLET_NOUNS: Final = frozenset(
    "tv television radio news newspaper magazine online website blog in on at that"
    " he she it they the a an i we".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutlet:
    """An outlet that may be named or linked to.

    ``name`` is how results call it. ``aliases`` are other ways to write it; one
    that begins with a lower-case "the" is only taken with its article, so that
    "the Sun" is a newspaper and "Sun" is not. ``domains`` are in lower case
    without "www."; subdomains belong to them.
    """

    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    credit_aliases: tuple[str, ...] = ()  # taken in credits, not in running text
    is_agency: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: whose, and where (article excluded)."""

    outlet: KnownOutlet
    start: int
    end: int
    is_short: bool = False  # "the Post": which one depends on the article


@dataclass(frozen=True, slots=True)
class _Form:
    outlet: KnownOutlet
    words: tuple[str, ...]
    needs_article: bool
    is_capitals: bool
    is_short: bool
    is_small: bool  # dpa: written without a capital


class Names:
    """The names of ``outlets``; where two share a name, the first has it."""

    def __init__(
        self, outlets: Iterable[KnownOutlet], *, for_credits: bool = False
    ) -> None:
        self.outlets = tuple(outlets)
        self._by_first: dict[str, list[_Form]] = {}
        self._by_last: dict[str, list[_Form]] = {}
        self._by_domain: dict[str, KnownOutlet] = {}
        seen: set[tuple[str, ...]] = set()
        for outlet in self.outlets:
            for domain in outlet.domains:
                self._by_domain.setdefault(domain, outlet)
            more = outlet.credit_aliases if for_credits else ()
            for written in (outlet.name, *outlet.aliases, *more):
                form = _form(outlet, written)
                if form.words and form.words not in seen:
                    seen.add(form.words)
                    self._by_first.setdefault(form.words[0], []).append(form)
                    self._by_last.setdefault(form.words[-1], []).append(form)
        for forms in (*self._by_first.values(), *self._by_last.values()):
            forms.sort(key=lambda form: -len(form.words))

    def all_in(self, text: str, start: int, end: int) -> Iterator[Named]:
        """Every name from ``start`` to ``end``, longest first, never overlapping."""
        spans = [match.span() for match in WORD.finditer(text, start, end)]
        at = 0
        while at < len(spans):
            found = self._from(text, spans, at)
            if found is None:
                at += 1
                continue
            yield found
            while at < len(spans) and spans[at][0] < found.end:
                at += 1

    def at(self, text: str, start: int) -> Named | None:
        """The name that begins at ``start``, an article before it allowed."""
        window = text[start : start + 2 * _LONGEST]
        spans = [
            (start + match.start(), start + match.end())
            for match in WORD.finditer(window)
        ]
        if not spans or spans[0][0] != start:
            return None
        if len(spans) > 1 and text[slice(*spans[0])].lower() == "the":
            spans = spans[1:]
        return self._from(text, spans, 0)

    def before(self, text: str, end: int) -> Named | None:
        """The name whose last word ends at ``end``."""
        begin = max(0, end - _LONGEST)
        spans = [match.span() for match in WORD.finditer(text, begin, end)]
        if not spans or spans[-1][1] != end:
            return None
        last = _folded(text, spans[-1])
        for form in self._by_last.get(last, ()):
            first = len(spans) - len(form.words)
            if first >= 0 and self._fits(text, spans, first, form):
                start = spans[first][0]
                if not _goes_on_before(text, start):
                    return Named(form.outlet, start, end, form.is_short)
        return None

    def of_domain(self, host: str) -> KnownOutlet | None:
        """The outlet of a host name: "www.example.org" is "example.org"'s."""
        parts = host.lower().rstrip(".").split(".")
        for first in range(len(parts) - 1):
            outlet = self._by_domain.get(".".join(parts[first:]))
            if outlet is not None:
                return outlet
        return None

    def _from(
        self, text: str, spans: list[tuple[int, int]], first: int
    ) -> Named | None:
        for form in self._by_first.get(_folded(text, spans[first]), ()):
            if self._fits(text, spans, first, form):
                end = spans[first + len(form.words) - 1][1]
                start = spans[first][0]
                return Named(form.outlet, start, _without_s(text, end), form.is_short)
        return None

    @staticmethod
    def _fits(text: str, spans: list[tuple[int, int]], first: int, form: _Form) -> bool:
        words = spans[first : first + len(form.words)]
        if len(words) < len(form.words):
            return False
        if tuple(_folded(text, span) for span in words) != form.words:
            return False
        if any(right[0] - left[1] > 3 for left, right in pairwise(words)):
            return False
        written = text[words[0][0] : words[-1][1]]
        if form.is_capitals and not _without_possessive(written).isupper():
            return False
        if not form.is_small and written[0].islower():
            return False
        return not form.needs_article or _has_article(text, words[0][0])


def _form(outlet: KnownOutlet, written: str) -> _Form:
    words = [_fold(match[0]) for match in WORD.finditer(written)]
    has_article = len(words) > 1 and words[0] == "the"
    if has_article:
        words = words[1:]
    # "The Sun": one common word is a name only with its article.
    needs_article = has_article and (len(words) == 1 or written.startswith("the"))
    bare = written.removeprefix("The ").removeprefix("the ")
    return _Form(
        outlet,
        tuple(words),
        needs_article=needs_article,
        is_capitals=bare.isupper() and len(bare) <= 6,
        is_short=written.startswith("the "),
        is_small=bare[:1].islower(),
    )


def _fold(word: str) -> str:
    return normal_form(_without_possessive(word))


def _folded(text: str, span: tuple[int, int]) -> str:
    return _fold(text[slice(*span)])


def _without_possessive(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def _without_s(text: str, end: int) -> int:
    return end - 2 if text[end - 2 : end] in ("'s", "’s") else end


def _has_article(text: str, start: int) -> bool:
    """Whether "the", "The" or a possessive ("Britain's") stands before ``start``."""
    before = text[max(0, start - _LONGEST) : start].rstrip("‘“\"'")
    if not before.endswith(" "):
        return False
    word = before.rstrip().rpartition(" ")[2].lower().strip('(“"‘—–-')
    return (
        word == "the" or word.rpartition("\n")[2] == "the" or word[-2:] in ("'s", "’s")
    )


def _goes_on_before(text: str, start: int) -> bool:
    """Whether the name is the end of a longer one: "Jersey Evening Post"."""
    before = text[max(0, start - 40) : start]
    if not before.endswith(" "):
        return before.endswith(("-", "&", "@", "/"))
    word = before.rstrip(" ").rpartition(" ")[2].rpartition("\n")[2]
    if not word[:1].isupper() or word[-1:] in ".,;:!?)”\"’'":
        return False
    bare = _without_possessive(word)
    return bare == word and bare.lower() not in _DATES | _STARTERS


_STARTERS: Final = frozenset(
    "the as but and while when in on at according citing yet although though if after"
    " before meanwhile earlier later however today yesterday since also what that this"
    " magazine newspaper agency broadcaster network website tabloid".split()
)


def goes_on_after(text: str, end: int) -> bool:
    """Whether a name that ends at ``end`` is the start of a longer one: "AP Moller".

    A capitalised word follows that is no weekday, month or word for an outlet.
    """
    if (
        text[end : end + 1] in ("-", "–", "&", "@", "/")
        and text[end + 1 : end + 2].isalnum()
    ):
        return True
    if text[end : end + 3] == " & ":
        return True
    if text[end : end + 1] != " ":
        return False
    match = WORD.match(text, end + 1)
    if match is not None and match[0].isdigit() and len(match[0]) < 3:
        return not text[max(0, end - 5) : end].endswith(
            ("BBC", "Radio")
        )  # ABC 15 is not ABC
    if match is None or not match[0][0].isupper():
        return False
    return _fold(match[0]) not in _DATES | _OUTLET_NOUNS

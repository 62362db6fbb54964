"""Which other outlets an article names as source of a statement.

"told Reuters", "the Guardian reported", "citing the Wall Street Journal", links:
directed edges from this article to an outlet, each with its span and the pattern
that found it. An article that cites Reuters once is not Reuters' text: see
``origins`` for what follows from an edge.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import urlsplit

from sources.independence.names import KnownOutlet, Named, Names, goes_on_after
from sources.independence.outlets import well_known_outlets
from sources.independence.patterns import (
    CITING_AFTER,
    CITING_BEFORE,
    COMPANY_TALK,
    FILLER,
    LINK,
    PICTURE,
    REPORT_OF,
)
from sources.independence.quotations import (
    Stretch,
    embedded_posts,
    quoted_stretches,
)

_FILLERS: Final = 5  # words between "told" and the outlet's name
_PREPOSITIONS: Final = frozenset("by for from of to with at in on against".split())
_NAMES_BACK: Final = 50  # full names looked back for what "the Post" is
# Outlets' names that begin many a sentence as ordinary words.
_ORDINARY: Final = frozenset(
    "people time focus fortune variety deadline sky stern stuff slate salon dawn vice"
    " stars metro wired observer independent billboard motherboard fars mehr".split()
)


class CitationPattern(StrEnum):
    """How the outlet is named; stable for the API."""

    TOLD = "told"
    SPOKE_TO = "spoke_to"
    INTERVIEW_WITH = "interview_with"
    ACCORDING_TO = "according_to"
    REPORTED_BY = "reported_by"
    REPORT_IN = "report_in"
    CITING = "citing"
    OUTLET_REPORTED = "outlet_reported"
    OUTLET_SAID = "outlet_said"
    REPORT_OF = "report_of"
    LINK = "link"


_OF_GROUP: Final = {
    "told": CitationPattern.TOLD,
    "spoke": CitationPattern.SPOKE_TO,
    "interview": CitationPattern.INTERVIEW_WITH,
    "according": CitationPattern.ACCORDING_TO,
    "reported_by": CitationPattern.REPORTED_BY,
    "report_in": CitationPattern.REPORT_IN,
    "citing": CitationPattern.CITING,
    "reported": CitationPattern.OUTLET_REPORTED,
    "said": CitationPattern.OUTLET_SAID,
}


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink of the article: where its words stand, and where it leads."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One outlet named as source. Spans are half-open, in code points.

    ``outlet`` is its canonical name, ``written`` what the text calls it (the host
    for a link). ``start`` and ``end`` bound the phrase, ``name`` the name in it.
    ``is_self`` is true where the article names its own publisher.
    """

    outlet: str
    written: str
    pattern: CitationPattern
    start: int
    end: int
    name: Stretch
    is_self: bool


def find_citations(
    text: str,
    *,
    publisher: str = "",
    outlets: Iterable[KnownOutlet] = (),
    links: Sequence[Link] = (),
) -> tuple[Citation, ...]:
    """Every place where ``text`` names another outlet as source, in order.

    ``publisher`` is the name or domain of the article's own outlet, ``outlets`` the
    caller's register (its names go before the built-in ones), ``links`` the
    hyperlinks known from the page; addresses written out in the text are found
    anyway. What stands in quotation marks is somebody else's citation and left out.
    """
    names = _names(tuple(outlets))
    reader = _Reader(text, names, _publisher(names, publisher))
    found = [*reader.before(), *reader.after(), *reader.reports_of()]
    found += [*reader.addresses(), *reader.links(links)]
    return tuple(_each_name_once(found))


@lru_cache(maxsize=8)
def _names(own: tuple[KnownOutlet, ...]) -> Names:
    return Names((*own, *well_known_outlets()))


def _publisher(names: Names, publisher: str) -> Names:
    """The article's own outlet, which it may call by its last word alone.

    In the Aldmoor Gazette "the Gazette" is the paper itself.
    """
    if not publisher:
        return Names(())
    outlet = names.of_domain(publisher)
    for written in (publisher, f"the {publisher}"):
        named = names.at(written, 0)
        if outlet is None and named is not None and named.end == len(written):
            outlet = named.outlet
    own = outlet or KnownOutlet(name=publisher)
    words = own.name.split()
    short = (f"the {words[-1]}",) if len(words) > 1 else ()
    return Names([replace(own, aliases=(*own.aliases, *short))])


def _each_name_once(found: list[Citation]) -> Iterator[Citation]:
    order = list(CitationPattern)
    seen: set[Stretch] = set()
    kept = []
    for citation in sorted(
        found, key=lambda one: (order.index(one.pattern), one.start)
    ):
        if citation.name not in seen:
            seen.add(citation.name)
            kept.append(citation)
    yield from sorted(kept, key=lambda one: (one.name, one.start))


class _Reader:
    def __init__(self, text: str, names: Names, own: Names) -> None:
        self._text, self._names, self._own_names = text, names, own
        self._own = own.outlets[0].name if own.outlets else ""
        self._quoted = sorted([*quoted_stretches(text), *embedded_posts(text)])
        self._starts = [start for start, _ in self._quoted]

    def before(self) -> Iterator[Citation]:
        """ "told Reuters", "according to the Guardian", "citing CNN"."""
        for match in CITING_BEFORE.finditer(self._text):
            if self._is_quoted(match.start()):
                continue
            named = self._after_fillers(match.end())
            if named is None or self._is_more_than_a_name(named):
                continue
            before = self._text[max(0, match.start() - 30) : match.start()]
            if match["citing"] and PICTURE.search(before):
                continue
            if before.endswith(("declined to ", "refused to ")):
                continue  # nothing was said
            pattern = _OF_GROUP[str(match.lastgroup)]
            yield self._citation(named, pattern, match.start(), named.end)

    def after(self) -> Iterator[Citation]:
        """ "the Guardian reported", "CNN's Jane Doe writes"."""
        for match in CITING_AFTER.finditer(self._text):
            if self._is_quoted(match.start()):
                continue
            named = self._named_before(match.start())
            if named is None or self._is_ordinary(named) or self._is_object(named):
                continue
            group = "said" if match["said"] else "reported"
            if group == "said" and COMPANY_TALK.match(self._text, match.end()):
                continue
            yield self._citation(named, _OF_GROUP[group], named.start, match.end())

    def reports_of(self) -> Iterator[Citation]:
        """ "a Reuters report", "the Guardian's story"."""
        for match in REPORT_OF.finditer(self._text):
            if self._is_quoted(match.start()):
                continue
            named = self._named_before(match.start())
            if named is None or self._is_ordinary(named):
                continue
            yield self._citation(
                named, CitationPattern.REPORT_OF, named.start, match.end()
            )

    def addresses(self) -> Iterator[Citation]:
        """Addresses written out in the text."""
        for match in LINK.finditer(self._text):
            outlet = self._names.of_domain(match[1])
            if outlet is not None and not self._is_quoted(match.start()):
                named = Named(outlet, *match.span(1))
                yield self._citation(named, CitationPattern.LINK, *match.span())

    def links(self, links: Sequence[Link]) -> Iterator[Citation]:
        """Hyperlinks of the page."""
        for link in links:
            try:
                host = urlsplit(link.url).hostname or ""
            except ValueError:  # not an address at all
                continue
            outlet = self._names.of_domain(host)
            if outlet is not None:
                yield Citation(
                    outlet.name,
                    host,
                    CitationPattern.LINK,
                    link.start,
                    link.end,
                    (link.start, link.end),
                    outlet.name == self._own,
                )

    def _named_at(self, at: int) -> Named | None:
        own = self._own_names.at(self._text, at)
        return own or self._in_context(self._names.at(self._text, at))

    def _named_before(self, end: int) -> Named | None:
        own = self._own_names.before(self._text, end)
        return own or self._in_context(self._names.before(self._text, end))

    def _in_context(self, named: Named | None) -> Named | None:
        """ "The Post" is the Denver Post where that was named before."""
        if named is None or not named.is_short:
            return named
        word = self._text[named.start : named.end].lower()
        index = bisect_right(self._full_names, named.start, key=lambda one: one.start)
        for earlier in reversed(self._full_names[max(0, index - _NAMES_BACK) : index]):
            words = self._text[earlier.start : earlier.end].lower().split()
            if word in words[1:]:
                return replace(named, outlet=earlier.outlet)
        return named

    @cached_property
    def _full_names(self) -> list[Named]:
        found = self._names.all_in(self._text, 0, len(self._text))
        return [one for one in found if not one.is_short]

    def _after_fillers(self, at: int) -> Named | None:
        for _ in range(_FILLERS + 1):
            named = self._named_at(at)
            if named is not None:
                return named
            filler = FILLER.match(self._text, at)
            if filler is None:
                return None
            at = filler.end()
            while self._text[at : at + 1].isspace() and self._text[at] != "\n":
                at += 1
        return None

    def _is_more_than_a_name(self, named: Named) -> bool:
        """ "AP Moller", "CNN affiliate WSB"."""
        following = self._text[named.end : named.end + 11]
        return goes_on_after(self._text, named.end) or following.startswith(
            (" affiliate", " partner")
        )

    def _is_ordinary(self, named: Named) -> bool:
        """A common word at the start of a sentence: "People said"."""
        if self._text[named.start : named.end].lower() not in _ORDINARY:
            return False
        before = self._text[max(0, named.start - 3) : named.start].rstrip(" \"“'‘")
        return not before or before[-1] in '.!?:\n”"' or before.endswith("\n")

    def _is_object(self, named: Named) -> bool:
        """Somebody else speaks: "a spokesman for CNN said", "seen by CNN says"."""
        before = self._text[max(0, named.start - 20) : named.start].lower()
        words = before.removesuffix("the ").split()
        return bool(words) and words[-1] in _PREPOSITIONS

    def _is_quoted(self, at: int) -> bool:
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._quoted[index][1]

    def _citation(
        self, named: Named, pattern: CitationPattern, start: int, end: int
    ) -> Citation:
        return Citation(
            named.outlet.name,
            self._text[named.start : named.end],
            pattern,
            start,
            end,
            (named.start, named.end),
            named.outlet.name == self._own,
        )

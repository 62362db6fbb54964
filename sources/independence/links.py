"""From facts to links: joins, which make one origin, and edges, which do not.

A join says that two articles are one piece of reporting. An edge says that one
took something from another: shown, and used to judge single claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from sources.independence.credits import Credit, CreditKind, CreditPlace
from sources.independence.facts import (
    ArticleFacts,
    Cited,
    Copy,
    Decision,
    Override,
    outlet_key,
    owner_key,
)
from sources.independence.overlap import Sharing
from sources.independence.quotations import Stretch


class Rule(StrEnum):
    """Why two articles (or an article and an outlet) are one origin.

    In the order in which they are applied.
    """

    OVERRIDE = "override"
    AGENCY_CREDIT = "agency_credit"
    AGENCY_OWN = "agency_own"
    SAME_TEXT = "same_text"
    SAME_OWNER = "same_owner"


class EdgeKind(StrEnum):
    """How one article took something from another."""

    CITES = "cites"
    CONTRIBUTED = "contributed"
    SHARES_TEXT = "shares_text"


@dataclass(frozen=True, slots=True)
class Join:
    """Two keys that are one origin, why, and how sure (0 to 1).

    ``span`` is where article ``a`` (or its byline) says so, if it does.
    """

    a: str
    b: str
    rule: Rule
    score: float
    reason: str
    span: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Something that ``source`` gave and ``taker`` took."""

    taker: str
    source: str
    kind: EdgeKind
    score: float
    reason: str
    span: Stretch | None = None


Link: TypeAlias = Join | Edge


def origin_joins(
    articles: Sequence[ArticleFacts],
    copies: Iterable[Copy],
    overrides: Iterable[Override],
) -> list[Join]:
    """All joins but those by owner, strongest first, in a fixed order."""
    joins = [
        Join(*one.pair, Rule.OVERRIDE, 1.0, one.reason)
        for one in overrides
        if one.decision is Decision.JOIN
    ]
    for article in articles:
        joins += _agency_joins(article)
    known = {article.id for article in articles}
    for copy in copies:
        if copy.sharing is Sharing.SAME_TEXT and {copy.a, copy.b} <= known:
            first, second = sorted((copy.a, copy.b))
            reason = f"{copy.score:.0%} of the wording of the shorter text is the same."
            joins.append(Join(first, second, Rule.SAME_TEXT, copy.score, reason))
    return in_order(joins)


def in_order(joins: Iterable[Join]) -> list[Join]:
    """Strongest first; the same order however the joins came in."""
    rules = list(Rule)
    return sorted(
        set(joins),
        key=lambda one: (
            rules.index(one.rule),
            -one.score,
            one.a,
            one.b,
            one.reason,
            one.span or (-1, -1),
        ),
    )


def _agency_joins(article: ArticleFacts) -> Iterator[Join]:
    """To the agency credited, if it is one; else to the agency that it is."""
    credits = whole_credits(article)
    agencies = {credit.agency for credit in credits}
    if len(agencies) == 1:
        [agency] = agencies
        if agency != article.outlet:
            credit = min(credits, key=_rank)
            reason = f"Credited to {agency} in its {_PLACES[credit.place]}."
            span = (credit.start, credit.end)
            key = outlet_key(agency)
            yield Join(article.id, key, Rule.AGENCY_CREDIT, 1.0, reason, span)
            return
    if article.is_agency and article.outlet:
        reason = f"Published by {article.outlet} itself."
        key = outlet_key(article.outlet)
        yield Join(article.id, key, Rule.AGENCY_OWN, 1.0, reason)


_PLACES = {
    CreditPlace.BYLINE: "byline",
    CreditPlace.HEAD: "first lines",
    CreditPlace.DATELINE: "dateline",
    CreditPlace.CLOSING: "closing lines",
}


def _rank(credit: Credit) -> tuple[int, int, int]:
    return list(CreditPlace).index(credit.place), credit.start, credit.end


def whole_credits(article: ArticleFacts) -> list[Credit]:
    """The credits for the whole text that name their agency."""
    return [
        credit
        for credit in article.credits
        if credit.kind is CreditKind.CREDITED and credit.agency
    ]


def owner_join(article: ArticleFacts) -> Join | None:
    """The join of an article that is its outlet's own work to the owner."""
    owner = article.owner or article.outlet
    if not owner:
        return None
    reason = f"Published by {article.outlet or owner}"
    reason += f", which belongs to {owner}." if owner != article.outlet else "."
    return Join(article.id, owner_key(owner), Rule.SAME_OWNER, 1.0, reason)


def edges(articles: Sequence[ArticleFacts], copies: Iterable[Copy]) -> list[Edge]:
    """Citations, contributions and shared passages, in a fixed order.

    What was taken is earlier: an article is not derived from a later one. Where
    a time is unknown both directions are possible.
    """
    by_id = {article.id: article for article in articles}
    by_outlet: dict[str, list[ArticleFacts]] = {}
    for article in articles:
        by_outlet.setdefault(article.outlet, []).append(article)
    found: set[Edge] = set()
    for article in articles:
        for cited in article.citations:
            found.update(_citation_edges(article, cited, by_id, by_outlet))
        found.update(_contribution_edges(article))
    for copy in copies:
        if copy.sharing is Sharing.SHARES_TEXT and {copy.a, copy.b} <= by_id.keys():
            found.update(_passage_edges(by_id[copy.a], by_id[copy.b], copy.score))
    return sorted(
        found,
        key=lambda one: (one.taker, one.source, one.kind, one.span or (-1, -1)),
    )


def may_derive(taker: datetime | None, source: datetime | None) -> bool:
    """Whether the times allow that one took from the other (I8)."""
    return taker is None or source is None or source <= taker


def _citation_edges(
    article: ArticleFacts,
    cited: Cited,
    by_id: Mapping[str, ArticleFacts],
    by_outlet: Mapping[str, Sequence[ArticleFacts]],
) -> Iterator[Edge]:
    """To the article cited; to the outlet's earlier ones; or to the outlet."""
    known = by_id.get(cited.article)
    outlet = known.outlet if known else cited.outlet
    possible = [known] if known else by_outlet.get(outlet, ())
    reason = f"Names {outlet or cited.article} as its source."
    earlier = [
        one.id
        for one in possible
        if one.id != article.id and may_derive(article.published, one.published)
    ]
    if not earlier and outlet and outlet != article.outlet:
        earlier = [outlet_key(outlet)]
    for source in earlier:
        yield Edge(article.id, source, EdgeKind.CITES, 1.0, reason, cited.span)


def _contribution_edges(article: ArticleFacts) -> Iterator[Edge]:
    """To agencies that contributed, and to each of several that are credited."""
    several = len({credit.agency for credit in whole_credits(article)}) > 1
    for credit in article.credits:
        is_part = credit.kind is CreditKind.CONTRIBUTED or several
        if is_part and credit.agency and credit.agency != article.outlet:
            yield Edge(
                article.id,
                outlet_key(credit.agency),
                EdgeKind.CONTRIBUTED,
                1.0,
                f"Says that {credit.agency} contributed.",
                (credit.start, credit.end),
            )


def _passage_edges(
    first: ArticleFacts, second: ArticleFacts, score: float
) -> Iterator[Edge]:
    reason = f"Shares {score:.0%} of the wording of the shorter text."
    for taker, source in ((first, second), (second, first)):
        if may_derive(taker.published, source.published):
            yield Edge(taker.id, source.id, EdgeKind.SHARES_TEXT, score, reason)

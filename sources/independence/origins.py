"""From articles to origins: which of them are one piece of reporting, and why.

The unit that counts is the origin, not the article. Articles are one origin if
they are one text, are credited to one agency, are their owner's own work, or a
reviewer said so. The articles handed in should bear on one question: over a whole
archive an agency would be one origin of everything it ever reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from sources.independence.facts import (
    ArticleFacts,
    Copy,
    Decision,
    Override,
    is_article,
    name_of,
    outlet_key,
    owner_key,
)
from sources.independence.links import (
    Edge,
    Join,
    Rule,
    edges,
    in_order,
    origin_joins,
    owner_join,
)
from sources.independence.unions import Unions

ALL_RULES: Final = frozenset(Rule)
_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Origin:
    """Articles that are one origin.

    ``root`` is the key where it began: the agency (``outlet:…``) if one is
    credited, else the earliest article; ``earliest`` is that article anyway.
    ``agencies`` has more than one name where
    the credits contradict each other. ``is_circular`` means that a chain of
    citations leads from it back to it.
    """

    root: str
    earliest: str
    articles: tuple[str, ...]
    joins: tuple[Join, ...]
    agencies: tuple[str, ...]
    is_circular: bool

    @property
    def name(self) -> str:
        """The agency's name, or the id of the root article."""
        return name_of(self.root)


@dataclass(frozen=True, slots=True)
class Overruled:
    """A join that a reviewer's separation forbids."""

    join: Join
    by: Override


@dataclass(frozen=True)
class Origins:
    """What was found. The same for the same facts in any order."""

    articles: tuple[ArticleFacts, ...]
    origins: tuple[Origin, ...]
    edges: tuple[Edge, ...]
    overrides: tuple[Override, ...]
    overruled: tuple[Overruled, ...]
    unions: Unions
    rules: frozenset[Rule]
    text_roots: Mapping[str, str]  # of each article, owners left aside

    @cached_property
    def _by_article(self) -> dict[str, Origin]:
        return {key: one for one in self.origins for key in one.articles}

    def origin_of(self, article: str) -> Origin:
        """The origin of an article; ``KeyError`` if it was not handed in."""
        return self._by_article[article]

    def facts_of(self, article: str) -> ArticleFacts:
        """The facts that were handed in for an article."""
        return self._facts[article]

    def edges_of(self, taker: str) -> Sequence[Edge]:
        """What an article took from others, in a fixed order."""
        return self._edges.get(taker, ())

    @cached_property
    def owners(self) -> dict[str, str]:
        """The owner of each outlet, which may be the outlet itself."""
        return owners_of(self.articles)

    @cached_property
    def _facts(self) -> dict[str, ArticleFacts]:
        return {one.id: one for one in self.articles}

    @cached_property
    def _edges(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.taker, []).append(edge)
        return found

    def same_origin(self, a: str, b: str) -> bool:
        """Whether two articles are one origin."""
        return self.origin_of(a) is self.origin_of(b)

    def why(self, a: str, b: str) -> tuple[Join, ...]:
        """The shortest chain of joins between two articles of one origin.

        Empty if they are of different origins, or the same article.
        """
        if not self.same_origin(a, b):
            return ()
        return self.unions.path(a, b) or ()

    def is_separated(self, a: str, b: str) -> bool:
        """Whether a reviewer decided that the two are independent."""
        return (min(a, b), max(a, b)) in self._separated

    @cached_property
    def _separated(self) -> dict[tuple[str, str], Override]:
        return _separations(_held(self.overrides))


def find_origins(
    articles: Iterable[ArticleFacts],
    *,
    copies: Iterable[Copy] = (),
    overrides: Iterable[Override] = (),
    rules: Collection[Rule] = ALL_RULES,
) -> Origins:
    """Group ``articles`` into origins.

    1. Joins by override, agency credit and same text, strongest first; a join
       that would bring together what a reviewer separated is overruled.
    2. Each group gets its root. Only roots are their outlet's own work, so only
       they are joined by owner: a reprint does not make a paper Reuters.
    3. Loops of citations between the origins are marked.

    ``rules`` limits which joins are used. ``ValueError`` if two articles have one
    id. Time is near linear in articles and copies, times the separations.
    """
    given = tuple(sorted(articles, key=lambda one: one.id))
    ids = [one.id for one in given]
    if len(set(ids)) < len(ids):
        raise ValueError("Two articles have the same id; hand each in once.")
    pairs, decisions = tuple(copies), _ordered(overrides)
    held = _held(decisions)
    separated = _separations(held)
    unions = Unions(ids, separated)
    joins = origin_joins(given, pairs, held)
    overruled = _apply(unions, [one for one in joins if one.rule in rules], separated)
    text_roots = _text_roots(unions, given)
    if Rule.SAME_OWNER in rules:
        owners = _owner_joins(text_roots, given)
        overruled += _apply(unions, owners, separated)
    found_edges = tuple(edges(given, pairs))
    return Origins(
        given,
        tuple(_origins(unions, given, found_edges)),
        found_edges,
        decisions,
        tuple(overruled),
        unions,
        frozenset(rules),
        text_roots,
    )


def _ordered(overrides: Iterable[Override]) -> tuple[Override, ...]:
    """In a fixed order in which the one that holds comes last of its pair."""
    return tuple(
        sorted(
            set(overrides),
            key=lambda one: (
                one.pair,
                one.decided or _EARLIEST,
                one.decision,
                one.reason,
                one.a,
            ),
        )
    )


def _held(ordered: Iterable[Override]) -> list[Override]:
    """The decision that holds for each pair."""
    last = {one.pair: one for one in ordered if one.a != one.b}
    return list(last.values())


def _separations(held: Iterable[Override]) -> dict[tuple[str, str], Override]:
    return {one.pair: one for one in held if one.decision is Decision.SEPARATE}


def _apply(
    unions: Unions, joins: Sequence[Join], separated: dict[tuple[str, str], Override]
) -> list[Overruled]:
    overruled = []
    for join in joins:
        forbidden = unions.join(join)
        if forbidden is not None:
            overruled.append(Overruled(join, separated[forbidden]))
    return overruled


def _text_roots(unions: Unions, articles: Sequence[ArticleFacts]) -> dict[str, str]:
    by_id = {article.id: article for article in articles}
    return {
        key: _root(keys, by_id)
        for keys in unions.sets()
        for key in keys
        if key in by_id
    }


def _owner_joins(
    text_roots: Mapping[str, str], articles: Sequence[ArticleFacts]
) -> list[Join]:
    """Joins to the owner: of outlets, and of articles that are their own work."""
    joins = [
        join
        for one in articles
        if is_own_work(one, text_roots[one.id]) and (join := owner_join(one))
    ]
    for outlet, owner in owners_of(articles).items():
        reason = f"{outlet} belongs to {owner}."
        joins.append(
            Join(outlet_key(outlet), owner_key(owner), Rule.SAME_OWNER, 1.0, reason)
        )
    return in_order(joins)


def is_own_work(article: ArticleFacts, root: str) -> bool:
    """Whether its outlet made it: it is the root, or its agency is."""
    return root in (article.id, outlet_key(article.outlet))


def owners_of(articles: Iterable[ArticleFacts]) -> dict[str, str]:
    """The owner of each outlet: its owner group, or itself."""
    return {one.outlet: one.owner or one.outlet for one in articles if one.outlet}


def _root(keys: Sequence[str], by_id: dict[str, ArticleFacts]) -> str:
    """The first agency of a group, or its earliest article (I8)."""
    agencies = [key for key in keys if not is_article(key)]
    if agencies:
        return min(agencies)
    own = [by_id[key] for key in keys if key in by_id]
    if not own:
        return keys[0]
    return min(own, key=lambda one: (one.published or _LATEST, one.id)).id


def _origins(
    unions: Unions, articles: Sequence[ArticleFacts], found: Sequence[Edge]
) -> Iterable[Origin]:
    by_id = {article.id: article for article in articles}
    circular = _circular(unions, found)
    credited = {
        join.b
        for join in unions.applied(list(by_id))
        if join.rule in (Rule.AGENCY_CREDIT, Rule.AGENCY_OWN)
    }
    for keys in unions.sets():
        own = tuple(key for key in keys if key in by_id)
        if own:
            agencies = [key for key in keys if key in credited]
            yield Origin(
                _root([*agencies, *own], by_id),
                _root(own, by_id),
                own,
                unions.applied(keys),
                tuple(name_of(key) for key in agencies),
                unions.find(own[0]) in circular,
            )


def _circular(unions: Unions, found: Sequence[Edge]) -> frozenset[str]:
    """The groups that lie on a loop of citations."""
    onward: dict[str, set[str]] = {}
    for edge in found:
        if edge.kind == "cites":
            unions.add(edge.source)
            taker, source = unions.find(edge.taker), unions.find(edge.source)
            if taker != source:
                onward.setdefault(taker, set()).add(source)
    return frozenset(
        start for start in onward if start in _reachable(onward, onward[start])
    )


def _reachable(onward: dict[str, set[str]], start: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(onward.get(key, ()))
    return seen

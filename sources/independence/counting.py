"""Whether two pieces of evidence are independent, and how many origins there are.

Articles of two origins can still lean on each other: one cites the other, both
cite a third, an agency contributed to both. And one speaker in two newspapers is
one source, whoever wrote it down. Rules I1 to I12 of the methodology that need no
reviewer, plus the reviewers' overrides.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final, TypeAlias

from sources.independence.facts import is_article, name_of, owner_key
from sources.independence.links import Join, Link, Rule, owner_join
from sources.independence.origins import Origins, is_own_work
from sources.independence.patterns import WORD
from sources.independence.words import normal_form

_ANONYMOUS: Final = frozenset({"anonymous_source", "role_unnamed"})
_SMALL_WORDS: Final = frozenset("a an the of in to with for by at on who".split())
_NOBODY: Final = frozenset({"unattributed_hearsay", "unknown"})


Chain: TypeAlias = tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """Who speaks in a piece of evidence; leave empty what is not known.

    ``speaker`` and ``utterance`` are keys that are equal for one person, and for
    one post or speech with its paraphrases. ``interest`` is a key for the body for
    which the speaker speaks: a spokesman's is his minister's. ``kind`` is a speaker
    kind of the claims ("anonymous_source", "document" …), ``description`` how an
    unnamed source is described.
    """

    speaker: str = ""
    interest: str = ""
    utterance: str = ""
    kind: str = ""
    description: str = ""

    @property
    def is_anonymous(self) -> bool:
        """Whether the speaker is described, but not named."""
        return self.kind in _ANONYMOUS

    @property
    def is_nobody(self) -> bool:
        """Whether nobody answers for it: hearsay, or a speaker not resolved."""
        return self.kind in _NOBODY


class Ground(StrEnum):
    """Why two pieces of evidence are, or are not, independent."""

    SAME_ARTICLE = "same_article"
    SAME_ORIGIN = "same_origin"
    DERIVED = "derived"
    COMMON_SOURCE = "common_source"
    SAME_SPEAKER = "same_speaker"
    SAME_INTEREST = "same_interest"
    SAME_UTTERANCE = "same_utterance"
    BOTH_ANONYMOUS = "both_anonymous"
    NOBODY_ANSWERS = "nobody_answers"
    SEPARATED = "separated"
    NOTHING_FOUND = "nothing_found"


# Grounds that make one origin of two pieces. That both are unnamed does not: else
# it would bind together the named sources that stand beside them.
_BINDING: Final = frozenset(
    {
        Ground.SAME_ARTICLE,
        Ground.SAME_ORIGIN,
        Ground.DERIVED,
        Ground.COMMON_SOURCE,
        Ground.SAME_SPEAKER,
        Ground.SAME_INTEREST,
        Ground.SAME_UTTERANCE,
    }
)


@dataclass(frozen=True, slots=True)
class GroundFound:
    """One ground, in words, with the links that show it from ``a`` to ``b``."""

    ground: Ground
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Independence:
    """The answer for two pieces of evidence, with every ground found."""

    independent: bool
    grounds: tuple[GroundFound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of evidence: its article, and who speaks in it."""

    article: str
    claim: ClaimFacts = ClaimFacts()


@dataclass(frozen=True, slots=True)
class Count:
    """How many independent origins some evidence has.

    ``groups`` are the positions of the evidence that hangs together, ``origins``
    how many of them count. ``circular`` are the positions on loops of citations.
    """

    origins: int
    groups: tuple[tuple[int, ...], ...]
    circular: tuple[int, ...]


def independent(origins: Origins, a: Evidence, b: Evidence) -> Independence:
    """Whether ``a`` and ``b`` count as two; the same with ``b`` and ``a``.

    Articles that were not handed to ``find_origins`` are a ``KeyError``.
    """
    return _judged(_Reach(origins), a, b)


def _judged(reach: _Reach, a: Evidence, b: Evidence) -> Independence:
    origins = reach.origins
    origins.origin_of(a.article)
    origins.origin_of(b.article)
    against = [*_by_speakers(a, b)]
    if a.article != b.article and origins.is_separated(a.article, b.article):
        text = "A reviewer decided that the two articles are independent."
        grounds = [GroundFound(Ground.SEPARATED, text)]
    else:
        against = [*_by_articles(reach, a.article, b.article), *against]
        grounds = []
    if not against and not grounds:
        text = "Nothing was found that the two have in common."
        grounds = [GroundFound(Ground.NOTHING_FOUND, text)]
    return Independence(not against, (*grounds, *against))


def count_origins(origins: Origins, evidence: Sequence[Evidence]) -> Count:
    """Count the origins of ``evidence``.

    Pieces that lean on each other or have one speaker hang together, also through
    a third. Each group in which somebody is named counts. Of unnamed sources (I6)
    all together add one where a named one stands beside them; alone, only two that
    are described differently in two outlets count, as one. Hearsay never does.
    """
    groups = _groups(origins, evidence)
    named = [one for one in groups if any(_is_named(evidence[at]) for at in one)]
    unnamed = [
        [at for at in one if evidence[at].claim.is_anonymous]
        for one in groups
        if one not in named
    ]
    if named:
        more = any(unnamed)
    else:
        more = any(
            _are_two(origins, evidence[a], evidence[b])
            for first, second in combinations(unnamed, 2)
            for a in first
            for b in second
        )
    circular = tuple(
        at
        for at, one in enumerate(evidence)
        if origins.origin_of(one.article).is_circular
    )
    return Count(len(named) + more, tuple(groups), circular)


def roots_of(origins: Origins, article: str) -> tuple[tuple[str, Chain], ...]:
    """Where an article's information began: keys, each with the chain to it.

    The article itself, with an empty chain, if it takes from nobody. Owners are
    left aside. Sorted by key.
    """
    reach = _Reach(origins)
    return tuple(
        (key, chain)
        for key, chain in sorted(reach.sources(article).items())
        if not any(
            target != key and not target.startswith(owner_key(""))
            for target, _ in reach.upward(key)
        )
        and not key.startswith(owner_key(""))
    )


# --- Articles ----------------------------------------------------------------


class _Reach:
    """What articles lean on, each found once."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins
        self._sources: dict[str, dict[str, Chain]] = {}
        self._upward: dict[str, tuple[tuple[str, Chain], ...]] = {}

    def upward(self, key: str) -> tuple[tuple[str, Chain], ...]:
        """The steps from a key towards where its information began."""
        if key not in self._upward:
            self._upward[key] = tuple(_upward(self.origins, key))
        return self._upward[key]

    def sources(self, article: str) -> dict[str, Chain]:
        """All that the article leans on, itself included, by the shortest chain."""
        if article in self._sources:
            return self._sources[article]
        reached: dict[str, Chain] = {article: ()}
        waiting = deque([article])
        while waiting:
            key = waiting.popleft()
            for target, chain in self.upward(key):
                if target not in reached:
                    reached[target] = (*reached[key], *chain)
                    waiting.append(target)
        self._sources[article] = reached
        return reached


def _upward(origins: Origins, key: str) -> Iterator[tuple[str, Chain]]:
    """The steps from a key towards where its information began.

    From an article to the root of its text, to what it cites or takes passages
    from, and if it is its outlet's own work to the owner. Never from an owner or
    outlet down to its other articles: what these cite is not the article's.
    """
    if is_article(key):
        yield from _upward_from_article(origins, key)
    elif not key.startswith(owner_key("")) and Rule.SAME_OWNER in origins.rules:
        name = name_of(key)
        owner = origins.owners.get(name, name)
        reason = f"{name} belongs to {owner}." if owner != name else f"It is {name}."
        join = Join(key, owner_key(owner), Rule.SAME_OWNER, 1.0, reason)
        yield owner_key(owner), (join,)


def _upward_from_article(origins: Origins, key: str) -> Iterator[tuple[str, Chain]]:
    article, root = origins.facts_of(key), origins.text_roots[key]
    if root != key:
        path = origins.unions.path(key, root, without=Rule.SAME_OWNER)
        yield root, tuple(path or ())
    for edge in origins.edges_of(key):
        yield edge.source, (edge,)
    if Rule.SAME_OWNER in origins.rules and is_own_work(article, root):
        join = owner_join(article)
        if join is not None:
            yield join.b, (join,)


def _by_articles(reach: _Reach, a: str, b: str) -> Iterator[GroundFound]:
    origins = reach.origins
    if a == b:
        yield GroundFound(Ground.SAME_ARTICLE, "Both are from one article.")
        return
    if origins.same_origin(a, b):
        chain = origins.why(a, b)
        text = "The articles are one origin: " + _in_words(chain)
        yield GroundFound(Ground.SAME_ORIGIN, text, chain)
        return
    first, second = reach.sources(a), reach.sources(b)
    common = first.keys() & second.keys()
    if not common:
        return
    meeting = min(common, key=lambda key: (len(first[key]) + len(second[key]), key))
    links: Chain = (*first[meeting], *reversed(second[meeting]))
    if meeting in (a, b):
        text = "One of the articles takes from the other: " + _in_words(links)
        yield GroundFound(Ground.DERIVED, text, links)
    else:
        text = f"Both lean on {name_of(meeting)}: " + _in_words(links)
        yield GroundFound(Ground.COMMON_SOURCE, text, links)


def _in_words(links: Chain) -> str:
    return " ".join(link.reason for link in links)


# --- Speakers ----------------------------------------------------------------


def _by_speakers(first: Evidence, second: Evidence) -> Iterator[GroundFound]:
    a, b = first.claim, second.claim
    if a.is_nobody or b.is_nobody:
        text = "Nobody answers for one of them: hearsay is no origin."
        yield GroundFound(Ground.NOBODY_ANSWERS, text)
    if a.speaker and a.speaker == b.speaker:
        text = "One speaker said both: that is consistency, not corroboration."
        yield GroundFound(Ground.SAME_SPEAKER, text)
    elif a.interest and a.interest == b.interest:
        text = f"Both speak for one interest, {a.interest}."
        yield GroundFound(Ground.SAME_INTEREST, text)
    if a.utterance and a.utterance == b.utterance:
        text = "Both report one and the same utterance."
        yield GroundFound(Ground.SAME_UTTERANCE, text)
    if a.is_anonymous and b.is_anonymous:
        yield GroundFound(Ground.BOTH_ANONYMOUS, _anonymous_in_words(first, second))


def _anonymous_in_words(first: Evidence, second: Evidence) -> str:
    if first.article == second.article:
        return "Two unnamed sources of one article count as one."
    if not _differ(first.claim.description, second.claim.description):
        return "Two unnamed sources described alike may be one person."
    return "Two unnamed sources count as one at most."


def _differ(a: str, b: str) -> bool:
    """Whether two descriptions differ in a word; unknown ones may be the same."""
    first = {normal_form(word) for word in WORD.findall(a)} - _SMALL_WORDS
    second = {normal_form(word) for word in WORD.findall(b)} - _SMALL_WORDS
    return bool(first) and bool(second) and first != second


# --- Counting ----------------------------------------------------------------


def _is_named(evidence: Evidence) -> bool:
    return not (evidence.claim.is_anonymous or evidence.claim.is_nobody)


def _are_two(origins: Origins, a: Evidence, b: Evidence) -> bool:
    """Whether two unnamed sources are two people as far as one can tell."""
    outlets = {origins.facts_of(one.article).outlet for one in (a, b)}
    return len(outlets) == 2 and _differ(a.claim.description, b.claim.description)


def _groups(origins: Origins, evidence: Sequence[Evidence]) -> list[tuple[int, ...]]:
    """Positions that hang together, in order of their first."""
    parent, reach = list(range(len(evidence))), _Reach(origins)
    for a, b in combinations(range(len(evidence)), 2):
        found = _judged(reach, evidence[a], evidence[b]).grounds
        if any(one.ground in _BINDING for one in found):
            new, old = sorted((parent[a], parent[b]))
            parent = [new if one == old else one for one in parent]
    return [
        tuple(at for at, one in enumerate(parent) if one == root)
        for root in sorted(set(parent))
    ]

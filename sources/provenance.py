"""Where articles come from, as every face shows it: origins, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sources.comparing import overlap_of
from sources.grouping import origins_of, related_articles
from sources.independence import (
    Edge,
    EdgeKind,
    Origin,
    Origins,
    Overlap,
    Rule,
    name_of,
    outlet_key,
)
from sources.models import Article, Comparison, OriginOverride, Snapshot

MOST_COUNTED = 200  # articles whose origins are counted at once
MOST_TAKES = 200  # of one origin that are listed
MOST_DECISIONS = 20  # the latest ones on an article


@dataclass(frozen=True, slots=True)
class Member:
    """An article of an origin, and what joins it to ``joined_to``.

    That is None, and there are no reasons, for the one that the others are held
    against.
    """

    article: Article
    reasons: tuple[str, ...]
    joined_to: Article | None


@dataclass(frozen=True, slots=True)
class Take:
    """What an article of an origin took from elsewhere, each source once.

    ``source`` is an outlet's name, or the title of ``source_article``. ``span`` is
    where the taker says so: characters of its text, or of its byline; None for
    passages, which comparing the two shows.
    """

    taker: Article
    kind: EdgeKind
    source: str
    source_article: Article | None
    reason: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Group:
    """An origin with those of its articles that were asked about.

    ``name`` is the agency, or the title of the article where it began; that one may
    be a copy that was not asked about. At most `MOST_TAKES` of ``take_count`` are in
    ``takes``.
    """

    name: str
    agencies: tuple[str, ...]
    is_circular: bool
    members: tuple[Member, ...]
    takes: tuple[Take, ...]
    take_count: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Some articles by origin."""

    groups: tuple[Group, ...]

    @property
    def article_count(self) -> int:
        """How many articles were asked about."""
        return sum(len(group.members) for group in self.groups)

    @property
    def origin_count(self) -> int:
        """How many origins they have."""
        return len(self.groups)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles held against each other.

    ``overlap`` is what their newest texts have in common, ``is_one`` whether they
    count as one origin, which decisions and credits have a say in; ``reasons`` say
    why they do. Unless ``is_compared``, these still go by an older text of one.
    """

    texts: tuple[Snapshot, Snapshot]
    overlap: Overlap
    is_one: bool
    reasons: tuple[str, ...]
    is_compared: bool


def provenance_of(article: Article) -> Provenance:
    """The article's origin, first, and those of the articles round it."""
    related = related_articles(article)
    return _by_origin(origins_of(related), related, this=article)


def count_of(articles: Collection[Article]) -> Provenance:
    """Which of the articles are one origin. They need their ``outlet``."""
    return _by_origin(origins_of(articles), articles, this=None)


def hold_together(one: Article, other: Article) -> Pair | None:
    """What two articles share; None if they are one, or a text is missing."""
    texts = [article.snapshots.order_by("-number").first() for article in (one, other)]
    if one == other or texts[0] is None or texts[1] is None:
        return None
    origins = origins_of([one, other])
    return Pair(
        texts=(texts[0], texts[1]),
        overlap=overlap_of(texts[0], texts[1]),
        is_one=origins.same_origin(str(one.pk), str(other.pk)),
        reasons=_reasons(origins, str(one.pk), str(other.pk)),
        is_compared=Comparison.objects.filter(snapshot__in=texts).count() == 2,
    )


def decisions_on(article: Article) -> QuerySet[OriginOverride]:
    """What people decided on the article and others, the latest first."""
    decided = OriginOverride.objects.filter(Q(a=article) | Q(b=article))
    return decided.select_related("a", "b", "decided_by")[:MOST_DECISIONS]


def decisions_among(articles: Collection[Article]) -> QuerySet[OriginOverride]:
    """What people decided on any two of the articles, the latest first."""
    decided = OriginOverride.objects.filter(a__in=articles, b__in=articles)
    return decided.select_related("a", "b", "decided_by")[:MOST_DECISIONS]


def decisions_on_both(one: Article, other: Article) -> QuerySet[OriginOverride]:
    """What people decided on the two; the first one holds."""
    decided = OriginOverride.objects.filter(Q(a=one, b=other) | Q(a=other, b=one))
    return decided.select_related("a", "b", "decided_by")[:MOST_DECISIONS]


def _by_origin(
    origins: Origins, asked: Collection[Article], *, this: Article | None
) -> Provenance:
    ids = {key for one in origins.origins for key in one.articles}
    known = Article.objects.select_related("outlet").in_bulk(map(int, ids))
    by_id = {str(pk): article for pk, article in known.items()}
    wanted = {str(article.pk) for article in asked}
    groups = [
        _group(origins, origin, by_id, wanted, str(this.pk) if this else "")
        for origin in origins.origins
        if not wanted.isdisjoint(origin.articles)
    ]
    groups.sort(
        key=lambda group: not any(member.article == this for member in group.members)
    )
    return Provenance(tuple(groups))


def _group(
    origins: Origins,
    origin: Origin,
    by_id: dict[str, Article],
    wanted: set[str],
    this: str,
) -> Group:
    shown = [key for key in origin.articles if key in wanted]
    first = next((key for key in (this, origin.earliest) if key in shown), shown[0])
    takes = list(_takes(origins, origin, by_id, shown))
    root = by_id.get(origin.root)
    return Group(
        name=root.title if root else origin.name,
        agencies=origin.agencies,
        is_circular=origin.is_circular,
        members=tuple(
            Member(
                article=by_id[key],
                reasons=_reasons(origins, first, key),
                joined_to=by_id[first] if key != first else None,
            )
            for key in sorted(shown, key=lambda key: (key != first, int(key)))
        ),
        takes=tuple(takes[:MOST_TAKES]),
        take_count=len(takes),
    )


def _takes(
    origins: Origins, origin: Origin, by_id: dict[str, Article], shown: list[str]
) -> Iterator[Take]:
    own = {*origin.articles, origin.root, *map(outlet_key, origin.agencies)}
    first: dict[tuple[str, str, EdgeKind], Edge] = {}
    for key in shown:
        for edge in origins.edges_of(key):
            if edge.source not in own:
                first.setdefault((key, edge.source, edge.kind), edge)
    for (key, source, kind), edge in first.items():
        article = by_id.get(source)
        yield Take(
            taker=by_id[key],
            kind=kind,
            source=article.title if article else name_of(source),
            source_article=article,
            reason=edge.reason,
            span=edge.span,
        )


def _reasons(origins: Origins, one: str, other: str) -> tuple[str, ...]:
    """Why two articles are one origin, one sentence for each step of the way."""
    direct = [
        join.reason
        for join in origins.origin_of(one).joins
        if join.rule != Rule.SAME_OWNER and {join.a, join.b} == {one, other}
    ]
    return tuple(direct or [step.reason for step in origins.why(one, other)])

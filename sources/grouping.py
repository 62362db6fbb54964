"""From stored facts to origins: for any set of articles, and kept for their copies."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import Q

from sources.independence import (
    ArticleFacts,
    Cited,
    Copy,
    Credit,
    CreditKind,
    CreditPlace,
    Decision,
    Origins,
    Override,
    Rule,
    Sharing,
    find_origins,
)
from sources.models import (
    AgencyCredit,
    Article,
    Citation,
    Origin,
    OriginOverride,
    OutletKind,
    Overlap,
    OverrideDecision,
)

MOST_RELATED = 200  # articles around one that are looked at
# Of one owner is no copy: it counts when origins are counted, and is not kept.
_KEPT_RULES = frozenset(Rule) - {Rule.SAME_OWNER}


def origins_of(
    articles: Collection[Article], *, rules: Collection[Rule] = frozenset(Rule)
) -> Origins:
    """Which of the articles are one origin, and why; ids are primary keys as text.

    The articles need their ``outlet``. Any order gives the same result.
    """
    ids = [article.pk for article in articles]
    return find_origins(
        _facts(articles),
        copies=_copies(ids),
        overrides=_overrides(ids),
        rules=rules,
    )


def related_articles(article: Article) -> list[Article]:
    """The article and those that have text in common with it, or with a copy of it,
    or about which somebody has decided; at most `MOST_RELATED`.
    """
    found = _around({article.pk}, _ANY_SHARING)
    return list(
        Article.objects.filter(pk__in=found).select_related("outlet").order_by("pk")
    )


def regroup(article: Article) -> None:
    """Bring ``Article.origin`` up to date for the article and all its copies.

    May run any number of times, and for several articles at once.
    """
    with transaction.atomic():
        before = Article.objects.filter(origin=article.origin_id).exclude(origin=None)
        reach = {article.pk, *before.values_list("pk", flat=True)}
        ids = _around(reach, {Sharing.SAME_TEXT})
        members = list(
            Article.objects.select_for_update(of=("self",))
            .select_related("outlet")
            .filter(pk__in=ids)
            .order_by("pk")
        )
        _keep(origins_of(members, rules=_KEPT_RULES), members)


_ANY_SHARING = {Sharing.SAME_TEXT, Sharing.SHARES_TEXT}


def _around(start: Iterable[int], sharing: Collection[str]) -> set[int]:
    """All articles that can be reached over copies and decisions."""
    found = set(start)
    waiting = set(found)
    while waiting and len(found) < MOST_RELATED:
        pairs = Overlap.objects.filter(sharing__in=sharing).filter(
            Q(a__article__in=waiting) | Q(b__article__in=waiting)
        )
        decided = OriginOverride.objects.filter(Q(a__in=waiting) | Q(b__in=waiting))
        reached = {
            pk
            for pair in (
                *pairs.values_list("a__article", "b__article"),
                *decided.values_list("a", "b"),
            )
            for pk in pair
        }
        waiting = set(sorted(reached - found)[: MOST_RELATED - len(found)])
        found |= waiting
    return found


def _keep(origins: Origins, members: list[Article]) -> None:
    by_id = {str(article.pk): article for article in members}
    known = {article.origin_id for article in members if article.origin_id is not None}
    used: set[int] = set()
    for one in origins.origins:
        group = [by_id[key] for key in one.articles]
        row_id = None
        if len(group) > 1:
            row_id = _origin_row(group, list(one.agencies), used).pk
            used.add(row_id)
        for article in group:
            if article.origin_id != row_id:
                Article.objects.filter(pk=article.pk).update(origin=row_id)
    Origin.objects.filter(pk__in=known - used, articles=None).delete()


def _origin_row(group: list[Article], agencies: list[str], used: set[int]) -> Origin:
    """The row that one of the group has already, or a new one."""
    for article in group:
        if article.origin_id and article.origin_id not in used:
            origin = Origin.objects.get(pk=article.origin_id)
            if origin.agencies != agencies:
                origin.agencies = agencies
                origin.save(update_fields=["agencies"])
            return origin
    return Origin.objects.create(agencies=agencies)


def _facts(articles: Collection[Article]) -> list[ArticleFacts]:
    newest = _newest(articles)
    credits: dict[int, list[Credit]] = {}
    for row in AgencyCredit.objects.filter(snapshot__in=newest):
        credits.setdefault(row.snapshot_id, []).append(
            Credit(
                agency=row.name,
                kind=CreditKind(row.kind),
                place=CreditPlace(row.place),
                start=row.start,
                end=row.end,
            )
        )
    citations: dict[int, list[Cited]] = {}
    for cited in Citation.objects.filter(snapshot__in=newest):
        citations.setdefault(cited.snapshot_id, []).append(
            Cited(outlet=cited.name, span=(cited.start, cited.end))
        )
    snapshots = {article: snapshot for snapshot, article in newest.items()}
    return [
        ArticleFacts(
            id=str(article.pk),
            outlet=article.outlet.name if article.outlet else "",
            owner=article.outlet.owner_group if article.outlet else "",
            is_agency=bool(article.outlet and article.outlet.kind == OutletKind.AGENCY),
            published=_moment(article),
            credits=tuple(credits.get(snapshots.get(article.pk, 0), ())),
            citations=tuple(citations.get(snapshots.get(article.pk, 0), ())),
        )
        for article in articles
    ]


def _newest(articles: Collection[Article]) -> dict[int, int]:
    """The newest snapshot of each article: snapshot → article."""
    from_db = (
        Article.objects.filter(pk__in=[article.pk for article in articles])
        .order_by("pk", "snapshots__number")
        .values_list("pk", "snapshots__pk")
    )
    last = dict(from_db)
    return {snapshot: article for article, snapshot in last.items() if snapshot}


def _copies(ids: Collection[int]) -> list[Copy]:
    rows = Overlap.objects.filter(a__article__in=ids, b__article__in=ids)
    return [
        Copy(a=str(a), b=str(b), sharing=Sharing(sharing), score=score)
        for a, b, sharing, score in rows.values_list(
            "a__article", "b__article", "sharing", "score"
        )
    ]


def _overrides(ids: Collection[int]) -> list[Override]:
    """The decision that holds for each pair, if it is not to follow the rules."""
    rows = OriginOverride.objects.filter(a__in=ids, b__in=ids).order_by("id")
    last = {(row.a_id, row.b_id): row for row in rows}
    return [
        Override(
            a=str(row.a_id),
            b=str(row.b_id),
            decision=Decision(row.decision),
            reason=row.reason,
            decided=row.decided_at,
        )
        for row in last.values()
        if row.decision != OverrideDecision.FOLLOW_RULES
    ]


def _moment(article: Article) -> datetime | None:
    if article.published_at is not None:
        return article.published_at
    if article.published_on is None:
        return None
    return datetime.combine(article.published_on, time(), UTC)

"""From stored facts to origins: for any set of articles, and kept for their copies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
    Snapshot,
)
from sources.telling import origins_changed

MOST_RELATED = 200  # articles around one that are looked at
# One agency or owner makes no copies of all their works: that counts where origins
# are counted, and is not kept.
_KEPT_RULES = frozenset({Rule.OVERRIDE, Rule.SAME_TEXT})
_ANY_SHARING = frozenset({Sharing.SAME_TEXT, Sharing.SHARES_TEXT})


def origins_of(
    articles: Collection[Article], *, rules: Collection[Rule] = frozenset(Rule)
) -> Origins:
    """Which of the articles are one origin, and why; ids are primary keys as text.

    The answer also holds up to `MOST_RELATED` kept copies of them that were not
    handed in: two reprints of one wire story are one origin even where they have
    few words in common and nobody asks about the story itself. The articles need
    their ``outlet``. Any order gives the same result.
    """
    ids = {article.pk for article in articles}
    asked = Article.objects.filter(pk__in=ids).exclude(origin=None)
    copies = (
        Article.objects.filter(origin__in=asked.values("origin"))
        .exclude(pk__in=ids)
        .select_related("outlet")
        .order_by("pk")[:MOST_RELATED]
    )
    return _found_among([*articles, *copies], rules)


def related_articles(article: Article) -> list[Article]:
    """The article and those that have text in common with it, or with a copy of it,
    or about which somebody has decided; at most `MOST_RELATED`.
    """
    found = _around({article.pk}, sharing=_ANY_SHARING, decisions=OverrideDecision)
    return list(
        Article.objects.filter(pk__in=found).select_related("outlet").order_by("pk")
    )


def lock_articles(ids: Collection[int]) -> dict[int, int]:
    """Hold the articles until the transaction ends; their newest snapshots by article.

    Whoever writes snapshots, overlaps or origins holds the articles concerned, and
    takes them in one order, so that none waits for another in a circle. Articles
    that were deleted, or have no text, are not in the answer.
    """
    rows = Article.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return newest_snapshots(list(rows.values_list("pk", flat=True)))


def newest_snapshots(ids: Collection[int]) -> dict[int, int]:
    """The newest snapshot of each article that has one: article → snapshot."""
    rows = Snapshot.objects.filter(article__in=ids).order_by("article", "number")
    return dict(rows.values_list("article", "pk"))


def regroup(ids: Collection[int]) -> None:
    """Bring ``Article.origin`` up to date for the articles and all their copies.

    May run any number of times, and at the same time for several: it begins again
    where the copies were joined by others before all of them could be held.
    """
    reach, held = _reach(ids), set[int]()
    while not reach <= held:
        held |= reach
        with transaction.atomic():
            lock_articles(held)
            reach = _reach(ids)
            if reach <= held:
                members = Article.objects.filter(pk__in=held).select_related("outlet")
                _keep(list(members.order_by("pk")))


def _reach(ids: Collection[int]) -> set[int]:
    """All whose origin may change with that of the articles: theirs, before and now."""
    found = _around(
        _with_their_origins(ids),
        sharing={Sharing.SAME_TEXT},
        decisions={OverrideDecision.JOIN},
    )
    return _with_their_origins(found)


def _with_their_origins(ids: Collection[int]) -> set[int]:
    grouped = Article.objects.filter(pk__in=ids).exclude(origin=None)
    same = Article.objects.filter(origin__in=grouped.values("origin"))
    return {*ids, *same.values_list("pk", flat=True)}


def _around(
    start: Collection[int],
    *,
    sharing: Collection[str],
    decisions: Collection[str],
) -> set[int]:
    """All articles that can be reached over copies and decisions of these kinds, in
    fewest steps, at most `MOST_RELATED` besides ``start``.
    """
    found = set(start)
    waiting = set(found)
    most = len(found) + MOST_RELATED
    while waiting and len(found) < most:
        pairs = Overlap.objects.filter(sharing__in=sharing).filter(
            Q(a__article__in=waiting) | Q(b__article__in=waiting)
        )
        decided = _last_decisions(Q(a__in=waiting) | Q(b__in=waiting))
        reached = {
            pk
            for pair in (
                *pairs.values_list("a__article", "b__article"),
                *((row.a_id, row.b_id) for row in decided if row.decision in decisions),
            )
            for pk in pair
        }
        waiting = set(sorted(reached - found)[: most - len(found)])
        found |= waiting
    return found


def _keep(members: list[Article]) -> None:
    origins = _found_among(members, _KEPT_RULES)
    by_id = {str(article.pk): article for article in members}
    known = {article.origin_id for article in members if article.origin_id is not None}
    names = {facts.id: set(_agencies(facts)) for facts in origins.articles}
    used: set[int] = set()
    before = _company(members)
    for one in origins.origins:
        group = [by_id[key] for key in one.articles]
        row_id = None
        if len(group) > 1:
            agencies = sorted({name for key in one.articles for name in names[key]})
            row_id = _origin_row(group, agencies, used).pk
            used.add(row_id)
        others = [article.pk for article in group if article.origin_id != row_id]
        Article.objects.filter(pk__in=others).update(origin=row_id)
        for article in group:
            article.origin_id = row_id
    Origin.objects.filter(pk__in=known - used, articles=None).delete()
    after = _company(members)
    changed = [pk for pk in after if after[pk] != before[pk]]
    if changed:
        origins_changed(changed)


def _company(members: Iterable[Article]) -> dict[int, frozenset[int]]:
    """By article, which articles are of its origin, itself included."""
    groups: dict[int, set[int]] = {}
    for article in members:
        if article.origin_id is not None:
            groups.setdefault(article.origin_id, set()).add(article.pk)
    return {
        article.pk: frozenset(groups.get(article.origin_id or 0, {article.pk}))
        for article in members
    }


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


def _agencies(facts: ArticleFacts) -> Iterator[str]:
    """The agencies that an article credits with its whole text, or is of."""
    if facts.is_agency:
        yield facts.outlet
    for credit in facts.credits:
        if credit.kind == CreditKind.CREDITED and credit.agency:
            yield credit.agency


def _found_among(articles: Collection[Article], rules: Collection[Rule]) -> Origins:
    ids = [article.pk for article in articles]
    return find_origins(
        _facts(articles), copies=_copies(ids), overrides=_overrides(ids), rules=rules
    )


def _facts(articles: Collection[Article]) -> list[ArticleFacts]:
    snapshots = newest_snapshots([article.pk for article in articles])
    newest = snapshots.values()
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
    return [
        Override(
            a=str(row.a_id),
            b=str(row.b_id),
            decision=Decision(row.decision),
            reason=row.reason,
            decided=row.decided_at,
        )
        for row in _last_decisions(Q(a__in=ids, b__in=ids))
        if row.decision != OverrideDecision.FOLLOW_RULES
    ]


def _last_decisions(pairs: Q) -> list[OriginOverride]:
    """The decision that holds for each of these pairs."""
    rows = OriginOverride.objects.filter(pairs).order_by("id")
    return list({(row.a_id, row.b_id): row for row in rows}.values())


def _moment(article: Article) -> datetime | None:
    if article.published_at is not None:
        return article.published_at
    if article.published_on is None:
        return None
    return datetime.combine(article.published_on, time(), UTC)

"""What follows for claims from changes to articles and outlets (`sources.telling`)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from claims.models import Claim, Doubt, Evidence, Staleness
from claims.review.basis import host_of, is_within, why_not_again
from claims.review.staleness import mark_each_stale
from claims.verdicts.states import Aspect
from sources.models import Article, Outlet

_AT_ONCE: Final = 500  # values in one IN list


def origins_changed(articles: Collection[int]) -> None:
    """Count anew in how many articles the claims of these stand, and look whether
    decisions are still borne by independent origins.

    A decision that, as its evidence is grouped now, could not be voted any more (I11)
    is in doubt.
    """
    _count_reach(articles)
    details: dict[int, str] = {}
    open_doubts = Staleness.objects.filter(
        kind=Doubt.ORIGINS_CHANGED, settled_at__isnull=True
    )
    for claim, aspect in _decided_on(_evidence_in(articles)):
        if claim.pk in details or open_doubts.filter(claim=claim).exists():
            continue
        reason = why_not_again(claim, aspect)
        if reason:
            details[claim.pk] = f"Its articles are grouped anew. {reason}"
    mark_each_stale(details, kind=Doubt.ORIGINS_CHANGED)


def outlets_downgraded(reasons: dict[int, str]) -> None:
    """Put the decisions in doubt that have evidence from these outlets."""
    found: dict[int, list[str]] = {}
    for outlet in Outlet.objects.filter(pk__in=reasons).order_by("pk"):
        decided = {claim.pk for claim, _ in _decided_on(_evidence_of(outlet))}
        for claim in decided:
            found.setdefault(claim, []).append(reasons[outlet.pk])
    mark_each_stale(
        {claim: " ".join(those) for claim, those in found.items()},
        kind=Doubt.OUTLET_DOWNGRADED,
    )


def _count_reach(articles: Collection[int]) -> None:
    pairs = Article.objects.filter(pk__in=articles).values_list("pk", "origin")
    origin_of = dict(pairs)
    members = Article.objects.filter(origin__in=set(origin_of.values()) - {None})
    sizes = Counter(members.values_list("origin", flat=True))
    rows = (
        Claim.objects.filter(snapshot__article__in=articles)
        .select_for_update(of=("self",))
        .order_by("pk")
        .values_list("pk", "reach", "snapshot__article")
    )
    changes: dict[tuple[int, int], list[int]] = {}
    for pk, known, article in rows:
        reach = sizes[origin_of[article]] or 1
        if reach != known:
            changes.setdefault((known, reach), []).append(pk)
    for (known, reach), claims in changes.items():
        weightier = math.log2(reach / max(known, 1))  # see `priority`
        for start in range(0, len(claims), _AT_ONCE):
            some = Claim.objects.filter(pk__in=claims[start : start + _AT_ONCE])
            some.update(reach=reach, priority=F("priority") + weightier)


def _evidence_in(articles: Collection[int]) -> Iterable[tuple[UUID, str]]:
    """Of accepted evidence from these articles, or on their claims: thread, aspect."""
    here = Q(snapshot__article__in=articles)
    on_them = Q(claim__snapshot__article__in=articles)
    found = Evidence.objects.accepted().filter(here | on_them).order_by()
    return found.values_list("claim__thread", "aspect").distinct()


def _evidence_of(outlet: Outlet) -> Iterator[tuple[UUID, str]]:
    """Of accepted evidence from the outlet, articles and other pages: as above."""
    accepted = Evidence.objects.accepted().order_by()
    here = accepted.filter(snapshot__article__outlet=outlet)
    yield from here.values_list("claim__thread", "aspect").distinct()
    if outlet.domain:
        pages = accepted.filter(start=None, url__icontains=outlet.domain)
        for thread, aspect, url in pages.values_list("claim__thread", "aspect", "url"):
            if is_within(host_of(url), outlet.domain):
                yield thread, aspect


def _decided_on(places: Iterable[tuple[UUID, str]]) -> Iterator[tuple[Claim, Aspect]]:
    """The claims of these threads, as they stand, where the aspect is decided."""
    aspects: dict[UUID, set[str]] = {}
    for thread, aspect in places:
        aspects.setdefault(thread, set()).add(aspect)
    threads = sorted(aspects)
    for start in range(0, len(threads), _AT_ONCE):
        claims = Claim.objects.current().filter(
            thread__in=threads[start : start + _AT_ONCE]
        )
        for claim in (
            claims.exclude(attribution_verdict="", content_verdict="")
            .select_related("snapshot__article__outlet")
            .defer("snapshot__text", "snapshot__blocks", "why")
            .order_by("pk")
        ):
            for aspect in sorted(aspects[claim.thread]):
                if getattr(claim, f"{aspect}_verdict"):
                    yield claim, Aspect(aspect)

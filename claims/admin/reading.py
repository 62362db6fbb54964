"""The reading page: an article with its claims in their places, and one of them
explained beside it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from claims.admin.blocks import marked_blocks
from claims.admin.cards import (
    NO_SPEAKER,
    Card,
    Choice,
    choices,
    speaker_key,
    speaker_label,
)
from claims.admin.links import article_url
from claims.models import Claim, ExtractionRun, Progress, Relay
from claims.services import EXTRACT
from factcheck.core.models import Job
from sources.models import Article, Snapshot

CARDS_AT_ONCE = 200
"""Up to so many claims are all in the page, so that selecting needs no new one;
beyond it every selection is a page of its own."""
RELOAD_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Query:
    """What the address asks for; what it asks for wrongly, it asks for in vain."""

    snapshot: str
    claim: str
    tier: str
    speaker: str
    rejected: str

    def url(self, base: str, **changes: str) -> str:
        """The page with these parameters changed."""
        values = {name: getattr(self, name) for name in self.__slots__} | changes
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{base}?{query}" if query else base


def reading_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The reading page of an article. 404 for an unknown article or text number.

    The number of queries does not depend on the number of claims.
    """
    if not request.user.has_perm("sources.view_article"):
        raise PermissionDenied
    article = get_object_or_404(
        Article.objects.select_related("outlet", "added_by"), public_id=public_id
    )
    query = Query(**{name: request.GET.get(name, "") for name in Query.__slots__})
    numbers = list(
        article.snapshots.order_by("-number").values_list("number", flat=True)
    )
    snapshot = _snapshot(article, query.snapshot, numbers)
    run = ExtractionRun.objects.filter(snapshot=snapshot).order_by("-id").first()
    job = None if run else _newest_job(snapshot)
    context = {
        **admin.site.each_context(request),
        **_claims_context(article, snapshot, query),
        "title": article.title,
        "opts": Article._meta,
        "is_nav_sidebar_enabled": False,
        "article": article,
        "snapshot": snapshot,
        "other_numbers": [
            (number, query.url(article_url(article), snapshot=str(number), claim=""))
            for number in numbers
            if number != snapshot.number
        ],
        "run": run,
        "job": job,
        "reload_seconds": RELOAD_SECONDS if job and not job.is_finished else None,
        "can_see_job": job is not None and _can_see(request, job),
        "origin_note": _origin_note(article),
        "can_correct": request.user.has_perm("claims.change_claim"),
        "can_delete": request.user.has_perm("sources.delete_article"),
    }
    return TemplateResponse(request, "admin/claims/reading.html", context)


def _origin_note(article: Article) -> str:
    """What the link to the page about the origin says."""
    if article.origin_id is None:
        return "Where it comes from"
    others = Article.objects.filter(origin=article.origin_id).count() - 1
    copies = "article shares" if others == 1 else "articles share"
    return f"{others} other {copies} its origin"


def _claims_context(
    article: Article, snapshot: Snapshot, query: Query
) -> dict[str, Any]:  # Any: a template's context
    """The text with its marks, the cards and the filters."""
    base = article_url(article)
    every = _claims(snapshot)
    rejected = [claim for claim in every if claim.rejection]
    standing = [
        claim
        for claim in (rejected if query.rejected else every)
        if query.rejected or _stands(claim) or str(claim.public_id) == query.claim
    ]
    cards = [
        _card(number, claim, query, base)
        for number, claim in enumerate(standing, start=1)
        if query.tier in ("", claim.tier) and query.speaker in ("", speaker_key(claim))
    ]
    selected = next((card for card in cards if card.is_selected), None)
    speakers = choices(
        standing,
        key=speaker_key,
        label=speaker_label,
        href=lambda key: query.url(base, speaker=key, claim=""),
        chosen=query.speaker,
    )
    return {
        "blocks": marked_blocks(snapshot, cards, selected),
        "cards": cards,
        "shown_cards": cards if len(cards) <= CARDS_AT_ONCE else [selected],
        "selected": selected,
        "is_missing": bool(query.claim) and selected is None,
        "claim_total": len(standing),
        "tiers": _tiers(standing, query, base),
        "speakers": speakers,
        "is_filtered": bool(query.tier or query.speaker or query.rejected),
        "unfiltered_url": query.url(base, tier="", speaker="", rejected=""),
        "rejected_total": len(rejected),
        "rejected_url": query.url(base, rejected="1", tier="", speaker="", claim=""),
        "all_tiers_url": query.url(base, tier="", claim=""),
        "all_speakers_url": query.url(base, speaker="", claim=""),
        "unselected_url": query.url(base, claim=""),
        "query": query,
        "no_speaker": NO_SPEAKER,
    }


def _stands(claim: Claim) -> bool:
    return not claim.rejection and claim.progress != Progress.WITHDRAWN


def _tiers(claims: list[Claim], query: Query, base: str) -> list[Choice]:
    return choices(
        claims,
        key=lambda claim: claim.tier,
        label=lambda claim: claim.get_tier_display(),
        href=lambda key: query.url(base, tier=key, claim=""),
        chosen=query.tier,
    )


def _snapshot(article: Article, number: str, numbers: list[int]) -> Snapshot:
    """The text with this number, by default the newest."""
    if not numbers or (number and (not number.isdecimal() or len(number) > 9)):
        raise Http404("no such text")
    wanted = int(number) if number else numbers[0]
    return get_object_or_404(Snapshot, article=article, number=wanted)


def _claims(snapshot: Snapshot) -> list[Claim]:
    """The text's claims with all that the page shows of them, in three queries."""
    relays = Relay.objects.select_related("speaker").order_by("position")
    claims = (
        Claim.objects.filter(snapshot=snapshot)
        .select_related("speaker", "added_by")
        .prefetch_related("spans", Prefetch("relays", queryset=relays))
        .order_by("ordinal", "id")
    )
    return list(claims)


def _newest_job(snapshot: Snapshot) -> Job | None:
    jobs = Job.objects.filter(kind=EXTRACT, subject_id=snapshot.pk)
    return jobs.order_by("-id").first()


def _can_see(request: HttpRequest, job: Job) -> bool:
    user = request.user
    return user.has_perm("core.view_user") or job.requested_by_id == user.pk


def _card(number: int, claim: Claim, query: Query, base: str) -> Card:
    public_id = str(claim.public_id)
    return Card(
        number=number,
        claim=claim,
        relays=tuple(claim.relays.all()),
        href=f"{query.url(base, claim=public_id)}#claim",
        is_selected=public_id == query.claim,
    )

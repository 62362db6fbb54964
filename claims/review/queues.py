"""Queues: which claim comes next, for whom, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from claims.extraction.model import Tier
from claims.models import (
    OPEN,
    Claim,
    Ending,
    ReadingLock,
    Rejection,
    Reopening,
    Review,
)
from claims.models.claim import ClaimQuerySet
from claims.models.review import TAKEN_BACK
from claims.verdicts.states import Agreement
from factcheck.core.models import User
from factcheck.lib import clock

LOCK_SECONDS: Final = 300
"""How long a claim counts as being read after its reader last gave a sign."""
STATEMENTS: Final = [Tier.SPEECH.value, Tier.EVIDENTIAL.value]
MOST_COUNTED: Final = 1_000  # beyond it, a count is "1,000 and more"


class Queue(StrEnum):
    """The queues that everybody has."""

    OPEN = "open"  # waits for my vote
    MINE = "mine"  # I have voted, and it is not decided
    CONFLICTS = "conflicts"  # waits for somebody who decides
    STALE = "stale"  # decided, and in doubt
    HIGH_RISK = "high_risk"


QUEUE_NAMES: Final = {
    Queue.OPEN: "To review",
    Queue.MINE: "Mine, undecided",
    Queue.CONFLICTS: "Conflicts",
    Queue.STALE: "Stale decisions",
    Queue.HIGH_RISK: "High risk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which claims: a queue, narrowed by outlet, speaker, article or words."""

    queue: Queue = Queue.OPEN
    outlet: UUID | None = None
    speaker: UUID | None = None
    article: UUID | None = None
    topic: str = ""
    all_tiers: bool = False


def queued(selection: Selection, *, by: User) -> ClaimQuerySet:
    """The claims of a queue for one person, the most pressing first."""
    claims = _in_queue(selection.queue, by).exclude(ending=Ending.CONTINUED)
    claims = claims.filter(rejection=Rejection.NONE)
    if not selection.all_tiers:
        claims = claims.filter(tier__in=STATEMENTS)
    if selection.outlet:
        claims = claims.filter(snapshot__article__outlet__public_id=selection.outlet)
    if selection.speaker:
        claims = claims.filter(speaker__public_id=selection.speaker)
    if selection.article:
        claims = claims.filter(snapshot__article__public_id=selection.article)
    for word in selection.topic.split():
        claims = claims.filter(
            Q(content_text__icontains=word)
            | Q(snapshot__article__title__icontains=word)
        )
    return claims.order_by("-priority", "id")


def next_claims(
    selection: Selection,
    *,
    by: User,
    besides: Iterable[UUID] = (),
    after: Claim | None = None,
    limit: int = 1,
) -> list[Claim]:
    """The next claims of a queue that nobody else is reading.

    ``besides`` are left out: skipped ones, the one on the screen. With ``after`` they
    come after that claim in the queue's order.
    """
    claims = queued(selection, by=by).exclude(public_id__in=list(besides))
    if after is not None:
        claims = claims.filter(
            Q(priority__lt=after.priority) | Q(priority=after.priority, id__gt=after.pk)
        )
    read = ReadingLock.objects.filter(claim=OuterRef("pk"), until__gt=clock.now())
    claims = claims.exclude(Exists(read.exclude(reader=by)))
    return list(
        claims.select_related("speaker", "snapshot__article__outlet").defer(
            "why", "confidence_parts", "snapshot__text", "snapshot__blocks"
        )[:limit]
    )


def counts(selection: Selection, *, by: User) -> dict[Queue, int]:
    """How many claims each queue has, narrowed as the selection is; up to 1,000."""
    return {
        queue: queued(
            Selection(
                queue=queue,
                outlet=selection.outlet,
                speaker=selection.speaker,
                article=selection.article,
                topic=selection.topic,
                all_tiers=selection.all_tiers,
            ),
            by=by,
        )
        .order_by()[:MOST_COUNTED]
        .count()
        for queue in Queue
    }


def voted_today(*, by: User) -> int:
    """On how many claims the person has voted since midnight UTC."""
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    reviews = Review.objects.filter(reviewer=by, created_at__gte=midnight)
    given = reviews.exclude(verdict=TAKEN_BACK)
    return int(given.aggregate(count=Count("claim", distinct=True))["count"])


def waiting(claim: Claim) -> str:
    """How long the claim has waited, in words; its snapshot must be loaded."""
    seconds = (clock.now() - claim.snapshot.fetched_at).total_seconds()
    if seconds < 3_600:
        return "new"
    if seconds < 86_400:
        return f"waiting {int(seconds // 3_600)} h"
    days = int(seconds // 86_400)
    return f"waiting {days} day{'s' if days > 1 else ''}"


def lock(claim: Claim, *, by: User) -> User | None:
    """Say that a person reads the claim; who else does, if somebody does.

    It hinders nobody: two may read one claim. A lock that has expired is taken over.
    """
    now = clock.now()
    until = now + timedelta(seconds=LOCK_SECONDS)
    held = ReadingLock.objects.filter(claim=claim).select_related("reader").first()
    if held is not None and held.until > now and held.reader_id != by.pk:
        return held.reader
    ReadingLock.objects.update_or_create(
        claim=claim, defaults={"reader": by, "until": until}
    )
    return None


def release(claim: Claim, *, by: User) -> None:
    """The person reads it no longer."""
    ReadingLock.objects.filter(claim=claim, reader=by).delete()


def _in_queue(queue: Queue, by: User) -> ClaimQuerySet:
    claims = Claim.objects.all()
    if queue == Queue.CONFLICTS:
        conflict = Agreement.CONFLICT.value
        return claims.filter(
            Q(attribution_agreement=conflict) | Q(content_agreement=conflict)
        )
    if queue == Queue.STALE:
        return claims.filter(is_stale=True)
    claims = claims.filter(progress__in=OPEN)
    if queue == Queue.MINE:
        return claims.filter(Exists(_standing_votes(by)))
    if queue == Queue.HIGH_RISK:
        claims = claims.filter(is_high_risk=True)
    return claims.exclude(Exists(_standing_votes(by)))


def _standing_votes(by: User) -> QuerySet[Review]:
    """The person's votes on the claim of the query outside, those that count."""
    votes = Review.objects.filter(
        claim__thread=OuterRef("thread"), reviewer=by, superseded_by=None
    ).exclude(verdict=TAKEN_BACK)
    reopened = Reopening.objects.filter(
        claim__thread=OuterRef("claim__thread"), after__gte=OuterRef("pk")
    )
    return votes.exclude(Exists(reopened))

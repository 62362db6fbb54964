"""A reviewer's own votes that were decided otherwise, for themselves alone.

Whoever judges learns from how it was decided and why. Nobody sees another's list: it
would be read as a list of mistakes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, When

from claims.models import Claim, Ending, Reopening, Review
from claims.models.review import TAKEN_BACK
from claims.review.deriving import quorum_of, states_from
from claims.review.holding import VOTE, allow
from claims.verdicts.states import Agreement, Aspect, AspectState
from factcheck.core.models import User

PAGE: Final = 20  # votes on one page


@dataclass(frozen=True, slots=True)
class Overruling:
    """One vote, and what was decided instead.

    ``deciding`` are the adjudication, or the votes that made the quorum, oldest first.
    ``reopening`` is the last one after the vote, if the claim was opened again.
    """

    vote: Review
    claim: Claim
    verdict: str
    agreement: Agreement
    deciding: tuple[Review, ...]
    reopening: Reopening | None


def overruled_votes(*, by: User, before: int | None = None) -> list[Overruling]:
    """The newest of a person's own votes that differ from what was decided.

    ``before`` is the key of the last vote of the page before. Up to ``PAGE`` + 1: one
    more says that there are others. Raises `PermissionDenied`.
    """
    allow(by, VOTE, "voting")
    votes = _overruled(by)
    if before is not None:
        votes = votes.filter(pk__lt=before)
    found = list(votes.order_by("-pk")[: PAGE + 1])
    threads = {vote.claim.thread for vote in found}
    claims = {claim.thread: claim for claim in _newest(threads)}
    reviews: dict[UUID, list[Review]] = defaultdict(list)
    rows = Review.objects.filter(claim__thread__in=threads).order_by("id")
    for review in rows.select_related("claim", "reviewer").defer(*_LONG):
        reviews[review.claim.thread].append(review)
    reopenings: dict[UUID, list[Reopening]] = defaultdict(list)
    opened = Reopening.objects.filter(claim__thread__in=threads).order_by("after")
    for row in opened.select_related("claim", "reopened_by").defer(*_LONG):
        reopenings[row.claim.thread].append(row)
    return [
        _overruling(vote, claims[thread], reviews[thread], reopenings[thread])
        for vote in found
        if (thread := vote.claim.thread) in claims
    ]


_LONG: Final = ("claim__why", "claim__confidence_parts")


def _overruled(by: User) -> QuerySet[Review]:
    """Votes of theirs that still stand as their word, and were decided otherwise."""
    decided = (
        Claim.objects.filter(thread=OuterRef("claim__thread"))
        .exclude(ending=Ending.CONTINUED)
        .order_by("-id")
    )
    own = Review.objects.filter(reviewer=by, superseded_by=None)
    return (
        own.exclude(verdict=TAKEN_BACK)
        .annotate(
            decided=Case(
                *(
                    When(
                        aspect=aspect.value,
                        then=Subquery(decided.values(f"{aspect}_verdict")[:1]),
                    )
                    for aspect in Aspect
                ),
                output_field=CharField(),
            )
        )
        .exclude(decided="")
        .exclude(decided=None)
        .exclude(decided=F("verdict"))
        .select_related("claim")
        .defer(*_LONG)
    )


def _newest(threads: Iterable[UUID]) -> QuerySet[Claim]:
    return (
        Claim.objects.filter(thread__in=threads)
        .exclude(ending=Ending.CONTINUED)
        .select_related("speaker", "snapshot__article__outlet")
        .defer("why", "confidence_parts", "snapshot__text", "snapshot__blocks")
        .order_by("id")
    )


def _overruling(
    vote: Review,
    claim: Claim,
    reviews: Sequence[Review],
    reopenings: Sequence[Reopening],
) -> Overruling:
    counted_from = reopenings[-1].after_id if reopenings else 0
    states = states_from(reviews, counted_from=counted_from, quorum=quorum_of(claim))
    later = [row for row in reopenings if row.after_id >= vote.pk]
    return Overruling(
        vote=vote,
        claim=claim,
        verdict=getattr(claim, f"{vote.aspect}_verdict"),
        agreement=Agreement(getattr(claim, f"{vote.aspect}_agreement")),
        deciding=_deciding(
            states[Aspect(vote.aspect)],
            vote.aspect,
            {one.pk: one for one in reviews},
        ),
        reopening=later[-1] if later else None,
    )


def _deciding(
    state: AspectState, aspect: str, reviews: Mapping[int, Review]
) -> tuple[Review, ...]:
    """The rows that decided; none where it does not follow from the votes."""
    if not state.is_decided:
        return ()
    if state.agreement != Agreement.ADJUDICATED:
        return tuple(reviews[vote.id] for vote in state.votes)
    adjudications = [
        one
        for one in reviews.values()
        if one.is_adjudication and one.aspect == aspect and one.verdict == state.verdict
    ]
    return (adjudications[-1],)

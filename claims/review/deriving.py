"""What follows for a claim from its votes: worked out anew, and kept on its row."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db.models import F

from claims.models import Claim, Progress, Reopening, Review
from claims.verdicts.states import (
    REVEALED,
    Aspect,
    AspectState,
    ReviewProgress,
    Verdict,
    Vote,
    aspect_state,
    progress_of,
)
from factcheck.lib import clock

States = dict[Aspect, AspectState]

# Set by other hands than the reviewers'; votes do not move a claim out of them.
_KEPT = frozenset({Progress.PUBLISHED, Progress.WITHDRAWN})


def quorum_of(claim: Claim) -> int:
    """How many votes decide an aspect of the claim."""
    return quorum_for(is_high_risk=claim.is_high_risk)


def quorum_for(*, is_high_risk: bool) -> int:
    """How many votes decide an aspect of such a claim."""
    quorum: int = (
        settings.REVIEW_QUORUM_HIGH_RISK if is_high_risk else settings.REVIEW_QUORUM
    )
    return quorum


def states_of(claim: Claim) -> States:
    """The state of both aspects, from the votes and reopenings in the database."""
    return states_from(
        Review.objects.of_thread(claim.thread),
        counted_from=last_reopened(claim.thread),
        quorum=quorum_of(claim),
    )


def refresh(claim: Claim) -> None:
    """Work out the claim's state anew and keep it; the caller has locked its row."""
    reopened = last_reopened(claim.thread)
    keep(claim, states_of(claim), was_reopened=reopened > 0)


def states_from(
    reviews: Iterable[StoredVote], *, counted_from: int, quorum: int
) -> States:
    """The same from given votes; those up to ``counted_from`` do not count."""
    votes = [vote_of(review) for review in reviews if review.pk > counted_from]
    return {
        aspect: aspect_state(
            [vote for vote in votes if vote.aspect == aspect], quorum=quorum
        )
        for aspect in Aspect
    }


def last_reopened(thread: uuid.UUID) -> int:
    """The key of the last vote that no longer counts; 0 if all do."""
    reopenings = Reopening.objects.filter(claim__thread=thread).order_by("-after")
    return reopenings.values_list("after", flat=True).first() or 0


class StoredVote(Protocol):
    """A row of `Review`, or as much of one as the rules need."""

    @property
    def pk(self) -> int: ...
    @property
    def reviewer_id(self) -> int: ...
    @property
    def aspect(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def is_additional(self) -> bool: ...
    @property
    def is_adjudication(self) -> bool: ...
    @property
    def origin_count(self) -> int: ...
    @property
    def named_origin_count(self) -> int: ...
    @property
    def primary_count(self) -> int: ...
    @property
    def contradiction_count(self) -> int: ...


class VoteRow(NamedTuple):
    """A vote as it is read where there are many: equal ones are alike."""

    pk: int  # its place in the history, where histories are compared
    reviewer_id: int
    aspect: str
    verdict: str
    is_additional: bool
    is_adjudication: bool
    origin_count: int
    named_origin_count: int
    primary_count: int
    contradiction_count: int


def vote_of(review: StoredVote) -> Vote:
    """The stored vote as the rules know it."""
    return Vote(
        id=review.pk,
        reviewer=review.reviewer_id,
        aspect=Aspect(review.aspect),
        verdict=Verdict(review.verdict) if review.verdict else None,
        is_additional=review.is_additional,
        is_adjudication=review.is_adjudication,
        saw_both_sides=review.contradiction_count > 0
        and (
            (review.origin_count >= 2 and review.named_origin_count >= 1)
            or (review.aspect == Aspect.ATTRIBUTION and review.primary_count >= 1)
        ),
    )


def keep(claim: Claim, states: States, *, was_reopened: bool) -> list[str]:
    """Write what follows onto the row of the claim, which the caller has locked.

    ``was_reopened``: whether earlier votes no longer count. Returns the columns that
    changed. When votes came to be seen by all, or are no longer, the version grows:
    whoever has the claim before them should see that.
    """
    before = {name: getattr(claim, name) for name in _COLUMNS}
    was_revealed = any(
        getattr(claim, f"{aspect}_agreement") in REVEALED for aspect in states
    )
    for aspect, state in states.items():
        setattr(claim, f"{aspect}_verdict", state.verdict or "")
        setattr(claim, f"{aspect}_agreement", state.agreement)
    if claim.progress not in _KEPT:
        claim.progress = _progress(
            claim, list(states.values()), was_reopened=was_reopened
        )
    if claim.progress not in (Progress.DECIDED, Progress.PUBLISHED):
        claim.decided_at = None
    elif claim.decided_at is None:
        claim.decided_at = clock.now()
    changed = [name for name in _COLUMNS if getattr(claim, name) != before[name]]
    if was_revealed or any(state.is_revealed for state in states.values()):
        claim.version = F("version") + 1
        claim.save(update_fields=[*changed, "version"])
        claim.refresh_from_db(fields=["version"])
    elif changed:
        claim.save(update_fields=changed)
    return changed


_COLUMNS = (
    "attribution_verdict",
    "attribution_agreement",
    "content_verdict",
    "content_agreement",
    "progress",
    "decided_at",
)


def _progress(
    claim: Claim, states: Sequence[AspectState], *, was_reopened: bool
) -> Progress:
    derived = progress_of(states)
    if derived == ReviewProgress.NEW:
        if was_reopened:
            return Progress.REOPENED
        return Progress.TRIAGED if claim.is_high_risk else Progress.NEW
    return Progress(derived.value)

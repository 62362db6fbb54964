"""What a reviewer sees of a claim before voting: votes, doubts, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from claims.models import Claim, Evidence, Progress, Reopening, Review, Staleness
from claims.models.review import TAKEN_BACK
from claims.review.deriving import quorum_of, states_from
from claims.review.recounting import OF_VOTES, events_of
from claims.verdicts.states import Agreement, Aspect, AspectState, may_adjudicate
from factcheck.core.models import Action, AuditEvent, User

MOST_PRECEDENTS: Final = 5
MOST_CHANGES: Final = 20


@dataclass(frozen=True, slots=True)
class AspectView:
    """One aspect as one person may see it.

    ``votes`` are all that count once they are revealed, else only the person's own;
    ``vote_count`` of ``quorum`` were given, which everybody may know.
    """

    aspect: Aspect
    state: AspectState
    votes: tuple[Review, ...]
    own: Review | None
    may_adjudicate: bool

    @property
    def vote_count(self) -> int:
        """How many votes fill the quorum."""
        return self.state.filling

    @property
    def verdict_name(self) -> str:
        """What was decided, as people read it; empty if nothing is."""
        return (self.state.verdict or "").replace("_", " ")

    @property
    def is_in_conflict(self) -> bool:
        """Whether it waits for somebody who decides."""
        return self.state.agreement == Agreement.CONFLICT

    @property
    def is_closed(self) -> bool:
        """Whether a vote of this person would be refused: it is adjudicated, or theirs
        is one of those that differ.
        """
        is_adjudicated = self.state.agreement == Agreement.ADJUDICATED
        return is_adjudicated or (self.is_in_conflict and self.own is not None)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim's review as one person may see it.

    ``reopening`` is the last one, if the claim was opened again.
    """

    aspects: tuple[AspectView, ...]
    evidence: tuple[Evidence, ...]
    doubts: tuple[Staleness, ...]
    reopening: Reopening | None
    is_involved: bool


def view_of(claim: Claim, *, by: User) -> ClaimView:
    """All of a claim's review that the person may see, in five queries."""
    reviews = list(
        Review.objects.of_thread(claim.thread).select_related("reviewer", "snapshot")
    )
    reopenings = Reopening.objects.filter(claim__thread=claim.thread)
    reopening = reopenings.select_related("reopened_by").order_by("-after").first()
    counted = reopening.after_id if reopening else 0
    states = states_from(reviews, counted_from=counted, quorum=quorum_of(claim))
    by_id = {review.pk: review for review in reviews}
    pieces = Evidence.objects.of_thread(claim.thread).select_related(
        "speaker", "snapshot__article__outlet", "added_by"
    )
    evidence = tuple(pieces.defer("snapshot__text", "snapshot__blocks"))
    doubts = Staleness.objects.filter(claim__thread=claim.thread, settled_at=None)
    return ClaimView(
        aspects=tuple(
            _aspect(aspect, states[aspect], by_id, reviews, by=by) for aspect in Aspect
        ),
        evidence=evidence,
        doubts=tuple(doubts) if claim.is_stale else (),
        reopening=reopening,
        is_involved=claim.added_by_id == by.pk
        or any(piece.added_by_id == by.pk for piece in evidence),
    )


def precedents(claim: Claim) -> list[Claim]:
    """The newest decided claims of the same speaker (V8)."""
    if claim.speaker_id is None:
        return []
    decided = Claim.objects.current().filter(
        speaker=claim.speaker_id,
        progress__in=[Progress.DECIDED, Progress.PUBLISHED],
    )
    others = decided.exclude(pk=claim.pk).select_related("snapshot__article")
    return list(
        others.defer("snapshot__text", "snapshot__blocks", "why").order_by(
            "-decided_at", "-id"
        )[:MOST_PRECEDENTS]
    )


def changes_since(
    claim: Claim, evidence: Sequence[Evidence], moment: datetime
) -> list[AuditEvent]:
    """What others did to the claim and its evidence since; no vote that is blind."""
    about = [str(claim.public_id), *(str(piece.public_id) for piece in evidence)]
    events = AuditEvent.objects.filter(
        Q(subject_id__in=about), happened_at__gte=moment
    ).exclude(action__in=OF_VOTES)
    return list(events.order_by("-number")[:MOST_CHANGES])


def changes_since_decision(claim: Claim) -> list[AuditEvent]:
    """What was done to a decided claim and its evidence, in any text of its article,
    after the last decision on it; the newest first, without votes and doubts.
    """
    events = events_of(claim).order_by("-number")
    decided = events.filter(action=Action.CLAIM_DECIDED).first()
    if decided is None:
        return []
    later = events.filter(number__gt=decided.number)
    return list(
        later.exclude(action__in=[*OF_VOTES, Action.CLAIM_STALE])[:MOST_CHANGES]
    )


def _aspect(
    aspect: Aspect,
    state: AspectState,
    by_id: Mapping[int, Review],
    reviews: Sequence[Review],
    *,
    by: User,
) -> AspectView:
    counted = tuple(by_id[vote.id] for vote in state.votes)
    own = next((review for review in counted if review.reviewer_id == by.pk), None)
    shown = counted if state.is_revealed else ((own,) if own else ())
    if state.agreement == Agreement.ADJUDICATED:
        decision = next(
            review
            for review in reversed(reviews)
            if review.is_adjudication
            and review.aspect == aspect
            and review.verdict != TAKEN_BACK
        )
        shown = (*shown, decision)
    return AspectView(
        aspect=aspect,
        state=state,
        votes=shown,
        own=own,
        may_adjudicate=may_adjudicate(state, person=by.pk)
        and by.has_perm("claims.adjudicate_review"),
    )

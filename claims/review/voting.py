"""Votes: recorded, taken back, decided between.

Every function locks the claim, checks role and rules, writes, works out what follows
and records it in the ledger, in one transaction. While a vote is blind the ledger
holds a hash in its place (`sealed`), so that nobody reads it there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from claims.models import Claim, Evidence, Progress, Review, ReviewEvidence
from claims.models.review import LONGEST_RATIONALE, LONGEST_SCOPE, TAKEN_BACK
from claims.review.basis import check_basis
from claims.review.deriving import States, keep
from claims.review.holding import (
    ADJUDICATE,
    VOTE,
    History,
    allow,
    check_newest,
    hold,
    hold_newest,
    verdicts_on,
)
from claims.verdicts.states import (
    Agreement,
    Aspect,
    AspectState,
    Verdict,
    may_adjudicate,
)
from factcheck.core import audit
from factcheck.core.errors import Refused
from factcheck.core.ledger import canonical_json
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One vote as it is cast. ``evidence`` are public ids; by default all of it."""

    aspect: Aspect
    verdict: Verdict
    rationale: str = ""
    scope_note: str = ""
    evidence: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a vote led to."""

    claim: Claim
    reviews: tuple[Review, ...]
    states: States


def vote(
    *, claim: Claim, ballots: Sequence[Ballot], by: User, seen: Seen = None
) -> Recorded:
    """Record votes on one or both aspects of a claim, all or none.

    A second vote of the same person on an aspect supersedes the first, but for a
    conflict, which an adjudicator decides. Who added the
    claim or found its evidence is heard, but does not fill the quorum. ``seen`` is the
    version the voter saw. Raises `PermissionDenied`; `Changed` if the claim
    was changed meanwhile; `Refused` for a claim that cannot be voted on, a missing
    reason, or a verdict for which there is not enough evidence.
    """
    allow(by, VOTE, "voting")
    ballots = _checked(ballots)
    with transaction.atomic():
        claim = hold(claim, seen)
        _check_votable(claim)
        history = History(claim)
        states = history.states()
        reviews = []
        cast = uuid4()
        for ballot in ballots:
            state = states[ballot.aspect]
            if state.agreement == Agreement.ADJUDICATED:
                raise Refused(
                    "This has been adjudicated. Ask an adjudicator to open it again.",
                    code="adjudicated",
                )
            if any(one.reviewer == by.pk for one in state.votes):
                _check_changeable(state)
            reviews.append(_record(history, ballot, by=by, cast=cast))
        return _conclude(history, reviews, before=states, by=by)


def adjudicate(
    *, claim: Claim, ballot: Ballot, by: User, seen: Seen = None
) -> Recorded:
    """Decide one aspect on which the votes, or the evidence, are in conflict.

    By somebody without a vote in it, and always with a reason. Raises as `vote` does.
    """
    allow(by, ADJUDICATE, "adjudicating")
    (ballot,) = _checked([ballot])
    if not ballot.rationale:
        raise Refused("Say why: both sides will read it.", code="reason_required")
    with transaction.atomic():
        claim = hold(claim, seen)
        _check_votable(claim)
        history = History(claim)
        states = history.states()
        if not may_adjudicate(states[ballot.aspect], person=by.pk):
            if states[ballot.aspect].agreement != Agreement.CONFLICT:
                raise Refused(
                    "There is no conflict to decide here.", code="no_conflict"
                )
            raise Refused(
                "You have voted on this yourself: somebody else must decide.",
                code="own_vote",
            )
        review = _record(history, ballot, by=by, cast=uuid4(), is_adjudication=True)
        return _conclude(history, [review], before=states, by=by)


def take_back(*, review: Review, by: User, seen: Seen = None) -> Recorded:
    """Take back one's own vote; what followed from it is worked out without it.

    A vote on an earlier text is taken back where the claim stands now, and ``seen`` is
    that claim's version. Raises `Changed` if it was changed meanwhile, and `Refused` if
    the vote is another's, has been superseded, or is in conflict with others.
    """
    if review.reviewer_id != by.pk:
        raise Refused("You can take back only votes of your own.", code="not_yours")
    return _take_back([review], by=by, seen=seen)


def take_back_last(*, by: User) -> Recorded:
    """Take back the person's newest votes that still stand: those given together.

    Raises `Refused` if there is none.
    """
    own = Review.objects.filter(reviewer=by, superseded_by=None).order_by("-id")
    newest = own.exclude(verdict=TAKEN_BACK).select_related("claim").first()
    if newest is None:
        raise Refused("There is no vote of yours to take back.", code="no_vote")
    together = own.filter(cast=newest.cast).exclude(verdict=TAKEN_BACK)
    return _take_back(list(together.select_related("claim")), by=by)


def _take_back(given: Sequence[Review], *, by: User, seen: Seen = None) -> Recorded:
    allow(by, VOTE, "voting")
    with transaction.atomic():
        claim = hold_newest(given[0].claim, seen)
        superseded = Review.objects.filter(supersedes__in=given).exists()
        if superseded or any(review.verdict == TAKEN_BACK for review in given):
            raise Refused("You have changed this vote since.", code="superseded")
        history = History(claim)
        states = history.states()
        for review in given:
            if not review.is_adjudication and review.pk > history.counted_from:
                _check_changeable(states[Aspect(review.aspect)])
        taken = [_taken_back(claim, review, by=by) for review in given]
        return _conclude(history, taken, before=states, by=by)


def _taken_back(claim: Claim, review: Review, *, by: User) -> Review:
    taken = Review.objects.create(
        claim=claim,
        reviewer=by,
        aspect=review.aspect,
        verdict=TAKEN_BACK,
        snapshot=claim.snapshot,
        supersedes=review,
        is_additional=review.is_additional,
        is_adjudication=review.is_adjudication,
    )
    audit.record(
        action=Action.REVIEW_TAKEN_BACK,
        subject=claim,
        before={"review": review.public_id},
        after={"review": taken.public_id, "aspect": review.aspect},
        by=by,
    )
    return taken


def sealed(review: Review) -> str:
    """The hash that stands for a vote in the ledger while it is blind.

    SHA-256 of canonical JSON of the vote and its random seal, so that a guess cannot
    be tried; once the vote may be read, anybody can check that it was this one.
    """
    text = canonical_json(
        {
            "review": str(review.public_id),
            "verdict": str(review.verdict),
            "rationale": review.rationale,
            "scope_note": review.scope_note,
            "seal": review.seal,
        }
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _record(
    history: History,
    ballot: Ballot,
    *,
    by: User,
    cast: UUID,
    is_adjudication: bool = False,
) -> Review:
    claim = history.claim
    basis = history.basis(ballot.aspect)
    check_basis(ballot.aspect, ballot.verdict, basis)
    named = _named(history, ballot)
    review = Review.objects.create(
        claim=claim,
        reviewer=by,
        aspect=ballot.aspect,
        verdict=ballot.verdict,
        rationale=ballot.rationale,
        scope_note=ballot.scope_note,
        snapshot=claim.snapshot,
        supersedes=history.last_of(by, ballot.aspect, is_adjudication=is_adjudication),
        is_additional=not is_adjudication and history.is_involved(by),
        is_adjudication=is_adjudication,
        cast=cast,
        origin_count=basis.origins,
        named_origin_count=basis.named,
        primary_count=basis.primaries,
        support_count=basis.supports,
        contradiction_count=basis.contradictions,
    )
    ReviewEvidence.objects.bulk_create(
        ReviewEvidence(review=review, evidence=piece) for piece in named
    )
    after = {
        "review": review.public_id,
        "aspect": ballot.aspect,
        "sealed": sealed(review),
        "is_adjudication": is_adjudication,
    }
    audit.record(action=Action.REVIEW_RECORDED, subject=claim, after=after, by=by)
    return review


def _named(history: History, ballot: Ballot) -> list[Evidence]:
    pieces = [one for one in history.evidence if one.aspect == ballot.aspect]
    if ballot.evidence is None:
        return pieces
    unknown = ballot.evidence - {one.public_id for one in pieces}
    if unknown:
        raise Refused(
            "The vote names evidence that is not accepted for this aspect.",
            code="unknown_evidence",
        )
    return [one for one in pieces if one.public_id in ballot.evidence]


def _conclude(
    history: History, new: Sequence[Review], *, before: States, by: User
) -> Recorded:
    claim = history.claim
    history.reviews += new
    states = history.states()
    held = verdicts_on(claim)
    keep(claim, states, was_reopened=history.counted_from > 0)
    if _decided(before) != _decided(states):
        was, now = audit.difference(held, verdicts_on(claim))
        audit.record(
            action=Action.CLAIM_DECIDED, subject=claim, before=was, after=now, by=by
        )
    return Recorded(claim, tuple(new), states)


def _decided(states: Mapping[Aspect, AspectState]) -> list[tuple[Agreement, object]]:
    """What all may know of the states."""
    return [
        (state.agreement if state.is_revealed else Agreement.NONE, state.verdict)
        for state in states.values()
    ]


def _check_votable(claim: Claim) -> None:
    if claim.progress == Progress.WITHDRAWN:
        raise Refused(
            "The engine no longer finds this claim, and nobody has voted on it before.",
            code="withdrawn",
        )
    if claim.rejection:
        raise Refused(
            "Somebody has rejected this: it is no claim, or was merged into another. "
            "Restore it first.",
            code="rejected",
        )
    check_newest(claim)


def _check_changeable(state: AspectState) -> None:
    """Raise `Refused` for a vote in a conflict: all have been seen, and whoever now
    changed sides would settle it without an adjudicator (V5).
    """
    if state.agreement == Agreement.CONFLICT:
        raise Refused(
            "The votes on this differ, and all of them have been seen: an adjudicator "
            "decides. Your vote stays as it was.",
            code="in_conflict",
        )


def _checked(ballots: Collection[Ballot]) -> list[Ballot]:
    """The ballots with trimmed words. Raises `Refused` for what cannot be a vote."""
    if not ballots:
        raise Refused("Choose a verdict.", code="no_verdict")
    if len({ballot.aspect for ballot in ballots}) < len(ballots):
        raise Refused("Give one vote for each aspect.", code="two_votes")
    checked = []
    for ballot in ballots:
        rationale, scope = ballot.rationale.strip(), ballot.scope_note.strip()
        if not rationale and ballot.verdict != Verdict.CORROBORATED:
            raise Refused(
                "Say why: only “corroborated” stands without a reason.",
                code="reason_required",
            )
        for words, longest in ((rationale, LONGEST_RATIONALE), (scope, LONGEST_SCOPE)):
            if len(words) > longest:
                raise Refused(
                    f"That has {len(words)} characters; at most {longest} fit.",
                    code="too_long",
                )
        checked.append(
            Ballot(
                aspect=ballot.aspect,
                verdict=ballot.verdict,
                rationale=rationale,
                scope_note=scope,
                evidence=ballot.evidence,
            )
        )
    return checked

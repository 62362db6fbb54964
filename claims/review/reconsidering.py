"""Decided claims: opened again, or confirmed in spite of doubts; the risk of claims."""

from __future__ import annotations

from django.db import transaction

from claims.models import Claim, Progress, Reopening, Staleness
from claims.review.deriving import keep
from claims.review.holding import (
    ADJUDICATE,
    VOTE,
    History,
    allow,
    check_newest,
    checked_reason,
    grow,
    hold,
    verdicts_on,
)
from factcheck.core import audit
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen
from factcheck.lib import clock


def reopen(*, claim: Claim, reason: str, by: User, seen: Seen = None) -> Reopening:
    """Open a decided claim again: the votes so far no longer count, and stay.

    Raises `PermissionDenied`, `Changed` if the claim is not as it was ``seen``, or
    `Refused` without a reason or a decision.
    """
    allow(by, ADJUDICATE, "opening claims again")
    reason = checked_reason(reason)
    with transaction.atomic():
        claim = hold(claim, seen)
        check_newest(claim)
        before = verdicts_on(claim)
        history = History(claim)
        states = history.states()
        if not any(state.is_decided for state in states.values()):
            raise Refused("Nothing is decided on this claim.", code="not_decided")
        row = Reopening.objects.create(
            claim=claim, after=history.reviews[-1], reason=reason, reopened_by=by
        )
        if claim.progress == Progress.PUBLISHED:
            claim.progress = Progress.REOPENED
            claim.save(update_fields=["progress"])
        _settle_doubts(claim)
        history = History(claim)
        keep(claim, history.states(), was_reopened=True)
        audit.record(
            action=Action.CLAIM_REOPENED,
            subject=claim,
            before=before,
            after=verdicts_on(claim),
            reason=reason,
            by=by,
        )
    return row


def settle(*, claim: Claim, reason: str, by: User, seen: Seen = None) -> Claim:
    """Confirm that a decision holds in spite of what put it in doubt.

    Raises `PermissionDenied`, `Changed` if the claim is not as it was ``seen``, or
    `Refused` without a reason or a doubt.
    """
    allow(by, ADJUDICATE, "confirming decisions")
    reason = checked_reason(reason)
    with transaction.atomic():
        claim = hold(claim, seen)
        check_newest(claim)
        if not claim.is_stale:
            raise Refused("Nothing puts this decision in doubt.", code="not_stale")
        doubts = _settle_doubts(claim)
        grow(claim)
        audit.record(
            action=Action.CLAIM_SETTLED,
            subject=claim,
            before={"is_stale": True, "doubts": doubts},
            after={"is_stale": False},
            reason=reason,
            by=by,
        )
    return claim


def set_risk(*, claim: Claim, is_high: bool, by: User, seen: Seen = None) -> Claim:
    """Mark a claim as high risk, or not: a high-risk claim needs a larger quorum.

    Every reviewer may ask for more votes where nothing is decided. Asking for fewer, or
    for more after a decision, decides what stands: that is for adjudicators. Raises
    `PermissionDenied`, or `Changed` if the claim is not as it was ``seen``.
    """
    allow(by, VOTE, "setting the risk of claims")
    with transaction.atomic():
        claim = hold(claim, seen)
        check_newest(claim)
        if claim.is_high_risk == is_high:
            return claim
        if not is_high or claim.attribution_verdict or claim.content_verdict:
            deed = "raising the risk of decided claims, or lowering that of any"
            allow(by, ADJUDICATE, deed)
        held = verdicts_on(claim)
        claim.is_high_risk = is_high
        claim.save(update_fields=["is_high_risk"])
        history = History(claim)
        keep(claim, history.states(), was_reopened=history.counted_from > 0)
        grow(claim)
        was, now = audit.difference(held, verdicts_on(claim))
        audit.record(
            action=Action.CLAIM_RISK_SET,
            subject=claim,
            before={"is_high_risk": not is_high, **was},
            after={"is_high_risk": is_high, **now},
            by=by,
        )
    return claim


def _settle_doubts(claim: Claim) -> list[str]:
    open_doubts = Staleness.objects.filter(claim__thread=claim.thread, settled_at=None)
    kinds = sorted(set(open_doubts.values_list("kind", flat=True)))
    open_doubts.update(settled_at=clock.now())
    if claim.is_stale:
        claim.is_stale = False
        claim.save(update_fields=["is_stale"])
    return kinds

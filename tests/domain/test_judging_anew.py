"""Judging what has changed meanwhile: later texts, versions, decisions undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claims.models import Acceptance, Claim, Progress, Stance
from claims.review.deriving import states_of
from claims.review.gathering import decide_evidence
from claims.review.reconsidering import reopen, set_risk, settle
from claims.review.voting import Ballot, take_back, vote
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.errors import Changed, Refused
from factcheck.core.models import Action, AuditEvent, User
from factcheck.core.models.audit import LONGEST_REASON
from factcheck.core.permissions import Role
from tests.factories import (
    make_claim,
    make_continued,
    make_passage,
    make_reviewers,
    make_supported,
    make_user,
)

pytestmark = pytest.mark.django_db

UNSURE, OPINION = Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE


def cast(claim: Claim, *people: User, verdict: Verdict = UNSURE) -> None:
    """Votes of these people on the content, and the claim as it is then."""
    ballot = Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale="Looked.")
    for person in people:
        vote(claim=claim, ballots=[ballot], by=person)
    claim.refresh_from_db()


def is_as_follows(claim: Claim) -> bool:
    """Whether what is kept on the row is what follows from the votes."""
    return all(
        getattr(claim, f"{aspect}_verdict") == (state.verdict or "")
        and getattr(claim, f"{aspect}_agreement") == state.agreement
        for aspect, state in states_of(claim).items()
    )


# --- In the next text -----------------------------------------------------------


def test_a_vote_on_an_earlier_text_is_taken_back_where_the_claim_stands_now() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    cast(claim, ana, ben)
    newer = make_continued(claim)
    review = ana.reviews.get()

    take_back(review=review, by=ana)

    newer.refresh_from_db()
    assert newer.content_agreement == Agreement.SINGLE
    assert is_as_follows(newer)


def test_evidence_from_an_earlier_text_puts_the_decision_of_now_in_doubt() -> None:
    claim, (ana, ben) = make_supported(make_claim()), make_reviewers(2)
    piece = make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
    for acceptance in (Acceptance.REJECTED, Acceptance.ACCEPTED):
        if acceptance == Acceptance.ACCEPTED:
            cast(claim, ana, ben, verdict=Verdict.CORROBORATED)
            newer = make_continued(claim)
        decide_evidence(piece=piece, acceptance=acceptance, reason="Seen.", by=ben)

    newer.refresh_from_db()
    assert newer.is_stale


@pytest.mark.parametrize("deed", ["reopen", "settle", "set_risk", "evidence"])
def test_a_claim_is_judged_as_it_stands_in_the_newest_text(deed: str) -> None:
    claim, judge = make_claim(), make_user(Role.ADJUDICATOR)
    cast(claim, *make_reviewers(2))
    make_continued(claim)

    with pytest.raises(Refused) as error:
        {
            "reopen": lambda: reopen(claim=claim, reason="Again.", by=judge),
            "settle": lambda: settle(claim=claim, reason="It holds.", by=judge),
            "set_risk": lambda: set_risk(claim=claim, is_high=True, by=judge),
            "evidence": lambda: make_passage(claim),
        }[deed]()

    assert error.value.code == "continued"


# --- Versions -------------------------------------------------------------------


def taken_back(claim: Claim, judge: User) -> None:
    """Undo what both saw."""
    person = claim.reviews.order_by("id")[0].reviewer
    take_back(review=person.reviews.get(), by=person)


def settled(claim: Claim, judge: User) -> None:
    """Put in doubt, and confirmed."""
    settle(claim=claim, reason="It holds.", by=judge)


CHANGES: dict[str, Callable[[Claim, User], object]] = {
    "taken back": taken_back,
    "opened again": lambda claim, judge: reopen(claim=claim, reason="Why.", by=judge),
    "confirmed": settled,
    "high risk": lambda claim, judge: set_risk(claim=claim, is_high=True, by=judge),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_saw_a_claim_before_it_changed_does_not_vote_on_it(change: str) -> None:
    claim, judge = make_supported(make_claim()), make_user(Role.ADJUDICATOR)
    cast(claim, *make_reviewers(2), verdict=Verdict.CORROBORATED)
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
    claim.refresh_from_db()
    seen = frozenset({claim.version})

    CHANGES[change](claim, judge)

    (eve,) = make_reviewers(1)
    ballot = Ballot(aspect=Aspect.ATTRIBUTION, verdict=OPINION, rationale="Looked.")
    with pytest.raises(Changed):
        vote(claim=claim, ballots=[ballot], by=eve, seen=seen)


@pytest.mark.parametrize("change", ["reopen", "settle", "set_risk", "take_back"])
def test_every_change_of_a_verdict_may_name_what_its_author_saw(change: str) -> None:
    claim, judge = make_claim(), make_user(Role.ADJUDICATOR)
    people = make_reviewers(2)
    cast(claim, *people)
    old = frozenset({claim.version - 1})
    review = people[0].reviews.get()

    with pytest.raises(Changed):
        {
            "reopen": lambda: reopen(claim=claim, reason="A.", by=judge, seen=old),
            "settle": lambda: settle(claim=claim, reason="A.", by=judge, seen=old),
            "set_risk": lambda: set_risk(claim=claim, is_high=True, by=judge, seen=old),
            "take_back": lambda: take_back(review=review, by=people[0], seen=old),
        }[change]()


# --- What the ledger says of it -------------------------------------------------


def test_a_decision_that_falls_with_the_risk_is_told_in_the_ledger() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    cast(claim, ana, ben)

    set_risk(claim=claim, is_high=True, by=make_user(Role.ADJUDICATOR))

    event = AuditEvent.objects.get(action=Action.CLAIM_RISK_SET)
    assert event.values_before["content_verdict"] == UNSURE
    assert event.values_after["content_verdict"] == ""
    assert event.values_after["content_agreement"] == Agreement.SINGLE


def test_what_was_published_is_told_when_it_is_opened_again() -> None:
    claim, judge = make_claim(), make_user(Role.ADJUDICATOR)
    cast(claim, *make_reviewers(2))
    Claim.objects.filter(pk=claim.pk).update(progress=Progress.PUBLISHED)

    reopen(claim=claim, reason="New figures.", by=judge)

    event = AuditEvent.objects.get(action=Action.CLAIM_REOPENED)
    assert event.values_before["progress"] == Progress.PUBLISHED
    assert event.values_after["progress"] == Progress.REOPENED


def test_a_reason_is_as_long_as_the_ledger_keeps_it() -> None:
    claim, judge = make_claim(), make_user(Role.ADJUDICATOR)
    cast(claim, *make_reviewers(2))

    with pytest.raises(Refused) as error:
        reopen(claim=claim, reason="x" * (LONGEST_REASON + 1), by=judge)
    reopen(claim=claim, reason="x" * LONGEST_REASON, by=judge)

    assert error.value.code == "reason_too_long"

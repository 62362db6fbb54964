"""A claim's history in the API: all that happened, nothing that is blind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Acceptance, Claim
from claims.review.gathering import decide_evidence
from claims.review.reconsidering import reopen
from claims.review.voting import Ballot, take_back, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import User
from tests.api.conftest import Caller
from tests.factories import (
    make_claim,
    make_continued,
    make_passage,
    make_reviewers,
    make_user,
)

MakeCaller = Callable[[str], Caller]


def happened(caller: Caller, claim: Claim) -> list[dict[str, Any]]:
    """The history, the newest first."""
    answer = caller.get(f"/api/v1/claims/{claim.public_id}/history/?page_size=100")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def cast(claim: Claim, by: User, verdict: Verdict = Verdict.UNVERIFIED) -> Any:
    """A vote on the content."""
    ballot = Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale="Because.")
    return vote(claim=claim, ballots=[ballot], by=by).reviews[0]


def test_it_tells_all_that_happened_the_newest_first(reader: Caller) -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    other = make_claim()
    cast(other, ana)
    piece = make_passage(claim)
    decide_evidence(piece=piece, acceptance=Acceptance.REJECTED, reason="Old.", by=ben)
    for person in (ana, ben):
        cast(claim, person)
    reopen(claim=claim, reason="New figures.", by=make_user("adjudicator"))

    events = happened(reader, claim)

    assert [event["action"] for event in events] == [
        "claim.reopened",
        "claim.decided",
        "review.recorded",
        "review.recorded",
        "evidence.decided",
        "evidence.added",
    ]
    assert events[0]["reason"] == "New figures."
    assert events[1]["after"]["content_verdict"] == "unverified"
    assert events[3]["actor"] == {"id": str(ana.public_id), "name": ana.username}
    assert events[3]["vote"]["rationale"] == "Because."
    assert events[4]["before"] == {"acceptance": "accepted"}
    assert events[1]["vote"] is None
    assert "hash" not in events[0]


def test_that_somebody_voted_is_told_and_not_how(
    reviewer: Caller, caller: MakeCaller
) -> None:
    claim = make_claim()
    review = cast(claim, reviewer.user)
    take_back(review=review, by=reviewer.user)

    own = happened(reviewer, claim)
    others = happened(caller("editor"), claim)

    assert [event["action"] for event in others] == [
        "review.taken_back",
        "review.recorded",
    ]
    assert others[1]["actor"]["name"] == reviewer.user.username
    assert others[1]["after"] == {"aspect": "content", "is_adjudication": False}
    assert (others[0]["before"], others[0]["after"]) == ({}, {"aspect": "content"})
    assert [event["vote"] for event in others] == [None, None]
    assert own[1]["vote"]["id"] == own[1]["after"]["review"] == str(review.public_id)


def test_it_is_that_of_the_claim_in_all_texts(reader: Caller) -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    cast(claim, ana)
    newer = make_continued(claim)
    cast(newer, ben)

    assert happened(reader, claim) == happened(reader, newer)
    assert len(happened(reader, newer)) == 3


def test_a_longer_history_needs_no_more_queries(reader: Caller) -> None:
    claim = make_claim()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            happened(reader, claim)
        return len(captured)

    for person in make_reviewers(2):
        cast(claim, person)
    happened(reader, claim)  # notes that the token was used
    few = queries()
    for person in make_reviewers(6):
        cast(claim, person)
        make_passage(claim, f"It shuts, says {person}.", by=person)

    assert queries() == few

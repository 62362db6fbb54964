"""How a claim's review stands: shown on the claim, and what claims are found by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Stance
from claims.review.reconsidering import set_risk
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import User
from tests.api.conftest import Caller
from tests.factories import (
    make_claim,
    make_passage,
    make_reviewers,
    make_supported,
    make_user,
)

UNSURE = Verdict.UNVERIFIED


def path_of(claim: Claim) -> str:
    return f"/api/v1/claims/{claim.public_id}/"


def cast(claim: Claim, *people: User, verdict: Verdict = UNSURE) -> None:
    """Their votes on the content."""
    ballot = Ballot(
        aspect=Aspect.CONTENT, verdict=verdict, rationale="Looked.", scope_note="Here."
    )
    for person in people:
        vote(claim=claim, ballots=[ballot], by=person)


def test_a_claim_nobody_has_looked_at_has_no_verdict(reader: Caller) -> None:
    claim = make_claim()

    shown = reader.get(path_of(claim)).json()["review"]

    for aspect in ("attribution", "content"):
        assert shown.pop(aspect) == {
            "verdict": None,
            "agreement": "none",
            "quorum": 2,
            "votes_cast": 0,
            "votes_filling_quorum": 0,
            "is_revealed": False,
            "own_vote": None,
        }
    assert shown == {
        "decided_at": None,
        "is_stale": False,
        "is_high_risk": False,
        "reach": 1,
        "priority": claim.priority,
        "thread": str(claim.thread),
        "doubts": [],
    }


def test_one_sees_ones_own_vote_and_that_others_have_voted(
    reviewer: Caller, caller: Callable[[str], Caller]
) -> None:
    claim = make_claim()
    cast(claim, reviewer.user)

    own = reviewer.get(path_of(claim)).json()["review"]["content"]
    others = caller("editor").get(path_of(claim)).json()["review"]["content"]

    assert own["own_vote"]["verdict"] == "unverified"
    assert own["own_vote"]["rationale"] == "Looked."
    assert own["own_vote"]["seal"] is None
    assert (others["own_vote"], others["votes_cast"]) == (None, 1)
    assert others["verdict"] is None


def test_the_state_is_that_of_the_votes(reader: Caller) -> None:
    claim, people = make_claim(), make_reviewers(3)
    set_risk(claim=claim, is_high=True, by=people[0])
    make_passage(claim, by=people[0])
    cast(claim, *people)

    shown = reader.get(path_of(claim)).json()

    assert shown["progress"] == "in_review"
    assert shown["review"]["is_high_risk"] is True
    content = shown["review"]["content"]
    assert (content["agreement"], content["quorum"]) == ("single", 3)
    assert (content["votes_cast"], content["votes_filling_quorum"]) == (3, 2)
    cast(claim, *make_reviewers(1))
    content = reader.get(path_of(claim)).json()["review"]["content"]
    assert (content["agreement"], content["verdict"]) == ("quorum", "unverified")
    assert content["is_revealed"] is True


def test_a_decision_in_doubt_says_why(reader: Caller) -> None:
    claim = make_supported(make_claim())
    cast(claim, *make_reviewers(2), verdict=Verdict.CORROBORATED)
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)

    shown = reader.get(path_of(claim)).json()["review"]

    (doubt,) = shown["doubts"]
    assert shown["is_stale"] is True
    assert doubt["kind"] == "opposing_evidence"
    assert "contradicts the claim" in doubt["detail"]
    assert doubt["since"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("content_verdict=unverified", "b"),
        ("content_verdict__in=unverified,disputed", "b"),
        ("content_verdict=corroborated", "c"),
        ("content_agreement=none", "d"),
        ("content_agreement=single", "a"),
        ("content_agreement__in=single,quorum", "abc"),
        ("attribution_agreement=none", "abcd"),
        ("attribution_agreement__in=quorum,conflict", ""),
        ("attribution_verdict=unverified", ""),
        ("attribution_verdict__in=unverified", ""),
        ("is_stale=true", "c"),
        ("is_stale=false", "abd"),
        ("is_high_risk=true", "a"),
        ("is_high_risk=false", "bcd"),
    ],
)
def test_claims_are_found_by_what_followed_from_their_votes(
    reader: Caller, query: str, found: str
) -> None:
    people = make_reviewers(2)
    claims = {name: make_claim() for name in "abcd"}
    set_risk(claim=claims["a"], is_high=True, by=people[0])
    cast(claims["a"], *people)
    cast(claims["b"], *people)
    cast(make_supported(claims["c"]), *people, verdict=Verdict.CORROBORATED)
    make_passage(claims["c"], "It stays open.", stance=Stance.CONTRADICTS)

    answer = reader.get(f"/api/v1/claims/?ordering=created_at&{query}").json()

    ids = [claim["id"] for claim in answer["results"]]
    assert ids == [str(claims[name].public_id) for name in found]


def test_a_list_tells_how_each_review_stands(reader: Caller) -> None:
    claim = make_claim()
    cast(claim, *make_reviewers(2))

    (shown,) = reader.get("/api/v1/claims/").json()["results"]

    assert shown["review"]["content"] == {
        "verdict": "unverified",
        "agreement": "quorum",
    }


def test_the_tag_is_the_version_and_an_unchanged_claim_is_not_sent_again(
    reader: Caller,
) -> None:
    claim = make_claim()

    tag = reader.get(path_of(claim))["ETag"]

    assert tag.startswith(f'"{claim.version}-')
    assert reader.get(path_of(claim), HTTP_IF_NONE_MATCH=tag).status_code == 304
    make_passage(claim)
    newer = reader.get(path_of(claim), HTTP_IF_NONE_MATCH=tag)
    assert newer.status_code == 200
    assert newer["ETag"].startswith(f'"{claim.version + 1}-')


def test_a_claim_takes_the_same_queries_whatever_was_voted(reader: Caller) -> None:
    claim = make_claim()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(path_of(claim)).status_code == 200
        return len(captured)

    reader.get(path_of(claim))  # notes that the token was used
    few = queries()
    for person in make_reviewers(8):
        cast(claim, person)
        make_passage(claim, f"It shuts, says {person}.", by=make_user("reviewer"))

    assert queries() == few

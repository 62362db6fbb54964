"""Votes in the API: cast, seen, taken back, adjudicated; decisions reconsidered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Review, Stance
from factcheck.core.models import AuditEvent
from tests.api.conftest import Caller
from tests.factories import (
    make_claim,
    make_continued,
    make_passage,
    make_supported,
)

MakeCaller = Callable[[str], Caller]
UNKNOWN = "00000000-0000-4000-8000-000000000000"
BALLOT = {"aspect": "content", "verdict": "unverified", "rationale": "Looked."}


def path_of(claim: Claim, *rest: str) -> str:
    return "/".join(("/api/v1/claims", str(claim.public_id), *rest, ""))


def change(caller: Caller, claim: Claim, what: str, body: object, **more: Any) -> Any:
    """Post what the caller means for the claim as it is now."""
    tag = caller.get(path_of(claim))["ETag"]
    return caller.post(path_of(claim, what), body, **{"HTTP_IF_MATCH": tag, **more})


def cast(caller: Caller, claim: Claim, **ballot: object) -> Any:
    """Vote; the answer."""
    return change(caller, claim, "reviews", {"reviews": [BALLOT | ballot]})


def votes_seen(caller: Caller, claim: Claim) -> list[dict[str, Any]]:
    """The votes listed for this caller, the first first."""
    path = path_of(claim, "reviews") + "?ordering=created_at"
    found: list[dict[str, Any]] = caller.get(path).json()["results"]
    return found


def code(answer: Any) -> tuple[int, str]:
    """The status of a problem and the end of its type."""
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


# --- Casting --------------------------------------------------------------------


def test_a_vote_is_recorded_and_answered_with_the_claim(reviewer: Caller) -> None:
    claim = make_claim()
    piece = make_passage(claim)

    answer = cast(reviewer, claim, scope_note="In May.")

    review = Review.objects.get()
    (shown,) = answer.json()["reviews"]
    assert answer.status_code == 201
    assert answer["Location"] == path_of(claim, "reviews")
    assert shown == {
        "id": str(review.public_id),
        "claim_id": str(claim.public_id),
        "claim_url": path_of(claim),
        "aspect": "content",
        "verdict": "unverified",
        "rationale": "Looked.",
        "scope_note": "In May.",
        "evidence_ids": [str(piece.public_id)],
        "reviewer": {"id": str(reviewer.user.public_id), "name": str(reviewer.user)},
        "snapshot": {
            "id": str(claim.snapshot.public_id),
            "url": f"/api/v1/articles/{claim.snapshot.article.public_id}/snapshots/1/",
            "number": 1,
        },
        "created_at": shown["created_at"],
        "supersedes": None,
        "is_additional": False,
        "is_adjudication": False,
        "counts": True,
        "is_revealed": False,
        "seal": None,
        "sealed": None,
    }
    state = answer.json()["claim"]["review"]["content"]
    assert (state["agreement"], state["own_vote"]) == ("single", shown)
    assert answer.json()["claim"]["progress"] == "in_review"
    assert votes_seen(reviewer, claim) == [shown]


def test_both_aspects_are_voted_on_together_or_not_at_all(reviewer: Caller) -> None:
    claim = make_claim()
    other = BALLOT | {"aspect": "attribution"}

    wrong = change(
        reviewer, claim, "reviews", {"reviews": [BALLOT, other | {"rationale": ""}]}
    )
    twice = change(reviewer, claim, "reviews", {"reviews": [BALLOT, BALLOT]})
    right = change(reviewer, claim, "reviews", {"reviews": [BALLOT, other]})

    assert code(wrong) == (422, "reason_required")
    assert code(twice) == (422, "two_votes")
    assert [vote["aspect"] for vote in right.json()["reviews"]] == [
        "content",
        "attribution",
    ]
    assert Review.objects.count() == 2


def test_the_evidence_that_is_named_must_be_there(reviewer: Caller) -> None:
    claim = make_claim()
    first, second = make_passage(claim), make_passage(claim, "It shuts.")

    unknown = cast(reviewer, claim, evidence=[UNKNOWN])
    named = cast(reviewer, claim, evidence=[str(second.public_id)])
    none = cast(reviewer, claim, evidence=[])

    assert code(unknown) == (422, "unknown_evidence")
    assert named.json()["reviews"][0]["evidence_ids"] == [str(second.public_id)]
    assert none.json()["reviews"][0]["evidence_ids"] == []
    assert first.reviews.count() == 0


@pytest.mark.parametrize(
    ("body", "pointer", "error"),
    [
        ({}, "/reviews", "required"),
        ({"reviews": []}, "/reviews", "min_length"),
        ({"reviews": [BALLOT] * 3}, "/reviews", "max_length"),
        ({"reviews": [BALLOT | {"verdict": "true"}]}, "/reviews/0/verdict", None),
        ({"reviews": [BALLOT | {"aspect": 1}]}, "/reviews/0/aspect", None),
        ({"reviews": [BALLOT | {"verdict": ""}]}, "/reviews/0/verdict", None),
        ({"reviews": [BALLOT | {"rationale": 5}]}, "/reviews/0/rationale", "invalid"),
        (
            {"reviews": [BALLOT | {"is_adjudication": True}]},
            "/reviews/0/is_adjudication",
            "unknown_field",
        ),
        (
            {"reviews": [BALLOT | {"scope_note": "x" * 1_001}]},
            "/reviews/0/scope_note",
            "max_length",
        ),
        ({"reviews": [BALLOT | {"evidence": ["x"]}]}, "/reviews/0/evidence/0", None),
        ({"reviews": [BALLOT], "reviewer": "x"}, "/reviewer", "unknown_field"),
    ],
)
def test_what_is_no_vote_is_an_error_of_its_field(
    reviewer: Caller, body: dict[str, object], pointer: str, error: str | None
) -> None:
    answer = change(reviewer, make_claim(), "reviews", body)

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == pointer
    assert error is None or fault["code"] == error
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("verdict", "refusal"),
    [
        ("corroborated", "not_enough_origins"),
        ("partly_corroborated", "not_enough_origins"),
        ("disputed", "no_contradiction"),
    ],
)
def test_a_verdict_needs_its_evidence(
    reviewer: Caller, verdict: str, refusal: str
) -> None:
    assert code(cast(reviewer, make_claim(), verdict=verdict)) == (422, refusal)


def test_a_vote_needs_the_claim_as_its_voter_saw_it(reviewer: Caller) -> None:
    claim = make_claim()
    path, body = path_of(claim, "reviews"), {"reviews": [BALLOT]}
    old = reviewer.get(path_of(claim))["ETag"]
    make_passage(claim)

    answers = [
        reviewer.post(path, body),
        reviewer.post(path, body, HTTP_IF_MATCH=old),
        reviewer.post(path, body, HTTP_IF_MATCH="none"),
        reviewer.post(path, body, HTTP_IF_MATCH="*"),
    ]

    assert [answer.status_code for answer in answers] == [428, 412, 400, 201]
    assert Review.objects.count() == 1


def test_the_tag_of_an_answer_serves_for_the_next_change(reviewer: Caller) -> None:
    claim = make_claim()

    first = cast(reviewer, claim)
    second = reviewer.post(
        path_of(claim, "reviews"),
        {"reviews": [BALLOT | {"verdict": "not_checkable"}]},
        HTTP_IF_MATCH=first["ETag"],
    )

    (vote,) = second.json()["reviews"]
    assert vote["supersedes"] == first.json()["reviews"][0]["id"]


def test_a_blind_vote_stands_in_nobodys_way_and_a_quorum_does(
    reviewer: Caller, caller: MakeCaller
) -> None:
    claim, ben, eve = make_claim(), caller("reviewer"), caller("reviewer")
    tag = reviewer.get(path_of(claim))["ETag"]
    path, body = path_of(claim, "reviews"), {"reviews": [BALLOT]}

    statuses = [
        person.post(path, body, HTTP_IF_MATCH=tag).status_code
        for person in (reviewer, ben, eve)
    ]

    assert statuses == [201, 201, 412]


def test_a_claim_is_voted_on_in_the_newest_text(reviewer: Caller) -> None:
    claim = make_claim()
    cast(reviewer, claim)
    newer = make_continued(claim)

    assert code(cast(reviewer, claim)) == (422, "continued")
    assert cast(reviewer, newer).status_code == 201
    assert len(votes_seen(reviewer, claim)) == len(votes_seen(reviewer, newer)) == 2


# --- Seeing ---------------------------------------------------------------------


def test_votes_are_blind_until_a_quorum(reviewer: Caller, caller: MakeCaller) -> None:
    claim, ben = make_claim(), caller("reviewer")
    others = [caller(role) for role in ("reader", "adjudicator", "editor", "auditor")]
    cast(reviewer, claim)
    before = [votes_seen(one, claim) for one in (ben, *others)]

    cast(ben, claim)

    assert before == [[]] * 5
    for one in (reviewer, ben, *others):
        seen = votes_seen(one, claim)
        assert [vote["reviewer"]["name"] for vote in seen] == [
            str(reviewer.user),
            str(ben.user),
        ]
        assert all(vote["is_revealed"] and vote["counts"] for vote in seen)


def test_votes_on_one_aspect_are_listed(reviewer: Caller) -> None:
    claim = make_claim()
    cast(reviewer, claim)
    path = path_of(claim, "reviews")

    assert reviewer.get(f"{path}?aspect=attribution").json()["results"] == []
    assert len(reviewer.get(f"{path}?aspect=content").json()["results"]) == 1
    assert reviewer.get(f"{path}?verdict=unverified").status_code == 400


def test_once_a_vote_may_be_read_the_ledgers_hash_can_be_checked(
    reviewer: Caller, caller: MakeCaller
) -> None:
    claim = make_claim()
    for one in (reviewer, caller("reviewer")):
        cast(one, claim, rationale="“Möglich”.")

    events = AuditEvent.objects.filter(action="review.recorded").order_by("number")
    for vote, event in zip(votes_seen(reviewer, claim), events, strict=True):
        names = ("verdict", "rationale", "scope_note", "seal")
        content = {"review": vote["id"], **{name: vote[name] for name in names}}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        computed = hashlib.sha256(text.encode("ascii")).hexdigest()
        assert computed == vote["sealed"] == event.values_after["sealed"]


def test_more_votes_need_no_more_queries(reviewer: Caller, caller: MakeCaller) -> None:
    claim = make_claim()
    make_passage(claim)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert votes_seen(reviewer, claim)
        return len(captured)

    cast(reviewer, claim)
    few = queries()
    for _ in range(5):
        cast(caller("reviewer"), claim)

    assert len(votes_seen(reviewer, claim)) == 6
    assert queries() == few


# --- Taking back ----------------------------------------------------------------


def test_ones_own_vote_is_taken_back(reviewer: Caller, caller: MakeCaller) -> None:
    claim = make_claim()
    cast(caller("reviewer"), claim)
    answer = cast(reviewer, claim)
    (vote,) = answer.json()["reviews"]
    path = f"/api/v1/reviews/{vote['id']}/withdrawal/"

    done = reviewer.post(path, HTTP_IF_MATCH=answer["ETag"])
    again = reviewer.post(path, HTTP_IF_MATCH=done["ETag"])

    (taken,) = done.json()["reviews"]
    assert done.status_code == 201
    assert (taken["verdict"], taken["supersedes"]) == (None, vote["id"])
    assert done.json()["claim"]["review"]["content"]["agreement"] == "single"
    assert [one["counts"] for one in votes_seen(reviewer, claim)] == [False, False]
    assert code(again) == (422, "superseded")


def test_a_vote_of_another_is_unknown_while_blind_and_theirs_after(
    reviewer: Caller, caller: MakeCaller
) -> None:
    claim, ben = make_claim(), caller("reviewer")
    (vote,) = cast(ben, claim).json()["reviews"]
    path = f"/api/v1/reviews/{vote['id']}/withdrawal/"

    blind = reviewer.post(path, HTTP_IF_MATCH="*")
    cast(reviewer, claim)
    seen = reviewer.post(path, HTTP_IF_MATCH="*")

    assert blind.status_code == 404
    assert code(seen) == (422, "not_yours")
    assert Review.objects.count() == 2


# --- Deciding -------------------------------------------------------------------


@pytest.fixture
def disagreed(reviewer: Caller, caller: MakeCaller) -> Claim:
    """A claim on whose content two reviewers differ."""
    claim = make_claim()
    cast(reviewer, claim)
    cast(caller("reviewer"), claim, verdict="not_checkable")
    return claim


def test_a_conflict_is_decided_by_somebody_without_a_vote(
    disagreed: Claim, caller: MakeCaller
) -> None:
    judge = caller("adjudicator")

    unreasoned = change(judge, disagreed, "adjudication", BALLOT | {"rationale": ""})
    decided = change(judge, disagreed, "adjudication", BALLOT)
    again = change(judge, disagreed, "adjudication", BALLOT)

    assert code(unreasoned) == (422, "reason_required")
    assert decided.status_code == 201
    (vote,) = decided.json()["reviews"]
    assert (vote["is_adjudication"], vote["is_revealed"]) == (True, True)
    state = decided.json()["claim"]["review"]["content"]
    assert (state["agreement"], state["verdict"]) == ("adjudicated", "unverified")
    assert state["own_vote"] == vote
    assert code(again) == (422, "no_conflict")


def test_a_voter_does_not_adjudicate(reviewer: Caller, caller: MakeCaller) -> None:
    claim, judge = make_claim(), caller("adjudicator")
    cast(reviewer, claim)
    cast(judge, claim, verdict="not_checkable")

    assert code(change(judge, claim, "adjudication", BALLOT)) == (422, "own_vote")


def test_a_decision_is_opened_again_and_its_votes_stay(
    reviewer: Caller, caller: MakeCaller
) -> None:
    claim, judge = make_claim(), caller("adjudicator")
    early = change(judge, claim, "reopening", {"reason": "Why not?"})
    for one in (reviewer, caller("reviewer")):
        cast(one, claim)

    done = change(judge, claim, "reopening", {"reason": "New figures are out."})

    assert code(early) == (422, "not_decided")
    assert done.status_code == 201
    assert done.json()["progress"] == "reopened"
    assert done.json()["review"]["content"]["votes_cast"] == 0
    seen = votes_seen(caller("reader"), claim)
    assert [vote["counts"] for vote in seen] == [False, False]


def test_a_decision_in_doubt_is_confirmed(reviewer: Caller, caller: MakeCaller) -> None:
    claim, judge = make_supported(make_claim()), caller("adjudicator")
    early = change(judge, claim, "confirmation", {"reason": "It holds."})
    for one in (reviewer, caller("reviewer")):
        cast(one, claim, verdict="corroborated")
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)

    done = change(judge, claim, "confirmation", {"reason": "That is of last year."})

    assert code(early) == (422, "not_stale")
    assert done.status_code == 200
    assert (done.json()["review"]["is_stale"], done.json()["review"]["doubts"]) == (
        False,
        [],
    )


def test_the_risk_is_set(reviewer: Caller) -> None:
    claim = make_claim()
    path = path_of(claim, "risk")
    tag = reviewer.get(path_of(claim))["ETag"]

    unseen = reviewer.put(path, {"is_high_risk": True})
    done = reviewer.put(path, {"is_high_risk": True}, HTTP_IF_MATCH=tag)
    stale = reviewer.put(path, {"is_high_risk": False}, HTTP_IF_MATCH=tag)
    wrong = reviewer.put(path, {"is_high": True}, HTTP_IF_MATCH="*")

    assert [answer.status_code for answer in (unseen, done, stale, wrong)] == [
        428,
        200,
        412,
        400,
    ]
    assert done.json()["review"]["is_high_risk"] is True
    assert done.json()["review"]["content"]["quorum"] == 3


@pytest.mark.parametrize("what", ["adjudication", "reopening", "confirmation"])
def test_a_decision_needs_the_claim_as_it_was_seen(
    disagreed: Claim, caller: MakeCaller, what: str
) -> None:
    judge = caller("adjudicator")
    body = BALLOT if what == "adjudication" else {"reason": "So."}
    old = judge.get(path_of(disagreed))["ETag"]
    make_passage(disagreed)

    unseen = judge.post(path_of(disagreed, what), body)
    stale = judge.post(path_of(disagreed, what), body, HTTP_IF_MATCH=old)

    assert (unseen.status_code, stale.status_code) == (428, 412)


@pytest.mark.parametrize(
    "what", ["reviews", "adjudication", "reopening", "confirmation", "evidence"]
)
def test_there_is_nothing_to_judge_where_there_is_no_claim(
    caller: MakeCaller, what: str
) -> None:
    editor = caller("editor")
    path = f"/api/v1/claims/{UNKNOWN}/{what}/"

    assert editor.post(path, {}, HTTP_IF_MATCH="*").status_code == 404


def test_what_is_voted_by_the_api_came_in_through_it(reviewer: Caller) -> None:
    cast(reviewer, make_claim())

    event = AuditEvent.objects.get(action="review.recorded")
    assert (event.channel, event.actor_id) == ("api", reviewer.user.public_id)

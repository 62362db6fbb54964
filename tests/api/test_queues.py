"""Queues in the API: what waits for whom, in which order, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.extraction.model import Tier
from claims.models import Claim
from claims.review.reconsidering import set_risk
from claims.review.voting import Ballot, vote
from claims.verdicts.priority import priority
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import User
from factcheck.lib import clock
from tests.api.conftest import Caller
from tests.factories import make_article, make_claim, make_reviewers, make_speaker

QUEUES = "/api/v1/queues/"


def cast(claim: Claim, by: User, verdict: Verdict = Verdict.UNVERIFIED) -> None:
    """A vote on the content."""
    ballot = Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale="Looked.")
    vote(claim=claim, ballots=[ballot], by=by)


def waiting(caller: Caller, queue: str = "open", query: str = "") -> list[str]:
    """The ids of the claims in a queue."""
    answer = caller.get(f"{QUEUES}{queue}/claims/?{query}")
    assert answer.status_code == 200, answer.json()
    return [claim["id"] for claim in answer.json()["results"]]


def ids(*claims: Claim) -> list[str]:
    return [str(claim.public_id) for claim in claims]


def test_each_queue_has_its_name_and_count(reviewer: Caller) -> None:
    voted, conflict, risky = (make_claim() for _ in range(3))
    cast(voted, reviewer.user)
    ana, ben = make_reviewers(2)
    cast(conflict, ana)
    cast(conflict, ben, Verdict.NOT_CHECKABLE)
    set_risk(claim=risky, is_high=True, by=ana)

    shown = reviewer.get(QUEUES).json()["queues"]

    assert {queue["name"]: queue["claim_count"] for queue in shown} == {
        "open": 2,
        "mine": 1,
        "conflicts": 1,
        "stale": 0,
        "high_risk": 1,
    }
    assert shown[0] == {
        "name": "open",
        "title": "To review",
        "claim_count": 2,
        "has_more": False,
        "claims_url": f"{QUEUES}open/claims/",
    }
    assert waiting(reviewer, "mine") == ids(voted)
    assert waiting(reviewer, "conflicts") == ids(conflict)
    assert waiting(reviewer, "high_risk") == ids(risky)


def test_the_most_pressing_comes_first_with_the_reason(
    reviewer: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article()
    since = article.snapshots.get().fetched_at
    for worth, reach in ((0.2, 1), (0.8, 1), (0.2, 8)):
        place = priority(worth=worth, reach=reach, since=since)
        make_claim(article, check_worthiness=worth, reach=reach, priority=place)
    monkeypatch.setattr(clock, "now", lambda: since + timedelta(days=3))

    found = reviewer.get(f"{QUEUES}open/claims/").json()["results"]

    orders: list[dict[str, Any]] = [claim["order"] for claim in found]
    assert [(order["worth"], order["reach"]) for order in orders] == [
        (0.2, 8),
        (0.8, 1),
        (0.2, 1),
    ]
    assert orders[0]["weight"] == pytest.approx(2 * 0.2 * 8)
    assert orders[0]["waiting_days"] == 3
    assert orders[0]["waiting_since"] == since.isoformat().replace("+00:00", "Z")
    assert found[0]["review"]["reach"] == 8


def test_an_unscored_claim_counts_half(reviewer: Caller) -> None:
    make_claim(check_worthiness=None)

    (claim,) = reviewer.get(f"{QUEUES}open/claims/").json()["results"]

    assert claim["order"]["worth"] == 0.5


def test_a_queue_is_read_page_by_page_while_claims_are_decided(
    reviewer: Caller,
) -> None:
    claims = [make_claim(priority=-float(number)) for number in range(5)]
    page = reviewer.get(f"{QUEUES}open/claims/?page_size=2").json()
    cast(claims[0], reviewer.user)

    found = [claim["id"] for claim in page["results"]]
    while page["next"]:
        page = reviewer.get(page["next"]).json()
        found += [claim["id"] for claim in page["results"]]

    assert found == ids(*claims)


def test_queues_are_narrowed(reviewer: Caller) -> None:
    speaker = make_speaker("Ann Okoye")
    one = make_claim(
        make_article("Pool\n\nIt shuts, Ann said."),
        resolved=speaker,
        content="It shuts",
        speaker="Ann",
    )
    other = make_claim()
    stance = make_claim(tier=Tier.STANCE)
    article = one.snapshot.article
    assert article.outlet

    for query in (
        f"outlet={article.outlet.public_id}",
        f"article={article.public_id}",
        f"speaker={speaker.public_id}",
        "topic=POOL%20shuts",
    ):
        assert waiting(reviewer, query=query) == ids(one)
        queues = reviewer.get(f"{QUEUES}?{query}").json()["queues"]
        assert queues[0]["claim_count"] == 1
        assert waiting(reviewer, query=queues[0]["claims_url"].partition("?")[2]) == (
            ids(one)
        )
    assert set(waiting(reviewer)) == set(ids(one, other))
    assert set(waiting(reviewer, query="all_tiers=true")) == set(
        ids(one, other, stance)
    )


@pytest.mark.parametrize("path", [QUEUES, f"{QUEUES}open/claims/"])
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("outlet=x", "outlet"),
        ("all_tiers=yes", "all_tiers"),
        (f"topic={'x' * 201}", "topic"),
        ("verdict=disputed", "verdict"),
        ("topic=", "topic"),
    ],
)
def test_a_wrong_narrowing_is_an_error(
    reviewer: Caller, path: str, query: str, parameter: str
) -> None:
    answer = reviewer.get(f"{path}?{query}")

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]


def test_there_is_no_other_queue(reviewer: Caller) -> None:
    assert reviewer.get(f"{QUEUES}yours/claims/").status_code == 404


def test_a_longer_queue_needs_no_more_queries(
    reviewer: Caller, caller: Callable[[str], Caller]
) -> None:
    def queries() -> list[int]:
        found = []
        for path in (QUEUES, f"{QUEUES}open/claims/"):
            with CaptureQueriesContext(connection) as captured:
                assert reviewer.get(path).status_code == 200
            found.append(len(captured))
        return found

    make_claim()
    reviewer.get(QUEUES)  # notes that the token was used
    few = queries()
    for _ in range(8):
        cast(make_claim(), caller("reviewer").user)

    assert queries() == few

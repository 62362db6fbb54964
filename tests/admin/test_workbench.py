"""The workbench without its script: every key is a form or a link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import (
    Acceptance,
    Claim,
    Evidence,
    Progress,
    ReadingLock,
    Reopening,
    Review,
    Stance,
)
from claims.review.queues import lock
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.permissions import Role
from tests.admin.conftest import Login
from tests.factories import (
    make_article,
    make_claim,
    make_passage,
    make_reviewers,
    make_supported,
    make_user,
)

pytestmark = pytest.mark.django_db

PINNED = json.loads(
    (Path(__file__).parent / "query_counts.json").read_text(encoding="utf-8")
)
QUEUE = "/admin/claims/claim/review/"
UNSURE = {"content-verdict": "unverified", "content-rationale": "Nothing found."}


def url_of(claim: Claim) -> str:
    return reverse("admin:claims_claim_review", args=[claim.public_id])


def send(client: Client, claim: Claim, **data: str) -> str:
    """Send a form of the page; where it leads."""
    return client.post(url_of(claim), {"action": "vote", **data}).url


def make_decided() -> Claim:
    """A claim whose content two reviewers called an opinion."""
    claim = make_claim()
    one = Ballot(
        aspect=Aspect.CONTENT, verdict=Verdict.NOT_CHECKABLE, rationale="An opinion."
    )
    for person in make_reviewers(2):
        vote(claim=claim, ballots=[one], by=person)
    claim.refresh_from_db()
    return claim


def test_the_queue_leads_to_the_most_pressing_claim(login: Login) -> None:
    make_claim(priority=1.0)
    pressing = make_claim(priority=2.0)

    assert login(Role.REVIEWER).get(QUEUE).url == url_of(pressing)


def test_a_vote_leads_to_the_next_claim_and_then_to_the_end(login: Login) -> None:
    first, second = make_claim(priority=2.0), make_claim(priority=1.0)
    client = login(Role.REVIEWER)

    assert send(client, first, **UNSURE) == url_of(second)
    assert send(client, second, **UNSURE) == QUEUE
    assert b"Nothing left in this queue" in client.get(QUEUE).content
    assert Review.objects.count() == 2


def test_what_others_read_is_not_offered_but_can_be_opened(login: Login) -> None:
    claim, ana = make_claim(), make_user(Role.REVIEWER, display_name="Ana")
    lock(claim, by=ana)
    client = login(Role.REVIEWER)

    assert client.get(QUEUE).status_code == 200
    assert b"Ana is reading this claim" in client.get(url_of(claim)).content


def test_a_skipped_claim_is_offered_again_when_asked_for(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)

    there = send(client, claim, action="skip")

    assert there == f"{QUEUE}?skip={claim.public_id.hex}"
    assert b"Look at it again" in client.get(there).content


def test_a_refused_vote_keeps_what_was_entered(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    data = {"content-verdict": "disputed", "content-rationale": "It is <b>open</b>."}

    answer = client.post(url_of(claim), {"action": "vote", **data})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“Disputed” needs an excerpt" in page
    assert "It is &lt;b&gt;open&lt;/b&gt;." in page


def test_a_stale_form_names_the_change_and_stores_nothing(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    opened = client.get(url_of(claim)).context["opened"]
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
    data = {"action": "vote", "version": "0", "opened": opened, **UNSURE}

    answer = client.post(url_of(claim), data)

    assert answer.status_code == 412
    assert "evidence added" in answer.content.decode()
    assert "Nothing found." in answer.content.decode()
    assert not Review.objects.exists()


def test_a_stale_decision_form_names_the_change_and_keeps_its_reason(
    login: Login,
) -> None:
    claim = make_decided()
    client = login(Role.ADJUDICATOR)
    page = client.get(url_of(claim)).context
    form = {"version": str(page["claim"].version), "opened": page["opened"]}
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)

    answer = client.post(
        url_of(claim), {"action": "reopen", "reason": "A <new> report.", **form}
    )

    assert answer.status_code == 412
    assert "evidence added" in answer.content.decode()
    assert "A &lt;new&gt; report." in answer.content.decode()
    assert not Reopening.objects.exists()


def test_a_decision_in_doubt_shows_what_was_done_since(login: Login) -> None:
    claim = make_supported(make_claim())
    one = Ballot(aspect=Aspect.CONTENT, verdict=Verdict.CORROBORATED)
    for person in make_reviewers(2):
        vote(claim=claim, ballots=[one], by=person)
    client = login(Role.ADJUDICATOR)
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
    claim.refresh_from_db()

    page = client.get(url_of(claim)).content.decode()

    assert "Done since the decision: 1" in page
    assert "evidence added" in page


def test_who_has_voted_no_longer_reads_the_claim(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    client.get(url_of(claim))

    send(client, claim, **UNSURE)

    assert not ReadingLock.objects.filter(claim=claim).exists()


def test_votes_that_differ_are_shown_whole_and_without_a_form(login: Login) -> None:
    claim, (ana,), client = make_claim(), make_reviewers(1), login(Role.REVIEWER)
    why = "An opinion. " * 40 + "And a hope."
    vote(
        claim=claim,
        ballots=[
            Ballot(aspect=Aspect.CONTENT, verdict=Verdict.NOT_CHECKABLE, rationale=why)
        ],
        by=ana,
    )
    send(client, claim, **UNSURE)

    page = client.get(url_of(claim)).content.decode()

    assert why in page
    assert "An adjudicator decides" in page
    assert 'name="content-verdict"' not in page
    assert 'name="attribution-verdict"' in page


def test_what_is_too_long_is_kept_and_not_cut_off(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    page = client.get(url_of(claim)).content.decode()
    data = {**UNSURE, "action": "vote", "content-rationale": "w" * 10_000}

    answer = client.post(url_of(claim), data)

    assert 'maxlength="5000"' not in page
    assert answer.status_code == 422
    assert "That has 10000 characters; at most 5000 fit." in answer.content.decode()
    assert "w" * 10_000 in answer.content.decode()


def test_an_adjudicator_decides_what_differs(login: Login) -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    for person, verdict in ((ana, "unverified"), (ben, "not_checkable")):
        one = Ballot(
            aspect=Aspect.CONTENT,
            verdict=Verdict(verdict),
            rationale=f"I say {verdict}",
        )
        vote(claim=claim, ballots=[one], by=person)
    client = login(Role.ADJUDICATOR)
    page = client.get(f"{url_of(claim)}?queue=conflicts").content.decode()
    assert "I say unverified" in page
    assert "I say not_checkable" in page

    send(client, claim, action="adjudicate", **UNSURE)

    claim.refresh_from_db()
    assert claim.content_agreement == Agreement.ADJUDICATED
    send(client, claim, action="reopen", reason="New figures.")
    claim.refresh_from_db()
    assert claim.progress == Progress.REOPENED
    page = client.get(url_of(claim)).content.decode()
    assert "Opened again by" in page
    assert "New figures." in page


def test_the_last_vote_is_taken_back(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    send(client, claim, **UNSURE)

    answer = client.post(reverse("admin:claims_claim_undo"))

    assert answer.url == url_of(claim)
    claim.refresh_from_db()
    assert claim.progress == Progress.NEW


def test_evidence_is_added_by_its_words_and_rejected(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    other = make_article("Pools\n\nThe pool  stays open, Ada Lind said.")
    page = reverse("admin:claims_claim_evidence", args=[claim.public_id])
    assert str(other) in client.get(page).content.decode()
    data = {
        "kind": "passage",
        "passage-words": "The pool stays open",
        "passage-stance": "contradicts",
        "passage-aspect": "content",
    }

    added = client.post(f"{page}?from={other.public_id}", data)

    assert added.url == url_of(claim)
    piece = Evidence.objects.get()
    assert piece.excerpt == "The pool  stays open"
    decide = reverse("admin:claims_evidence_decide", args=[piece.public_id])
    client.post(decide, {"acceptance": "rejected", "reason": "An old report."})
    piece.refresh_from_db()
    assert piece.acceptance == Acceptance.REJECTED


def test_a_place_that_was_selected_in_an_older_text_is_looked_up(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    other = make_article("Pools\n\nNo change. The pool stays open, Ada Lind said.")
    page = reverse("admin:claims_claim_evidence", args=[claim.public_id])
    data = {
        "kind": "passage",
        "passage-start": "7",
        "passage-end": "27",
        "passage-words": "The pool stays open",
        "passage-stance": "contradicts",
        "passage-aspect": "content",
    }

    client.post(f"{page}?from={other.public_id}", data)

    assert Evidence.objects.get().excerpt == "The pool stays open"


def test_a_document_needs_a_public_address(login: Login) -> None:
    claim, client = make_claim(), login(Role.REVIEWER)
    page = reverse("admin:claims_claim_evidence", args=[claim.public_id])
    data = {
        "kind": "document",
        "document-url": "http://127.0.0.1/minutes",
        "document-title": "Minutes",
        "document-excerpt": "The pool stays open.",
        "document-stance": "contradicts",
        "document-aspect": "content",
    }

    refused = client.post(page, data)
    assert refused.status_code == 200
    assert not Evidence.objects.exists()
    data["document-url"] = "https://council.example/minutes"
    assert client.post(page, data).url == url_of(claim)


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_who_has_no_vote_has_no_workbench(login: Login, role: str) -> None:
    claim, client = make_claim(), login(role)

    assert client.get(url_of(claim)).status_code == 403
    assert client.get(QUEUE).status_code == 403
    assert client.post(url_of(claim), {"action": "vote", **UNSURE}).status_code == 403


def test_as_many_queries_for_a_hundred_claims_as_for_ten(login: Login) -> None:
    text = "\n\n".join(f"It rains {n} times, Ada Lind said." for n in range(100))
    article = make_article(text)
    client = login(Role.REVIEWER)
    claim = make_supported(
        make_claim(article, content="It rains 0 times", speaker="Ada Lind")
    )
    client.get(url_of(claim))  # the lock is there
    counts = []
    for first, last in ((1, 10), (10, 100)):
        for number in range(first, last):
            make_claim(article, content=f"It rains {number} times", speaker="Ada Lind")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url_of(claim)).status_code == 200
        counts.append(len(queries))

    assert counts == [PINNED["claims_claim_review"]] * 2

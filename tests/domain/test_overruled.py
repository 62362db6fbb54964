"""A reviewer's own votes that were decided otherwise."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Ending
from claims.review import overruled
from claims.review.overruled import overruled_votes
from claims.review.reconsidering import reopen
from claims.review.voting import Ballot, adjudicate, take_back, vote
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.errors import PermissionDenied
from factcheck.core.models import User
from factcheck.core.permissions import Role
from tests.factories import make_article, make_claim, make_reviewers, make_user

pytestmark = pytest.mark.django_db

UNSURE, OPINION = Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE


@pytest.fixture
def people() -> list[User]:
    """Ana, Ben and Eve."""
    return make_reviewers(3)


@pytest.fixture
def judge() -> User:
    """An adjudicator."""
    return make_user(Role.ADJUDICATOR)


def ballot(verdict: Verdict, why: str = "So.", aspect: str = "content") -> Ballot:
    """A vote on the content."""
    return Ballot(aspect=Aspect(aspect), verdict=verdict, rationale=why)


def cast(claim: Claim, by: User, verdict: Verdict, why: str = "So.") -> None:
    """Vote on the content."""
    vote(claim=claim, ballots=[ballot(verdict, why)], by=by)


def overruling(people: list[User], judge: User, claim: Claim | None = None) -> Claim:
    """A claim on which Ana was overruled by an adjudicator, and Ben confirmed."""
    claim = claim or make_claim()
    cast(claim, people[0], UNSURE, "Found none.")
    cast(claim, people[1], OPINION)
    adjudicate(claim=claim, ballot=ballot(OPINION, "It is a hope."), by=judge)
    return claim


def test_an_adjudication_overrules_who_voted_otherwise(
    people: list[User], judge: User
) -> None:
    claim = overruling(people, judge)

    (found,) = overruled_votes(by=people[0])

    assert found.claim == claim
    assert (found.vote.verdict, found.vote.rationale) == (UNSURE, "Found none.")
    assert (found.verdict, found.agreement) == (OPINION, Agreement.ADJUDICATED)
    (deciding,) = found.deciding
    assert (deciding.reviewer, deciding.rationale) == (judge, "It is a hope.")
    assert found.reopening is None
    assert overruled_votes(by=people[1]) == overruled_votes(by=judge) == []


def test_a_conflict_that_is_open_overrules_nobody(people: list[User]) -> None:
    claim = make_claim()
    cast(claim, people[0], UNSURE)
    cast(claim, people[1], OPINION)

    assert overruled_votes(by=people[0]) == []


def test_who_changed_their_vote_was_not_overruled(people: list[User]) -> None:
    claim = make_claim()
    cast(claim, people[0], UNSURE)
    cast(claim, people[0], OPINION)
    cast(claim, people[1], OPINION)

    assert overruled_votes(by=people[0]) == []


def test_a_vote_that_was_taken_back_was_not_overruled(
    people: list[User], judge: User
) -> None:
    claim = overruling(people, judge)

    take_back(review=claim.reviews.get(reviewer=people[0]), by=people[0])

    assert overruled_votes(by=people[0]) == []


def test_what_others_decided_after_a_reopening_overrules_too(
    people: list[User], judge: User
) -> None:
    ana, ben, eve = people
    claim = make_claim()
    for person in (ana, ben):
        cast(claim, person, UNSURE)
    reopen(claim=claim, reason="New figures.", by=judge)
    assert overruled_votes(by=ana) == []

    for person in (ben, eve):
        cast(claim, person, OPINION, f"By {person}.")

    (found,) = overruled_votes(by=ana)
    assert found.agreement == Agreement.QUORUM
    assert [one.reviewer for one in found.deciding] == [ben, eve]
    assert found.reopening is not None
    assert found.reopening.reason == "New figures."
    assert overruled_votes(by=ben) == []


def test_an_adjudication_can_be_overruled_as_well(
    people: list[User], judge: User
) -> None:
    claim = overruling(people, judge)
    reopen(claim=claim, reason="New.", by=make_user(Role.EDITOR))
    for person in people[:2]:
        cast(claim, person, UNSURE)

    (found,) = overruled_votes(by=judge)

    assert found.vote.is_adjudication
    assert found.verdict == UNSURE


def test_a_decision_stands_when_its_voters_take_their_votes_back(
    people: list[User], judge: User
) -> None:
    claim = overruling(people, judge)
    take_back(review=claim.reviews.get(reviewer=people[1]), by=people[1])

    (found,) = overruled_votes(by=people[0])

    assert [one.reviewer for one in found.deciding] == [judge]


def test_it_is_shown_on_the_newest_text(people: list[User], judge: User) -> None:
    old = overruling(people, judge)
    new = make_claim(
        make_article(),
        thread=old.thread,
        continues=old,
        content_verdict=OPINION,
        content_agreement="adjudicated",
    )
    Claim.objects.filter(pk=old.pk).update(ending=Ending.CONTINUED)

    (found,) = overruled_votes(by=people[0])

    assert found.claim == new
    assert found.vote.claim == old


def test_pages_follow_each_other(
    people: list[User], judge: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overruled, "PAGE", 2)
    claims = [overruling(people, judge) for _ in range(3)]

    first = overruled_votes(by=people[0])
    second = overruled_votes(by=people[0], before=first[1].vote.pk)

    assert [one.claim for one in first] == claims[::-1]
    assert [one.claim for one in second] == claims[:1]


def test_a_reader_has_no_votes() -> None:
    with pytest.raises(PermissionDenied):
        overruled_votes(by=make_user(Role.READER))


def test_the_number_of_queries_does_not_grow(people: list[User], judge: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for found in overruled_votes(by=people[0]):
                assert str(found.claim.snapshot.article.outlet)
                assert str(found.claim.speaker)
                assert all(str(one.reviewer) for one in found.deciding)
        return len(captured)

    overruling(people, judge)
    one = queries()
    for _ in range(4):
        overruling(people, judge)

    assert one == queries() == 4

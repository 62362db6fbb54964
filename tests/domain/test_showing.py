"""Who may see which votes: blind until a quorum or a conflict, and after reopenings."""

from __future__ import annotations

import pytest

from claims.models import Claim, Review
from claims.review.reconsidering import reopen, set_risk
from claims.review.showing import Sight
from claims.review.voting import Ballot, adjudicate, take_back, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import User
from factcheck.core.permissions import Role
from tests.factories import make_claim, make_continued, make_reviewers, make_user

pytestmark = pytest.mark.django_db

UNSURE, OPINION = Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE
ATTRIBUTION, CONTENT = Aspect.ATTRIBUTION, Aspect.CONTENT


def cast(
    claim: Claim, by: User, verdict: Verdict = UNSURE, aspect: Aspect = CONTENT
) -> Review:
    """A vote."""
    ballot = Ballot(aspect=aspect, verdict=verdict, rationale="Looked.")
    return vote(claim=claim, ballots=[ballot], by=by).reviews[0]


def seen_by(person: User, claim: Claim) -> list[Review]:
    """The votes that the person may see."""
    return Sight.of(claim, viewer=person).shown()


def test_a_first_vote_is_seen_by_its_voter_alone() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)

    review = cast(claim, ana)

    assert seen_by(ana, claim) == [review]
    for other in (ben, make_user(Role.EDITOR), User.objects.create_superuser("root")):
        assert seen_by(other, claim) == []


@pytest.mark.parametrize("second", [UNSURE, OPINION], ids=["quorum", "conflict"])
def test_a_quorum_or_a_conflict_shows_all_votes_on_its_aspect(second: Verdict) -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    reader = make_user()
    first, changed = cast(claim, ana, OPINION), cast(claim, ana)
    cast(claim, ana, aspect=ATTRIBUTION)

    last = cast(claim, ben, second)

    assert seen_by(reader, claim) == [first, changed, last]


def test_agreeing_votes_below_a_larger_quorum_stay_blind() -> None:
    claim, people = make_claim(), make_reviewers(3)
    set_risk(claim=claim, is_high=True, by=people[0])
    claim.refresh_from_db()
    for person in people[:2]:
        cast(claim, person)

    assert len(seen_by(people[0], claim)) == 1
    assert seen_by(people[2], claim) == []


def test_votes_that_were_seen_stay_seen_after_a_reopening() -> None:
    claim, (ana, ben, eve) = make_claim(), make_reviewers(3)
    seen = [cast(claim, ana), cast(claim, ben)]
    blind = cast(claim, ben, aspect=ATTRIBUTION)

    reopen(claim=claim, reason="New figures.", by=make_user(Role.ADJUDICATOR))
    new = cast(claim, ana, OPINION)

    assert seen_by(eve, claim) == seen
    assert seen_by(ben, claim) == [*seen, blind]
    assert seen_by(ana, claim) == [*seen, new]
    for person in (ana, eve):
        cast(claim, person, aspect=ATTRIBUTION)
    assert blind in seen_by(eve, claim)
    assert new not in seen_by(eve, claim)


def test_what_counts_now_and_what_is_ones_own() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR)
    superseded, first = cast(claim, ana), cast(claim, ana, OPINION)
    second = cast(claim, ben)
    ballot = Ballot(aspect=CONTENT, verdict=UNSURE, rationale="So.")
    (decision,) = adjudicate(claim=claim, ballot=ballot, by=judge).reviews

    sight = Sight.of(claim, viewer=judge)

    assert sight.own(CONTENT) == decision
    assert [one for one in sight.reviews if sight.counts(one)] == [
        first,
        second,
        decision,
    ]
    assert not sight.counts(superseded)
    assert Sight.of(claim, viewer=ana).own(CONTENT) == first
    take_back(review=decision, by=judge)
    assert Sight.of(claim, viewer=judge).own(CONTENT) is None
    reopened = make_claim()
    for person in (ana, ben):
        cast(reopened, person)
    reopen(claim=reopened, reason="Again.", by=judge)
    assert Sight.of(reopened, viewer=ana).own(CONTENT) is None


def test_votes_are_those_on_all_texts_of_the_article() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    first = cast(claim, ana)
    newer = make_continued(claim)
    second = cast(newer, ben)

    for one in (claim, newer):
        assert seen_by(make_user(), one) == [first, second]


def test_it_is_read_in_a_constant_number_of_queries(
    django_assert_num_queries: object,
) -> None:
    claim, people = make_claim(), make_reviewers(6)
    for person in people:
        cast(claim, person)

    with django_assert_num_queries(2):  # type: ignore[operator]
        Sight.of(claim, viewer=people[0])

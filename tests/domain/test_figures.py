"""The dashboard's figures: what counts, when, and that no blind vote shows in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.extraction.model import Tier
from claims.models import Claim, Ending, Progress, Reopening, Review
from claims.review import agreeing
from claims.review.figures import Coverage, Figures, figures
from claims.review.reconsidering import reopen, set_risk
from claims.review.voting import Ballot, adjudicate, take_back, vote
from claims.verdicts.agreement import Reliability
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.errors import PermissionDenied
from factcheck.core.models import User
from factcheck.core.permissions import Role
from factcheck.lib import clock
from factcheck.lib.weeks import week_of
from tests.factories import make_article, make_claim, make_reviewers, make_user
from tests.ledger import moved

pytestmark = pytest.mark.django_db

UNSURE, OPINION = Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE
ATTRIBUTION, CONTENT = Aspect.ATTRIBUTION, Aspect.CONTENT


@pytest.fixture
def people() -> list[User]:
    """Four reviewers."""
    return make_reviewers(4)


def cast(claim: Claim, by: User, verdict: Verdict, *aspects: Aspect) -> list[Review]:
    """A vote, on the content unless told otherwise."""
    ballots = [
        Ballot(aspect=aspect, verdict=verdict, rationale="So.")
        for aspect in aspects or (CONTENT,)
    ]
    return list(vote(claim=claim, ballots=ballots, by=by).reviews)


def voted(people: list[User], *verdicts: Verdict, on: Claim | None = None) -> Claim:
    """A claim with these votes on its content, one by each."""
    claim = on or make_claim()
    for person, verdict in zip(people, verdicts, strict=False):
        cast(claim, person, verdict)
    claim.refresh_from_db()
    return claim


def decided(people: list[User], verdict: Verdict = UNSURE) -> Claim:
    """A claim that two decided, both aspects alike."""
    claim = make_claim()
    for person in people[:2]:
        cast(claim, person, verdict, *Aspect)
    claim.refresh_from_db()
    return claim


def shown(weeks: int = 13) -> Figures:
    """The figures as an auditor gets them."""
    return figures(by=make_user(Role.AUDITOR), weeks=weeks)


def agreement(aspect: Aspect = CONTENT) -> Reliability:
    """Of all weeks together."""
    (found,) = (one for one in shown().agreement if one.aspect == aspect)
    return found.overall


def ago(**time: float) -> datetime:
    """So long before now."""
    return clock.now() - timedelta(**time)


# --- Agreement ----------------------------------------------------------------


def test_agreement_is_that_of_the_blind_votes(people: list[User]) -> None:
    for verdicts in ((UNSURE, UNSURE), (OPINION, OPINION), (UNSURE, OPINION)):
        voted(people, *verdicts)

    found = agreement()

    assert (found.units, found.pairable) == (3, 6)
    assert found.agreement == pytest.approx(2 / 3)
    assert found.alpha == pytest.approx(1 - 5 * 2 / (36 - 18))
    assert agreement(ATTRIBUTION) == Reliability()


def test_votes_after_the_reveal_are_not_independent(people: list[User]) -> None:
    claim = voted(people, UNSURE, OPINION)
    before = agreement()

    voted(people[2:], OPINION, OPINION, on=claim)
    assert claim.content_agreement
    after = agreement()

    assert before == after
    assert after.pairable == 2


def test_an_adjudication_is_no_blind_vote(people: list[User]) -> None:
    claim = voted(people, UNSURE, OPINION)
    ballot = Ballot(aspect=CONTENT, verdict=OPINION, rationale="A hope.")

    adjudicate(claim=claim, ballot=ballot, by=make_user(Role.ADJUDICATOR))

    assert agreement().pairable == 2


@pytest.mark.parametrize("high_risk", [False, True])
def test_a_blind_vote_changes_no_figure(high_risk: bool, people: list[User]) -> None:  # noqa: FBT001
    """Which verdict it has: nothing on the dashboard tells."""
    voted(people, UNSURE, UNSURE)
    claims = [make_claim(), make_claim()]
    for claim in claims:
        set_risk(claim=claim, is_high=high_risk, by=people[0])
    blind = 2 if high_risk else 1

    seen = []
    for claim, verdict in zip(claims, (UNSURE, OPINION), strict=True):
        voted(people[:blind], verdict, verdict, on=claim)
        found = shown()
        seen.append((found.agreement, found.verdicts, found.coverage))

    assert seen[0] == seen[1]
    assert seen[0][0][1].overall.units == 1


def test_votes_that_are_blind_again_count_no_more(people: list[User]) -> None:
    claim = make_claim()
    cast(claim, people[0], UNSURE)
    (review,) = cast(claim, people[1], UNSURE)
    assert agreement().units == 1

    take_back(review=review, by=people[1])

    assert agreement().units == 0


def test_a_raised_risk_hides_what_two_had_decided(people: list[User]) -> None:
    claim = voted(people, UNSURE, UNSURE)

    set_risk(claim=claim, is_high=True, by=make_user(Role.ADJUDICATOR))

    assert agreement().units == 0
    cast(claim, people[2], UNSURE)
    assert agreement().pairable == 3


def test_what_came_before_a_reopening_is_a_unit_of_its_own(people: list[User]) -> None:
    claim = voted(people, UNSURE, UNSURE)
    judge = make_user(Role.ADJUDICATOR)
    reopen(claim=claim, reason="New figures.", by=judge)
    assert agreement().units == 1

    cast(claim, people[0], OPINION)
    assert agreement().units == 1
    cast(claim, people[1], UNSURE)

    found = agreement()
    assert (found.units, found.pairable) == (2, 4)
    assert found.agreement == pytest.approx(0.5)


def test_what_was_blind_when_a_claim_was_reopened_stays_out(
    people: list[User],
) -> None:
    claim = decided(people)
    reopen(claim=claim, reason="New.", by=make_user(Role.ADJUDICATOR))
    cast(claim, people[0], UNSURE, ATTRIBUTION)
    cast(claim, people[1], UNSURE, ATTRIBUTION)
    cast(claim, people[0], OPINION, CONTENT)
    reopen(claim=claim, reason="Again.", by=make_user(Role.ADJUDICATOR))

    assert agreement(ATTRIBUTION).units == 2
    assert agreement(CONTENT).units == 1


def test_a_claim_belongs_to_the_week_in_which_it_was_revealed(
    people: list[User],
) -> None:
    claim = make_claim()
    (first,) = cast(claim, people[0], UNSURE)
    (second,) = cast(claim, people[1], OPINION)
    (late,) = cast(claim, people[2], OPINION)
    for review, days in ((first, 21), (second, 14), (late, 1)):
        moved(review, created_at=ago(days=days))

    weeks = shown().agreement[1].weeks

    assert weeks[week_of(ago(days=14))].units == 1
    assert sum(found.units for found in weeks.values()) == 1


def test_votes_on_a_claims_earlier_text_count_once(people: list[User]) -> None:
    old = voted(people, UNSURE, UNSURE)
    new = make_claim(make_article(), thread=old.thread, continues=old)
    Claim.objects.filter(pk=old.pk).update(ending=Ending.CONTINUED)
    assert agreement().units == 0

    Claim.objects.filter(pk=new.pk).update(content_agreement="quorum")

    assert agreement().units == 1


def test_with_too_many_votes_fewer_weeks_are_read(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = voted(people, UNSURE, UNSURE)
    for review in claim.reviews.all():
        moved(review, created_at=ago(weeks=5))
    voted(people, UNSURE, OPINION)
    assert len(shown().agreement[1].weeks) == 13

    monkeypatch.setattr(agreeing, "MOST_VOTES", 3)
    fewer = shown().agreement[1]
    monkeypatch.setattr(agreeing, "MOST_VOTES", 1)
    fewest = shown().agreement[1]

    assert len(fewer.weeks) == 5
    assert (fewer.overall.units, len(fewest.weeks), fewest.overall.units) == (1, 1, 1)


# --- Progress, verdicts, queue, coverage ----------------------------------------


def test_progress_by_week(people: list[User]) -> None:
    old, done, again = make_claim(), decided(people), decided(people)
    Claim.objects.filter(pk=old.pk).update(created_at=ago(weeks=30))
    Claim.objects.exclude(pk=old.pk).update(created_at=ago(weeks=2))
    Claim.objects.filter(pk=done.pk).update(decided_at=ago(weeks=1))
    reopen(claim=again, reason="New.", by=make_user(Role.ADJUDICATOR))

    found = shown()
    *_, third, second, last = found.progress

    assert (third.found, third.found_by_then, third.decided_by_then) == (2, 3, 0)
    assert (second.decided, second.undecided_by_then) == (1, 2)
    assert (last.found, last.reopened, last.decided_by_then) == (0, 1, 1)
    assert found.now == {
        "new": 1, "triaged": 0, "in_review": 0, "decided": 1, "published": 0,
        "reopened": 1,
    }  # fmt: skip


def test_what_is_no_statement_or_stands_no_more_is_not_counted() -> None:
    old = make_claim(ending=Ending.CONTINUED)
    make_claim(make_article(), thread=old.thread, continues=old)
    make_claim(progress=Progress.WITHDRAWN)
    make_claim(tier=Tier.STANCE)

    found = shown()

    assert found.progress[-1].found_by_then == 1
    assert sum(found.now.values()) == 1
    assert sum(band.count for band in found.ages) == 1
    assert found.coverage[0].statements == 1


def test_verdicts_are_counted_in_the_week_of_the_decision(people: list[User]) -> None:
    decided(people, UNSURE)
    decided(people, OPINION)
    late = decided(people, OPINION)
    Claim.objects.filter(pk=late.pk).update(decided_at=ago(weeks=3))
    voted(people, UNSURE)

    for aspect in Aspect:
        weeks = shown().verdicts[aspect]
        assert weeks[-1].counts == {UNSURE: 1, OPINION: 1}
        assert weeks[-4].counts == {OPINION: 1}
        assert sum(week.total for week in weeks) == 3


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (timedelta(hours=1), "under 1 day"),
        (timedelta(hours=25), "1–3 days"),
        (timedelta(days=6), "3–7 days"),
        (timedelta(days=13), "1–2 weeks"),
        (timedelta(days=15), "2–4 weeks"),
        (timedelta(days=400), "over 4 weeks"),
    ],
)
def test_the_age_of_the_queue(age: timedelta, band: str, people: list[User]) -> None:
    claim = make_claim()
    Claim.objects.filter(pk=claim.pk).update(created_at=clock.now() - age)
    closed = decided(people)
    Claim.objects.filter(pk=closed.pk).update(created_at=clock.now() - age)

    ages = {one.name: one.count for one in shown().ages}

    assert ages.pop(band) == 1
    assert not any(ages.values())


def test_a_claim_has_waited_since_its_first_text() -> None:
    old = make_claim(ending=Ending.CONTINUED)
    Claim.objects.filter(pk=old.pk).update(created_at=ago(days=10))
    make_claim(make_article(), thread=old.thread, continues=old)

    ages = {one.name: one.count for one in shown().ages}

    assert ages["1–2 weeks"] == 1
    assert ages["under 1 day"] == 0


def test_coverage_by_worth_and_risk(people: list[User]) -> None:
    claim = voted(people, UNSURE, UNSURE, on=make_claim(check_worthiness=0.9))
    voted(people, UNSURE, on=make_claim(check_worthiness=0.75))
    voted(people, UNSURE, OPINION, on=make_claim(check_worthiness=None))
    Claim.objects.filter(pk=claim.pk).update(is_high_risk=True)

    kinds = {one.name: one for one in shown().coverage}

    assert kinds["All statements"].decided == {ATTRIBUTION: 0, CONTENT: 1}
    assert kinds["All statements"].share(CONTENT) == pytest.approx(1 / 3)
    assert kinds["High risk"] == Coverage("High risk", 1, {ATTRIBUTION: 0, CONTENT: 1})
    assert kinds["Worth a check: 75–100 %"].share(CONTENT) == 0.5
    assert kinds["Worth a check: not scored"].share(CONTENT) == 0
    assert kinds["Worth a check: 0–24 %"].share(CONTENT) is None


# --- Manners --------------------------------------------------------------------


def test_an_empty_installation_has_figures() -> None:
    found = shown(52)

    assert len(found.weeks) == len(found.progress) == 52
    assert [one.overall for one in found.agreement] == [Reliability()] * 2


def test_only_the_lengths_on_offer_are_counted() -> None:
    with pytest.raises(ValueError, match="14 weeks"):
        shown(14)


def test_who_may_not_see_reviews_sees_no_figures() -> None:
    with pytest.raises(PermissionDenied):
        figures(by=User(username="nobody", role="nobody"))


def test_the_number_of_queries_does_not_grow(people: list[User]) -> None:
    def queries(deed: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            deed()
        return len(captured)

    reader = make_user()
    none = queries(lambda: figures(by=reader))
    for _ in range(4):
        claim = decided(people)
        reopen(claim=claim, reason="New.", by=make_user(Role.ADJUDICATOR))
        decided(people)

    assert none == queries(lambda: figures(by=reader)) == 9
    assert Reopening.objects.count() == 4

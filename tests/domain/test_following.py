"""What follows for claims when articles turn out to be copies, or outlets are trusted
less.
"""

from __future__ import annotations

import math
from datetime import date

import pytest

from claims.models import Claim, Doubt, Evidence, Stance
from claims.review.gathering import Offer, add_document
from claims.review.reconsidering import settle
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import Action, AuditEvent, User
from factcheck.core.permissions import Role
from sources.deleting import delete_articles
from sources.models import Article, Outlet, OutletRating, OverrideDecision, Reliability
from sources.overruling import overrule
from sources.register import import_outlets, rate_outlet
from sources.telling import is_downgrade
from tests.factories import (
    make_claim,
    make_compared,
    make_outlet,
    make_passage,
    make_reviewers,
    make_supported,
    make_user,
)

pytestmark = pytest.mark.django_db

WIRE = (
    "The swimming pool will close in May, the harbour board said. Berthing fees "
    "rise by a tenth in the spring, and the crane on the east quay, which has stood "
    "idle since the winter storms, is to be sold to a yard further down the coast."
)


def decided(verdict: Verdict = Verdict.CORROBORATED) -> Claim:
    """A claim whose content two reviewers have judged so, on two pieces for it."""
    claim = make_supported(make_claim())
    return judged(claim, *make_reviewers(2), verdict=verdict)


def judged(claim: Claim, *people: User, verdict: Verdict) -> Claim:
    ballot = Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale="Looked.")
    for person in people:
        vote(claim=claim, ballots=[ballot], by=person)
    claim.refresh_from_db()
    assert claim.content_verdict == verdict
    return claim


def articles_of(claim: Claim) -> list[Article]:
    """Those that the pieces on its content are from."""
    pieces = Evidence.objects.filter(claim=claim, aspect=Aspect.CONTENT).order_by("id")
    return [piece.snapshot.article for piece in pieces if piece.snapshot]


def decide(one: Article, other: Article, decision: OverrideDecision) -> None:
    overrule(
        one=one,
        other=other,
        decision=decision,
        reason="Both are the board's letter.",
        by=make_user(Role.REVIEWER),
    )


def rate(outlet: Outlet, grade: str, since: date = date(2026, 3, 1)) -> None:
    rate_outlet(
        outlet=outlet,
        grade=Reliability(grade),
        since=since,
        reason="It took back three stories.",
        by=make_user(Role.EDITOR),
    )


def doubts(claim: Claim) -> list[tuple[str, str]]:
    claim.refresh_from_db()
    rows = claim.doubts.filter(settled_at__isnull=True).order_by("id")
    assert claim.is_stale == rows.exists()
    return list(rows.values_list("kind", "detail"))


# --- Reach ------------------------------------------------------------------------


def test_a_copy_raises_the_reach_of_the_claims_that_were_there() -> None:
    article = make_compared(WIRE)
    claim, other = make_claim(article, speaker=None), make_claim()
    before = claim.priority

    make_compared(f"{WIRE} The sale is set for June.")

    claim.refresh_from_db()
    other.refresh_from_db()
    assert (claim.reach, claim.priority) == (2, pytest.approx(before + math.log2(2)))
    assert other.reach == 1


@pytest.mark.parametrize("by", ["a person's word", "deletion"])
def test_without_the_copy_the_reach_is_what_it_was(by: str) -> None:
    article, copy = make_compared(WIRE), make_compared(f"{WIRE} The sale is in June.")
    third = make_compared(f"{WIRE} The yard declined to comment.")
    claim = make_claim(article, speaker=None, reach=3, priority=1.0)

    if by == "deletion":
        delete_articles([copy], by=None)
    else:
        decide(article, copy, OverrideDecision.SEPARATE)
        decide(copy, third, OverrideDecision.SEPARATE)

    claim.refresh_from_db()
    assert claim.reach == 2
    assert claim.priority == pytest.approx(1.0 + math.log2(2 / 3))


# --- Origins ----------------------------------------------------------------------


def test_a_decision_is_in_doubt_when_its_two_origins_turn_out_to_be_one() -> None:
    claim = decided()

    decide(*articles_of(claim), OverrideDecision.JOIN)

    [(kind, detail)] = doubts(claim)
    assert kind == Doubt.ORIGINS_CHANGED
    assert "needs two independent origins" in detail
    assert "so far there is one" in detail
    assert claim.content_verdict == Verdict.CORROBORATED
    event = AuditEvent.objects.get(action=Action.CLAIM_STALE)
    assert event.subject_id == str(claim.public_id)
    assert event.values_after == {"is_stale": True, "kind": "origins_changed"}
    assert (event.values_before, event.reason) == ({"is_stale": False}, detail)


def test_so_it_is_when_a_piece_turns_out_to_be_a_copy_of_the_claims_article() -> None:
    claim = decided()

    decide(claim.snapshot.article, articles_of(claim)[0], OverrideDecision.JOIN)

    assert [kind for kind, _ in doubts(claim)] == [Doubt.ORIGINS_CHANGED]


def test_one_doubt_is_enough_until_somebody_has_looked() -> None:
    claim = decided()
    one, two = articles_of(claim)
    decide(one, two, OverrideDecision.JOIN)
    decide(claim.snapshot.article, one, OverrideDecision.JOIN)
    assert len(doubts(claim)) == 1

    claim.refresh_from_db()
    settle(claim=claim, reason="It holds.", by=make_user(Role.ADJUDICATOR))
    decide(claim.snapshot.article, one, OverrideDecision.FOLLOW_RULES)

    assert len(doubts(claim)) == 1


@pytest.mark.parametrize("verdict", [Verdict.UNVERIFIED, Verdict.PARTLY_CORROBORATED])
def test_a_decision_that_one_origin_bears_is_left_alone(verdict: Verdict) -> None:
    claim = decided(verdict)

    decide(*articles_of(claim), OverrideDecision.JOIN)

    assert doubts(claim) == []


# --- Reliability ------------------------------------------------------------------


def test_a_decision_is_in_doubt_when_an_outlet_of_its_evidence_is_downgraded() -> None:
    outlet = make_outlet("Harbour Gazette")
    rate(outlet, "B")
    claim, other = make_claim(), decided()
    make_passage(claim, outlet=outlet, stance=Stance.CONTRADICTS)
    judged(claim, *make_reviewers(2), verdict=Verdict.DISPUTED)

    rate(outlet, "D")

    assert doubts(claim) == [
        (
            Doubt.OUTLET_DOWNGRADED,
            "“Harbour Gazette” is rated D now, B before: It took back three stories.",
        )
    ]
    assert claim.content_verdict == Verdict.DISPUTED
    assert doubts(other) == []


def test_a_page_of_the_outlet_that_is_no_article_here_counts_as_well() -> None:
    outlet = make_outlet(domain="gazette.example.org")
    claims = []
    for host in ("news.gazette.example.org", "gazette.example.org.example.net"):
        claim = make_claim()
        add_document(
            claim=claim,
            url=f"https://{host}/minutes",
            title="Minutes",
            excerpt="It stays open.",
            offer=Offer(aspect=Aspect.CONTENT, stance=Stance.DISCUSSES),
            by=make_user(Role.REVIEWER),
        )
        judged(claim, *make_reviewers(2), verdict=Verdict.UNVERIFIED)
        claims.append(claim)

    rate(outlet, "E")

    [(kind, detail)] = doubts(claims[0])
    assert kind == Doubt.OUTLET_DOWNGRADED
    assert "rated E now, not rated before" in detail
    assert doubts(claims[1]) == []


def test_a_better_grade_or_one_that_does_not_hold_raises_no_doubt() -> None:
    outlet = make_outlet()
    rate(outlet, "C")
    claim = make_claim()
    make_passage(claim, outlet=outlet)
    judged(claim, *make_reviewers(2), verdict=Verdict.UNVERIFIED)

    rate(outlet, "E", since=date(2024, 1, 1))
    rate(outlet, "B")

    assert doubts(claim) == []


def test_a_sheet_that_downgrades_puts_decisions_in_doubt_too() -> None:
    outlets = [make_outlet(name, domain=None) for name in ("Gazette", "Post")]
    claim = make_claim()
    for outlet in outlets:
        rate(outlet, "A")
        make_passage(claim, outlet=outlet)
    judged(claim, *make_reviewers(2), verdict=Verdict.UNVERIFIED)

    import_outlets(
        b"name,reliability,reliability_since,reliability_reason\n"
        b"Gazette,C,2026-04-01,Bought.\nPost,D,2026-04-01,Sold.\n",
        by=None,
    )

    [(kind, detail)] = doubts(claim)
    assert kind == Doubt.OUTLET_DOWNGRADED
    assert detail == (
        "“Gazette” is rated C now, A before: Bought. "
        "“Post” is rated D now, A before: Sold."
    )


@pytest.mark.parametrize(
    "grades", [("A", "B"), ("C", "F"), ("C", ""), ("", "D"), ("F", "E")]
)
def test_an_outlet_that_cannot_be_judged_is_below_a_fair_one_and_above_a_bad_one(
    grades: tuple[str, str],
) -> None:
    before, after = (OutletRating(grade=one) if one else None for one in grades)

    assert is_downgrade(before, after)
    assert not is_downgrade(after, before)
    assert not is_downgrade(before, before)


def test_no_rating_is_worth_as_much_as_one_that_says_it_cannot_be_judged() -> None:
    assert not is_downgrade(None, OutletRating(grade="F"))
    assert not is_downgrade(OutletRating(grade="F"), None)

"""The dashboard and the overruled votes in Chromium: both sizes, both themes."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim, Progress, Review
from claims.review.voting import Ballot, adjudicate, vote
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.models import User
from factcheck.core.permissions import Role
from factcheck.lib import clock
from sources.models import Article
from tests.browser.conftest import Visitor
from tests.factories import make_article, make_claim, make_reviewers, make_user
from tests.ledger import moved

pytestmark = pytest.mark.browser

DECIDED = (
    Verdict.CORROBORATED,
    Verdict.CORROBORATED,
    Verdict.PARTLY_CORROBORATED,
    Verdict.DISPUTED,
    Verdict.UNVERIFIED,
    Verdict.NOT_CHECKABLE,
)
COLOURS = pytest.mark.parametrize("colours", ["light", "dark"])


@pytest.fixture
def quarter(live_server: LiveServer) -> None:
    """Thirteen weeks of claims and votes."""
    chance = random.Random(3)  # noqa: S311 - reproducible, not secret
    article, people = make_article(), make_reviewers(2)
    for number in range(180):
        claim = make_claim(article, check_worthiness=chance.random())
        when = clock.now() - timedelta(days=chance.random() * 88)
        fields: dict[str, object] = {"created_at": when}
        if number % 5:
            fields |= decide(claim, people, chance)
        moment = when + timedelta(days=chance.random() * 5)
        if fields.get("progress") == Progress.DECIDED:
            fields["decided_at"] = min(moment, clock.now())
        Claim.objects.filter(pk=claim.pk).update(**fields)
        for review in claim.reviews.all():
            moved(review, created_at=min(moment, clock.now()))


def decide(
    claim: Claim, people: list[User], chance: random.Random
) -> dict[str, object]:
    """Two votes on each aspect, and what follows from them."""
    fields: dict[str, object] = {"progress": Progress.IN_REVIEW}
    for aspect in Aspect:
        first = chance.choice(DECIDED)
        second = first if chance.random() < 0.8 else chance.choice(DECIDED)
        for person, verdict in zip(people, (first, second), strict=True):
            Review.objects.create(
                claim=claim, reviewer=person, aspect=aspect, verdict=verdict,
                rationale="So.", snapshot=claim.snapshot, is_additional=False,
                is_adjudication=False, origin_count=2, named_origin_count=2,
                support_count=2, contradiction_count=int(verdict == Verdict.DISPUTED),
            )  # fmt: skip
        agreement = Agreement.QUORUM if first == second else Agreement.CONFLICT
        fields[f"{aspect}_agreement"] = agreement
        fields[f"{aspect}_verdict"] = first if first == second else ""
    if fields["attribution_verdict"] and fields["content_verdict"]:
        fields["progress"] = Progress.DECIDED
    return fields


@pytest.fixture
def overruled(visit: Visitor) -> Article:
    """An article with a claim on which the visitor was overruled."""
    claim = make_claim()
    root, (ben,) = User.objects.get(username="root"), make_reviewers(1)
    words = "I found neither minutes nor a budget line for it. " * 3
    for person, verdict, why in (
        (root, Verdict.UNVERIFIED, words),
        (ben, Verdict.NOT_CHECKABLE, "A plan."),
    ):
        ballot = Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale=why)
        vote(claim=claim, ballots=[ballot], by=person)
    adjudicate(
        claim=claim,
        ballot=Ballot(
            aspect=Aspect.CONTENT,
            verdict=Verdict.NOT_CHECKABLE,
            rationale="It speaks of next May.\n\nUntil then there is nothing to check.",
        ),
        by=make_user(Role.ADJUDICATOR, username="judge"),
    )
    return claim.snapshot.article


@COLOURS
def test_the_dashboard_fits_and_loads_nothing_from_elsewhere(
    visit: Visitor, quarter: None, colours: str
) -> None:
    visit.page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]

    visit.open(reverse("dashboard"))

    drawings = visit.page.locator("svg.drawing")
    expect(drawings).to_have_count(7)
    assert visit.overflow() <= 0
    for number in range(7):
        box = drawings.nth(number).bounding_box()
        assert box is not None
        assert box["width"] > 300
    dot = visit.page.locator("svg.drawing .dot").first
    ink = "rgb(23, 96, 106)" if colours == "light" else "rgb(134, 205, 212)"
    assert dot.evaluate("node => getComputedStyle(node).fill") == ink
    for table in visit.page.locator("details summary").all():
        table.click()
    assert visit.overflow() <= 0
    expect(
        visit.page.get_by_role("img", name="Statements found and decided")
    ).to_be_visible()


def test_the_length_of_time_is_chosen(visit: Visitor, quarter: None) -> None:
    visit.open(reverse("admin:index"))
    visit.page.get_by_role("link", name="Dashboard").click()

    visit.page.get_by_role("link", name="26 weeks").click()

    expect(visit.page.locator(".lengths [aria-current]")).to_have_text("26 weeks")
    assert visit.page.locator("svg.drawing").count() == 7


@COLOURS
def test_overruled_votes_fit_and_lead_to_the_claim(
    visit: Visitor, overruled: Article, colours: str
) -> None:
    visit.page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    visit.open(reverse("dashboard"))

    visit.page.get_by_role(
        "link", name="Your votes that were decided otherwise"
    ).click()

    assert visit.overflow() <= 0
    expect(visit.page.get_by_text("Adjudicated by judge")).to_be_visible()
    visit.page.locator("blockquote a").click()
    expect(visit.page.get_by_role("heading", name="Claim 1")).to_be_visible()

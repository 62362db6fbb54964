"""The workbench with real keys in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from claims.models import Claim, Evidence, Progress, Review, Stance
from claims.review.queues import lock
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.permissions import Role
from tests.browser.conftest import Visitor
from tests.factories import (
    make_article,
    make_claim,
    make_passage,
    make_reviewers,
    make_supported,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/claims/claim/review/"
HERE = "[data-workbench]"


def at(page: Page, claim: Claim) -> None:
    """The claim is on the screen and can be judged."""
    expect(page.locator(HERE)).to_have_attribute(
        "data-url", f"/admin/claims/claim/{claim.public_id}/review/"
    )
    # in memory, SQLite has no patience with two requests at a time
    expect(page.locator(HERE)).to_have_attribute("data-ready", "")
    expect(page.locator(".aspect.is-active")).to_have_count(1)


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def claims_in_order(count: int) -> list[Claim]:
    """Claims that can be corroborated, in the order of the queue."""
    made = [make_supported(make_claim()) for _ in range(count)]
    for place, claim in enumerate(made):
        Claim.objects.filter(pk=claim.pk).update(priority=100.0 - place)
    return made


def test_twenty_claims_are_decided_without_a_mouse(visit: Visitor) -> None:
    made = claims_in_order(20)
    (other,) = make_reviewers(1)
    for claim in made:
        both = [Ballot(aspect=one, verdict=Verdict.CORROBORATED) for one in Aspect]
        vote(claim=claim, ballots=both, by=other)

    visit.open(QUEUE)
    for claim in made:
        at(visit.page, claim)
        press(visit.page, "c", "c", "Enter")

    expect(visit.page.get_by_role("heading", level=1)).to_have_text(
        "Nothing left in this queue"
    )
    decided = Claim.objects.filter(progress=Progress.DECIDED)
    assert decided.count() == 20
    assert visit.overflow() == 0


def test_a_reason_is_typed_and_a_refusal_loses_nothing(visit: Visitor) -> None:
    first, second = claims_in_order(2)
    visit.open(QUEUE)
    at(visit.page, first)

    press(visit.page, "d")
    visit.page.keyboard.type("Nobody was there, said c, d and u.")
    press(visit.page, "Enter")

    expect(visit.page.locator("[data-error]")).to_contain_text("“Disputed” needs")
    # what the other page asked for: in memory, SQLite serves one at a time
    visit.page.wait_for_load_state("networkidle")
    reason = visit.page.locator("#id_attribution-rationale")
    expect(reason).to_have_value("Nobody was there, said c, d and u.")
    press(visit.page, "Escape", "1", "u", "Escape", "2", "n")
    visit.page.keyboard.type("A plan.")
    press(visit.page, "Enter")
    at(visit.page, second)
    verdicts = dict(Review.objects.values_list("aspect", "verdict"))
    assert verdicts == {"attribution": "unverified", "content": "not_checkable"}
    # the browser itself reports each answer of 422
    visit.faults[:] = [fault for fault in visit.faults if "422" not in fault]


def test_skip_undo_next_and_back(visit: Visitor) -> None:
    first, second, third = claims_in_order(3)
    visit.open(QUEUE)
    at(visit.page, first)
    press(visit.page, "c", "c", "Enter")
    at(visit.page, second)

    press(visit.page, "z")
    at(visit.page, first)
    assert Claim.objects.get(pk=first.pk).progress == Progress.NEW
    press(visit.page, "j")
    at(visit.page, second)
    press(visit.page, "k")
    at(visit.page, first)
    press(visit.page, "s")
    expect(visit.page.locator(HERE)).to_have_attribute(
        "data-url",
        f"/admin/claims/claim/{second.public_id}/review/?skip={first.public_id.hex}",
    )
    assert third.progress == Progress.NEW


def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed(
    visit: Visitor,
) -> None:
    (claim,) = claims_in_order(1)
    visit.open(QUEUE)
    at(visit.page, claim)
    press(visit.page, "u")
    visit.page.keyboard.type("Searched two archives.")
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)

    press(visit.page, "Enter")

    at(visit.page, claim)
    expect(visit.page.get_by_role("alert")).to_contain_text("changed by somebody else")
    expect(visit.page.get_by_role("alert")).to_contain_text("evidence added")
    expect(visit.page.locator("#id_attribution-rationale")).to_have_value(
        "Searched two archives."
    )
    assert not Review.objects.exists()
    press(visit.page, "Enter")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(
        "Nothing left in this queue"
    )
    assert Review.objects.get().rationale == "Searched two archives."
    visit.faults[:] = [fault for fault in visit.faults if "412" not in fault]


def test_a_selected_passage_becomes_evidence(visit: Visitor) -> None:
    claim = make_claim()
    words = "The pool 😀 stays open until June, the mayor said."
    other = make_article(f"Pools\n\n{words}\n\nNothing else.", title="Pools stay open")
    visit.open(QUEUE)
    at(visit.page, claim)
    press(visit.page, "e")
    visit.page.get_by_role("link", name="Pools stay open").click()
    visit.page.get_by_text(words).click(click_count=3)
    visit.page.locator("#id_passage-stance_1").check()

    visit.page.get_by_role("button", name="Add this passage").click()

    at(visit.page, claim)
    piece = Evidence.objects.get()
    assert piece.excerpt == words
    snapshot = other.snapshots.get()
    assert snapshot.text[piece.start : piece.end] == words
    expect(visit.page.locator(".piece mark")).to_have_text("June")
    assert visit.overflow() == 0


def test_keys_can_be_switched_off(visit: Visitor) -> None:
    (claim,) = claims_in_order(1)
    visit.open(QUEUE)
    at(visit.page, claim)
    press(visit.page, "?")
    visit.page.get_by_label("Use single keys on this device").uncheck()
    press(visit.page, "Escape")

    press(visit.page, "c")

    expect(visit.page.locator("input:checked[type=radio]")).to_have_count(0)


def test_who_else_reads_a_claim_is_told(visit: Visitor) -> None:
    (claim,) = claims_in_order(1)
    ana = make_user(Role.REVIEWER, display_name="Ana")
    lock(claim, by=ana)

    visit.open(f"/admin/claims/claim/{claim.public_id}/review/")

    expect(visit.page.get_by_text("Ana is reading this claim")).to_be_visible()


def test_a_vote_refused_while_the_next_claim_is_read_comes_back(
    visit: Visitor,
) -> None:
    """The next claim is there at once; what is wrong with the first leads back to it,
    and what was entered meanwhile is not lost.
    """
    first, second = claims_in_order(2)
    visit.open(QUEUE)
    at(visit.page, first)
    press(visit.page, "c", "c")
    Claim.objects.filter(pk=first.pk).update(version=first.version + 1)
    held: list[Route] = []
    visit.page.route("**/review/", lambda route: held.append(route))

    press(visit.page, "Enter")
    here = visit.page.locator(HERE)
    expect(here).to_have_attribute("data-claim", str(second.public_id))
    press(visit.page, "u")
    visit.page.keyboard.type("Nothing found.")
    for route in held:
        route.continue_()
    visit.page.unroute("**/review/")

    at(visit.page, first)
    visit.page.wait_for_load_state("networkidle")
    expect(visit.page.locator("#id_attribution-rationale")).to_have_value("")
    press(visit.page, "Escape", "c", "c", "Enter")
    at(visit.page, second)
    reason = visit.page.locator("#id_attribution-rationale")
    expect(reason).to_have_value("Nothing found.")
    assert Review.objects.filter(claim=first).count() == 2
    # the browser itself reports the answer of 412
    visit.faults[:] = [fault for fault in visit.faults if "412" not in fault]


def test_who_was_logged_out_in_the_middle_of_a_vote_loses_nothing(
    visit: Visitor,
) -> None:
    first, second = claims_in_order(2)
    visit.open(QUEUE)
    at(visit.page, first)
    press(visit.page, "u")
    visit.page.keyboard.type("Nothing found.")
    session = visit.page.context.cookies()
    ahead = f"/admin/claims/claim/{second.public_id}/review/"
    visit.page.context.clear_cookies(name="sessionid")

    # the last request of many: the page after the next, which leads to the login too
    with visit.page.expect_response(lambda one: f"login/?next={ahead}" in one.url):
        press(visit.page, "Enter")
    expect(visit.page.locator("[data-error]")).to_contain_text("You are logged out.")
    # another login has made another token
    visit.page.context.clear_cookies(name="csrftoken")
    visit.page.context.add_cookies(
        [
            {**one, "value": "x" * 32} if one["name"] == "csrftoken" else one
            for one in session
        ]
    )
    press(visit.page, "Escape", "Enter")

    at(visit.page, second)
    assert Review.objects.get().rationale == "Nothing found."
    visit.faults[:] = [fault for fault in visit.faults if "403" not in fault]


def test_an_enter_that_is_held_down_decides_one_claim(visit: Visitor) -> None:
    first, second = claims_in_order(2)
    visit.open(QUEUE)
    at(visit.page, first)
    press(visit.page, "c", "c")

    for _ in range(3):  # down again without up: the key repeats
        visit.page.keyboard.down("Enter")
    visit.page.keyboard.up("Enter")

    at(visit.page, second)
    expect(visit.page.locator("[data-error]")).to_be_hidden()
    assert Review.objects.filter(claim=first).count() == 2

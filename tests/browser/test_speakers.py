"""Speakers merged, undone and split in a browser, by keyboard alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Speaker, SpeakerAlias, SpeakerMerge, SpeakerRole
from tests.browser.conftest import WIDE, Visitor
from tests.factories import make_article, make_claim, make_speaker

pytestmark = pytest.mark.browser
at_one_size = pytest.mark.parametrize("size", [WIDE], indirect=True, ids=["wide"])

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten" * 3


@pytest.fixture
def mira(live_server: LiveServer) -> Speaker:
    """A speaker with all there can be, and long words; and one who is the same."""
    mira = make_speaker("Mira Castellan", role=LONG, wikidata="Q42")
    other = make_speaker("M. Castellan")
    for text in (LONG, "Ms Castellan"):
        SpeakerAlias.objects.create(speaker=mira, text=text)
    SpeakerRole.objects.create(
        speaker=mira,
        text=LONG,
        since=date(2020, 5, 1),
        article=make_article(title=LONG),
    )
    for speaker in (mira, mira, other):
        article = make_article(f"Pool: {LONG}\n\nIt will {LONG}, she said.")
        make_claim(article, content=LONG, resolved=speaker, speaker="she")
    return mira


def url_of(page: str, speaker: Speaker) -> str:
    """A page of the speaker."""
    return reverse(f"admin:claims_speaker_{page}", args=[speaker.pk])


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.getAttribute('aria-label')"
            " || document.activeElement.innerText || document.activeElement.id).trim()"
        )
        if focused == name:
            return
    pytest.fail(f"no way to {name!r} by keyboard")


def test_every_page_of_a_speaker_is_whole(visit: Visitor, mira: Speaker) -> None:
    other = Speaker.objects.get(name="M. Castellan")
    for path in (
        url_of("change", mira),
        url_of("merge", other),
        f"{url_of('merge', other)}?into={mira.pk}",
        url_of("split", mira),
    ):
        visit.open(path)
        for summary in visit.page.locator(".speaker summary").all():
            summary.click()

        assert visit.page.locator("h1").first.is_visible(), path
        assert visit.overflow() == 0, path
        assert visit.faults == [], path


@at_one_size
def test_two_are_made_one_and_two_again_by_keyboard(
    visit: Visitor, mira: Speaker
) -> None:
    page = visit.page
    visit.open(url_of("change", Speaker.objects.get(name="M. Castellan")))
    tab_to(page, "Merge into another …")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="into another").wait_for()
    tab_to(page, "Mira Castellan")
    page.keyboard.press("Enter")
    page.get_by_text("1 claim in 1 article").wait_for()
    tab_to(page, "id_reason")
    page.keyboard.type("The harbour's own page has both names.")
    tab_to(page, "Merge")
    page.keyboard.press("Enter")

    expect(page.get_by_text("is now one with “Mira Castellan”")).to_be_visible()
    assert SpeakerMerge.objects.get().into == mira
    tab_to(page, "Undo …")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Undo a merge").wait_for()
    tab_to(page, "id_reason")
    page.keyboard.type("Brothers.")
    tab_to(page, "Undo it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("are two again")).to_be_visible()


@at_one_size
def test_a_claim_is_given_to_somebody_new(visit: Visitor, mira: Speaker) -> None:
    page = visit.page
    visit.open(url_of("split", mira))
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Name", exact=True).fill("Mara Castellan")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("New, gets 1 claim")).to_be_visible()
    page.get_by_role("button", name="Back to the choice").click()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_label("Why").fill("Her sister.")
    page.get_by_role("button", name="Split").click()

    expect(page.get_by_role("heading", name="Mara Castellan")).to_be_visible()
    assert Speaker.objects.get(name="Mara Castellan").claims.count() == 1

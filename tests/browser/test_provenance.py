"""The pages that show where an article comes from, under mouse and keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Ending
from sources.models import Article, OriginOverride
from tests.browser.conftest import WIDE, Visitor
from tests.browser.test_reading import COLOURS
from tests.factories import (
    make_claim,
    make_compared,
    make_fetch,
    make_outlet,
    make_snapshot,
)
from tests.unit.independence.stories import UNRELATED, WIRE, other_byline

pytestmark = pytest.mark.browser
at_one_size = pytest.mark.parametrize("size", [WIDE], indirect=True, ids=["wide"])

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten" * 3


@pytest.fixture
def copies(live_server: LiveServer) -> tuple[Article, Article]:
    """A wire story with two texts, and a reprint that cites and has a long title."""
    make_outlet("Skarne Herald")
    wire = make_compared(
        WIRE,
        title="Old north pier to close",
        outlet=make_outlet("Quayside Wire", kind="agency"),
        canonical_url=f"https://quayside.example/{'pier-' * 40}",
    )
    wire.addresses.create(key="k", url=wire.canonical_url)
    reprint = make_compared(
        f"{other_byline(WIRE)}\n\nIt was reported by the Skarne Herald.",
        title=f"Pier: {LONG}",
    )
    make_compared(UNRELATED)
    content = "to close the old north pier for two years"
    make_claim(
        wire,
        content=content,
        cue="voted",
        speaker="The harbour board",
        ending=Ending.REMOVED,
    )
    make_snapshot(wire, WIRE.replace("two years", "three years") + f"\n\n{LONG}")
    make_fetch(wire, reason="The page says so. " * 20)
    return wire, reprint


def pages(wire: Article, reprint: Article) -> dict[str, str]:
    """The address of each page."""

    def path(page: str, *articles: Article) -> str:
        ids = [article.public_id for article in articles]
        return reverse(f"admin:sources_article_{page}", args=ids)

    ids = ",".join(map(str, Article.objects.values_list("pk", flat=True)))
    return {
        "provenance": path("provenance", wire),
        "compare": path("compare", wire, reprint),
        "changes": path("changes", wire) + "?to=2",
        "origins": path("origins") + f"?ids={ids}",
    }


def test_every_page_is_whole(visit: Visitor, copies: tuple[Article, Article]) -> None:
    for name, path in pages(*copies).items():
        visit.open(path)

        assert visit.page.locator("h1").first.is_visible(), name
        assert visit.overflow() == 0, name
        assert visit.faults == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_contrast_is_enough_in_light_and_dark(
    scheme: str, visit: Visitor, copies: tuple[Article, Article]
) -> None:
    visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for name, path in pages(*copies).items():
        visit.open(path)

        assert visit.page.evaluate(COLOURS) == [], name


@at_one_size
def test_a_reviewer_decides_by_keyboard(
    visit: Visitor, copies: tuple[Article, Article]
) -> None:
    visit.open(pages(*copies)["compare"])
    expect(visit.page.get_by_text("One origin.")).to_be_visible()
    visit.page.get_by_role("radio", name="one origin").focus()

    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type("Two reporters, two notebooks.")
    outline = visit.page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle"
    )
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")

    expect(visit.page.get_by_text("Two origins.")).to_be_visible()
    expect(visit.page.get_by_text("Your decision is kept")).to_be_visible()
    row = OriginOverride.objects.get()
    assert (row.decision, row.reason) == ("separate", "Two reporters, two notebooks.")
    assert outline != "none"


def test_a_decision_without_a_reason_is_refused_beside_the_form(
    visit: Visitor, copies: tuple[Article, Article]
) -> None:
    visit.open(pages(*copies)["compare"])
    visit.page.get_by_role("radio", name="two origins").check()
    visit.page.get_by_label("Why").fill("   ")
    visit.page.get_by_role("button", name="Decide").click()

    alert = visit.page.get_by_role("alert")
    expect(alert).to_contain_text("Reason: This field is required")
    assert visit.page.get_by_role("radio", name="two origins").is_checked()
    described = visit.page.get_by_label("Why").get_attribute("aria-describedby") or ""
    assert len(described.split()) == 2
    for name in described.split():
        expect(visit.page.locator(f"#{name}")).to_be_visible()
    assert visit.overflow() == 0


@at_one_size
def test_from_the_list_to_the_origins_to_the_words(
    visit: Visitor, copies: tuple[Article, Article]
) -> None:
    visit.open(reverse("admin:sources_article_changelist") + "?all=")
    for box in visit.page.locator("tbody input[type=checkbox]").all():
        box.check()
    visit.page.locator("select[name=action]").select_option("count_origins")
    visit.page.get_by_role("button", name="Go").click()
    expect(visit.page.get_by_text("3 articles, 2 origins")).to_be_visible()

    visit.page.get_by_role("link", name="Compare").first.click()

    expect(visit.page.locator("mark.counts").first).to_be_visible()
    expect(visit.page.locator("mark.quoted").first).to_be_visible()
    styles = visit.page.evaluate(
        """() => ["counts", "quoted"].map((name) =>
          getComputedStyle(document.querySelector(`.compared mark.${name}`))
            .textDecorationStyle)"""
    )
    assert styles[0] != styles[1]


@at_one_size
def test_a_changed_text_is_read_without_colours(
    visit: Visitor, copies: tuple[Article, Article]
) -> None:
    visit.open(pages(*copies)["changes"])

    styles = visit.page.evaluate(
        """() => ["ins", "del"].map((name) =>
          getComputedStyle(document.querySelector(`.changed ${name}`))
            .textDecorationLine)"""
    )

    assert styles == ["underline", "line-through"]
    added = visit.page.locator(".changed p.is-added").inner_text()
    assert added.startswith("Added:")

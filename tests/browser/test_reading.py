"""The reading page under mouse and keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from claims.models import Claim
from factcheck.core.models import JobState
from sources.models import Article
from tests.browser.conftest import WIDE, Visitor
from tests.factories import make_article, make_job

pytestmark = pytest.mark.browser
at_one_size = pytest.mark.parametrize("size", [WIDE], indirect=True, ids=["wide"])


def open_article(visit: Visitor, article: Article, query: str = "") -> None:
    path = reverse("admin:sources_article_read", args=[article.public_id])
    visit.open(path + query)


def heading(visit: Visitor) -> Locator:
    """The heading of the claim that is shown."""
    return visit.page.locator(".card:not([hidden]) h3")


def test_a_click_selects_without_a_new_page(visit: Visitor, article: Article) -> None:
    open_article(visit, article)
    visit.page.evaluate("window.samePage = true")

    visit.page.get_by_text("talks would go on").first.click()

    expect(heading(visit)).to_contain_text("Claim 1")
    assert visit.page.evaluate("window.samePage")
    assert "claim=" in visit.page.url
    assert visit.page.locator("a.is-speaker").inner_text() == "The Foreign Ministry"
    assert visit.overflow() == 0


@at_one_size
def test_clicking_again_selects_the_claim_round_it(
    visit: Visitor, article: Article
) -> None:
    open_article(visit, article)
    inner = visit.page.locator("a.mark", has_text="it is open").first

    inner.click()
    expect(heading(visit)).to_contain_text("Claim 3")
    inner.click()

    expect(heading(visit)).to_contain_text("Claim 2")


@at_one_size
def test_the_via_chain_is_shown_and_marked(visit: Visitor, article: Article) -> None:
    open_article(visit, article)

    visit.page.locator(".claim-list a").nth(2).click()

    expect(visit.page.locator(".card:not([hidden]) .chain li")).to_have_count(3)
    assert "a source close" in visit.page.locator("a.is-via").inner_text()


@at_one_size
def test_j_and_k_walk_through_the_claims(visit: Visitor, article: Article) -> None:
    open_article(visit, article)

    for key, number in (("j", 1), ("j", 2), ("j", 3), ("j", 4), ("j", 4), ("k", 3)):
        visit.page.keyboard.press(key)
        expect(heading(visit)).to_contain_text(f"Claim {number}")

    focused = visit.page.evaluate("document.activeElement.dataset.parts")
    assert focused.startswith("3:content")
    status = visit.page.locator("[data-status]").inner_text()
    assert "Claim 3, 3 of 4" in status


def test_the_chosen_claim_is_brought_into_view(
    visit: Visitor, article: Article
) -> None:
    open_article(visit, article)

    visit.page.locator(".claim-list a").nth(3).click()

    mark = visit.page.locator("a.is-content").first
    expect(mark).to_be_in_viewport()
    place = mark.bounding_box()
    card = visit.page.locator(".selected").bounding_box()
    assert place
    assert card
    covered = (
        place["y"] + place["height"] > card["y"]
        and place["y"] < card["y"] + card["height"]
        and place["x"] + place["width"] > card["x"]
    )
    assert not covered


@at_one_size
def test_tab_and_enter_select(visit: Visitor, article: Article) -> None:
    open_article(visit, article)
    visit.page.locator("summary").first.focus()

    for _ in range(2):  # the first claim, the second
        visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")

    expect(heading(visit)).to_contain_text("Claim 2")
    outline = visit.page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle"
    )
    assert outline == "solid"


def test_escape_closes_the_claim_and_keeps_the_place(
    visit: Visitor, article: Article
) -> None:
    open_article(visit, article)
    visit.page.keyboard.press("j")

    visit.page.keyboard.press("Escape")

    expect(heading(visit)).to_have_count(0)
    assert "claim=" not in visit.page.url
    assert visit.page.evaluate("document.activeElement.classList.contains('mark')")


@at_one_size
def test_the_keys_are_explained_and_can_be_switched_off(
    visit: Visitor, article: Article
) -> None:
    open_article(visit, article)
    visit.page.keyboard.press("?")
    expect(visit.page.get_by_role("dialog")).to_be_visible()

    visit.page.get_by_role("checkbox").uncheck()
    visit.page.get_by_role("button", name="Close").click()
    visit.page.keyboard.press("j")
    expect(heading(visit)).to_have_count(0)

    visit.page.reload()
    visit.page.keyboard.press("j")
    expect(heading(visit)).to_have_count(0)
    visit.page.get_by_role("button", name="Keys").click()
    visit.page.get_by_role("checkbox").check()
    visit.page.keyboard.press("Escape")
    visit.page.keyboard.press("j")
    expect(heading(visit)).to_contain_text("Claim 1")


def test_a_link_to_a_claim_opens_at_it(visit: Visitor, article: Article) -> None:
    claim = Claim.objects.get(content_text="We agree")

    open_article(visit, article, f"?claim={claim.public_id}#claim")

    expect(heading(visit)).to_contain_text("Claim 4")
    expect(visit.page.locator("#claim")).to_be_in_viewport()


@at_one_size
def test_the_parts_differ_by_more_than_colour(visit: Visitor, article: Article) -> None:
    open_article(visit, article)
    visit.page.locator(".claim-list a").nth(2).click()

    styles = visit.page.evaluate(
        """() => ["speaker", "cue", "content", "via"].map((role) =>
          getComputedStyle(document.querySelector(`.mark.is-${role}`))
            .textDecorationStyle)"""
    )

    assert sorted(styles) == ["dashed", "dotted", "double", "solid"]


@at_one_size
def test_the_page_reloads_by_itself_until_the_claims_are_there(
    visit: Visitor, live_server: object
) -> None:
    article = make_article(extracted=False)
    job = make_job(article, state=JobState.QUEUED)
    open_article(visit, article)
    expect(visit.page.get_by_text("Waiting for extraction")).to_be_visible()

    job.delete()

    expect(visit.page.get_by_text("have not been extracted")).to_be_visible(
        timeout=10_000
    )


COLOURS = """() => {
  const channel = (v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) =>
    .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility()) continue;
    if (node.closest("script, style, .visually-hidden, option")) continue;
    const style = getComputedStyle(node);
    const pair = [light(parse(style.color)), light(behind(node))].sort((a, b) => b - a);
    const ratio = (pair[0] + .05) / (pair[1] + .05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) {
      poor.push(`${ratio.toFixed(2)} ${node.className || node.tagName}`);
    }
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sources_article_read", "claims_claim_changelist"])
def test_the_contrast_is_enough_in_light_and_dark(
    name: str, scheme: str, visit: Visitor, article: Article
) -> None:
    visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if name == "sources_article_read":
        open_article(visit, article)
        visit.page.keyboard.press("j")
        visit.page.keyboard.press("j")
    else:
        visit.open(reverse(f"admin:{name}"))

    assert visit.page.evaluate(COLOURS) == []

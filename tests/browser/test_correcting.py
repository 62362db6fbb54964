"""Correcting and adding claims under mouse and keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim, Correction
from tests.browser.conftest import TEXT, WIDE, Visitor
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.browser
at_one_size = pytest.mark.parametrize("size", [WIDE], indirect=True, ids=["wide"])
CONTENT = "Saltmark indicated that it is open to a longer pause"


@pytest.fixture
def claim(live_server: LiveServer) -> Claim:
    """The second claim of a text that begins with what JavaScript counts as two."""
    article = make_article(f"😀😀 Truce 𝔄\n\n{TEXT}")
    make_claim(article, content="talks would go on", speaker="The Foreign Ministry")
    return make_claim(
        article,
        content=CONTENT,
        cue="according to",
        speaker="a source close to the organisation",
        speaker_kind="anonymous_source",
    )


def open_claim(visit: Visitor, claim: Claim) -> None:
    visit.open(reverse("admin:claims_claim_correct", args=[claim.public_id]))


def content(visit: Visitor) -> Locator:
    """The form for the words of the content."""
    return visit.page.locator("form[data-role=content]")


def marked(visit: Visitor, role: str) -> str:
    return "".join(visit.page.locator(f"mark.is-{role}").all_inner_texts())


def select(visit: Visitor, words: str) -> None:
    """Select these words of the text, as a mouse does."""
    visit.page.evaluate(
        """(words) => {
            for (const box of document.querySelectorAll("[data-text] p")) {
                const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
                const at = box.textContent.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                let seen = 0;
                while (walker.nextNode()) {
                    const node = walker.currentNode;
                    const last = seen + node.length;
                    const end = at + words.length;
                    if (seen <= at && at <= last) range.setStart(node, at - seen);
                    if (seen <= end && end <= last) {
                        range.setEnd(node, end - seen);
                        break;
                    }
                    seen += node.length;
                }
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }""",
        words,
    )


def test_the_pages_fit_the_window(visit: Visitor, claim: Claim) -> None:
    open_claim(visit, claim)
    for tool in visit.page.locator("details.tool").all():
        tool.evaluate("(details) => { details.open = true; }")
    assert visit.overflow() == 0
    expect(visit.page.locator("mark.is-content")).to_be_visible()

    article = claim.snapshot.article
    visit.open(reverse("admin:sources_article_add_claim", args=[article.public_id]))
    assert visit.overflow() == 0


@at_one_size
def test_the_keys_widen_and_narrow_without_a_new_page(
    visit: Visitor, claim: Claim
) -> None:
    open_claim(visit, claim)
    visit.page.evaluate("window.samePage = true")

    for key in ("[", "[", "]", "{", "}", "}"):
        visit.page.keyboard.press(key)

    words = "indicated that it is open to a longer"
    assert marked(visit, "content") == words
    expect(content(visit).locator("[data-words]")).to_have_text(words)
    assert visit.page.evaluate("window.samePage")
    assert not Correction.objects.exists()

    content(visit).get_by_role("button", name="Save the content").click()

    expect(visit.page.get_by_text("words of the content are corrected")).to_be_visible()
    claim.refresh_from_db()
    assert claim.content_text == words


@at_one_size
def test_a_button_moves_an_edge_at_once(visit: Visitor, claim: Claim) -> None:
    open_claim(visit, claim)
    visit.page.evaluate("window.samePage = true")

    content(visit).get_by_role("button", name="End a word later").click()

    assert marked(visit, "content") == f"{CONTENT},"
    assert visit.page.evaluate("window.samePage")


@at_one_size
def test_typing_in_a_field_moves_nothing(visit: Visitor, claim: Claim) -> None:
    open_claim(visit, claim)

    content(visit).locator("[name=reason]").press_sequentially("[]")

    assert marked(visit, "content") == CONTENT


@at_one_size
def test_selected_words_become_the_content(visit: Visitor, claim: Claim) -> None:
    open_claim(visit, claim)
    content(visit).get_by_text("Add words").click()
    select(visit, "it is open to a longer pause")

    content(visit).get_by_role("button", name="Only those").click()
    content(visit).get_by_role("button", name="Save the content").click()

    expect(visit.page.get_by_text("words of the content are corrected")).to_be_visible()
    claim.refresh_from_db()
    assert claim.content_text == "it is open to a longer pause"


@at_one_size
def test_a_fragment_is_added_and_left_out_again(visit: Visitor, claim: Claim) -> None:
    open_claim(visit, claim)
    content(visit).get_by_text("Add words").click()
    select(visit, "On Wednesday")

    content(visit).get_by_role("button", name="Add the words").click()
    assert marked(visit, "content") == f"On Wednesday{CONTENT}"
    content(visit).get_by_role("button", name="leave out").click()

    assert marked(visit, "content") == CONTENT


@at_one_size
def test_a_claim_is_added_from_a_selection(visit: Visitor, claim: Claim) -> None:
    article = claim.snapshot.article
    visit.open(reverse("admin:sources_article_add_claim", args=[article.public_id]))
    bar = visit.page.locator("[data-marking]")

    for words, role in (
        ("It gave no further details", "content"),
        ("gave", "cue"),
        ("It", "speaker"),
    ):
        select(visit, words)
        bar.get_by_role("button", name=role, exact=True).click()
    assert marked(visit, "cue") == "gave"
    visit.page.get_by_role("button", name="Add the claim").click()

    expect(visit.page.get_by_text("The claim is added.")).to_be_visible()
    added = Claim.objects.get(added_by__isnull=False)
    assert added.content_text == "It … no further details"
    assert (added.cue_text, added.speaker_text) == ("gave", "It")


@at_one_size
def test_typing_forgets_what_was_marked(visit: Visitor, claim: Claim) -> None:
    article = claim.snapshot.article
    visit.open(reverse("admin:sources_article_add_claim", args=[article.public_id]))
    select(visit, "It gave no further details")
    visit.page.locator("[data-mark=content]").click()

    visit.page.get_by_label("What was said").fill("talks would go on")

    assert marked(visit, "content") == ""


@at_one_size
def test_from_the_article_to_the_correction_and_back(
    visit: Visitor, claim: Claim
) -> None:
    article = claim.snapshot.article
    path = reverse("admin:sources_article_read", args=[article.public_id])
    visit.open(f"{path}?claim={claim.public_id}")

    visit.page.locator(".card:not([hidden])").get_by_role(
        "link", name="Correct"
    ).click()
    visit.page.get_by_role("link", name="Back to the article").click()

    expect(visit.page.locator(".card:not([hidden]) h3")).to_contain_text("Claim 2")

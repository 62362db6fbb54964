"""axe-core on every page that a reviewer sees: no barrier that is serious or worse.

Each page is loaded once, and looked at in both sizes and both themes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from claims.corrections import reject
from claims.models import Claim, Progress, Rejection, Speaker, SpeakerAlias
from claims.review.voting import Ballot, adjudicate, vote
from claims.speaking import NewSpeaker, merge, split
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import User
from factcheck.core.permissions import Role
from sources.models import Article
from tests.browser.conftest import NARROW, TEXT, WIDE, log_in
from tests.browser.test_pages import PAGES, path_of
from tests.factories import (
    compare_now,
    make_article,
    make_claim,
    make_passage,
    make_reviewers,
    make_snapshot,
    make_speaker,
    make_supported,
    make_user,
)

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Only colours depend on the theme.
COLOURS = ["color-contrast", "link-in-text-block"]
LOOKS = [
    (size, *look)
    for size in (WIDE, NARROW)
    for look in (("light", None), ("dark", COLOURS))
]
GRAVE = ("serious", "critical")
# What is folded away is a part of the page: axe leaves out what nobody sees.
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
RUN = """async (only) => {
    const found = await axe.run({
        resultTypes: ["violations"], preload: false, ...(only && { runOnly: only }),
    });
    return found.violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(({ target, failureSummary }) => ({
            id, impact, where: target.join(" "), why: failureSummary,
        })));
}"""


@contextmanager
def opened(browser: Browser, origin: str) -> Iterator[Page]:
    """A page that lets axe in: our policy forbids scripts from elsewhere."""
    context = browser.new_context(bypass_csp=True, base_url=origin)
    yield context.new_page()
    context.close()


def barriers(page: Page) -> list[str]:
    """What axe finds on the page that is open, in every size and theme."""
    page.evaluate(UNFOLD)
    # On their way from one theme to the other, colours are those of neither.
    page.add_style_tag(content="* { transition: none !important; }")
    page.evaluate(AXE)
    found: set[str] = set()
    for (width, height), theme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        rows: list[dict[str, Any]] = page.evaluate(RUN, rules)
        found |= {
            f"{row['id']} at {row['where']}, {width} pixels, {theme}: {row['why']}"
            for row in rows
            if row["impact"] in GRAVE
        }
    return sorted(found)


@pytest.fixture
def root(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of somebody who may do everything."""
    with opened(browser, live_server.url) as page:
        log_in(page.context, live_server.url)
        yield page


def judged(claim: Claim) -> None:
    """Have root's vote on the claim be overruled by an adjudicator."""
    voters = [User.objects.get(username="root"), *make_reviewers(1)]
    for person, verdict in zip(
        voters, (Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE), strict=True
    ):
        ballot = Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale="A plan.")
        vote(claim=claim, ballots=[ballot], by=person)
    ballot = Ballot(
        aspect=Aspect.CONTENT, verdict=Verdict.NOT_CHECKABLE, rationale="Of May."
    )
    adjudicate(claim=claim, ballot=ballot, by=make_user(Role.ADJUDICATOR))


def claims_at(article: Article) -> dict[str, str]:
    """The pages on which claims are judged, corrected and added, by what they show."""
    first, second, third, fourth = article.snapshots.get().claims.order_by("ordinal")
    make_supported(first)
    make_passage(first, aspect=Aspect.ATTRIBUTION)
    judged(second)
    Claim.objects.filter(pk=third.pk).update(progress=Progress.IN_REVIEW)
    reject(
        claim=fourth,
        rejection=Rejection.DUPLICATE,
        reason="Said before.",
        by=User.objects.get(username="root"),
    )

    def path(page: str, claim: Claim) -> str:
        return reverse(f"admin:claims_claim_{page}", args=[claim.public_id])

    add = reverse("admin:sources_article_add_claim", args=[article.public_id])
    read = reverse("admin:sources_article_read", args=[article.public_id])
    return {
        "a claim to judge": path("review", first),
        "a decided claim": path("review", second),
        "a search for evidence": path("evidence", first) + "?q=truce",
        "evidence from an article": path("evidence", first)
        + f"?from={make_article(TEXT).public_id}",
        "an empty queue": reverse("admin:claims_claim_queue") + "?queue=conflicts",
        "a correction": path("correct", third),
        "a search for a speaker": path("correct", third) + "?q=Ministry",
        "a rejected claim": path("correct", fourth),
        "adding a claim": add,
        "a claim in its article": f"{read}?claim={first.public_id}",
        "the dashboard": reverse("dashboard"),
        "overruled votes": reverse("overruled_votes"),
    }


def origins_of(article: Article) -> dict[str, str]:
    """The pages that show where an article comes from."""
    copy = make_article(article.snapshots.get().text, title="The same elsewhere")
    for one in (article, copy):
        compare_now(one)
    make_snapshot(copy, f"{copy.snapshots.get().text}\n\nOne sentence more.")

    def path(page: str, *articles: Article) -> str:
        ids = [one.public_id for one in articles]
        return reverse(f"admin:sources_article_{page}", args=ids)

    return {
        "provenance": path("provenance", article),
        "a comparison": path("compare", article, copy),
        "two texts of an article": path("changes", copy) + "?to=2",
        "origins": path("origins") + f"?ids={article.pk},{copy.pk}",
    }


def speakers_at() -> dict[str, str]:
    """The pages on which speakers are merged, split, and what was done is undone."""
    editor = make_user(Role.EDITOR)
    mira, other, third = (make_speaker(f"{one} Castellan") for one in "ABC")
    SpeakerAlias.objects.create(speaker=mira, text="Ms Castellan")
    given, _ = [make_claim(resolved=mira) for _ in range(2)]
    merged = merge(speaker=third, into=mira, reason="One.", by=editor)
    parted = split(
        speaker=mira, claims=[given.pk], into=NewSpeaker("D"), reason="Two.", by=editor
    )

    def path(page: str, speaker: Speaker) -> str:
        return reverse(f"admin:claims_speaker_{page}", args=[speaker.pk])

    return {
        "the speakers": reverse("admin:claims_speaker_changelist"),
        "a speaker": path("change", mira),
        "a merge": path("merge", other),
        "what a merge would change": f"{path('merge', other)}?into={mira.pk}",
        "a split": path("split", mira),
        "undoing a merge": reverse(
            "admin:claims_speaker_undo_merge", args=[merged.public_id]
        ),
        "undoing a split": reverse(
            "admin:claims_speaker_undo_split", args=[parted.public_id]
        ),
    }


def test_no_page_keeps_anybody_out(root: Page, article: Article) -> None:
    stock = [name for name in PAGES if not name.startswith("claims_speaker_")]
    pages = {name: path_of(name, article) for name in stock}
    pages |= origins_of(article) | speakers_at() | claims_at(article)

    found = {}
    for name, path in pages.items():  # in one test: a new database takes longer
        answer = root.goto(path)
        assert answer
        assert answer.ok, name
        if faults := barriers(root):
            found[name] = faults

    assert found == {}


def test_what_a_split_would_change_keeps_nobody_out(
    root: Page, article: Article
) -> None:
    root.goto(speakers_at()["a split"])
    root.get_by_role("checkbox").first.check()
    root.get_by_label("Name", exact=True).fill("Mara Castellan")
    root.get_by_role("button", name="Show what would change").click()
    root.get_by_text("New, gets 1 claim").wait_for()

    assert barriers(root) == []


def test_the_way_in_keeps_nobody_out(browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url) as page:
        found = {}
        for path in ("/admin/login/", "/nowhere/"):
            page.goto(path)
            if faults := barriers(page):
                found[path] = faults

    assert found == {}

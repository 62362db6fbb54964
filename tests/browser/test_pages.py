"""Every page in a real browser, at both sizes: no error, nothing from elsewhere,
nothing wider than the window.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from factcheck.core.models import JobState, User, WebhookState
from sources.models import Article
from tests.browser.conftest import Visitor
from tests.factories import (
    make_article,
    make_delivery,
    make_feed,
    make_feed_item,
    make_fetch,
    make_job,
    make_webhook,
)
from tests.ledger import recorded

pytestmark = pytest.mark.browser

PAGES = (
    "index",
    "claims_claim_changelist",
    "claims_speaker_changelist",
    "sources_article_changelist",
    "sources_outlet_changelist",
    "sources_feed_changelist",
    "core_user_changelist",
    "core_apitoken_changelist",
    "core_job_changelist",
    "core_auditevent_changelist",
    "core_webhookendpoint_changelist",
    "sources_article_add",
    "sources_outlet_add",
    "sources_outlet_import",
    "sources_feed_add",
    "sources_feed_import",
    "core_user_add",
    "core_apitoken_add",
    "core_webhookendpoint_add",
    "password_change",
    "sources_article_read",
    "sources_article_delete",
    "sources_outlet_change",
    "sources_feed_change",
    "claims_speaker_change",
    "claims_speaker_merge",
    "claims_speaker_split",
    "core_job_change",
    "core_auditevent_change",
    "core_user_change",
    "core_webhookendpoint_change",
)


def path_of(name: str, article: Article) -> str:
    claim = article.snapshots.get().claims.first()
    rows = {
        "sources_article_read": article.public_id,
        "sources_article_delete": article.pk,
        "sources_outlet_change": article.outlet_id,
        **dict.fromkeys(
            ("claims_speaker_change", "claims_speaker_merge", "claims_speaker_split"),
            claim and claim.speaker_id,
        ),
        "core_user_change": User.objects.values_list("pk", flat=True).first(),
    }
    if name == "core_auditevent_change":
        rows[name] = recorded(before={"country": ""}, after={"country": "GB"}).pk
    if name == "core_job_change":
        failed = make_job(
            make_article(extracted=False),
            state=JobState.QUARANTINED,
            reason="Failed 5 times; the last time with OSError: disk full",
        )
        rows[name] = failed.pk
    if name == "core_webhookendpoint_change":
        failed_event = make_delivery(
            make_webhook(f"https://receiver.example/{'long' * 100}"),
            state=WebhookState.FAILED,
            error="The receiver answered 302, which leads elsewhere.",
            body="x" * 5_000,
        )
        rows[name] = failed_event.endpoint_id
    if name == "sources_feed_change":
        feed = make_feed("Gazette", outlet=article.outlet)
        make_feed_item(feed, fetch=make_fetch(article))
        make_feed_item(feed, url=f"https://gazette.example/{'long' * 100}")
        rows[name] = feed.pk
    return reverse(f"admin:{name}", args=[rows[name]] if name in rows else [])


def test_every_page_is_whole(visit: Visitor, article: Article) -> None:
    for name in PAGES:  # in one test: a new database for each takes longer
        visit.open(path_of(name, article))

        assert visit.page.locator("h1").first.is_visible(), name
        assert visit.overflow() == 0, name
        assert visit.faults == [], name


def test_logging_in_and_out(browser: Browser, live_server: LiveServer) -> None:
    User.objects.create_user("ada", password="a long enough phrase", role="reviewer")
    page = browser.new_page()

    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long enough phrase")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Claims and where they came from").wait_for()
    page.get_by_role("button", name="Log out").click()
    page.get_by_text("Logged out").first.wait_for()

    assert not Client().get("/admin/").wsgi_request.user.is_authenticated
    page.close()


def test_a_refused_article_keeps_what_was_typed(
    visit: Visitor, live_server: LiveServer
) -> None:
    visit.open(reverse("admin:sources_article_add"))
    visit.page.get_by_label("Web address").fill("http://127.0.0.1/1")
    visit.page.get_by_label("Title").fill("A title")
    visit.page.get_by_role("button", name="Add and find").click()

    visit.page.get_by_role("alert").wait_for()
    assert "not a public address" in visit.page.get_by_role("alert").inner_text()
    assert visit.page.get_by_label("Title").input_value() == "A title"
    assert visit.overflow() == 0


def test_a_page_that_is_not_there_says_so(
    browser: Browser, live_server: LiveServer
) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/nowhere/")

    assert page.get_by_role("heading").inner_text() == "There is no such page"
    page.close()

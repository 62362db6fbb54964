"""The pages of feeds: health at a glance, following, lists in and out, polling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from factcheck.core.models import Job
from factcheck.core.permissions import Role
from factcheck.lib import clock
from sources.models import Feed, FeedState, Outlet
from tests.admin.conftest import Login
from tests.factories import (
    make_article,
    make_feed,
    make_feed_item,
    make_fetch,
    make_outlet,
)

LIST = "admin:sources_feed_changelist"
ADDRESS = "https://gazette.example/feed.xml"


@pytest.fixture(autouse=True)
def _worker_elsewhere(settings: Settings) -> None:
    """Polling has its own tests; here the job is left to a worker."""
    settings.JOBS_IN_PROCESS = False
    settings.CELERY_BROKER_URL = "memory://"


def opml(*addresses: str) -> SimpleUploadedFile:
    outlines = "".join(
        f'<outline type="rss" text="Feed" xmlUrl="{address}"/>' for address in addresses
    )
    content = f'<opml version="2.0"><body>{outlines}</body></opml>'
    return SimpleUploadedFile("feeds.opml", content.encode(), "text/x-opml")


def make_one_of_each_state() -> dict[str, Feed]:
    now = clock.now()
    return {
        FeedState.WORKING: make_feed("Works", succeeded_at=now, polled_at=now),
        FeedState.FAILING: make_feed(
            "Fails",
            succeeded_at=now - timedelta(days=2),
            failures=3,
            code="not_found",
            reason="The server has no such page (404).",
        ),
        FeedState.WAITING: make_feed("Waits"),
        FeedState.OFF: make_feed("Sleeps", is_active=False, succeeded_at=now),
    }


@pytest.mark.django_db
def test_each_state_is_found_by_its_filter_and_is_the_rows_own() -> None:
    rows = make_one_of_each_state()

    for state, row in rows.items():
        assert list(Feed.objects.in_state(state)) == [row]
        assert row.state == state
    assert not Feed.objects.in_state("nonsense").exists()


def test_the_list_says_how_each_feed_fares(login: Login) -> None:
    make_one_of_each_state()

    page = login(Role.READER).get(reverse(LIST)).content.decode()

    for word in ("working", "failing", "waiting for its first poll", "switched off"):
        assert f">{word}</span>" in page
    assert "Failed 3 times since it last worked on" in page
    assert "The server has no such page (404)." in page


def test_the_list_is_filtered_by_state_and_outlet(login: Login) -> None:
    rows = make_one_of_each_state()
    outlet = make_outlet("Gazette")
    Feed.objects.filter(pk=rows[FeedState.WAITING].pk).update(outlet=outlet)
    client = login()

    failing = client.get(reverse(LIST), {"state": "failing"})
    of_outlet = client.get(reverse(LIST), {"outlet__id__exact": outlet.pk})

    assert list(failing.context["cl"].queryset) == [rows[FeedState.FAILING]]
    assert list(of_outlet.context["cl"].queryset) == [rows[FeedState.WAITING]]


def test_a_feed_is_followed_by_its_address(login: Login) -> None:
    answer = login().post(
        reverse("admin:sources_feed_add"),
        {"url": ADDRESS, "outlet": "gazette.example", "title": "Gazette"},
        follow=True,
    )

    feed = Feed.objects.get()
    assert (feed.url, feed.title) == (ADDRESS, "Gazette")
    assert feed.outlet == Outlet.objects.get(domain="gazette.example")
    assert Job.objects.get().subject_id == feed.pk
    assert "is to be polled" in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "This field is required"),
        ("http://10.0.0.1/feed", "not a public address"),
        ("javascript:alert(1)", "no web address"),
        ("https://gazette.example:25/feed", "port"),
    ],
)
def test_what_cannot_be_followed_stays_in_the_form(
    url: str, reason: str, login: Login
) -> None:
    answer = login().post(
        reverse("admin:sources_feed_add"), {"url": url, "outlet": "New <Paper>"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert reason in page
    assert 'value="New &lt;Paper&gt;"' in page
    assert not Feed.objects.exists()
    assert not Outlet.objects.exists()


def test_only_title_outlet_and_switch_can_be_changed(login: Login) -> None:
    feed = make_feed("Old", next_poll_at=clock.now() + timedelta(days=1))
    outlet = make_outlet("Gazette")
    url = reverse("admin:sources_feed_change", args=[feed.pk])
    client = login()

    answer = client.post(
        url,
        {
            "title": "New",
            "outlet": outlet.pk,
            "url": "http://10.0.0.1/",
            "failures": "7",
            "reason": "x",
        },
    )

    assert answer.status_code == 302
    feed.refresh_from_db()
    assert (feed.title, feed.outlet, feed.is_active) == ("New", outlet, False)
    assert (feed.url.startswith("https://gazette"), feed.failures) == (True, 0)

    client.post(url, {"title": "New", "outlet": "", "is_active": "on"})
    feed.refresh_from_db()
    assert (feed.outlet, feed.is_active) == (None, True)
    assert feed.next_poll_at <= clock.now()  # switched on: due at once


def test_a_feeds_page_shows_what_its_items_became(login: Login) -> None:
    feed = make_feed()
    article = make_article(title="Pool to close")
    make_feed_item(feed, fetch=make_fetch(article))
    make_feed_item(feed, fetch=None, refusal="'10.0.0.1' is not a public address.")
    make_feed_item(feed)

    page = login(Role.READER).get(reverse("admin:sources_feed_change", args=[feed.pk]))

    text = page.content.decode()
    read = reverse("admin:sources_article_read", args=[article.public_id])
    assert f'<a href="{read}">Pool to close</a>' in text
    assert "is not a public address." in text
    assert ">waiting</span>" in text
    assert "Poll now" not in text  # a reader has no button


def test_a_feeds_page_shows_the_newest_fifty_items(login: Login) -> None:
    feed = make_feed()
    for number in range(51):
        make_feed_item(feed, title=f"Number {number};", fetch=None, refusal="x")

    page = login().get(reverse("admin:sources_feed_change", args=[feed.pk]))

    text = page.content.decode()
    assert "The newest 50 of 51 items" in text
    assert "Number 50;" in text
    assert "Number 0;" not in text


def test_polling_needs_an_editor_and_a_post(login: Login) -> None:
    feed = make_feed()
    url = reverse("admin:sources_feed_poll", args=[feed.pk])

    assert login(Role.REVIEWER).post(url).status_code == 403
    assert login().get(url).status_code == 405
    assert not Job.objects.exists()
    assert login().post(url).status_code == 302
    assert Job.objects.get().subject_id == feed.pk


def test_selected_feeds_are_polled(login: Login) -> None:
    feeds = [make_feed(), make_feed()]
    make_feed()

    login().post(
        reverse(LIST),
        {"action": "poll_selected", "_selected_action": [feed.pk for feed in feeds]},
    )

    assert set(Job.objects.values_list("subject_id", flat=True)) == {
        feed.pk for feed in feeds
    }


def test_a_list_of_feeds_goes_in_and_comes_out(login: Login) -> None:
    client = login()
    there = make_feed(url=ADDRESS)
    url = reverse("admin:sources_feed_import")

    answer = client.post(
        url, {"file": opml(ADDRESS, "https://courier.example/rss")}, follow=True
    )
    exported = client.get(reverse("admin:sources_feed_export"))

    assert "Feeds added: 1. Followed already: 1." in answer.content.decode()
    assert Feed.objects.exclude(pk=there.pk).get().url == "https://courier.example/rss"
    assert "attachment" in exported["Content-Disposition"]
    assert b"https://courier.example/rss" in exported.content
    assert ADDRESS.encode() in exported.content


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (SimpleUploadedFile("a.opml", b""), "holds no XML element"),
        (SimpleUploadedFile("a.opml", b"<p>Hello</p>"), "No feed was found"),
        (SimpleUploadedFile("a.opml", b"x" * 5_100_000), "at most 5 MB"),
        (SimpleUploadedFile("a.opml", b"<!DOCTYPE x><opml/>"), "document type"),
        (opml(ADDRESS, "http://10.0.0.1/"), "http://10.0.0.1/"),
    ],
)
def test_a_list_that_cannot_be_imported_says_why(
    file: SimpleUploadedFile, reason: str, login: Login
) -> None:
    file.seek(0)

    answer = login().post(reverse("admin:sources_feed_import"), {"file": file})

    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not Feed.objects.exists()


def test_only_editors_follow_and_import(login: Login) -> None:
    client = login(Role.REVIEWER)

    following = client.post(reverse("admin:sources_feed_add"), {"url": ADDRESS})
    importing = client.post(
        reverse("admin:sources_feed_import"), {"file": opml(ADDRESS)}
    )

    assert (following.status_code, importing.status_code) == (403, 403)
    assert not Feed.objects.exists()


def test_the_forms_need_their_token(login: Login) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = login().cookies
    feed = make_feed()

    for name, row in (("add", []), ("import", []), ("poll", [feed.pk])):
        url = reverse(f"admin:sources_feed_{name}", args=row)
        assert client.post(url, {"url": ADDRESS}).status_code == 403
    assert not Job.objects.exists()


def test_a_job_leads_to_its_feed(login: Login) -> None:
    feed = make_feed()
    client = login()
    client.post(reverse("admin:sources_feed_poll", args=[feed.pk]))

    page = client.get(reverse("admin:core_job_changelist")).content.decode()

    url = reverse("admin:sources_feed_change", args=[feed.pk])
    assert f'<a href="{url}">feed {feed.pk}</a>' in page

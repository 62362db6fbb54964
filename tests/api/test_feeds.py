"""Feeds in the API: what each call does, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from factcheck.core.models import Job
from factcheck.core.permissions import Role
from sources.models import Feed, Outlet
from tests.api.conftest import Caller
from tests.factories import (
    make_article,
    make_feed,
    make_feed_item,
    make_fetch,
    make_outlet,
)
from tests.newspaper import Page, serving

FEEDS = "/api/v1/feeds/"
ADDRESS = "https://gazette.example/feed.xml"


@pytest.fixture
def editor(caller: Callable[[str], Caller]) -> Caller:
    """Somebody who may follow feeds."""
    return caller(Role.EDITOR)


def test_a_feed_is_followed_once(editor: Caller) -> None:
    body = {"feed_url": ADDRESS, "title": "Gazette", "outlet": "gazette.example"}

    first = editor.post(FEEDS, body)
    second = editor.post(FEEDS, {"feed_url": ADDRESS, "title": "Other"})

    assert (first.status_code, second.status_code) == (202, 202)
    assert first["Location"] == first.json()["job"]["url"]
    assert second.json()["id"] == first.json()["id"]
    assert second.json()["job"]["id"] == first.json()["job"]["id"]
    feed = Feed.objects.get()
    assert (feed.title, feed.added_by) == ("Gazette", editor.user)
    assert feed.outlet == Outlet.objects.get(domain="gazette.example")


def test_without_a_broker_the_answer_says_how_the_poll_ended(
    editor: Caller,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with serving() as site:
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [site.port]
        site.pages["/feed"] = Page(
            b"<rss version='2.0'><channel><title>Gazette</title></channel></rss>",
            content_type="application/rss+xml",
        )
        feed = make_feed(url=f"{site.url}/feed", title="")
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(f"{FEEDS}{feed.public_id}/polls/")

    shown = editor.get(f"{FEEDS}{feed.public_id}/").json()
    assert (shown["state"], shown["title"]) == ("working", "Gazette")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"feed_url": "http://10.0.0.1/feed"}, 422, "blocked_address"),
        ({"feed_url": "javascript:alert(1)"}, 422, "invalid_url"),
        ({"feed_url": "https://gazette.example:25/"}, 422, None),
        ({"feed_url": ""}, 400, "invalid"),
        ({}, 400, "invalid"),
        ({"feed_url": 7}, 400, "invalid"),
        ({"feed_url": ADDRESS, "is_active": False}, 400, "invalid"),
        ({"feed_url": ADDRESS, "outlet": "x" * 201}, 400, "invalid"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_reason(
    body: dict[str, object], status: int, code: str | None, editor: Caller
) -> None:
    answer = editor.post(FEEDS, body)

    assert answer.status_code == status
    assert code is None or answer.json()["type"].endswith(f":{code}")
    assert not Feed.objects.exists()
    assert not Outlet.objects.exists()
    assert not Job.objects.exists()


def test_a_feed_is_changed_field_by_field(editor: Caller) -> None:
    feed = make_feed("Old", outlet=make_outlet("Gazette"))
    path = f"{FEEDS}{feed.public_id}/"

    off = editor.patch(path, {"is_active": False}).json()
    named = editor.patch(path, {"title": "New", "outlet": "Courier"}).json()
    bare = editor.patch(path, {"outlet": None}).json()

    assert (off["state"], off["title"], off["outlet"]["name"]) == (
        "off",
        "Old",
        "Gazette",
    )
    assert (named["title"], named["outlet"]["name"]) == ("New", "Courier")
    assert (bare["title"], bare["outlet"], bare["is_active"]) == ("New", None, False)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"feed_url": ADDRESS}, "/feed_url"),
        ({"failures": 0}, "/failures"),
        ({"is_active": "perhaps"}, "/is_active"),
        ({"title": None}, "/title"),
        ({"outlet": ""}, "/outlet"),
    ],
)
def test_what_cannot_be_changed_is_named(
    body: dict[str, object], pointer: str, editor: Caller
) -> None:
    feed = make_feed("Old")

    answer = editor.patch(f"{FEEDS}{feed.public_id}/", body)

    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    feed.refresh_from_db()
    assert feed.title == "Old"


def test_items_tell_what_became_of_them(reader: Caller) -> None:
    feed = make_feed()
    article = make_article()
    make_feed_item(feed, fetch=make_fetch(article))
    make_feed_item(feed, fetch=None, refusal="'10.0.0.1' is not a public address.")
    make_feed_item(make_feed())

    listed = reader.get(f"{FEEDS}{feed.public_id}/items/").json()["results"]

    assert len(listed) == 2
    assert (listed[0]["fetch"], listed[0]["refusal"][:10]) == (None, "'10.0.0.1'")
    assert listed[1]["fetch"]["article_url"].endswith(f"{article.public_id}/")
    count = reader.get(f"{FEEDS}{feed.public_id}/").json()["item_count"]
    assert count == 2


def test_lists_need_as_many_queries_for_many_rows(
    reader: Caller, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    feed = make_feed()
    for number in range(20):
        make_feed(outlet=make_outlet(f"Paper {number}"))
        make_feed_item(feed, fetch=make_fetch(make_article()))

    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        reader.get(FEEDS)
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        reader.get(f"{FEEDS}{feed.public_id}/items/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is_active=false", {"off"}),
        ("failing=true", {"fails"}),
        ("failing=false", {"off", "works"}),
        ("search=gazette.example/works", {"works"}),
        ("is_active=true&failing=false", {"works"}),
    ],
)
def test_feeds_are_filtered(query: str, found: set[str], reader: Caller) -> None:
    make_feed("off", is_active=False)
    make_feed("fails", failures=2, code="not_found", reason="Not there.")
    make_feed("works", url="https://gazette.example/works")

    listed = reader.get(f"{FEEDS}?{query}").json()["results"]

    assert {feed["title"] for feed in listed} == found


def test_feeds_are_filtered_by_outlet(reader: Caller) -> None:
    outlet = make_outlet()
    make_feed("of the outlet", outlet=outlet)
    make_feed()

    listed = reader.get(f"{FEEDS}?outlet={outlet.public_id}").json()["results"]

    assert [feed["title"] for feed in listed] == ["of the outlet"]


@pytest.mark.parametrize("query", ["failing=perhaps", "state=working", "outlet=x"])
def test_a_wrong_filter_is_an_error(query: str, reader: Caller) -> None:
    assert reader.get(f"{FEEDS}?{query}").status_code == 400

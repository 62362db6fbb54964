"""Feeds read from a real web server on loopback: each item once, failures visible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from factcheck.core import jobs
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Job
from factcheck.core.permissions import Role
from factcheck.lib import clock
from sources import feeding
from sources.models import Article, Feed, FeedItem, Fetch
from tests.factories import make_outlet, make_user
from tests.newspaper import Page, Site, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A site that may be fetched from, although it is on this machine."""
    with serving() as site:
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [site.port]
        settings.FETCH_HOST_INTERVAL_SECONDS = 0
        yield site


def publish(site: Site, *names: str, etag: str = "") -> str:
    """Serve a feed of these articles, the newest first; returns its URL."""
    items = []
    for name in names:
        url = site.article(
            f"/{name}",
            f"Council votes on {name}",
            f"The council will vote on {name} in May, Jane Okafor said on Monday.",
            f"Nobody in the {name} office could be reached for a comment.",
        )
        items.append(
            f"<item><title>{name}</title><link>{url}</link>"
            f"<guid isPermaLink='false'>id-{name}</guid></item>"
        )
    site.pages["/feed"] = Page(
        f"<rss version='2.0'><channel><title>Gazette</title>"
        f"<link>{site.url}/</link>{''.join(items)}</channel></rss>".encode(),
        content_type="application/rss+xml",
        etag=etag,
    )
    return f"{site.url}/feed"


@pytest.fixture
def poll(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks):
    """Follow or poll a feed as the product does: jobs run after the commit."""

    def run(url: str, **given: object) -> Feed:
        with django_capture_on_commit_callbacks(execute=True):
            followed = feeding.follow(url=url, by=None, **given)
        followed.feed.refresh_from_db()
        return followed.feed

    return run


def work() -> None:
    """Run what is due, as ``manage.py runjobs --once`` does."""
    while due := jobs.due_job_ids(limit=50):
        for job_id in due:
            jobs.run(job_id)


def test_new_items_become_articles(site: Site, poll) -> None:
    feed = poll(publish(site, "pool", "park"))

    assert feed.title == "Gazette"
    assert [item.title for item in feed.items.order_by("id")] == ["park", "pool"]
    assert Article.objects.count() == 0  # they wait for a worker
    work()
    assert {article.title for article in Article.objects.all()} == {
        "Council votes on pool",
        "Council votes on park",
    }
    assert all(item.fetch.article_id for item in FeedItem.objects.all())


def test_an_item_is_ingested_once_however_often_the_feed_is_read(
    site: Site, poll
) -> None:
    url = publish(site, "pool", "park")
    for _ in range(3):
        poll(url)
        work()

    publish(site, "tram", "pool", "park")
    poll(url)
    work()

    assert FeedItem.objects.count() == 3
    assert Article.objects.count() == 3
    assert [site.count(path) for path in ("/pool", "/park", "/tram")] == [1, 1, 1]


def test_an_unchanged_feed_is_not_sent_again(site: Site, poll) -> None:
    url = publish(site, "pool", etag='"1"')
    poll(url)

    poll(url)

    assert [status for path, status in site.asked if path == "/feed"] == [200, 304]


def test_a_poll_that_dies_in_the_middle_loses_nothing(
    site: Site, poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = publish(site, "one", "two", "three", "four", etag='"1"')
    keep, kept = feeding._keep, []

    def die_at_the_third(feed: Feed, item: object) -> None:
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(item)
        keep(feed, item)

    monkeypatch.setattr(feeding, "_keep", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        poll(url)
    monkeypatch.undo()
    feed = Feed.objects.get()
    assert feed.etag == ""  # so that all of it is sent again
    assert FeedItem.objects.count() == 2

    Job.objects.filter(kind="sources.poll").update(
        lease_until=clock.now() - timedelta(seconds=1)
    )
    work()

    assert FeedItem.objects.count() == 4
    assert Article.objects.count() == 4
    assert site.count("/one") == 1


def test_the_outlet_of_the_feed_is_that_of_its_articles(site: Site, poll) -> None:
    outlet = make_outlet("Harbour Gazette")

    poll(publish(site, "pool"), outlet=outlet)
    work()

    assert Article.objects.get().outlet == outlet


def test_an_item_with_a_private_address_is_shown_as_refused(site: Site, poll) -> None:
    url = publish(site, "pool")
    page = site.pages["/feed"]
    page.body = page.body.replace(f"{site.url}/pool".encode(), b"http://10.0.0.1/")

    poll(url)
    poll(url)

    item = FeedItem.objects.get()
    assert "not a public address" in item.refusal
    assert Fetch.objects.count() == 0


@pytest.mark.parametrize(
    ("page", "code", "is_active"),
    [
        (Page(status=404), "not_found", True),
        (Page(status=410), "gone", False),
        (Page(status=503), "server_error", True),
        (Page(b"<html><p>Hello</p></html>"), "not_a_feed", True),
        (
            Page(
                b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel/></rss>",
                content_type="application/rss+xml",
            ),
            None,
            True,
        ),
    ],
)
def test_a_feed_that_fails_says_why_and_is_asked_less_often(
    site: Site,
    poll,
    settings: Settings,
    page: Page,
    code: str,
    is_active: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    site.pages["/feed"] = page
    for _ in range(2):
        poll(f"{site.url}/feed")
        if is_active:
            Feed.objects.update(is_active=True)

    feed = Feed.objects.get()

    assert feed.failures == 2
    assert code is None or feed.code == code
    assert len(feed.reason) > 20
    assert feed.is_active is is_active
    pause = (feed.next_poll_at - feed.polled_at).total_seconds()
    assert pause == pytest.approx(4 * settings.FEED_INTERVAL_SECONDS)


def test_a_feed_that_works_again_forgets_its_failures(site: Site, poll) -> None:
    poll(f"{site.url}/feed")
    url = publish(site, "pool")

    feed = poll(url)

    assert (feed.failures, feed.reason) == (0, "")


def test_a_feed_is_polled_when_its_time_has_come(site: Site, poll) -> None:
    poll(publish(site, "pool"))
    assert feeding.poll_due() == 0

    Feed.objects.update(next_poll_at=clock.now() - timedelta(seconds=1))

    assert feeding.poll_due() == 1
    assert feeding.poll_due() == 1  # the same poll is still open
    assert Job.objects.filter(kind="sources.poll", state="queued").count() == 1


def test_a_list_of_feeds_is_followed_as_a_whole_or_not_at_all() -> None:
    good = b'<outline type="rss" text="A" xmlUrl="https://gazette.example/feed"/>'
    bad = b'<outline type="rss" text="B" xmlUrl="http://10.0.0.1/feed"/>'

    def opml(outlines: bytes) -> bytes:
        return b'<opml version="2.0"><body>' + outlines + b"</body></opml>"

    with pytest.raises(Refused):
        feeding.import_opml(data=opml(good + bad), by=None)
    assert Feed.objects.count() == 0

    feeding.import_opml(data=opml(good), by=None)

    assert Feed.objects.get().title == "A"
    exported = feeding.export_opml(Feed.objects.all())
    assert b"https://gazette.example/feed" in exported


def test_a_feed_that_came_broken_is_asked_for_whole_again(site: Site, poll) -> None:
    url = publish(site, "one", "two", etag='"1"')
    whole = site.pages["/feed"].body
    site.pages["/feed"].body = whole[: whole.rindex(b"<item>")]
    poll(url)
    site.pages["/feed"].body = whole  # the same ETag: a proxy had cut it off

    feed = poll(url)

    assert feed.items.count() == 2
    assert (feed.etag, feed.problems) == ('"1"', [])


def test_a_feed_that_is_switched_off_stays_off_when_a_poll_of_it_fails(
    site: Site, poll, django_capture_on_commit_callbacks
) -> None:
    feed = poll(publish(site, "pool"))
    feeding.change(feed=feed, by=None, is_active=False)
    site.pages["/feed"] = Page(status=503)

    with django_capture_on_commit_callbacks(execute=True):
        feeding.poll(feed=feed, by=None)

    feed.refresh_from_db()
    assert (feed.failures, feed.is_active) == (1, False)


def test_without_a_broker_a_list_is_left_to_runjobs(
    site: Site, django_capture_on_commit_callbacks
) -> None:
    url = publish(site, "pool")
    data = f'<opml><body><outline xmlUrl="{url}"/></body></opml>'.encode()

    with django_capture_on_commit_callbacks(execute=True):
        feeding.import_opml(data=data, by=None)
    assert site.count("/feed") == 0
    work()

    assert Article.objects.count() == 1


def test_only_editors_change_and_poll_feeds(site: Site, poll) -> None:
    feed = poll(publish(site, "pool"))
    reviewer = make_user(Role.REVIEWER)

    with pytest.raises(PermissionDenied):
        feeding.change(feed=feed, by=reviewer, title="Mine")
    with pytest.raises(PermissionDenied):
        feeding.poll(feed=feed, by=reviewer)


def test_only_editors_follow_feeds() -> None:
    with pytest.raises(PermissionDenied):
        feeding.follow(url="https://gazette.example/f", by=make_user(Role.REVIEWER))

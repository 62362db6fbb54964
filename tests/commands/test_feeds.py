"""``importfeed`` and ``exportfeeds`` as their users run them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from factcheck.core.models import Job
from sources.feeds import read_opml
from sources.models import Article, Feed, FeedItem, Outlet
from tests.factories import make_feed
from tests.newspaper import Page, Site, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A site that may be fetched from, although it is on this machine."""
    with serving() as site:
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [site.port]
        settings.FETCH_HOST_INTERVAL_SECONDS = 0
        settings.EXTRACTION_MODEL = "rules"
        yield site


def publish(site: Site, *names: str, path: str = "/feed") -> str:
    """Serve a feed of articles with one claim each; returns its URL."""
    items = []
    for name in names:
        url = site.article(
            f"/{name}",
            f"Council votes on {name}",
            f"The council will vote on {name} in May, Jane Okafor said on Monday.",
            f"Nobody in the {name} office could be reached for a comment.",
        )
        items.append((name, url))
    return site.feed(path, *items)


def output(*arguments: str, **options: object) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def opml(tmp_path: Path, *urls: str) -> str:
    outlines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls)
    path = tmp_path / "feeds.opml"
    path.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    return str(path)


def test_new_articles_are_printed_with_their_claims(site: Site) -> None:
    printed = output("importfeed", publish(site, "pool", "park"), outlet="The Gazette")

    assert "Gazette (followed now): working" in printed
    assert "     1  Council votes on pool" in printed
    assert "     1  Council votes on park" in printed
    assert "New articles: 2. Here already: 0. Not taken: 0. Waiting: 0." in printed
    assert {str(article.outlet) for article in Article.objects.all()} == {"The Gazette"}
    assert set(Job.objects.values_list("state", flat=True)) == {"succeeded"}


def test_a_second_run_brings_only_what_is_new(site: Site) -> None:
    output("importfeed", publish(site, "pool"))

    printed = output("importfeed", publish(site, "park", "pool"))

    assert "(followed already)" in printed
    assert "votes on park" in printed
    assert "votes on pool" not in printed
    assert Article.objects.count() == 2


def test_what_cannot_be_had_is_printed_with_its_reason_and_is_an_error(
    site: Site,
) -> None:
    publish(site, "pool")
    url = site.feed(
        "/feed",
        ("pool", f"{site.url}/pool"),
        ("gone", f"{site.url}/gone"),
        ("private", "http://10.0.0.1/"),
    )
    out = io.StringIO()

    with pytest.raises(CommandError, match="articles that cannot be had: 2"):
        call_command("importfeed", url, stdout=out)

    printed = out.getvalue()
    assert "votes on pool" in printed
    assert "not_found: " in printed
    assert "is not a public address" in printed


def test_a_feed_that_cannot_be_read_is_an_error_and_says_why(site: Site) -> None:
    out = io.StringIO()

    with pytest.raises(CommandError, match="feeds that cannot be read: 1"):
        call_command("importfeed", f"{site.url}/none", stdout=out)

    assert "failing" in out.getvalue()
    assert "404" in out.getvalue() or "not there" in out.getvalue()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("http://10.0.0.1/feed", "not a public address"),
        ("https://", "no web address"),
        ("/nowhere/feeds.opml", "No such file"),
    ],
)
def test_what_is_no_feed_is_refused(place: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        output("importfeed", place)

    assert not Feed.objects.exists()


def test_without_waiting_the_articles_are_left_to_a_worker(site: Site) -> None:
    printed = output("importfeed", publish(site, "pool", "park"), "--no-wait")

    assert "Waiting: 2." in printed
    assert (FeedItem.objects.count(), Article.objects.count()) == (2, 0)

    printed = output("importfeed", f"{site.url}/feed")  # goes on with what was left

    assert "New articles: 2." in printed


def test_a_list_of_feeds_is_imported(site: Site, tmp_path: Path) -> None:
    first = publish(site, "pool", path="/first")
    second = publish(site, "park", path="/second")

    printed = json.loads(output("importfeed", opml(tmp_path, first, second), "--json"))

    assert {feed["state"] for feed in printed["feeds"]} == {"working"}
    assert [article["claims"] for article in printed["articles"]] == [1, 1]
    assert (printed["known"], printed["failures"], printed["waiting"]) == (0, [], [])


def test_a_list_with_a_feed_that_is_refused_is_not_imported(tmp_path: Path) -> None:
    place = opml(tmp_path, "https://gazette.example/feed", "http://10.0.0.1/feed")

    with pytest.raises(CommandError, match=r"http://10\.0\.0\.1/feed"):
        output("importfeed", place, outlet="The Gazette")

    assert not Feed.objects.exists()
    assert not Outlet.objects.exists()


def test_titles_cannot_steer_the_terminal(site: Site) -> None:
    publish(site, "pool")
    page: Page = site.pages["/pool"]
    page.body = page.body.replace(b"Council votes on pool", b"A &#27;[2J &#8238;title")

    printed = output("importfeed", site.feed("/feed", ("x", f"{site.url}/pool")))

    assert "title" in printed
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_the_feeds_are_exported(tmp_path: Path) -> None:
    make_feed("Zebra & sons", url="https://zebra.example/rss?a=1&b=2")
    make_feed("Ape", is_active=False)

    printed = output("exportfeeds")
    output("exportfeeds", str(tmp_path / "feeds.opml"))

    assert [link.title for link in read_opml(printed.encode())] == [
        "Ape",
        "Zebra & sons",
    ]
    assert (tmp_path / "feeds.opml").read_bytes() == printed.encode()


def test_a_file_that_cannot_be_written_is_said() -> None:
    with pytest.raises(CommandError, match="Cannot write /nowhere"):
        output("exportfeeds", "/nowhere/feeds.opml")

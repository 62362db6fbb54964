"""Articles, texts, fetches and feeds in the ledger: where each came from, once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from claims.services import submit_article
from factcheck.core import jobs
from factcheck.core.errors import Refused
from factcheck.core.ledger import verify
from factcheck.core.models import AuditEvent, Job, User
from factcheck.core.permissions import Role
from sources import feeding
from sources.fetching import ask_for
from sources.models import Article, Feed
from sources.services import Submission
from tests.factories import make_article, make_feed, make_user
from tests.newspaper import Page, Site, serving

pytestmark = pytest.mark.django_db

POOL = "https://gazette.example/pool"
TEXT = "Council to close the pool\n\nThe pool will close in May, Jane Okafor said."
WORDS = "The council will vote on it in May, Jane Okafor said on Monday."


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A site that may be fetched from, although it is on this machine."""
    with serving() as site:
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [site.port]
        settings.FETCH_HOST_INTERVAL_SECONDS = 0
        settings.SNAPSHOT_JOBS = {}  # no engine
        yield site


@pytest.fixture
def reviewer(db: None) -> User:
    return make_user(Role.REVIEWER, username="ana")


def work() -> None:
    """Run what is due, as a worker does."""
    while due := jobs.due_job_ids(limit=50):
        for job_id in due:
            jobs.run(job_id)


def recorded(after: int = 0) -> list[str]:
    """The actions in the ledger, those of the first events left out."""
    events = AuditEvent.objects.filter(number__gt=after).order_by("number")
    return list(events.values_list("action", flat=True))


def hand_in(text: str = TEXT, *, by: User | None = None, **given: object) -> Article:
    submission = Submission(text=text, **{"url": POOL, **given})
    return submit_article(submission=submission, by=by).article


# --- Articles ---------------------------------------------------------------------


def test_an_article_is_recorded_with_what_is_known_of_it(reviewer: User) -> None:
    article = hand_in(outlet="The Gazette", title="The pool", by=reviewer)

    outlet, added = AuditEvent.objects.order_by("number")
    assert (outlet.action, outlet.subject_label) == ("outlet.created", "The Gazette")
    assert (added.action, added.actor_name) == ("article.added", "ana")
    assert (added.subject_id, added.subject_label) == (
        str(article.public_id),
        "The pool",
    )
    assert added.values_before == {}
    assert added.values_after == {
        "title": "The pool",
        "byline": "",
        "canonical_url": POOL,
        "published_at": None,
        "published_on": None,
        "language": "en",
        "outlet": "The Gazette",
        "text_sha256": article.snapshots.get().sha256,
    }


def test_what_is_here_already_is_recorded_once(reviewer: User) -> None:
    hand_in(outlet="The Gazette")
    before = len(recorded())

    hand_in(outlet="The Gazette", by=reviewer)
    hand_in(title="Council to close the pool", by=reviewer)

    assert recorded(before) == []


def test_a_correction_by_hand_is_recorded_as_it_was_and_as_it_became(
    reviewer: User,
) -> None:
    article = hand_in()
    Article.objects.filter(pk=article.pk).update(title="Made better meanwhile")
    before = len(recorded())

    hand_in(title="The pool", by=reviewer)

    (event,) = AuditEvent.objects.filter(number__gt=before)
    assert (event.action, event.actor_name) == ("article.changed", "ana")
    assert event.values_before == {"title": "Made better meanwhile"}
    assert event.values_after == {"title": "The pool"}


def test_another_text_with_another_title_is_two_events(reviewer: User) -> None:
    article = hand_in()
    before = len(recorded())

    hand_in(f"{TEXT} It did.", title="The pool", by=reviewer)

    assert recorded(before) == ["article.changed", "article.text_added"]
    event = AuditEvent.objects.get(action="article.text_added")
    first, second = article.snapshots.order_by("number")
    assert event.values_before == {"number": 1, "text_sha256": first.sha256}
    assert event.values_after == {"number": 2, "text_sha256": second.sha256}


def test_another_address_of_an_article_is_recorded(site: Site, reviewer: User) -> None:
    url = site.article("/pool", "Council to close the pool", WORDS)
    site.pages["/p/1"] = Page(status=302, headers={"Location": "/pool"})
    ask_for(url=url, by=None)
    work()
    before = len(recorded())

    ask_for(url=f"{site.url}/p/1", by=reviewer)
    work()
    ask_for(url=f"{site.url}/p/1", by=reviewer)
    work()

    assert recorded(before) == ["fetch.asked", "article.changed", "fetch.asked"]
    event = AuditEvent.objects.get(action="article.changed")
    assert event.values_before == {"addresses": [url]}
    assert event.values_after == {"addresses": [url, f"{site.url}/p/1"]}


def test_a_text_that_is_read_better_when_it_is_fetched_is_recorded_too(
    site: Site,
) -> None:
    url = site.article("/pool", "Council to close the pool", WORDS)
    page = site.pages["/pool"].body
    article = make_article(raw=page, content_type="text/html", canonical_url=url)
    article.addresses.create(key=url.removeprefix("http://"), url=url)
    ask_for(url=url, by=None)
    before = len(recorded())

    work()

    assert article.snapshots.count() == 2
    assert recorded(before) == ["article.text_added"]
    event = AuditEvent.objects.latest("number")
    assert event.values_after["reread_of"] == 1


# --- Fetches ----------------------------------------------------------------------


def test_a_page_leads_from_the_article_to_who_asked_for_it(
    site: Site, reviewer: User
) -> None:
    url = site.article("/pool", "Council to close the pool", WORDS)

    asked = ask_for(url=url, title="The pool", by=reviewer)
    ask_for(url=url, by=make_user(Role.REVIEWER))  # it is under way
    work()

    assert recorded() == ["fetch.asked", "outlet.created", "article.added"]
    wish, _, added = AuditEvent.objects.order_by("number")
    assert wish.values_after == {
        "url": url,
        "title": "The pool",
        "job": str(asked.job.public_id),
    }
    assert (wish.subject_id, wish.actor_name) == (str(asked.fetch.public_id), "ana")
    assert (added.channel, added.actor_name) == ("job", "ana")
    assert added.request_id == asked.job.public_id
    assert added.values_after["fetched_from"] == url


def test_a_page_that_is_unchanged_or_cannot_be_had_adds_nothing(
    site: Site, reviewer: User
) -> None:
    url = site.article("/pool", "Council to close the pool", WORDS)
    for address in (url, url, f"{site.url}/none"):
        ask_for(url=address, by=reviewer)
        work()

    assert recorded()[3:] == ["fetch.asked", "fetch.asked"]


# --- Feeds ------------------------------------------------------------------------


def test_what_a_feed_brings_is_recorded_without_anybody_having_asked(
    site: Site,
) -> None:
    pool = site.article("/pool", "Council to close the pool", WORDS)
    url = site.feed("/feed", ("Pool", pool))
    feeding.follow(url=url, by=None)
    before = len(recorded())

    work()
    feeding.poll_due()
    work()

    assert recorded(before) == ["outlet.created", "article.added"]
    event = AuditEvent.objects.get(action="article.added")
    assert (event.channel, event.actor_id) == ("job", None)
    assert event.values_after["feed"] == url
    assert event.request_id == Job.objects.get(kind="sources.fetch").public_id


def test_following_changing_and_polling_are_recorded_where_they_do_something(
    reviewer: User,
) -> None:
    editor = make_user(Role.EDITOR, username="zoë")
    url = "https://gazette.example/feed.xml"

    feed = feeding.follow(url=url, outlet="The Gazette", by=editor).feed
    feeding.follow(url=url, by=editor)  # its poll is open
    feeding.poll(feed=feed, by=editor)
    feeding.change(feed=feed, outlet="The Gazette", title="", by=editor)
    feeding.change(feed=feed, outlet="Another", is_active=False, by=editor)
    feeding.follow(url=url, by=editor)
    Job.objects.update(state="succeeded", finished_at="2026-01-01T00:00:00Z")
    feeding.follow(url=url, by=editor)
    feeding.poll_due()  # nobody asked

    assert recorded() == [
        "outlet.created",
        "feed.followed",
        "outlet.created",
        "feed.changed",
        "feed.changed",
        "feed.poll_asked",
    ]
    off, on = AuditEvent.objects.filter(action="feed.changed").order_by("number")
    assert off.values_before["outlet"] == "The Gazette"
    assert off.values_after["outlet"] == "Another"
    assert (off.values_before["is_active"], off.values_after["is_active"]) == (
        True,
        False,
    )
    assert on.values_before == {"is_active": False}
    assert on.values_after == {"is_active": True}
    asked = AuditEvent.objects.get(action="feed.poll_asked")
    assert asked.values_after == {"job": str(Job.objects.latest("pk").public_id)}


def test_a_list_of_feeds_is_one_event_for_each() -> None:
    outlines = "".join(
        f'<outline text="{n}" xmlUrl="https://gazette.example/{n}"/>' for n in range(5)
    )
    refused = '<outline xmlUrl="http://10.0.0.1/"/>'

    with pytest.raises(Refused):
        feeding.import_opml(data=opml(outlines + refused), by=None)
    assert recorded() == []
    feeding.import_opml(data=opml(outlines), outlet="The Gazette", by=None)

    assert recorded() == ["outlet.created", *["feed.followed"] * 5]
    assert {event.values_after["url"][-1] for event in events("feed.followed")} == {
        *"01234"
    }


def opml(outlines: str) -> bytes:
    return f"<opml><body>{outlines}</body></opml>".encode()


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action))


def test_a_feed_that_is_gone_is_switched_off_on_record(site: Site) -> None:
    site.pages["/feed"] = Page(status=410)
    feed = make_feed(url=f"{site.url}/feed")
    for _ in range(2):
        feeding.poll(feed=feed, by=None)
        work()

    (event,) = events("feed.changed")
    assert (event.channel, event.actor_id) == ("job", None)
    assert event.values_before == {"is_active": True}
    assert event.values_after == {"is_active": False}
    assert event.reason == Feed.objects.get().reason


# --- Last, and together -----------------------------------------------------------


def follow_a_list(by: User) -> None:
    outlines = "".join(
        f'<outline xmlUrl="https://gazette.example/{n}"/>' for n in range(3)
    )
    feeding.import_opml(data=opml(outlines), outlet="The Gazette", by=by)


@pytest.mark.parametrize(
    "do",
    [
        lambda by: hand_in(by=by),
        lambda by: ask_for(url=POOL, by=by),
        lambda by: feeding.follow(url=POOL, outlet="The Gazette", by=by),
        follow_a_list,
    ],
    ids=["article", "fetch", "feed", "list of feeds"],
)
def test_nothing_is_stored_after_the_ledger_is_locked(
    do: Callable[[User], object],
) -> None:
    """Whoever holds the ledger must not wait for a row that another holds."""
    editor = make_user(Role.EDITOR)

    with CaptureQueriesContext(connection) as captured:
        do(editor)

    written = [
        query["sql"].split('"')[1]
        for query in captured.captured_queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    first = written.index("core_auditevent")
    assert {*written[first:]} <= {"core_auditevent", "core_ledgerhead"}
    assert {*written[:first]} > {"core_job"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="needs PostgreSQL as Django's database"
)
def test_articles_and_feeds_taken_in_at_once_wait_for_each_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provoke: six threads hand in the same addresses, and follow the same feeds."""
    monkeypatch.setattr(jobs, "nudge", lambda job_id: None)  # nothing is run here
    together, failures = threading.Barrier(6), []

    def write(writer: int) -> None:
        try:
            together.wait(timeout=30)
            for n in range(8):
                hand_in(
                    f"{TEXT} {(n + writer) % 3}",
                    url=f"{POOL}/{n}",
                    title=f"Title {writer}",
                    outlet=f"Gazette {n % 2}",
                )
                feeding.follow(
                    url=f"https://gazette.example/feed/{n % 3}", outlet="N", by=None
                )
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert verify().broken is None
    assert (len(events("article.added")), len(events("feed.followed"))) == (8, 3)
    for article in Article.objects.all():
        of_article = AuditEvent.objects.filter(subject_id=str(article.public_id))
        texts = of_article.filter(action__in=["article.added", "article.text_added"])
        assert texts.count() == article.snapshots.count()
        assert changes_follow_each_other(of_article.order_by("number"))


def changes_follow_each_other(events: Iterable[AuditEvent]) -> bool:
    """Whether each title was before what it had become."""
    titles = [
        (event.values_before.get("title"), event.values_after["title"])
        for event in events
        if "title" in event.values_after
    ]
    return all(one[1] == next_one[0] for one, next_one in pairwise(titles))

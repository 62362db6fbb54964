"""A feed of a hundred items is taken in exactly once, whatever dies meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.newspaper import Page, Site, serving
from tests.servers import Factcheck, free_port

pytestmark = pytest.mark.live

ITEMS = 100
PATIENCE = 40.0  # seconds; a test takes about half of that

Installation = Callable[..., Factcheck]
Rows = Callable[[str], list[tuple[Any, ...]]]

WORDS = (
    "anchor basket candle desert engine forest garden hammer island jacket kettle "
    "ladder market needle orchard pencil quarry ribbon saddle temple umbrella valley "
    "window yard zipper bridge canal dairy estate ferry gallery harbour"
).split()

# How many of each there must be in the end, and no two for the same page.
COUNTS = {
    "SELECT count(*) FROM sources_feed": 1,
    "SELECT count(*) FROM sources_feeditem": ITEMS,
    "SELECT count(DISTINCT url) FROM sources_feeditem": ITEMS,
    "SELECT count(DISTINCT fetch_id) FROM sources_feeditem": ITEMS,
    "SELECT count(*) FROM sources_fetch WHERE state = 'changed'": ITEMS,
    "SELECT count(*) FROM sources_fetch": ITEMS,
    "SELECT count(*) FROM sources_article": ITEMS,
    "SELECT count(DISTINCT canonical_url) FROM sources_article": ITEMS,
    "SELECT count(*) FROM sources_snapshot": ITEMS,
    "SELECT count(*) FROM claims_extractionrun": ITEMS,
    "SELECT count(*) FROM claims_claim": ITEMS,
    "SELECT count(*) FROM core_job WHERE kind = 'sources.fetch'": ITEMS,
    "SELECT count(*) FROM core_job WHERE kind = 'claims.extract'": ITEMS,
    "SELECT count(*) FROM core_job WHERE kind = 'sources.compare'": ITEMS,
}
OPEN = "SELECT count(*) FROM core_job WHERE state IN ('queued', 'running')"
LOST = (
    "SELECT kind, state, reason FROM core_job "
    "WHERE kind != 'sources.poll' AND state != 'succeeded'"
)


def publish(site: Site, items: int = ITEMS) -> str:
    """A feed and its articles, each with one claim; returns the feed's URL."""
    listed = []
    for number in range(items):
        # Unlike each other, or comparing them takes longer than all the rest.
        a, b, c, d, e, f = random.Random(number).sample(WORDS, 6)  # noqa: S311
        url = site.article(
            f"/{number}",
            f"{a.title()} {b} number {number}",
            f"The {c} will close the {d} {number}, {e.title()} Okafor said.",
            f"No {f} of {a} number {number} and no {e} has ever met this {b}.",
        )
        listed.append((f"Plan {number}", url))
    return site.feed("/feed", *listed)


def settings_for(port: int) -> dict[str, str]:
    """Fetching from this machine is allowed, and nothing waits for long."""
    return {
        "DEBUG": "true",  # or FETCH_ALLOW_NETWORKS is refused
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "FETCH_PORTS": str(port),
        "FETCH_HOST_INTERVAL_SECONDS": "0",
        "FEED_INTERVAL_SECONDS": "60",
        "EXTRACTION_MODEL": "rules",
        "JOB_LEASE_SECONDS": "2",
        "JOB_RETRY_SECONDS": "2",
    }


def wait_for(rows: Rows, query: str, enough: Callable[[int], bool], log: str) -> None:
    """Return as soon as the count is enough; fail the test after ``PATIENCE``."""
    deadline = time.monotonic() + PATIENCE
    count = -1
    while time.monotonic() < deadline:
        count = rows(query)[0][0]
        if enough(count):
            return
        time.sleep(0.05)
    pytest.fail(f"waited {PATIENCE} s; {query} gives {count}. {rows(LOST)} {log}")


def wait_for_articles(rows: Rows, number: int, log: str = "") -> None:
    query = "SELECT count(*) FROM sources_article"
    wait_for(rows, query, lambda count: count >= number, log)


def wait_until_done(rows: Rows, log: str = "") -> None:
    wait_for_articles(rows, ITEMS, log)
    wait_for(rows, OPEN, lambda count: count == 0, log)


def everything_once(rows: Rows) -> None:
    """Fail the test unless every item is here, and once."""
    assert rows(LOST) == []
    assert {query: rows(query)[0][0] for query in COUNTS} == COUNTS


# --- PostgreSQL, Redis and Celery: the worker dies -----------------------------


@pytest.fixture
def site() -> Iterator[Site]:
    """A news site on this machine."""
    with serving() as site:
        yield site


@pytest.fixture
def installed(
    factcheck_process: Installation,
    migrated_postgres_url: str,
    redis_url: str,
    site: Site,
) -> Factcheck:
    """PostgreSQL and Redis, migrated; no worker yet."""
    return factcheck_process(
        DATABASE_URL=migrated_postgres_url,
        REDIS_URL=redis_url,
        **settings_for(site.port),
    )


@pytest.mark.postgres
@pytest.mark.redis
def test_a_feed_is_taken_in_once_though_the_worker_is_killed(
    installed: Factcheck, site: Site
) -> None:
    url = publish(site)

    def rows(query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(installed.environment["DATABASE_URL"]) as connection:
            return connection.execute(query).fetchall()

    # Import the feed, and look after the jobs as beat does each minute.
    poll = (
        "from django.core.management import call_command; "
        "from factcheck.core import jobs; "
        f"call_command('importfeed', {url!r}, '--no-wait'); jobs.sweep()"
    )
    worker = installed.start_worker()
    installed.manage("shell", "-c", poll)
    wait_for_articles(rows, 30, installed.output_of(worker))
    os.killpg(worker.pid, signal.SIGKILL)
    # What it had in hand is free when its lease has ended: only then is it swept.
    time.sleep(int(installed.environment["JOB_LEASE_SECONDS"]) + 0.5)
    worker = installed.start_worker()
    polling = installed.start_manage("shell", "-c", poll)  # while the worker starts
    wait_until_done(rows, installed.output_of(worker))
    assert polling.wait(timeout=PATIENCE) == 0, installed.output_of(polling)
    installed.manage("shell", "-c", poll)
    wait_until_done(rows, installed.output_of(worker))

    everything_once(rows)
    # What a killed worker had in hand may have been fetched again; nothing else.
    fetched = [site.count(f"/{number}") for number in range(ITEMS)]
    assert set(fetched) <= {1, 2}
    assert sum(fetched) <= ITEMS + 1


# --- SQLite and runjobs: the web server dies -----------------------------------


def test_a_feed_is_taken_in_once_though_its_server_dies(
    factcheck_process: Installation, migrated_sqlite: Path
) -> None:
    port = free_port()
    factcheck = factcheck_process(**settings_for(port))
    shutil.copy(migrated_sqlite, factcheck.folder)
    database = Path(factcheck.environment["DATA_DIR"]) / "factcheck.sqlite3"

    def rows(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            return connection.execute(query).fetchall()

    with ExitStack() as stack:
        # 1. It dies in the middle of the feed.
        site = stack.enter_context(serving(port))
        url = publish(site)
        pages = dict(site.pages)
        site.pages["/feed"] = dying(site.pages["/feed"])
        printed = factcheck.manage("importfeed", url, "--no-wait", check=False)
        assert printed.returncode == 1, printed
        assert rows("SELECT count(*) FROM sources_feeditem") == [(0,)]
        worker = factcheck.start_manage("runjobs", "--interval", "0.1")

        # 2. It comes back; twice it dies in the middle of an article.
        for last in ("/70", "/30"):
            mortal = {**pages, last: dying(pages[last])}
            site = stack.enter_context(serving(port, mortal))
            # The second time an article may bring it down before the feed is read.
            factcheck.manage("importfeed", url, "--no-wait", check=last == "/70")
            wait_until_asked(site, last)
            time.sleep(1)  # others find nobody there
            assert 0 < rows("SELECT count(*) FROM sources_article")[0][0] < ITEMS

        # 3. It comes back for good, and the feed is read once more.
        site = stack.enter_context(serving(port, pages))
        wait_until_done(rows, factcheck.output_of(worker))
        printed = factcheck.manage("importfeed", url, "--no-wait", check=False)
        assert printed.returncode == 0, printed
        wait_until_done(rows, factcheck.output_of(worker))

    everything_once(rows)
    assert "database is locked" not in factcheck.output_of(worker)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_works_off_what_feeds_bring_and_stops_when_told(
    factcheck_process: Installation,
    migrated_sqlite: Path,
    site: Site,
    how: signal.Signals,
) -> None:
    factcheck = factcheck_process(**settings_for(site.port))
    shutil.copy(migrated_sqlite, factcheck.folder)
    database = Path(factcheck.environment["DATA_DIR"]) / "factcheck.sqlite3"
    url = publish(site, items=20)
    port = free_port()
    demo = factcheck.start_manage("demo", "--port", str(port))
    wait_until_served(port)

    def rows(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            return connection.execute(query).fetchall()

    factcheck.manage("importfeed", url, "--no-wait")
    fetched = "SELECT count(*) FROM sources_fetch WHERE state = 'changed'"
    wait_for(rows, fetched, lambda count: count >= 5, factcheck.output_of(demo))
    demo.send_signal(how)

    assert demo.wait(timeout=20) == 0
    assert "Traceback" not in factcheck.output_of(demo)
    assert "locked" not in factcheck.output_of(demo)
    assert rows(OPEN.replace("'queued', ", "")) == [(0,)]  # nothing half done


def wait_until_served(port: int) -> None:
    # before it serves, the demo reads its samples and makes their reports
    deadline = time.monotonic() + 3 * PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/login/"):
                return
        except OSError:
            assert time.monotonic() < deadline, "the demo does not answer"
            time.sleep(0.1)


def dying(page: Page) -> Page:
    """The same page, in whose middle the server dies."""
    return Page(
        page.body, content_type=page.content_type, dies_after=len(page.body) // 2
    )


def wait_until_asked(site: Site, path: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not site.count(path):
        assert time.monotonic() < deadline, f"nobody asked for {path}"
        time.sleep(0.05)

"""What an event of the ledger costs: ``ledger.py [EVENTS]``.

Makes a database of its own beside the one in DATABASE_URL (PostgreSQL or SQLite) and
times recording in one open transaction, in transactions of their own with the commit,
by two and by eight threads at once (PostgreSQL), taking in articles, which ends with an
event each, and verifying the chain.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.db import connection, transaction

from claims.services import submit_article
from factcheck.core import audit, jobs, ledger
from factcheck.core.models import Action
from sources.services import Submission

numbers = itertools.count(1)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("events", type=int, nargs="?", default=2_000)
    events = parser.parse_args().events
    connection.creation.create_test_db(verbosity=0)
    try:
        measure(events)
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]))


def measure(events: int) -> None:
    """Time each way of recording."""
    print(f"{connection.vendor}, {events} events")
    with transaction.atomic():
        print(f"in an open transaction: {timed(record, events)}")
        started = time.perf_counter()
        audit.record_all([deed() for _ in range(events)], by=None)
        each = (time.perf_counter() - started) / events * 1000
        print(f"all at once: {each:.3f} ms each")
    print(f"an empty transaction: {timed(nothing, events)}")
    print(f"in a transaction of its own: {timed(alone, events)}")
    for writers in (2, 8) if connection.vendor == "postgresql" else ():
        started = time.perf_counter()
        in_threads(writers, events // writers, alone)
        rate = events / (time.perf_counter() - started)
        print(f"{writers} threads at once: {rate:.0f} events/s in all")
    jobs.nudge = lambda *given, **options: None  # type: ignore[assignment] # no engine
    articles = max(events // 5, 8)
    for writers in (1, 4, 8) if connection.vendor == "postgresql" else (1,):
        started = time.perf_counter()
        in_threads(writers, articles // writers, take_in)
        rate = articles / (time.perf_counter() - started)
        print(f"{writers} threads at once: {rate:.0f} articles/s in all")
    started = time.perf_counter()
    found = ledger.verify()
    rate = found.count / (time.perf_counter() - started)
    tracemalloc.start()  # it takes time of its own
    ledger.verify()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    assert found.broken is None, found.broken
    print(f"verifying {found.count}: {rate:.0f} events/s, peak {peak:.1f} MB")


def deed() -> audit.Deed:
    """A change of an outlet, of ordinary size."""
    return audit.Deed(
        action=Action.OUTLET_CHANGED,
        subject=audit.Subject("sources.outlet", "benchmark", "Harbour Gazette"),
        before={"country": "", "owner_group": "Harbour Press"},
        after={"country": "GB", "owner_group": "Harbour Press Holdings"},
        reason="The owner was sold.",
    )


def record() -> None:
    """One event in the caller's transaction."""
    audit.record_all([deed()], by=None)


def nothing() -> None:
    """A transaction with one query."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def alone() -> None:
    """One event in a transaction of its own."""
    with transaction.atomic():
        record()


def take_in() -> None:
    """An article of its own, as a feed brings it."""
    number = next(numbers)
    words = " ".join(
        f"Council {number} met {n} times, Jane Okafor said." for n in range(60)
    )
    submission = Submission(
        text=f"Council {number} meets\n\n{words}",
        url=f"https://gazette.example/{number}",
    )
    submit_article(submission=submission, by=None)


def timed(what: Callable[[], None], times: int) -> str:
    """Median and 95th percentile."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        what()
        taken.append((time.perf_counter() - started) * 1000)
    late = statistics.quantiles(taken, n=20)[-1]
    return f"median {statistics.median(taken):.2f} ms, 95 % within {late:.2f} ms"


def in_threads(writers: int, times: int, what: Callable[[], None]) -> None:
    """So many threads, each with its own connection."""

    def write() -> None:
        for _ in range(times):
            what()
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()

"""Copies that come at the same moment, in real transactions on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.servers import Factcheck

pytestmark = [pytest.mark.live, pytest.mark.postgres]

# Runs within the installation: threads that begin together, each with a connection
# of its own, each doing what a worker does with one job.
RACE = """
import json, random, sys, threading
from django.db import connection
from factcheck.core import jobs
from factcheck.core.models import Job
from sources.comparing import COMPARE
from sources.deleting import delete_articles
from sources.models import Article, Comparison, Fingerprint, Origin, Overlap
from tests.factories import make_article, make_snapshot
from tests.unit.independence.stories import UNRELATED, WIRE

faults = []

def together(*calls):
    barrier = threading.Barrier(len(calls))
    def run(call):
        try:
            barrier.wait()
            call()
        except Exception as error:
            faults.append(repr(error))
        finally:
            connection.close()
    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

def comparison(article):
    text = article.snapshots.order_by("-number")[0].pk
    job = jobs.enqueue(kind=COMPARE, subject_id=text)
    return lambda: jobs.run(job.pk)

def state():
    return {
        "faults": faults,
        "jobs": sorted(set(Job.objects.values_list("state", "attempts"))),
        "overlaps": Overlap.objects.count(),
        "origins": sorted(
            origin.articles.count() for origin in Origin.objects.all()
        ),
        "alone": Article.objects.filter(origin=None).count(),
    }
"""


@pytest.fixture
def installed(
    factcheck_process: Callable[..., Factcheck], migrated_postgres_url: str
) -> Factcheck:
    """PostgreSQL, migrated, and jobs that wait for a worker."""
    return factcheck_process(
        DATABASE_URL=migrated_postgres_url, REDIS_URL="redis://127.0.0.1:1/0"
    )


def outcome(factcheck: Factcheck, race: str) -> dict[str, object]:
    """What the installation holds after the race."""
    script = f"{RACE}\n{race}\nprint(json.dumps(state()))"
    printed = factcheck.manage("shell", "-v0", "-c", script)
    found: dict[str, object] = json.loads(printed.stdout.strip().splitlines()[-1])
    return found


def test_twins_compared_at_the_same_moment_are_one_origin(
    installed: Factcheck,
) -> None:
    found = outcome(
        installed,
        """
for number in range(12):
    words = WIRE.replace("harbour", f"harbour{number}").split()
    random.Random(number).shuffle(words)
    text = " ".join(words)
    together(comparison(make_article(text)), comparison(make_article(text)))
""",
    )

    assert found == {
        "faults": [],
        "jobs": [["succeeded", 1]],
        "overlaps": 12,
        "origins": [2] * 12,
        "alone": 0,
    }


def test_eight_copies_at_the_same_moment_are_one_origin(installed: Factcheck) -> None:
    found = outcome(
        installed,
        """
for _ in range(3):
    together(*(comparison(make_article(WIRE)) for _ in range(8)))
together(*(comparison(article) for article in Article.objects.all()[:8]))
""",
    )

    pairs = 24 * 23 // 2
    assert found == {
        "faults": [],
        "jobs": [["succeeded", 1]],
        "overlaps": pairs,
        "origins": [24],
        "alone": 0,
    }


def test_copies_that_change_and_go_meanwhile_leave_a_true_state(
    installed: Factcheck,
) -> None:
    found = outcome(
        installed,
        """
together(*(comparison(make_article(WIRE)) for _ in range(8)))
first, second, third, *rest = Article.objects.order_by("pk")
make_snapshot(first, UNRELATED)
together(
    comparison(first),
    comparison(second),
    lambda: delete_articles([third], by=None),
    *(comparison(article) for article in rest[:3]),
)
""",
    )

    assert found == {
        "faults": [],
        "jobs": [["succeeded", 1]],
        "overlaps": 6 * 5 // 2,
        "origins": [6],
        "alone": 1,
    }

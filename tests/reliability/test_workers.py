"""Real workers, a real Redis and a real PostgreSQL, and what happens when they die."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from sources import samples
from tests.servers import Factcheck, RedisServer

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.redis]

ATTEMPTS = "SELECT DISTINCT attempts FROM core_job WHERE kind = 'claims.extract'"
PATIENCE = 120.0  # seconds for a job to end; a second when all is well
CLOSED = "redis://127.0.0.1:1/0"  # nothing listens on port 1

Installation = Callable[..., Factcheck]


def rows(factcheck: Factcheck, query: str) -> list[tuple[Any, ...]]:
    """The rows of an SQL query in the installation's own database."""
    with psycopg.connect(factcheck.environment["DATABASE_URL"]) as connection:
        return connection.execute(query).fetchall()


def wait_for(condition: Callable[[], bool], what: str, worker_log: str = "") -> None:
    """Return as soon as the condition holds; fail the test after ``PATIENCE``."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE} s for {what}. {worker_log}")


def lease_ends(factcheck: Factcheck) -> None:
    """Let the lease of a dead worker run out, then sweep as beat does each minute."""
    time.sleep(int(factcheck.environment["JOB_LEASE_SECONDS"]) + 0.5)
    factcheck.manage("shell", "-c", "from factcheck.core import jobs; jobs.sweep()")


def states(factcheck: Factcheck) -> list[str]:
    """The state of each extraction, oldest first."""
    return [
        state
        for (state,) in rows(
            factcheck,
            "SELECT state FROM core_job WHERE kind = 'claims.extract' ORDER BY id",
        )
    ]


def everything_once(factcheck: Factcheck, jobs: int) -> bool:
    """Whether all jobs succeeded, and every claim of every run is stored once.

    Those that the demo's story has rejected by then are not counted by their runs.
    """
    if states(factcheck) != ["succeeded"] * jobs:
        return False
    counts = rows(
        factcheck,
        "SELECT r.claim_count, count(c.id) FROM claims_extractionrun r "
        "JOIN claims_claim c ON c.run_id = r.id "
        "WHERE c.rejection = '' GROUP BY r.id",
    )
    assert len(counts) == jobs
    assert all(promised == stored > 0 for promised, stored in counts)
    return True


@pytest.fixture
def installed(
    factcheck_process: Installation, migrated_postgres_url: str, redis_url: str
) -> Factcheck:
    """PostgreSQL and Redis, migrated; no worker yet."""
    return factcheck_process(
        DATABASE_URL=migrated_postgres_url,
        REDIS_URL=redis_url,
        EXTRACTION_MODEL="rules",
        JOB_LEASE_SECONDS="2",
        JOB_RETRY_SECONDS="1",
    )


@pytest.fixture
def long_article(tmp_path: Path) -> Path:
    """A text that keeps a worker busy for some seconds."""
    paragraph = (
        "Council leader Jane Okafor said on Monday that the pool on Mill Lane, which "
        "opened in 1962, is to close. “We cannot heat it any more,” she said.\n\n"
    )
    path = tmp_path / "long.txt"
    path.write_text("A long story\n\n" + paragraph * 300, encoding="utf-8")
    return path


def submit_without_waiting(factcheck: Factcheck, article: Path) -> None:
    """Hand an article in; its job is left to the worker."""
    printed = factcheck.manage("addarticle", str(article), "--wait", "0", check=False)
    # a quick worker may have begun by the time the command looks
    assert re.search("is (queued|running)", printed.stderr), printed.stderr


def test_worker_and_in_process_find_the_same_claims(
    installed: Factcheck,
    factcheck_process: Installation,
    migrated_sqlite: Path,
    tmp_path: Path,
) -> None:
    embedded = factcheck_process()
    shutil.copy(migrated_sqlite, embedded.folder)
    installed.environment["EXTRACTION_MODEL"] = "standard"
    worker = installed.start_worker()
    for sample in samples.load()[:3]:
        path = tmp_path / sample.file_name
        path.write_bytes(sample.data)
        options = ("--url", sample.url, "--published", sample.published.isoformat())
        found = [
            json.loads(
                factcheck.manage("addarticle", str(path), "--json", *options).stdout
            )
            for factcheck in (embedded, installed)
        ]
        assert comparable(found[0]["claims"]) == comparable(found[1]["claims"])
        assert len(found[0]["claims"]) > 10

    assert states(installed) == ["succeeded"] * 3
    assert "core.run_job" in installed.output_of(worker)


def comparable(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Claims without what names rows of one database or the time.

    A priority is made of worth, reach and when the claim came.
    """
    own = {"id", "url", "article", "snapshot", "speaker_id", "via_ids", "created_at"}
    own |= {"thread", "priority"}
    return [
        {key: value for key, value in part.items() if key not in own}
        for claim in claims
        for part in (claim, claim.pop("review"))
    ]


def test_a_killed_child_loses_nothing(installed: Factcheck, long_article: Path) -> None:
    worker = installed.start_worker()
    submit_without_waiting(installed, long_article)
    wait_for(lambda: states(installed) == ["running"], "the job to start")

    os.kill(child_of(worker.pid), signal.SIGKILL)

    wait_for(
        lambda: everything_once(installed, 1),
        "the job to be done again",
        installed.output_of(worker),
    )
    assert rows(installed, ATTEMPTS) == [(2,)]


def child_of(pid: int) -> int:
    """The first child process."""
    printed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(printed.stdout.split()[0])


def test_a_killed_worker_loses_nothing(
    installed: Factcheck, long_article: Path
) -> None:
    worker = installed.start_worker()
    submit_without_waiting(installed, long_article)
    wait_for(lambda: states(installed) == ["running"], "the job to start")

    os.killpg(worker.pid, signal.SIGKILL)
    second = installed.start_worker()
    lease_ends(installed)

    wait_for(
        lambda: everything_once(installed, 1),
        "the sweep to hand the job on",
        installed.output_of(second),
    )


def test_a_worker_that_is_told_to_stop_leaves_nothing_half_done(
    installed: Factcheck, long_article: Path
) -> None:
    worker = installed.start_worker()
    submit_without_waiting(installed, long_article)
    wait_for(lambda: states(installed) == ["running"], "the job to start")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=PATIENCE) == 0
    assert everything_once(installed, 1)


def test_redis_dying_loses_no_job(
    installed: Factcheck, redis_server: RedisServer, long_article: Path
) -> None:
    if not redis_server.is_ours:
        pytest.skip("needs a Redis of its own to kill (unset TEST_REDIS_URL)")
    worker = installed.start_worker()
    submit_without_waiting(installed, long_article)
    wait_for(lambda: states(installed) == ["running"], "the job to start")
    installed.manage("demo", "--no-serve")

    redis_server.stop(how=signal.SIGKILL)
    redis_server.start()
    lease_ends(installed)

    wait_for(
        lambda: everything_once(installed, 9),
        "the sweep to hand the jobs on",
        installed.output_of(worker),
    )


@pytest.fixture
def without_redis(
    factcheck_process: Installation, migrated_postgres_url: str
) -> Factcheck:
    """PostgreSQL, and a Redis that does not answer."""
    return factcheck_process(
        DATABASE_URL=migrated_postgres_url,
        REDIS_URL=CLOSED,
        EXTRACTION_MODEL="rules",
    )


def test_articles_are_taken_while_redis_is_down_and_each_is_done_once(
    without_redis: Factcheck,
) -> None:
    printed = without_redis.manage("demo", "--no-serve")
    assert states(without_redis) == ["queued"] * 8
    assert printed.stderr.count("waits for the sweep") == 2 * 8

    racing = [without_redis.start_manage("runjobs", "--once") for _ in range(3)]

    assert [worker.wait(timeout=PATIENCE) for worker in racing] == [0, 0, 0]
    assert everything_once(without_redis, 8)
    assert rows(without_redis, ATTEMPTS) == [(1,)]


def test_rubbish_in_the_queue_stops_nothing(
    installed: Factcheck, redis_url: str
) -> None:
    worker = installed.start_worker()
    with redis.Redis.from_url(redis_url) as client:
        for task, body, content_type in [
            ("core.no_such_task", "[[1], {}, {}]", "application/json"),
            ("core.run_job", "[[], {}, {}]", "application/json"),
            (
                "core.run_job",
                "gASVIAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU",
                "application/x-python-serialize",
            ),
        ]:
            client.lpush("celery", json.dumps(message(task, body, content_type)))

    installed.manage("demo", "--no-serve")

    wait_for(
        lambda: everything_once(installed, 8), "the jobs", installed.output_of(worker)
    )
    assert worker.poll() is None


def message(task: str, body: str, content_type: str) -> dict[str, Any]:
    """A message as Celery's Redis transport writes it."""
    return {
        "body": body,
        "content-type": content_type,
        "content-encoding": "utf-8",
        "headers": {"task": task, "id": "0", "lang": "py", "argsrepr": ""},
        "properties": {
            "correlation_id": "0",
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": "celery"},
            "delivery_tag": f"{task}-{len(body)}",
            "body_encoding": "utf-8",
        },
    }


def test_a_job_whose_process_dies_every_time_is_quarantined(
    installed: Factcheck,
) -> None:
    installed.environment["EXTRACTION_MODEL"] = "no_such_model"
    worker = installed.start_worker()

    installed.manage("demo", "--no-serve")
    wait_for(
        lambda: set(states(installed)) == {"quarantined"},
        "five attempts",
        installed.output_of(worker),
    )

    ((attempts, reason),) = rows(
        installed,
        "SELECT DISTINCT attempts, reason FROM core_job WHERE kind = 'claims.extract'",
    )
    assert attempts == 5
    assert "no_such_model" in reason

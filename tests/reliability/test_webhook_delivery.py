"""Each webhook gets each event, whatever dies meanwhile: a real receiver, and workers
that are killed."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.installed import PATIENCE, kill, rows_of, wait_for
from tests.servers import Factcheck
from tests.sites import Site, page, site

pytestmark = pytest.mark.live

PREPARE = """
from datetime import timedelta
from claims.reports.freezing import missing_weeks, report_on
from factcheck.lib import clock
from tests.factories import make_article, make_webhook
with clock.standing_at(clock.now() - timedelta(weeks=2)):
    make_article()
for path in {paths!r}:
    make_webhook({url!r} + path)
for week in list(missing_weeks()):
    report_on(week)
"""
PATHS = ("/a", "/b", "/c")
DELIVERIES = (
    "SELECT e.url, d.state, d.event_id FROM core_webhookdelivery d "
    "JOIN core_webhookendpoint e ON e.id = d.endpoint_id ORDER BY d.id"
)

Installation = Callable[..., Factcheck]


@pytest.fixture
def receiver() -> Iterator[Site]:
    """Takes everything at three addresses."""
    with site({path: page(b"thanks") for path in PATHS}) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def installed(
    request: pytest.FixtureRequest, factcheck_process: Installation, receiver: Site
) -> Factcheck:
    """Reports were made that three webhooks are to be told of; no worker yet."""
    given = {
        "DEBUG": "true",
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "FETCH_PORTS": str(receiver.port),
        "JOB_LEASE_SECONDS": "2",
        "ALLOW_IN_PROCESS_JOBS": "true",
    }
    if request.param == "postgresql":
        given["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    factcheck = factcheck_process(**given)
    factcheck.manage("migrate", "-v0", timeout=400)
    prepare = PREPARE.format(paths=PATHS, url=receiver.url(""))
    factcheck.manage("shell", "-v0", "-c", prepare)
    return factcheck


def rows(factcheck: Factcheck, query: str = DELIVERIES) -> list[tuple[Any, ...]]:
    return rows_of(factcheck, query)


def wait_until_all_is_delivered(
    factcheck: Factcheck, worker: subprocess.Popen[bytes]
) -> None:
    wait_for(
        lambda: {row[1] for row in rows(factcheck)} == {"delivered"},
        lambda: f"{rows(factcheck)} {factcheck.output_of(worker)}",
    )


def ids_at(receiver: Site, path: str) -> Counter[str | None]:
    """How often each event came to an address."""
    return Counter(
        receiver.header("webhook-id", number)
        for number, asked in enumerate(receiver.paths)
        if asked == path
    )


@pytest.mark.parametrize("moment", ["before it answers", "after it has answered"])
def test_a_worker_killed_among_deliveries_leaves_the_rest_to_the_next(
    installed: Factcheck, receiver: Site, moment: str
) -> None:
    reached, released = threading.Event(), threading.Event()

    def hold(connection: socket.socket) -> None:
        if not reached.is_set():
            if moment == "after it has answered":
                # The worker reads on: it has not noted yet that this was taken.
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
            reached.set()
            released.wait(PATIENCE)
            return
        connection.sendall(page(b"thanks"))

    receiver.answers = {**receiver.answers, "/b": hold}
    worker = installed.start_manage("runjobs")
    assert reached.wait(PATIENCE), installed.output_of(worker)
    kill(worker)
    released.set()
    states = Counter(row[1] for row in rows(installed))
    assert states["delivered"] >= 1
    assert states["waiting"] >= 2

    second = installed.start_manage("runjobs")
    wait_until_all_is_delivered(installed, second)

    events = {str(row[2]).replace("-", "") for row in rows(installed)}
    for path in PATHS:
        came = {
            str(one).replace("-", ""): n for one, n in ids_at(receiver, path).items()
        }
        assert set(came) == events
        # One may have come twice, under the same id: it was on its way.
        assert sorted(came.values())[-1] == (2 if path == "/b" else 1)
        assert sum(came.values()) == len(events) + (path == "/b")


def test_three_workers_at_once_send_each_event_once(
    installed: Factcheck, receiver: Site
) -> None:
    racing = [installed.start_manage("runjobs") for _ in range(3)]

    wait_until_all_is_delivered(installed, racing[0])

    for path in PATHS:
        assert set(ids_at(receiver, path).values()) == {1}

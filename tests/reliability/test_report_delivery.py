"""Each subscriber gets one e-mail, whatever dies meanwhile: a real mail server, and
workers that are killed."""

from __future__ import annotations

import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from tests.installed import PATIENCE, kill, rows_of
from tests.installed import wait_for as wait_until
from tests.mail import ACCEPTED, MailServer, mail_server
from tests.servers import Factcheck

pytestmark = pytest.mark.live

# The weeks since are reported on before anybody subscribes, so that the worker, which
# looks for weeks that are due, has this one report to send.
PREPARE = """
from datetime import timedelta
from django.db import transaction
from claims.models import ReportSubscriber
from claims.reports.delivering import promise
from claims.reports.freezing import missing_weeks, report_on
from factcheck.lib import clock
from tests.factories import make_article
with clock.standing_at(clock.now() - timedelta(weeks=3)):
    make_article()
first, *others = [report_on(week) for week in missing_weeks()]
for name in {names!r}:
    ReportSubscriber.objects.create(
        email=f"{{name}}@desk.example", since=first.cut_off
    )
with transaction.atomic():
    promise(first)
"""
AGAIN = """
from claims.models import ReportDelivery
from claims.reports.delivering import send_again
from factcheck.core.permissions import Role
from tests.factories import make_user
unknown = ReportDelivery.objects.get(state="unknown")
send_again(delivery=unknown, by=make_user(Role.EDITOR))
"""
NAMES = ("ada", "bo", "cy")
EVERYBODY = [f"{name}@desk.example" for name in NAMES]
STATES = (
    "SELECT s.email, d.state, d.attempts FROM claims_reportdelivery d "
    "JOIN claims_reportsubscriber s ON s.id = d.subscriber_id ORDER BY s.email"
)

Installation = Callable[..., Factcheck]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def installed(
    request: pytest.FixtureRequest,
    factcheck_process: Installation,
    server: MailServer,
) -> Factcheck:
    """A report that three have subscribed to, its e-mails promised; no worker yet."""
    given = {
        "REPORT_FROM": "Desk <desk@norland.example>",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
        "EMAIL_USE_TLS": "false",
        "JOB_LEASE_SECONDS": "2",
        "ALLOW_IN_PROCESS_JOBS": "true",
    }
    if request.param == "postgresql":
        given["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    factcheck = factcheck_process(**given)
    factcheck.manage("migrate", "-v0", timeout=400)
    factcheck.manage("shell", "-v0", "-c", PREPARE.format(names=NAMES))
    return factcheck


def rows(factcheck: Factcheck, query: str = STATES) -> list[tuple[Any, ...]]:
    return rows_of(factcheck, query)


def wait_for(
    condition: Callable[[], bool], factcheck: Factcheck, worker: subprocess.Popen[bytes]
) -> None:
    wait_until(condition, lambda: f"{rows(factcheck)} {factcheck.output_of(worker)}")


def test_a_worker_killed_between_two_subscribers_leaves_the_rest_to_the_next(
    installed: Factcheck, server: MailServer
) -> None:
    reached, released = threading.Event(), threading.Event()
    visits = Counter[str]()

    def hold_the_second() -> None:
        visits["all"] += 1
        if visits["all"] == 2:
            reached.set()
            released.wait(PATIENCE)

    server.connected = hold_the_second
    worker = installed.start_manage("runjobs")
    assert reached.wait(PATIENCE), installed.output_of(worker)
    kill(worker)
    released.set()
    assert len(server.recipients) == 1

    second = installed.start_manage("runjobs")
    wait_for(lambda: len(server.recipients) >= 3, installed, second)
    wait_for(lambda: {row[1] for row in rows(installed)} == {"sent"}, installed, second)

    assert sorted(server.recipients) == EVERYBODY
    assert rows(installed) == [(address, "sent", 1) for address in EVERYBODY]


def test_a_worker_killed_while_it_hands_an_email_over_sends_no_second_one(
    installed: Factcheck, server: MailServer
) -> None:
    reached, released = threading.Event(), threading.Event()

    def hold_the_second(envelope: Envelope) -> str:
        if len(server.recipients) == 1 and not reached.is_set():
            reached.set()
            released.wait(PATIENCE)
        return ACCEPTED

    server.answer = hold_the_second
    worker = installed.start_manage("runjobs")
    assert reached.wait(PATIENCE), installed.output_of(worker)
    kill(worker)
    released.set()  # the server takes it, and nobody hears that it does

    second = installed.start_manage("runjobs")
    done = {"sent", "unknown"}
    wait_for(
        lambda: (
            len(rows(installed)) == 3 and {row[1] for row in rows(installed)} == done
        ),
        installed,
        second,
    )

    assert sorted(server.recipients) == EVERYBODY
    states = Counter(state for _, state, _ in rows(installed))
    assert states == {"sent": 2, "unknown": 1}

    # A person decides, and the mailbox can tell that it is the same.
    installed.manage("shell", "-v0", "-c", AGAIN)
    wait_for(lambda: len(server.recipients) == 4, installed, second)
    ids = Counter(str(message["Message-ID"]) for message in server.accepted)
    assert sorted(ids.values()) == [1, 1, 2]
    wait_for(lambda: {row[1] for row in rows(installed)} == {"sent"}, installed, second)


def test_three_workers_at_once_send_each_email_once(
    installed: Factcheck, server: MailServer
) -> None:
    racing = [installed.start_manage("runjobs") for _ in range(3)]

    wait_for(lambda: len(server.recipients) >= 3, installed, racing[0])
    open_jobs = "SELECT count(*) FROM core_job WHERE state IN ('queued', 'running')"
    wait_for(lambda: rows(installed, open_jobs) == [(0,)], installed, racing[0])

    assert sorted(server.recipients) == EVERYBODY
    assert rows(installed) == [(address, "sent", 1) for address in EVERYBODY]

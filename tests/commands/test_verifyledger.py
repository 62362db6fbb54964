"""``manage.py verifyledger`` as its users run it, and the occasion of a command."""

from __future__ import annotations

import io
import runpy
import sys

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from factcheck.core.models import AuditEvent
from tests.factories import make_user
from tests.ledger import recorded, tamper

pytestmark = pytest.mark.django_db


def output(*arguments: str) -> str:
    """What the command prints."""
    printed = io.StringIO()
    call_command("verifyledger", *arguments, stdout=printed)
    return printed.getvalue()


def test_an_empty_ledger_holds() -> None:
    assert output() == f"0 events hold.\nhead 0 {'0' * 64}\n"


def test_it_prints_how_many_events_hold_and_the_head() -> None:
    events = [recorded() for _ in range(3)]

    assert output() == f"3 events hold, 1 to 3.\nhead 3 {events[2].hash}\n"
    assert output("--from", "3").startswith("1 events hold, 3 to 3.\n")


def test_an_expected_head_is_looked_for() -> None:
    events = [recorded() for _ in range(3)]

    printed = output("--expect-head", events[1].hash.upper())

    assert "The expected head is event 2; 1 came later." in printed
    with pytest.raises(CommandError, match="cut off or rewritten"):
        output("--expect-head", "ab" * 32)


def test_a_broken_link_is_named() -> None:
    events = [recorded() for _ in range(3)]
    tamper("UPDATE core_auditevent SET reason = 'another' WHERE number = 2")

    with pytest.raises(CommandError) as error:
        output()

    assert str(error.value) == (
        f"The ledger is broken at event 2 ({events[1].public_id}): its content was "
        "altered: its hash is another. The 1 read before it hold."
    )
    assert error.value.returncode == 1


def test_events_are_counted_from_one() -> None:
    with pytest.raises(CommandError, match="counted from 1"):
        output("--from", "0")


@pytest.mark.django_db(transaction=True)  # it closes the connection at its end
def test_what_manage_py_does_came_in_through_a_command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: Settings,
) -> None:
    settings.ALLOW_IN_PROCESS_JOBS = True  # or its checks stop it on PostgreSQL
    make_user(username="ana")
    monkeypatch.setattr(sys, "argv", ["manage.py", "createtoken", "ana"])

    runpy.run_path("manage.py", run_name="__main__")

    assert capsys.readouterr().out.startswith("fc_")
    event = AuditEvent.objects.get()
    assert (event.channel, event.action, event.actor_id) == (
        "command",
        "token.issued",
        None,
    )

"""The ledger: never changed (provocation 19), verified link by link, one writer."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from factcheck.core import audit
from factcheck.core.ledger import verify
from factcheck.core.models import Action, AuditEvent, LedgerHead
from factcheck.core.models.audit import GENESIS
from tests.ledger import THING, execute, recorded, tamper

# --- Never changed


def change_by_save(event: AuditEvent) -> None:
    event.reason = "another"
    event.save()


def change_by_update_fields(event: AuditEvent) -> None:
    event.reason = "another"
    event.save(update_fields=["reason"])


def change_by_bulk_update(event: AuditEvent) -> None:
    event.reason = "another"
    AuditEvent.objects.bulk_update([event], ["reason"])


def change_by_upsert(event: AuditEvent) -> None:
    event.reason = "another"
    AuditEvent.objects.bulk_create(
        [event],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["reason"],
    )


def put_another_in_its_place(event: AuditEvent) -> None:
    other = AuditEvent.objects.get()
    other.public_id, other.reason = uuid.uuid4(), "another"
    other.save(force_insert=True)


def replace_in_sql(event: AuditEvent) -> None:
    if connection.vendor != "sqlite":
        execute("TRUNCATE core_auditevent")
        return
    execute("INSERT OR REPLACE INTO core_auditevent SELECT * FROM core_auditevent")


CHANGES = {
    "save": change_by_save,
    "save of a field": change_by_update_fields,
    "update": lambda event: AuditEvent.objects.update(reason="another"),
    "bulk update": change_by_bulk_update,
    "upsert": change_by_upsert,
    "insert over it": put_another_in_its_place,
    "delete": lambda event: event.delete(),
    "delete all": lambda event: AuditEvent.objects.all().delete(),
    "SQL update": lambda event: execute(
        "UPDATE core_auditevent SET reason = 'another'"
    ),
    "SQL delete": lambda event: execute("DELETE FROM core_auditevent"),
    "SQL replace or truncate": replace_in_sql,
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_an_event(
    change: Callable[[AuditEvent], object],
) -> None:
    event = recorded(reason="as it was")

    with pytest.raises(IntegrityError), transaction.atomic():
        change(event)

    assert AuditEvent.objects.get().reason == "as it was"


@pytest.mark.django_db
def test_an_event_cannot_be_put_in_twice_by_hand() -> None:
    recorded()
    head = LedgerHead.objects.get()
    head.number, head.hash = 0, GENESIS
    head.save()

    with pytest.raises(IntegrityError):
        recorded()


# --- The walk


@pytest.fixture
def ledger(db: None) -> list[AuditEvent]:
    """Six events."""
    return [recorded(reason=f"reason {n}", after={"n": n}) for n in range(1, 7)]


def test_an_untouched_ledger_holds(ledger: list[AuditEvent]) -> None:
    found = verify()

    assert (found.count, found.number, found.broken) == (6, 6, None)
    assert found.hash == ledger[-1].hash


SWAP = "UPDATE core_auditevent SET number = {} WHERE number = {}"
TAMPERINGS: dict[str, tuple[list[str], int, str]] = {
    "altered": (
        ["UPDATE core_auditevent SET reason = 'another' WHERE number = 3"],
        3,
        "content was altered",
    ),
    "altered values": (
        ["""UPDATE core_auditevent SET "after" = '{"n":4}' WHERE number = 3"""],
        3,
        "content was altered",
    ),
    "altered time": (
        [
            "UPDATE core_auditevent SET happened_at = '2026-01-01 00:00:00'"
            " WHERE number = 3"
        ],
        3,
        "content was altered",
    ),
    "missing": (["DELETE FROM core_auditevent WHERE number = 3"], 3, "is missing"),
    "missing first": (["DELETE FROM core_auditevent WHERE number = 1"], 1, "missing"),
    "missing and closed up": (
        [
            "DELETE FROM core_auditevent WHERE number = 3",
            *(SWAP.format(n - 1, n) for n in (4, 5, 6)),
        ],
        3,
        "does not follow from event 2",
    ),
    "reordered": (
        [SWAP.format(99, 3), SWAP.format(3, 4), SWAP.format(4, 99)],
        3,
        "does not follow from event 2",
    ),
    "cut off": (
        ["DELETE FROM core_auditevent WHERE number > 4"],
        5,
        "6 events had been recorded",
    ),
    "head gone": (["DELETE FROM core_ledgerhead"], 7, "head row is missing"),
    "other head": (
        ["UPDATE core_ledgerhead SET hash = 'another'"],
        6,
        "not the event that the ledger's head row tells of",
    ),
    "all gone": (["DELETE FROM core_auditevent"], 1, "6 events had been recorded"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_first_broken_link_is_named(name: str, ledger: list[AuditEvent]) -> None:
    statements, number, fault = TAMPERINGS[name]
    tamper(*statements)

    found = verify()

    assert found.broken is not None
    assert found.broken.number == number
    assert fault in found.broken.fault
    assert found.count == number - 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has types")
@pytest.mark.parametrize("garbage", ["'never'", "7", "''"])
@pytest.mark.parametrize("column", ["happened_at", "request_id"])
def test_garbage_is_a_broken_link_and_no_crash(
    column: str, garbage: str, ledger: list[AuditEvent]
) -> None:
    tamper(
        f"UPDATE core_auditevent SET {column} = {garbage} "  # noqa: S608 - ours
        "WHERE number = 3"
    )

    found = verify()

    assert found.broken is not None
    assert (found.broken.number, found.count) == (3, 2)


def test_a_rewritten_end_is_found_by_the_head_kept_outside(
    ledger: list[AuditEvent],
) -> None:
    kept = ledger[-1].hash
    tamper("DELETE FROM core_auditevent WHERE number > 4")
    LedgerHead.objects.update(number=4, hash=ledger[3].hash)
    for _ in range(3):
        recorded(reason="as if nothing had been")

    assert verify().broken is None
    found = verify(expected=kept)
    assert found.broken is not None
    assert "cut off or rewritten" in found.broken.fault


def test_the_head_kept_outside_is_found_when_more_came_later(
    ledger: list[AuditEvent],
) -> None:
    recorded()

    found = verify(expected=ledger[-1].hash)

    assert (found.broken, found.expected_at, found.number) == (None, 6, 7)


def test_a_walk_may_begin_later(ledger: list[AuditEvent]) -> None:
    tamper("UPDATE core_auditevent SET reason = 'another' WHERE number = 2")

    found = verify(first=4)

    assert (found.broken, found.count, found.number) == (None, 3, 6)
    beyond = verify(first=9).broken
    assert beyond is not None
    assert "missing" in beyond.fault


def test_a_long_ledger_is_read_in_parts(
    ledger: list[AuditEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factcheck.core.ledger._AT_ONCE", 2)

    assert verify().count == 6


# --- Two writers


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="needs PostgreSQL as Django's database"
)
def test_writers_at_the_same_time_neither_fork_the_chain_nor_leave_gaps() -> None:
    """Provoke: eight threads record; every third transaction is rolled back."""
    together = threading.Barrier(8)
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            together.wait(timeout=30)
            for n in range(25):
                try:
                    with transaction.atomic():
                        audit.record(
                            action=Action.OUTLET_CHANGED,
                            subject=THING,
                            by=None,
                            reason=f"{writer} {n}",
                        )
                        if n % 3 == 2:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    pass
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    found = verify()
    assert (found.broken, found.count) == (None, 8 * 17)
    times = AuditEvent.objects.order_by("number").values_list("happened_at", flat=True)
    assert sorted(times) == list(times)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="needs PostgreSQL as Django's database"
)
def test_a_writer_waits_until_the_other_has_committed() -> None:
    is_recorded, may_commit = threading.Event(), threading.Event()
    order: list[str] = []

    def slow() -> None:
        with transaction.atomic():
            recorded()
            is_recorded.set()
            may_commit.wait(timeout=30)
            order.append("slow")
        connection.close()

    def quick() -> None:
        is_recorded.wait(timeout=30)
        recorded()
        order.append("quick")
        connection.close()

    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    for thread in threads:
        thread.start()
    is_recorded.wait(timeout=30)
    threads[1].join(timeout=0.5)
    is_waiting = threads[1].is_alive()
    may_commit.set()
    for thread in threads:
        thread.join(timeout=30)

    assert is_waiting
    assert order == ["slow", "quick"]
    assert verify().count == 2

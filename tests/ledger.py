"""The ledger in tests: events, and what somebody with the database could do to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from factcheck.core import audit
from factcheck.core.models import Action, AuditEvent

THING = audit.Subject("tests.thing", "7", "A thing")


def recorded(*, subject: audit.Subject = THING, **fields: Any) -> AuditEvent:
    """An event of the machine's operator, unless told otherwise."""
    fields.setdefault("by", None)
    fields.setdefault("action", Action.OUTLET_CHANGED)
    with transaction.atomic():
        return audit.record(subject=subject, **fields)


def execute(*statements: str) -> None:
    """Run SQL."""
    _execute(connection, statements)


def tamper(*statements: str) -> None:
    """Run SQL past the ledger's triggers."""
    with ledger_unlocked(connection):
        execute(*statements)


def moved(row: Model, **fields: object) -> None:
    """Give a row that never changes other values, such as another time."""
    with ledger_unlocked(connection):
        type(row)._default_manager.filter(pk=row.pk).update(**fields)


@contextmanager
def ledger_unlocked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, the database lets everybody change the ledger, votes and all else."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        _execute(connection, [f"DROP TRIGGER {name}" for name, _ in triggers])
        yield
        _execute(connection, [sql for _, sql in triggers])


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

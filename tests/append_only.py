"""The tables that the database refuses to change, for tests that must empty them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from claims.migrations._correction_trigger import CORRECTIONS
from factcheck.core.append_only import AppendOnly

# Each table that a migration seals with `AppendOnly`.
SEALED: Sequence[AppendOnly] = (CORRECTIONS,)


@contextmanager
def unsealed(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, the database lets everybody change them."""
    with transaction.atomic(using=connection.alias):
        for table in SEALED:
            table.unseal(connection)
        yield
        for table in SEALED:
            table.seal(connection)

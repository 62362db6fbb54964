"""A table that is sealed takes new rows and refuses every other change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from factcheck.core.append_only import AppendOnly
from tests.ledger import execute

TABLE = AppendOnly(
    table="tests_note", message="a note is never changed", unique=("id", "name")
)


@pytest.fixture
def notes(db: None) -> Iterator[None]:
    execute("CREATE TABLE tests_note (id integer PRIMARY KEY, name text UNIQUE)")
    TABLE.seal(connection)
    execute("INSERT INTO tests_note VALUES (1, 'one')")
    yield
    TABLE.unseal(connection)
    execute("DROP TABLE tests_note")


def rows() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM tests_note ORDER BY id")
        return cursor.fetchall()


def test_rows_are_added(notes: None) -> None:
    execute("INSERT INTO tests_note VALUES (2, 'two')")

    assert rows() == [(1, "one"), (2, "two")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tests_note SET name = 'another'",
        "DELETE FROM tests_note",
        "INSERT OR REPLACE INTO tests_note VALUES (1, 'another')",
        "INSERT OR REPLACE INTO tests_note VALUES (2, 'one')",
        "TRUNCATE tests_note",
    ],
)
def test_no_row_is_changed(notes: None, statement: str) -> None:
    if connection.vendor == "sqlite" and "TRUNCATE" in statement:
        statement = "DELETE FROM tests_note WHERE 1"
    if connection.vendor == "postgresql" and "OR REPLACE" in statement:
        statement = "UPDATE tests_note SET id = 3"

    with (
        pytest.raises(IntegrityError, match="a note is never changed"),
        transaction.atomic(),
    ):
        execute(statement)

    assert rows() == [(1, "one")]


def test_an_unsealed_table_is_like_any_other(notes: None) -> None:
    TABLE.unseal(connection)

    execute("DELETE FROM tests_note")

    assert rows() == []
    TABLE.seal(connection)

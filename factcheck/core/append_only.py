"""Triggers that have the database itself refuse to change or delete rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps


def never_changed(
    table: str, *, message: str, keys: Sequence[str] = ("id", "public_id")
) -> RunPython:
    """The migration's operation after which rows of the table can only be added.

    ``message`` is what the database says. ``keys`` are the unique columns: SQLite's
    INSERT OR REPLACE deletes what is in its way without asking a trigger.
    """

    def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        made = {"sqlite": _for_sqlite(table, message, keys)}
        made["postgresql"] = _for_postgresql(table, message)
        for statement in made[editor.connection.vendor]:
            editor.execute(statement)

    def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _dropping(table)[editor.connection.vendor]:
            editor.execute(statement)

    return RunPython(create, drop)


def _for_sqlite(table: str, message: str, keys: Sequence[str]) -> Iterator[str]:
    for name, deed in (("update", "UPDATE"), ("delete", "DELETE")):
        yield f"""
            CREATE TRIGGER {table}_no_{name} BEFORE {deed} ON {table}
            BEGIN SELECT RAISE(ABORT, '{message}'); END
            """
    same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names of our own
    yield f"""
        CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS ({there})
        BEGIN SELECT RAISE(ABORT, '{message}'); END
        """


def _for_postgresql(table: str, message: str) -> Iterator[str]:
    yield f"""
        CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION '{message}'
            USING ERRCODE = 'integrity_constraint_violation';
        END
        $$ LANGUAGE plpgsql
        """
    yield f"""
        CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE
        ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
        """
    yield f"""
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE
        ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()
        """


def _dropping(table: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"DROP TRIGGER {table}_no_{name}"
            for name in ("replace", "delete", "update")
        ],
        "postgresql": [
            f"DROP TRIGGER {table}_no_truncate ON {table}",
            f"DROP TRIGGER {table}_no_change ON {table}",
            f"DROP FUNCTION {table}_refuse()",
        ],
    }

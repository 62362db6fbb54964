"""Tables that the database itself refuses to change: rows are added, nothing else.

For migrations, which write down what is in a table's triggers by naming this module:
what it makes of the same words never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendOnly:
    """One such table.

    ``message`` tells whoever tries what to do instead; it has no apostrophe.
    ``unique`` are all columns that are unique each by itself, the primary key among
    them: SQLite's INSERT OR REPLACE would delete a row with the same value without
    asking a trigger.
    """

    table: str
    message: str
    unique: tuple[str, ...] = ("id", "public_id")

    def create_statements(self, vendor: str) -> list[str]:
        """The SQL that makes the triggers. `KeyError` for an unknown database."""
        makers = {"sqlite": self._create_sqlite, "postgresql": self._create_postgresql}
        return makers[vendor]()

    def drop_statements(self, vendor: str) -> list[str]:
        """The SQL that takes them away again."""
        table = self.table
        return {
            "sqlite": [
                f"DROP TRIGGER {table}_no_replace",
                f"DROP TRIGGER {table}_no_delete",
                f"DROP TRIGGER {table}_no_update",
            ],
            "postgresql": [
                f"DROP TRIGGER {table}_no_truncate ON {table}",
                f"DROP TRIGGER {table}_no_change ON {table}",
                f"DROP FUNCTION {table}_refuse()",
            ],
        }[vendor]

    def operation(self) -> migrations.RunPython:
        """The step of a migration, after the one that makes the table."""

        def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            for statement in self.create_statements(editor.connection.vendor):
                editor.execute(statement)

        def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            for statement in self.drop_statements(editor.connection.vendor):
                editor.execute(statement)

        return migrations.RunPython(create, drop)

    def seal(self, connection: BaseDatabaseWrapper) -> None:
        """Make the triggers."""
        _execute(connection, self.create_statements(connection.vendor))

    def unseal(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers away: for tests that empty every table."""
        _execute(connection, self.drop_statements(connection.vendor))

    def _create_sqlite(self) -> list[str]:
        table, refuse = self.table, f"SELECT RAISE(ABORT, '{self.message}')"
        same = " OR ".join(f"{column} = NEW.{column}" for column in self.unique)
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN {refuse}; END",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN {refuse}; END",
            f"CREATE TRIGGER {table}_no_replace "  # noqa: S608 - no user's words
            f"BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN {refuse}; END",
        ]

    def _create_postgresql(self) -> list[str]:
        table = self.table
        return [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$ BEGIN "
            f"RAISE EXCEPTION '{self.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$ "
            "LANGUAGE plpgsql",
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ]


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

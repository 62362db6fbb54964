"""The trigger that has the database itself refuse to change a snapshot."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MESSAGE = "a snapshot is never changed: store a new one"

CREATE = {
    "sqlite": [
        f"""
        CREATE TRIGGER sources_snapshot_immutable BEFORE UPDATE ON sources_snapshot
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
        """
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION sources_snapshot_refuse_update() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
        END
        $$ LANGUAGE plpgsql
        """,
        """
        CREATE TRIGGER sources_snapshot_immutable BEFORE UPDATE ON sources_snapshot
        FOR EACH ROW EXECUTE FUNCTION sources_snapshot_refuse_update()
        """,
    ],
}
DROP = {
    "sqlite": ["DROP TRIGGER sources_snapshot_immutable"],
    "postgresql": [
        "DROP TRIGGER sources_snapshot_immutable ON sources_snapshot",
        "DROP FUNCTION sources_snapshot_refuse_update()",
    ],
}


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE[editor.connection.vendor]:
        editor.execute(statement)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP[editor.connection.vendor]:
        editor.execute(statement)

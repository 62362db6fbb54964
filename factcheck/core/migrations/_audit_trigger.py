"""The triggers that have the database itself refuse to change the ledger."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MESSAGE = "the ledger is never changed: record a new event"

CREATE = {
    "sqlite": [
        f"""
        CREATE TRIGGER core_auditevent_no_update BEFORE UPDATE ON core_auditevent
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
        """,
        f"""
        CREATE TRIGGER core_auditevent_no_delete BEFORE DELETE ON core_auditevent
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
        """,
        # INSERT OR REPLACE deletes what is in its way without asking a trigger.
        f"""
        CREATE TRIGGER core_auditevent_no_replace BEFORE INSERT ON core_auditevent
        WHEN EXISTS (
            SELECT 1 FROM core_auditevent
            WHERE number = NEW.number OR public_id = NEW.public_id
        )
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
        """,
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION core_auditevent_refuse() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
        END
        $$ LANGUAGE plpgsql
        """,
        """
        CREATE TRIGGER core_auditevent_no_change BEFORE UPDATE OR DELETE
        ON core_auditevent FOR EACH ROW EXECUTE FUNCTION core_auditevent_refuse()
        """,
        """
        CREATE TRIGGER core_auditevent_no_truncate BEFORE TRUNCATE
        ON core_auditevent FOR EACH STATEMENT EXECUTE FUNCTION core_auditevent_refuse()
        """,
    ],
}
DROP = {
    "sqlite": [
        "DROP TRIGGER core_auditevent_no_replace",
        "DROP TRIGGER core_auditevent_no_delete",
        "DROP TRIGGER core_auditevent_no_update",
    ],
    "postgresql": [
        "DROP TRIGGER core_auditevent_no_truncate ON core_auditevent",
        "DROP TRIGGER core_auditevent_no_change ON core_auditevent",
        "DROP FUNCTION core_auditevent_refuse()",
    ],
}


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE[editor.connection.vendor]:
        editor.execute(statement)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP[editor.connection.vendor]:
        editor.execute(statement)

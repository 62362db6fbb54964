"""The triggers that have the database itself refuse to change a weekly report."""

from __future__ import annotations

from factcheck.core.append_only import AppendOnly

_MESSAGE = "a weekly report is never changed: what was wrong becomes an erratum"

REPORTS = AppendOnly(table="claims_weeklyreport", message=_MESSAGE)
REPORTED = AppendOnly(table="claims_reportedclaim", message=_MESSAGE, unique=("id",))
ERRATA = AppendOnly(table="claims_reporterratum", message=_MESSAGE, unique=("id",))

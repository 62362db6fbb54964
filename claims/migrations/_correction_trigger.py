"""The triggers that have the database itself refuse to change a correction."""

from __future__ import annotations

from factcheck.core.append_only import AppendOnly

CORRECTIONS = AppendOnly(
    table="claims_correction",
    message="a correction is never changed: record another one",
)

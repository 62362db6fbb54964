"""docs/weekly-report.md tells of every member of the payload and every form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from claims.reports.formats import Format
from tests.weekly import payload

TEXT = (Path(__file__).parents[3] / "docs" / "weekly-report.md").read_text("utf-8")
NAMED = set(re.findall(r"`(\w+)`", TEXT))


def members(value: object) -> Iterator[str]:
    """The names of members, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner)


def test_every_member_of_the_payload_is_described() -> None:
    assert set(members(payload())) - NAMED == set()


def test_every_form_is_described() -> None:
    assert set(Format) - NAMED == set()

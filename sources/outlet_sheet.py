"""The register of outlets as a sheet: its columns, and what may stand in them.

Cells are judged one by one here; which outlet a row stands for is
`sources.outlet_rows`' business, and storing is `sources.register`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from factcheck.lib import csvsafe
from factcheck.lib.text import normalise
from sources.models import OutletKind, Reliability
from sources.wording import LONGEST_OUTLET, one_line

COLUMNS: Final = (
    "name",
    "domain",
    "kind",
    "owner_group",
    "country",
    "language",
    "reliability",
    "reliability_since",
    "reliability_reason",
)
REQUIRED: Final = ("name",)
MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 5_000_000
LONGEST_REASON: Final = 2_000  # characters

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,4})?")
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a sheet, and what to write instead.

    ``line`` counts from 1; None, like an empty ``column``, if it is not about one.
    """

    line: int | None
    column: str
    message: str

    def __str__(self) -> str:
        place = f"Line {self.line}" if self.line is not None else "The file"
        return f"{place}{', ' * bool(self.column)}{self.column}: {self.message}"


class Faulty(ValueError):
    """The sheet as a whole cannot be used."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the line it begins on and its cells by column, as they are written.

    A column that the sheet lacks is no key.
    """

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, message: str) -> Fault:
        """A fault of this row."""
        return Fault(self.line, column, message)


@dataclass(frozen=True, slots=True)
class Rating:
    """A grade as a sheet states it. ``since`` None: from today; ``reason`` may be
    empty if the grade that holds is the same.
    """

    grade: Reliability
    since: date | None
    reason: str


def read_sheet(data: bytes) -> list[Entry]:
    """The rows below the header. Raises `Faulty`: no row can be trusted then."""
    if len(data) > MOST_BYTES:
        raise Faulty(
            [
                Fault(
                    None,
                    "",
                    f"It has more than {MOST_BYTES / 1e6:.0f} MB. Divide it into "
                    "several files.",
                )
            ]
        )
    try:
        rows = csvsafe.read(data, most_rows=MOST_ROWS)
    except csvsafe.BadCsv as error:
        raise Faulty([Fault(error.line, "", str(error))]) from error
    if not rows:
        columns = ",".join(COLUMNS)
        raise Faulty([Fault(None, "", f"It is empty. The first line is {columns}.")])
    header = [cell.strip().lower() for cell in rows[0].cells]
    if faults := _header_faults(header, rows[0].line):
        raise Faulty(faults)
    faults = [
        Fault(
            row.line,
            "",
            f"{len(row.cells)} cells stand under {len(header)} columns. Write as "
            "many as there are columns, and cells with commas in quotation marks.",
        )
        for row in rows[1:]
        if len(row.cells) != len(header)
    ]
    if faults:
        raise Faulty(faults)
    return [
        Entry(row.line, dict(zip(header, row.cells, strict=True))) for row in rows[1:]
    ]


def _header_faults(header: list[str], line: int) -> list[Fault]:
    faults = []
    for place, name in enumerate(header):
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            message = f"There is no such column. Remove it; known are {known}."
            faults.append(Fault(line, name[:40] or f"column {place + 1}", message))
        elif name in header[:place]:
            faults.append(Fault(line, name, "The column is there twice. Remove one."))
    faults += [
        Fault(line, name, "The column is missing. Add it.")
        for name in REQUIRED
        if name not in header
    ]
    return faults


def _name(cell: str) -> str:
    return _text(cell) or _wrong("Write the outlet's name.")


def clean_name(cell: str) -> str:
    """A name as it is stored: one line, nothing invisible."""
    return one_line(normalise(cell))


def _text(cell: str) -> str:
    text = clean_name(cell)
    if len(text) > LONGEST_OUTLET:
        _wrong(f"It has {len(text):,} characters; write at most {LONGEST_OUTLET}.")
    return text


def _kind(cell: str) -> str:
    kind = cell.strip().lower()
    if kind not in OutletKind.values:
        _wrong(f"Write one of: {', '.join(OutletKind.values)}.")
    return kind


def _country(cell: str) -> str:
    country = cell.strip().upper()
    if country and not _COUNTRY.fullmatch(country):
        _wrong("Write the two letters of ISO 3166-1, such as GB, or nothing.")
    return country


def _language(cell: str) -> str:
    language = cell.strip().lower()
    if language and not _LANGUAGE.fullmatch(language):
        _wrong("Write a code of ISO 639-1, such as en, or nothing.")
    return language


CLEANED: Final[Mapping[str, Callable[[str], str]]] = {
    "name": _name,
    "kind": _kind,
    "owner_group": _text,
    "country": _country,
    "language": _language,
}
"""By column, what a cell is stored as; raises ``ValueError`` saying what to write."""


def stated_rating(entry: Entry, *, today: date) -> Rating | list[Fault] | None:
    """The rating that a row states, or its faults; None if it states none."""
    grade = entry["reliability"].strip().upper()
    day = entry["reliability_since"].strip()
    reason = entry["reliability_reason"]
    if not grade:
        if not day and not reason.strip():
            return None
        message = "Write a grade, A to F, or empty its day and reason too."
        return [entry.fault("reliability", message)]
    faults = []
    since = None
    if grade not in Reliability.values:
        faults.append(entry.fault("reliability", "Write A, B, C, D, E, F or nothing."))
    try:
        since = checked_day(_day(day), today=today) if day else None
    except ValueError as error:
        faults.append(entry.fault("reliability_since", str(error)))
    try:
        reason = checked_reason(reason) if reason.strip() else ""
    except ValueError as error:
        faults.append(entry.fault("reliability_reason", str(error)))
    return faults or Rating(Reliability(grade), since, reason)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as error:
        raise ValueError("Write the day as 2026-01-31.") from error


def checked_day(day: date, *, today: date) -> date:
    """The day, unless it is still to come. ``today`` is UTC's; where it is a day
    later already, that day is taken too. ``ValueError`` says what to do.
    """
    if day > today + _ONE_DAY:
        raise ValueError(f"{day} is still to come. Give a day up to today.")
    return day


def checked_reason(reason: str) -> str:
    """The reason as it is stored. ``ValueError`` if it is empty or too long."""
    reason = normalise(reason).strip()
    if not reason:
        raise ValueError("Say why: others will read it.")
    if len(reason) > LONGEST_REASON:
        raise ValueError(
            f"The reason has {len(reason):,} characters; at most "
            f"{LONGEST_REASON:,} fit."
        )
    return reason


def _wrong(message: str) -> str:
    raise ValueError(message)

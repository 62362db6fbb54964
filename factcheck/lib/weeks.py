"""Weeks as ISO 8601 counts them: from Monday, in UTC unless a time zone is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_NAME = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, known by its Monday."""

    monday: date

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def begins(self) -> datetime:
        """Its first moment, in UTC."""
        return self.begins_in(UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.ends_in(UTC)

    def begins_in(self, zone: tzinfo) -> datetime:
        """Its first moment where the clocks show this time zone, as UTC.

        A week in which they are changed has an hour more or less than 168. Where
        midnight itself is left out, it begins with the first moment there is.
        """
        return datetime.combine(self.monday, time(), tzinfo=zone).astimezone(UTC)

    def ends_in(self, zone: tzinfo) -> datetime:
        """The first moment after it, where the clocks show this time zone, as UTC."""
        return self.after().begins_in(zone)

    def before(self, count: int = 1) -> Week:
        """The week so many weeks earlier."""
        return Week(self.monday - timedelta(weeks=count))

    def after(self, count: int = 1) -> Week:
        """The week so many weeks later."""
        return Week(self.monday + timedelta(weeks=count))


def week_of(moment: datetime, zone: tzinfo = UTC) -> Week:
    """The week of an aware moment."""
    day = moment.astimezone(zone).date()
    return Week(day - timedelta(days=day.weekday()))


def week_named(name: str) -> Week:
    """The week that ``str`` writes as ``name``, such as 2026-W53.

    ``ValueError`` for anything else, and for a week that its year does not have.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is no week such as 2026-W47")
    try:
        found = Week(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        found.after(2)  # the calendar must not end with it, nor in any time zone
        return found
    except (ValueError, OverflowError) as error:
        raise ValueError(f"there is no week {name}: {error}") from None


def weeks_until(moment: datetime, *, count: int) -> tuple[Week, ...]:
    """So many weeks, oldest first; the last is that of ``moment``."""
    last = week_of(moment)
    return tuple(last.before(back) for back in reversed(range(count)))

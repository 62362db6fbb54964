"""Weeks as ISO 8601 counts them: from Monday, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


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
        return datetime.combine(self.monday, time(), tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.begins + timedelta(days=7)

    def before(self, count: int = 1) -> Week:
        """The week so many weeks earlier."""
        return Week(self.monday - timedelta(weeks=count))


def week_of(moment: datetime) -> Week:
    """The week of an aware moment."""
    day = moment.astimezone(UTC).date()
    return Week(day - timedelta(days=day.weekday()))


def weeks_until(moment: datetime, *, count: int) -> tuple[Week, ...]:
    """So many weeks, oldest first; the last is that of ``moment``."""
    last = week_of(moment)
    return tuple(last.before(back) for back in reversed(range(count)))

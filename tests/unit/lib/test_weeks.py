"""ISO weeks in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from factcheck.lib.weeks import Week, week_named, week_of, weeks_until


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2026, 11, 25, 12, tzinfo=UTC), "2026-W48"),
        (datetime(2021, 1, 3, 23, 59, tzinfo=UTC), "2020-W53"),
        (datetime(2021, 1, 4, 0, 0, tzinfo=UTC), "2021-W01"),
        (datetime(2024, 12, 30, tzinfo=UTC), "2025-W01"),
        # Monday in Berlin, and still Sunday in UTC
        (
            datetime(2026, 11, 23, 0, 30, tzinfo=timezone(timedelta(hours=1))),
            "2026-W47",
        ),
    ],
)
def test_the_week_of_a_moment(moment: datetime, name: str) -> None:
    week = week_of(moment)

    assert str(week) == name
    assert week.begins <= moment < week.ends
    assert week.begins.weekday() == 0


@pytest.mark.parametrize(
    "name", ["2025-W53", "2026-W00", "2026-w47", "٢٠٢٦-W47", "0000-W01", "9999-W52"]
)
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no week"):
        week_named(name)


def test_weeks_run_up_to_the_present_one() -> None:
    weeks = weeks_until(datetime(2021, 1, 6, tzinfo=UTC), count=3)

    assert [str(week) for week in weeks] == ["2020-W52", "2020-W53", "2021-W01"]
    assert weeks[-1] == Week(date(2021, 1, 4))
    assert sorted(weeks, reverse=True) == list(reversed(weeks))

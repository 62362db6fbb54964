"""Dates as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.dates import parse_published


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("2023-11-27", date(2023, 11, 27)),
        ("2023-11-27T10:15:00Z", datetime(2023, 11, 27, 10, 15, tzinfo=UTC)),
        (
            "2023-11-27T10:15:00.000+02:00",
            datetime(2023, 11, 27, 10, 15, tzinfo=timezone(timedelta(hours=2))),
        ),
        ("2023-11-27T10:15:00", date(2023, 11, 27)),  # without a zone: the day only
        (
            "Mon, 27 Nov 2023 10:15:00 +0200",
            datetime(2023, 11, 27, 10, 15, tzinfo=timezone(timedelta(hours=2))),
        ),
        ("November 27, 2023", date(2023, 11, 27)),
        ("Nov. 27, 2023", date(2023, 11, 27)),
        ("27 November 2023", date(2023, 11, 27)),
        ("27th Sept, 2023", date(2023, 9, 27)),
        ("Published: Monday 27 November 2023, 10:15 GMT", date(2023, 11, 27)),
        ("  2023-11-27\n", date(2023, 11, 27)),
        ("11/12/2023", None),
        ("31 June 2023", None),
        ("2023-13-40", None),
        ("9999-99-99", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("2023", None),
        ("", None),
        (" ", None),
        ("1" * 200, None),
    ],
)
def test_dates(written: str, when: date | None):
    published = parse_published(written)

    assert (published.when if published else None) == when
    assert published is None or published.written == " ".join(written.split())


@given(
    st.one_of(
        st.text(max_size=120), st.from_regex(r"[\d:TZ+. ,-]{0,40}", fullmatch=True)
    )
)
def test_no_string_makes_it_fail(written: str):
    published = parse_published(written)

    assert published is None or 1800 <= published.date.year < 2200

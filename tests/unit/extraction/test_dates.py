"""When something was said, counted back from the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from claims.extraction import Extractor
from claims.extraction.dates import resolve_date

WEDNESDAY = date(2024, 5, 15)

PHRASES = [
    ("on Monday", date(2024, 5, 13)),
    ("on Wednesday", WEDNESDAY),
    ("last Wednesday", date(2024, 5, 8)),
    ("Thursday", date(2024, 5, 9)),
    ("yesterday", date(2024, 5, 14)),
    ("last night", date(2024, 5, 14)),
    ("today", WEDNESDAY),
    ("two days ago", date(2024, 5, 13)),
    ("on Oct. 7", date(2023, 10, 7)),
    ("on May 2", date(2024, 5, 2)),
    ("on 2 May", date(2024, 5, 2)),
    ("on June 3, 2019", date(2019, 6, 3)),
    ("2024-02-29", date(2024, 2, 29)),
    ("on Feb. 31", None),
    ("last week", None),
    ("in early November", None),
    ("every Monday", None),
    ("next Friday", None),
    ("", None),
]


@pytest.mark.parametrize(("phrase", "day"), PHRASES)
def test_a_phrase_names_a_day_or_none(phrase: str, day: date | None) -> None:
    assert resolve_date(phrase, WEDNESDAY) == day


def test_without_publication_only_full_dates_resolve() -> None:
    assert resolve_date("on Monday", None) is None
    assert resolve_date("on May 2", None) is None
    assert resolve_date("on May 2, 2020", None) == date(2020, 5, 2)


def test_the_first_day_of_the_calendar_overflows_to_none() -> None:
    assert resolve_date("yesterday", date.min) is None


SENTENCES = [
    ("Ruiz said on Monday that the dam is safe.", "on Monday", date(2024, 5, 13)),
    ("On Monday, Ruiz said that the dam is safe.", "On Monday", date(2024, 5, 13)),
    ("Ruiz said yesterday that the dam is safe.", "yesterday", date(2024, 5, 14)),
]


@pytest.mark.parametrize(("text", "phrase", "day"), SENTENCES)
def test_the_cue_s_own_time_is_kept(
    extractor: Extractor, text: str, phrase: str, day: date
) -> None:
    (claim,) = extractor.extract(text, published=WEDNESDAY).attributions

    assert claim.said_at is not None
    assert claim.said_at.text == phrase
    assert text[claim.said_at.span.start : claim.said_at.span.end] == phrase
    assert claim.said_at.date == day


def test_a_date_inside_the_content_is_not_when_it_was_said(
    extractor: Extractor,
) -> None:
    text = "Ruiz said that the dam broke on Monday."

    (claim,) = extractor.extract(text, published=WEDNESDAY).attributions

    assert claim.said_at is None

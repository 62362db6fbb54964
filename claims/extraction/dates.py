"""When something was said: a temporal phrase resolved against the publication.

News counts back from the day of publication: "on Monday" is the most recent
Monday, that day included. A phrase that names no single day stays undated.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from claims.extraction.patterns import DAY_MONTH, DAYS_AGO, ISO_DATE, MONTH_DAY, WORD

_WEEKDAYS: Final = {
    name: index
    for index, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_MONTHS: Final = {
    name: index + 1
    for index, name in enumerate(
        (
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        )
    )
}
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
# "a Monday", "every Monday", "Monday's": not one day of speaking; "next": not past
_VAGUE: Final = frozenset({"every", "each", "next", "coming", "mondays", "fridays"})


def resolve_date(phrase: str, published: date | None) -> date | None:
    """The day a phrase names, or None when it names none or cannot be dated.

    A day and month without a year is the latest such day up to publication.
    """
    explicit = _explicit(phrase, published)
    if explicit is not None:
        return explicit
    if published is None:
        return None
    words = [match.group().lower() for match in WORD.finditer(phrase)]
    if any(word in _VAGUE for word in words):
        return None
    for word in words:
        if word in _WEEKDAYS:
            back = (published.weekday() - _WEEKDAYS[word]) % 7
            if "last" in words and back == 0:
                back = 7
            return _minus(published, back)
    if "yesterday" in words or words[:2] == ["last", "night"]:
        return _minus(published, 1)
    if "today" in words or "tonight" in words or words[:2] in (
        ["this", "morning"], ["this", "afternoon"], ["this", "evening"],
    ):  # fmt: skip
        return published
    ago = DAYS_AGO.search(phrase)
    if ago is not None and ago[2].lower() == "day":
        number = _NUMBERS.get(ago[1].lower()) or int(ago[1])
        return _minus(published, number)
    return None


def _minus(day: date, days: int) -> date | None:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return None


def _explicit(phrase: str, published: date | None) -> date | None:
    iso = ISO_DATE.search(phrase)
    if iso is not None:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    match = MONTH_DAY.search(phrase)
    if match is not None:
        return _dated(match[3], match[1], int(match[2]), published)
    match = DAY_MONTH.search(phrase)
    if match is not None:
        return _dated(match[3], match[2], int(match[1]), published)
    return None


def _dated(
    year: str | None, month: str, day: int, published: date | None
) -> date | None:
    number = _MONTHS[month.lower()[:3]]
    if year is not None:
        return _date(int(year), number, day)
    if published is None:
        return None
    this_year = _date(published.year, number, day)
    if this_year is not None and this_year <= published:
        return this_year
    return _date(published.year - 1, number, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

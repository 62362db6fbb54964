"""Dates as pages write them."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from sources.reading.document import Published
from sources.reading.patterns import DAY_MONTH_YEAR, ISO_DATE, JS_DATE, MONTH_DAY_YEAR

_MONTH_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS: Final = {
    name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)
}
_YEARS: Final = range(1800, 2200)


def parse_published(written: str) -> Published | None:
    """The date of a metadata field or a date line; None if it is not one.

    ISO 8601, RFC 2822 and written English dates ("Nov. 27, 2023") are read.
    All-numeric dates such as 11/12/2023 are not: they name two days.
    """
    written = " ".join(written[:100].split())
    if not written:
        return None
    when = _parse_machine(written) or _parse_written(written)
    if when is None or when.year not in _YEARS:
        return None
    return Published(when, written)


def _parse_machine(written: str) -> date | datetime | None:
    if found := JS_DATE.match(written):
        month = _MONTHS.get(found[1].lower(), 0)
        written = f"{found[3]}-{month:02}-{int(found[2]):02}T{found[4]}{found[5]}"
    if ISO_DATE.match(written) and written.endswith((" GMT", " UTC")):
        written = f"{written[:-4]}+00:00"
    if not written[0].isdigit() and "," not in written[:5]:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(written)
            aware = moment.utcoffset() is not None
        except (ValueError, TypeError, IndexError, OverflowError):
            continue  # not this format
        # A time without its zone cannot be placed: keep the day only.
        return moment if aware and len(written) > 10 else moment.date()
    return None


def _parse_written(written: str) -> date | None:
    if found := ISO_DATE.search(written):
        year, month, day = map(int, found.groups())
    elif found := DAY_MONTH_YEAR.search(written):
        day, month, year = int(found[1]), _MONTHS[found[2][:3].lower()], int(found[3])
    elif found := MONTH_DAY_YEAR.search(written):
        month, day, year = _MONTHS[found[1][:3].lower()], int(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None  # 31 June

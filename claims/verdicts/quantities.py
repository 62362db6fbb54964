"""Numbers and dates in two texts, and which of one are not in the other.

To mark for a person where evidence and claim may differ; it decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_UNITS: Final = (
    "zero - two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
).split()  # "one" is more often a pronoun than a number
_TENS: Final = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES: Final = "- one two three four five six seven eight nine".split()
_SCALES: Final = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
_MONTHS: Final = (
    "january february march april may june july august september october november "
    "december"
).split()
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_WORDS: Final = {
    **{word: float(at) for at, word in enumerate(_UNITS) if word != "-"},
    **{word: 10.0 * at for at, word in enumerate(_TENS) if word != "-"},
    "dozen": 12.0,
}
_MONTH = "|".join(month for month in _MONTHS)
_QUANTITY = re.compile(
    rf"""
    (?P<date>\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})\b
      |\b(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d))
    |\b(?:in|until|till|by|since|before|after|from|to|early|late|mid|last|next|this)
      [\s-](?P<lone>{_MONTH})\b
    |(?P<weekday>\b(?:{"|".join(_DAYS)})\b)
    |(?P<year>\b(?:19|20)\d\d\b(?![,.]\d|\s?(?:%|per\b|percent|people|m\b|bn\b)))
    |(?P<number>
      (?:(?P<digits>(?<![\w.,])
          (?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,15}}(?:\.\d{{1,6}})?)
          (?!\d|[.,]\d))
        |\b(?P<word>{"|".join(_WORDS)})(?:(?<=ty)-(?P<ones>{"|".join(_ONES)}))?\b)
      (?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|m)\b)?
      (?P<share>\s?%|\s(?:per\scent|percent)\b)?)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or date at ``text[start:end]``; equal ``value`` of one ``kind`` is the
    same: "2,000" and "two thousand".
    """

    start: int
    end: int
    kind: str  # date, month, weekday, year, number, share
    value: float


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers and dates of a text, in its order."""
    for found in _QUANTITY.finditer(text):
        start, end = found.span()
        if found["date"]:
            month = (found["month"] or found["month2"]).lower()
            day = int(found["day"] or found["day2"])
            yield Quantity(start, end, "date", 100.0 * _MONTHS.index(month) + day)
        elif found["lone"]:
            month = float(_MONTHS.index(found["lone"].lower()))
            yield Quantity(*found.span("lone"), "month", month)
        elif found["weekday"]:
            value = float(_DAYS.index(found["weekday"].lower()))
            yield Quantity(start, end, "weekday", value)
        elif found["year"]:
            yield Quantity(start, end, "year", float(found["year"]))
        else:
            kind = "share" if found["share"] else "number"
            yield Quantity(start, end, kind, _value(found))


def differing(excerpt: str, claim: str) -> list[Quantity]:
    """The quantities of the excerpt that the claim has otherwise.

    Only where the claim has one of that kind: what it does not speak of is no
    difference.
    """
    known: dict[str, set[float]] = {}
    for one in quantities(claim):
        known.setdefault(one.kind, set()).add(one.value)
    return [
        one
        for one in quantities(excerpt)
        if one.kind in known and one.value not in known[one.kind]
    ]


def _value(found: re.Match[str]) -> float:
    if found["digits"]:
        number = float(found["digits"].replace(",", ""))
    else:
        number = _WORDS[found["word"].lower()]
        if found["ones"]:
            number += _ONES.index(found["ones"].lower())
    return number * _SCALES.get((found["scale"] or "").lower(), 1.0)

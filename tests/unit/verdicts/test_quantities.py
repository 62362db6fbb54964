"""Numbers and dates that evidence and claim have differently."""

from __future__ import annotations

import pytest

from claims.verdicts.quantities import differing, quantities


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2,000 people", [("number", 2_000)]),
        ("two thousand people", [("number", 2_000)]),
        ("forty-one shots", [("number", 41)]),
        ("Twenty-two thousand", [("number", 22_000)]),
        ("3.5 million euros", [("number", 3_500_000)]),
        ("£40m", [("number", 40_000_000)]),
        ("12% of them", [("share", 12)]),
        ("12 per cent", [("share", 12)]),
        ("on 3 May", [("date", 403)]),
        ("on May 3rd", [("date", 403)]),
        ("May 3, 2026", [("date", 403), ("year", 2026)]),
        ("until June", [("month", 5)]),
        ("it may in time", []),
        ("on Monday", [("weekday", 0)]),
        ("in 2019", [("year", 2019)]),
        ("2019 people", [("number", 2019)]),
        ("one of them", []),
        ("B52 and 1.2.3", []),
        ("May said no", []),
    ],
)
def test_quantities_are_read(text: str, wanted: list[tuple[str, float]]) -> None:
    assert [(one.kind, one.value) for one in quantities(text)] == wanted


def test_only_what_the_claim_has_otherwise_differs() -> None:
    claim = "The pool will close on 3 May after 40 years"
    excerpt = "It shuts on 4 May, after forty years and 12 % of its visitors."

    found = [excerpt[one.start : one.end] for one in differing(excerpt, claim)]

    assert found == ["4 May"]


def test_a_long_text_of_digits_is_read_in_proportion() -> None:
    assert len(list(quantities("1,234 " * 20_000))) == 20_000
    assert not list(quantities("," * 100_000))

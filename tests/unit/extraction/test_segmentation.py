"""Paragraphs and parse units; nothing may move a character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.segmentation import (
    MAX_UNIT,
    find_paragraphs,
    find_units,
    is_prose,
    parsable_copy,
)


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_the_parsable_copy_keeps_every_offset(text: str) -> None:
    copy = parsable_copy(text)

    assert len(copy) == len(text)
    assert not any(0xD800 <= ord(char) < 0xE000 or char == "\0" for char in copy)


def test_lines_are_paragraphs_whatever_ends_them() -> None:
    text = "One is here.\r\nTwo is here.\rThree is here.\n\nFour is here."

    found = find_paragraphs(parsable_copy(text))

    assert [text[span.start : span.end] for span in found] == [
        "One is here.",
        "Two is here.",
        "Three is here.",
        "Four is here.",
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council met on Tuesday night to talk about the new bridge and\n"
        "the money that it will cost over the next ten years, officials\n"
        "said.\n\nNobody else spoke."
    )

    found = find_paragraphs(parsable_copy(text))

    assert len(found) == 2


def test_no_unit_is_longer_than_the_limit() -> None:
    text = "word " * 10_000
    copy = parsable_copy(text)

    units = list(find_units(copy, find_paragraphs(copy)))

    assert max(unit.end - unit.start for unit in units) <= MAX_UNIT
    assert all(unit.text == copy[unit.start : unit.end] for unit in units)
    assert "".join(unit.text for unit in units) == copy.strip()


def test_only_latin_prose_is_parsed() -> None:
    assert is_prose("The council met.")
    assert is_prose("Peña Nieto déclara.")
    assert not is_prose("議会は火曜日に会合を開いた。")
    assert not is_prose("1 2 3 4 5 6 7 8 9")
    assert not is_prose('"' * 50)

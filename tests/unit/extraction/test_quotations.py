"""Quotation marks of every make, balanced or not."""

from __future__ import annotations

import pytest

from claims.extraction.quotations import find_quotations
from claims.extraction.segmentation import find_paragraphs, parsable_copy

CASES = [
    ("He said “yes” and left.", ["“yes”"]),
    ('He said "yes" and "no".', ['"yes"', '"no"']),
    ("She said ‘it’s over’ and left.", ["‘it’s over’"]),
    ("The players’ union met the clubs’ agents.", []),
    ("It was the ’90s and ’tis over.", []),
    ("‘The players’ union is strong,’ he said.", ["‘The players’ union is strong,’"]),
    ("«Oui,» he said.", ["«Oui,»"]),
    ("»Ja«, sagte er.", ["»Ja«"]),
    ("„Ja“, sagte er.", ["„Ja“"]),
    ("“He called it ‘mad’ twice,” she said.", ["“He called it ‘mad’ twice,”"]),
    ("“A “nested” remark,” she said.", ["“A “nested” remark,”"]),
    ('A 5" pipe and a 6" pipe.', []),
    ("“Never closed, he said.", ["“Never closed, he said."]),
    ("''Two marks,'' he said.", ["''Two marks,''"]),
    ("Nothing here.", []),
    ('"straight to curly,” he said.', ['"straight to curly,”']),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_finds_the_quoted_stretches(text: str, expected: list[str]) -> None:
    found = find_quotations(text, find_paragraphs(parsable_copy(text)))

    assert [text[q.span.start : q.span.end] for q in found] == expected


def test_an_open_quotation_continues_in_the_next_paragraph() -> None:
    text = "“One.\n\n“Two,” he said."

    first, second = find_quotations(text, find_paragraphs(parsable_copy(text)))

    assert (first.closed, first.continues) == (False, True)
    assert (second.closed, second.continues) == (True, False)

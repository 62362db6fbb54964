"""What stands in quotation marks, in every way they are set."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.independence.quotations import embedded_posts, quoted_stretches
from tests.timing import repeated, slowness

# Text, and what is quoted in it.
QUOTED = [
    ('He said "no way" and left.', ['"no way"']),
    ("He said “no ‘really’ way” and left.", ["“no ‘really’ way”"]),
    ("„Nein“, sagte er. „Ja”, sagte sie.", ["„Nein“", "„Ja”"]),
    ("« Non », dit-il. »Nein«, sagte er.", ["« Non »", "»Nein«"]),
    ("”Nej”, sa hon. ‹Si›, dijo.", ["”Nej”", "‹Si›"]),
    ("「はい」と言った。", ["「はい」"]),
    ("``Typed'' and ''typed'' pairs.", ["``Typed''", "''typed''"]),
    ("‘We rowed,’ he said, ‘like furniture.’", ["‘We rowed,’", "‘like furniture.’"]),
    ("“I read “The Book” twice,” he said.", ["“I read “The Book” twice,”"]),
    # Apostrophes quote nobody.
    ("It's the dogs' bowl; he's sure o' that.", []),
    ("Rock 'n' roll in the '90s, 'tis said.", []),
    ("he's 'not amused' at the ministers' plan", ["'not amused'"]),
    ("‘It’s the dogs’ home,’ she said, more’s the pity.", ["‘It’s the dogs’ home,’"]),
    # Inches and minutes quote nobody.
    ('A 6" pipe and a 5\'10" man "said so".', ['"said so"']),
    # Unbalanced marks end where the sentence does.
    ('He said "oops. Then it went on. And "this".', ['"oops.', '"this"']),
    ('the end of one" is here. "Good," he said.', ['"Good,"']),
    ("He said “oops. Then it went on for long.", ["“oops."]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quotations(text: str, expected: list[str]):
    assert [text[start:end] for start, end in quoted_stretches(text)] == expected


@pytest.mark.parametrize("mark", ['"', "“", "‘"])
def test_a_quotation_over_paragraphs_reopens_and_closes_once(mark: str):
    close = {"“": "”", "‘": "’"}.get(mark, mark)
    text = (
        f"{mark}The first part.\n\n{mark}The second part.\n\n"
        f"{mark}The third,{close} he said. He left."
    )

    rest = text
    for start, end in reversed(quoted_stretches(text)):
        rest = rest[:start] + rest[end:]

    assert rest.split() == ["he", "said.", "He", "left."]


def test_hard_wrapped_quotations_are_whole():
    text = 'She said: "This line is\nwrapped by hand, and so is\nthis," and left.'

    assert [text[a:b] for a, b in quoted_stretches(text)] == [text[10:-10]]


def test_a_paragraph_never_closed_is_quoted_and_the_next_is_not():
    text = '"He forgot the mark. It goes on.\nThe council met on Friday.'

    assert [text[a:b] for a, b in quoted_stretches(text)] == [text[:32]]


def test_an_unclosed_mark_does_not_swallow_a_text_without_breaks():
    text = '"' + "The council met and then it met again. " * 200

    quoted = sum(end - start for start, end in quoted_stretches(text))

    assert quoted < 1_000


def test_an_embedded_post_is_quoted_though_it_has_no_marks():
    text = (
        "A reporter wrote on Monday:\n\nOur man in Skarne saw no ship at all.\n\n"
        "— Ada Brook (@adabrook) May 3, 2015\n\nThe ministry denied it."
    )

    [(start, end)] = embedded_posts(text)

    assert text[start:end].startswith("Our man")
    assert text[start:end].endswith("2015")


@given(st.text(alphabet="ab .\n\"'“”‘’„«»``", max_size=200))
def test_quotations_are_in_order_and_apart(text: str):
    stretches = quoted_stretches(text)

    assert all(0 <= start < end <= len(text) for start, end in stretches)
    assert all(a[1] <= b[0] for a, b in pairwise(stretches))


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed", ['"', "“", "‘", "'", "„", "«", "''", '" a', "‘a ", "(@a) ", "\n", "“a.\n"]
)
def test_hostile_marks_cost_linear_time(seed: str):
    def read(text: str) -> None:
        quoted_stretches(text)
        embedded_posts(text)

    assert not slowness(read, repeated(seed), 40_000)

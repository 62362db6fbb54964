"""Spans as sets of tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.evaluation.tokens import covered, f1, find_tokens, pieces
from claims.extraction.model import Span
from tests.timing import repeated, slowness


def test_tokens_are_words_with_their_inner_apostrophes() -> None:
    text = "It's a “test”, Ana-Lou’s."

    assert [text[s:e] for s, e in find_tokens(text)] == [
        "It's", "a", "test", "Ana", "Lou’s",
    ]  # fmt: skip
    assert [text[s:e] for s, e in find_tokens(text, punct=True)] == [
        "It's", "a", "“", "test", "”", ",", "Ana", "-", "Lou’s", ".",
    ]  # fmt: skip


def test_a_token_is_covered_if_its_middle_is() -> None:
    tokens = find_tokens("It's raining")

    assert covered(tokens, [Span(0, 2)]) == {0}
    assert covered(tokens, [Span(0, 1)]) == frozenset()
    assert covered(tokens, [Span(2, 12)]) == {1}
    assert covered(tokens, [Span(0, 2), Span(6, 12)]) == {0, 1}
    assert covered([], [Span(0, 2)]) == frozenset()


@given(
    st.text("ab'’ .\n", max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=3),
)
def test_coverage_is_what_looking_at_every_token_gives(
    text: str, given_spans: list[tuple[int, int]]
) -> None:
    spans = [Span(start, start + length) for start, length in given_spans]
    tokens = find_tokens(text)

    assert covered(tokens, spans) == {
        number
        for number, (start, end) in enumerate(tokens)
        if any(span.start <= (start + end - 1) / 2 < span.end for span in spans)
    }


def test_f1_of_sets() -> None:
    assert f1({1, 2, 3}, {2, 3, 4}) == pytest.approx(2 / 3)
    assert f1({1}, {2}) == 0
    assert f1(set(), set()) == 1
    assert f1({1}, set()) == 0


def test_pieces_are_unbroken_runs() -> None:
    assert pieces({5, 1, 2}) == {(1, 2), (5, 5)}
    assert pieces(()) == frozenset()


@pytest.mark.parametrize("attack", ["a", "a'", "'", "’’", "é", "_", "\u0301", "a_"])
def test_reading_tokens_is_linear(attack: str) -> None:
    def read(text: str) -> None:
        find_tokens(text)
        find_tokens(text, punct=True)

    assert not slowness(read, repeated(attack), 100_000)

"""Words, windows and label sequences: what the tagger reads and how."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.language import load_tokenizer
from claims.extraction.model import Span
from claims.extraction.quotations import find_quotations
from claims.extraction.segmentation import find_paragraphs, find_units, parsable_copy
from claims.extraction.tagger.decoding import best_labels, marginals
from claims.extraction.tagger.windows import plan
from claims.extraction.tagger.words import LOOKS, Words, read_tokens, read_words


def words_of(text: str) -> Words:
    paragraphs = find_paragraphs(parsable_copy(text))
    return read_words(text, paragraphs, find_quotations(text, paragraphs))


def test_words_are_letters_and_marks_apart() -> None:
    text = "Agne\u0300s Lind’s U.S. report—“no”"

    words = words_of(text)

    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == [
        "Agne\u0300s", "Lind’s", "U", ".", "S", ".", "report", "—", "“", "no", "”",
    ]  # fmt: skip


def test_looks_tell_capitals_quotations_and_paragraphs() -> None:
    words = words_of("The NHS said: “no”.\n\nLater")

    shapes = [look // 6 for look in words.looks]
    quoted = [look // 2 % 3 for look in words.looks]
    firsts = [look % 2 for look in words.looks]
    assert shapes == [1, 2, 0, 5, 5, 0, 5, 5, 1]
    assert quoted == [0, 0, 0, 0, 2, 1, 2, 0, 0]
    assert firsts == [1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert words.paragraphs == [0] * 8 + [1]


@given(st.text(max_size=200))
def test_any_text_has_words_in_order_and_looks_in_range(text: str) -> None:
    words = words_of(text)

    places = list(zip(words.starts, words.ends, strict=True))
    assert places == sorted(places)
    assert all(start < end <= len(text) for start, end in places)
    assert all(0 <= look < LOOKS for look in words.looks)


@given(
    st.lists(st.tuples(st.integers(1, 8), st.integers(0, 1)), min_size=1, max_size=300),
    st.integers(8, 60),
    st.integers(0, 20),
)
def test_cores_cover_every_word_once_and_windows_stay_small(
    words: list[tuple[int, int]], core: int, context: int
) -> None:
    pieces = [count for count, _ in words]
    paragraphs = list(np.cumsum([begins for _, begins in words]))

    windows = plan(pieces, paragraphs, core=core, before=context, after=context)

    covered = [w for one in windows for w in range(one.core_start, one.core_end)]
    assert covered == list(range(len(pieces)))
    for one in windows:
        assert one.start <= one.core_start < one.core_end <= one.end
        assert sum(pieces[one.start : one.end]) <= core + 2 * context


def test_windows_break_between_paragraphs_where_they_can() -> None:
    pieces = [1] * 30
    paragraphs = [0] * 12 + [1] * 12 + [2] * 6

    windows = plan(pieces, paragraphs, core=20, before=3, after=2)

    assert [(w.core_start, w.core_end) for w in windows] == [(0, 12), (12, 30)]
    assert [(w.start, w.end) for w in windows] == [(0, 12), (12, 30)]


def test_a_long_paragraph_is_read_beyond_the_break() -> None:
    windows = plan([1] * 45, [0] * 40 + [1] * 5, core=20, before=3, after=2)

    assert [(w.core_start, w.core_end) for w in windows] == [
        (0, 20),
        (20, 40),
        (40, 45),
    ]
    assert [(w.start, w.end) for w in windows] == [(0, 22), (17, 40), (40, 45)]


def every_sequence(
    emissions: np.ndarray, transitions: np.ndarray
) -> dict[tuple[int, ...], float]:
    """The score of each label sequence of one cue, by trying them all."""
    words, labels = emissions.shape
    return {
        path: sum(emissions[place, label] for place, label in enumerate(path))
        + sum(transitions[a, b] for a, b in pairwise(path))
        for path in product(range(labels), repeat=words)
    }


@pytest.mark.parametrize("seed", range(5))
def test_labels_and_their_chances_are_those_of_all_sequences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    emissions = rng.normal(0, 2, (3, 4, 4)).astype(np.float32)
    transitions = rng.normal(0, 1, (4, 4)).astype(np.float32)

    best = best_labels(emissions, transitions)
    chances = marginals(emissions, transitions)

    for cue in range(3):
        scores = every_sequence(emissions[cue], transitions)
        assert tuple(best[cue]) == max(scores, key=lambda path: scores[path])
        weights = {path: np.exp(score) for path, score in scores.items()}
        total = sum(weights.values())
        for place, label in product(range(4), range(4)):
            share = sum(w for path, w in weights.items() if path[place] == label)
            assert chances[cue, place, label] == pytest.approx(share / total, abs=1e-4)


def test_a_window_of_one_word_has_labels_too() -> None:
    emissions = np.array([[[0, 3, 1, 2]]], dtype=np.float32)
    transitions = np.zeros((4, 4), dtype=np.float32)

    assert best_labels(emissions, transitions).tolist() == [[1]]
    assert marginals(emissions, transitions).sum() == pytest.approx(1)


def test_only_the_given_paragraphs_are_read() -> None:
    words = read_words("one two\nthree", [Span(8, 13)], [])

    assert list(words.starts) == [8]


def test_tokens_keep_abbreviations_whole_and_know_their_units() -> None:
    text = "Berg’s U.S. aide  didn’t go.\n\nShe left."
    copy = parsable_copy(text)
    paragraphs = find_paragraphs(copy)
    units = list(find_units(copy, paragraphs))
    docs = [load_tokenizer().make_doc(unit.text) for unit in units]

    words = read_tokens(units, docs, find_quotations(text, paragraphs))

    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == [
        "Berg", "’s", "U.S.", "aide", "did", "n’t", "go", ".", "She", "left", ".",
    ]  # fmt: skip
    assert words.units == [0] * 8 + [1] * 3
    assert [look % 2 for look in words.looks] == [1] + [0] * 7 + [1, 0, 0]

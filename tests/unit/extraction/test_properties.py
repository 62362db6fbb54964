"""What holds for any text: spans slice back, nothing raises, time stays linear."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Attribution, Extraction, Extractor, Span
from tests.properties import examples
from tests.timing import repeated, slowness

# Pieces that meet every rule, and the characters that break careless code.
PIECES = st.sampled_from(
    [
        "Ana Ruiz said that the dam is safe. ",
        "“We lost two boats,” said Tom Hale, a captain. ",
        "according to a source close to the talks, ",
        "He reportedly agreed to resign on Monday. ",
        "The bank is expected to close. ",
        "‘It’s over,’ she added. ",
        "RUIZ: No comment. ",
        "Q: Why?\n\nA: They told us that it was shut. ",
        "“He told me, ‘Go home,’ and we were warned that it leaked,” ",
        "the Herald reported, citing two aides, that he was told to go, she said, ",
        "(it is safe, he insists) although the mayor said it was not, ",
        "\r\n", "\n\n", "\0", "\ud800", "\ufeff", "\u202e", "e\u0301", "👩‍👩‍👧", "“",
        "”", '"', "‘", "’", "''", "«", "»", "„", "שלום ", "\u2028", "\t", ",", ":", "—",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=200),
)


def assert_slices_back(text: str, result: Extraction) -> None:
    """Every stored text is what its spans cover, in order, without overlap."""
    for claim in result.attributions:
        for part in (claim.content, claim.cue, claim.speaker, *claim.via):
            fragments = [text[span.start : span.end] for span in part.spans]
            assert part.text == " … ".join(fragments)
            assert_ordered(part.spans)
        assert claim.content.spans
        assert claim.cue.spans
        assert claim.sentence.end <= len(text)
        if claim.said_at:
            span = claim.said_at.span
            assert claim.said_at.text == text[span.start : span.end]
        assert_probabilities(claim)


def assert_ordered(spans: tuple[Span, ...]) -> None:
    for left, right in pairwise(spans):
        assert left.end <= right.start


def assert_probabilities(claim: Attribution) -> None:
    parts = claim.confidence
    for value in (
        parts.overall, parts.cue, parts.speaker, parts.content, parts.resolution,
    ):  # fmt: skip
        assert 0 <= value <= 1


@given(TEXTS)
@examples(120)
def test_any_text_gives_claims_whose_spans_slice_back(
    extractor: Extractor, text: str
) -> None:
    assert_slices_back(text, extractor.extract(text))


# Each grows with n; the time may not grow much more.
PATHOLOGICAL = {
    "quotation marks": lambda n: '"' * n,
    "spaced marks": lambda n: '“ " ' * (n // 4),
    "single marks": lambda n: "‘a " * (n // 3),
    "typed pairs": lambda n: "''a" * (n // 3),
    "one long run": lambda n: "a" * n,
    "commas": lambda n: "a, " * (n // 3),
    "colons": lambda n: "A: b\n" * (n // 5),
    "newlines": lambda n: "\n" * n,
    "surrogates": lambda n: "\ud800" * n,
    "brackets": lambda n: "((((" * (n // 4),
    "open quotations": lambda n: "“a b\n" * (n // 5),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological_text_takes_linear_time(extractor: Extractor, name: str) -> None:
    def read(text: str) -> None:
        assert_slices_back(text, extractor.extract(text))

    assert not slowness(read, PATHOLOGICAL[name], 16_000)


def test_a_sentence_without_end_is_cut_into_units(extractor: Extractor) -> None:
    text = "Ruiz said that " + "the dam is safe and " * 700

    result = extractor.extract(text)

    assert result.attributions
    assert_slices_back(text, result)


def test_a_megabyte_without_blanks_is_no_prose(extractor: Extractor) -> None:
    def read(text: str) -> None:
        assert extractor.extract(text).attributions == ()

    assert not slowness(read, repeated("x"), 1_000_000)

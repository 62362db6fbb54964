"""What changed between two texts, as a person would mark it."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.changes import ChangeKind, Piece, changes

POOL = "The pool will close in May, Jane Okafor said."
COST = "Repairs would cost two million pounds, a report says."


def kinds(old: str, new: str) -> list[str]:
    """What became of each paragraph."""
    return [change.kind.value for change in changes(old, new)]


def test_paragraphs_are_same_added_or_removed() -> None:
    assert kinds(f"{POOL}\n\n{COST}", f"{POOL}\n\nIt rained.") == [
        "same",
        "added",
        "removed",
    ]


def test_the_words_of_an_edited_paragraph_are_lined_up() -> None:
    (change,) = changes(COST, COST.replace("two", "three"))

    assert change.kind == ChangeKind.EDITED
    assert Piece(ChangeKind.REMOVED, "two") in change.pieces
    assert Piece(ChangeKind.ADDED, "three") in change.pieces


def test_a_paragraph_put_before_an_edited_one_stays_apart() -> None:
    assert kinds(COST, f"It rained all day.\n\n{COST.replace('two', 'three')}") == [
        "added",
        "edited",
    ]


PARAGRAPHS = st.lists(st.text("ab c.", min_size=1, max_size=20), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_the_pieces_put_together_are_both_texts(old: list[str], new: list[str]) -> None:
    before = [words.strip() for words in old if words.strip()]
    after = [words.strip() for words in new if words.strip()]

    found = changes("\n\n".join(before), "\n\n".join(after))

    def side(wanted: set[ChangeKind]) -> list[str]:
        texts = (
            "".join(piece.text for piece in change.pieces if piece.kind in wanted)
            for change in found
        )
        return [text for text in texts if text]

    assert side({ChangeKind.SAME, ChangeKind.REMOVED}) == before
    assert side({ChangeKind.SAME, ChangeKind.ADDED}) == after


WORDS = ["the", "of", "a", "in", "to", "and", "was", "on", "at", "by"]


def rewritten(paragraphs: int, words: int, seed: int) -> str:
    """A text of few different words, whose every paragraph is like every other."""
    chosen = random.Random(seed)  # noqa: S311 - no secret
    return "\n\n".join(
        " ".join(chosen.choice(WORDS) for _ in range(words)) for _ in range(paragraphs)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rewritten(700, 190, 1), rewritten(700, 190, 2)),
        (rewritten(1, 1_400, 1), rewritten(1, 1_400, 2)),
        ("x\n\n" * 300_000 + "end", "start\n\n" + "y\n\n" * 300_000),
        (rewritten(1_000, 1, 1), rewritten(1_000, 1, 2)),
    ],
    ids=["paragraphs alike", "one long paragraph", "very many", "ten words"],
)
def test_texts_made_to_take_long_take_seconds(old: str, new: str) -> None:
    began = time.process_time()

    assert changes(old, new)

    assert time.process_time() - began < 5


def test_a_long_paragraph_is_lined_up_word_by_word() -> None:
    words = [f"word{number}" for number in range(1_400)]
    edited = [*words[:700], "other", *words[701:]]

    (change,) = changes(" ".join(words), " ".join(edited))

    assert [piece.text for piece in change.pieces if piece.kind != "same"] == [
        "word700",
        "other",
    ]

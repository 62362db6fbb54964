"""What changed between two texts, as a person would mark it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.changes import ChangeKind, Piece, changes
from tests.timing import KEEPING, slowness

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


# Two texts made to take long, of a size: they take seconds, whatever the size.
HARD: dict[str, Callable[[int], tuple[str, str]]] = {
    "paragraphs alike": lambda n: (rewritten(n, 190, 1), rewritten(n, 190, 2)),
    "one long paragraph": lambda n: (rewritten(1, n, 1), rewritten(1, n, 2)),
    "very many": lambda n: ("x\n\n" * n + "end", "start\n\n" + "y\n\n" * n),
    "ten words": lambda n: (rewritten(n, 1, 1), rewritten(n, 1, 2)),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("paragraphs alike", 400),
        ("one long paragraph", 5_600),
        ("very many", 40_000),
        ("ten words", 4_000),
    ],
)
def test_texts_made_to_take_long_cost_no_more_than_in_proportion(
    name: str, size: int
) -> None:
    fault = slowness(lambda texts: changes(*texts), HARD[name], size, fourfold=KEEPING)

    assert not fault


def test_a_long_paragraph_is_lined_up_word_by_word() -> None:
    words = [f"word{number}" for number in range(1_400)]
    edited = [*words[:700], "other", *words[701:]]

    (change,) = changes(" ".join(words), " ".join(edited))

    assert [piece.text for piece in change.pieces if piece.kind != "same"] == [
        "word700",
        "other",
    ]

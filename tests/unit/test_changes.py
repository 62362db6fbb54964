"""What changed between two texts, as a person would mark it."""

from __future__ import annotations

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

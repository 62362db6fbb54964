"""Words of one text found again in another: what is the same place, what is not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.anchoring import Agreement, Anchor, reanchor

BEFORE = "Rain fell all night in the valley and the river rose. "
CLAIM = "The dam is safe, the mayor said."
AFTER = " Engineers will look at it again on Friday, the council added."
OLD = BEFORE + CLAIM + AFTER
HERE = (len(BEFORE), len(BEFORE) + len(CLAIM))


def anchor(new: str, *, old: str = OLD, place: tuple[int, int] = HERE) -> Anchor:
    """Where the claim is in the new text."""
    return reanchor(old, new, [place])[0]


@pytest.mark.parametrize(
    ("new", "start", "agreement"),
    [
        (OLD, HERE[0], Agreement.BOTH),
        ("New first paragraph.\n\n" + OLD, HERE[0] + 22, Agreement.BOTH),
        (OLD.replace(". ", ".\n\n"), HERE[0] + 1, Agreement.BOTH),
        (OLD.replace("river", "lake"), HERE[0] - 1, Agreement.ONE),
        (CLAIM + AFTER, 0, Agreement.ONE),
    ],
    ids=["unchanged", "moved", "other white space", "edited before", "cut before"],
)
def test_words_are_found_with_their_neighbours(
    new: str, start: int, agreement: Agreement
) -> None:
    assert anchor(new) == Anchor(start, agreement)


def test_a_passage_that_stood_twice_and_now_once_is_given_to_one_of_them() -> None:
    story = f"{BEFORE * 3}Earlier words. {BEFORE * 2}{CLAIM}{AFTER * 2}"
    old = f"{story} {story}"
    first = story.index(CLAIM), story.index(CLAIM) + len(CLAIM)
    second = len(story) + 1 + first[0], len(story) + 1 + first[1]
    earlier = old.rindex("Earlier words."), old.rindex("Earlier words.") + 14

    found = reanchor(old, story, [first, earlier, second])

    assert [anchor.start for anchor in found] == [
        first[0],
        story.index("Earlier words."),
        None,
    ]


def test_words_that_are_gone_have_no_place() -> None:
    assert anchor(BEFORE + AFTER) == Anchor(None)


def test_a_changed_word_is_no_place() -> None:
    assert anchor(OLD.replace("is safe", "is not safe")) == Anchor(None)


def test_the_same_words_between_other_words_are_a_lookalike() -> None:
    twin = f"Something else altogether, then. {CLAIM} Nothing as it was before. "

    assert anchor(twin + twin) == Anchor(None, is_lookalike=True)


def test_the_only_such_words_between_others_are_found_with_a_warning() -> None:
    twin = f"Something else altogether, then. {CLAIM} Nothing as it was before. "

    assert anchor(twin) == Anchor(twin.index(CLAIM), Agreement.NONE)


def test_of_two_twins_the_one_that_is_left_keeps_its_own_place() -> None:
    first = "Alpha reported on Monday. It declined to say more. "
    second = "Beta reported on Friday. It declined to say more. "
    old = first + "In between lay a long and uneventful week. " + second
    words = "It declined to say more."
    places = [
        (old.index(words), old.index(words) + len(words)),
        (old.rindex(words), old.rindex(words) + len(words)),
    ]
    new = "In between lay a long and uneventful week. " + second

    alpha, beta = reanchor(old, new, places)

    assert beta == Anchor(new.index(words), Agreement.BOTH)
    assert alpha == Anchor(None)


@given(st.text("ab .", max_size=40), st.text("ab .", max_size=40), st.data())
def test_an_anchor_always_has_the_same_words(old: str, new: str, data) -> None:
    bounds = st.tuples(st.integers(0, len(old)), st.integers(0, len(old)))
    places = [
        (min(pair), max(pair))
        for pair in data.draw(st.lists(bounds, max_size=5))
        if pair[0] != pair[1]
    ]

    anchors = reanchor(old, new, places)

    assert len(anchors) == len(places)
    for (start, end), found in zip(places, anchors, strict=True):
        if found.start is not None:
            assert new[found.start : found.start + end - start] == old[start:end]


@given(st.text(max_size=60), st.data())
def test_in_an_unchanged_text_everything_stays_where_it_was(text: str, data) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    places = list(itertools.pairwise(cuts))

    assert [found.start for found in reanchor(text, text, places)] == [
        start for start, _ in places
    ]

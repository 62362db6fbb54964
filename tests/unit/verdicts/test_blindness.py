"""Which votes are blind: those up to the one that reveals them."""

from __future__ import annotations

import random
from itertools import count

import pytest

from claims.verdicts.blindness import unveiling
from claims.verdicts.states import Aspect, Verdict, Vote, aspect_state

YES, NO, UNSURE = Verdict.CORROBORATED, Verdict.DISPUTED, Verdict.UNVERIFIED


def votes(
    *given: tuple[int, Verdict | None] | tuple[int, Verdict | None, str],
) -> list[Vote]:
    """Votes on the content: reviewer, verdict, and what kind of vote it is."""
    numbers = count(1)
    return [
        Vote(
            id=next(numbers),
            reviewer=reviewer,
            aspect=Aspect.CONTENT,
            verdict=verdict,
            is_additional="additional" in kind,
            is_adjudication="adjudication" in kind,
        )
        for reviewer, verdict, *kind in given
    ]


def blind(
    history: list[Vote], quorum: int = 2
) -> list[tuple[int, Verdict | None]] | None:
    """Reviewer and verdict of the blind votes."""
    found = unveiling(history, quorum=quorum)
    return found and [(vote.reviewer, vote.verdict) for vote in found.votes]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], None),
        ([(1, YES)], None),
        ([(1, YES), (2, YES)], [(1, YES), (2, YES)]),
        ([(1, YES), (2, NO)], [(1, YES), (2, NO)]),
        # who votes or changes their vote after it is not blind
        ([(1, YES), (2, NO), (3, NO)], [(1, YES), (2, NO)]),
        ([(1, YES), (2, NO), (1, NO)], [(1, YES), (2, NO)]),
        ([(1, YES), (2, NO), (3, NO, "adjudication")], [(1, YES), (2, NO)]),
        # what is changed or taken back while blind
        ([(1, YES), (1, NO), (2, NO)], [(1, NO), (2, NO)]),
        ([(1, YES), (1, None), (2, NO)], None),
        ([(1, YES), (1, None), (2, NO), (3, YES)], [(2, NO), (3, YES)]),
        # who found the evidence is heard, and the quorum is filled by two others
        (
            [(1, YES, "additional"), (2, YES), (3, YES)],
            [(1, YES), (2, YES), (3, YES)],
        ),
        # blind again
        ([(1, YES), (2, YES), (2, None)], None),
        ([(1, YES), (2, YES), (2, None), (3, YES)], [(1, YES), (2, YES)]),
    ],
)
def test_blind_votes(
    history: list[tuple[int, Verdict | None]],
    expected: list[tuple[int, Verdict | None]] | None,
) -> None:
    assert blind(votes(*history)) == expected


def test_a_larger_quorum_stays_blind_for_longer() -> None:
    history = votes((1, YES), (2, YES), (3, NO), (4, NO))

    assert blind(history, quorum=3) == [(1, YES), (2, YES), (3, NO)]
    assert blind(history[:2], quorum=3) is None


def test_nothing_is_unveiled_that_is_not_revealed() -> None:
    chance = random.Random(11)  # noqa: S311 - not a secret
    for _ in range(400):
        given = [
            (chance.randrange(4), chance.choice([YES, NO, UNSURE, None]))
            for _ in range(chance.randrange(8))
        ]
        history = votes(*given)
        found = unveiling(chance.sample(history, len(history)), quorum=3)

        assert (found is not None) is aspect_state(history, quorum=3).is_revealed
        if found is not None:
            before = [vote for vote in history if vote.id < found.by]
            assert not aspect_state(before, quorum=3).is_revealed
            assert len(found.votes) >= 2

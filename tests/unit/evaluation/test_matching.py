"""The pairs are the best there are."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from claims.evaluation.matching import best_pairs, heaviest_pairs
from tests.timing import slowness


@given(st.lists(st.integers(0, 5), max_size=16))
def test_no_other_choice_weighs_more(cells: list[int]) -> None:
    weights = {divmod(place, 4): cell for place, cell in enumerate(cells) if cell}

    pairs = heaviest_pairs(weights)

    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert set(pairs) <= weights.keys()
    assert sum(weights[pair] for pair in pairs) == max(
        sum(weights.get(pair, 0) for pair in enumerate(columns))
        for columns in permutations(range(4))
    )


def test_nothing_to_pair() -> None:
    assert heaviest_pairs({}) == []
    assert best_pairs([]) == []
    assert best_pairs([[]]) == []


def test_a_long_text_takes_no_longer_for_each_claim() -> None:
    def weights(claims: int) -> dict[tuple[int, int], float]:
        return {
            (i, j): (7 * i + 3 * j) % 11 + 1.0
            for i in range(claims)
            for j in range(i - i % 3, i - i % 3 + 3)
        }

    assert len(heaviest_pairs(weights(3_000))) == 3_000
    assert not slowness(heaviest_pairs, weights, 3_000)

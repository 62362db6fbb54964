"""Krippendorff's alpha against published figures, and its interval."""

from __future__ import annotations

import random

import pytest

from claims.verdicts.agreement import LEAST_UNITS, Reading, Reliability, reliability

SEED = 7


def units_of(*observers: str) -> list[list[str]]:
    """Units from one row of values for each observer; "." is a missing one."""
    rows = [row.split() for row in observers]
    columns = zip(*rows, strict=True)
    return [[value for value in column if value != "."] for column in columns]


# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": sections A, B and C.
TWO_VALUES = units_of("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
BEN_AND_GERRY = units_of("a a b b d c c c e d d a", "b a b b b c c c e d d d")
FOUR_OBSERVERS = units_of(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# Krippendorff 2004, "Content Analysis", and after it Wikipedia's worked example.
THREE_CODERS = units_of(
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)


@pytest.mark.parametrize(
    ("data", "alpha", "units", "pairable"),
    [
        (TWO_VALUES, 0.095, 10, 20),
        (BEN_AND_GERRY, 0.692, 12, 24),
        (FOUR_OBSERVERS, 0.743, 11, 40),
        (THREE_CODERS, 0.691, 12, 26),
    ],
    ids=["two values", "two observers", "missing values", "three coders"],
)
def test_published_examples(
    data: list[list[str]], alpha: float, units: int, pairable: int
) -> None:
    found = reliability(data, seed=SEED)

    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert (found.units, found.pairable) == (units, pairable)


def test_it_is_scotts_pi_but_for_the_size_of_the_sample() -> None:
    """Artstein and Poesio 2008, table 1: 100 utterances, agreement .7, π = .341."""
    cells = {("s", "s"): 20, ("s", "i"): 20, ("i", "s"): 10, ("i", "i"): 50}
    data = [list(pair) for pair, count in cells.items() for _ in range(count)]

    found = reliability(data, seed=SEED)

    assert found.agreement == pytest.approx(0.7)
    assert found.alpha == pytest.approx(1 - (1 - 0.341) * (1 - 1 / 200), abs=0.0005)


def test_agreement_weighs_each_unit_as_its_values() -> None:
    found = reliability([["a", "a"], ["a", "b"], ["b", "b", "b"]], seed=SEED)

    assert found.agreement == pytest.approx(5 / 7)


def test_a_unit_with_one_value_changes_nothing() -> None:
    alone = [["a"], ["b"], []]

    assert reliability(FOUR_OBSERVERS + alone, seed=SEED) == reliability(
        FOUR_OBSERVERS, seed=SEED
    )


@pytest.mark.parametrize("data", [[], [["a"], []]])
def test_without_pairs_there_is_nothing(data: list[list[str]]) -> None:
    found = reliability(data, seed=SEED)

    assert found == Reliability()
    assert found.reading == Reading.NONE


def test_one_value_alone_has_no_alpha() -> None:
    found = reliability([["a", "a"]] * 40, seed=SEED)

    assert (found.alpha, found.low, found.high) == (None, None, None)
    assert found.agreement == 1.0
    assert found.reading == Reading.NONE


def test_alpha_collapses_when_one_value_dominates_but_agreement_does_not() -> None:
    found = reliability([["a", "a"]] * 95 + [["a", "b"]] * 5, seed=SEED)

    assert found.alpha is not None
    assert found.alpha < 0
    assert found.agreement == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("disagreeing", "reading"),
    [(5, Reading.RELY), (15, Reading.TENTATIVE), (40, Reading.UNRELIABLE)],
)
def test_how_alpha_reads(disagreeing: int, reading: Reading) -> None:
    agreeing = [["a", "a"], ["b", "b"]] * 50

    data = agreeing[disagreeing:] + [["a", "b"]] * disagreeing

    assert reliability(data, seed=SEED).reading == reading


# --- The interval -------------------------------------------------------------


def observed(size: int, *, seed: int) -> list[list[str]]:
    """Units by two observers who agree on four of five, but for chance."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    data = []
    for _ in range(size):
        value = chance.choice("abc")
        other = value if chance.random() < 0.7 else chance.choice("abc")
        data.append([value, other])
    return data


def test_the_interval_holds_alpha_and_narrows_with_more_units() -> None:
    few, many = (reliability(observed(n, seed=1), seed=SEED) for n in (40, 1_000))

    for found in (few, many):
        assert found.low is not None
        assert found.high is not None
        assert found.alpha is not None
        assert found.low < found.alpha < found.high
    assert many.high - many.low < (few.high - few.low) / 3


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Alpha of the whole population is .7: units agree by more than chance so often."""
    truth, rounds = 0.7, 200
    found = [
        reliability(observed(60, seed=number), seed=SEED, resamples=400)
        for number in range(rounds)
    ]

    covered = sum(one.low <= truth <= one.high for one in found)

    assert 0.88 <= covered / rounds <= 0.99


def test_the_same_votes_give_the_same_interval_in_any_order() -> None:
    data = observed(50, seed=3)
    shuffled = [list(reversed(unit)) for unit in data]
    random.Random(4).shuffle(shuffled)  # noqa: S311 - not a secret

    assert reliability(data, seed=SEED) == reliability(shuffled, seed=SEED)
    assert reliability(data, seed=SEED) != reliability(data, seed=SEED + 1)


def test_few_units_have_no_interval() -> None:
    data = observed(LEAST_UNITS, seed=3)

    assert reliability(data, seed=SEED).low is not None
    assert reliability(data[1:], seed=SEED).low is None


def test_perfect_agreement_has_no_interval() -> None:
    found = reliability([["a", "a"], ["b", "b"]] * 20, seed=SEED)

    assert found.alpha == 1.0
    assert found.low is None


def test_hardly_any_variation_has_no_interval() -> None:
    """A third of the resamples would leave the only other value out."""
    found = reliability([["a", "a"]] * 30 + [["a", "b"]], seed=SEED)

    assert found.alpha is not None
    assert (found.low, found.high) == (None, None)

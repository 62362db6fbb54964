"""No pattern goes quadratic on long input, nor do the functions that use them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sources.independence import (
    compare,
    find_citations,
    find_credits,
    fingerprints,
)
from sources.independence.patterns import REGISTRY
from tests.timing import KEEPING, repeated, slowness

SEEDS = [
    "a", " ", "A", "Aa ", "\n", "é", "a-", "'a", "’", "(", "(AP) ", "(Aa", "Aa, ",
    "LONDON ", "LONDON, ", "By ", "and ", ", and ", "with ", "By Aa and ", "© ", "©-",
    "copyright ", "contributed ", "contributed to ", "additional reporting by ",
    "told the ", "told ", "according to the ", "reported ", "'s Aa Aa ", "has ",
    "Reuters ", "Reuters report ", "a.", "www.", "the ", "via ", "this story was ",
    "read more ", "follow us", "- Aa (@a) ", ".\n ", "Aa's ", "A. ", "AP/", "with AP, ",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_patterns_are_quick_on_30_kb_and_linear(name: str):
    for seed in SEEDS:
        fault = slowness(
            # Counted, not kept: the collector's look at 30,000 matches took 0.3 s.
            lambda text: sum(1 for _ in REGISTRY[name].finditer(text)),
            repeated(seed),
            30_000,
            limit=0.3,
        )

        assert not fault, seed


@pytest.mark.parametrize(
    "call",
    [
        find_citations,
        find_credits,
        lambda text: find_credits("", byline=text),
        fingerprints,
        lambda text: compare(text, text[::-1] + text),
    ],
    ids=["citations", "credits", "byline", "fingerprints", "compare"],
)
@pytest.mark.slow
def test_100_kb_of_anything_take_seconds_at_most(call: Callable[[str], object]):
    for seed in SEEDS:
        fault = slowness(call, repeated(seed), 100_000, fourfold=KEEPING, limit=5)

        assert not fault, seed

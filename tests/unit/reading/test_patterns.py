"""No pattern of the reader goes quadratic on long input."""

from __future__ import annotations

import pytest

from sources.reading.patterns import REGISTRY
from tests.timing import repeated, slowness

SEEDS = [
    "a", " ", "A", "Aa ", "<", "<p ", "<meta ", "charset=", "(AP Photo/", "[Photo ",
    "By Aa ", "Aa, Aa and ", "is a ", "x | ", "more ", "contributed ", "1 jan ", "-",
    "\"author\":[{ ", "\"headline\":\"x", ",  ", "subscribe ", "subscribe to ", "get ",
    "/2019/11", "10:15 ", "on ", "Follow ", "Aa and ", "aA", "more x ", "jan 1", "to ",
    "2023-", "\n", "é", "a-", "author ", "reporting by ", "The Aa is a b, ", "—", "_",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_patterns_are_quick_on_100_kb_and_linear(name: str):
    for seed in SEEDS:
        fault = slowness(
            lambda text: sum(1 for _ in REGISTRY[name].finditer(text)),
            repeated(seed),
            100_000,
            limit=0.5,
        )

        assert not fault, seed

"""No pattern of the reader goes quadratic on long input."""

from __future__ import annotations

import time

import pytest

from sources.reading.patterns import REGISTRY

SEEDS = [
    "a", " ", "A", "Aa ", "<", "<p ", "<meta ", "charset=", "(AP Photo/", "[Photo ",
    "By Aa ", "Aa, Aa and ", "is a ", "x | ", "more ", "contributed ", "1 jan ", "-",
    "\"author\":[{ ", "\"headline\":\"x", ",  ", "subscribe ", "subscribe to ", "get ",
    "/2019/11", "10:15 ", "on ", "Follow ", "Aa and ", "aA", "more x ", "jan 1", "to ",
    "2023-", "\n", "é", "a-", "author ", "reporting by ", "The Aa is a b, ", "—", "_",
]  # fmt: skip


def seconds(pattern_name: str, text: str) -> float:
    pattern = REGISTRY[pattern_name]
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_patterns_are_quick_on_100_kb(name: str):
    for seed in SEEDS:
        text = (seed * (100_000 // len(seed) + 1))[:100_000]

        assert seconds(name, text) < 0.5, seed


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_twice_the_text_costs_about_twice_the_time(name: str):
    for seed in SEEDS:
        half = seed * (100_000 // len(seed))
        if seconds(name, half) < 0.01:  # too quick to compare
            continue

        # On a busy machine one comparison in twenty is off; a quadratic pattern
        # is at 4 every time.
        growth = (seconds(name, half + half) / seconds(name, half) for _ in range(6))
        assert any(factor < 2.6 for factor in growth), seed

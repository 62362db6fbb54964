"""Every regular expression of the engine on text made to slow it down."""

from __future__ import annotations

import time

import pytest

from claims.extraction.patterns import REGISTRY

SIZE = 50_000
ATTACKS = [
    "a", " ", "\n", '"', "'", "(", ")", "A", "A ", "A.", "a a", "1", "1 ", "May ",
    "May 1",     "in a ", "told the A", "not ", "on ", "court", ": ",
    "’s ", "x-", "_", "\u00e9",
]  # fmt: skip


def seconds(pattern: str, text: str) -> float:
    """CPU seconds to find every match."""
    began = time.process_time()
    for _ in REGISTRY[pattern].finditer(text):
        pass
    return time.process_time() - began


@pytest.mark.parametrize("pattern", sorted(REGISTRY))
def test_no_pattern_backtracks_without_bound(pattern: str) -> None:
    for attack in ATTACKS:
        text = attack * (SIZE // len(attack))
        if seconds(pattern, text + text) < 0.05:  # below that, the clock decides
            continue

        # On a busy machine one comparison in twenty is off; a quadratic pattern
        # is at 4 every time.
        pairs = [
            (seconds(pattern, text), seconds(pattern, text + text)) for _ in range(5)
        ]
        assert any(twice < 2.6 * max(once, 0.02) for once, twice in pairs), attack
        assert min(twice for _, twice in pairs) < 0.5, attack


def test_patterns_are_compiled_in_one_place() -> None:
    from pathlib import Path

    folder = Path(__file__).resolve().parents[3] / "claims" / "extraction"
    others = [
        path.name
        for path in sorted(folder.rglob("*.py"))
        if path.name != "patterns.py" and "re.compile" in path.read_text("utf-8")
    ]

    assert others == []

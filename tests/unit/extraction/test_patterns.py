"""Every regular expression of the engine on text made to slow it down."""

from __future__ import annotations

import pytest

from claims.extraction.patterns import REGISTRY
from tests.timing import patience, repeated, slowness

SIZE = 100_000
ATTACKS = [
    "a", " ", "\n", '"', "'", "(", ")", "A", "A ", "A.", "a a", "1", "1 ", "May ",
    "May 1",     "in a ", "told the A", "not ", "on ", "court", ": ",
    "’s ", "x-", "_", "\u00e9",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("pattern", sorted(REGISTRY))
def test_no_pattern_backtracks_without_bound(pattern: str) -> None:
    for attack in ATTACKS:
        fault = slowness(
            lambda text: sum(1 for _ in REGISTRY[pattern].finditer(text)),
            repeated(attack),
            SIZE,
            limit=0.5 * patience(),
        )

        assert not fault, attack


def test_patterns_are_compiled_in_one_place() -> None:
    from pathlib import Path

    folder = Path(__file__).resolve().parents[3] / "claims" / "extraction"
    others = [
        path.name
        for path in sorted(folder.rglob("*.py"))
        if path.name != "patterns.py" and "re.compile" in path.read_text("utf-8")
    ]

    assert others == []

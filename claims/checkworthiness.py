"""Check-worthiness of any sentence, be it attributed to somebody or not.

Imports no Django. Claims have theirs from the engine, which also weighs tier and
certainty: see ``claims.extraction.worth``.
"""

from __future__ import annotations

from claims.extraction.worth import Worth, worth_of


def score(sentence: str) -> Worth:
    """How much a sentence is worth a check, 0 to 1, and the weightiest signs."""
    return worth_of(sentence)

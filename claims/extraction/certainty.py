"""How firmly a speaker asserts a content, after FactBank.

The cue sets where to start; hedges and negation in the content's main clause,
and a modal or negation on the cue itself, move it.
"""

from __future__ import annotations

from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.lexicon import default_certainty
from claims.extraction.model import Certainty, Commitment

POSSIBLE_MARKS: Final = frozenset(
    {"may", "might", "could", "possibly", "perhaps", "maybe", "possible",
     "potentially", "conceivably", "unclear"}
)  # fmt: skip
PROBABLE_MARKS: Final = frozenset(
    {"probably", "likely", "should", "presumably", "seem", "seems", "seemed", "appear",
     "appears", "appeared", "apparently", "expected", "unlikely", "probable", "ought",
     "i think"}
)  # fmt: skip
NEGATIONS: Final = frozenset(
    {"not", "n't", "never", "no", "neither", "nor", "unlikely", "nobody", "nothing",
     "cannot"}
)  # fmt: skip

_LEVELS: Final = {"CT": 2, "PR": 1, "PS": 0}
_NAMES: Final = ("PS", "PR", "CT")


def certainty_of(
    commitment: Commitment,
    candidate: Candidate,
    *,
    is_question: bool,
) -> Certainty:
    """The speaker's certainty and polarity: the cue's class, the hedges and
    negations of the content's main clause, negation and modal of the cue."""
    marks, negated = candidate.marks, candidate.negated
    base = default_certainty(commitment, candidate.lemma, candidate.frame)
    if is_question or base is Certainty.UNCOMMITTED or "if" in marks:
        return Certainty.UNCOMMITTED
    modal = candidate.modal and "only" not in candidate.aside
    unsaid = modal or (negated and commitment is not Commitment.BELIEF)
    if unsaid and commitment is not Commitment.NEGATIVE:
        # "would say", "did not confirm": nobody has asserted the content
        return Certainty.UNCOMMITTED
    level = _LEVELS[base.value[:2]]
    positive = base.value.endswith("+")
    if commitment is Commitment.NEGATIVE or candidate.lemma == "doubt":
        pass  # "denied that fares could rise" leaves nothing open
    elif any(mark in POSSIBLE_MARKS for mark in marks):
        level = 0
    elif any(mark in PROBABLE_MARKS for mark in marks):
        level = min(level, 1)
    negations = sum(mark in NEGATIONS for mark in marks)
    if negations % 2:
        positive = not positive
    if negated:
        positive = not positive
        level = min(level, 1)
    return Certainty(_NAMES[level] + ("+" if positive else "-"))

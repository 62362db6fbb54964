"""How sure the engine is of a claim.

What the trained model found has calibrated probabilities (``tagger.sureness``). What
only rules found has their priors. The figures of ``RULES`` were measured on the
PolNeAR training articles with ``benchmarks/extraction_rules.py``: of a rule's
predictions, the share whose content is an annotated one (token F1 of at least 0.5),
and of those the share with the right speaker. Resolution priors are those of
``resolution.PATHS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.model import Confidence
from claims.extraction.tagger.sureness import Sureness


@dataclass(frozen=True, slots=True)
class RulePrior:
    """Shares (0–1) of a rule's predictions that are right, part by part."""

    cue: float  # the cue is part of an annotated one
    content: float  # content right, given the cue
    speaker: float  # speaker right, given the content


RULES: Final[dict[str, RulePrior]] = {
    "verb-C": RulePrior(0.93, 0.96, 0.90),  # n = 5241
    "quote-after": RulePrior(0.98, 0.99, 0.94),  # n = 3170
    "verb-O": RulePrior(0.81, 0.88, 0.86),  # n = 2483
    "quote-before": RulePrior(0.97, 0.95, 0.88),  # n = 1131
    "verb-X": RulePrior(0.82, 0.92, 0.86),  # n = 909
    "verb-P": RulePrior(0.78, 0.86, 0.82),  # n = 546
    "according": RulePrior(0.95, 0.96, 0.96),  # n = 409
    "noun": RulePrior(0.80, 0.93, 0.60),  # n = 169
    "projection": RulePrior(0.60, 0.90, 0.89),  # n = 155
    "adjective": RulePrior(0.79, 0.90, 0.89),  # n = 100
    "headline": RulePrior(0.87, 0.98, 0.98),  # n = 60
    "hearsay-adverb": RulePrior(0.74, 0.89, 0.64),  # n = 38
    "hearsay-passive": RulePrior(0.77, 0.95, 0.74),  # n = 26
    "transcript": RulePrior(0.70, 1.00, 0.81),  # n = 23
    "quote-next": RulePrior(1.00, 1.00, 0.79),  # n = 19
    # of claims inside claims, which that corpus does not annotate: on the samples and
    # the tuning articles, with which the rule was written
    "surface": RulePrior(0.94, 0.94, 0.94),  # n = 16
    "as-put-it": RulePrior(1.00, 0.93, 1.00),  # n = 14
}
# Rules that hardly occur there (fewer than ten times) get a cautious guess.
_UNMEASURED: Final = RulePrior(cue=0.5, content=0.7, speaker=0.8)

# Nothing but nearness speaks for such a speaker: a fixed figure, set low on purpose
# (every eighth PolNeAR training article has 18 of them, too few to measure).
GUESSED_SPEAKER: Final = 0.5


def confidence_of(candidate: Candidate, resolution: float) -> Confidence:
    """The parts and the whole, each rounded to two digits.

    What the trained model found has its calibrated probabilities: ``overall`` is the
    chance that content and speaker are right as spans. What only rules found has the
    product of their priors. How sure the resolved name is stands apart, in
    ``resolution``.
    """
    sure = candidate.sureness
    if sure is None:
        sure = _prior(candidate.rule)
    speaker, overall = sure.speaker, sure.overall
    if candidate.guessed:
        speaker, overall = min(speaker, GUESSED_SPEAKER), overall * GUESSED_SPEAKER
    return Confidence(
        overall=round(overall, 2),
        cue=round(sure.cue, 2),
        speaker=round(speaker, 2),
        content=round(sure.content, 2),
        resolution=round(resolution, 2),
    )


def _prior(rule: str) -> Sureness:
    prior = RULES.get(rule, _UNMEASURED)
    overall = prior.cue * prior.content * prior.speaker
    return Sureness(prior.cue, prior.content, prior.speaker, overall)

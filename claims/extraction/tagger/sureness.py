"""How sure the model is of what it found, as calibrated probabilities.

Logistic regressions over the logits of its scores, fitted on PolNeAR's development
articles by ``training/calibrate.py``; their coefficients lie beside the weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

_EDGE: Final = 1e-4  # scores nearer to 0 or 1 than this are all alike


class Scored(Protocol):
    """What the model found, with its raw scores (0–1)."""

    @property
    def cue_score(self) -> float: ...
    @property
    def speaker_score(self) -> float: ...
    @property
    def content_score(self) -> float: ...
    @property
    def has_speaker(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Sureness:
    """Calibrated probabilities (0–1); ``content`` and ``speaker`` given the former."""

    cue: float  # there is an attribution with this cue
    content: float  # its content is right, given the cue
    speaker: float  # its speaker is right, given the content
    overall: float  # content and speaker are right


def features(one: Scored) -> list[float]:
    """What the regressions see."""
    speaker, content = logit(one.speaker_score), logit(one.content_score)
    return [
        logit(one.cue_score),
        content,
        speaker,
        min(speaker, content),
        0.0 if one.has_speaker else 1.0,
    ]


def sureness_of(
    one: Scored, calibration: Mapping[str, Sequence[float]] | None
) -> Sureness:
    """The calibrated probabilities; the raw scores as they are without calibration."""
    if calibration is None:
        parts = (one.cue_score, one.content_score, one.speaker_score)
        return Sureness(*parts, math.prod(parts))
    inputs = [*features(one), 1.0]
    return Sureness(
        *(
            _sigmoid(sum(w * x for w, x in zip(calibration[part], inputs, strict=True)))
            for part in ("cue", "content", "speaker", "overall")
        )
    )


def logit(chance: float) -> float:
    """The log odds of a probability, kept finite."""
    chance = min(max(chance, _EDGE), 1 - _EDGE)
    return math.log(chance / (1 - chance))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))

"""How much a claim is worth a check: 0 to 1, with the signs that weigh most.

Two things make the score. What the content says is weighed by learned weights
(``worth.json``, made by ``training/worth.py``): figures, comparisons and past
events speak for a check, opinions, hopes and questions against it. And what
nobody asserts cannot be checked: stances, acts that are only wanted, and
contents to which the speaker does not commit count less, by fixed rules.

It orders a queue. It does not say whether a claim matters, nor whether it is so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log2
from pathlib import Path
from typing import Final, TypeAlias

from claims.extraction.model import Certainty, Tier
from claims.extraction.worth_signs import PHRASES, SIGNS, signs_of

Sign: TypeAlias = tuple[float, str]  # its weight, and what the reader is told

WEIGHTS: Final = Path(__file__).with_name("worth.json")
# What is taken off for content that nobody asserts, in the units of the weights.
# Set by hand: more than any single sign but a figure can make up for.
_STANCE: Final = (-2.0, "an attitude or an intention, not a statement")
_AIM: Final = (-1.5, "an act or an aim, not a state of things")
_UNCOMMITTED: Final = (-1.5, "the speaker does not say that it is so")

_TOLD: Final = 4  # signs told to the reader at most
_WORTH_TELLING: Final = 0.15  # weights nearer to zero are not told


@dataclass(frozen=True, slots=True)
class Worth:
    """The score, and the phrases of the weightiest signs on either side."""

    score: float  # 0 to 1, three digits
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Both sides on one line, for the reader of the claim."""
        sides = [
            f"{side} {', '.join(phrases)}"
            for side, phrases in (
                ("for it:", self.speaks_for),
                ("against it:", self.speaks_against),
            )
            if phrases
        ]
        return f"worth a check {self.score:.2f}; {'; '.join(sides) or 'no sign'}"


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: a weight for each sign, for length, and a constant."""

    constant: float
    length: float  # for each doubling of the number of words
    signs: dict[str, Sign]


def worth_of(
    content: str,
    *,
    tier: Tier = Tier.SPEECH,
    certainty: Certainty = Certainty.CERTAIN,
) -> Worth:
    """The worth of checking a content that was attributed in this way.

    Any string is accepted. Without tier and certainty it is taken for a
    statement that somebody makes.
    """
    weights = load_weights()
    signs = signs_of(content)
    told = [weights.signs[name] for name in signs.names]
    discount = _discount(content, tier, certainty)
    if discount is not None:
        told.append(discount)
    total = weights.constant + weights.length * log2(1 + signs.words)
    total += sum([weight for weight, _ in told])
    told = [sign for sign in told if abs(sign[0]) >= _WORTH_TELLING]
    told.sort(key=_size, reverse=True)
    return Worth(
        score=round(1 / (1 + exp(-total)), 2),
        speaks_for=tuple([phrase for weight, phrase in told[:_TOLD] if weight > 0]),
        speaks_against=tuple([phrase for weight, phrase in told[:_TOLD] if weight < 0]),
    )


def _size(sign: Sign) -> float:
    return abs(sign[0])


def _discount(content: str, tier: Tier, certainty: Certainty) -> Sign | None:
    """The strongest rule that applies; they overlap, so they do not add up."""
    if tier is Tier.STANCE:
        return _STANCE
    # "to return", and with its subject: "the minister … to return"
    if content.startswith("to ") or " … to " in content:
        return _AIM
    # Nobody commits to hearsay, yet it is told as fact and wants a check.
    if certainty is Certainty.UNCOMMITTED and tier is not Tier.EVIDENTIAL:
        return _UNCOMMITTED
    return None


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The shipped weights, read once."""
    row = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    signs = {name: (float(row["signs"][name]), PHRASES[name]) for name in SIGNS}
    return Weights(row["constant"], row["length"], signs)

"""How far reviewers agree: Krippendorff's alpha for words without an order.

Any number of reviewers, and each may have left out any unit. Alpha is 1 where all
agree and 0 where they agree as often as values drawn at random would. After
Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

RELIABLE: Final = 0.800
TENTATIVE: Final = 0.667
"""Krippendorff's limits: from the first rely on it, from the second with care."""

RESAMPLES: Final = 1_000
LEAST_UNITS: Final = 10
"""With fewer units no interval is given: resampling a handful says little."""
_MOST_UNDEFINED: Final = 0.05  # share of resamples
_TAIL: Final = 0.025  # on each side of a 95 % interval

_Floats = npt.NDArray[np.float64]


class Reading(StrEnum):
    """What an alpha allows, by Krippendorff's limits."""

    RELY = "rely on it"
    TENTATIVE = "tentative"
    UNRELIABLE = "the guideline needs work"
    NONE = "cannot be said"


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far values agree.

    ``units`` are those with two values or more, ``pairable`` the values in them.
    ``agreement`` is the share of pairs within units that agree, each unit weighing as
    its values. ``alpha`` is None where there is no unit or only one value was ever
    given: without variation nothing tells agreement from habit. ``low`` and ``high``
    are the ends of a 95 % interval, both None where none can be given.
    """

    units: int = 0
    pairable: int = 0
    agreement: float | None = None
    alpha: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def reading(self) -> Reading:
        """What it allows."""
        if self.alpha is None:
            return Reading.NONE
        if self.alpha >= RELIABLE:
            return Reading.RELY
        return Reading.TENTATIVE if self.alpha >= TENTATIVE else Reading.UNRELIABLE


def reliability(
    units: Iterable[Collection[str]], *, seed: int, resamples: int = RESAMPLES
) -> Reliability:
    """Alpha of ``units``, each given as the values it got; missing ones are left out.

    The interval comes from resampling whole units. The bootstrap of Hayes and
    Krippendorff (2007) resamples pairs as if those of one unit had nothing to do with
    each other, and holds the expected disagreement fixed: its 95 % intervals cover far
    less (Zapf et al. 2016). The same units with the same ``seed`` give the same
    interval, in any order. There is none for few units, for perfect agreement (every
    resample agrees too), or where too many resamples have no variation.
    """
    counted = Counter(tuple(sorted(unit)) for unit in units if len(unit) > 1)
    if not counted:
        return Reliability()
    patterns = sorted(counted)
    weights = np.array([counted[pattern] for pattern in patterns], dtype=np.float64)
    values, agreeing = _contributions(patterns)
    total = weights @ values
    pairable = total.sum()
    agreement = float(weights @ agreeing / pairable)
    (alpha,) = _alphas(weights[np.newaxis], values, agreeing)
    low, high = None, None
    n = sum(counted.values())
    if n >= LEAST_UNITS and agreement < 1 and not np.isnan(alpha):
        random = np.random.default_rng(seed)
        drawn = random.multinomial(n, weights / weights.sum(), size=resamples)
        low, high = _interval(_alphas(drawn.astype(np.float64), values, agreeing))
    return Reliability(
        units=n,
        pairable=int(pairable),
        agreement=agreement,
        alpha=None if np.isnan(alpha) else float(alpha),
        low=low,
        high=high,
    )


def _contributions(patterns: Collection[tuple[str, ...]]) -> tuple[_Floats, _Floats]:
    """For each pattern how often it has each value, and its agreeing coincidences."""
    words = sorted({word for pattern in patterns for word in pattern})
    values = np.array(
        [[pattern.count(word) for word in words] for pattern in patterns],
        dtype=np.float64,
    )
    pairs = (values * (values - 1)).sum(axis=1)
    return values, pairs / (values.sum(axis=1) - 1)


def _alphas(weights: _Floats, values: _Floats, agreeing: _Floats) -> _Floats:
    """Alpha for each row of ``weights`` (how often each pattern occurs); NaN if none.

    1 - (n - 1) · (n - Σ o_cc) / (n² - Σ n_c²)
    """
    by_value = weights @ values
    n = by_value.sum(axis=1)
    observed = n - weights @ agreeing
    expected = n * n - (by_value * by_value).sum(axis=1)
    ratio = np.full(n.shape, np.nan)
    np.divide((n - 1) * observed, expected, out=ratio, where=expected > 0)
    return 1 - ratio


def _interval(alphas: _Floats) -> tuple[float, float] | tuple[None, None]:
    defined = alphas[~np.isnan(alphas)]
    if len(defined) < (1 - _MOST_UNDEFINED) * len(alphas):
        return None, None
    low, high = np.quantile(defined, [_TAIL, 1 - _TAIL])
    return float(low), float(high)

"""Shares of verdicts with what chance leaves open (Wilson's interval)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from claims.verdicts.states import Verdict

LEAST_DECIDED: Final = 20
"""With fewer claims no share is shown: one more would move it by five points."""
_Z: Final = 1.959963984540054  # 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Share:
    """One verdict among those given. Shares are 0 to 1, None if there are too few."""

    verdict: Verdict
    count: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def name(self) -> str:
        """The verdict as people read it."""
        return self.verdict.value.replace("_", " ")

    @property
    def percents(self) -> tuple[int, int, int] | None:
        """Share and ends of the interval in whole per cent, None if there are none.

        The ends are rounded outwards: an interval is never made to look narrower.
        """
        if self.share is None or self.low is None or self.high is None:
            return None
        ends = math.floor(self.low * 100), math.ceil(self.high * 100)
        return (round(self.share * 100), *ends)


def shares_of(counts: Mapping[Verdict, int]) -> tuple[Share, ...]:
    """Every verdict's share with a 95 % interval, in the order of `Verdict`."""
    total = sum(counts.values())
    found = []
    for verdict in Verdict:
        count = counts.get(verdict, 0)
        if total < LEAST_DECIDED:
            found.append(Share(verdict, count, None, None, None))
        else:
            found.append(Share(verdict, count, count / total, *wilson(count, total)))
    return tuple(found)


def wilson(count: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927).

    Unlike the share ± its standard error it stays between 0 and 1 and is not empty for
    none or all. ``ValueError`` unless 0 ≤ ``count`` ≤ ``total`` and 0 < ``total``.
    """
    if not 0 <= count <= total or total == 0:
        raise ValueError(f"{count} of {total} is no share")
    share, spread = count / total, _Z * _Z / total
    centre = share + spread / 2
    half = _Z * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    low, high = ((centre + side * half) / (1 + spread) for side in (-1, 1))
    # At the ends rounding leaves a hair that is no information.
    return (0.0 if count == 0 else low), (1.0 if count == total else high)

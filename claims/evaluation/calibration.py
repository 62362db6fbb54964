"""Whether claims are right as often as the engine's confidence says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

BINS: Final = 15
SURE: Final = 0.9  # confidence from which the engine counts as sure


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of similar confidence."""

    lowest: float
    highest: float
    claims: int
    confidence: float  # mean
    right: float  # share


@dataclass(frozen=True, slots=True)
class Calibration:
    """How confidence and truth go together."""

    claims: int
    error: float  # expected calibration error, 0 to 1
    sure: int  # claims with a confidence of at least `SURE`
    precision_when_sure: float | None  # None if the engine is never sure
    bins: tuple[Bin, ...]


def calibrate(judged: Iterable[tuple[float, bool]], *, bins: int = BINS) -> Calibration:
    """Compare confidences with what turned out to be right.

    The expected calibration error is the mean distance, over all claims, between the
    mean confidence of their bin and the share of it that is right. Bins hold equally
    many claims, the first ones one more where it does not come out even. Claims of
    the same confidence stay in the order in which they are given.
    """
    ordered = sorted(judged, key=itemgetter(0))
    filled = tuple(_bins(ordered, bins))
    sure = [right for confidence, right in ordered if confidence >= SURE]
    distance = sum(one.claims * abs(one.confidence - one.right) for one in filled)
    return Calibration(
        claims=len(ordered),
        error=distance / len(ordered) if ordered else 0.0,
        sure=len(sure),
        precision_when_sure=sum(sure) / len(sure) if sure else None,
        bins=filled,
    )


def _bins(ordered: list[tuple[float, bool]], bins: int) -> Iterable[Bin]:
    size, larger = divmod(len(ordered), bins)
    start = 0
    for number in range(bins):
        end = start + size + (number < larger)
        if members := ordered[start:end]:
            yield Bin(
                lowest=members[0][0],
                highest=members[-1][0],
                claims=len(members),
                confidence=sum(confidence for confidence, _ in members) / len(members),
                right=sum(right for _, right in members) / len(members),
            )
        start = end

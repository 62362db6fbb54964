"""How work grows with what it is given, on any machine.

Seconds are few on a slow or busy machine. What is compared here is the processor's
time for a text and for a quarter of it, side by side: what takes time in proportion
takes four times as long, what grows by the square sixteen times.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable
from functools import cache
from time import process_time
from typing import Final, TypeVar

T = TypeVar("T")

FOURFOLD: Final = 5.0  # what four times as much may cost
KEEPING: Final = 8.0  # where much is kept: the cache takes its share
CLEAR: Final = 0.01  # seconds; of less, the clock and the collector decide
# Seconds for a million steps where the bounds were set: a machine 2.2 times as fast, by
# the engine's words per CPU-second, as one on which they were measured to take 0.10.
STEPS_TAKE: Final = 0.045
TRIES: Final = 6  # on a busy machine one comparison in twenty is off


@cache
def patience() -> float:
    """How much slower this machine is than the one on which bounds in seconds were
    set; never below 1, so that they are as tight there as on any faster one.
    """

    def steps(count: int) -> None:
        total = 0
        for one in range(count):
            total += one * one

    return max(1.0, min(seconds(steps, 1_000_000) for _ in range(3)) / STEPS_TAKE)


def slowness(
    work: Callable[[T], object],
    make: Callable[[int], T],
    size: int,
    *,
    fourfold: float = FOURFOLD,
    limit: float = math.inf,
) -> str:
    """What is wrong with the time of ``work`` on ``make(size)``; empty if nothing is.

    It must take at most ``fourfold`` as long as on ``make(size // 4)``, and ``limit``
    seconds. What is wrong every time is wrong.
    """
    fault = ""
    for _ in range(TRIES):
        whole = seconds(work, make(size))
        if whole < min(CLEAR, limit):
            return ""
        quarter = seconds(work, make(size // 4))
        fault = f"{whole:.3f} s, and {quarter:.3f} s for a quarter"
        if whole < limit and whole <= fourfold * quarter:
            return ""
    return fault


def seconds(work: Callable[[T], object], given: T) -> float:
    """Processor time of this process, without the collector's.

    How long that takes depends on all that other tests have left in memory.
    """
    gc.disable()
    try:
        began = process_time()
        work(given)
        return process_time() - began
    finally:
        gc.enable()


def repeated(unit: str) -> Callable[[int], str]:
    """Makes texts of so many characters that say ``unit`` over and over."""
    return lambda size: (unit * (size // len(unit) + 1))[:size]

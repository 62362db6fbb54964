"""Cut a text into windows that an encoder can take, losing nothing at borders.

A window has a *core*, whose cues are read there, and words of context on either
side, into which speakers and contents may reach. The cores of all windows cover
every word once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Word pieces, measured on dev: longer windows gain nothing and cost attention.
CORE: Final = 300
BEFORE: Final = 40
AFTER: Final = 40


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open ranges of word indices: what is read, and what is answered for."""

    start: int
    end: int
    core_start: int
    core_end: int


def plan(
    pieces: Sequence[int],
    paragraphs: Sequence[int],
    core: int = CORE,
    before: int = BEFORE,
    after: int = AFTER,
) -> list[Window]:
    """Windows over words of so many pieces each, breaking between paragraphs.

    A paragraph longer than ``core`` pieces is broken between words. A word has at
    least one piece.
    """
    total = [0]
    for count in pieces:
        total.append(total[-1] + count)
    windows = []
    begin = 0
    while begin < len(pieces):
        end = _core_end(begin, total, paragraphs, core)
        start = begin
        while start > 0 and total[begin] - total[start - 1] <= before:
            start -= 1
        stop = end
        while stop < len(pieces) and total[stop + 1] - total[end] <= after:
            stop += 1
        windows.append(Window(start, stop, begin, end))
        begin = end
    return windows


def _core_end(
    begin: int, total: Sequence[int], paragraphs: Sequence[int], core: int
) -> int:
    """Where the core that begins here ends: at a paragraph, if it can."""
    end = begin + 1
    last_break = 0
    while end < len(paragraphs) and total[end + 1] - total[begin] <= core:
        if paragraphs[end] != paragraphs[end - 1]:
            last_break = end
        end += 1
    if end == len(paragraphs) or paragraphs[end] != paragraphs[end - 1]:
        return end
    return last_break or end

"""Cut a text into windows that an encoder can take, losing nothing at borders.

A window ends between paragraphs, over which hardly an attribution reaches (one of
19,834 in PolNeAR's training articles). Where a paragraph is too long for that, the
window has a *core*, whose cues are read there, and words of context on either side,
into which speakers and contents may reach. All cores cover every word once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


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
    core: int,
    before: int,
    after: int,
) -> list[Window]:
    """All windows over words of so many pieces each; see ``next_window``."""
    total = totals(pieces)
    windows: list[Window] = []
    while not windows or windows[-1].core_end < len(paragraphs):
        begin = windows[-1].core_end if windows else 0
        if begin == len(paragraphs):
            break
        windows.append(next_window(begin, total, paragraphs, core, before, after))
    return windows


def totals(pieces: Sequence[int]) -> list[int]:
    """The pieces before each word, and after the last."""
    return [0, *accumulate(pieces)]


def next_window(
    begin: int,
    total: Sequence[int],
    paragraphs: Sequence[int],
    core: int,
    before: int,
    after: int,
) -> Window:
    """The window whose core begins at a word, breaking between paragraphs.

    A paragraph longer than ``core`` pieces is broken between words; ``before`` and
    ``after`` are the pieces of it that are read beyond the break. A word has at least
    one piece; ``total`` are those before each word.
    """
    end = _core_end(begin, total, paragraphs, core)
    start = begin
    while (
        start > 0
        and paragraphs[start - 1] == paragraphs[begin]
        and total[begin] - total[start - 1] <= before
    ):
        start -= 1
    stop = end
    while (
        stop < len(paragraphs)
        and paragraphs[stop] == paragraphs[end - 1]
        and total[stop + 1] - total[end] <= after
    ):
        stop += 1
    return Window(start, stop, begin, end)


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

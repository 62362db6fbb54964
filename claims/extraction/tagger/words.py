"""Words of a text as the tagger sees them: places, paragraphs and looks.

Training and product share this module, so that both read a text alike. Nothing
here looks at meaning; what a word is like on the page is what an uncased encoder
cannot see: capitals, quotation marks, the beginning of a paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.extraction.model import Span
from claims.extraction.patterns import TOKEN
from claims.extraction.quotations import Quotation

# Six shapes × outside, inside, mark of a quotation × begins a paragraph or not.
SHAPES: Final = 6
LOOKS: Final = SHAPES * 3 * 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order; the four sequences are equally long."""

    starts: Sequence[int]  # offsets, code points
    ends: Sequence[int]
    paragraphs: Sequence[int]  # index of the paragraph each word stands in
    looks: Sequence[int]  # 0 … LOOKS - 1

    def __len__(self) -> int:
        return len(self.starts)


def read_words(
    text: str, paragraphs: Sequence[Span], quotations: Sequence[Quotation]
) -> Words:
    """The words of the given paragraphs of a text, with their looks."""
    starts: list[int] = []
    ends: list[int] = []
    owners: list[int] = []
    looks: list[int] = []
    opened = [quotation.span.start for quotation in quotations]
    for index, paragraph in enumerate(paragraphs):
        is_first = 1
        for match in TOKEN.finditer(text, paragraph.start, paragraph.end):
            start, end = match.span()
            quoted = _quoted(start, quotations, opened)
            starts.append(start)
            ends.append(end)
            owners.append(index)
            looks.append((_shape(match.group()) * 3 + quoted) * 2 + is_first)
            is_first = 0
    return Words(starts, ends, owners, looks)


def _quoted(
    position: int, quotations: Sequence[Quotation], opened: Sequence[int]
) -> int:
    """0 outside quotations, 1 between the marks, 2 for the marks themselves."""
    nearest = bisect_right(opened, position) - 1
    if nearest < 0 or position >= quotations[nearest].span.end:
        return 0
    inner = quotations[nearest].inner
    return 1 if inner.start <= position < inner.end else 2


def _shape(word: str) -> int:
    first = word[0]
    if not first.isalnum():
        return 5
    if word.islower():
        return 0
    if first.isdigit():
        return 3
    if len(word) > 1 and word.isupper():
        return 2
    return 1 if word[1:].islower() or len(word) == 1 else 4

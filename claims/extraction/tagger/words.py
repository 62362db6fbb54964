"""Words of a text as the tagger sees them: places, paragraphs and looks.

Training and product share this module, so that both read a text alike. Nothing
here looks at meaning; what a word is like on the page is what an uncased encoder
cannot see: capitals, quotation marks, the beginning of a paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from claims.extraction.model import Span
from claims.extraction.patterns import TOKEN
from claims.extraction.quotations import Quotation
from claims.extraction.segmentation import Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Six shapes × outside, inside, mark of a quotation × begins a paragraph or not.
SHAPES: Final = 6
LOOKS: Final = SHAPES * 3 * 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order; the sequences are equally long."""

    starts: Sequence[int]  # offsets, code points
    ends: Sequence[int]
    paragraphs: Sequence[int]  # index of the paragraph each word stands in
    looks: Sequence[int]  # 0 … LOOKS - 1
    units: Sequence[int]  # index of the stretch each stands in; no sentence leaves it

    def __len__(self) -> int:
        return len(self.starts)


def read_words(
    text: str, paragraphs: Sequence[Span], quotations: Sequence[Quotation]
) -> Words:
    """The words of the given paragraphs of a text, with their looks."""
    found = _Collector(quotations)
    for index, paragraph in enumerate(paragraphs):
        for match in TOKEN.finditer(text, paragraph.start, paragraph.end):
            found.add(*match.span(), match.group(), index, index)
    return found.words()


def read_tokens(
    units: Sequence[Unit], docs: Sequence[Doc], quotations: Sequence[Quotation]
) -> Words:
    """The words of a text as spaCy's tokenizer cuts them, unit by unit.

    Tokens of blanks are left out.
    """
    found = _Collector(quotations)
    for index, (unit, doc) in enumerate(zip(units, docs, strict=True)):
        for token in doc:
            if not token.is_space:
                start, word = unit.start + token.idx, token.text
                found.add(start, start + len(word), word, unit.paragraph, index)
    return found.words()


class _Collector:
    """Gathers words with their looks."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._opened = [quotation.span.start for quotation in quotations]
        self._columns: tuple[list[int], ...] = ([], [], [], [], [])

    def add(self, start: int, end: int, word: str, paragraph: int, unit: int) -> None:
        """The next word; the first of a paragraph looks different."""
        owners = self._columns[2]
        is_first = not owners or owners[-1] != paragraph
        quoted = _quoted(start, self._quotations, self._opened)
        look = (_shape(word) * 3 + quoted) * 2 + is_first
        row = (start, end, paragraph, look, unit)
        for column, value in zip(self._columns, row, strict=True):
            column.append(value)

    def words(self) -> Words:
        return Words(*self._columns)


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

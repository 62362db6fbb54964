"""Pasted text and text files: which lines are headline, paragraphs, byline.

The text is not changed, only cut: every piece is a stretch of it. Paragraphs are
separated by blank lines. Where they are not, every line is a paragraph, unless
lines are wrapped at a fixed width: then a line goes on in the next one when the
next one's first word would not have fitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sources.reading.body import Piece
from sources.reading.document import Block, BlockKind
from sources.reading.lines import classify
from sources.reading.patterns import LIST_MARK, QUESTION, TERMINAL

_WIDEST_WRAP: Final = 100  # characters; longer lines are paragraphs of their own
_MOSTLY: Final = 0.6  # share of lines that end a sentence: then none is wrapped
_LONGEST_HEADLINE: Final = 300
_LONGEST_QUESTION: Final = 120


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the blanks round it; an empty one separates paragraphs."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of normalised text, in order; none if it is all white space."""
    spans = list(_paragraph_spans(_lines(text)))
    pieces = []
    for index, (start, end) in enumerate(spans):
        words = text[start:end]
        kind = BlockKind.PARAGRAPH
        if index == 0 and len(spans) > 1 and _is_headline(words):
            kind = BlockKind.HEADLINE
        elif LIST_MARK.match(words):
            kind = BlockKind.LIST_ITEM
        pieces.append(Piece(kind, words))
    return tuple(
        Block(piece.kind, start, end)
        for piece, (start, end) in zip(classify(pieces), spans, strict=True)
    )


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for line in text.split("\n"):
        blanks = len(line) - len(line.lstrip())
        lines.append(_Line(start + blanks, line.strip()))
        start += len(line) + 1
    return lines


def _is_headline(words: str) -> bool:
    if len(words) > _LONGEST_HEADLINE or LIST_MARK.match(words):
        return False
    if not TERMINAL.search(words):
        return True
    return QUESTION.search(words) is not None and len(words) <= _LONGEST_QUESTION


def _paragraph_spans(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Start and end of every paragraph."""
    width = _wrap_width([line for line in lines if line.text])
    first: _Line | None = None
    last: _Line | None = None
    for line in lines:
        if first is None or last is None:
            first = last = line if line.text else None
        elif line.text and _goes_on(last, line, width):
            last = line
        else:
            yield first.start, last.end
            first = last = line if line.text else None
    if first is not None and last is not None:
        yield first.start, last.end


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width lines are wrapped at, in characters; 0 if they are not wrapped."""
    if len(lines) < 2:
        return 0
    lengths = sorted((len(line.text) for line in lines), reverse=True)
    width = lengths[len(lengths) // 10]  # a headline or a link may be longer
    complete = sum(TERMINAL.search(line.text) is not None for line in lines)
    if width > _WIDEST_WRAP or complete > _MOSTLY * len(lines):
        return 0
    return width


def _goes_on(line: _Line, following: _Line, width: int) -> bool:
    """Whether the paragraph of ``line`` goes on in the line after it."""
    if not width or LIST_MARK.match(following.text):
        return False
    first_word = following.text.split(maxsplit=1)[0]
    return len(line.text) + 1 + len(first_word) > width

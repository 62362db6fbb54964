"""Cut a text into paragraphs and bounded parse units, without moving anything.

The parser sees a copy of the text in which single characters are replaced by
single characters: every offset into the copy is an offset into the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from claims.extraction.model import Span
from claims.extraction.patterns import (
    DATELINE,
    LINE,
    LONG_RUN,
    SENTENCE_END,
    TYPED_PAIR,
)

# Longest stretch given to the parser at once, in characters. Real paragraphs
# stay below it; the parser's memory grows with it.
MAX_UNIT: Final = 4_000

# A unit is parsed only if this share of its visible characters are Latin
# letters; tables of figures and other scripts are not English prose.
MIN_LETTERS: Final = 0.6
# … and if its words have so many letters on average: English has nearly five.
MIN_WORD: Final = 2.0
_FEW_WORDS: Final = 20  # too few to judge by their length

_HARD_WRAP: Final = range(40, 101)  # characters a line, in hard-wrapped text

_TABLE: Final[dict[int, int]] = {
    **{code: 0x20 for code in range(0x20) if code not in (0x0A,)},
    **{code: 0x20 for code in range(0x7F, 0xA1) if code != 0x85},
    **dict.fromkeys(range(55296, 57344), 32),  # lone surrogates
    **dict.fromkeys(range(8192, 8208), 32),  # spaces, joiners, marks
    **dict.fromkeys(range(8234, 8240), 32),  # direction overrides
    **dict.fromkeys(range(8288, 8304), 32),
    **{ord(mark): 0x20 for mark in "\u00ad\u3000\ufeff\ufffe\uffff"},
    0x0D: 0x0A,
    0x85: 0x0A,
    0x2028: 0x0A,
    0x2029: 0x0A,
    **{ord(mark): ord("“") for mark in "„‟«〝"},
    **{ord(mark): ord("”") for mark in "»〞"},
    ord("＂"): ord('"'),
    **{ord(mark): ord("'") for mark in "‘’‚‛´"},
    ord("‐"): ord("-"),
    ord("‑"): ord("-"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One stretch for the parser: ``text`` has exactly the length of the span."""

    start: int
    end: int
    paragraph: int  # index of the paragraph it belongs to
    text: str


def parsable_copy(text: str) -> str:
    """A copy of the same length that the tokenizer can read safely.

    Control characters, lone surrogates and direction marks become blanks, line
    separators become newlines, exotic quotation marks their plain cousins, and
    runs of 200 or more characters without a blank become blanks.
    """
    copy = text.replace("\r\n", " \n").translate(_TABLE)
    copy = LONG_RUN.sub(lambda run: " " * (run.end() - run.start()), copy)
    return single_marks(copy)


def single_marks(text: str) -> str:
    """A copy of the same length with typed pairs (\'\' and ``) as one mark."""
    return TYPED_PAIR.sub(_one_mark, text)


def _one_mark(pair: re.Match[str]) -> str:
    """Two typed single marks as one double mark and a blank on its outer side."""
    before = pair.string[pair.start() - 1 : pair.start()]
    opens = pair.group() == "``" or not before or before.isspace() or before in "([—-"
    return ' "' if opens else '" '


def find_paragraphs(copy: str) -> list[Span]:
    """The paragraphs of a parsable copy, trimmed of blanks, in order.

    A line is a paragraph, unless the text is hard-wrapped: then a paragraph
    goes on until a line that had room for the next line's first word.
    """
    paragraphs: list[Span] = []
    previous: Span | None = None
    last_end = -2  # where the match of the previous line ended
    for match in LINE.finditer(copy):
        line = _trim(copy, match.start(), match.end())
        adjacent = match.start() == last_end + 1
        last_end = match.end()
        if line and previous and adjacent and _is_wrapped(copy, previous, line):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        elif line:
            paragraphs.append(line)
        previous = line
    return paragraphs


def _is_wrapped(copy: str, line: Span, following: Span) -> bool:
    """Whether ``line`` broke only because the next word did not fit."""
    length = line.end - line.start
    if length not in _HARD_WRAP or copy[line.end - 1] in '.!?:"”':
        return False
    head = copy[following.start : following.end]
    first_word = head.split(" ", 1)[0]
    return head[:1].islower() or length + 1 + len(first_word) > max(
        72, following.end - following.start
    )


def _trim(copy: str, start: int, end: int) -> Span | None:
    while start < end and copy[start].isspace():
        start += 1
    while end > start and copy[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def find_units(copy: str, paragraphs: list[Span]) -> Iterator[Unit]:
    """Parse units in order: English prose only, each at most ``MAX_UNIT`` long."""
    for index, paragraph in enumerate(paragraphs):
        start = paragraph.start
        dateline = DATELINE.match(copy, start, paragraph.end)
        if dateline is not None:
            start = dateline.end()  # who reports from where is nobody's statement
        while start < paragraph.end:
            end = min(start + MAX_UNIT, paragraph.end)
            if end < paragraph.end:
                end = _cut_before(copy, start, end)
            piece = copy[start:end]
            if is_prose(piece):
                yield Unit(start, end, index, piece.replace("\n", " "))
            start = end


def outlets_in_datelines(copy: str, paragraphs: list[Span]) -> frozenset[str]:
    """The agencies (lower case) that datelines name: the article's own voice."""
    matches = (DATELINE.match(copy, span.start, span.end) for span in paragraphs)
    return frozenset(
        (match[1] or match[2]).strip().lower()
        for match in matches
        if match is not None and (match[1] or match[2])
    )


def _cut_before(copy: str, start: int, end: int) -> int:
    """A sentence end in the second half of the window, else a blank, else its end."""
    half = (start + end) // 2
    cut = 0
    for match in SENTENCE_END.finditer(copy, half, end):
        cut = match.end()
    if cut:
        return cut
    blank = copy.rfind(" ", half, end)
    return blank + 1 if blank > 0 else end


def is_prose(piece: str) -> bool:
    """Whether a piece reads as Latin words: enough letters, in words of some length."""
    visible = letters = words = 0
    for word in piece.split():
        words += 1
        visible += len(word)
        # Latin letters end at U+024F; what follows is another script.
        if word.isascii() and word.isalpha():
            letters += len(word)
        else:
            letters += sum(char.isalpha() and char < "\u0250" for char in word)
    if letters < 3 or letters < MIN_LETTERS * visible:
        return False
    return words < _FEW_WORDS or letters >= MIN_WORD * words

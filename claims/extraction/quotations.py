"""Find what stands between quotation marks, on the original characters.

Curly, straight, angled and low marks, and British single quotation, in any
mixture. A mark that is never closed quotes to the end of its paragraph; if the
next paragraph opens with a mark again, both belong to one quotation of several
paragraphs, as newspapers set them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from claims.extraction.model import QuoteType, Span
from claims.extraction.patterns import QUOTE_MARK
from claims.extraction.segmentation import single_marks

_OPENING: Final = frozenset("“„‟«〝‹")
_CLOSING: Final = frozenset("”»〞›")
_STRAIGHT: Final = frozenset('"″＂')
_PAIRS: Final = frozenset({"''", "``"})
_SINGLE: Final = frozenset("'‘’‚‛")
_SPACE_OR_BRACKET: Final = frozenset(" \t\n\r\u00a0([{—–-:/,")
# What may follow an apostrophe that stands at the start of a word.
_CLIPPED: Final = frozenset({"em", "tis", "twas", "til", "till", "cause", "bout", "n"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch, marks included; ``inner`` excludes them."""

    span: Span
    inner: Span
    paragraph: int
    closed: bool
    continues: bool  # the next paragraph goes on with the same quotation
    single: bool  # set in single marks


def opening(quotation: Quotation) -> int:
    """Where it begins: what the quotations of a text are in order of."""
    return quotation.span.start


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """The outermost quotations of each paragraph, in order, never overlapping.

    Marks inside a quotation are part of it. Time is linear in the text.
    """
    original, text = text, single_marks(text)
    found: list[Quotation] = []
    starts_quoted = [_opens(text, span.start) for span in paragraphs]
    for index, paragraph in enumerate(paragraphs):
        follows = index + 1 < len(paragraphs) and starts_quoted[index + 1]
        found.extend(_in_paragraph(text, paragraph, index, follows=follows))
    if text != original:
        found = [_with_pair(original, quotation) for quotation in found]
    return found


def quote_type_of(
    content: Sequence[Span],
    quotations: Sequence[Quotation],
    *,
    around: Span | None = None,
) -> QuoteType:
    """Direct when all of the content is quoted, mixed when a part is.

    The quotations are in order; one ``around`` a span does not count.
    """
    total = quoted = 0
    for span in content:
        total += span.end - span.start
        # Looked up, not listed: a long text has thousands, and as many claims.
        index = max(0, bisect_right(quotations, span.start, key=opening) - 1)
        while index < len(quotations) and opening(quotations[index]) < span.end:
            other = quotations[index].span
            if around is None or not other.covers(around):
                start, end = max(span.start, other.start), min(span.end, other.end)
                quoted += max(0, end - start)
            index += 1
    if quoted == 0:
        return QuoteType.INDIRECT
    return QuoteType.DIRECT if total - quoted <= 2 * len(content) else QuoteType.MIXED


def whole_pairs(text: str, span: Span) -> Span:
    """A span with both characters of the typed pairs (\'\' and ``) at its ends.

    The parser is shown one of the two; what it reads may end between them.
    """
    start, end = span.start, span.end
    if start and text[start - 1 : start + 1] in _PAIRS:
        start -= 1
    if text[end - 1 : end + 1] in _PAIRS and text[end - 2 : end] not in _PAIRS:
        end += 1
    return Span(start, end)


def _with_pair(original: str, quotation: Quotation) -> Quotation:
    """Both characters of a typed pair belong to the quotation."""
    span = whole_pairs(original, quotation.span)
    if not quotation.closed:
        span = Span(span.start, quotation.span.end)
    return replace(quotation, span=span)


def _opens(text: str, position: int) -> bool:
    char = text[position]
    return (
        char in _OPENING
        or char in _STRAIGHT
        or (char == "‘" and text[position + 1 : position + 2].isalnum())
    )


def _in_paragraph(
    text: str, paragraph: Span, index: int, *, follows: bool
) -> list[Quotation]:
    found: list[Quotation] = []
    marks = [
        m.start() for m in QUOTE_MARK.finditer(text, paragraph.start, paragraph.end)
    ]
    singles = _SinglePairs(text, paragraph, marks)
    opened: int | None = None
    depth = 0
    for mark in marks:
        char = text[mark]
        if opened is not None and singles.covers(mark):
            continue
        if char in _SINGLE:
            closing = None if opened is not None else singles.closing_of(mark)
            if closing is not None:
                found.append(_quotation(mark, closing + 1, index, single=True))
            continue
        if found and found[-1].span.end > mark:
            continue  # a double mark inside single ones
        role = _role(text, paragraph, mark, is_open=opened is not None)
        if role == "open" and opened is None:
            opened, depth = mark, 1
        elif role == "open" and char in _STRAIGHT:
            opened, depth = mark, 1  # the earlier one was never closed
        elif role == "open":
            depth = min(depth + 1, 2)
        elif role == "close" and opened is not None:
            depth -= 1
            if depth == 0:
                _append(found, _quotation(opened, mark + 1, index))
                opened = None
    if opened is not None and paragraph.end - opened > 2:
        found.append(
            Quotation(
                Span(opened, paragraph.end),
                Span(opened + 1, paragraph.end),
                index,
                closed=False,
                continues=follows,
                single=False,
            )
        )
    return found


def _append(found: list[Quotation], quotation: Quotation | None) -> None:
    if quotation is not None:
        found.append(quotation)


def _quotation(
    start: int, end: int, paragraph: int, *, single: bool = False
) -> Quotation:
    inner = Span(start + 1, end - 1) if end - start > 2 else Span(start, end)
    return Quotation(
        Span(start, end), inner, paragraph, closed=True, continues=False, single=single
    )


def _role(text: str, paragraph: Span, mark: int, *, is_open: bool) -> str:
    """``open``, ``close`` or ``none`` for a double mark."""
    char = text[mark]
    before = text[mark - 1] if mark > paragraph.start else " "
    after = text[mark + 1] if mark + 1 < paragraph.end else " "
    if char in "«»":  # French and German point opposite ways
        return "close" if is_open else "open"
    if char in _OPENING:
        # German „…“ closes with the mark that opens in English.
        closes = is_open and not before.isspace() and not after.isalnum()
        return "close" if closes else "open"
    if char in _CLOSING:
        return "close" if is_open else "none"
    if is_open:
        misplaced = before.isspace() and after.isalnum()
        return "open" if misplaced else "close"
    if before.isdigit() and not after.isalnum():
        return "none"  # inches, seconds
    if before.isalnum() and not after.isalnum():
        return "none"  # a closing mark without its opening
    return "open"


class _SinglePairs:
    """Single marks that quote, told from apostrophes."""

    def __init__(self, text: str, paragraph: Span, marks: list[int]) -> None:
        self._pairs: dict[int, int] = {}
        self._reach = -1
        opened: int | None = None
        weak: int | None = None  # last mark that may be a plural's apostrophe
        for mark in marks:
            char = text[mark]
            if char not in _SINGLE:
                continue
            if self._may_open(text, paragraph, mark):
                if opened is not None and weak is not None:
                    self._pairs[opened] = weak
                if opened is None or weak is not None:
                    opened, weak = mark, None
            elif opened is not None and self._may_close(text, paragraph, mark):
                before = text[mark - 1]
                after = text[mark + 1 : mark + 2]
                plural = before == "s" and after == " "
                if plural:
                    weak = mark
                else:
                    self._pairs[opened] = mark
                    opened, weak = None, None
        if opened is not None and weak is not None:
            self._pairs[opened] = weak

    def closing_of(self, mark: int) -> int | None:
        """The closing mark of a quotation that opens here."""
        closing = self._pairs.get(mark)
        if closing is None or closing - mark < 3:
            return None
        self._reach = max(self._reach, closing)
        return closing

    def covers(self, mark: int) -> bool:
        """Whether the mark lies in a single-quoted stretch already taken."""
        return mark <= self._reach

    @staticmethod
    def _may_open(text: str, paragraph: Span, mark: int) -> bool:
        if text[mark] == "’":
            return False
        before = text[mark - 1] if mark > paragraph.start else " "
        after = text[mark + 1 : mark + 2]
        if not (before in _SPACE_OR_BRACKET or before in '"“') or not (
            after.isalnum() or (after and after in "…@#$£[")
        ):
            return False
        end = mark + 1
        while end < paragraph.end and end - mark < 8 and text[end].isalnum():
            end += 1
        word = text[mark + 1 : end].lower()
        return word not in _CLIPPED and not (word[:1].isdigit() and word[-1:] == "s")

    @staticmethod
    def _may_close(text: str, paragraph: Span, mark: int) -> bool:
        if text[mark] == "‘" or mark == paragraph.start or text[mark - 1].isspace():
            return False
        after = text[mark + 1] if mark + 1 < paragraph.end else " "
        return not after.isalnum()

"""Where a text quotes somebody: what two reporters may share without copying.

Straight and curly marks, guillemets either way round, „low“ marks, corner
brackets, typed pairs and British single marks, in any mixture. Nobody's
apostrophe quotes, and a mark that is never closed costs a sentence, not the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from sources.independence.patterns import (
    PARAGRAPH_END,
    POST_AUTHOR,
    QUOTE_MARK,
    SENTENCE_END,
)

Stretch: TypeAlias = tuple[int, int]
"""Half-open, in code points."""

_CLOSED_BY: Final[dict[str, frozenset[str]]] = {
    "“": frozenset("”"),
    "”": frozenset("”"),
    "„": frozenset("“”‟"),
    "‟": frozenset("”“"),
    "«": frozenset("»"),
    "»": frozenset("«»"),
    "‹": frozenset("›"),
    "›": frozenset("‹›"),
    "〝": frozenset("〞〟"),
    "「": frozenset("」"),
    "『": frozenset("』"),
    "``": frozenset(["''", '"']),
    "''": frozenset(["''", '"']),
    '"': frozenset(['"', "''"]),
    "″": frozenset("″"),
    "＂": frozenset("＂"),
    "‘": frozenset("’"),
    "‛": frozenset("’"),
    "‚": frozenset("‘’"),
    "'": frozenset("'"),
}
_NESTS: Final = frozenset("“«„")
_SINGLE: Final = frozenset("‘‛‚'’")
_ALWAYS_OPENS: Final = frozenset(["“", "„", "〝", "「", "『", "``"])
_NEVER_OPENS: Final = frozenset(["’", "〞", "〟", "」", "』"])
# An apostrophe at the start of these words is no quotation mark.
_CLIPPED: Final = frozenset("em tis twas til till cause bout n nother round".split())
_UNCLOSED_AT_MOST: Final = 800  # characters of a paragraph that opens with a mark
_POST_AT_MOST: Final = 600  # characters
_MARKS_AHEAD: Final = 100  # how far a closing mark is looked for: keeps this linear


def quoted_stretches(text: str) -> list[Stretch]:
    """The outermost quotations of ``text``, marks included, in order.

    They never overlap. Time is linear in the length of the text.
    """
    found: list[Stretch] = []
    for start, end, next_start in _paragraphs(text):
        found.extend(_Paragraph(text, start, end, next_start).quotations())
    return found


def embedded_posts(text: str) -> list[Stretch]:
    """Posts pasted without marks, told by the line that names their author.

    ``We are fine. — Ada Lovelace (@ada) May 3, 2015``: from the start of its
    paragraph (of the one before, if the author stands alone) to the date.
    """
    if "(@" not in text:
        return []
    return [
        (_start_of_post(text, match.start()), match.end())
        for match in POST_AUTHOR.finditer(text)
    ]


def _start_of_post(text: str, author: int) -> int:
    earliest = max(0, author - _POST_AT_MOST)
    words_end = earliest + len(text[earliest:author].rstrip())
    return max(earliest, text.rfind("\n", earliest, words_end) + 1)


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end, and where the next one starts (or the text ends)."""
    start = 0
    for gap in PARAGRAPH_END.finditer(text):
        yield start, gap.start(), gap.end()
        start = gap.end()
    yield start, len(text), len(text)


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Start, end and characters of what may be a quotation mark.

    A typed pair counts as one; an apostrophe inside a word is none.
    """
    skip = -1
    for match in QUOTE_MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        if mark not in "'’`":
            yield at, at + 1, mark
            continue
        if at == skip:
            continue
        if mark != "’" and text[at + 1 : at + 2] == mark and at + 1 < end:
            skip = at + 1
            yield at, at + 2, mark * 2
            continue
        inside = at > start and text[at - 1].isalnum()
        if mark != "`" and not (inside and text[at + 1 : at + 2].isalnum()):
            yield at, at + 1, mark


class _Paragraph:
    """One paragraph, read mark by mark."""

    def __init__(self, text: str, start: int, end: int, next_start: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._next_opens = _opens_paragraph(text, next_start)
        self._marks = list(_marks(text, start, end))

    def quotations(self) -> Iterator[Stretch]:
        index = 0
        while index < len(self._marks):
            at = self._marks[index][0]
            if not self._may_open(index):
                index += 1
                continue
            closing = self._closing(index)
            if closing is not None:
                yield at, self._marks[closing][1]
                index = closing + 1
                continue
            end = self._end_of_unclosed(index)
            if end > at:
                yield at, end
            index += 1
            while index < len(self._marks) and self._marks[index][0] < end:
                index += 1

    def _may_open(self, index: int) -> bool:
        at, after, mark = self._marks[index]
        if mark in _ALWAYS_OPENS:
            return True
        if mark in _NEVER_OPENS:
            return False
        before = self._text[at - 1] if at > self._start else " "
        following = self._text[after] if after < self._end else " "
        if mark in _SINGLE:
            return self._single_may_open(before, after, following)
        if following.isspace() and not before.isspace():
            return False  # a closing mark whose opening is missing
        if before.isalnum():
            # 6" tall, and the closing mark of a quotation never opened.
            return following.isalnum() and not before.isdigit() and mark not in "”″"
        return mark != "”" or before.isspace()

    def _single_may_open(self, before: str, after: int, following: str) -> bool:
        if before.isalnum() or following.isspace() or before in ".,;!?'’":
            return False
        end = after
        while end < self._end and end - after < 8 and self._text[end].isalnum():
            end += 1
        word = self._text[after:end].lower()
        is_decade = word[:1].isdigit() and word[-1:] == "s"
        return word not in _CLIPPED and not is_decade

    def _closing(self, index: int) -> int | None:
        """The index of the mark that closes the one at ``index``."""
        mark = self._marks[index][2]
        closers = _CLOSED_BY[mark]
        if mark in _SINGLE:
            return self._closing_single(index, closers)
        depth = 1
        for later in self._ahead(index):
            other = self._marks[later][2]
            if other in closers and not (other == mark and self._reopens(later)):
                depth -= 1
                if depth == 0:
                    return later
            elif other == mark:
                if mark not in _NESTS:
                    return None  # opened again: the first was never closed
                depth += 1
        return None

    def _ahead(self, index: int) -> range:
        return range(index + 1, min(len(self._marks), index + 1 + _MARKS_AHEAD))

    def _reopens(self, index: int) -> bool:
        """Whether a mark that could close is set as an opening one."""
        at, after, _ = self._marks[index]
        before = self._text[at - 1]
        following = self._text[after] if after < self._end else " "
        return (before.isspace() or before in "([—–") and following.isalnum()

    def _closing_single(self, index: int, closers: frozenset[str]) -> int | None:
        """The first mark that must close, or the last that may.

        ``the ministers' plan``: after an s a mark may be a mere apostrophe.
        """
        possible: int | None = None
        for later in self._ahead(index):
            at, after, other = self._marks[later]
            if other not in closers:
                if other in "‘'" and self._may_open(later):
                    break
                continue
            before = self._text[at - 1]
            following = self._text[after] if after < self._end else " "
            if before.isspace() or following.isalnum():
                if self._may_open(later):
                    break
                continue
            if before != "s" or following != " ":
                return later
            possible = later
        return possible

    def _end_of_unclosed(self, index: int) -> int:
        at, after, mark = self._marks[index]
        opens = at - self._start < 3 and not self._text[self._start : at].strip()
        if self._next_opens and (opens or mark != "'"):
            return self._end  # goes on in the next paragraph
        if mark in _SINGLE:
            return at  # an apostrophe
        stop = self._marks[index + 1][0] if index + 1 < len(self._marks) else self._end
        if opens:
            return min(self._end, stop, at + _UNCLOSED_AT_MOST)
        sentence = SENTENCE_END.search(self._text, after, stop)
        return min(sentence.end() if sentence else stop, at + _UNCLOSED_AT_MOST)


def _opens_paragraph(text: str, at: int) -> bool:
    mark = text[at : at + 2] if text[at : at + 2] in _CLOSED_BY else text[at : at + 1]
    if mark not in _CLOSED_BY or mark == "'":
        return False
    return text[at + len(mark) : at + len(mark) + 1].strip() != ""

"""A parsed unit with absolute offsets and its quotations, as finding sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from claims.extraction.model import Span
from claims.extraction.quotations import Quotation, opening
from claims.extraction.segmentation import Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOT_QUOTED: Final = -1
MAX_QUOTATIONS: Final = 200  # in one unit; more is not prose
SUBJECTS: Final = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS: Final = frozenset({"nsubjpass", "csubjpass"})
_EDGE: Final = frozenset(",;:—–-.")
_TRAILING: Final = frozenset({",", ";", ":", "—", "–", "-", "--", ".", "!", "?", "…"})


class Page:
    """One unit's parse. Lives only while the unit is being read."""

    def __init__(
        self,
        doc: Doc,
        unit: Unit,
        quotations: Sequence[Quotation],
        labels: frozenset[str] = frozenset(),
    ) -> None:
        """``labels`` are what paragraphs of the text begin with to say who speaks."""
        self.labels = labels
        self.doc = doc
        self.tokens: list[Token] = list(doc)
        self.text = unit.text
        self.base = unit.start
        self.paragraph = unit.paragraph
        self.end = unit.end
        low = max(0, bisect_right(quotations, unit.start, key=opening) - 1)
        high = bisect_right(quotations, unit.end, key=opening)
        self.quotations: list[Quotation] = [
            q
            for q in quotations[low:high]
            if q.paragraph == unit.paragraph and q.span.end > unit.start
        ][:MAX_QUOTATIONS]
        self.starts: list[int] = [self.base + token.idx for token in self.tokens]
        self.quoted: list[int] = self._quoted()
        self.inside: list[list[Token]] = [[] for _ in self.quotations]
        for token in self.tokens:
            if self.quoted[token.i] != NOT_QUOTED:
                self.inside[self.quoted[token.i]].append(token)
        self.children: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head.i != token.i:
                self.children[token.head.i].append(token)

    def _quoted(self) -> list[int]:
        """For each token the index of the quotation it lies in, or ``NOT_QUOTED``."""
        result = [NOT_QUOTED] * len(self.tokens)
        index = 0
        for token in self.tokens:
            start = self.base + token.idx
            while (
                index < len(self.quotations)
                and self.quotations[index].span.end <= start
            ):
                index += 1
            if index == len(self.quotations):
                break
            if self.quotations[index].span.start <= start:
                result[token.i] = index
        return result

    def is_quoted(self, token: Token) -> bool:
        """Whether the token stands inside a quotation (scare quotes included)."""
        return self.quoted[token.i] != NOT_QUOTED

    def span(self, first: int, last: int) -> Span:
        """Absolute span of the tokens ``first`` to ``last``, both included."""
        start, end = self.tokens[first], self.tokens[last]
        return Span(self.base + start.idx, self.base + end.idx + len(end))

    def slice(self, first: int, last: int) -> str:
        """The words from ``first`` to ``last``, both included."""
        end = self.tokens[last]
        return self.text[self.tokens[first].idx : end.idx + len(end)]

    def trimmed(self, first: int, last: int) -> Span | None:
        """As ``span``, without punctuation and blanks at the edges.

        A quotation mark at an edge stays when its partner is inside.
        """
        while first <= last and self._droppable(first, last):
            first += 1
        while last >= first and self._droppable(last, first):
            last -= 1
        return self.span(first, last) if first <= last else None

    def _droppable(self, index: int, other: int) -> bool:
        token = self.tokens[index]
        if token.is_space or token.text in _TRAILING:
            # "…?" and "…." inside a quotation belong to it
            return self.quoted[index] == NOT_QUOTED
        return token.text in '"“”' and self.quoted[index] == NOT_QUOTED

    def child(self, token: Token, *labels: str) -> Token | None:
        """The first dependent with one of the labels."""
        for child in self.children[token.i]:
            if child.dep_ in labels:
                return child
        return None

    def sentence(self, token: Token) -> Span:
        """The sentence a token stands in."""
        sent = token.sent
        found = self.trimmed_blank(sent.start, sent.end - 1)
        return found

    def trimmed_blank(self, first: int, last: int) -> Span:
        """Span of tokens without blank tokens at the edges."""
        while last > first and self.tokens[last].is_space:
            last -= 1
        while first < last and self.tokens[first].is_space:
            first += 1
        return self.span(first, last)

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """Lower-case words from ``first`` to ``last``."""
        return tuple(token.lower_ for token in self.tokens[first : last + 1])

    def merge(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Sorted, overlapping or touching spans joined."""
        return merge_spans(spans)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted spans; those that overlap or are one character apart are joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)

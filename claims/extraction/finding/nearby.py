"""Subject and auxiliary of a verb by the words before it, where the parse fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.page import Page
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAX_WORDS: Final = 10  # of a subject
_MAX_RELATIVE: Final = 30  # tokens of a relative clause that is stepped over
_MARKS: Final = frozenset("\"“”'‘’")
_RELATIVES: Final = frozenset({"who", "which", "whom", "whose"})
_NOMINAL: Final = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})
_INSIDE: Final = frozenset({"-", "’s", "'s", "’", "'", "of"})
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_SUBJECT_PRONOUNS: Final = frozenset({"i", "he", "she", "they", "we", "it", "who"})
_BOUNDS: Final = frozenset(
    {"that", ",", "and", "but", "while", "when", "because", "as", ":", ";", "—", "–",
     ".", "?", "!", "“", "‘", '"', "'", "if", "how", "what", "then", "so", "after",
     "before", "although", "though", "since", "than", "yet"}
)  # fmt: skip
_HAVE: Final = frozenset({"had", "has", "have", "’d", "'d", "’ve", "'ve", "'s", "’s"})


def has_before(page: Page, verb: Token) -> Token | None:
    """The "had" of "had only told", wherever the parser hung it."""
    index = verb.i - 1
    while index >= 0 and page.tokens[index].pos_ == "ADV" and verb.i - index <= 3:
        index -= 1
    token = page.tokens[index] if index >= 0 else None
    return token if token is not None and token.lower_ in _HAVE else None


def subject_before(
    page: Page, first: int, around: Sequence[Span]
) -> tuple[Span, Token] | None:
    """The noun phrase that ends before token ``first``, and its head word.

    ``around`` are the stretches it must stand in; a gap between them is stepped
    over: "her mother, she says, believed". None unless a clause begins with it.
    """
    index = first - 1
    tokens = page.tokens
    while index >= 0 and (tokens[index].pos_ == "ADV" or tokens[index].text in _MARKS):
        index -= 1
    if index >= 0 and not _inside(page, index, around) and first - index <= _MAX_WORDS:
        while index >= 0 and not _inside(page, index, around):
            index -= 1
    if index >= 0 and tokens[index].text == ",":
        index = _before_relative(page, index, around)
    while index >= 0 and tokens[index].text == ",":
        index -= 1
    if index < 0 or tokens[index].sent.start != tokens[first].sent.start:
        return None
    head = tokens[index]
    if head.lower_ in _SUBJECT_PRONOUNS:
        return page.span(index, index), head
    if head.pos_ not in _NOUNS:
        return None
    start = index
    while (
        start - 1 >= 0
        and index - start < _MAX_WORDS
        and _inside(page, start - 1, around)
        and tokens[start - 1].sent.start == head.sent.start
        and tokens[start - 1].lower_ not in _BOUNDS - _INSIDE
        and (tokens[start - 1].pos_ in _NOMINAL or tokens[start - 1].text in _INSIDE)
    ):
        start -= 1
    if start and tokens[start].lower_ in _INSIDE:
        return None
    begins = start == 0 or not _inside(page, start - 1, around)
    if not begins:  # "that Berg told him", "he says Berg told him"
        before = tokens[start - 1]
        begins = before.lower_ in _BOUNDS or before.pos_ == "VERB"
    return (page.span(start, index), head) if begins else None


def _before_relative(page: Page, comma: int, around: Sequence[Span]) -> int:
    """ "Latchlight, which makes locks, knew": the end of what the clause is about."""
    for index in range(comma - 1, max(0, comma - _MAX_RELATIVE), -1):
        token = page.tokens[index]
        if token.lower_ in _RELATIVES and page.tokens[index - 1].text == ",":
            return index - 1
        if token.is_sent_start or not _inside(page, index - 1, around):
            break
    return comma


def _inside(page: Page, index: int, around: Sequence[Span]) -> bool:
    span = page.span(index, index)
    return any(one.covers(span) for one in around)

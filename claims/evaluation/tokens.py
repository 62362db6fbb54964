"""Spans as sets of word tokens, so that marks and blanks at their ends do not count."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Set
from typing import Final

from claims.extraction.model import Span

# Runs of letters and digits, inner apostrophes kept; with marks, each is a token too.
WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
WORD_OR_MARK: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")

Tokens = list[tuple[int, int]]


def find_tokens(text: str, *, punct: bool = False) -> Tokens:
    """Start and end of each token; with ``punct`` punctuation marks are tokens."""
    pattern = WORD_OR_MARK if punct else WORD
    return [match.span() for match in pattern.finditer(text)]


def covered(tokens: Tokens, spans: Iterable[Span]) -> frozenset[int]:
    """Numbers of the tokens whose middle lies in one of the spans."""
    found: set[int] = set()
    for span in spans:
        number = bisect_left(tokens, span.start, key=_end)
        while number < len(tokens) and tokens[number][0] < span.end:
            start, end = tokens[number]
            if span.start <= (start + end - 1) / 2 < span.end:
                found.add(number)
            number += 1
    return frozenset(found)


def f1(one: Set[object], other: Set[object]) -> float:
    """Token F1 of two sets; two empty ones are equal."""
    if not one and not other:
        return 1.0
    return 2 * len(one & other) / (len(one) + len(other))


def pieces(numbers: Iterable[int]) -> frozenset[tuple[int, int]]:
    """The unbroken runs of a set of tokens, as first and last number."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return frozenset(found)


def _end(token: tuple[int, int]) -> int:
    return token[1]

"""Quotations that reach over paragraphs, and cues that wait for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import merge_spans
from claims.extraction.model import Span
from claims.extraction.quotations import Quotation

# Between an attribution and a paragraph that is nothing but a quotation.
_SLACK: Final = 3  # characters of a paragraph that may stand outside the marks
_MAX_CHAIN: Final = 12  # paragraphs joined to one attribution


def link_across(
    candidates: Sequence[Candidate],
    quotations: Sequence[Quotation],
    paragraphs: Sequence[Span],
) -> list[Candidate]:
    """The candidates, with quotations of neighbouring paragraphs joined to them.

    1. A paragraph that ends in a cue and a colon takes the quotation that follows.
    2. A quotation left open continues in the next paragraph, on either side of
       the cue.
    3. A paragraph that is nothing but a quotation goes to the attribution before.

    4. In a transcript, a paragraph without a label between two with one goes on
       with the turn before it.

    A waiting cue that gets no quotation is left out.
    """
    result = list(candidates)
    owner = _owners(result, quotations)
    first_in: dict[int, int] = {}
    last_in: dict[int, int] = {}
    for index, quotation in enumerate(quotations):
        first_in.setdefault(quotation.paragraph, index)
        last_in[quotation.paragraph] = index
    waiting = {c.paragraph: i for i, c in enumerate(result) if not c.content}
    latest = _latest_in_paragraph(result)
    chain = 0
    for index, quotation in enumerate(quotations):
        if owner[index] is not None or first_in[quotation.paragraph] != index:
            chain = 0
            continue
        before = quotation.paragraph - 1
        target, guessed = waiting.get(before), False
        if target is None and before in last_in:
            previous = last_in[before]
            if quotations[previous].continues:
                target = owner[previous]
        if target is None and _is_whole(quotation, paragraphs):
            target, guessed = latest.get(before), True
        if target is None or chain >= _MAX_CHAIN or not _starts(quotation, paragraphs):
            chain = 0
            continue
        owner[index] = target
        result[target] = _with(result[target], quotation.span, guessed=guessed)
        latest[quotation.paragraph] = target
        chain += 1
    _join_backwards(result, quotations, owner, last_in)
    _join_turns(result, paragraphs)
    return [candidate for candidate in result if candidate.content]


def _join_turns(result: list[Candidate], paragraphs: Sequence[Span]) -> None:
    """Paragraphs between two labelled ones belong to the first one's speaker."""
    turns = [i for i, c in enumerate(result) if c.rule == "transcript"]
    for turn, following in pairwise(turns):
        first, last = result[turn].paragraph + 1, result[following].paragraph
        if last - first <= _MAX_CHAIN:
            for paragraph in paragraphs[first:last]:
                result[turn] = _with(result[turn], paragraph)


def _with(candidate: Candidate, span: Span, *, guessed: bool = False) -> Candidate:
    return replace(
        candidate,
        content=merge_spans([*candidate.content, span]),
        guessed=candidate.guessed or guessed,
    )


def _owners(
    candidates: Sequence[Candidate], quotations: Sequence[Quotation]
) -> list[int | None]:
    """For each quotation the candidate whose content it belongs to."""
    owners: list[int | None] = [None] * len(quotations)
    spans = sorted(
        (span.start, span.end, index)
        for index, candidate in enumerate(candidates)
        if not candidate.in_quotation
        for span in candidate.content
    )
    position = 0
    for index, quotation in enumerate(quotations):
        while position < len(spans) and spans[position][1] <= quotation.span.start:
            position += 1
        if position < len(spans) and spans[position][0] < quotation.span.end:
            owners[index] = spans[position][2]
    return owners


def _latest_in_paragraph(candidates: Sequence[Candidate]) -> dict[int, int]:
    """The last direct quotation's candidate of each paragraph."""
    latest: dict[int, int] = {}
    for index, candidate in enumerate(candidates):
        if candidate.frame == "Q" and candidate.content and not candidate.in_quotation:
            known = latest.get(candidate.paragraph)
            if known is None or candidates[known].cue[0] < candidate.cue[0]:
                latest[candidate.paragraph] = index
    return latest


def _starts(quotation: Quotation, paragraphs: Sequence[Span]) -> bool:
    return quotation.span.start - paragraphs[quotation.paragraph].start <= _SLACK


def _is_whole(quotation: Quotation, paragraphs: Sequence[Span]) -> bool:
    """Whether a paragraph is nothing but the quotation."""
    paragraph = paragraphs[quotation.paragraph]
    outside = (paragraph.end - paragraph.start) - (
        quotation.span.end - quotation.span.start
    )
    return outside <= _SLACK


def _join_backwards(
    result: list[Candidate],
    quotations: Sequence[Quotation],
    owner: list[int | None],
    last_in: dict[int, int],
) -> None:
    """A quotation left open before the paragraph that names its speaker."""
    for index in range(len(quotations) - 1, 0, -1):
        target = owner[index]
        if target is None:
            continue
        previous = last_in.get(quotations[index].paragraph - 1)
        if (
            previous is not None
            and owner[previous] is None
            and quotations[previous].continues
            and previous == index - 1
        ):
            owner[previous] = target
            result[target] = _with(result[target], quotations[previous].span)

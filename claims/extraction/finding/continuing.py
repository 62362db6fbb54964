"""Quotations without a cue of their own go on with the attribution before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page, merge_spans

_CLOSERS: Final = frozenset({".", "!", "?"})


def is_utterance(page: Page, index: int) -> bool:
    """Whether a quotation reads as something said, not as a quoted word or title."""
    quotation = page.quotations[index]
    length = quotation.span.end - quotation.span.start
    last = last_inside(page, index)
    return last in ",.?!…—-" and length > 6


def last_inside(page: Page, index: int) -> str:
    for token in reversed(page.inside[index]):
        if token.text not in "\"“”'’" and not token.is_space:
            return token.text[-1]
    return " "


def follows_attribution(page: Page, index: int) -> bool:
    """`“…,” he said. “….” `: a sentence directly after another quotation's cue.

    Between the two stands one sentence end and no other quotation.
    """
    if index == 0 or not page.inside[index] or not page.inside[index - 1]:
        return False
    low, high = page.inside[index - 1][-1].i + 1, page.inside[index][0].i
    between = [token for token in page.tokens[low:high] if not token.is_space]
    ends = [token for token in between if token.text in _CLOSERS]
    return (
        len(ends) == 1
        and ends[0].i == between[-1].i
        and len(between) > 2
        and last_inside(page, index - 1) in ",?!—-…"
        and last_inside(page, index) in ".?!…"
    )


def continue_quotations(
    page: Page,
    by_cue: dict[int, Candidate],
    links: dict[int, int],
    remarks: Sequence[Candidate] = (),
) -> None:
    """Give a quotation of its own sentence to the attribution before it."""
    current: int | None = None
    position = 0
    for index, quotation in enumerate(page.quotations):
        latest = _latest_cue(by_cue, position, quotation.span.start)
        if latest is not None and not _same_sentence(by_cue, latest, current):
            current = latest
        position = quotation.span.start
        if index in links:
            current = links[index]
            continue
        covered = any(
            c.content and any(s.overlaps(quotation.span) for s in c.content)
            for c in (*by_cue.values(), *remarks)
            if not c.in_quotation
        )
        if covered:
            continue
        if is_utterance(page, index) and last_inside(page, index) == ",":
            current = None  # somebody says it, but nobody was found
        if current is None or not _stands_alone(page, index):
            continue
        known = by_cue[current]
        if known.frame not in ("Q", "C") or known.in_quotation:
            continue
        by_cue[current] = replace(
            known,
            content=merge_spans([*known.content, quotation.span]),
            guessed=known.guessed or not _is_next(page, index, links, current),
        )


def _is_next(page: Page, index: int, links: dict[int, int], current: int) -> bool:
    """Whether nothing stands between the quotation and its speaker's last one."""
    return links.get(index - 1) == current and follows_attribution(page, index)


def _same_sentence(
    by_cue: dict[int, Candidate], latest: int, current: int | None
) -> bool:
    """Whether a later cue only goes on with the sentence of a linked quotation."""
    return (
        current is not None
        and by_cue[current].frame == "Q"
        and by_cue[latest].sentence == by_cue[current].sentence
    )


def _latest_cue(by_cue: dict[int, Candidate], low: int, high: int) -> int | None:
    ends = [
        end
        for end, c in by_cue.items()
        if low <= end <= high and c.frame in ("Q", "C") and not c.in_quotation
    ]
    return max(ends) if ends else None


def _stands_alone(page: Page, index: int) -> bool:
    """Whether the quotation is a sentence of its own, not a word in another."""
    quotation = page.quotations[index]
    tokens = page.inside[index]
    if not tokens:
        return False
    before = tokens[0].i - 1
    while before >= 0 and page.tokens[before].is_space:
        before -= 1
    fresh = before < 0 or page.tokens[before].text in (
        ".",
        "!",
        "?",
        ",",
        ":",
        ";",
        "”",
        '"',
        "—",
    )
    return (
        fresh
        and last_inside(page, index) in ".?!…"
        and quotation.span.end - quotation.span.start > 8
    ) or not quotation.closed

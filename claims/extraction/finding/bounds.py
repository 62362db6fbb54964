"""Where a content begins and ends: gaps, brackets, marks and subjects left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page
from claims.extraction.finding.stretches import holds, stripped, words_of
from claims.extraction.model import Span

_MARKS: Final = "\"“”'‘’,.;: "
_EMPTY: Final = frozenset(
    {"that", "so", "it", "this", "him that", "her that", "me that"}
)
_BEFORE_INSERTION: Final = ",—–-”’\"'?!"
_ENDING: Final = frozenset(".!?;\n")
_PRONOUN: Final = len("they")
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})


def without_holes(page: Page, one: Candidate) -> Candidate:
    """The model's content without gaps in which nobody is put in."""
    if one.sureness is None or len(one.content) < 2 or one.frame == "hearsay":
        return one
    own = (*one.cue, *one.speaker, *one.times)
    merged: list[Span] = []
    for span in one.content:
        gap = Span(merged[-1].end, span.start) if merged else None
        words = words_of(page, gap) if gap is not None else ""
        is_whole = bool(words.strip()) and not any(mark in words for mark in _ENDING)
        if gap is not None and is_whole and not any(gap.overlaps(s) for s in own):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return (
        one if len(merged) == len(one.content) else replace(one, content=tuple(merged))
    )


def from_subject(page: Page, one: Candidate) -> Candidate:
    """ "Latchlight, which makes locks, knew …, according to e-mails": with its subject.

    The model now and then begins a content at the verb.
    """
    if one.frame != "according" or one.sureness is None:
        return one
    first = bisect_left(page.starts, one.content[0].start)
    if first >= len(page.tokens) or page.tokens[first].tag_ not in _FINITE:
        return one
    start = page.tokens[first].sent.start
    if start >= first or one.cue[0].start < page.starts[first]:
        return one
    whole = Span(page.starts[start], one.content[0].end)
    return replace(one, content=(whole, *one.content[1:]))


def up_to_that(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "Says that she was told it was fixed and that nobody came": up to "and that".

    A second "that" goes with the first one, which is the outer speaker's.
    """
    if one.sureness is not None or one.in_quotation or len(one.content) != 1:
        return one
    (content,) = one.content
    words = words_of(page, content)
    if words.endswith(" and"):  # where the parse has hung the rest elsewhere
        end = content.start + len(words.removesuffix(" and").rstrip(" ,"))
        return replace(one, content=(Span(content.start, end),))
    position = words.find(" and that ")
    if position < 1 or one.frame not in ("C", "X"):
        return one
    if words.startswith("that ") and not _is_own(one, candidates, position):
        return one
    outer = [c for c in candidates if c is not one and holds(c.content, one.cue[0])]
    start = min(span.start for span in (*one.speaker, *one.cue))
    before = [
        words_of(page, Span(c.content[0].start, start))
        for c in outer
        if c.content[0].start < start
    ]
    if not any("that " in words for words in before):
        return one
    return replace(one, content=(Span(content.start, content.start + position),))


def _is_own(one: Candidate, candidates: Sequence[Candidate], position: int) -> bool:
    """ "Wrote that he knew that it was empty and that she told aides to wait": what
    a pronoun says behind "and that" is told by who told of the first."""
    start = one.content[0].start + position + len(" and that ")
    return any(
        other.speaker
        and other.speaker[0].start == start
        and other.speaker[0].end - start <= _PRONOUN
        for other in candidates
    )


def in_parentheses(page: Page, one: Candidate) -> Candidate:
    """ "(No relation, he insists)": nothing of what stands outside."""
    cue = one.cue[0].start - page.base
    opening = page.text.rfind("(", 0, cue)
    closing = page.text.find(")", cue)
    if opening < 0 or closing < 0 or page.text.rfind(")", opening, cue) >= 0:
        return one
    around = Span(page.base + opening + 1, page.base + closing)
    pieces = [
        piece
        for span in one.content
        if span.overlaps(around)
        and (
            piece := stripped(
                page, max(span.start, around.start), min(span.end, around.end)
            )
        )
    ]
    return replace(one, content=tuple(pieces)) if pieces else one


def confined(page: Page, one: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """What a rule found inside a quotation, within that quotation.

    The parser joins what is quoted to what stands around it. Empty if nothing of it
    lies inside.
    """
    if one.sureness is not None or not one.in_quotation or not one.content:
        return one
    outer = next(
        (
            other
            for other in candidates
            if other is not one
            and other.sureness is not None
            and not other.in_quotation
            and holds(other.content, one.cue[0])
        ),
        None,
    )
    if outer is None:
        return one
    pieces = [
        piece
        for span in one.content
        for around in outer.content
        if span.overlaps(around)
        and (
            piece := stripped(
                page, max(span.start, around.start), min(span.end, around.end)
            )
        )
    ]
    after = [span for span in pieces if span.start >= one.cue[-1].end]
    stated = after and words_of(page, after[0]).startswith(("that ", "to "))
    if stated or not _is_put_in(page, one):
        pieces = after
    if len(pieces) == 1 and words_of(page, pieces[0]).lower().strip(_MARKS) in _EMPTY:
        pieces = []
    return replace(one, content=tuple(pieces))


def _is_put_in(page: Page, one: Candidate) -> bool:
    """Whether speaker and cue stand behind a comma: "It was, she said, safe"."""
    start = min(span.start for span in (*one.speaker, *one.cue))
    before = page.text[: start - page.base].rstrip()
    return before[-1:] != "" and before[-1:] in _BEFORE_INSERTION


def with_what_it_tells(one: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """ "She told him that it was late, he recalled": he recalls that she told him.

    The model gives both the same content.
    """
    if one.sureness is None or one.in_quotation or one.frame not in ("C", "according"):
        return one
    content = one.content[0]
    for other in candidates:
        if other is one or other.sureness is None or other.content[0] != content:
            continue
        start = min(span.start for span in (*other.cue, *other.speaker))
        is_before = start < other.cue[0].end <= content.start
        put_in = other.cue[-1].end < one.cue[0].start < one.cue[-1].end <= content.start
        if is_before and put_in and start >= one.sentence.start:
            # "she replied, he recalled later, that …"
            told = Span(start, other.cue[-1].end)
            return replace(one, content=(told, *one.content))
        if (
            is_before
            and one.cue[0].start >= content.end
            and start >= one.sentence.start
        ):
            whole = Span(start, content.end)
            return replace(one, content=(whole, *one.content[1:]))
    return one

"""Find attributions: from a parsed page to candidates (see ``candidate``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from claims.extraction.finding.across import link_across
from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.constructions import find_constructions
from claims.extraction.finding.hearers import with_media
from claims.extraction.finding.inner import INNER, find_inner
from claims.extraction.finding.layout import find_in_layout
from claims.extraction.finding.marks import content_marks
from claims.extraction.finding.page import Page, merge_spans
from claims.extraction.finding.quoting import find_quoted
from claims.extraction.finding.relayed import with_cited, with_quoted, with_relayed
from claims.extraction.finding.stretches import holds, stripped
from claims.extraction.finding.surface import find_on_surface, reread
from claims.extraction.finding.untangling import untangled
from claims.extraction.finding.verbs import find_in_verbs
from claims.extraction.model import Span

__all__ = ["Candidate", "Page", "find_candidates", "link_across", "settled"]


def find_candidates(page: Page) -> list[Candidate]:
    """Every candidate of one page, by position; cues are found at most once."""
    constructions = list(find_constructions(page))
    remarks = [c for c in constructions if c.rule == "as-put-it"]
    verbs = find_quoted(page, list(find_in_verbs(page)), remarks)
    layout = find_in_layout(page)
    found = [*([layout] if layout else []), *constructions, *verbs]
    kept: list[Candidate] = []
    inner = list(find_inner(page))
    quoting = [one for one in inner if one.rule == "inner-quote"]
    # constructions first: they are the more specific
    for candidate in (*_outside_inner_marks(page, found, quoting), *inner):
        if not any(candidate.cue[0].overlaps(other.cue[0]) for other in kept):
            kept.append(candidate)
    marked = [
        replace(c, marks=content_marks(page, c.content)) if c.content else c
        for c in with_relayed(page, kept)
    ]
    return sorted(marked, key=lambda c: (c.start, c.cue[0].start))


def _outside_inner_marks(
    page: Page, candidates: Sequence[Candidate], quoting: Sequence[Candidate]
) -> list[Candidate]:
    """Candidates that do not reach over the marks of a quotation inside another.

    "“They told Anna, ‘We found rats,’ and left,”": what was found is inside the inner
    marks, and what was told is all of it.
    """
    kept: list[Candidate] = []
    for one in candidates:
        if any(one.cue[0].overlaps(other.cue[0]) for other in quoting):
            continue
        around = next((o for o in quoting if holds(o.content, one.cue[0])), None)
        if around is not None:
            inside = [
                piece
                for span in one.content
                for home in around.content
                if (piece := _shared(page, span, home)) is not None
            ]
            if not inside:
                continue
            one = replace(one, content=tuple(inside))
        kept.append(one)
    return kept


def _shared(page: Page, one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return stripped(page, start, end) if start < end else None


def settled(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """All candidates of a page, seen together, by position.

    Contents no longer hold who relays them, the cited answer for what is reported,
    and outlets that were told are known.
    """
    kept = [
        one
        for one in candidates
        if one.rule not in INNER
        or one.in_quotation
        or any(holds(other.content, one.cue[0]) for other in candidates)
    ]
    found = untangled(page, with_quoted(page, kept))
    found = reread(page, found)
    found = untangled(page, [*found, *find_on_surface(page, found)])
    found = [_ordered(one) for one in with_media(page, with_cited(page, found))]
    return sorted(found, key=lambda c: (c.start, c.cue[0].start))


def _ordered(one: Candidate) -> Candidate:
    """A candidate whose content is in the order of the text, without overlaps."""
    content = one.content
    if all(left.end <= right.start for left, right in pairwise(content)):
        return one
    return replace(one, content=merge_spans(content))

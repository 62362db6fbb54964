"""Find attributions: from a parsed page to candidates (see ``candidate``)."""

from __future__ import annotations

from dataclasses import replace

from claims.extraction.finding.across import link_across
from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.constructions import find_constructions
from claims.extraction.finding.layout import find_in_layout
from claims.extraction.finding.marks import content_marks
from claims.extraction.finding.page import Page
from claims.extraction.finding.quoting import find_quoted
from claims.extraction.finding.relayed import with_relayed
from claims.extraction.finding.verbs import find_in_verbs

__all__ = ["Candidate", "Page", "find_candidates", "link_across"]


def find_candidates(page: Page) -> list[Candidate]:
    """Every candidate of one page, by position; cues are found at most once."""
    constructions = list(find_constructions(page))
    remarks = [c for c in constructions if c.rule == "as-put-it"]
    verbs = find_quoted(page, list(find_in_verbs(page)), remarks)
    layout = find_in_layout(page)
    found = [*([layout] if layout else []), *constructions, *verbs]
    kept: list[Candidate] = []
    for candidate in found:  # constructions first: they are the more specific
        if not any(candidate.cue[0].overlaps(other.cue[0]) for other in kept):
            kept.append(candidate)
    marked = [
        replace(c, marks=content_marks(page, c.content)) if c.content else c
        for c in with_relayed(page, kept)
    ]
    return sorted(marked, key=lambda c: (c.start, c.cue[0].start))

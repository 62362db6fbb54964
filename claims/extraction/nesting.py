"""Which attribution stands inside which: the chain of those who relay.

"Hamas indicated X, according to a source": the source says that Hamas indicated
X. The inner claim is Hamas's, via the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.model import Span

_FAR: Final = 1 << 40  # beyond any text
_SELF: Final = frozenset({"i", "we", "you", "me", "us"})
# Constructions that report somebody else's words, not an attitude in passing.
_REPORTING: Final = frozenset({"C", "Q", "according", "hearsay", "colon"})


def find_parents(candidates: Sequence[Candidate]) -> list[int | None]:
    """For each candidate the index of the innermost one whose content holds its cue.

    Time is linear in candidates times the depth of nesting: contents are visited in
    the order of the text and only open ones are looked at.
    """
    events = sorted(
        (span.start, -span.end, index)
        for index, candidate in enumerate(candidates)
        for span in candidate.content
    )
    parents: list[int | None] = [None] * len(candidates)
    order = sorted(range(len(candidates)), key=lambda i: candidates[i].cue[0].start)
    open_spans: list[tuple[int, int, int]] = []  # end, start, index
    position = 0
    for index in order:
        cue = candidates[index].cue[0]
        while position < len(events) and events[position][0] <= cue.start:
            start, end, owner = events[position]
            open_spans.append((-end, start, owner))
            position += 1
        open_spans = [item for item in open_spans if item[0] >= cue.end]
        inside = [
            (end - start, owner)
            for end, start, owner in open_spans
            if owner != index and _holds(candidates[owner], candidates[index])
        ]
        if inside:
            parents[index] = min(inside)[1]
    return _without_cycles(parents)


def _holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether the inner cue lies in the outer content, and not the other way."""
    cue = inner.cue[0]
    if not any(span.covers(cue) for span in outer.content):
        return False
    if inner.frame == "noun" and _is_what_is_judged(outer, inner):
        return False
    back = outer.cue[0]
    return not any(span.covers(back) for span in inner.content)


def _is_what_is_judged(outer: Candidate, inner: Candidate) -> bool:
    """ "The claim that … was dismissed by": the author's noun, not the judge's."""
    start = min(inner.cue[0].start, *(span.start for span in inner.speaker), _FAR)
    return outer.frame == "O" and start - outer.content[0].start <= len("the ")


def _without_cycles(parents: list[int | None]) -> list[int | None]:
    for index in range(len(parents)):
        seen = {index}
        current = parents[index]
        while current is not None:
            if current in seen:
                parents[index] = None
                break
            seen.add(current)
            current = parents[current]
    return parents


def is_relayed_claim(candidate: Candidate, speaker_text: str) -> bool:
    """Whether a candidate inside another's content is a claim of its own.

    Speakers talking about themselves are not relayed by anybody, and inside a
    quotation only what reports somebody's words counts.
    """
    if candidate.frame not in _REPORTING:
        return False
    if speaker_text.lower() in _SELF:
        return False
    if candidate.frame == "hearsay":
        return not candidate.in_quotation
    return bool(candidate.speaker)


def touches(spans: Sequence[Span], blocks: Sequence[Span]) -> bool:
    """Whether any span overlaps any block."""
    return any(span.overlaps(block) for span in spans for block in blocks)

"""What of the engine's claims is held against a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claims.evaluation.documents import Annotation
from claims.extraction.model import Attribution, Span


def outermost(claims: Iterable[Attribution]) -> list[Attribution]:
    """The claims that do not stand inside what another claim says.

    PolNeAR annotates the outermost attribution only: of "a source said that the
    ministry indicated X" what the source said, not what the ministry indicated. To
    find the inner claim as well, as the product must, is neither right nor wrong
    there. What an outlet was told stands in no other claim: it counts.
    """
    claims = list(claims)
    contents = [span for claim in claims for span in claim.content.spans]
    return [claim for claim in claims if not _is_inside(claim, contents)]


def _is_inside(claim: Attribution, contents: Sequence[Span]) -> bool:
    """Whether a claim's cue lies in some claim's content; its own never holds it."""
    return any(span.covers(cue) for cue in claim.cue.spans for span in contents)


def as_annotation(claim: Attribution) -> Annotation:
    """The spans of a claim."""
    return Annotation(
        speaker=claim.speaker.spans, cue=claim.cue.spans, content=claim.content.spans
    )

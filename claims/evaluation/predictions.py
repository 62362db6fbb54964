"""What of the engine's claims is held against a corpus."""

from __future__ import annotations

from collections.abc import Iterable

from claims.evaluation.documents import Annotation
from claims.extraction.model import Attribution


def outermost(claims: Iterable[Attribution]) -> list[Attribution]:
    """The claims that nobody relays.

    PolNeAR annotates the outermost attribution only: of "a source said that the
    ministry indicated X" what the source said, not what the ministry indicated. To
    find the inner claim as well, as the product must, is neither right nor wrong there.
    """
    return [claim for claim in claims if not claim.via]


def as_annotation(claim: Attribution) -> Annotation:
    """The spans of a claim."""
    return Annotation(
        speaker=claim.speaker.spans, cue=claim.cue.spans, content=claim.content.spans
    )

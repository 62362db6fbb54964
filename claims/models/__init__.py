"""The tables of the claims app."""

from claims.models.claim import Claim, ClaimSpan, Ending, Progress, Relay, SpanRole
from claims.models.extraction import ExtractionRun
from claims.models.speaker import Speaker, SpeakerAlias

__all__ = [
    "Claim",
    "ClaimSpan",
    "Ending",
    "ExtractionRun",
    "Progress",
    "Relay",
    "SpanRole",
    "Speaker",
    "SpeakerAlias",
]

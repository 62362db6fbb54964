"""The tables of the claims app."""

from claims.models.claim import Claim, ClaimSpan, Progress, Relay, SpanRole
from claims.models.extraction import ExtractionRun
from claims.models.speaker import Speaker, SpeakerAlias

__all__ = [
    "Claim",
    "ClaimSpan",
    "ExtractionRun",
    "Progress",
    "Relay",
    "SpanRole",
    "Speaker",
    "SpeakerAlias",
]

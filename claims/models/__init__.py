"""The tables of the claims app."""

from claims.models.claim import (
    REVIEWED,
    Claim,
    ClaimSpan,
    Ending,
    Progress,
    Rejection,
    Relay,
    SpanRole,
)
from claims.models.correction import Correction, CorrectionKind, Finding
from claims.models.extraction import ExtractionRun
from claims.models.speaker import Speaker, SpeakerAlias

__all__ = [
    "REVIEWED",
    "Claim",
    "ClaimSpan",
    "Correction",
    "CorrectionKind",
    "Ending",
    "ExtractionRun",
    "Finding",
    "Progress",
    "Rejection",
    "Relay",
    "SpanRole",
    "Speaker",
    "SpeakerAlias",
]

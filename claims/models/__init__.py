"""The tables of the claims app."""

from claims.models.claim import Claim, ClaimSpan, Ending, Progress, Relay, SpanRole
from claims.models.extraction import ExtractionRun
from claims.models.speaker import AliasState, Speaker, SpeakerAlias
from claims.models.speaking import SpeakerMerge, SpeakerRole, SpeakerSplit

__all__ = [
    "AliasState",
    "Claim",
    "ClaimSpan",
    "Ending",
    "ExtractionRun",
    "Progress",
    "Relay",
    "SpanRole",
    "Speaker",
    "SpeakerAlias",
    "SpeakerMerge",
    "SpeakerRole",
    "SpeakerSplit",
]

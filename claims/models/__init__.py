"""The tables of the claims app."""

from claims.models.claim import (
    OPEN,
    Claim,
    ClaimSpan,
    Ending,
    Progress,
    Relay,
    SpanRole,
)
from claims.models.evidence import Acceptance, Evidence, Stance
from claims.models.extraction import ExtractionRun
from claims.models.review import (
    Doubt,
    ReadingLock,
    Reopening,
    Review,
    ReviewEvidence,
    Staleness,
)
from claims.models.speaker import AliasState, Speaker, SpeakerAlias
from claims.models.speaking import SpeakerMerge, SpeakerRole, SpeakerSplit

__all__ = [
    "OPEN",
    "Acceptance",
    "AliasState",
    "Claim",
    "ClaimSpan",
    "Doubt",
    "Ending",
    "Evidence",
    "ExtractionRun",
    "Progress",
    "ReadingLock",
    "Relay",
    "Reopening",
    "Review",
    "ReviewEvidence",
    "SpanRole",
    "Speaker",
    "SpeakerAlias",
    "SpeakerMerge",
    "SpeakerRole",
    "SpeakerSplit",
    "Staleness",
    "Stance",
]

"""The tables of the claims app."""

from claims.models.claim import (
    OPEN,
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
from claims.models.delivery import DeliveryState, ReportDelivery, ReportSubscriber
from claims.models.evidence import Acceptance, Evidence, Stance
from claims.models.extraction import ExtractionRun
from claims.models.report import ReportedClaim, ReportErratum, WeeklyReport
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
    "REVIEWED",
    "Acceptance",
    "AliasState",
    "Claim",
    "ClaimSpan",
    "Correction",
    "CorrectionKind",
    "DeliveryState",
    "Doubt",
    "Ending",
    "Evidence",
    "ExtractionRun",
    "Finding",
    "Progress",
    "ReadingLock",
    "Rejection",
    "Relay",
    "Reopening",
    "ReportDelivery",
    "ReportErratum",
    "ReportSubscriber",
    "ReportedClaim",
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
    "WeeklyReport",
]

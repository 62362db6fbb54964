"""The extraction engine: attributed claims in news text, without any framework.

from claims.extraction import Extractor
result = Extractor().extract(text)
"""

from __future__ import annotations

from claims.extraction.engine import Extractor
from claims.extraction.errors import (
    BadInput,
    Broken,
    EngineUnavailable,
    ExtractionError,
    Refused,
    Transient,
)
from claims.extraction.language import DEFAULT_PARSER
from claims.extraction.model import (
    Attribution,
    Certainty,
    Channel,
    Commitment,
    Confidence,
    Content,
    Cue,
    Extraction,
    QuoteType,
    SaidAt,
    Span,
    Speaker,
    SpeakerKind,
    Tier,
)
from claims.extraction.tagger.weights import DEFAULT_MODEL

__all__ = [
    "DEFAULT_MODEL",
    "DEFAULT_PARSER",
    "Attribution",
    "BadInput",
    "Broken",
    "Certainty",
    "Channel",
    "Commitment",
    "Confidence",
    "Content",
    "Cue",
    "EngineUnavailable",
    "Extraction",
    "ExtractionError",
    "Extractor",
    "QuoteType",
    "Refused",
    "SaidAt",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Tier",
    "Transient",
]

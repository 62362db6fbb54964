"""The values the engine returns. Frozen, plain, and free of any framework.

Every span is half-open and counts Unicode code points of the text that was
given to the engine, so ``text[span.start:span.end]`` is what the span covers.
The words are those of the design: *speaker* is who said it, *cue* the words
that introduce it, *content* what was said, *via* those who relay it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class SpeakerKind(StrEnum):
    """What sort of speaker stands behind a claim."""

    NAMED_PERSON_WITH_ROLE = "named_person_with_role"
    NAMED_PERSON = "named_person"
    ORGANISATION = "organisation"
    ROLE_UNNAMED = "role_unnamed"
    ANONYMOUS_SOURCE = "anonymous_source"
    OTHER_OUTLET = "other_outlet"
    DOCUMENT = "document"
    SOCIAL_POST = "social_post"
    UNATTRIBUTED_HEARSAY = "unattributed_hearsay"
    OUTLET = "outlet"
    UNKNOWN = "unknown"


class QuoteType(StrEnum):
    """Wholly quoted, wholly reported, or partly quoted."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Tier(StrEnum):
    """What the attribution is: words said, evidence cited, an attitude held."""

    SPEECH = "speech"
    EVIDENTIAL = "evidential"
    STANCE = "stance"
    OUTLET = "outlet"


class Commitment(StrEnum):
    """How far the author stands behind the content, read from the cue."""

    ENDORSING = "endorsing"
    NEUTRAL = "neutral"
    NEUTRAL_EVIDENTIAL = "neutral_evidential"
    DISTANCING = "distancing"
    HEARSAY = "hearsay"
    PROJECTION = "projection"
    WEAK = "weak"
    BELIEF = "belief"
    DIRECTIVE = "directive"
    NEGATIVE = "negative"
    QUESTION = "question"


class Certainty(StrEnum):
    """How firmly the speaker asserts it (FactBank: certain, probable, possible)."""

    CERTAIN = "CT+"
    CERTAIN_NOT = "CT-"
    PROBABLE = "PR+"
    PROBABLE_NOT = "PR-"
    POSSIBLE = "PS+"
    POSSIBLE_NOT = "PS-"
    UNCOMMITTED = "Uu"


class Channel(StrEnum):
    """Over which medium the speaker's words came; empty when not stated."""

    INTERVIEW = "interview"
    BRIEFING = "briefing"
    SPEECH = "speech"
    POST = "post"
    DOCUMENT = "document"
    COURT = "court"
    OTHER_MEDIA = "other_media"
    NOT_STATED = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def to_list(self) -> list[int]:
        """``[start, end]``, as spans are written in JSON."""
        return [self.start, self.end]


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that introduce an attribution.

    All empty for the outlet's own sentences, which nothing introduces.
    """

    text: str
    spans: tuple[Span, ...]
    lemma: str


@dataclass(frozen=True, slots=True)
class Content:
    """What was said: one or several fragments, in the order of the text."""

    text: str  # the fragments, joined by " … "
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: as written, and resolved.

    ``text`` and ``spans`` are empty when nobody is named (hearsay). ``name`` is
    the resolved name or, for unnamed speakers, the fullest description in the
    article; None when it could not be resolved.
    """

    text: str
    spans: tuple[Span, ...]
    name: str | None
    kind: SpeakerKind
    role: str | None = None


@dataclass(frozen=True, slots=True)
class SaidAt:
    """When it was said: as written, and resolved against the publication date."""

    text: str
    span: Span
    date: date | None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the engine is: probabilities from 0 to 1."""

    overall: float
    cue: float
    speaker: float
    content: float
    resolution: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """One claim as the engine found it."""

    content: Content
    cue: Cue
    speaker: Speaker
    via: tuple[Speaker, ...]  # from the speaker towards us
    quote_type: QuoteType
    tier: Tier
    commitment: Commitment
    certainty: Certainty
    negated: bool
    channel: Channel
    said_at: SaidAt | None
    sentence: Span
    check_worthiness: float  # 0 to 1: what to check first, not what is so
    confidence: Confidence
    why: tuple[str, ...]  # one reason a line, for the reader of the claim

    def to_dict(self) -> dict[str, Any]:  # Any: JSON
        """The claim as every face shows it."""
        return {
            "content": _fragments(self.content),
            "cue": {**_fragments(self.cue), "lemma": self.cue.lemma},
            "speaker": _speaker(self.speaker),
            "via": [_speaker(relay) for relay in self.via],
            "quote_type": self.quote_type.value,
            "tier": self.tier.value,
            "commitment": self.commitment.value,
            "certainty": self.certainty.value,
            "negated": self.negated,
            "channel": self.channel.value,
            "said_at": _said_at(self.said_at),
            "sentence": self.sentence.to_list(),
            "check_worthiness": self.check_worthiness,
            "confidence": {
                "overall": self.confidence.overall,
                "cue": self.confidence.cue,
                "speaker": self.confidence.speaker,
                "content": self.confidence.content,
                "resolution": self.confidence.resolution,
            },
            "why": list(self.why),
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one run over one text found."""

    engine: str  # version of rules and model; changes whenever the result may
    attributions: tuple[Attribution, ...]
    rejected: dict[str, int] = field(default_factory=dict)  # reason → candidates
    seconds: dict[str, float] = field(default_factory=dict)  # step → wall seconds

    def to_dict(self) -> dict[str, Any]:  # Any: JSON
        """``{"engine": …, "claims": […]}``."""
        return {
            "engine": self.engine,
            "claims": [found.to_dict() for found in self.attributions],
        }


def _fragments(value: Content | Cue | Speaker) -> dict[str, Any]:  # Any: JSON
    return {"text": value.text, "spans": [span.to_list() for span in value.spans]}


def _speaker(value: Speaker) -> dict[str, Any]:  # Any: JSON
    return {
        **_fragments(value),
        "name": value.name,
        "kind": value.kind.value,
        "role": value.role,
    }


def _said_at(value: SaidAt | None) -> dict[str, Any] | None:  # Any: JSON
    if value is None:
        return None
    return {
        "text": value.text,
        "span": value.span.to_list(),
        "date": value.date.isoformat() if value.date else None,
    }

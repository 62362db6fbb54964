"""What the author's choice of cue says: commitment, tier, and the channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.lexicon import ENTRIES, PROJECTION_LEMMAS, STATING, WARNINGS
from claims.extraction.model import Channel, Commitment, SpeakerKind, Tier
from claims.extraction.patterns import (
    BRIEFING,
    COURT,
    INTERVIEW,
    POST,
    PREPARED,
    SPEECH,
    TOLD_OUTLET,
    WRITTEN,
)

_PROMISING: Final = frozenset({"agree", "assure", "say", "tell"})
_SHOWING: Final = frozenset(
    {"suggest", "indicate", "imply", "signal", "hint", "point", "reveal", "confirm",
     "estimate", "project", "predict"}
)  # fmt: skip
_CARRYING: Final = frozenset({"report", "publish", "broadcast", "quote", "cite"})
_ATTITUDES: Final = frozenset({Commitment.BELIEF, Commitment.DIRECTIVE})


@dataclass(frozen=True, slots=True)
class Stand:
    """How the author presents a content, and what kind of attribution it is."""

    commitment: Commitment
    tier: Tier


def stand_of(candidate: Candidate, kind: SpeakerKind) -> Stand:
    """Commitment and tier of a candidate, by construction first, then by cue."""
    frame, lemma = candidate.frame, candidate.lemma
    if frame == "hearsay":
        if candidate.rule == "projection" or lemma in PROJECTION_LEMMAS:
            return Stand(Commitment.PROJECTION, Tier.EVIDENTIAL)
        return Stand(Commitment.HEARSAY, Tier.EVIDENTIAL)
    if frame == "according":
        return Stand(Commitment.NEUTRAL_EVIDENTIAL, Tier.EVIDENTIAL)
    if frame == "colon":
        return Stand(Commitment.NEUTRAL, Tier.SPEECH)
    if frame == "adjective":
        return Stand(Commitment.BELIEF, Tier.STANCE)
    entry = ENTRIES.get(lemma)
    if entry is None:
        return Stand(Commitment.NEUTRAL, Tier.SPEECH)
    commitment, tier = entry.commitment, entry.tier
    if lemma in WARNINGS and (frame in STATING or frame == "P"):
        tier = Tier.SPEECH
    if lemma in _PROMISING and frame == "X":  # a promise, not an opinion
        commitment, tier = Commitment.DIRECTIVE, Tier.STANCE
    if lemma == "ask":
        asks = frame in ("C", "Q") or "about" in candidate.cue_words
        commitment = Commitment.QUESTION if asks else Commitment.DIRECTIVE
        tier = Tier.SPEECH if asks else Tier.STANCE
    elif lemma in ("call", "tell") and frame in ("X", "P"):
        commitment, tier = Commitment.DIRECTIVE, Tier.STANCE
    if kind is SpeakerKind.DOCUMENT and lemma in _SHOWING:
        tier = Tier.EVIDENTIAL
    elif frame == "Q" and commitment not in _ATTITUDES:
        tier = Tier.SPEECH  # the words themselves are given
    return Stand(commitment, tier)


def channel_of(outside: str, lemma: str, kind: SpeakerKind) -> Channel:
    """The medium, from the sentence's words outside the content."""
    if lemma in ("tweet", "retweet", "post", "blog") or POST.search(outside):
        return Channel.POST
    if kind is SpeakerKind.SOCIAL_POST:
        return Channel.POST
    if PREPARED.search(outside):
        return Channel.DOCUMENT
    if COURT.search(outside):
        return Channel.COURT
    if INTERVIEW.search(outside):
        return Channel.INTERVIEW
    if BRIEFING.search(outside):
        return Channel.BRIEFING
    if SPEECH.search(outside):
        return Channel.SPEECH
    if WRITTEN.search(outside) or kind is SpeakerKind.DOCUMENT:
        return Channel.DOCUMENT
    if TOLD_OUTLET.search(outside):
        return Channel.OTHER_MEDIA
    if kind is SpeakerKind.OTHER_OUTLET and lemma in _CARRYING:
        return Channel.OTHER_MEDIA
    if kind is SpeakerKind.UNKNOWN and lemma == "read":  # "a plaque reads"
        return Channel.DOCUMENT
    return Channel.NOT_STATED

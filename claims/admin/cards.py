"""A claim as the panel of the reading page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from claims.admin import meanings
from claims.extraction.model import (
    Certainty,
    Commitment,
    QuoteType,
    SpeakerKind,
    Tier,
)
from claims.models import Claim, Progress, Relay
from claims.parts import Part
from factcheck.core.admin.lists import shortened

NOBODY = "nobody named"
THE_OUTLET = "the outlet itself"
# In addresses, where a speaker's id would stand.
NO_SPEAKER = "none"
OWN_VOICE = "outlet"


@dataclass(frozen=True, slots=True)
class Dial:
    """One part of a confidence."""

    name: str
    meaning: str
    percent: int


@dataclass(frozen=True, slots=True)
class Card:
    """A claim with what stands round it on the page."""

    number: int
    claim: Claim
    relays: tuple[Relay, ...]
    href: str
    is_selected: bool

    @property
    def who(self) -> str:
        """The speaker's name, as far as it is known."""
        return name_of(self.claim)

    @property
    def summary(self) -> str:
        """Speaker, cue and beginning of the content: the claim on one line."""
        claim = self.claim
        parts = (self.who, claim.cue_text, claim.content_text)
        return shortened(" · ".join(part for part in parts if part), 110)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the present engine does not find it any more."""
        return self.claim.progress == Progress.WITHDRAWN

    @property
    def is_rejected(self) -> bool:
        """Whether a person took it off the lists."""
        return bool(self.claim.rejection)

    @property
    def settled(self) -> str:
        """What people decided on, as words; empty while nobody has."""
        return ", ".join(
            meanings.PARTS[Part(part)]
            for part in self.claim.settled
            if part != Part.STANDING
        )

    @property
    def is_renamed(self) -> bool:
        """Whether the speaker is somebody who is not written so here."""
        name = self.claim.speaker.name if self.claim.speaker else ""
        return bool(name) and name.casefold() != self.claim.speaker_text.casefold()

    @property
    def commitment_meaning(self) -> str:
        """What the commitment means."""
        return meanings.COMMITMENT[Commitment(self.claim.commitment)]

    @property
    def certainty_meaning(self) -> str:
        """What the certainty means."""
        return meanings.CERTAINTY[Certainty(self.claim.certainty)]

    @property
    def tier_meaning(self) -> str:
        """What the tier means."""
        return meanings.TIER[Tier(self.claim.tier)]

    @property
    def quote_meaning(self) -> str:
        """What the type of quotation means."""
        return meanings.QUOTE_TYPE[QuoteType(self.claim.quote_type)]

    @property
    def percent(self) -> int | None:
        """The confidence overall; None while no engine has found the claim."""
        confidence = self.claim.confidence
        return None if confidence is None else round(confidence * 100)

    @property
    def worth_percent(self) -> int | None:
        """How much it is worth a check; None if that was not scored."""
        worth = self.claim.check_worthiness
        return None if worth is None else round(worth * 100)

    @property
    def dials(self) -> list[Dial]:
        """The parts of the confidence."""
        return [
            Dial(name, meaning, round(float(self.claim.confidence_parts[name]) * 100))
            for name, meaning in meanings.CONFIDENCE_PARTS.items()
            if name in self.claim.confidence_parts
        ]

    @property
    def said_at(self) -> str:
        """When it was said: as written, and the day; empty when not stated."""
        claim = self.claim
        day = f"{claim.said_on:%A %-d %B %Y}" if claim.said_on else ""
        return " → ".join(part for part in (claim.said_at_text, day) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    key: str
    label: str
    count: int
    href: str
    is_chosen: bool


def name_of(claim: Claim) -> str:
    """Who said it: the resolved name, the words of the text, or nobody."""
    if claim.speaker_kind == SpeakerKind.OUTLET:
        return THE_OUTLET
    if claim.speaker is not None:
        return claim.speaker.name
    return claim.speaker_text or NOBODY


def speaker_key(claim: Claim) -> str:
    """What stands for the claim's speaker in an address."""
    if claim.speaker_kind == SpeakerKind.OUTLET:
        return OWN_VOICE
    return str(claim.speaker.public_id) if claim.speaker else NO_SPEAKER


def speaker_label(claim: Claim) -> str:
    """What the filter by speaker calls the claim's speaker."""
    return NOBODY if speaker_key(claim) == NO_SPEAKER else name_of(claim)


def choices(
    claims: Iterable[Claim],
    *,
    key: Callable[[Claim], str],
    label: Callable[[Claim], str],
    href: Callable[[str], str],
    chosen: str,
) -> list[Choice]:
    """The values that occur among the claims, the most frequent first."""
    labels: dict[str, str] = {}
    counts: dict[str, int] = {}
    for claim in claims:
        value = key(claim)
        labels.setdefault(value, label(claim))
        counts[value] = counts.get(value, 0) + 1
    ranked: Iterator[str] = iter(
        sorted(counts, key=lambda value: (-counts[value], labels[value]))
    )
    return [
        Choice(value, labels[value], counts[value], href(value), value == chosen)
        for value in ranked
    ]

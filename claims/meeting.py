"""Which stored claim each finding of a run is.

A claim that only engines have read is met by its fingerprint alone. One that people
keep (corrected, added, rejected, reviewed) is met as well by the words it has now, by
each place where an engine saw it before, and by cues and contents that lie over one
of these: what a person did to it then holds for the next reading too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from claims.extraction.model import Attribution, Span
from claims.models import Claim, ClaimSpan, Finding, Progress, Rejection, SpanRole
from sources.models import Snapshot

Places: TypeAlias = list[tuple[int, int]]

# Of the shorter content, what must be shared where the cues lie over each other.
_LEAST_SHARED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands, or once stood: half-open spans."""

    cue: Places
    content: Places

    @classmethod
    def of(cls, finding: Finding) -> Place:
        """Where an engine saw a claim."""
        return cls(_pairs(finding.cue), _pairs(finding.content))

    def moved(self, shift: int) -> Place:
        """The place so many characters further on."""
        return Place(
            [(start + shift, end + shift) for start, end in self.cue],
            [(start + shift, end + shift) for start, end in self.content],
        )


@dataclass(slots=True)
class Kept:
    """A claim that people keep, with the places it is met by."""

    claim: Claim
    places: list[Place] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Whether it is on the lists."""
        claim = self.claim
        return claim.rejection == Rejection.NONE and (
            claim.progress != Progress.WITHDRAWN
        )


@dataclass(slots=True)
class Meeting:
    """What became of a run's findings, by fingerprint."""

    known: dict[str, Claim] = field(default_factory=dict)
    """The stored claim that a finding is, and whose reading it gives."""
    more: dict[str, Claim] = field(default_factory=dict)
    """Further findings of a claim that people keep: nothing new."""
    kept: list[Claim] = field(default_factory=list)
    """All of the snapshot's claims that people keep."""
    moved: set[str] = field(default_factory=set)
    """Findings whose words are not those under which their claim was known."""


def fingerprint_of(
    cue: Sequence[tuple[int, int]],
    content: Sequence[tuple[int, int]],
    cue_text: str,
    content_text: str,
) -> str:
    """What makes a claim the same claim: its cue and its content, in their places.

    The speaker is not part of it, so that a better resolution keeps the claim.
    """
    words = [list(map(list, cue)), list(map(list, content)), cue_text, content_text]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def place_of(spans: Iterable[ClaimSpan]) -> Place:
    """The place of a claim with these spans."""
    ordered = sorted(spans, key=lambda span: span.ordinal)

    def places(role: SpanRole) -> Places:
        return [(span.start, span.end) for span in ordered if span.role == role]

    return Place(places(SpanRole.CUE), places(SpanRole.CONTENT))


def kept_claims(snapshot: Snapshot) -> list[Kept]:
    """The snapshot's claims that people keep; those that stand come first.

    The first place of each is the present one.
    """
    claims = snapshot.claims.kept().prefetch_related("spans")
    kept = {
        claim.pk: Kept(claim, [place_of(claim.spans.all())])
        for claim in claims.order_by("ordinal", "id")
    }
    for finding in Finding.objects.filter(claim__in=kept):
        kept[finding.claim_id].places.append(Place.of(finding))
    return sorted(kept.values(), key=lambda one: not one.stands)


def meet(snapshot: Snapshot, found: Mapping[str, Attribution]) -> Meeting:
    """Which claim of the snapshot each finding is; the caller holds the article."""
    kept = kept_claims(snapshot)
    meeting = Meeting(kept=[one.claim for one in kept])
    by_pk = {one.claim.pk: one for one in kept}
    exact = _by_fingerprint(snapshot, kept)
    offers: dict[int, list[tuple[float, str]]] = {}
    for key, one in found.items():
        claim = exact.get(key)
        place = _place(one)
        if claim is not None and claim.pk not in by_pk:
            meeting.known[key] = claim
            continue
        if claim is None:
            other = _nearest(place, kept)
            if other is None:
                continue
            claim = other.claim
            meeting.moved.add(key)
        # The words it has now speak for it before those it once had.
        own = by_pk[claim.pk].places
        rank = 2.0 if place == own[0] else 1.0 if place in own else 0.0
        offers.setdefault(claim.pk, []).append((rank + _likeness(place, own[0]), key))
    for pk, offered in offers.items():
        _, best = max(offered)
        for _, key in offered:
            (meeting.known if key == best else meeting.more)[key] = by_pk[pk].claim
    return meeting


def _by_fingerprint(snapshot: Snapshot, kept: Sequence[Kept]) -> dict[str, Claim]:
    """Claims by every fingerprint they are known by; the later entry wins."""
    claims = {one.claim.pk: one.claim for one in kept}
    exact = {
        claim.fingerprint: claims.get(claim.pk, claim)
        for claim in snapshot.claims.order_by("pk")
    }
    for finding in Finding.objects.filter(snapshot=snapshot, claim__in=claims):
        exact[finding.fingerprint] = claims[finding.claim_id]
    text = snapshot.text
    for one in reversed(kept):
        place = one.places[0]
        exact[fingerprint_in(text, place)] = one.claim
    return exact


def fingerprint_in(text: str, place: Place) -> str:
    """The fingerprint of the words in a place of the text."""
    return fingerprint_of(
        place.cue,
        place.content,
        words_in(text, place.cue),
        words_in(text, place.content),
    )


def words_in(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The fragments as stored: joined by " … "."""
    return " … ".join(text[start:end] for start, end in spans)


def _nearest(place: Place, kept: Sequence[Kept]) -> Kept | None:
    """The kept claim that lies under a finding; of several the most alike."""
    best, likeness = None, 0.0
    for one in kept:
        for known in one.places:
            if _is_same(place, known) and _likeness(place, known) > likeness:
                best, likeness = one, _likeness(place, known)
    return best


def _is_same(one: Place, other: Place) -> bool:
    """Whether two places are readings of one attribution.

    One cue introduces one content: with their cues over each other, one content may
    be much wider than the other. Without cues they must be much the same.
    """
    common = shared(one.content, other.content)
    if not one.cue and not other.cue:
        return common >= _LEAST_SHARED * _total(one.content, other.content)
    if not shared(one.cue, other.cue):
        return False
    shorter = min(_length(one.content), _length(other.content))
    return common >= _LEAST_SHARED * shorter


def _likeness(one: Place, other: Place) -> float:
    """How much of both contents is in both, 0 to 1."""
    return overlap(one.content, other.content)


def overlap(one: Places, other: Places) -> float:
    """Characters in both over characters in either, 0 to 1."""
    total = _total(one, other)
    return shared(one, other) / total if total else 0.0


def shared(one: Places, other: Places) -> int:
    """Characters in both."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def _total(one: Places, other: Places) -> int:
    return _length(one) + _length(other) - shared(one, other)


def _length(places: Places) -> int:
    return sum(end - start for start, end in places)


def _place(found: Attribution) -> Place:
    return Place(_tuples(found.cue.spans), _tuples(found.content.spans))


def _tuples(spans: Iterable[Span]) -> Places:
    return [(span.start, span.end) for span in spans]


def _pairs(spans: Iterable[Sequence[int]]) -> Places:
    return [(start, end) for start, end in spans]

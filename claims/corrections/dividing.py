"""Making two claims of one, and one of several."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from claims.corrections.changing import (
    Change,
    begin,
    free_fingerprint,
    refuse_same_words,
    spans_of,
)
from claims.corrections.places import checked, divided, trimmed, without
from claims.meeting import Place, Places, place_of, shared
from claims.models import (
    Claim,
    ClaimSpan,
    Correction,
    CorrectionKind,
    Ending,
    Progress,
    Rejection,
    Relay,
    SpanRole,
)
from claims.parts import Part, with_parts
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen
from factcheck.lib import clock

MOST_PARTS = 10
MOST_MERGED = 10


def split(
    *,
    claim: Claim,
    by: User,
    at: int | None = None,
    parts: Sequence[Sequence[Sequence[int]]] = (),
    reason: str = "",
    seen: Seen = None,
) -> list[Correction]:
    """Make several claims of one, with the same speaker and cue.

    Either ``at``, the character of the text before which the content is cut, or
    ``parts``, the content of each as spans. The claim itself keeps the first part;
    the rows of all are returned in order. Raises `Refused` for parts without words or
    over each other.
    """
    with transaction.atomic():
        change = begin([claim], by=by, reason=reason, seen=seen)
        claim = change.claims[0]
        contents = _contents(claim, at, parts)
        cue = place_of(spans_of(claim)).cue
        for content in contents:
            refuse_same_words(change.snapshot, Place(cue, content), but=[claim])
        change.place(claim, SpanRole.CONTENT, contents[0])
        change.settle(claim, Part.CONTENT, Part.STANDING)
        change.read_again(claim)
        for content in contents[1:]:
            _split_off(change, claim, content)
        return change.finish(CorrectionKind.SPLIT, Action.CLAIM_SPLIT)


def merge(
    *, claims: Sequence[Claim], by: User, reason: str = "", seen: Seen = None
) -> list[Correction]:
    """Make one claim of several: the first takes the contents of all, and stands.

    The others are taken off the lists, and say into which they went. ``seen`` is of
    the first. Raises `Refused` for claims of several texts or speakers.
    """
    if not 2 <= len({claim.pk for claim in claims}) == len(claims) <= MOST_MERGED:
        raise Refused(
            f"Choose 2 to {MOST_MERGED} different claims to merge.", code="merge_count"
        )
    with transaction.atomic():
        change = begin(claims, by=by, reason=reason, seen=seen)
        first, *others = change.claims
        if not all(_is_same_speaker(first, other) for other in others):
            raise Refused(
                "These claims have different speakers: correct the speaker first.",
                code="other_speaker",
            )
        text = change.snapshot.text
        places = [place_of(spans_of(claim)) for claim in change.claims]
        every = [span for place in places for span in place.content]
        content = checked(text, every, role=SpanRole.CONTENT)
        cue = places[0].cue
        content = trimmed(text, without(content, cue))
        refuse_same_words(change.snapshot, Place(cue, content), but=change.claims)
        change.place(first, SpanRole.CONTENT, content)
        change.settle(first, Part.CONTENT, Part.STANDING)
        change.read_again(first)
        for other in others:
            change.settle(
                other, Part.STANDING, rejection=Rejection.MERGED, merged_into=first
            )
        return change.finish(CorrectionKind.MERGE, Action.CLAIM_MERGED)


def _contents(
    claim: Claim, at: int | None, parts: Sequence[Sequence[Sequence[int]]]
) -> list[Places]:
    """The content of each part, in the order of the text."""
    text = claim.snapshot.text
    place = place_of(spans_of(claim))
    if (at is None) is not bool(parts):
        raise Refused("Say where to split, or give the parts.", code="split_where")
    if at is not None:
        contents = list(divided(text, place.content, at))
    else:
        contents = [
            trimmed(
                text, without(checked(text, part, role=SpanRole.CONTENT), place.cue)
            )
            for part in parts
        ]
    if not 2 <= len(contents) <= MOST_PARTS or not all(contents):
        raise Refused(
            f"Split it into 2 to {MOST_PARTS} parts, each with words of the content.",
            code="split_empty",
        )
    contents.sort()
    for number, content in enumerate(contents):
        if any(shared(content, other) for other in contents[number + 1 :]):
            raise Refused("The parts lie over each other.", code="split_overlap")
    return contents


def _split_off(change: Change, claim: Claim, content: Places) -> None:
    """A new claim like this one, with another content."""
    values = {
        field.attname: getattr(claim, field.attname)
        for field in Claim._meta.concrete_fields
        if field.attname not in _OF_ITS_OWN
    }
    part = Claim(**values, public_id=uuid.uuid4(), split_from=claim)
    part.snapshot = claim.snapshot
    part.progress, part.ending = Progress.NEW, Ending.NONE
    part.corrected_at = clock.now()
    part.settled = with_parts(claim.settled, Part.CONTENT, Part.STANDING)
    cue = place_of(spans_of(claim)).cue
    part.fingerprint = free_fingerprint(part, Place(cue, content))
    part.save()
    _copy_places(claim, part)
    change.join(part)
    change.place(part, SpanRole.CONTENT, content)
    change.read_again(part)


_OF_ITS_OWN = {
    "id", "public_id", "fingerprint", "created_at", "continues_id", "split_from_id",
    "version", "thread", "attribution_verdict", "attribution_agreement",
    "content_verdict", "content_agreement", "decided_at", "is_stale",
}  # fmt: skip


def _copy_places(claim: Claim, part: Claim) -> None:
    """The relays, and the words for cue, speaker and relays."""
    relays: dict[int, Relay] = {}
    for relay in claim.relays.all():
        old_id, relay.pk = relay.pk, None
        relay._state.adding = True
        relay.claim = part
        relay.save()
        relays[old_id] = relay
    ClaimSpan.objects.bulk_create(
        ClaimSpan(
            claim=part,
            role=span.role,
            relay=relays[span.relay_id] if span.relay_id else None,
            ordinal=span.ordinal,
            start=span.start,
            end=span.end,
            text=span.text,
        )
        for span in spans_of(claim)
        if span.role != SpanRole.CONTENT
    )


def _is_same_speaker(one: Claim, other: Claim) -> bool:
    if one.speaker_id is not None or other.speaker_id is not None:
        return one.speaker_id == other.speaker_id
    return one.speaker_kind == other.speaker_kind and (
        one.speaker_text.casefold() == other.speaker_text.casefold()
    )

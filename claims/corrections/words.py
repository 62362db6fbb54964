"""Correcting which words a claim consists of."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from claims.corrections.changing import (
    begin,
    nothing_changed,
    refuse_same_words,
    spans_of,
)
from claims.corrections.places import checked, trimmed, without
from claims.extraction.model import Tier
from claims.meeting import Places, place_of
from claims.models import Claim, Correction, CorrectionKind, SpanRole
from claims.parts import PART_OF
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen


def respan(
    *,
    claim: Claim,
    role: SpanRole,
    spans: Sequence[Sequence[int]],
    by: User,
    reason: str = "",
    seen: Seen = None,
) -> Correction:
    """Widen, narrow or move the content, the cue or the words for the speaker.

    Spans are half-open, in code points of the snapshot's text. Where they come to lie
    over the cue, the cue keeps its words. Raises `Refused` for what is no place of
    the text, an empty content, or a cue that is missing where there must be one.
    """
    with transaction.atomic():
        change = begin([claim], by=by, reason=reason, seen=seen)
        claim = change.claims[0]
        changed = _with_others(claim, role, spans)
        if all(_places(claim, one) == places for one, places in changed.items()):
            raise nothing_changed()
        for one, places in changed.items():
            change.place(claim, one, places)
            change.settle(claim, PART_OF[one])
        if role != SpanRole.SPEAKER:
            place = place_of(spans_of(claim))
            refuse_same_words(change.snapshot, place, but=[claim])
            change.read_again(claim)
        return change.finish(CorrectionKind.RESPAN, Action.CLAIM_CORRECTED)[0]


def _with_others(
    claim: Claim, role: SpanRole, spans: Sequence[Sequence[int]]
) -> dict[SpanRole, Places]:
    """The new places of a role, and of those that must make room for a cue."""
    text = claim.snapshot.text
    if role not in PART_OF:
        raise Refused(
            "Only content, cue and speaker can be given other words.", code="no_role"
        )
    places = checked(text, spans, role=role)
    changed = {role: places}
    if role == SpanRole.CUE:
        is_own = claim.tier == Tier.OUTLET.value
        if bool(places) is is_own:
            raise Refused(
                "The outlet's own sentence has no cue: reject this claim and add one."
                if is_own
                else "A claim needs a cue, the words that introduce it.",
                code="cue_required",
            )
        for other in (SpanRole.CONTENT, SpanRole.SPEAKER):
            had = _places(claim, other)
            left = trimmed(text, without(had, places))
            if left != had:
                changed[other] = left
    else:
        changed[role] = trimmed(text, without(places, _places(claim, SpanRole.CUE)))
    if not changed.get(SpanRole.CONTENT, True):
        raise Refused("A claim needs a content of its own words.", code="no_content")
    return changed


def _places(claim: Claim, role: SpanRole) -> Places:
    return [(span.start, span.end) for span in spans_of(claim) if span.role == role]

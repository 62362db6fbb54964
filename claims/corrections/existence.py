"""Whether something is a claim: adding a missed one, rejecting, restoring."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from claims.corrections.changing import (
    Change,
    begin,
    begin_in,
    free_fingerprint,
    refuse_same_words,
    rewrite_spans,
    sentence_of,
    spans_of,
)
from claims.corrections.places import checked, quote_type, read_cue, trimmed, without
from claims.corrections.reading import Who, speaker_columns
from claims.extraction.lexicon import default_certainty
from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.extraction.worth import worth_of
from claims.meeting import Place, place_of, words_in
from claims.models import (
    Claim,
    Correction,
    CorrectionKind,
    Progress,
    Rejection,
    SpanRole,
)
from claims.parts import Part
from claims.review.holding import ADJUDICATE, allow
from claims.verdicts.priority import priority
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen
from factcheck.lib import clock
from sources.models import Snapshot

GIVEN = [choice for choice in Rejection if choice not in ("", Rejection.MERGED)]
"""The reasons for a rejection that a person can choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim that the engine missed: spans in code points, and how to read it.

    Without ``tier`` and ``commitment`` the lexicon's reading of the cue is taken;
    without ``who`` the speaker is not resolved, and with no words for one nobody is
    named. Only the outlet's own sentence (tier outlet) has neither cue nor speaker.
    """

    content: Sequence[Sequence[int]]
    cue: Sequence[Sequence[int]] = ()
    speaker: Sequence[Sequence[int]] = ()
    who: Who | None = None
    tier: Tier | None = None
    commitment: Commitment | None = None


def add_claim(
    *, snapshot: Snapshot, given: NewClaim, by: User, reason: str = ""
) -> Claim:
    """Store a claim that the engine missed; it is marked as added by ``by``.

    Raises `AlreadyHere` when there is one with these words, and `Refused` for what
    is no place of the text, no content, or no cue.
    """
    with transaction.atomic():
        change = begin_in(snapshot, by=by, reason=reason)
        text = snapshot.text
        cue = checked(text, given.cue, role=SpanRole.CUE)
        content = checked(text, given.content, role=SpanRole.CONTENT)
        place = Place(cue, trimmed(text, without(content, cue)))
        if not place.content:
            raise Refused("Give the words that were said.", code="no_content")
        refuse_same_words(snapshot, place)
        speaker = checked(text, given.speaker, role=SpanRole.SPEAKER)
        speaker = trimmed(text, without(speaker, cue))
        start, end = sentence_of(text, place)
        claim = Claim(
            snapshot=snapshot,
            public_id=uuid.uuid4(),
            ordinal=0,
            content_text=words_in(text, place.content),
            cue_text=words_in(text, cue),
            speaker_text=words_in(text, speaker),
            quote_type=quote_type(text, place.content).value,
            sentence_start=start,
            sentence_end=end,
            why=[],
            added_by=by,
            corrected_at=clock.now(),
            settled=[part.value for part in Part],
            **_reading(change, given, place, names_speaker=bool(speaker)),
        )
        claim.priority = priority(
            worth=claim.check_worthiness, reach=claim.reach, since=snapshot.fetched_at
        )
        claim.fingerprint = free_fingerprint(claim, place)
        claim.save()
        for role, places in (
            (SpanRole.CUE, cue),
            (SpanRole.CONTENT, place.content),
            (SpanRole.SPEAKER, speaker),
        ):
            rewrite_spans(claim, role, places, text)
        change.join(claim)
        change.finish(CorrectionKind.ADD, Action.CLAIM_ADDED)
        claim.refresh_from_db()
        return claim


def reject(
    *,
    claim: Claim,
    rejection: Rejection,
    by: User,
    reason: str = "",
    seen: Seen = None,
) -> Correction:
    """Take a claim off the lists, for good: no run of the engine brings it back.

    One that is decided only an adjudicator rejects: its decision would go with it.
    Raises `PermissionDenied`, or `Refused` if it is off already, or without words for
    *another reason*.
    """
    if rejection not in GIVEN:
        raise Refused("Choose why it is rejected.", code="rejection_required")
    if rejection == Rejection.OTHER and not reason.strip():
        raise Refused("Say why it is rejected.", code="reason_required")
    with transaction.atomic():
        change = begin([claim], by=by, reason=reason, seen=seen)
        claim = change.claims[0]
        if claim.attribution_verdict or claim.content_verdict:
            allow(by, ADJUDICATE, "rejecting decided claims")
        change.settle(claim, Part.STANDING, rejection=rejection)
        return change.finish(CorrectionKind.REJECT, Action.CLAIM_REJECTED)[0]


def restore(
    *, claim: Claim, by: User, reason: str = "", seen: Seen = None
) -> Correction:
    """Put a rejected, merged or withdrawn claim back on the lists.

    What it was merged into keeps its words. Raises `Refused` if it stands, and
    `AlreadyHere` if another claim has its words by now.
    """
    with transaction.atomic():
        change = begin([claim], by=by, reason=reason, seen=seen, standing=False)
        claim = change.claims[0]
        refuse_same_words(change.snapshot, place_of(spans_of(claim)), but=[claim])
        columns: dict[str, object] = {
            "rejection": Rejection.NONE.value,
            "merged_into": None,
        }
        if claim.progress == Progress.WITHDRAWN:
            columns["progress"] = Progress.NEW.value
        change.settle(claim, Part.STANDING, **columns)
        return change.finish(CorrectionKind.RESTORE, Action.CLAIM_RESTORED)[0]


def _reading(
    change: Change, given: NewClaim, place: Place, *, names_speaker: bool
) -> dict[str, Any]:  # Any: column values of several types
    """Everything of a new claim that is not its words."""
    text = change.snapshot.text
    cue_text = words_in(text, place.cue)
    if not cue_text and given.tier is not Tier.OUTLET:
        raise Refused(
            "Give the cue, the words that introduce it; or choose the tier outlet, "
            "if the outlet says it itself.",
            code="cue_required",
        )
    if given.tier is Tier.OUTLET:
        if cue_text or names_speaker or given.who is not None:
            raise Refused(
                "The outlet's own sentence has neither cue nor speaker.",
                code="own_sentence",
            )
        lemma, commitment, tier = "", Commitment.ENDORSING, Tier.OUTLET
        speaker = _nobody(SpeakerKind.OUTLET)
    else:
        read = read_cue(cue_text)
        lemma = read.lemma
        commitment = given.commitment or read.commitment
        tier = given.tier or read.tier
        if given.who is not None:
            speaker = speaker_columns(change, given.who)
        elif names_speaker:
            speaker = _nobody(SpeakerKind.UNKNOWN)
        else:
            speaker = _nobody(SpeakerKind.UNATTRIBUTED_HEARSAY)
    certainty = default_certainty(commitment, lemma, "C")
    content = words_in(text, place.content)
    return {
        **speaker,
        "cue_lemma": lemma,
        "commitment": commitment.value,
        "tier": tier.value,
        "certainty": certainty.value,
        "is_negated": certainty.value.endswith("-"),
        "check_worthiness": worth_of(content, tier=tier, certainty=certainty).score,
    }


def _nobody(kind: SpeakerKind) -> dict[str, object]:
    return {"speaker": None, "speaker_kind": kind.value, "speaker_role": ""}

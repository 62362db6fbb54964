"""Correcting how a claim is read: who speaks, the class of the cue, the tier."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from claims.corrections.changing import Change, begin
from claims.extraction import model
from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.models import Claim, Correction, CorrectionKind, Speaker
from claims.parts import Part
from claims.redirects import meant_by, meant_in, standing
from claims.speaking.telling import entered
from claims.storing import LONGEST_LEMMA, LONGEST_NAME, key_of
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen

NOBODY = (SpeakerKind.UNATTRIBUTED_HEARSAY, SpeakerKind.UNKNOWN)
"""Kinds of a claim by nobody, or by somebody of whom it is not known who they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The speaker a person gives: one that is here, or a name and a kind.

    Without a name the kind must be one of `NOBODY`.
    """

    speaker: Speaker | None = None
    name: str = ""
    kind: SpeakerKind | None = None
    role: str = ""


def change_speaker(
    *, claim: Claim, who: Who, by: User, reason: str = "", seen: Seen = None
) -> Correction:
    """Say who the speaker is; the words for them stay (`respan` changes those).

    Raises `Refused` for a speaker of another article, a kind that needs a name, and
    for the outlet's own sentences.
    """
    with transaction.atomic():
        change = begin([claim], by=by, reason=reason, seen=seen)
        claim = change.claims[0]
        if claim.tier == Tier.OUTLET.value:
            raise Refused(
                "The outlet's own sentence has no other speaker: reject this claim "
                "and add one.",
                code="own_sentence",
            )
        columns = speaker_columns(change, who)
        change.settle(claim, Part.SPEAKER, **columns)
        return change.finish(CorrectionKind.RESPEAKER, Action.CLAIM_CORRECTED)[0]


def speaker_columns(change: Change, who: Who) -> dict[str, object]:
    """Speaker, kind and role as columns of a claim; makes the speaker's row if there
    is none, as a part of the change. One that was merged leads on to whom they are now.
    """
    article = change.snapshot.article
    row, kind = who.speaker and standing(who.speaker), who.kind
    if row is None and kind is not None:
        row = _row_of(change, who, kind)
    elif row is None:
        raise Refused("Say who it is: a speaker, or a name and a kind.", code="nobody")
    if row is not None and row.article_id not in (None, article.pk):
        raise Refused(
            f"“{row.name}” is an unnamed speaker of another article.",
            code="speaker_of_another_article",
        )
    return {
        "speaker": row,
        "speaker_kind": who.kind.value if who.kind else row.kind if row else "",
        "speaker_role": _line(who.role, LONGEST_NAME) or (row.role if row else ""),
    }


def change_cue_class(
    *,
    claim: Claim,
    commitment: Commitment,
    lemma: str = "",
    by: User,
    reason: str = "",
    seen: Seen = None,
) -> Correction:
    """Say how far the author stands behind it, and of which word the cue is a form.

    An empty lemma leaves the one there is. Raises `Refused`.
    """
    with transaction.atomic():
        change = begin([claim], by=by, reason=reason, seen=seen)
        claim = change.claims[0]
        if claim.tier == Tier.OUTLET.value:
            raise Refused(
                "The outlet's own sentence has no cue to be classed.",
                code="own_sentence",
            )
        lemma = _line(lemma, LONGEST_LEMMA) or claim.cue_lemma
        change.settle(
            claim, Part.CUE_CLASS, commitment=commitment.value, cue_lemma=lemma
        )
        return change.finish(CorrectionKind.RECUE, Action.CLAIM_CORRECTED)[0]


def change_tier(
    *, claim: Claim, tier: Tier, by: User, reason: str = "", seen: Seen = None
) -> Correction:
    """Say whether it is speech, evidence or an attitude. Raises `Refused`, also for
    the outlet's own sentences, which have no cue and which all others need.
    """
    with transaction.atomic():
        change = begin([claim], by=by, reason=reason, seen=seen)
        claim = change.claims[0]
        if Tier.OUTLET.value in (claim.tier, tier.value) and claim.tier != tier.value:
            raise Refused(
                "The outlet's own sentence is another claim, without a cue: reject "
                "this one and add that.",
                code="own_sentence",
            )
        change.settle(claim, Part.TIER, tier=tier.value)
        return change.finish(CorrectionKind.RETIER, Action.CLAIM_CORRECTED)[0]


def _row_of(change: Change, who: Who, kind: SpeakerKind) -> Speaker | None:
    """The speaker for whom this name stands, here or new; None for nobody."""
    name = _line(who.name, LONGEST_NAME)
    if kind is SpeakerKind.OUTLET:
        raise Refused(
            "The outlet speaks for itself only in claims of tier outlet.",
            code="own_sentence",
        )
    if not name:
        if kind in NOBODY:
            return None
        raise Refused("Give the speaker's name or description.", code="nobody")
    spoken = model.Speaker(text=name, spans=(), name=name, kind=kind)
    name, is_local = key_of(spoken)
    if not name:
        return None
    article = change.snapshot.article
    meant = meant_in(article, [name]) if is_local else meant_by([name])
    if name in meant:
        return meant[name]
    row, is_new = Speaker.objects.get_or_create(
        name=name,
        article=article if is_local else None,
        defaults={"kind": kind.value, "role": _line(who.role, LONGEST_NAME)},
    )
    if is_new:
        change.deeds.append(entered(row))
    return row


def _line(text: str, longest: int) -> str:
    """The text on one line. Raises `Refused` if it is too long."""
    line = " ".join(text.split())
    if len(line) > longest:
        raise Refused(
            f"“{line[:40]}…” has {len(line)} characters; at most {longest} fit.",
            code="too_long",
        )
    return line

"""Evidence by hand: a passage of an article here, or an outside document."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from claims.extraction.model import SpeakerKind
from claims.models import (
    Acceptance,
    Claim,
    ClaimSpan,
    Doubt,
    Evidence,
    SpanRole,
    Speaker,
    Stance,
)
from claims.review.basis import standing_of, why_not_again
from claims.review.holding import (
    allow,
    check_newest,
    checked_reason,
    grow,
    hold,
    hold_newest,
)
from claims.review.staleness import mark_stale
from claims.verdicts.states import Aspect, Verdict
from factcheck.core import audit
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.outbound import require_fetchable
from factcheck.core.versions import Seen
from factcheck.lib import clock
from sources.addresses import LONGEST_URL
from sources.locating import articles_at
from sources.models import Snapshot

ADD: Final = "claims.add_evidence"
LONGEST_EXCERPT: Final = 5_000  # characters
LONGEST_NOTE: Final = 1_000
LONGEST_TITLE: Final = 500
MOST_PIECES: Final = 100  # on one claim
_SHA256 = re.compile(r"[0-9a-f]{64}")
_AGAINST: Final = {
    Stance.SUPPORTS: {Verdict.DISPUTED},
    Stance.CONTRADICTS: {Verdict.CORROBORATED, Verdict.PARTLY_CORROBORATED},
    Stance.DISCUSSES: set(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What its finder says of a piece of evidence.

    ``speaker`` and ``speaker_kind`` say who speaks in it; for a passage they are read
    from the claims there unless given, for a document it is the document itself.
    """

    aspect: Aspect
    stance: Stance
    note: str = ""
    is_primary: bool = False
    is_interested: bool = False
    speaker: Speaker | None = None
    speaker_kind: SpeakerKind | None = None


def add_passage(
    *,
    claim: Claim,
    snapshot: Snapshot,
    start: int,
    end: int,
    offer: Offer,
    by: User,
    seen: Seen = None,
) -> Evidence:
    """Offer the words ``snapshot.text[start:end]`` as evidence.

    Raises `PermissionDenied`, `factcheck.core.errors.Changed`, or `Refused` for a
    place outside of the text, one without words, or one in the claim's own article.
    """
    allow(by, ADD, "adding evidence")
    if not 0 <= start < end <= len(snapshot.text):
        raise Refused(
            f"The place must lie within the text's {len(snapshot.text)} characters.",
            code="outside_text",
        )
    excerpt = snapshot.text[start:end]
    start += len(excerpt) - len(excerpt.lstrip())
    excerpt = _checked_excerpt(excerpt)
    _check_other(claim, snapshot.article_id)
    speaker, kind = _who_speaks(snapshot, start, start + len(excerpt), offer)
    article = snapshot.article
    piece = Evidence(
        snapshot=snapshot,
        start=start,
        end=start + len(excerpt),
        excerpt=excerpt,
        title=article.title,
        url=article.canonical_url or "",
        sha256=snapshot.sha256,
        speaker=speaker,
        speaker_kind=kind,
    )
    return _add(piece, claim, offer, by=by, seen=seen)


def find_passage(snapshot: Snapshot, words: str) -> tuple[int, int]:
    """Where words stand in a text, for who cannot select them.

    White space counts as one blank. Raises `Refused` if they are not there, or more
    than once.
    """
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        raise Refused("Give the words of the passage.", code="no_words")
    if len(words) > LONGEST_EXCERPT:
        raise Refused(
            f"A passage has at most {LONGEST_EXCERPT} characters.", code="too_long"
        )
    found = list(re.finditer(r"\s+".join(parts), snapshot.text))
    if not found:
        raise Refused(
            "These words are not in that text. Copy them from it exactly.",
            code="not_found",
        )
    if len(found) > 1:
        raise Refused(
            f"These words are there {len(found)} times. Add what stands around them.",
            code="ambiguous",
        )
    return found[0].span()


def add_document(
    *,
    claim: Claim,
    url: str,
    title: str,
    excerpt: str,
    offer: Offer,
    by: User,
    sha256: str = "",
    seen: Seen = None,
) -> Evidence:
    """Offer an outside document: its address, its title and the words that matter.

    ``sha256`` is the document's, in lower-case hexadecimal, from who has it; without
    it the excerpt's is kept. Nothing is fetched. Raises as `add_passage` does, and
    `Refused` for an address that cannot be public.
    """
    allow(by, ADD, "adding evidence")
    url, title = url.strip(), " ".join(title.split())
    if len(url) > LONGEST_URL:
        raise Refused(f"The address is longer than {LONGEST_URL}.", code="too_long")
    require_fetchable(url)
    _check_other(claim, articles_at([url]).get(url))
    if not title:
        raise Refused("Give the document's title.", code="title_required")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"The title is longer than {LONGEST_TITLE}.", code="too_long")
    excerpt = _checked_excerpt(excerpt)
    if sha256 and not _SHA256.fullmatch(sha256):
        raise Refused(
            "A SHA-256 has 64 hexadecimal digits in lower case.", code="invalid_hash"
        )
    piece = Evidence(
        excerpt=excerpt,
        title=title,
        url=url,
        sha256=sha256 or hashlib.sha256(excerpt.encode()).hexdigest(),
        speaker=offer.speaker,
        speaker_kind=offer.speaker_kind or SpeakerKind.DOCUMENT,
    )
    return _add(piece, claim, offer, by=by, seen=seen)


def decide_evidence(
    *, piece: Evidence, acceptance: Acceptance, reason: str, by: User, seen: Seen = None
) -> Evidence:
    """Accept a suggestion, or reject a piece: it then counts for no vote to come.

    Votes that named it stay as they are; a decision that needed it is in doubt. Raises
    `PermissionDenied`, `Changed`, or `Refused` without a reason or a change.
    """
    allow(by, ADD, "deciding on evidence")
    reason = checked_reason(reason)
    if acceptance == Acceptance.SUGGESTED:
        raise Refused("Accept it or reject it.", code="invalid")
    with transaction.atomic():
        claim = hold_newest(piece.claim, seen)
        piece = Evidence.objects.select_for_update().get(pk=piece.pk)
        before = piece.acceptance
        if before == acceptance:
            raise Refused(f"It is {acceptance} already.", code="no_change")
        piece.acceptance = acceptance
        piece.decided_by, piece.decided_at = by, clock.now()
        piece.decision_reason = reason
        piece.save()
        audit.record(
            action=Action.EVIDENCE_DECIDED,
            subject=piece,
            before={"acceptance": before},
            after={"acceptance": acceptance, "claim": claim.public_id},
            reason=reason,
            by=by,
        )
        _follow(claim, piece, was_accepted=acceptance == Acceptance.ACCEPTED)
    return piece


def _add(
    piece: Evidence, claim: Claim, offer: Offer, *, by: User, seen: Seen
) -> Evidence:
    note = offer.note.strip()
    if len(note) > LONGEST_NOTE:
        raise Refused(f"The note is longer than {LONGEST_NOTE}.", code="too_long")
    with transaction.atomic():
        claim = hold(claim, seen)
        check_newest(claim)
        there = Evidence.objects.of_thread(claim.thread)
        if there.count() >= MOST_PIECES:
            raise Refused(
                f"A claim has at most {MOST_PIECES} pieces of evidence.",
                code="too_many",
            )
        piece.claim, piece.aspect, piece.stance = claim, offer.aspect, offer.stance
        piece.note, piece.added_by = note, by
        piece.is_primary, piece.is_interested = offer.is_primary, offer.is_interested
        piece.acceptance = Acceptance.ACCEPTED
        same = there.accepted().filter(
            aspect=piece.aspect, url=piece.url, snapshot=piece.snapshot
        )
        if same.filter(excerpt=piece.excerpt).exists():
            raise Refused(
                "This passage is evidence for the claim already.", code="duplicate"
            )
        standing = standing_of(claim, offer.aspect, piece)
        piece.is_independent = standing.is_independent
        piece.independence_reason = standing.reason
        piece.save()
        audit.record(
            action=Action.EVIDENCE_ADDED,
            subject=piece,
            after={
                "claim": claim.public_id,
                **audit.values_of(piece, _RECORDED),
            },
            by=by,
        )
        _follow(claim, piece, was_accepted=True)
    return piece


_RECORDED: Final = (
    "aspect",
    "stance",
    "excerpt",
    "url",
    "sha256",
    "start",
    "end",
    "is_primary",
    "is_interested",
    "is_independent",
)


def _follow(claim: Claim, piece: Evidence, *, was_accepted: bool) -> None:
    """The claim has other evidence now; a decision against it, or one that no longer
    could be voted without what was rejected, is in doubt.
    """
    grow(claim)
    verdict = getattr(claim, f"{piece.aspect}_verdict")
    if was_accepted and verdict in _AGAINST[Stance(piece.stance)]:
        mark_stale(
            [claim.pk],
            kind=Doubt.OPPOSING_EVIDENCE,
            detail=f"“{piece.title}” {piece.stance} the claim.",
        )
    if verdict and not was_accepted:
        reason = why_not_again(claim, Aspect(piece.aspect))
        if reason:
            mark_stale(
                [claim.pk],
                kind=Doubt.EVIDENCE_REJECTED,
                detail=f"“{piece.title}” was rejected. {reason}",
            )


def _who_speaks(
    snapshot: Snapshot, start: int, end: int, offer: Offer
) -> tuple[Speaker | None, SpeakerKind]:
    """Who says the words at this place: as offered, as the claims there have it, or
    the outlet itself.
    """
    if offer.speaker is not None or offer.speaker_kind is not None:
        kind = offer.speaker_kind
        if kind is None and offer.speaker is not None:
            kind = SpeakerKind(offer.speaker.kind)
        return offer.speaker, kind or SpeakerKind.UNKNOWN
    spans = ClaimSpan.objects.filter(
        claim__in=Claim.objects.standing().filter(snapshot=snapshot),
        role=SpanRole.CONTENT,
        start__lt=end,
        end__gt=start,
    ).select_related("claim__speaker")
    best = max(
        spans,
        key=lambda span: (min(span.end, end) - max(span.start, start), -span.claim_id),
        default=None,
    )
    if best is None:
        return None, SpeakerKind.OUTLET
    return best.claim.speaker, SpeakerKind(best.claim.speaker_kind)


def _check_other(claim: Claim, article: int | None) -> None:
    if article == claim.snapshot.article_id:
        raise Refused(
            "An article is no evidence for its own claims: choose another one.",
            code="own_article",
        )


def _checked_excerpt(excerpt: str) -> str:
    excerpt = excerpt.strip()
    if not excerpt:
        raise Refused("Give the words that matter.", code="no_words")
    if len(excerpt) > LONGEST_EXCERPT:
        raise Refused(
            f"The excerpt has {len(excerpt)} characters; {LONGEST_EXCERPT} fit.",
            code="too_long",
        )
    return excerpt

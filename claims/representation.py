"""A stored claim in the JSON shape of the engine, with what storing adds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from claims.models import Claim, ClaimSpan, Relay, SpanRole
from claims.verdicts.states import Aspect


def claim_to_dict(claim: Claim) -> dict[str, Any]:  # Any: JSON
    """The claim as every face shows it: first what storing adds, then what the
    engine said, in the engine's own shape.

    ``url`` fields are paths on this server. Read claims `with_everything`,
    or each call costs further queries.
    """
    return {**stored_part(claim), **engine_part(claim)}


def stored_part(claim: Claim) -> dict[str, Any]:  # Any: JSON
    """Identity, place and state of the claim."""
    snapshot = claim.snapshot
    article = snapshot.article
    return {
        "id": str(claim.public_id),
        "url": reverse("api:claim", args=[claim.public_id]),
        "article": {
            "id": str(article.public_id),
            "url": reverse("api:article", args=[article.public_id]),
            "title": article.title,
        },
        "snapshot": {
            "id": str(snapshot.public_id),
            "url": reverse("api:snapshot", args=[article.public_id, snapshot.number]),
            "number": snapshot.number,
        },
        "ordinal": claim.ordinal,
        "fingerprint": claim.fingerprint,
        "engine": claim.run.engine if claim.run else None,
        "progress": claim.progress,
        "ending": claim.ending,
        "continues": _id_of(claim.continues),
        "continued_by": _id_of(getattr(claim, "continued_by", None)),
        "added_by": str(claim.added_by) if claim.added_by else None,
        "corrected_at": moment(claim.corrected_at) if claim.corrected_at else None,
        "settled": claim.settled,
        "rejection": claim.rejection,
        "merged_into": _id_of(claim.merged_into),
        "split_from": _id_of(claim.split_from),
        "created_at": moment(claim.created_at),
        "review": review_part(claim),
        "speaker_id": _public_id(claim),
        "via_ids": [_public_id(relay) for relay in _relays(claim)],
    }


def review_part(claim: Claim) -> dict[str, Any]:  # Any: JSON
    """How the claim's review stands, as everybody may see it."""
    return {
        **{
            aspect.value: {
                "verdict": getattr(claim, f"{aspect}_verdict") or None,
                "agreement": getattr(claim, f"{aspect}_agreement"),
            }
            for aspect in Aspect
        },
        "decided_at": moment(claim.decided_at) if claim.decided_at else None,
        "is_stale": claim.is_stale,
        "is_high_risk": claim.is_high_risk,
        "reach": claim.reach,
        "priority": claim.priority,
        "thread": str(claim.thread),
    }


def moment(time: datetime) -> str:
    """A time as it is written in JSON: ISO 8601, UTC."""
    return time.isoformat().replace("+00:00", "Z")


def _id_of(claim: Claim | None) -> str | None:
    return str(claim.public_id) if claim else None


def engine_part(claim: Claim) -> dict[str, Any]:  # Any: JSON
    """The very dictionary the engine gave for this claim (`Attribution.to_dict`)."""
    spans = sorted(claim.spans.all(), key=lambda span: span.ordinal)
    return {
        "content": _fragments(claim.content_text, spans, SpanRole.CONTENT),
        "cue": {
            **_fragments(claim.cue_text, spans, SpanRole.CUE),
            "lemma": claim.cue_lemma,
        },
        "speaker": {
            **_fragments(claim.speaker_text, spans, SpanRole.SPEAKER),
            "name": claim.speaker.name if claim.speaker else None,
            "kind": claim.speaker_kind,
            "role": claim.speaker_role or None,
        },
        "via": [_relay(relay, spans) for relay in _relays(claim)],
        "quote_type": claim.quote_type,
        "tier": claim.tier,
        "commitment": claim.commitment,
        "certainty": claim.certainty,
        "negated": claim.is_negated,
        "channel": claim.channel,
        "said_at": _said_at(claim),
        "sentence": [claim.sentence_start, claim.sentence_end],
        "check_worthiness": claim.check_worthiness,
        "confidence": _confidence(claim),
        "why": claim.why,
    }


def _relays(claim: Claim) -> list[Relay]:
    return sorted(claim.relays.all(), key=lambda relay: relay.position)


def _relay(relay: Relay, spans: list[ClaimSpan]) -> dict[str, Any]:  # Any: JSON
    own = [span for span in spans if span.relay_id == relay.pk]
    return {
        **_fragments(relay.text, own, SpanRole.VIA),
        "name": relay.speaker.name if relay.speaker else None,
        "kind": relay.kind,
        "role": relay.role or None,
    }


def _fragments(
    text: str, spans: list[ClaimSpan], role: SpanRole
) -> dict[str, Any]:  # Any: JSON
    return {
        "text": text,
        "spans": [[span.start, span.end] for span in spans if span.role == role],
    }


def _confidence(claim: Claim) -> dict[str, Any] | None:  # Any: JSON
    """Null while no engine has found the claim."""
    if claim.confidence is None:
        return None
    parts = claim.confidence_parts
    return {
        "overall": claim.confidence,
        "cue": parts["cue"],
        "speaker": parts["speaker"],
        "content": parts["content"],
        "resolution": parts["resolution"],
    }


def _said_at(claim: Claim) -> dict[str, Any] | None:  # Any: JSON
    if claim.said_at_start is None:
        return None
    return {
        "text": claim.said_at_text,
        "span": [claim.said_at_start, claim.said_at_end],
        "date": claim.said_on.isoformat() if claim.said_on else None,
    }


def _public_id(row: Claim | Relay) -> str | None:
    return str(row.speaker.public_id) if row.speaker else None

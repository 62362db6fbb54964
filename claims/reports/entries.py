"""What a report says of one claim, decision, correction: entries of the payload."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from claims.reports.facts import (
    Brief,
    Conflict,
    Corrected,
    Decision,
    Outcome,
    Overridden,
    Piece,
    Reopened,
)
from claims.reports.measures import Values, rounded
from claims.verdicts.states import Aspect

LONGEST_CONTENT: Final = 1_000  # characters
LONGEST_EXCERPT: Final = 400


def moment(when: datetime) -> str:
    """A moment in the payload: ISO 8601, UTC, to the microsecond."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def cut(text: str, longest: int) -> str:
    """The text, with an ellipsis for its end if it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _brief(claim: Brief) -> Values:
    return {
        "id": claim.id,
        "article": {
            "id": claim.article,
            "title": claim.title,
            "url": claim.url,
            "outlet": claim.outlet,
            "published": claim.published or None,
        },
        "tier": claim.tier,
        "speaker": claim.speaker,
        "role": claim.role,
        "kind": claim.kind,
        "via": list(claim.via),
        "cue": claim.cue,
        "content": cut(claim.content, LONGEST_CONTENT),
        "certainty": claim.certainty,
        "is_high_risk": claim.is_high_risk,
        "worth": rounded(claim.worth),
        "found": moment(claim.found),
    }


def decision(one: Decision) -> Values:
    """A decision: the claim, what is decided on each question, and the evidence."""
    return {
        "claim": _brief(one.claim),
        "decided": moment(one.decided),
        "is_stale": one.is_stale,
        "evidence": [_piece(piece) for piece in sorted(one.evidence)],
    } | {aspect.value: _outcome(one.outcomes[aspect]) for aspect in Aspect}


def _outcome(one: Outcome) -> Values:
    return {
        "verdict": one.verdict.value if one.verdict else None,
        "agreement": one.agreement.value,
        "votes": one.votes,
        "origins": one.origins,
        "primaries": one.primaries,
    }


def _piece(piece: Piece) -> Values:
    return piece._asdict() | {
        "added": moment(piece.added),
        "aspect": piece.aspect.value,
        "excerpt": cut(piece.excerpt, LONGEST_EXCERPT),
    }


def conflict(one: Conflict) -> Values:
    """A claim that waits for an adjudicator."""
    return {
        "claim": _brief(one.claim),
        "aspect": one.aspect.value,
        "since": moment(one.since),
    }


def since(one: Conflict) -> tuple[datetime, str, Aspect]:
    """The order of conflicts: the oldest first."""
    return one.since, one.claim.thread, one.aspect


def at(one: Reopened | Corrected | Overridden) -> tuple[datetime, str]:
    """The order of what happened: the first first."""
    key = one.titles[0] if isinstance(one, Overridden) else one.claim.thread
    return one.at, key


def reopened(one: Reopened) -> Values:
    """A claim that was opened again."""
    return {
        "claim": _brief(one.claim),
        "reason": one.reason,
        "at": moment(one.at),
    }


def corrected(one: Corrected) -> Values:
    """A correction of what the engine had found."""
    return {
        "claim": _brief(one.claim),
        "kind": one.kind,
        "before": one.before,
        "after": one.after,
        "reason": one.reason,
        "at": moment(one.at),
    }


def overridden(one: Overridden) -> Values:
    """What a person decided on two articles."""
    return {
        "titles": list(one.titles),
        "outlets": list(one.outlets),
        "decision": one.decision,
        "reason": one.reason,
        "at": moment(one.at),
    }


def waiting(claim: Brief) -> Values:
    """A claim that waits for votes."""
    return {"claim": _brief(claim), "since": moment(claim.found)}

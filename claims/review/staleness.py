"""Decisions in doubt: what has changed since, and what becomes of it (V7)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from claims.models import Claim, Doubt, Staleness
from factcheck.core import audit
from factcheck.core.models import Action


def mark_stale(claims: Collection[int], *, kind: Doubt, detail: str) -> int:
    """Put the decisions on these claims in doubt, in the caller's transaction.

    Claims on which nothing is decided are left alone. ``detail`` is a sentence for
    the reviewer. Returns on how many there was a decision.
    """
    decided = Claim.objects.filter(pk__in=claims).exclude(
        attribution_verdict="", content_verdict=""
    )
    with transaction.atomic():
        rows = list(decided.select_for_update().order_by("pk"))
        Staleness.objects.bulk_create(
            Staleness(claim=claim, kind=kind, detail=detail) for claim in rows
        )
        Claim.objects.filter(pk__in=[claim.pk for claim in rows]).update(
            is_stale=True, version=F("version") + 1
        )
        audit.record_all(
            (
                audit.Deed(
                    action=Action.CLAIM_STALE,
                    subject=claim,
                    before={"is_stale": claim.is_stale},
                    after={"is_stale": True, "kind": kind},
                    reason=detail,
                )
                for claim in rows
            ),
            by=None,
        )
    return len(rows)

"""Decisions in doubt: what has changed since, and what becomes of it (V7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import F

from claims.models import Claim, Doubt, Staleness
from factcheck.core import audit
from factcheck.core.models import Action


def mark_stale(claims: Collection[int], *, kind: Doubt, detail: str) -> int:
    """Put the decisions on these claims in doubt, as `mark_each_stale` does."""
    return mark_each_stale(dict.fromkeys(claims, detail), kind=kind)


def mark_each_stale(details: Mapping[int, str], *, kind: Doubt) -> int:
    """Put the decisions on claims in doubt, in the caller's transaction.

    ``details`` has for each claim, by primary key, a sentence for the reviewer. Claims
    on which nothing is decided are left alone. Returns on how many there was a
    decision.
    """
    decided = Claim.objects.filter(pk__in=details).exclude(
        attribution_verdict="", content_verdict=""
    )
    with transaction.atomic():
        rows = list(decided.select_for_update().order_by("pk"))
        Staleness.objects.bulk_create(
            Staleness(claim=claim, kind=kind, detail=details[claim.pk])
            for claim in rows
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
                    reason=details[claim.pk],
                )
                for claim in rows
            ),
            by=None,
        )
    return len(rows)

"""What people did to a claim, also in the texts that it continues."""

from __future__ import annotations

from claims.models import Claim, Correction

MOST_TEXTS = 100  # texts that are looked back through


def corrections_of(claim: Claim) -> list[Correction]:
    """The corrections of a claim and of those it continues, the newest first."""
    ids = [claim.pk]
    before = claim.continues_id
    while before is not None and len(ids) < MOST_TEXTS:
        ids.append(before)
        before = (
            Claim.objects.filter(pk=before).values_list("continues_id", flat=True).get()
        )
    rows = Correction.objects.filter(claim__in=ids)
    return list(rows.select_related("by", "claim__snapshot__article").order_by("-id"))

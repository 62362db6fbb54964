"""What people did to a claim, also in the texts that it continues."""

from __future__ import annotations

from claims.models import Claim, Correction

MOST_TEXTS = 100  # texts that are looked back through


def corrections_of(claim: Claim) -> list[Correction]:
    """The corrections of a claim and of those it continues, the newest first."""
    rows = Correction.objects.filter(claim__in=chain_of(claim))
    return list(rows.select_related("by", "claim__snapshot__article").order_by("-id"))


def chain_of(claim: Claim) -> list[int]:
    """The claim's key and those of the claims it continues."""
    ids = [claim.pk]
    before = claim.continues_id
    while before is not None and len(ids) < MOST_TEXTS:
        ids.append(before)
        before = (
            Claim.objects.filter(pk=before).values_list("continues_id", flat=True).get()
        )
    return ids

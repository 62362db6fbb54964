"""The place of each claim in its text: `Claim.ordinal`, counted from 1."""

from __future__ import annotations

from collections.abc import Iterable

from claims.models import Claim, ClaimSpan, Progress, SpanRole
from sources.models import Snapshot


def renumber(snapshot: Snapshot) -> None:
    """Number the snapshot's claims in the order of the text, as an engine does.

    Withdrawn claims keep the number they had; rejected ones are counted, so that
    they stand where they stood when they are restored. Three queries.
    """
    claims = list(
        Claim.objects.filter(snapshot=snapshot)
        .exclude(progress=Progress.WITHDRAWN)
        .only("ordinal")
    )
    spans: dict[int, list[ClaimSpan]] = {claim.pk: [] for claim in claims}
    ours = (SpanRole.CUE, SpanRole.CONTENT)
    for span in ClaimSpan.objects.filter(claim__in=spans, role__in=ours):
        spans[span.claim_id].append(span)
    claims.sort(key=lambda claim: (_position(spans[claim.pk]), claim.pk))
    changed = []
    for ordinal, claim in enumerate(claims, start=1):
        if claim.ordinal != ordinal:
            claim.ordinal = ordinal
            changed.append(claim)
    Claim.objects.bulk_update(changed, ["ordinal"], batch_size=200)


def _position(spans: Iterable[ClaimSpan]) -> tuple[int, int, int]:
    """Where a claim begins, its cue, where it ends (`assembly.position`)."""
    starts, cues, ends = [], [], []
    for span in spans:
        starts.append(span.start)
        if span.role == SpanRole.CUE:
            cues.append(span.start)
        else:
            ends.append(span.end)
    start = min(starts, default=0)
    return start, min(cues, default=start), max(ends, default=start)

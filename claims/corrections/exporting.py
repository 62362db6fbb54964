"""Corrected texts in the form of the corpora that the engine learns from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from claims.extraction.model import Tier
from claims.meeting import Place, Places, place_of
from claims.models import Claim, Correction, SpanRole
from sources.models import Snapshot


def corpus_rows(
    *, since: datetime | None = None
) -> Iterator[dict[str, Any]]:  # Any: JSON
    """A row for each text in which a person corrected, added or rejected something.

    ``{"doc_id", "text", "attributions": [{"source", "cue", "content": [[start, end],
    …]}]}``, as ``training/`` and ``manage.py evaluate`` read it; ``doc_id`` is the
    snapshot's public id. All standing claims of the text are in it, as corrected, but
    for what such corpora do not annotate: the outlet's own sentences, and claims
    inside another's content. ``since`` counts corrections, not texts.
    """
    corrections = Correction.objects.order_by("claim__snapshot")
    if since is not None:
        corrections = corrections.filter(at__gte=since)
    ids = corrections.values_list("claim__snapshot", flat=True).distinct()
    for pk in list(ids):
        snapshot = Snapshot.objects.only("public_id", "text").get(pk=pk)
        yield {
            "doc_id": str(snapshot.public_id),
            "text": snapshot.text,
            "attributions": _attributions(snapshot),
        }


def _attributions(snapshot: Snapshot) -> list[dict[str, list[list[int]]]]:
    claims = list(
        Claim.objects.of_snapshot(snapshot)
        .exclude(tier=Tier.OUTLET.value)
        .prefetch_related("spans")
    )
    places = [place_of(claim.spans.all()) for claim in claims]
    return [
        {
            "source": _lists(
                (span.start, span.end)
                for span in claim.spans.all()
                if span.role == SpanRole.SPEAKER
            ),
            "cue": _lists(place.cue),
            "content": _lists(place.content),
        }
        for claim, place in zip(claims, places, strict=True)
        if not _is_inside(place, places)
    ]


def _is_inside(place: Place, others: Iterable[Place]) -> bool:
    """Whether the cue lies in some claim's content; its own never holds it."""
    return any(
        start <= cue[0] and cue[1] <= end
        for other in others
        for start, end in other.content
        for cue in place.cue
    )


def _lists(places: Iterable[tuple[int, int]] | Places) -> list[list[int]]:
    return sorted([start, end] for start, end in places)

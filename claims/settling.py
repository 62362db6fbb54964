"""What a new reading of a claim must leave as people decided it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claims.extraction.model import Attribution, Span
from claims.meeting import Places, place_of, shared
from claims.models import REVIEWED, Claim, ClaimSpan, Finding, Relay, SpanRole
from claims.parts import Part


def decided_parts(claim: Claim, found: Attribution, *, is_moved: bool) -> set[Part]:
    """The parts of the claim that this reading must leave as they are.

    Those that a person settled; the words of a claim that people have reviewed, when
    the reading has others; and words that would lie over settled ones.
    """
    decided = {Part(part) for part in claim.settled}
    if is_moved and claim.progress in REVIEWED:
        decided |= {Part.CONTENT, Part.CUE}
    if len(decided & {Part.CONTENT, Part.CUE}) == 1:
        spans = list(claim.spans.all())
        cue = [(span.start, span.end) for span in spans if span.role == SpanRole.CUE]
        content = [
            (span.start, span.end) for span in spans if span.role == SpanRole.CONTENT
        ]
        if Part.CONTENT in decided and shared(_places(found.cue.spans), content):
            decided.add(Part.CUE)
        if Part.CUE in decided and shared(_places(found.content.spans), cue):
            decided.add(Part.CONTENT)
    # Only the outlet's own sentence has no cue: the two go together.
    has_other_tier = (claim.cue_text == "") != (found.cue.text == "")
    if has_other_tier and decided & {Part.TIER, Part.CUE}:
        decided |= {Part.TIER, Part.CUE}
    return decided


def keep_findings(ids: Iterable[int]) -> None:
    """Remember where and whom the engine sees, before a person says otherwise.

    For the claims of these keys that nobody has corrected before.
    """
    claims = Claim.objects.filter(pk__in=list(ids), corrected_at=None)
    Finding.objects.bulk_create(
        [
            _finding(claim, claim.run.engine)
            for claim in claims.select_related("run", "speaker").prefetch_related(
                "spans"
            )
            if claim.run is not None
        ],
        ignore_conflicts=True,
    )


def _finding(claim: Claim, engine: str) -> Finding:
    place = place_of(claim.spans.all())
    return Finding(
        snapshot_id=claim.snapshot_id,
        claim=claim,
        fingerprint=claim.fingerprint,
        engine=engine,
        speaker=claim.voice,
        cue=[list(span) for span in place.cue],
        content=[list(span) for span in place.content],
    )


def forget_places(
    claims: list[Claim], kept_roles: Mapping[int, frozenset[SpanRole]]
) -> None:
    """Delete the relays and spans of claims, but for the roles that people settled."""
    Relay.objects.filter(claim__in=claims).delete()  # and the spans of role via
    settled: dict[frozenset[SpanRole], list[int]] = {}
    for claim in claims:
        settled.setdefault(kept_roles.get(claim.pk, frozenset()), []).append(claim.pk)
    for roles, ids in settled.items():
        ClaimSpan.objects.filter(claim__in=ids).exclude(role__in=roles).delete()


def _places(spans: Iterable[Span]) -> Places:
    return [(span.start, span.end) for span in spans]

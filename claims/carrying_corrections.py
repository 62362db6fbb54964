"""What people decided on a claim, passed on to the same claim of the next text."""

from __future__ import annotations

from collections.abc import Mapping

from claims.meeting import Place, fingerprint_in, place_of
from claims.models import Claim, ClaimSpan, Finding, Rejection, SpanRole
from claims.parts import Part, columns_of, roles_of, with_parts

# Words that are the same in both texts are read in the same way as a whole, so that
# neither cue and content lie over each other nor a cue is missing.
_WORDS = {Part.CONTENT, Part.CUE, Part.TIER}
_MOVED = {"sentence_start", "sentence_end"}


def pass_on(
    old: Claim, successor: Claim, successors: Mapping[int, Claim], *, shift: int
) -> bool:
    """Have the successor take what people settled in ``old``; whether there was any.

    For a claim whose words, from the first to the last, stand ``shift`` characters
    further on in the next text. What a person settled in the successor itself stays.
    ``successors`` are the claims met before, by the id of the old one: those into
    which others were merged.
    """
    own = {Part(part) for part in successor.settled}
    settled = {Part(part) for part in old.settled} - own
    if own & _WORDS:  # they were decided on together
        settled -= _WORDS
    is_merged = old.rejection == Rejection.MERGED
    if is_merged and old.merged_into_id not in successors:
        settled.discard(Part.STANDING)
    if not settled:
        return False
    _keep_finding(successor)
    parts = settled | _WORDS if settled & _WORDS else settled
    columns = columns_of(parts - {Part.STANDING})
    for column in columns:
        value = getattr(old, column)
        setattr(successor, column, value + shift if column in _MOVED else value)
    if Part.STANDING in settled:
        successor.rejection, successor.added_by = old.rejection, old.added_by
        successor.merged_into = successors.get(old.merged_into_id or 0)
        columns |= {"rejection", "added_by", "merged_into"}
    successor.settled = with_parts(successor.settled, *settled)
    successor.corrected_at = old.corrected_at or successor.corrected_at
    successor.save(update_fields=[*columns, "settled", "corrected_at"])
    _move_spans(old, successor, roles_of(parts), shift)
    pass_on_findings(old, successor, shift=shift)
    return True


def has_engines_speaker(old: Claim, claim: Claim) -> bool | None:
    """Whether an engine took the same speaker for both; None if it is not known.

    For claims whose speaker a person changed: what they said tells nothing of whom
    "she" means to an engine in the next text.
    """
    voices = _voices(old), _voices(claim)
    return None if not all(voices) else bool(voices[0] & voices[1])


def _voices(claim: Claim) -> set[str]:
    voices = {finding.speaker for finding in claim.findings.all()}
    return voices if Part.SPEAKER in claim.settled else voices | {claim.voice}


def pass_on_findings(old: Claim, successor: Claim, *, shift: int) -> None:
    """Have the successor be met where an engine saw ``old``, if the words are there."""
    before, after = old.snapshot.text, successor.snapshot.text
    rows = []
    for finding in old.findings.all():
        place = Place.of(finding)
        moved = place.moved(shift)
        if all(
            start + shift >= 0
            and after[start + shift : end + shift] == before[start:end]
            for start, end in (*place.cue, *place.content)
        ):
            rows.append(_finding(successor, moved, finding.engine, finding.speaker))
    Finding.objects.bulk_create(rows, ignore_conflicts=True)


def _keep_finding(claim: Claim) -> None:
    """Remember where the engine saw a claim that nobody has corrected so far."""
    if claim.corrected_at is None and claim.run is not None:
        place = place_of(claim.spans.all())
        row = _finding(claim, place, claim.run.engine, claim.voice)
        Finding.objects.bulk_create([row], ignore_conflicts=True)


def _finding(claim: Claim, place: Place, engine: str, speaker: str) -> Finding:
    return Finding(
        snapshot=claim.snapshot,
        claim=claim,
        fingerprint=fingerprint_in(claim.snapshot.text, place),
        engine=engine,
        speaker=speaker,
        cue=[list(span) for span in place.cue],
        content=[list(span) for span in place.content],
    )


def _move_spans(
    old: Claim, successor: Claim, roles: frozenset[SpanRole], shift: int
) -> None:
    ClaimSpan.objects.filter(claim=successor, role__in=roles).delete()
    ClaimSpan.objects.bulk_create(
        ClaimSpan(
            claim=successor,
            role=span.role,
            ordinal=span.ordinal,
            start=span.start + shift,
            end=span.end + shift,
            text=span.text,
        )
        for span in old.spans.all()
        if span.role in roles
    )

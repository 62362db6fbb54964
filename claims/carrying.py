"""Carrying claims over from one snapshot of an article to the next.

A claim belongs to one snapshot for good. Its continuation in the next one is a
claim of its own that names it (`Claim.continues`), so that whatever was attached
to the first can be followed, and is never shown beside words it was not made on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from claims.anchoring import Agreement, Anchor, reanchor
from claims.carrying_corrections import (
    has_engines_speaker,
    pass_on,
    pass_on_findings,
)
from claims.meeting import Place, fingerprint_in, overlap, place_of, shared
from claims.models import (
    REVIEWED,
    Claim,
    ClaimSpan,
    Doubt,
    Ending,
    ExtractionRun,
    Progress,
    Rejection,
    Relay,
    Review,
    SpanRole,
)
from claims.ordering import renumber
from claims.parts import Part
from claims.review.deriving import refresh
from claims.review.staleness import mark_stale
from sources.models import Article, Snapshot

# Cues that were found a little wider or narrower are the same; contents may differ
# by a clause, not by more than half.
_LEAST_OVERLAP = 0.5


@dataclass(slots=True)
class _Old:
    claim: Claim
    spans: list[ClaimSpan]
    anchor: Anchor

    @property
    def shift(self) -> int:
        assert self.anchor.start is not None  # noqa: S101 - for the type checker
        return self.anchor.start - _extent(self.spans)[0]

    @property
    def place(self) -> Place:
        """Where it must stand in the later text."""
        return place_of(self.spans).moved(self.shift)

    @property
    def places(self) -> list[Place]:
        """There, and where an engine saw it, if a person put it elsewhere."""
        return [place.moved(self.shift) for place in _places_of(self.claim)]


def carry_over(snapshot: Snapshot) -> None:
    """Link the claims of ``snapshot`` with those of its neighbours that have any.

    To be called when its extraction has been stored; may run any number of times.
    Each claim of the earlier snapshot is continued, or ends: removed (its words are
    gone), orphaned (they stand where nothing tells that they are the same), or,
    where our own reader made the later text, no longer read.
    """
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=snapshot.article_id)
        siblings = snapshot.article.snapshots.filter(runs__isnull=False).distinct()
        before = siblings.filter(number__lt=snapshot.number).order_by("-number").first()
        after = siblings.filter(number__gt=snapshot.number).order_by("number").first()
        continued: list[Claim] = []
        if before is not None:
            continued += _carry(before, snapshot)
        if after is not None:
            continued += _carry(snapshot, after)
        _take_over_reviews(snapshot.article, continued)


def _carry(earlier: Snapshot, later: Snapshot) -> list[Claim]:
    """Link the claims of two texts; those that were not linked so before."""
    linked = Claim.objects.filter(continues__snapshot=earlier)
    known = dict(linked.values_list("pk", "continues"))
    continued = []
    old = _anchored(earlier, later.text)
    fresh = [(claim, _places_of(claim)) for claim in _claims_of(later)]
    linked.update(continues=None, thread=F("public_id"))
    endings: dict[Ending, list[int]] = {}
    matches = _matches(old, fresh)
    successors: dict[int, Claim] = {}
    has_kept = False
    # What was merged comes after what it was merged into.
    for one in sorted(old, key=lambda one: one.claim.rejection == Rejection.MERGED):
        successor = matches.get(one.claim.pk)
        if successor is not None:
            has_kept |= pass_on(one.claim, successor, successors, shift=one.shift)
        elif _may_be_copied(one, later):
            successor = _copy(one, later)
            has_kept |= successor is not None
        if successor is not None:
            successors[one.claim.pk] = successor
            _continue(one.claim, successor)
            if known.get(successor.pk) != one.claim.pk:
                continued.append(successor)
        ending = _ending(one.anchor, later, is_continued=successor is not None)
        endings.setdefault(ending, []).append(one.claim.pk)
    for ending, ids in endings.items():
        Claim.objects.filter(pk__in=ids).update(ending=ending)
    if has_kept:
        renumber(later)
    count = Claim.objects.of_snapshot(later).count()
    newest = later.runs.order_by("-id").values_list("pk", flat=True)[0]
    ExtractionRun.objects.filter(pk=newest).update(claim_count=count)
    return continued


def _take_over_reviews(article: Article, continued: list[Claim]) -> None:
    """Votes and evidence follow a claim into the next text, where they are in doubt."""
    numbers = article.snapshots.order_by("number").values_list("pk", flat=True)
    before = Claim.objects.filter(pk=OuterRef("continues")).values("thread")[:1]
    for snapshot_id in numbers:
        here = Claim.objects.filter(snapshot=snapshot_id, continues__isnull=False)
        here.update(thread=Subquery(before))
    for claim in continued:
        old = claim.continues
        if old is None or old.progress not in REVIEWED:
            continue
        claim.refresh_from_db(fields=["thread", "progress", "is_high_risk"])
        if Review.objects.of_thread(claim.thread).exists():
            refresh(claim)
        same = claim.content_text == old.content_text
        mark_stale(
            [claim.pk],
            kind=Doubt.NEW_TEXT,
            detail=f"The article has a new text, no. {claim.snapshot.number}; the "
            f"claim's words {'are the same' if same else 'have changed'}.",
        )


def _anchored(earlier: Snapshot, text: str) -> list[_Old]:
    claims = _claims_of(earlier)
    spans = [list(claim.spans.all()) for claim in claims]
    anchors = reanchor(earlier.text, text, [_extent(those) for those in spans])
    return [
        _Old(claim, those, anchor)
        for claim, those, anchor in zip(claims, spans, anchors, strict=True)
    ]


def _claims_of(snapshot: Snapshot) -> list[Claim]:
    """With the rejected ones, which must not come back as new in the next text."""
    return list(
        snapshot.claims.exclude(progress=Progress.WITHDRAWN)
        .select_related("speaker", "run")
        .prefetch_related("spans", "relays", "findings")
        .order_by("ordinal", "id")
    )


def _matches(
    old: list[_Old], fresh: list[tuple[Claim, list[Place]]]
) -> dict[int, Claim]:
    """The later claim with the same cue in the same place and much the same content.

    By the old one's key. The surest take theirs first, and of these the most alike:
    a claim that a person added may lie over another.
    """
    offers = [
        (-one.anchor.agreement, -likeness, one.claim.pk, claim)
        for one in old
        for likeness, claim in _candidates(one, fresh)
    ]
    found: dict[int, Claim] = {}
    taken: set[int] = set()
    for _, _, pk, claim in sorted(offers, key=lambda offer: offer[:2]):
        if pk not in found and claim.pk not in taken:
            found[pk] = claim
            taken.add(claim.pk)
    return found


def _candidates(
    one: _Old, fresh: list[tuple[Claim, list[Place]]]
) -> Iterator[tuple[float, Claim]]:
    """The later claims that may continue one, with how much they are alike."""
    if one.anchor.start is None:
        return
    places = one.places
    for claim, others in fresh:
        likeness = max(_likeness(*pair) for pair in product(places, others))
        if likeness >= _LEAST_OVERLAP and _is_same_speaker(one, claim):
            yield likeness, claim


def _places_of(claim: Claim) -> list[Place]:
    """Where a claim stands, and where engines saw it before people moved it."""
    seen = [Place.of(finding) for finding in claim.findings.all()]
    return [place_of(claim.spans.all()), *seen]


def _likeness(place: Place, other: Place) -> float:
    """How far two contents are the same; 0 where the cues are others.

    What the outlet says itself has no cue, and is no attribution that has one.
    """
    if bool(place.cue) is not bool(other.cue):
        return 0.0
    if place.cue and not shared(place.cue, other.cue):
        return 0.0
    return overlap(place.content, other.content)


def _is_same_speaker(one: _Old, claim: Claim) -> bool:
    """Whether both are said to be by the same speaker.

    Where a speaker is not resolved the words around must be the same: they say who
    "he" is. Hearsay has nobody whom they could tell.
    """
    old = one.claim
    if Part.SPEAKER in (*old.settled, *claim.settled):
        if old.corrected_at is None and claim.corrected_at is None:
            # Given to another speaker, no more: the words for them are the engine's.
            return old.speaker_text == claim.speaker_text
        is_same = has_engines_speaker(old, claim)
        if is_same is not None:
            return is_same
        return one.anchor.agreement == Agreement.BOTH
    if not old.speaker_text and not claim.speaker_text:
        return one.anchor.agreement != Agreement.NONE
    if old.speaker is not None and claim.speaker is not None:
        is_known_elsewhere = old.speaker.article_id is None
        return old.speaker == claim.speaker and (
            is_known_elsewhere or one.anchor.agreement != Agreement.NONE
        )
    return (
        old.speaker_text == claim.speaker_text
        and one.anchor.agreement == Agreement.BOTH
    )


def _may_be_copied(one: _Old, later: Snapshot) -> bool:
    """Whether the claim stands in the later text although the engine missed it.

    What the same engine found in one text and not in the other depends on the words
    around; what a newer engine no longer finds was corrected, unless somebody has
    reviewed, corrected or added it. What was rejected needs no copy.
    """
    if one.anchor.start is None or one.anchor.agreement != Agreement.BOTH:
        return False
    claim = one.claim
    if claim.rejection != Rejection.NONE:
        return False
    if claim.corrected_at is not None or claim.progress in REVIEWED:
        return True
    newest = later.runs.order_by("-id").values_list("engine", flat=True).first()
    return claim.run is not None and claim.run.engine == newest


def _copy(one: _Old, later: Snapshot) -> Claim | None:
    """The claim as it was, in its place of the later text; None if there is one."""
    old = one.claim
    key = fingerprint_in(later.text, one.place)
    known = Claim.objects.filter(snapshot=later, fingerprint=key).first()
    if known is not None and known.progress != Progress.WITHDRAWN:
        return None
    values = {
        field.attname: getattr(old, field.attname)
        for field in Claim._meta.concrete_fields
        if field.attname not in _NOT_COPIED
    }
    for name in ("sentence_start", "sentence_end", "said_at_start", "said_at_end"):
        if values[name] is not None:
            values[name] += one.shift
    run = later.runs.order_by("-id")[0] if old.run else None
    values |= {"run": run, "why": [*old.why, _why(old)]}
    claim, is_new = Claim.objects.update_or_create(
        snapshot=later, fingerprint=key, defaults=values
    )
    if is_new:
        _copy_places(one, claim)
    pass_on_findings(old, claim, shift=one.shift)
    return claim


_NOT_COPIED = {
    "id", "public_id", "snapshot_id", "run_id", "fingerprint", "created_at",
    "continues_id", "ending", "merged_into_id", "split_from_id",
}  # fmt: skip


def _why(old: Claim) -> str:
    who = "the engine" if old.run else "a person"
    return (
        f"carried over from text {old.snapshot.number}, where {who} found it; "
        "the words are unchanged"
    )


def _copy_places(one: _Old, claim: Claim) -> None:
    relays = {
        relay.position: Relay(
            claim=claim,
            position=relay.position,
            speaker_id=relay.speaker_id,
            kind=relay.kind,
            role=relay.role,
            text=relay.text,
        )
        for relay in one.claim.relays.all()
    }
    Relay.objects.bulk_create(relays.values())
    positions = {relay.pk: relay.position for relay in one.claim.relays.all()}
    ClaimSpan.objects.bulk_create(
        ClaimSpan(
            claim=claim,
            role=span.role,
            relay=relays[positions[span.relay_id]] if span.relay_id else None,
            ordinal=span.ordinal,
            start=span.start + one.shift,
            end=span.end + one.shift,
            text=span.text,
        )
        for span in one.spans
    )


def _continue(old: Claim, successor: Claim) -> None:
    successor.continues = old
    changed = ["continues"]
    if old.progress in REVIEWED and successor.progress == Progress.NEW:
        successor.progress, successor.is_high_risk = old.progress, old.is_high_risk
        changed += ["progress", "is_high_risk"]
    successor.save(update_fields=changed)


def _ending(anchor: Anchor, later: Snapshot, *, is_continued: bool) -> Ending:
    if is_continued:
        return Ending.CONTINUED
    if anchor.start is not None or anchor.is_lookalike:
        return Ending.ORPHANED
    return Ending.NOT_READ if later.reread_of_id else Ending.REMOVED


def _extent(spans: Iterable[ClaimSpan]) -> tuple[int, int]:
    """From the first to the last character of cue, content and speaker as written.

    Without those who relay it: they may stand in another paragraph.
    """
    own = [span for span in spans if span.role != SpanRole.VIA]
    return min(span.start for span in own), max(span.end for span in own)

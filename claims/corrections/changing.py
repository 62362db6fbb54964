"""What all corrections have in common: one at a time in an article, each recorded.

A correction begins with `begin`, changes its claims through the `Change` it got, and
ends with `finish`, which writes the row of `Correction` and the event of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from claims.corrections.errors import AlreadyHere
from claims.corrections.places import quote_type, sentence_round
from claims.extraction.model import Certainty, Tier
from claims.extraction.worth import worth_of
from claims.meeting import Place, Places, fingerprint_in, place_of, words_in
from claims.models import (
    Claim,
    ClaimSpan,
    Correction,
    CorrectionKind,
    Doubt,
    ExtractionRun,
    Progress,
    Rejection,
    SpanRole,
)
from claims.models.correction import LONGEST_REASON
from claims.ordering import renumber
from claims.parts import Part, with_parts
from claims.review.staleness import mark_stale
from claims.settling import keep_findings
from claims.verdicts.priority import priority
from factcheck.core import audit
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen, check_seen
from factcheck.lib import clock
from sources.models import Article, Snapshot

_TEXT_OF = {
    SpanRole.CONTENT: "content_text",
    SpanRole.CUE: "cue_text",
    SpanRole.SPEAKER: "speaker_text",
}
_PICTURED = (
    "speaker_kind", "speaker_role", "cue_lemma", "commitment", "tier", "quote_type",
    "rejection", "progress",
)  # fmt: skip


@dataclass(slots=True)
class Change:
    """One correction in the making."""

    snapshot: Snapshot
    claims: list[Claim]
    by: User
    reason: str
    before: dict[int, dict[str, object]] = field(default_factory=dict)
    deeds: list[audit.Deed] = field(default_factory=list)  # besides the claims'
    _columns: dict[int, set[str]] = field(default_factory=dict)

    def settle(self, claim: Claim, *parts: Part, **columns: object) -> None:
        """Have the claim take these values, and the parts count as decided."""
        for name, value in columns.items():
            setattr(claim, name, value)
        claim.settled = with_parts(claim.settled, *parts)
        self._columns.setdefault(claim.pk, set()).update(columns)

    def place(self, claim: Claim, role: SpanRole, places: Places) -> None:
        """Give the claim these words for a role."""
        text = self.snapshot.text
        rewrite_spans(claim, role, places, text)
        self.settle(claim, **{_TEXT_OF[role]: words_in(text, places)})

    def read_again(self, claim: Claim) -> None:
        """Read anew what follows from the words of the content and the cue."""
        text, place = self.snapshot.text, place_of(spans_of(claim))
        start, end = sentence_of(
            text, place, within=(claim.sentence_start, claim.sentence_end)
        )
        worth = worth_of(
            claim.content_text,
            tier=Tier(claim.tier),
            certainty=Certainty(claim.certainty),
        )
        self.settle(
            claim,
            quote_type=quote_type(text, place.content).value,
            check_worthiness=worth.score,
            sentence_start=start,
            sentence_end=end,
            priority=priority(
                worth=worth.score,
                reach=claim.reach,
                since=claim.snapshot.fetched_at,
            ),
        )

    def join(self, claim: Claim) -> None:
        """Take in a claim that this correction has made."""
        self.claims.append(claim)
        self.before[claim.pk] = {}

    def _doubt(self, changed: list[int]) -> None:
        """Decisions on claims that are others now are in doubt."""
        detail = self.reason or "Somebody changed what the engine had found."
        if mark_stale(changed, kind=Doubt.CORRECTED, detail=detail):
            for claim in self.claims:
                claim.refresh_from_db(fields=["version", "is_stale"])

    def finish(self, kind: CorrectionKind, action: Action) -> list[Correction]:
        """Store and record it: one row and one event for each claim that changed.

        Raises `Refused` when nothing has.
        """
        now = clock.now()
        rows, deeds = [], []
        for claim in self.claims:
            before, after = audit.difference(self.before[claim.pk], picture(claim))
            if not after:
                continue
            claim.version += 1
            claim.corrected_at = now
            columns = self._columns.get(claim.pk, set())
            claim.save(update_fields=[*columns, "settled", "version", "corrected_at"])
            rows.append(self._row(claim, kind, now, before, after))
            deeds.append(
                audit.Deed(
                    action=action,
                    subject=claim,
                    before=before,
                    after=after,
                    reason=self.reason,
                )
            )
        if not rows:
            raise nothing_changed()
        Correction.objects.bulk_create(rows)
        self._doubt([row.claim_id for row in rows])
        renumber(self.snapshot)
        _count(self.snapshot)
        audit.record_all([*self.deeds, *deeds], by=self.by)
        return rows

    def _row(
        self,
        claim: Claim,
        kind: CorrectionKind,
        at: datetime,
        before: audit.Values,
        after: audit.Values,
    ) -> Correction:
        return Correction(
            claim=claim,
            kind=kind,
            before=before,
            after=after,
            reason=self.reason,
            by=self.by,
            at=at,
            engine=claim.run.engine if claim.run else "",
        )


def nothing_changed() -> Refused:
    """The refusal of a correction that changes nothing."""
    return Refused(
        "That is how the claim is already: nothing was changed.", code="nothing_changed"
    )


def begin(
    claims: Sequence[Claim],
    *,
    by: User,
    reason: str,
    seen: Seen = None,
    standing: bool = True,
) -> Change:
    """Lock the claims and note how they are. In the transaction of the correction.

    ``seen`` are the versions of the first claim that ``by`` may have seen. Raises
    `PermissionDenied`, `Changed`, and `Refused` for claims of several texts and,
    unless ``standing`` is False, for one that does not stand.
    """
    change = begin_in(claims[0].snapshot, by=by, reason=reason)
    ids = [claim.pk for claim in claims]
    rows = Claim.objects.select_related("speaker", "run").in_bulk(ids)
    for pk in ids:
        claim = rows[pk]
        if claim.snapshot_id != change.snapshot.pk:
            raise Refused("Choose claims of one text.", code="other_snapshot")
        claim.snapshot = change.snapshot
        change.claims.append(claim)
    check_seen(change.claims[0].version, seen, what="The claim")
    keep_findings(ids)
    for claim in change.claims:
        if standing:
            _must_stand(claim)
        change.before[claim.pk] = picture(claim)
    return change


def begin_in(snapshot: Snapshot, *, by: User, reason: str) -> Change:
    """The same, for a correction that begins without a claim."""
    if not by.has_perm("claims.change_claim"):
        raise PermissionDenied("Your role does not allow correcting claims.")
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason)} characters; at most {LONGEST_REASON} fit.",
            code="reason_too_long",
        )
    # The engine stores its runs under the same lock.
    Article.objects.select_for_update().get(pk=snapshot.article_id)
    return Change(snapshot, [], by, reason)


def picture(claim: Claim) -> dict[str, object]:
    """All that a person can decide on in a claim, in plain JSON."""
    spans = spans_of(claim)
    shown: dict[str, object] = {
        role.value: {
            "text": getattr(claim, column),
            "spans": [[span.start, span.end] for span in spans if span.role == role],
        }
        for role, column in _TEXT_OF.items()
    }
    shown |= {name: str(getattr(claim, name)) for name in _PICTURED}
    shown["speaker_id"] = str(claim.speaker.public_id) if claim.speaker else None
    shown["speaker_name"] = claim.speaker.name if claim.speaker else ""
    for name in ("merged_into", "split_from"):
        other: Claim | None = getattr(claim, name)
        shown[name] = str(other.public_id) if other else None
    return shown


def refuse_same_words(
    snapshot: Snapshot, place: Place, *, but: Sequence[Claim] = ()
) -> None:
    """Raise `AlreadyHere` if a claim not among ``but`` has these very words.

    For a new claim (``but`` is empty) also if that one was rejected or withdrawn: it
    is to be restored, with all that is attached to it.
    """
    text = snapshot.text
    twins = (
        Claim.objects.filter(
            snapshot=snapshot,
            content_text=words_in(text, place.content),
            cue_text=words_in(text, place.cue),
        )
        .exclude(pk__in=[claim.pk for claim in but])
        .prefetch_related("spans")
        .order_by("rejection", "id")
    )
    for twin in twins:
        if place_of(twin.spans.all()) != place:
            continue
        if stands(twin):
            raise AlreadyHere("There is a claim with these very words.", claim=twin)
        if not but:
            why = twin.get_rejection_display() if twin.rejection else "not found again"
            raise AlreadyHere(
                f"There is a claim with these very words, taken off the lists ({why}): "
                f"restore claim {twin.public_id}.",
                claim=twin,
            )


def free_fingerprint(claim: Claim, place: Place) -> str:
    """A fingerprint for a claim that a person makes.

    That of its words, unless a claim with which it has nothing to do was first found
    in these words.
    """
    plain = fingerprint_in(claim.snapshot.text, place)
    taken = Claim.objects.filter(snapshot=claim.snapshot, fingerprint=plain)
    return f"person:{claim.public_id}" if taken.exists() else plain


def stands(claim: Claim) -> bool:
    """Whether the claim is on the lists."""
    return claim.rejection == Rejection.NONE and claim.progress != Progress.WITHDRAWN


def spans_of(claim: Claim) -> list[ClaimSpan]:
    """The spans as they are in the database now."""
    return list(ClaimSpan.objects.filter(claim=claim).order_by("role", "ordinal"))


def rewrite_spans(claim: Claim, role: SpanRole, places: Places, text: str) -> None:
    """Give the claim these spans for a role, in place of those it had."""
    ClaimSpan.objects.filter(claim=claim, role=role).delete()
    ClaimSpan.objects.bulk_create(
        ClaimSpan(
            claim=claim,
            role=role,
            ordinal=ordinal,
            start=start,
            end=end,
            text=text[start:end],
        )
        for ordinal, (start, end) in enumerate(places)
    )


def sentence_of(
    text: str, place: Place, *, within: tuple[int, int] | None = None
) -> tuple[int, int]:
    """The sentence of the cue, or of the content where there is none.

    ``within`` is what an engine took for it: kept while the words stand there.
    """
    start, end = hull(place.cue or place.content)
    if within is not None and within[0] <= start and end <= within[1]:
        return within
    return sentence_round(text, start, end)


def hull(places: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """From the first to the last character."""
    places = list(places)
    return min(start for start, _ in places), max(end for _, end in places)


def _must_stand(claim: Claim) -> None:
    if not stands(claim):
        why = "was rejected" if claim.rejection else "is withdrawn"
        raise Refused(
            f"This claim {why}: restore it before you correct it.", code="set_aside"
        )


def _count(snapshot: Snapshot) -> None:
    """Keep the number of claims that the newest run is said to have."""
    newest = snapshot.runs.order_by("-id").first()
    if newest is not None:
        count = Claim.objects.of_snapshot(snapshot).count()
        ExtractionRun.objects.filter(pk=newest.pk).update(claim_count=count)

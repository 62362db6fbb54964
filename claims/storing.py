"""Keeping what a run of the engine found: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from claims.extraction.model import Attribution, Extraction, Span, Speaker, SpeakerKind
from claims.meeting import Meeting, Places, fingerprint_of, meet
from claims.models import (
    Claim,
    ClaimSpan,
    Doubt,
    ExtractionRun,
    Finding,
    Progress,
    Relay,
    SpanRole,
    SpeakerAlias,
)
from claims.models import Speaker as SpeakerRow
from claims.models.speaker import PERSONS, UNNAMED
from claims.ordering import renumber
from claims.parts import columns_of, roles_of
from claims.redirects import known_names, meant_by, meant_in
from claims.review.staleness import mark_stale
from claims.settling import decided_parts, forget_places
from claims.verdicts.priority import priority
from factcheck.lib import clock
from sources.models import Article, Snapshot

LONGEST_NAME = 300  # characters, the width of the columns
LONGEST_LEMMA = 100
LONGEST_TIME = 200

# Nobody in particular: such claims have no speaker row.
_NOBODY = {SpeakerKind.UNATTRIBUTED_HEARSAY, SpeakerKind.OUTLET}
# Words with which no name begins.
_NO_NAMES = frozenset(
    "he she they it we i you one the a an his her their its our my this these those "
    "who which".split()
)


def store(*, snapshot: Snapshot, extraction: Extraction) -> ExtractionRun:
    """Write a run and its claims in one transaction; returns the run.

    A claim that an earlier run found already (same cue, same content) keeps its
    row, its id and its progress, and takes the new run's reading of it; claims
    that are not found any more are withdrawn. What people decided stays: the parts
    they settled, and claims that they corrected, added, rejected or reviewed. A name
    stands for the speaker that `meant_by` gives.
    When another worker has stored the same run, that one is returned.
    """
    try:
        with transaction.atomic():
            # People correct under the same lock.
            Article.objects.select_for_update().get(pk=snapshot.article_id)
            return _store(snapshot, extraction)
    except IntegrityError:
        other = ExtractionRun.objects.filter(
            snapshot=snapshot, engine=extraction.engine
        ).first()
        if other is None:
            raise
        return other


def fingerprint(found: Attribution) -> str:
    """What makes a claim the same claim (`claims.meeting.fingerprint_of`)."""
    return fingerprint_of(
        _places(found.cue.spans),
        _places(found.content.spans),
        found.cue.text,
        found.content.text,
    )


def _places(spans: Iterable[Span]) -> Places:
    return [(span.start, span.end) for span in spans]


def _store(snapshot: Snapshot, extraction: Extraction) -> ExtractionRun:
    unique: dict[str, Attribution] = {}
    for found in extraction.attributions:
        unique.setdefault(fingerprint(found), found)
    # First the speakers, then the claims: in the order in which speakers' claims are
    # moved, so that the lists of both are true and neither waits for the other.
    speakers = _speakers(snapshot.article, unique.values())
    held = snapshot.claims.select_for_update(no_key=True).order_by("pk")
    list(held.values_list("pk", flat=True))
    meeting = meet(snapshot, unique)
    rejected = dict(extraction.rejected)
    twins = len(extraction.attributions) - len(unique)
    if twins:
        rejected["found twice"] = twins
    if meeting.more:
        rejected["part of a claim that people corrected"] = len(meeting.more)
    run = ExtractionRun.objects.create(
        snapshot=snapshot,
        engine=extraction.engine,
        claim_count=len(unique),
        rejected=rejected,
        seconds=sum(extraction.seconds.values()),
    )
    fresh = {key: found for key, found in unique.items() if key not in meeting.more}
    rows = _as_read(run, fresh, meeting, speakers)
    rows.save()
    pairs = [(rows.claims[key], found) for key, found in fresh.items()]
    _store_places(pairs, speakers, rows.kept_roles)
    ours = Claim.objects.filter(snapshot=snapshot)
    missed = ours.exclude(run=run)
    standing = missed.exclude(progress=Progress.WITHDRAWN)
    standing.exclude(pk__in=ours.kept()).update(
        progress=Progress.WITHDRAWN, withdrawn_at=clock.now()
    )
    _doubt(rows, missed)
    if meeting.kept:
        _keep_findings(run, unique, meeting)
        renumber(snapshot)
        ExtractionRun.objects.filter(pk=run.pk).update(
            claim_count=Claim.objects.of_snapshot(snapshot).count()
        )
    return run


def _doubt(rows: _Rows, missed: QuerySet[Claim]) -> None:
    """Decisions on claims that this run reads otherwise, or not at all."""
    mark_stale(
        rows.respoken,
        kind=Doubt.RESOLVED_ANEW,
        detail="The engine reads another speaker.",
    )
    mark_stale(
        list(missed.values_list("pk", flat=True)),
        kind=Doubt.NOT_FOUND,
        detail="The present engine does not find this claim any more.",
    )


@dataclass(slots=True)
class _Rows:
    """The claims of a run, old and new, before they are stored."""

    claims: dict[str, Claim] = field(default_factory=dict)  # by fingerprint
    columns: set[str] = field(default_factory=lambda: {"run", "ordinal", "progress"})
    kept_roles: dict[int, frozenset[SpanRole]] = field(default_factory=dict)
    """Of claims that are stored already: roles whose spans must stay."""
    respoken: list[int] = field(default_factory=list)
    """Claims that have another speaker by this reading."""

    def save(self) -> None:
        """Store the claims; of the old ones nothing is left but what must stay."""
        again = [claim for claim in self.claims.values() if claim.pk]
        new = [claim for claim in self.claims.values() if not claim.pk]
        if again:
            Claim.objects.bulk_update(again, sorted(self.columns), batch_size=100)
            forget_places(again, self.kept_roles)
        Claim.objects.bulk_create(new, batch_size=200)


def _as_read(
    run: ExtractionRun,
    found: Mapping[str, Attribution],
    meeting: Meeting,
    speakers: dict[tuple[str, bool], SpeakerRow],
) -> _Rows:
    """The claims with this run's reading, but for the parts that people settled."""
    rows = _Rows()
    reach = _reach(run.snapshot.article)
    for ordinal, (key, one) in enumerate(found.items(), start=1):
        claim = meeting.known.get(key) or Claim(snapshot=run.snapshot, fingerprint=key)
        fields = _fields(one, speakers.get(key_of(one.speaker)))
        decided = decided_parts(claim, one, is_moved=key in meeting.moved)
        fields |= {
            "run": run,
            "ordinal": ordinal,
            "reach": reach,
            "priority": priority(
                worth=one.check_worthiness, reach=reach, since=run.snapshot.fetched_at
            ),
        }
        if claim.progress == Progress.WITHDRAWN:
            fields["progress"] = Progress.NEW
        names = fields.keys() - columns_of(decided)
        if claim.pk and "speaker" in names and claim.speaker != fields["speaker"]:
            rows.respoken.append(claim.pk)
        for name in names:
            setattr(claim, name, fields[name])
        rows.columns |= fields.keys()
        rows.claims[key] = claim
        if claim.pk:
            rows.kept_roles[claim.pk] = roles_of(decided)
    return rows


def _reach(article: Article) -> int:
    """How many articles carry the article's text, itself included."""
    if article.origin_id is None:
        return 1
    return Article.objects.filter(origin=article.origin_id).count()


def _keep_findings(
    run: ExtractionRun, found: Mapping[str, Attribution], meeting: Meeting
) -> None:
    """Remember where the engine sees the claims that people keep."""
    kept = {claim.pk for claim in meeting.kept}
    met = {**meeting.known, **meeting.more}
    Finding.objects.bulk_create(
        [
            Finding(
                snapshot=run.snapshot,
                claim=claim,
                fingerprint=key,
                engine=run.engine,
                speaker=_voice(found[key].speaker),
                cue=[span.to_list() for span in found[key].cue.spans],
                content=[span.to_list() for span in found[key].content.spans],
            )
            for key, claim in met.items()
            if claim.pk in kept
        ],
        ignore_conflicts=True,  # seen there before
    )


def _voice(speaker: Speaker) -> str:
    """As `Claim.voice`, of what an engine found."""
    return key_of(speaker)[0] or speaker.text


def _store_places(
    pairs: list[tuple[Claim, Attribution]],
    speakers: dict[tuple[str, bool], SpeakerRow],
    kept_roles: Mapping[int, frozenset[SpanRole]],
) -> None:
    """The relays and spans of claims that are stored already."""
    relays = [
        Relay(
            claim=claim,
            position=position,
            speaker=speakers.get(key_of(relay)),
            kind=relay.kind.value,
            role=_cut(relay.role or "", LONGEST_NAME),
            text=relay.text,
        )
        for claim, found in pairs
        for position, relay in enumerate(found.via, start=1)
    ]
    Relay.objects.bulk_create(relays, batch_size=500)
    by_place = {(relay.claim_id, relay.position): relay for relay in relays}
    spans = [
        span
        for claim, found in pairs
        for span in _spans(claim, found, by_place)
        if span.role not in kept_roles.get(claim.pk, ())
    ]
    ClaimSpan.objects.bulk_create(spans, batch_size=500)


def _spans(
    claim: Claim, found: Attribution, relays: dict[tuple[int, int], Relay]
) -> Iterator[ClaimSpan]:
    text = claim.snapshot.text
    parts: list[tuple[SpanRole, tuple[Span, ...], Relay | None]] = [
        (SpanRole.SPEAKER, found.speaker.spans, None),
        (SpanRole.CUE, found.cue.spans, None),
        (SpanRole.CONTENT, found.content.spans, None),
    ]
    parts += [
        (SpanRole.VIA, via.spans, relays[claim.pk, position])
        for position, via in enumerate(found.via, start=1)
    ]
    ordinals: dict[SpanRole, int] = {}
    for role, spans, relay in parts:
        for span in spans:
            ordinal = ordinals.get(role, 0)
            ordinals[role] = ordinal + 1
            yield ClaimSpan(
                claim=claim,
                role=role,
                relay=relay,
                ordinal=ordinal,
                start=span.start,
                end=span.end,
                text=text[span.start : span.end],
            )


def _fields(found: Attribution, speaker: SpeakerRow | None) -> dict[str, Any]:
    # Any: column values of several types
    said_at = found.said_at
    parts = found.confidence
    return {
        "tier": found.tier.value,
        "speaker": speaker,
        "speaker_kind": found.speaker.kind.value,
        "speaker_role": _cut(found.speaker.role or "", LONGEST_NAME),
        "speaker_text": found.speaker.text,
        "cue_text": found.cue.text,
        "cue_lemma": _cut(found.cue.lemma, LONGEST_LEMMA),
        "content_text": found.content.text,
        "quote_type": found.quote_type.value,
        "commitment": found.commitment.value,
        "certainty": found.certainty.value,
        "is_negated": found.negated,
        "channel": found.channel.value,
        "said_at_text": _cut(said_at.text, LONGEST_TIME) if said_at else "",
        "said_at_start": said_at.span.start if said_at else None,
        "said_at_end": said_at.span.end if said_at else None,
        "said_on": said_at.date if said_at else None,
        "sentence_start": found.sentence.start,
        "sentence_end": found.sentence.end,
        "check_worthiness": found.check_worthiness,
        "confidence": parts.overall,
        "confidence_parts": {
            "cue": parts.cue,
            "speaker": parts.speaker,
            "content": parts.content,
            "resolution": parts.resolution,
        },
        "why": list(found.why),
    }


def _speakers(
    article: Article, found: Iterable[Attribution]
) -> dict[tuple[str, bool], SpeakerRow]:
    """The row of every speaker and relay that has a name or a description.

    Keyed by name and by whether the row belongs to the article alone. A name that a
    person gave to a speaker makes no new row; a merged row's place takes the one it was
    merged into.
    """
    wanted: dict[tuple[str, bool], Speaker] = {}
    for attribution in found:
        for speaker in (attribution.speaker, *attribution.via):
            key = key_of(speaker)
            if key[0] and (
                key not in wanted or (speaker.role and not wanted[key].role)
            ):
                wanted[key] = speaker
    names = [name for name, is_local in wanted if not is_local]
    known = known_names(names)
    SpeakerRow.objects.bulk_create(
        [
            SpeakerRow(
                name=name,
                kind=speaker.kind.value,
                role=_cut(speaker.role or "", LONGEST_NAME),
                article=article if is_local else None,
            )
            for (name, is_local), speaker in sorted(wanted.items())
            if is_local or name not in known
        ],
        ignore_conflicts=True,  # known already, or made by another worker just now
    )
    rows = {(name, False): row for name, row in meant_by(names).items()}
    own = meant_in(article, [name for name, is_local in wanted if is_local])
    rows |= {(name, True): row for name, row in own.items()}
    _keep_aliases(rows, found)
    return rows


def _keep_aliases(
    rows: dict[tuple[str, bool], SpeakerRow], found: Iterable[Attribution]
) -> None:
    """Remember the other names under which a named speaker was written."""
    aliases = {
        (rows[key].pk, speaker.text)
        for attribution in found
        for speaker in (attribution.speaker, *attribution.via)
        if (key := key_of(speaker)) in rows
        and rows[key].is_named
        and speaker.text not in (speaker.name, rows[key].name)
        and _is_short_name(speaker.text)
    }
    SpeakerAlias.objects.bulk_create(
        [SpeakerAlias(speaker_id=pk, text=text) for pk, text in sorted(aliases)],
        ignore_conflicts=True,
    )


def _is_short_name(text: str) -> bool:
    """Whether a speaker as written is a name ("Mr Okafor"), no pronoun or title."""
    words = text.split()
    return (
        0 < len(words) <= 4
        and words[0].lower() not in _NO_NAMES
        and all(word[0].isupper() for word in words)
        and len(text) <= LONGEST_NAME
    )


def key_of(speaker: Speaker) -> tuple[str, bool]:
    """The resolved name, and whether it means something in its article only.

    An empty name for nobody in particular: such claims have no speaker row.
    """
    if speaker.kind in _NOBODY or not speaker.name:
        return "", True
    name = _cut(speaker.name, LONGEST_NAME)
    if speaker.kind.value in PERSONS:
        return name, False
    is_local = speaker.kind.value in UNNAMED or speaker.kind == SpeakerKind.UNKNOWN
    return name, is_local or not _is_proper(name)


def _is_proper(name: str) -> bool:
    """Whether a name names the same thing in every article.

    "the Harbour Ministry" and "Reuters" do; "the company" does not.
    """
    words = name.split()
    if words[0].lower() in _NO_NAMES:
        words = words[1:]
    return any(word[0].isupper() for word in words)


def _cut(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

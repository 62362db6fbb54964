"""Keeping what a run of the engine found: all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from claims.extraction.model import Attribution, Extraction, Span, Speaker, SpeakerKind
from claims.models import (
    Claim,
    ClaimSpan,
    Doubt,
    ExtractionRun,
    Progress,
    Relay,
    SpanRole,
    SpeakerAlias,
)
from claims.models import Speaker as SpeakerRow
from claims.models.speaker import PERSONS, UNNAMED
from claims.redirects import known_names, meant_by, meant_in
from claims.review.staleness import mark_stale
from claims.verdicts.priority import priority
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
    that are not found any more are withdrawn. What people said about speakers goes
    before the new reading: a claim that a person has given to a speaker stays theirs,
    and a name stands for the speaker that `meant_by` gives. When another worker has
    stored the same run, that one is returned.
    """
    try:
        with transaction.atomic():
            return _store(snapshot, extraction)
    except IntegrityError:
        other = ExtractionRun.objects.filter(
            snapshot=snapshot, engine=extraction.engine
        ).first()
        if other is None:
            raise
        return other


def fingerprint(found: Attribution) -> str:
    """What makes a claim the same claim: its cue and its content, in their places.

    The speaker is not part of it, so that a better resolution keeps the claim.
    """
    return fingerprint_of(
        [(span.start, span.end) for span in found.cue.spans],
        [(span.start, span.end) for span in found.content.spans],
        found.cue.text,
        found.content.text,
    )


def fingerprint_of(
    cue: Sequence[tuple[int, int]],
    content: Sequence[tuple[int, int]],
    cue_text: str,
    content_text: str,
) -> str:
    """The same, of the half-open spans and the words of a claim."""
    words = [list(map(list, cue)), list(map(list, content)), cue_text, content_text]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _store(snapshot: Snapshot, extraction: Extraction) -> ExtractionRun:
    unique: dict[str, Attribution] = {}
    for found in extraction.attributions:
        unique.setdefault(fingerprint(found), found)
    rejected = dict(extraction.rejected)
    twins = len(extraction.attributions) - len(unique)
    if twins:
        rejected["found twice"] = twins
    run = ExtractionRun.objects.create(
        snapshot=snapshot,
        engine=extraction.engine,
        claim_count=len(unique),
        rejected=rejected,
        seconds=sum(extraction.seconds.values()),
    )
    speakers = _speakers(snapshot.article, unique.values())
    # Locked in the order in which speakers' claims are moved, so that the lists of
    # both are true and neither waits for the other.
    stored = snapshot.claims.select_for_update(no_key=True).order_by("pk")
    known = {claim.fingerprint: claim for claim in stored}
    rows: dict[str, Claim] = {}
    columns: set[str] = set()
    reach = _reach(snapshot.article)
    respoken: list[int] = []
    for ordinal, (key, found) in enumerate(unique.items(), start=1):
        claim = known.get(key) or Claim(snapshot=snapshot, fingerprint=key)
        fields = _fields(found, speakers.get(_key(found.speaker)))
        fields |= {
            "run": run,
            "ordinal": ordinal,
            "reach": reach,
            "priority": priority(
                worth=found.check_worthiness, reach=reach, since=snapshot.fetched_at
            ),
        }
        if claim.progress == Progress.WITHDRAWN:
            fields["progress"] = Progress.NEW
        if claim.is_speaker_settled:
            del fields["speaker"]
        elif claim.pk and claim.speaker != fields["speaker"]:
            respoken.append(claim.pk)
        for name, value in fields.items():
            setattr(claim, name, value)
        columns |= fields.keys()
        rows[key] = claim
    again = [claim for claim in rows.values() if claim.pk]
    if again:
        Claim.objects.bulk_update(again, sorted(columns), batch_size=100)
        Relay.objects.filter(claim__in=again).delete()
        ClaimSpan.objects.filter(claim__in=again).delete()
    new = [claim for claim in rows.values() if not claim.pk]
    Claim.objects.bulk_create(new, batch_size=200)
    pairs = [(rows[key], found) for key, found in unique.items()]
    _store_places(pairs, speakers)
    mark_stale(
        respoken, kind=Doubt.RESOLVED_ANEW, detail="The engine reads another speaker."
    )
    _withdraw(snapshot.claims.exclude(run=run))
    return run


def _withdraw(missing: QuerySet[Claim]) -> None:
    """Take back what the engine no longer finds, unless somebody has voted on it."""
    missing.filter(progress__in=[Progress.NEW, Progress.TRIAGED]).update(
        progress=Progress.WITHDRAWN
    )
    mark_stale(
        list(missing.values_list("pk", flat=True)),
        kind=Doubt.NOT_FOUND,
        detail="The present engine does not find this claim any more.",
    )


def _reach(article: Article) -> int:
    """How many articles carry the article's text, itself included."""
    if article.origin_id is None:
        return 1
    return Article.objects.filter(origin=article.origin_id).count()


def _store_places(
    pairs: list[tuple[Claim, Attribution]],
    speakers: dict[tuple[str, bool], SpeakerRow],
) -> None:
    """The relays and spans of claims that are stored already."""
    relays = [
        Relay(
            claim=claim,
            position=position,
            speaker=speakers.get(_key(relay)),
            kind=relay.kind.value,
            role=_cut(relay.role or "", LONGEST_NAME),
            text=relay.text,
        )
        for claim, found in pairs
        for position, relay in enumerate(found.via, start=1)
    ]
    Relay.objects.bulk_create(relays, batch_size=500)
    by_place = {(relay.claim_id, relay.position): relay for relay in relays}
    spans = [span for claim, found in pairs for span in _spans(claim, found, by_place)]
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
            key = _key(speaker)
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
        if (key := _key(speaker)) in rows
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


def _key(speaker: Speaker) -> tuple[str, bool]:
    """The resolved name, and whether it means something in its article only."""
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

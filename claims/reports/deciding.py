"""What people did in the week: decisions, conflicts, corrections, agreement."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import (
    Claim,
    Correction,
    CorrectionKind,
    Reopening,
    Review,
    ReviewEvidence,
)
from claims.models.review import TAKEN_BACK
from claims.reports.as_of import AT_ONCE, Thread, brief, take_back_names
from claims.reports.facts import (
    PEOPLE_UNNAMED,
    Conflict,
    Corrected,
    Decision,
    Judged,
    Outcome,
    Overridden,
    Piece,
    Reopened,
)
from claims.reports.window import Window
from claims.review.agreeing import blind_unit
from claims.review.deriving import VoteRow
from claims.verdicts.agreement import Reliability, reliability
from claims.verdicts.states import Agreement, Aspect, AspectState
from sources.models import Article, OriginOverride

_SEED: Final = 2011  # any number: the same votes give the same interval
_WRONG: Final = frozenset(
    {
        CorrectionKind.RESPAN,
        CorrectionKind.RESPEAKER,
        CorrectionKind.RECUE,
        CorrectionKind.RETIER,
        CorrectionKind.SPLIT,
        CorrectionKind.MERGE,
        CorrectionKind.REJECT,
    }
)
"""Corrections that say the engine was wrong about a claim it had found."""


@dataclass(slots=True)
class Deeds:
    """What came of the claims that people judged or corrected in the week."""

    reviewed: int = 0
    decisions: list[Decision] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    reopened: list[Reopened] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    units: dict[Aspect, list[tuple[str, ...]]] = field(
        default_factory=lambda: {aspect: [] for aspect in Aspect}
    )

    def agreement(self) -> Mapping[Aspect, Reliability]:
        """How far the votes that were revealed in the week agreed."""
        return {
            aspect: reliability(sorted(units), seed=_SEED)
            for aspect, units in self.units.items()
        }


def deeds(window: Window) -> Deeds:
    """Everything that people did with claims within the week."""
    found = Deeds()
    voted = _threads(_during(Review.objects.exclude(verdict=TAKEN_BACK), window))
    moved = _threads(_during(Review.objects.all(), window)) | _threads(
        _during(Reopening.objects.all(), window, "reopened_at")
    )
    corrections = _corrections(window)
    keys = moved | _conflicts_now(window) | corrections.keys() | window.changed
    threads = window.threads(keys)
    while part := dict(islice(threads, AT_ONCE)):
        corrected_ever = _corrected_ever(part, window)
        pieces = _Pieces(part, window)
        for key, thread in part.items():
            found.reviewed += key in voted
            found.conflicts += _conflicts(key, thread, window)
            if key in moved:
                found.decisions += pieces.decisions(key, thread)
                found.reopened += _reopened(key, thread, window)
                for aspect, unit in _units(thread, window):
                    found.units[aspect].append(unit)
            for one in corrections.get(key, ()):
                found.corrected.append(_corrected(key, thread, one))
            if thread.claim.confidence is not None and (
                key in voted or key in corrections
            ):
                found.judged.append(
                    Judged(thread.claim.confidence, key in corrected_ever)
                )
    return found


def overridden(window: Window) -> list[Overridden]:
    """What people decided in the week on the independence of articles."""
    rows = OriginOverride.objects.filter(
        decided_at__gte=window.begins, decided_at__lt=window.cut_off
    ).select_related("a__outlet", "b__outlet")
    if window.outlet is not None:
        rows = rows.filter(
            Q(a__outlet__public_id=window.outlet)
            | Q(b__outlet__public_id=window.outlet)
        )
    listed = list(rows.order_by("id"))
    articles = [article for row in listed for article in (row.a, row.b)]
    take_back_names(articles, window.cut_off)

    def outlet(article: Article) -> str:
        return article.outlet.name if article.outlet else ""

    return [
        Overridden(
            titles=(row.a.title, row.b.title),
            outlets=(outlet(row.a), outlet(row.b)),
            decision=row.get_decision_display(),
            reason=row.reason,
            at=row.decided_at,
        )
        for row in listed
    ]


def _during(
    rows: QuerySet[Any], window: Window, column: str = "created_at"
) -> QuerySet[Any]:  # Any: votes or reopenings
    return rows.filter(
        **{f"{column}__gte": window.begins, f"{column}__lt": window.cut_off}
    ).order_by()


def _threads(rows: QuerySet[Any]) -> set[UUID]:
    return set(rows.values_list("claim__thread", flat=True).distinct())


def _conflicts_now(window: Window) -> set[UUID]:
    conflict = Agreement.CONFLICT.value
    rows = Claim.objects.current().filter(
        Q(attribution_agreement=conflict) | Q(content_agreement=conflict),
        created_at__lt=window.cut_off,
    )
    return set(rows.order_by().values_list("thread", flat=True))


def _corrections(window: Window) -> dict[UUID, list[Correction]]:
    rows = Correction.objects.filter(
        at__gte=window.begins, at__lt=window.cut_off
    ).select_related("claim")
    found: dict[UUID, list[Correction]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[row.claim.thread].append(row)
    return found


def _corrected_ever(part: Mapping[UUID, Thread], window: Window) -> set[UUID]:
    rows = Correction.objects.filter(
        claim__thread__in=part, at__lt=window.cut_off, kind__in=_WRONG
    )
    return set(rows.order_by().values_list("claim__thread", flat=True))


class _Pieces:
    """Decisions of some claims, with the evidence that the deciding votes name."""

    def __init__(self, part: Mapping[UUID, Thread], window: Window) -> None:
        self._window = window
        self._named: dict[int, list[Piece]] = defaultdict(list)
        votes = {vote.pk for thread in part.values() for vote in thread.votes}
        rows = ReviewEvidence.objects.filter(review__claim__thread__in=part)
        for row in rows.select_related("evidence").order_by("id"):
            if row.review_id in votes:
                self._named[row.review_id].append(_piece(row))

    def decisions(self, key: UUID, thread: Thread) -> Iterator[Decision]:
        """The decision on the claim, if there was one in the week."""
        window = self._window
        if not thread.stands:
            return
        before = thread.states(window.begins, window.terms)
        after = thread.states(window.cut_off, window.terms)
        was_reopened = any(window.covers(one.reopened_at) for one in thread.reopenings)
        is_new = any(
            state.is_decided
            and (was_reopened or state.verdict != before[aspect].verdict)
            for aspect, state in after.items()
        )
        if not is_new:
            return
        deciding = {
            aspect: _deciding(thread, aspect, state) for aspect, state in after.items()
        }
        listed = [vote for votes in deciding.values() for vote in votes]
        yield Decision(
            claim=brief(key, thread),
            outcomes={
                aspect: _outcome(state, deciding[aspect])
                for aspect, state in after.items()
            },
            evidence=list(
                dict.fromkeys(
                    piece for vote in listed for piece in self._named[vote.pk]
                )
            ),
            decided=max(thread.cast_at[vote.pk] for vote in listed),
            is_stale=thread.is_stale(window.cut_off, window.terms),
        )


def _piece(row: ReviewEvidence) -> Piece:
    one = row.evidence
    return Piece(
        aspect=Aspect(one.aspect),
        stance=one.stance,
        title=one.title,
        url=one.url,
        excerpt=one.excerpt,
        sha256=one.sha256,
        added=one.added_at,
        is_independent=one.is_independent,
        is_primary=one.is_primary,
    )


def _deciding(thread: Thread, aspect: Aspect, state: AspectState) -> list[VoteRow]:
    """The votes that decided; none where nothing is decided."""
    if not state.is_decided:
        return []
    own = {vote.pk: vote for vote in thread.votes}
    if state.agreement is Agreement.ADJUDICATED:
        last = max(
            key
            for key, vote in own.items()
            if vote.is_adjudication
            and vote.aspect == aspect
            and vote.verdict == state.verdict
        )
        return [own[last]]
    filling = [vote.id for vote in state.votes if not vote.is_additional]
    return [own[key] for key in filling[: state.quorum]]


def _outcome(state: AspectState, deciding: Sequence[VoteRow]) -> Outcome:
    shown = state.is_revealed
    return Outcome(
        agreement=state.agreement if shown else Agreement.NONE,
        verdict=state.verdict,
        votes=len(state.votes) if shown else 0,
        origins=max((vote.origin_count for vote in deciding), default=0),
        primaries=max((vote.primary_count for vote in deciding), default=0),
    )


def _conflicts(key: UUID, thread: Thread, window: Window) -> Iterator[Conflict]:
    if not thread.stands:
        return
    for aspect, state in thread.states(window.cut_off, window.terms).items():
        if state.agreement is Agreement.CONFLICT:
            since = max(thread.cast_at[vote.id] for vote in state.votes)
            yield Conflict(brief(key, thread), aspect, since)


def _reopened(key: UUID, thread: Thread, window: Window) -> Iterator[Reopened]:
    for row in thread.reopenings:
        if window.covers(row.reopened_at):
            yield Reopened(brief(key, thread), row.reason, row.reopened_at)


def _corrected(key: UUID, thread: Thread, row: Correction) -> Corrected:
    kinds = {
        thread.claim.speaker_kind,
        *(values.get("speaker_kind") for values in (row.before, row.after)),
    }
    # Whoever was named before a person said that they have no name is named no more,
    # not even by that person's reason. The ledger has both.
    is_unnamed = not kinds.isdisjoint(PEOPLE_UNNAMED)
    hidden = ("speaker_name",) if is_unnamed else ()
    is_about_them = is_unnamed and row.kind == CorrectionKind.RESPEAKER
    return Corrected(
        claim=brief(key, thread),
        kind=row.get_kind_display(),
        before=_said(row.before, without=hidden),
        after=_said(row.after, without=hidden),
        reason="" if is_about_them else row.reason,
        at=row.at,
    )


_SHOWN: Final = (
    "content", "cue", "speaker", "speaker_name", "tier", "commitment", "rejection",
)  # fmt: skip


def _said(
    values: Mapping[str, Any],  # Any: JSON
    *,
    without: Collection[str] = (),
) -> str:
    """The parts of a correction that a reader understands, in words."""
    found = []
    for name in _SHOWN:
        if name in without:
            continue
        value = values.get(name)
        text = value["text"] if isinstance(value, dict) else value
        if text:
            found.append(str(text))
    return " · ".join(dict.fromkeys(found))


def _units(thread: Thread, window: Window) -> Iterator[tuple[Aspect, tuple[str, ...]]]:
    """The blind verdicts that were revealed in the week, for each round of votes."""
    ends = sorted(one.after_id for one in thread.reopenings)
    rounds: dict[tuple[str, int], list[VoteRow]] = defaultdict(list)
    for vote in thread.votes:
        rounds[vote.aspect, bisect_left(ends, vote.pk)].append(vote)
    for (aspect, _), votes in rounds.items():
        found = blind_unit(votes, quorum=thread.quorum(window.terms))
        if found is not None and window.covers(thread.cast_at[found[0]]):
            yield Aspect(aspect), found[1]

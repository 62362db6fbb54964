"""What a report only counts: articles and claims that came in, and what waits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from claims.models import OPEN, Claim, Progress, Rejection, Speaker
from claims.reports.as_of import AT_ONCE, Thread, names_at
from claims.reports.building import MOST_SPEAKERS
from claims.reports.facts import PEOPLE_UNNAMED, ArticleCounted, Counted, Known, Named
from claims.reports.window import Window
from claims.review.queues import STATEMENTS
from sources.independence import CreditKind
from sources.models import AgencyCredit, Article, Outlet

MOST_WAITING: Final = 20
HIGH_WORTH: Final = 0.75
"""Of a check, from which on a claim that waits is named; the dashboard's top band."""
_HIGH: Final = Q(is_high_risk=True) | Q(check_worthiness__gte=HIGH_WORTH)


def articles(window: Window) -> list[ArticleCounted]:
    """Those that came in within the week."""
    credited = AgencyCredit.objects.filter(
        snapshot__article=OuterRef("pk"),
        snapshot__fetched_at__lt=window.cut_off,
        kind=CreditKind.CREDITED.value,
    )
    rows = window.within(Article.objects.all(), "").filter(
        created_at__gte=window.begins, created_at__lt=window.cut_off
    )
    columns = rows.order_by("id").values_list(
        "pk", "origin_id", "outlet__public_id", Exists(credited)
    )
    return [
        ArticleCounted(
            origin=f"origin {origin}" if origin else f"article {pk}",
            outlet=_id(outlet),
            is_wire=is_wire,
        )
        for pk, origin, outlet, is_wire in columns.iterator()
    ]


class _Row(NamedTuple):
    """A claim's row of the week, as it is read."""

    thread: UUID
    continues_id: int | None
    tier: str
    speaker_kind: str
    commitment: str
    cue_lemma: str
    outlet: UUID | None
    speaker: UUID | None
    speakers_article: int | None
    role: str
    engine: str | None
    progress: str
    withdrawn_at: datetime | None
    rejection: str


_COLUMNS: Final = (
    "thread", "continues_id", "tier", "speaker_kind", "commitment", "cue_lemma",
    "snapshot__article__outlet__public_id", "speaker__public_id",
    "speaker__article_id", "speaker_role", "run__engine", "progress",
    "withdrawn_at", "rejection",
)  # fmt: skip


def claims(window: Window) -> list[Counted]:
    """Those that were first found within the week and stood at its end."""
    rows = window.within(Claim.objects.all(), "snapshot__article__").filter(
        created_at__gte=window.begins, created_at__lt=window.cut_off
    )
    # Of one claim in several texts of the week the last row says what it became.
    found: dict[UUID, _Row] = {}
    first: set[UUID] = set()
    for values in rows.order_by("id").values_list(*_COLUMNS).iterator():
        row = _Row(*values)
        found[row.thread] = row
        if row.continues_id is None:
            first.add(row.thread)
    changed = first & window.changed
    counted = [
        _counted(row)
        for thread, row in found.items()
        if thread in first and thread not in changed and _stands(row, window)
    ]
    for _, thread in window.threads(changed):
        if thread.stands:
            counted.append(_counted_as_of(thread, window))
    return counted


def _stands(row: _Row, window: Window) -> bool:
    withdrawn = row.progress == Progress.WITHDRAWN and (
        row.withdrawn_at is None or row.withdrawn_at < window.cut_off
    )
    return not withdrawn and row.rejection == Rejection.NONE


def _counted(row: _Row) -> Counted:
    is_named = row.speakers_article is None and row.speaker_kind not in PEOPLE_UNNAMED
    return Counted(
        tier=row.tier,
        kind=row.speaker_kind,
        commitment=row.commitment,
        lemma=row.cue_lemma,
        outlet=_id(row.outlet),
        speaker=_id(row.speaker) if is_named else "",
        role=row.role,
        engine=row.engine or "",
        is_checked=row.tier in STATEMENTS and row.progress not in OPEN,
    )


def _counted_as_of(thread: Thread, window: Window) -> Counted:
    claim = thread.claim
    outlet, speaker = claim.snapshot.article.outlet, claim.speaker
    is_named = (
        speaker is not None
        and speaker.is_named
        and claim.speaker_kind not in PEOPLE_UNNAMED
    )
    return Counted(
        tier=claim.tier,
        kind=claim.speaker_kind,
        commitment=claim.commitment,
        lemma=claim.cue_lemma,
        outlet=_id(outlet.public_id if outlet else None),
        speaker=str(speaker.public_id) if speaker and is_named else "",
        role=claim.speaker_role,
        engine=claim.run.engine if claim.run else "",
        is_checked=thread.is_statement
        and not thread.is_open(window.cut_off, window.terms),
    )


def named_speakers(counted: Iterable[Counted]) -> Mapping[str, Named]:
    """The speakers who may be among the most quoted, with the role they mostly had."""
    counts = Counter(claim.speaker for claim in counted if claim.speaker)
    if not counts:
        return {}
    least = sorted(counts.values(), reverse=True)[:MOST_SPEAKERS][-1]
    most = {key for key, count in counts.items() if count >= least}
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in counted:
        if claim.speaker in most and claim.role:
            roles[claim.speaker][claim.role] += 1
    rows = Speaker.objects.filter(public_id__in=most)
    return {
        (key := str(row.public_id)): Named(
            row.name,
            min(roles[key], key=lambda role: (-roles[key][role], role), default=""),
        )
        for row in rows
    }


def named_outlets(keys: Iterable[str], window: Window) -> Mapping[str, Named]:
    """The outlets by the names they had at the cut-off."""
    rows = list(Outlet.objects.filter(public_id__in={key for key in keys if key}))
    return {key: Named(name) for key, name in names_at(rows, window.cut_off).items()}


def known(window: Window) -> Known:
    """What there was at the cut-off: what is out of which the figures tell."""
    now = _now(window)
    found = Counter(_tally(now))
    for part in _parts(sorted(window.changed)):
        found.subtract(_tally(now.filter(thread__in=part)))
    for _, thread in window.threads(window.changed):
        if thread.stands:
            states = thread.states(window.cut_off, window.terms).values()
            found["claims"] += 1
            found["statements"] += thread.is_statement
            found["decided"] += any(state.is_decided for state in states)
    return Known(**{name: found[name] for name in Known._fields})


def _tally(rows: QuerySet[Claim]) -> Mapping[str, int]:
    undecided = Q(attribution_verdict="", content_verdict="")
    return rows.aggregate(
        claims=Count("pk"),
        statements=Count("pk", filter=Q(tier__in=STATEMENTS)),
        decided=Count("pk", filter=~undecided),
    )


def open_statements(window: Window) -> int:
    """Statements that waited for a decision at the cut-off."""
    waiting = _open_now(window)
    return _count(
        window, waiting, lambda one: one.is_open(window.cut_off, window.terms)
    )


def stale(window: Window) -> int:
    """Claims of which a decision was in doubt at the cut-off."""
    doubted = _now(window).filter(is_stale=True)
    return _count(
        window, doubted, lambda one: one.is_stale(window.cut_off, window.terms)
    )


def waiting(window: Window) -> list[tuple[UUID, Thread]]:
    """The claims with a high priority that waited longest, the oldest first."""
    rows = _open_now(window).filter(_HIGH)
    anew = rows.filter(continues=None).order_by("created_at", "id")
    continued = rows.filter(continues__isnull=False).values("thread")
    first = Claim.objects.filter(continues=None, thread__in=continued)
    most = MOST_WAITING + min(len(window.changed), AT_ONCE)
    keys = {
        *anew.values_list("thread", flat=True)[:most],
        *first.order_by("created_at", "id").values_list("thread", flat=True)[:most],
        *window.changed,
    }
    found = [
        (key, one)
        for key, one in window.threads(keys)
        if one.is_open(window.cut_off, window.terms) and _is_high(one.claim)
    ]
    return sorted(found, key=lambda one: (one[1].found, one[0]))[:MOST_WAITING]


def waiting_count(window: Window) -> int:
    """How many claims with a high priority waited at the cut-off."""
    return _count(
        window,
        _open_now(window).filter(_HIGH),
        lambda one: one.is_open(window.cut_off, window.terms) and _is_high(one.claim),
    )


def _is_high(claim: Claim) -> bool:
    return claim.is_high_risk or (claim.check_worthiness or 0.0) >= HIGH_WORTH


def _now(window: Window) -> QuerySet[Claim]:
    """The claims that were there at the cut-off, as they are now."""
    there = Claim.objects.current().filter(created_at__lt=window.cut_off)
    return window.within(there, "snapshot__article__").order_by()


def _open_now(window: Window) -> QuerySet[Claim]:
    return _now(window).filter(tier__in=STATEMENTS, progress__in=OPEN)


def _count(
    window: Window, now: QuerySet[Claim], counts: Callable[[Thread], bool]
) -> int:
    """How many there are now, with those that have changed since as they were."""
    total = now.count()
    for part in _parts(sorted(window.changed)):
        total -= now.filter(thread__in=part).count()
    return total + sum(counts(one) for _, one in window.threads(window.changed))


def _parts(keys: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _id(public_id: UUID | None) -> str:
    return "" if public_id is None else str(public_id)

"""How far reviewers agreed, week by week, from the votes that they gave blind.

Only aspects whose votes everybody may see are read: a figure that a blind vote goes
into would tell of it. And only votes up to the one that revealed them: whoever votes
later has seen the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from claims.models import Claim, Ending, Reopening, Review
from claims.review.deriving import quorum_of, vote_of
from claims.verdicts.agreement import Reliability, reliability
from claims.verdicts.blindness import Unveiling, unveiling
from claims.verdicts.states import REVEALED, Aspect, Vote
from factcheck.lib.weeks import Week, week_of

MOST_VOTES: Final = 100_000
"""So many votes are read at most; with more, fewer weeks are shown."""
_SEED: Final = 2011  # any number: the same votes give the same interval

Unit = tuple[str, ...]  # the verdicts that one aspect of a claim got, blind


_Threads = QuerySet[Review, Any]  # Any: what values() makes has no name


@dataclass(frozen=True, slots=True)
class WeeklyAgreement:
    """Agreement on one aspect, for each week and for all of them together.

    A claim belongs to the week in which its votes were revealed.
    """

    aspect: Aspect
    weeks: Mapping[Week, Reliability]
    overall: Reliability


@dataclass(frozen=True, slots=True)
class _Current:
    """What the newest row of a claim's thread says."""

    quorum: int
    revealed: frozenset[Aspect]


def weekly_agreement(weeks: Sequence[Week]) -> list[WeeklyAgreement]:
    """For each aspect, over these weeks, oldest first.

    Weeks that would take more than `MOST_VOTES` votes are left out, the oldest first;
    the last is always there. Four queries, however many votes.
    """
    weeks = _affordable(weeks)
    found: dict[Aspect, dict[Week, list[Unit]]] = {
        aspect: {week: [] for week in weeks} for aspect in Aspect
    }
    for aspect, moment, unit in _units(since=weeks[0].begins):
        week = week_of(moment)
        if week in found[aspect]:
            found[aspect][week].append(unit)
    return [
        WeeklyAgreement(
            aspect,
            {week: reliability(units, seed=_SEED) for week, units in by_week.items()},
            reliability(
                (unit for units in by_week.values() for unit in units), seed=_SEED
            ),
        )
        for aspect, by_week in found.items()
    ]


def _affordable(weeks: Sequence[Week]) -> Sequence[Week]:
    recent = Review.objects.filter(created_at__gte=weeks[0].begins).order_by()
    counted = recent.annotate(week=TruncWeek("created_at", tzinfo=UTC))
    counts = {
        week_of(moment): count
        for moment, count in counted.values_list("week").annotate(n=Count("pk"))
    }
    total = 0
    for place in range(len(weeks) - 1, -1, -1):
        total += counts.get(weeks[place], 0)
        if total > MOST_VOTES:
            return weeks[min(place + 1, len(weeks) - 1) :]
    return weeks


def _units(*, since: datetime) -> Iterator[tuple[Aspect, datetime, Unit]]:
    """Aspect, time of revealing and blind verdicts, where a vote came since a time.

    What was voted on before a claim was opened again is a unit of its own.
    """
    threads = Review.objects.filter(created_at__gte=since).values("claim__thread")
    current = _current(threads)
    ends = _ends(threads)
    rows = (
        Review.objects.filter(claim__thread__in=threads)
        .order_by("claim__thread", "aspect", "id")
        .values_list(*_COLUMNS, named=True)
    )
    for (thread, name), group in groupby(
        rows.iterator(chunk_size=5_000), key=lambda row: (row.claim__thread, row.aspect)
    ):
        state, aspect = current.get(thread), Aspect(name)
        if state is None:
            continue
        times, votes = {}, []
        for row in group:
            times[row.pk] = row.created_at
            votes.append(vote_of(row))
        for found in _rounds(votes, ends[thread], state, aspect):
            verdicts = (vote.verdict for vote in found.votes if vote.verdict)
            yield aspect, times[found.by], tuple(verdicts)


_COLUMNS = (
    "pk", "claim__thread", "reviewer_id", "aspect", "verdict", "is_additional",
    "is_adjudication", "origin_count", "named_origin_count", "primary_count",
    "contradiction_count", "created_at",
)  # fmt: skip


def _rounds(
    votes: Sequence[Vote], ends: Sequence[int], state: _Current, aspect: Aspect
) -> Iterable[Unveiling]:
    """What was revealed in each round: the votes between two reopenings.

    In the present round, only if the claim's row says so too: what is on the pages
    follows from it.
    """
    rounds: dict[int, list[Vote]] = defaultdict(list)
    for vote in votes:
        rounds[bisect_left(ends, vote.id)].append(vote)
    for number, those in rounds.items():
        if number == len(ends) and aspect not in state.revealed:
            continue
        found = unveiling(those, quorum=state.quorum)
        if found is not None:
            yield found


def _current(threads: _Threads) -> dict[UUID, _Current]:
    claims = (
        Claim.objects.filter(thread__in=threads)
        .exclude(ending=Ending.CONTINUED)
        .only("thread", "is_high_risk", "attribution_agreement", "content_agreement")
    )
    return {
        claim.thread: _Current(
            quorum_of(claim),
            frozenset(
                aspect
                for aspect in Aspect
                if getattr(claim, f"{aspect}_agreement") in REVEALED
            ),
        )
        for claim in claims.iterator(chunk_size=5_000)
    }


def _ends(threads: _Threads) -> dict[UUID, list[int]]:
    """For each thread the last votes of its closed rounds, in order."""
    ends: dict[UUID, list[int]] = defaultdict(list)
    rows = Reopening.objects.filter(claim__thread__in=threads).order_by("after")
    for thread, after in rows.values_list("claim__thread", "after"):
        ends[thread].append(after)
    return ends

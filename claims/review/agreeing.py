"""How far reviewers agreed, week by week, from the votes that they gave blind.

Only aspects whose votes everybody may see are read: a figure that a blind vote goes
into would tell of it. And only votes up to the one that revealed them: whoever votes
later has seen the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractIsoYear, ExtractWeek, TruncWeek

from claims.models import Claim, Ending, Reopening, Review
from claims.review.deriving import VoteRow, quorum_for, vote_of
from claims.verdicts.agreement import Reliability, reliability
from claims.verdicts.blindness import unveiling
from claims.verdicts.states import REVEALED, Aspect
from factcheck.lib.weeks import Week, week_of

MOST_VOTES: Final = 100_000
"""So many votes are read at most; with more, fewer weeks are shown."""
_SEED: Final = 2011  # any number: the same votes give the same interval

Unit = tuple[str, ...]  # the verdicts that one aspect of a claim got, blind
_Recent = QuerySet[Review, Any]  # Any: what values() makes has no name


@dataclass(frozen=True, slots=True)
class WeeklyAgreement:
    """Agreement on one aspect, for each week and for all of them together.

    A claim belongs to the week in which its votes were revealed.
    """

    aspect: Aspect
    weeks: Mapping[Week, Reliability]
    overall: Reliability


@dataclass(slots=True)
class _Thread:
    """A claim through all texts of its article: its newest row, rounds and votes.

    ``ends`` are the last votes of the closed rounds, in order.
    """

    is_high_risk: bool = False
    agreements: Mapping[str, str] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    rounds: dict[tuple[str, int], list[VoteRow]] = field(default_factory=dict)


def weekly_agreement(weeks: Sequence[Week]) -> list[WeeklyAgreement]:
    """For each aspect, over these weeks, oldest first.

    Weeks that would take more than `MOST_VOTES` votes are left out, the oldest first;
    the last is always there. Four queries, however many votes.
    """
    weeks = _affordable(weeks)
    found: dict[Aspect, dict[Week, list[Unit]]] = {
        aspect: {week: [] for week in weeks} for aspect in Aspect
    }
    for aspect, week, unit in _units(since=weeks[0].begins):
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


def _units(*, since: datetime) -> Iterator[tuple[Aspect, Week, Unit]]:
    """Aspect, week of revealing and blind verdicts, where a vote came since a time.

    What was voted on before a claim was opened again is a unit of its own. In the
    present round a unit counts only if the claim's row says too that it is revealed:
    what is on the pages follows from it.
    """
    threads, weeks = _threads(since)
    for thread in threads:
        quorum = quorum_for(is_high_risk=thread.is_high_risk)
        for (aspect, number), rows in thread.rounds.items():
            is_present = number == len(thread.ends)
            if is_present and thread.agreements.get(aspect) not in REVEALED:
                continue
            found = blind_unit(rows, quorum=quorum)
            if found is not None:
                key, unit = found
                monday = date.fromisocalendar(*weeks[key], 1)
                yield Aspect(aspect), Week(monday), unit


def _threads(since: datetime) -> tuple[list[_Thread], dict[int, tuple[int, int]]]:
    """Claims with a vote since a time, with all votes; year and week of each vote."""
    recent = Review.objects.filter(created_at__gte=since).values("claim__thread")
    threads = _by_claim(recent)
    weeks: dict[int, tuple[int, int]] = {}
    rows = Review.objects.filter(claim__thread__in=recent).values_list(
        "claim_id", _ISO_YEAR, _ISO_WEEK, *(F(name) for name in VoteRow._fields)
    )
    for claim_id, year, number, *fields in rows.order_by("id"):
        row, thread = VoteRow(*fields), threads[claim_id]
        weeks[row.pk] = (year, number)
        key = row.aspect, bisect_left(thread.ends, row.pk)
        thread.rounds.setdefault(key, []).append(row)
    return list({id(thread): thread for thread in threads.values()}.values()), weeks


_ISO_YEAR = ExtractIsoYear("created_at", tzinfo=UTC)
_ISO_WEEK = ExtractWeek("created_at", tzinfo=UTC)


def blind_unit(history: Sequence[VoteRow], *, quorum: int) -> tuple[int, Unit] | None:
    """Key of the vote that revealed a round of votes, oldest first, and the blind
    verdicts in it; None while they are blind.
    """
    found = _unveiled(_alike(history), quorum)
    return None if found is None else (history[found[0]].pk, found[1])


def _alike(history: Sequence[VoteRow]) -> tuple[VoteRow, ...]:
    """The history with numbers for names, so that equal ones are worked out once."""
    people: dict[int, int] = {}
    return tuple(
        row._replace(
            pk=place,
            reviewer_id=people.setdefault(row.reviewer_id, len(people)),
        )
        for place, row in enumerate(history)
    )


@lru_cache(maxsize=10_000)
def _unveiled(history: tuple[VoteRow, ...], quorum: int) -> tuple[int, Unit] | None:
    """Place of the vote that revealed the others, and their blind verdicts."""
    found = unveiling(map(vote_of, history), quorum=quorum)
    if found is None:
        return None
    return found.by, tuple(vote.verdict for vote in found.votes if vote.verdict)


def _by_claim(recent: _Recent) -> dict[int, _Thread]:
    """The threads of these votes, without the votes, by the keys of their claims."""
    columns = ("ending", "is_high_risk", *(f"{aspect}_agreement" for aspect in Aspect))
    found: dict[UUID, _Thread] = defaultdict(_Thread)
    by_claim: dict[int, _Thread] = {}
    claims = Claim.objects.filter(thread__in=recent).order_by("id")
    rows = claims.values_list("pk", "thread", *columns)
    for pk, name, ending, is_high_risk, *agreements in rows:
        thread = by_claim[pk] = found[name]
        if ending != Ending.CONTINUED:
            thread.is_high_risk = is_high_risk
            thread.agreements = dict(zip(Aspect, agreements, strict=True))
    ends = Reopening.objects.filter(claim__thread__in=recent).order_by("after")
    for pk, after in ends.values_list("claim_id", "after"):
        by_claim[pk].ends.append(after)
    return by_claim

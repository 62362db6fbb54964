"""The figures of the dashboard: how far the work has come, and how it goes.

No figure says what a blind vote says: verdicts are counted once they are decided,
agreement once the votes are revealed. The rest counts claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import TruncWeek

from claims.models import OPEN, Claim, Ending, Progress, Reopening
from claims.review.agreeing import WeeklyAgreement, weekly_agreement
from claims.review.holding import allow
from claims.review.queues import STATEMENTS
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.models import User
from factcheck.lib import clock
from factcheck.lib.weeks import Week, week_of, weeks_until

SEE: Final = "claims.view_review"
WEEKS: Final = (13, 26, 52)
"""How many weeks can be asked for: a quarter, half a year, a year."""
AGES: Final = (
    ("under 1 day", timedelta(days=1)),
    ("1–3 days", timedelta(days=3)),
    ("3–7 days", timedelta(days=7)),
    ("1–2 weeks", timedelta(days=14)),
    ("2–4 weeks", timedelta(days=28)),
    ("over 4 weeks", None),
)
WORTHS: Final = (("75–100 %", 0.75), ("50–74 %", 0.5), ("25–49 %", 0.25), ("0–24 %", 0))
_NOT_SCORED: Final = "not scored"
_DECIDED: Final = (Agreement.QUORUM.value, Agreement.ADJUDICATED.value)


@dataclass(frozen=True, slots=True)
class ProgressWeek:
    """Statements in one week, and how many there were by its end.

    ``decided`` are those that are decided now, in the week in which they were.
    """

    week: Week
    found: int
    decided: int
    reopened: int
    found_by_then: int
    decided_by_then: int

    @property
    def undecided_by_then(self) -> int:
        """How many waited for a decision at the end of the week."""
        return max(self.found_by_then - self.decided_by_then, 0)


@dataclass(frozen=True, slots=True)
class VerdictWeek:
    """Claims decided in one week, by their verdict on one aspect."""

    week: Week
    counts: Mapping[Verdict, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Open statements that have waited so long."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many statements of a kind there are, and on how many an aspect is decided."""

    name: str
    statements: int
    decided: Mapping[Aspect, int]

    def share(self, aspect: Aspect) -> float | None:
        """The decided ones among all, 0 to 1; None if there are none."""
        return self.decided[aspect] / self.statements if self.statements else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the dashboard shows, at one time."""

    as_of: datetime
    weeks: Sequence[Week]
    progress: Sequence[ProgressWeek]
    now: Mapping[str, int]
    verdicts: Mapping[Aspect, Sequence[VerdictWeek]]
    agreement: Sequence[WeeklyAgreement]
    ages: Sequence[AgeBand]
    coverage: Sequence[Coverage]


def figures(*, by: User, weeks: int = WEEKS[0]) -> Figures:
    """The figures of so many weeks, the present one included.

    Raises `PermissionDenied`; ``ValueError`` for a number of weeks not in `WEEKS`. The
    number of queries does not depend on the number of claims or weeks.
    """
    allow(by, SEE, "seeing how reviews go")
    if weeks not in WEEKS:
        raise ValueError(f"{weeks} weeks cannot be shown; choose one of {WEEKS}")
    now = clock.now()
    span = weeks_until(now, count=weeks)
    decided = _decided_by_week()
    now_by_progress, coverage = _coverage()
    return Figures(
        as_of=now,
        weeks=span,
        progress=_progress(span, decided),
        now=now_by_progress,
        verdicts={aspect: _verdicts(span, decided, aspect) for aspect in Aspect},
        agreement=weekly_agreement(span),
        ages=_ages(now),
        coverage=coverage,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """So many statements that are alike; of both aspects, whether they are decided."""

    progress: str
    band: int
    is_high_risk: bool
    attribution: bool
    content: bool
    n: int


_Decided = Counter[tuple[Week, str, str]]  # week, verdict on attribution, on content


def _statements() -> QuerySet[Claim]:
    """Statements as they stand in the newest text of their article."""
    claims = Claim.objects.standing().filter(tier__in=STATEMENTS)
    return claims.exclude(ending=Ending.CONTINUED).order_by()


def _decided_by_week() -> _Decided:
    decided = _statements().filter(decided_at__isnull=False)
    rows = (
        decided.annotate(week=TruncWeek("decided_at", tzinfo=UTC))
        .values_list("week", "attribution_verdict", "content_verdict")
        .annotate(n=Count("pk"))
    )
    return Counter({(week_of(when), *verdicts): n for when, *verdicts, n in rows})


def _progress(span: Sequence[Week], decided: _Decided) -> list[ProgressWeek]:
    # A statement was found when it first stood in a text of its article.
    first = Claim.objects.standing().filter(tier__in=STATEMENTS, continues=None)
    found = _per_week(first.order_by(), "created_at")
    reopened = _per_week(Reopening.objects.order_by(), "reopened_at")
    done: Counter[Week] = Counter()
    for (week, *_), count in decided.items():
        done[week] += count
    before = [sum(n for week, n in c.items() if week < span[0]) for c in (found, done)]
    shown = []
    for week in span:
        before = [before[0] + found[week], before[1] + done[week]]
        shown.append(
            ProgressWeek(week, found[week], done[week], reopened[week], *before)
        )
    return shown


def _per_week(
    rows: QuerySet[Claim] | QuerySet[Reopening], column: str
) -> Counter[Week]:
    weekly = rows.annotate(week=TruncWeek(column, tzinfo=UTC)).values_list("week")
    return Counter({week_of(when): n for when, n in weekly.annotate(n=Count("pk"))})


def _verdicts(
    span: Sequence[Week], decided: _Decided, aspect: Aspect
) -> list[VerdictWeek]:
    counts: dict[Week, Counter[Verdict]] = {week: Counter() for week in span}
    for (week, attribution, content), count in decided.items():
        verdict = attribution if aspect == Aspect.ATTRIBUTION else content
        if week in counts and verdict:
            counts[week][Verdict(verdict)] += count
    return [VerdictWeek(week, found) for week, found in counts.items()]


def _ages(now: datetime) -> list[AgeBand]:
    # It has waited since it first stood in a text of its article.
    waiting = _statements().filter(progress__in=OPEN).values("thread")
    first = Claim.objects.filter(continues=None, thread__in=waiting).order_by()
    bands: dict[str, Count] = {}
    newest: datetime | None = None
    for number, (_, age) in enumerate(AGES):
        oldest = None if age is None else now - age
        within = Q() if oldest is None else Q(created_at__gt=oldest)
        if newest is not None:
            within &= Q(created_at__lte=newest)
        bands[f"band_{number}"] = Count("pk", filter=within)
        newest = oldest
    counts = first.aggregate(**bands)
    return [
        AgeBand(name, counts[f"band_{number}"]) for number, (name, _) in enumerate(AGES)
    ]


def _coverage() -> tuple[dict[str, int], list[Coverage]]:
    """Statements by progress, and what is decided among them, by worth and risk."""
    bands = (
        When(check_worthiness__gte=low, then=n) for n, (_, low) in enumerate(WORTHS)
    )
    counted = (
        _statements()
        .annotate(band=Case(*bands, default=len(WORTHS)))
        .values(
            "progress",
            "band",
            "is_high_risk",
            attribution=Q(attribution_agreement__in=_DECIDED),
            content=Q(content_agreement__in=_DECIDED),
        )
        .annotate(n=Count("pk"))
    )
    rows = [_Counted(**row) for row in counted]
    now = {name: 0 for name in Progress.values if name != Progress.WITHDRAWN}
    for row in rows:
        now[row.progress] += row.n
    kinds = {"All statements": rows, "High risk": [r for r in rows if r.is_high_risk]}
    for number, name in enumerate([*(name for name, _ in WORTHS), _NOT_SCORED]):
        kinds[f"Worth a check: {name}"] = [row for row in rows if row.band == number]
    return now, [_covered(name, those) for name, those in kinds.items()]


def _covered(name: str, rows: Sequence[_Counted]) -> Coverage:
    return Coverage(
        name,
        sum(row.n for row in rows),
        {
            Aspect.ATTRIBUTION: sum(row.n for row in rows if row.attribution),
            Aspect.CONTENT: sum(row.n for row in rows if row.content),
        },
    )

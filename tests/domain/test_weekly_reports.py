"""Weekly reports in time: which weeks, when they are made, and in which order."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from claims.models import Claim, ReportSubscriber, WeeklyReport
from claims.models.report import ALL
from claims.reports import scheduling
from claims.reports.freezing import due_weeks, preview, report_on, scope_of, verify
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core import jobs
from factcheck.core.errors import Refused
from factcheck.core.models import Action, AuditEvent, Job, JobState
from factcheck.lib.clock import standing_at
from factcheck.lib.weeks import week_named
from tests.factories import make_article, make_claim, make_outlet, make_reviewers
from tests.servers import Factcheck

LONDON = ZoneInfo("Europe/London")
W47 = datetime(2026, 11, 16, tzinfo=UTC)  # its Monday, 0:00
W48 = W47 + timedelta(weeks=1)

database = pytest.mark.django_db


def article_at(moment: datetime, **fields: object) -> Claim:
    """A claim in an article that came in then."""
    with standing_at(moment):
        return make_claim(make_article(**fields))


def tick(moment: datetime) -> list[JobState | None]:
    """A minute passes at this time: what is due is asked for, and done."""
    with standing_at(moment):
        scheduling.make_due()
        return [jobs.run(one) for one in jobs.due_job_ids(limit=10)]


def made(scope: str = ALL) -> list[str]:
    """The weeks reported on, in the order in which their reports were made."""
    rows = WeeklyReport.objects.filter(scope=scope).order_by("id")
    return [str(report.week) for report in rows]


def decided_in(week: str) -> int:
    """How many claims the report on a week says were decided in it."""
    report = WeeklyReport.objects.get(monday=week_named(week).monday)
    figures = json.loads(report.payload)["figures"]
    count: int = figures["decided_content"]
    return count


def decide(claim: Claim, *, last: datetime) -> None:
    """Two votes on the content; the second, which decides, at this moment."""
    ballot = Ballot(aspect=Aspect.CONTENT, verdict=Verdict.UNVERIFIED, rationale="No.")
    ana, ben = make_reviewers(2)
    with standing_at(last - timedelta(hours=1)):
        vote(claim=claim, ballots=[ballot], by=ana)
    claim.refresh_from_db()
    with standing_at(last):
        vote(claim=claim, ballots=[ballot], by=ben)


# --- The hour ---------------------------------------------------------------


@database
def test_a_report_is_made_on_monday_at_six_and_not_before() -> None:
    article_at(W47)

    assert tick(W48 + timedelta(hours=5, minutes=59)) == []
    assert tick(W48 + timedelta(hours=6)) == [JobState.SUCCEEDED]
    assert made() == ["2026-W47"]
    assert tick(W48 + timedelta(hours=6, minutes=1)) == []


@database
@pytest.mark.parametrize(
    ("begins", "six"),
    [
        # Clocks go forward on 29 March 2026, at the end of W13: its Monday begins
        # at 0:00 UTC, the next at 23:00 UTC of the day before.
        ("2026-03-23T00:00", "2026-03-30T05:00"),
        # They go back on 25 October 2026, at the end of W43.
        ("2026-10-18T23:00", "2026-10-26T06:00"),
    ],
)
def test_six_is_what_the_clock_on_the_wall_shows(
    begins: str, six: str, settings: Settings
) -> None:
    settings.REPORT_TIME_ZONE = "Europe/London"
    first, hour = (datetime.fromisoformat(one + "+00:00") for one in (begins, six))
    article_at(first)

    with standing_at(hour - timedelta(minutes=1)):
        assert due_weeks() == []
    tick(hour)

    report = WeeklyReport.objects.get()
    assert report.time_zone == "Europe/London"
    assert json.loads(report.payload)["figures"]["articles"] == 1
    hours = (report.cut_off - first) / timedelta(hours=1)
    assert hours == (167 if begins.startswith("2026-03") else 169)


@database
def test_a_scheduler_that_was_down_makes_all_missing_weeks_in_order() -> None:
    article_at(W47)
    tick(W48 + timedelta(hours=6))

    tick(W48 + timedelta(weeks=3, hours=9))

    assert made() == ["2026-W47", "2026-W48", "2026-W49", "2026-W50"]
    numbers = WeeklyReport.objects.order_by("id").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    assert Job.objects.filter(kind=scheduling.MAKE).count() == 2


@database
def test_a_year_of_53_weeks_has_53_reports_and_the_next_begins_with_one() -> None:
    article_at(datetime(2026, 12, 26, tzinfo=UTC))

    tick(datetime(2027, 1, 11, 6, tzinfo=UTC))

    assert made() == ["2026-W52", "2026-W53", "2027-W01"]
    w53 = WeeklyReport.objects.get(monday=week_named("2026-W53").monday)
    assert w53.cut_off == datetime(2027, 1, 4, tzinfo=UTC)
    assert json.loads(w53.payload)["week"] == "2026-W53"


@database
def test_a_worker_that_dies_between_weeks_leaves_the_rest_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article_at(W47)
    real = scheduling.report_on

    def dying(*arguments: object, **options: object) -> WeeklyReport:
        if made():
            raise SystemExit  # as a signal ends a process
        return real(*arguments, **options)

    monkeypatch.setattr(scheduling, "report_on", dying)
    with pytest.raises(SystemExit):
        tick(W48 + timedelta(weeks=1, hours=6))
    assert made() == ["2026-W47"]

    monkeypatch.setattr(scheduling, "report_on", real)
    tick(W48 + timedelta(weeks=1, hours=7))

    assert made() == ["2026-W47", "2026-W48"]
    assert Job.objects.get(kind=scheduling.MAKE).attempts == 2


@database
def test_a_job_that_gave_up_is_not_asked_for_again_each_minute() -> None:
    article_at(W47)
    with standing_at(W48 + timedelta(hours=6)):
        scheduling.make_due()
    Job.objects.filter(kind=scheduling.MAKE).update(
        state=JobState.QUARANTINED, finished_at=W48
    )

    assert tick(W48 + timedelta(hours=7)) == []
    assert Job.objects.filter(kind=scheduling.MAKE).count() == 1


@database
def test_outlets_are_reported_on_by_themselves_once_somebody_subscribes() -> None:
    outlet, other = make_outlet(), make_outlet()
    for one in (outlet, other):
        article_at(W47, outlet=one)
    with standing_at(W47):
        ReportSubscriber.objects.create(email="a@desk.example", outlet=outlet)
        ReportSubscriber.objects.create(
            email="b@desk.example", outlet=other, is_active=False
        )

    tick(W48 + timedelta(hours=6))

    assert made() == made(scope_of(outlet)) == ["2026-W47"]
    assert made(scope_of(other)) == []


@database
def test_asking_each_minute_costs_two_queries_and_reads_no_payload() -> None:
    article_at(W47)
    tick(W48 + timedelta(hours=6))

    with (
        standing_at(W48 + timedelta(days=3)),
        CaptureQueriesContext(
            connection,
        ) as captured,
    ):
        assert scheduling.make_due() == 0

    assert len(captured) == 2
    assert not any("payload" in query["sql"] for query in captured)


@database
def test_nothing_is_due_where_nothing_ever_came_in() -> None:
    monday = W48 + timedelta(hours=6)
    assert tick(monday) == []
    with standing_at(monday), pytest.raises(Refused, match="no articles"):
        report_on(week_named("2026-W47"))


# --- What belongs to which week ---------------------------------------------


@database
@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Pacific/Auckland"])
def test_a_vote_of_the_last_second_is_in_its_week_and_one_of_midnight_in_the_next(
    zone: str, settings: Settings
) -> None:
    settings.REPORT_TIME_ZONE = zone
    midnight = datetime(2026, 11, 23, tzinfo=ZoneInfo(zone))
    first, second = article_at(W47), article_at(W47)

    decide(first, last=midnight - timedelta(seconds=1))
    decide(second, last=midnight)
    tick(midnight + timedelta(weeks=1, hours=6))

    assert made() == ["2026-W47", "2026-W48"]
    assert decided_in("2026-W47") == decided_in("2026-W48") == 1


@database
def test_a_vote_in_the_hour_that_clocks_show_twice_is_in_the_week_that_ends(
    settings: Settings,
) -> None:
    settings.REPORT_TIME_ZONE = "Europe/London"
    claim = article_at(datetime(2026, 10, 20, 9, tzinfo=UTC))

    decide(claim, last=datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1))
    tick(datetime(2026, 11, 2, 6, tzinfo=LONDON))

    assert made() == ["2026-W43", "2026-W44"]
    assert (decided_in("2026-W43"), decided_in("2026-W44")) == (1, 0)


@database
def test_a_preview_keeps_nothing() -> None:
    article_at(W47)

    with standing_at(W47 + timedelta(days=1)):
        seen = preview()

    assert seen["week"] == "2026-W47"
    assert not WeeklyReport.objects.exists()
    assert not AuditEvent.objects.filter(action=Action.REPORT_MADE).exists()


@database
def test_a_report_holds_when_it_is_built_anew_weeks_later() -> None:
    claim = article_at(W47)
    decide(claim, last=W47 + timedelta(days=1))
    tick(W48 + timedelta(hours=6))

    decide(claim, last=W48 + timedelta(days=1))

    with standing_at(W48 + timedelta(weeks=2)):
        found = verify(WeeklyReport.objects.get(number=1))
    assert found.holds, found


# --- Two workers at once ----------------------------------------------------

PREPARE = """
from datetime import datetime
from factcheck.lib.clock import standing_at
from tests.factories import make_article, make_claim
with standing_at(datetime.fromisoformat("2026-11-17T09:00+00:00")):
    for number in range(20):
        make_claim(make_article())
"""
RACE = """
import pathlib, time
from datetime import datetime
from claims.reports import freezing
from factcheck.core.ledger import canonical_json
from factcheck.lib.clock import standing_at
from factcheck.lib.weeks import week_named
mine, other = (pathlib.Path(name) for name in {names!r})
real = freezing.build
def build(facts):
    payload = real(facts)
    mine.with_suffix(".part").write_text(canonical_json(payload))
    mine.with_suffix(".part").rename(mine)
    deadline = time.monotonic() + 60
    while not other.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return payload
freezing.build = build
with standing_at(datetime.fromisoformat("2026-11-23T06:00+00:00")):
    print("kept", freezing.report_on(week_named("2026-W47")).sha256)
"""
READ = (
    "from claims.models import WeeklyReport as R; "
    "print([(r.number, r.payload) for r in R.objects.all()])"
)


@pytest.mark.live
@pytest.mark.parametrize("server", ["sqlite", "postgresql"])
def test_two_workers_at_once_build_the_same_bytes_and_keep_one_row(
    server: str,
    factcheck_process: Callable[..., Factcheck],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    given = {"ALLOW_IN_PROCESS_JOBS": "true"}
    if server == "postgresql":
        given["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    factcheck = factcheck_process(**given)
    factcheck.manage("migrate", "-v0")
    factcheck.manage("shell", "-c", PREPARE)
    built = [str(tmp_path / name) for name in ("one", "two")]

    racing = [
        factcheck.start_manage("shell", "-c", RACE.format(names=names))
        for names in (built, built[::-1])
    ]

    assert [process.wait(timeout=120) for process in racing] == [0, 0]
    payloads = [Path(name).read_text() for name in built]
    assert payloads[0] == payloads[1]
    kept = {factcheck.output_of(process).split()[-1] for process in racing}
    assert len(kept) == 1
    rows = factcheck.manage("shell", "-c", READ).stdout
    assert rows.strip().endswith(str([(1, payloads[0])]))
    assert os.path.getsize(built[0]) > 1_000

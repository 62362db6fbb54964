"""Reports made by themselves: on Mondays at their hour, each missing week in order."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from claims.models import WeeklyReport
from claims.models.report import ALL
from claims.reports.delivering import due_subscribers, send
from claims.reports.freezing import due_weeks, hour_of, report_on, scope_of
from claims.reports.gathering import Tell
from claims.reports.mailing import why_not
from claims.reports.subscribing import subscribed_outlets
from factcheck.core import jobs
from factcheck.core.errors import Busy, Gone
from factcheck.core.models import Job, JobState
from factcheck.lib import clock
from sources.models import Outlet

MAKE: Final = "claims.make_reports"
_EVERYTHING: Final = 0
"""What a job on the reports on everything has for its subject; else it is an outlet."""
_GAVE_UP: Final = (JobState.QUARANTINED, JobState.REFUSED)


def make_due() -> int:
    """Have the reports made whose hour has come; of how many scopes that is.

    Asked each minute, and almost always in vain: it reads no payload. A scope whose
    job gave up waits for an editor to retry it.
    """
    scopes = {_EVERYTHING: ALL}
    scopes |= {key: str(public_id) for key, public_id in subscribed_outlets().items()}
    due = [key for key, scope in scopes.items() if due_weeks(scope)]
    asked = [key for key in due if not _has_given_up(key)]
    for key in asked:
        jobs.enqueue(kind=MAKE, subject_id=key, is_urgent=False)
    return len(asked)


def run_making(run: jobs.Run) -> None:
    """Handler of ``claims.make_reports`` jobs: the weeks that are due, oldest first.

    Each is kept as soon as it is made; whoever runs this again makes the rest.
    """
    outlet = None
    if run.subject_id != _EVERYTHING:
        outlet = Outlet.objects.filter(pk=run.subject_id).first()
        if outlet is None:
            raise Gone("The outlet was deleted.")
    scope = scope_of(outlet)
    weeks = due_weeks(scope)
    for done, week in enumerate(weeks):
        keep = _renewing(run, done / len(weeks))
        keep(str(week))
        report_on(week, scope=scope, tell=keep)


def run_sending(run: jobs.Run) -> None:
    """Handler of ``claims.send_report`` jobs: an e-mail promised to each subscriber.

    A report that was made before its hour waits for it.
    """
    rows = WeeklyReport.objects.defer("payload").filter(pk=run.subject_id)
    report = rows.first()
    if report is None:
        raise Gone("The report was removed.")
    hour = hour_of(report.week, ZoneInfo(report.time_zone))
    early = (hour - clock.now()).total_seconds()
    if early > 0:
        raise Busy(f"It is sent at {hour:%H:%M} on {hour:%d %b}.", retry_after=early)
    if not why_not():
        send(report, due_subscribers(report), by=None)


def _renewing(run: jobs.Run, progress: float) -> Tell:
    return lambda step: run.renew(progress)


def _has_given_up(key: int) -> bool:
    newest = Job.objects.filter(kind=MAKE, subject_id=key).order_by("-id").first()
    return newest is not None and newest.state in _GAVE_UP

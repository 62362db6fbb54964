"""Weekly reports, made once, numbered in order, and compared with their origin."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction

from claims.models import ReportedClaim, ReportErratum, WeeklyReport
from claims.models.report import ALL
from claims.reports import delivering
from claims.reports.announcing import announce_made
from claims.reports.building import GENERATOR, build
from claims.reports.facts import Terms, WeekFacts
from claims.reports.gathering import Tell, gather, silent
from claims.reports.measures import Values
from claims.reports.window import Window
from factcheck.core import audit
from factcheck.core.errors import Refused
from factcheck.core.ledger import canonical_json
from factcheck.core.models import Action, AuditEvent
from factcheck.lib import clock
from factcheck.lib.weeks import Week, week_of
from sources.models import Article, Outlet

SETTLED_AFTER: Final = timedelta(minutes=10)
"""After its end a week is not reported on at once: a vote given in its last second
may be stored a moment later, and no transaction is open as long as this.
"""
HOUR: Final = time(6)
"""When reports are made on Mondays, in ``REPORT_TIME_ZONE``."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What holding a report against its origin showed.

    ``is_intact``: the payload has its hash, the ledger says the same hash, and the
    report before is the one it names. ``differences`` are the places in the payload,
    such as ``figures.open``, where building it anew gives something else. None if it
    was made by another version of the generator, and cannot be built anew.
    """

    report: WeeklyReport
    is_intact: bool
    fault: str
    differences: tuple[str, ...] | None

    @property
    def holds(self) -> bool:
        """Whether it is to the byte what it was made from."""
        return self.is_intact and self.differences == ()


def terms_now() -> Terms:
    """The settings that a report is made with."""
    return Terms(
        time_zone=settings.REPORT_TIME_ZONE,
        publisher=settings.REPORT_PUBLISHER,
        about=settings.REPORT_ABOUT,
        contact=settings.REPORT_CONTACT,
        contest=settings.REPORT_CONTEST,
        quorum=settings.REVIEW_QUORUM,
        quorum_high_risk=settings.REVIEW_QUORUM_HIGH_RISK,
    )


def scope_of(outlet: Outlet | None) -> str:
    """What a report of this outlet's articles alone, or of all, has as its scope."""
    return ALL if outlet is None else str(outlet.public_id)


def window_of(week: Week, scope: str, terms: Terms) -> Window:
    """The week as its report covers it."""
    zone = ZoneInfo(terms.time_zone)
    return Window(week, week.begins_in(zone), week.ends_in(zone), scope, terms)


def missing_weeks(scope: str = ALL) -> Iterator[Week]:
    """The finished weeks without a report, in order, from the first that can have one.

    That is the one after the last report, or the one in which the first article came.
    """
    zone = ZoneInfo(settings.REPORT_TIME_ZONE)
    made = WeeklyReport.objects.filter(scope=scope).order_by("-monday")
    last = made.values_list("monday", flat=True).first()  # without its payload
    if last is not None:
        week = Week(last).after()
    else:
        articles = Article.objects.order_by("created_at")
        if scope != ALL:
            articles = articles.filter(outlet__public_id=scope)
        first = articles.values_list("created_at", flat=True).first()
        if first is None:
            return
        week = week_of(first, zone)
    while week.ends_in(zone) + SETTLED_AFTER <= clock.now():
        yield week
        week = week.after()


def due_weeks(scope: str = ALL) -> list[Week]:
    """The missing weeks whose hour has come: 06:00 on the Monday after them.

    Where the last is made it costs one query, and where there is none yet, two.
    """
    zone = ZoneInfo(settings.REPORT_TIME_ZONE)
    now = clock.now()
    return [week for week in missing_weeks(scope) if hour_of(week, zone) <= now]


def hour_of(week: Week, zone: ZoneInfo) -> datetime:
    """When the report on a week is made by itself, and sent."""
    return datetime.combine(week.after().monday, HOUR, tzinfo=zone)


def report_on(week: Week, *, scope: str = ALL, tell: Tell = silent) -> WeeklyReport:
    """The report on a finished week: the one there is, or made now.

    Weeks before it without a report get theirs first, so that numbers and errata
    follow each other. Whoever makes it at the same time gets the same row. Raises
    `Refused` for a week that is not over, or that is before the first.
    """
    found = WeeklyReport.objects.filter(scope=scope, monday=week.monday).first()
    if found is not None:
        return found
    missing = [one for one in missing_weeks(scope) if one <= week]
    if week not in missing:
        raise Refused(_why_not(week, scope), code="no_such_week")
    for one in missing:
        report = _make(one, scope, tell)
    return report


def preview(*, scope: str = ALL, tell: Tell = silent) -> Values:
    """What the report on the present week would say now. Nothing is kept."""
    terms = terms_now()
    now = clock.now()
    window = window_of(week_of(now, ZoneInfo(terms.time_zone)), scope, terms)
    return build(gather(replace(window, cut_off=now), tell))


def verify(report: WeeklyReport, *, tell: Tell = silent) -> Verification:
    """Hold a report against its hash, the ledger, and what it was made from."""
    fault = _fault(report)
    if report.generator != GENERATOR:
        return Verification(report, not fault, fault, None)
    anew = build(gather(_window_of_report(report), tell))
    stored = json.loads(report.payload)
    differences = tuple(_differences(stored, json.loads(canonical_json(anew)), ""))
    return Verification(report, not fault, fault, differences)


def sha256_of(payload: str) -> str:
    """The hash of a payload as it is stored."""
    return hashlib.sha256(payload.encode("ascii")).hexdigest()


def _make(week: Week, scope: str, tell: Tell) -> WeeklyReport:
    terms = terms_now()
    window = window_of(week, scope, terms)
    tell(f"{week}: reading")
    facts = gather(window, lambda step: tell(f"{week}: {step}"))
    tell(f"{week}: writing")
    payload = canonical_json(build(facts))
    report = WeeklyReport(
        monday=week.monday,
        scope=scope,
        number=facts.number,
        time_zone=terms.time_zone,
        cut_off=window.cut_off,
        generator=GENERATOR,
        terms=canonical_json(asdict(terms)),
        payload=payload,
        sha256=sha256_of(payload),
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            _keep_claims(report, facts)
            _keep_errata(report, facts)
            delivering.promise(report)
            announce_made(report, facts)
            audit.record(
                action=Action.REPORT_MADE,
                subject=report,
                after={"sha256": report.sha256, "number": report.number},
                by=None,
            )
    except IntegrityError:
        # Another process was faster: its row is the report.
        return WeeklyReport.objects.get(scope=scope, monday=week.monday)
    return report


def _keep_claims(report: WeeklyReport, facts: WeekFacts) -> None:
    threads = {UUID(one.claim.thread) for one in facts.decisions}
    ReportedClaim.objects.bulk_create(
        (ReportedClaim(report=report, thread=thread) for thread in sorted(threads)),
        batch_size=500,
    )


def _keep_errata(report: WeeklyReport, facts: WeekFacts) -> None:
    ReportErratum.objects.bulk_create(
        (
            ReportErratum(
                report_id=one.report,
                found_in=report,
                number=one.erratum.number,
                thread=one.thread,
                says=canonical_json(one.erratum._asdict()),
            )
            for one in facts.errata
        ),
        batch_size=500,
    )


def _window_of_report(report: WeeklyReport) -> Window:
    return window_of(report.week, report.scope, Terms(**json.loads(report.terms)))


def _fault(report: WeeklyReport) -> str:
    """What is wrong with the stored report itself; empty if nothing is."""
    if report.sha256 != sha256_of(report.payload):
        return "the payload is not the one that was hashed"
    events = AuditEvent.objects.filter(
        subject_id=str(report.public_id), action=Action.REPORT_MADE
    )
    if report.sha256 not in {event.values_after.get("sha256") for event in events}:
        return "the ledger tells of another report"
    before = WeeklyReport.objects.filter(
        scope=report.scope, monday__lt=report.monday
    ).order_by("-monday")
    previous = before.values_list("sha256", flat=True).first()
    if json.loads(report.payload)["previous"] != previous:
        return "the report before is not the one it follows"
    return ""


def _differences(stored: object, anew: object, place: str) -> Iterator[str]:
    """Where two payloads differ: names of members, and how long lists are."""
    if isinstance(stored, Mapping) and isinstance(anew, Mapping):
        for name in sorted(stored.keys() | anew.keys()):
            inner = f"{place}.{name}" if place else name
            yield from _differences(stored.get(name), anew.get(name), inner)
    elif isinstance(stored, list) and isinstance(anew, list):
        if len(stored) != len(anew):
            yield f"{place}: {len(anew)} instead of {len(stored)}"
        for number, pair in enumerate(zip(stored, anew, strict=False)):
            yield from _differences(*pair, f"{place}[{number}]")
    elif stored != anew:
        yield place


def _why_not(week: Week, scope: str) -> str:
    zone = ZoneInfo(settings.REPORT_TIME_ZONE)
    if week.ends_in(zone) + SETTLED_AFTER > clock.now():
        return (
            f"The week {week} is not over, or only just ({settings.REPORT_TIME_ZONE}): "
            f"ask again ten minutes after its end."
        )
    first = WeeklyReport.objects.filter(scope=scope).order_by("monday").first()
    if first is None and not any(missing_weeks(scope)):
        return "There are no articles to report on yet."
    return f"There was nothing to report on in {week}: it is before the first week."

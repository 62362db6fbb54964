"""The facts of a week, read from the database as of its cut-off."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from claims.models import WeeklyReport
from claims.models.report import ALL
from claims.reports import counting, deciding
from claims.reports.as_of import brief
from claims.reports.building import TREND_WEEKS
from claims.reports.errata import errata_of
from claims.reports.facts import WeekFacts
from claims.reports.window import Window

Tell = Callable[[str], None]
"""Hears what is being read, for people who wait."""
_CARRIED: Final = ("week", "figures", "verdicts", "outlets")
"""What a report takes from the reports before it."""


def silent(step: str) -> None:
    """Nobody waits."""


def gather(window: Window, tell: Tell = silent) -> WeekFacts:
    """Everything that the report of a week says.

    In each of its steps the memory taken grows with the claims of the week, not with
    all claims; the number of queries with the claims on which something changed.
    """
    tell("articles")
    articles = counting.articles(window)
    tell("claims")
    claims = counting.claims(window)
    tell("reviews")
    deeds = deciding.deeds(window)
    tell("what waits")
    waiting = counting.waiting(window)
    waiting_count = counting.waiting_count(window)
    known = counting.known(window)
    open_statements = counting.open_statements(window)
    stale = counting.stale(window)
    tell("earlier reports")
    before = _reports_before(window)
    return WeekFacts(
        week=window.week,
        begins=window.begins,
        cut_off=window.cut_off,
        scope=window.scope,
        scope_name=_name(window),
        number=before[-1].number + 1 if before else 1,
        previous=before[-1].sha256 if before else "",
        terms=window.terms,
        articles=articles,
        claims=claims,
        outlets=counting.named_outlets(
            {one.outlet for one in claims} | {one.outlet for one in articles}, window
        ),
        speakers=counting.named_speakers(claims),
        reviewed=deeds.reviewed,
        known=known,
        open_statements=open_statements,
        stale=stale,
        decisions=deeds.decisions,
        conflicts=deeds.conflicts,
        reopened=deeds.reopened,
        corrected=deeds.corrected,
        overridden=deciding.overridden(window),
        judged=deeds.judged,
        waiting=[brief(key, one) for key, one in waiting],
        waiting_count=waiting_count,
        errata=errata_of(window),
        agreement=deeds.agreement(),
        earlier=[_carried(report) for report in before],
    )


def _reports_before(window: Window) -> Sequence[WeeklyReport]:
    """The last reports of this scope, oldest first, without their payloads."""
    rows = WeeklyReport.objects.filter(
        scope=window.scope, monday__lt=window.week.monday
    )
    return list(rows.defer("payload").order_by("-monday")[:TREND_WEEKS])[::-1]


def _carried(report: WeeklyReport) -> Mapping[str, object]:
    payload = json.loads(report.payload)
    return {name: payload[name] for name in _CARRIED}


def _name(window: Window) -> str:
    if window.scope == ALL:
        return "All outlets"
    return next(iter(counting.named_outlets([window.scope], window).values())).name

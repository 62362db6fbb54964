"""What earlier reports say of claims and what is otherwise by the end of a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Max

from claims.models import ReportedClaim, ReportErratum, WeeklyReport
from claims.reports.as_of import Thread, brief, changed_since, threads_at
from claims.reports.entries import LONGEST_CONTENT, cut
from claims.reports.facts import PEOPLE_UNNAMED, Brief, Erratum, Wrong
from claims.reports.window import Window
from claims.verdicts.states import Aspect


class What(StrEnum):
    """Which statement of a report no longer holds."""

    ATTRIBUTION = "attribution"  # the verdict
    CONTENT = "content"  # the verdict
    SPEAKER = "speaker"
    WORDS = "words"
    STANDING = "standing"  # whether it is a claim at all


_NO_VERDICT: Final = "open"
_NAME: Final = "a name, which is not repeated here"


def errata_of(window: Window) -> list[Wrong]:
    """What is wrong since this week with the reports before it."""
    changed = changed_since(window.begins)
    earlier = ReportedClaim.objects.filter(
        report__scope=window.scope, report__monday__lt=window.week.monday
    )
    reports: dict[UUID, list[WeeklyReport]] = defaultdict(list)
    rows = earlier.select_related("report").defer("report__payload")
    for row in rows.order_by("report__monday"):
        if row.thread in changed:
            reports[row.thread].append(row.report)
    before = dict(threads_at(reports, window.begins))
    numbers = _numbers_before(window)
    found = []
    for key, thread in threads_at(reports, window.cut_off):
        if key not in before:
            continue
        for what, was, now in _differences(key, before[key], thread, window):
            for report in reports[key]:
                numbers[report.pk] += 1
                erratum = Erratum(
                    week=str(report.week),
                    number=numbers[report.pk],
                    claim=str(thread.claim.public_id),
                    content=cut(thread.claim.content_text, LONGEST_CONTENT),
                    what=what.value,
                    was=was,
                    now=now,
                )
                found.append(Wrong(erratum, report.pk, key))
    return found


def _numbers_before(window: Window) -> dict[int, int]:
    """How many errata earlier reports had found in each."""
    rows = (
        ReportErratum.objects.filter(
            report__scope=window.scope, found_in__monday__lt=window.week.monday
        )
        .order_by()
        .values_list("report")
        .annotate(last=Max("number"))
    )
    return defaultdict(int, rows)


def _differences(
    key: UUID, before: Thread, after: Thread, window: Window
) -> Iterator[tuple[What, str, str]]:
    if before.stands != after.stands:
        yield What.STANDING, _standing(before), _standing(after)
        return
    was = before.states(window.begins, window.terms)
    now = after.states(window.cut_off, window.terms)
    for aspect in Aspect:
        pair = (was[aspect].verdict, now[aspect].verdict)
        if pair[0] is not pair[1] and pair[0] is not None:
            words = [one.value if one else _NO_VERDICT for one in pair]
            yield What(aspect.value), words[0], words[1]
    shown = brief(key, before), brief(key, after)
    for what, names in ((What.SPEAKER, "speaker"), (What.WORDS, "content")):
        said, says = (cut(getattr(one, names), LONGEST_CONTENT) for one in shown)
        if said != says:
            is_told = what is not What.SPEAKER or not _lost_its_name(*shown)
            yield what, said if is_told else _NAME, says


def _lost_its_name(before: Brief, after: Brief) -> bool:
    """Whether somebody was named of whom it turned out that they have no name."""
    return bool(before.speaker_id) and after.kind in PEOPLE_UNNAMED


def _standing(thread: Thread) -> str:
    return "a claim" if thread.stands else "no claim"

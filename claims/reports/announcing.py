"""The webhook event of a weekly report: that it was made, and where it is."""

from __future__ import annotations

from collections import Counter

from django.conf import settings

from claims.models import WeeklyReport
from claims.reports.facts import WeekFacts
from claims.reports.formats import Format, address_of
from factcheck.core import webhooks
from factcheck.core.models import WebhookEvent


def announce_made(report: WeeklyReport, facts: WeekFacts) -> None:
    """Tell of a report that is made in the caller's transaction.

    Nothing of what it says: which it is, its hash, and how many errata it found in
    which earlier ones.
    """
    found = Counter(one.erratum.week for one in facts.errata)
    webhooks.announce(
        WebhookEvent.REPORT_MADE,
        report,
        {
            "week": str(report.week),
            "scope": report.scope,
            "number": report.number,
            "sha256": report.sha256,
            "links": {
                form.value: settings.SITE_URL + address_of(report, form)
                for form in (Format.JSON, Format.HTML)
            },
            "errata": [
                {"week": week, "count": count} for week, count in sorted(found.items())
            ],
        },
    )

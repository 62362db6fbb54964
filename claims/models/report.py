"""Weekly reports: frozen when they are made, and what was found wrong with them since.

None of these rows is ever changed; the database refuses it by triggers.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from factcheck.lib import clock
from factcheck.lib.weeks import Week

ALL = "all"
"""The scope of the report on everything."""


class WeeklyReport(models.Model):
    """What one week brought, as it stood at the week's end.

    ``payload`` is canonical JSON (`factcheck.core.ledger.canonical_json`), to the
    letter what ``sha256`` is the hash of.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    monday = models.DateField(help_text="The week's first day, in the time zone.")
    scope = models.CharField(
        max_length=50,
        default=ALL,
        help_text="Of what it is the report: everything, or one outlet's articles.",
    )
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within its scope.")
    time_zone = models.CharField(max_length=64, help_text="A name of the IANA.")
    cut_off = models.DateTimeField(help_text="Nothing from this moment on is in it.")
    generator = models.CharField(max_length=20, help_text="Version of what made it.")
    terms = models.TextField(
        help_text="Canonical JSON of the settings it was made with: who publishes it, "
        "quorums. Rebuilding takes them from here."
    )
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        ordering = ("-monday", "scope")
        permissions = [("send_weeklyreport", "Can send reports to subscribers")]
        constraints = [
            models.UniqueConstraint(
                fields=["monday", "scope"], name="report_once_a_week"
            ),
            models.UniqueConstraint(
                fields=["scope", "number"], name="report_numbered_once"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="report_number_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week}" if self.scope == ALL else f"{self.week} · {self.scope}"

    @property
    def week(self) -> Week:
        """The week it is on."""
        return Week(self.monday)


class ReportedClaim(models.Model):
    """That a report shows the decision on a claim: where an erratum belongs."""

    report = models.ForeignKey(
        WeeklyReport, on_delete=models.PROTECT, related_name="claims"
    )
    thread = models.UUIDField(help_text="The claim through all texts of its article.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "report"], name="reported_claim_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread} in {self.report_id}"


class ReportErratum(models.Model):
    """That something a report says of a claim has become otherwise since.

    Found when a later report of its scope is made, and shown in it.
    """

    report = models.ForeignKey(
        WeeklyReport, on_delete=models.PROTECT, related_name="errata"
    )
    found_in = models.ForeignKey(
        WeeklyReport, on_delete=models.PROTECT, related_name="found"
    )
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of the report.")
    thread = models.UUIDField()
    says = models.TextField(help_text="Canonical JSON: what it was, what it is now.")
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        ordering = ("report", "number")
        verbose_name_plural = "report errata"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="erratum_numbered_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(report=models.F("found_in")),
                name="erratum_found_later",
            ),
        ]

    def __str__(self) -> str:
        return f"erratum {self.number} to {self.report_id}"

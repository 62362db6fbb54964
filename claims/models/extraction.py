"""Runs of the engine over snapshots."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from factcheck.lib import clock
from sources.models import Snapshot


class ExtractionRun(models.Model):
    """One engine version over one snapshot. The row is written together with its
    claims, in one transaction: it is there with all of them, or not at all.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.CASCADE, related_name="runs"
    )
    engine = models.CharField(max_length=150, help_text="Version of rules and model.")
    claim_count = models.PositiveIntegerField()
    rejected = models.JSONField(
        default=dict, help_text="Candidates that became no claim, by reason."
    )
    seconds = models.FloatField(help_text="Wall time of the engine.")
    finished_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "engine"], name="run_once_per_engine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} by {self.engine}"

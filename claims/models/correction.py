"""Corrections: what people changed of what the engine found; and what it had found."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models.claim import Claim
from factcheck.lib import clock
from sources.models import Snapshot

LONGEST_REASON = 2_000  # characters


class CorrectionKind(models.TextChoices):
    """What a person did to a claim."""

    RESPAN = "respan", "words"
    RESPEAKER = "respeaker", "speaker"
    RECUE = "recue", "class of the cue"
    RETIER = "retier", "tier"
    SPLIT = "split", "split"
    MERGE = "merge", "merged"
    ADD = "add", "added"
    REJECT = "reject", "rejected"
    RESTORE = "restore", "restored"


class Correction(models.Model):
    """One correction of one claim, written by `claims.corrections` and never changed.

    ``before`` and ``after`` have the values that changed: words with their spans in
    code points of the snapshot's text, ids, and words of the engine's vocabulary.
    The database refuses UPDATE and DELETE by triggers.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(max_length=20, choices=CorrectionKind.choices)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections"
    )
    at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    engine = models.CharField(
        max_length=150,
        blank=True,
        help_text="The version that was corrected; empty if none had found the claim.",
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrectionKind.values),
                name="correction_kind_known",
            ),
        ]
        indexes = [
            # "Everything corrected since …", for the export.
            models.Index(fields=["at"], name="correction_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.claim_id}"


class Finding(models.Model):
    """Where the engine itself sees a claim that people keep.

    A claim that was corrected or reviewed is met by these places as well as by those
    that it has now, so that neither the uncorrected reading nor one with slightly
    other bounds comes back as a new claim.
    """

    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.CASCADE, related_name="findings"
    )
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="findings")
    fingerprint = models.CharField(max_length=64)
    engine = models.CharField(max_length=150)
    speaker = models.TextField(
        blank=True, help_text="Whom it took for the speaker: the name, or the words."
    )
    cue = models.JSONField(help_text="Spans, [[start, end], …].")
    content = models.JSONField(help_text="Spans, [[start, end], …].")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "fingerprint"], name="finding_fingerprint_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} by {self.engine}"

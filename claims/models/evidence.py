"""Evidence: a passage or document from elsewhere, offered for or against a claim."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.extraction.model import SpeakerKind
from claims.models.choices import choices_of, known
from claims.models.claim import Claim
from claims.models.speaker import Speaker
from claims.verdicts.states import Aspect
from factcheck.lib import clock
from sources.models import Snapshot


class Stance(models.TextChoices):
    """What a piece of evidence says about the claim. Never a verdict."""

    SUPPORTS = "supports", "supports"
    CONTRADICTS = "contradicts", "contradicts"
    DISCUSSES = "discusses", "discusses"


class Acceptance(models.TextChoices):
    """Whether it is evidence: what a person picks is, what is suggested may be."""

    SUGGESTED = "suggested", "suggested"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Reads on evidence."""

    def of_thread(self, thread: uuid.UUID) -> EvidenceQuerySet:
        """What was offered on a claim in any text of its article, oldest first."""
        return self.filter(claim__thread=thread).order_by("id")

    def accepted(self) -> EvidenceQuerySet:
        """What counts."""
        return self.filter(acceptance=Acceptance.ACCEPTED)


class Evidence(models.Model):
    """One piece, for one aspect of a claim. Its words never change.

    A passage names its text and place; an outside document its address. Of a passage
    whose article was deleted, the words, title, address and hash are left.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    aspect = models.CharField(max_length=20, choices=choices_of(Aspect))
    stance = models.CharField(max_length=20, choices=Stance.choices)
    snapshot = models.ForeignKey(
        Snapshot, null=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    start = models.PositiveIntegerField(
        null=True, help_text="Characters of the snapshot's text."
    )
    end = models.PositiveIntegerField(null=True)
    excerpt = models.TextField()
    title = models.CharField(max_length=500)
    url = models.CharField(max_length=2_000, blank=True)
    sha256 = models.CharField(
        max_length=64, help_text="Of the text it is taken from; of the excerpt if not."
    )
    speaker = models.ForeignKey(
        Speaker,
        null=True,
        on_delete=models.SET_NULL,
        related_name="evidence",
        help_text="Who speaks in it.",
    )
    speaker_kind = models.CharField(max_length=30, choices=choices_of(SpeakerKind))
    is_primary = models.BooleanField(
        default=False,
        help_text="A recording, an official record, the speaker's own post or text.",
    )
    is_interested = models.BooleanField(
        default=False, help_text="It speaks for the interest of the claim's speaker."
    )
    is_independent = models.BooleanField(help_text="Of the claim's own origin.")
    independence_reason = models.TextField()
    note = models.TextField(blank=True)
    acceptance = models.CharField(max_length=20, choices=Acceptance.choices)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty if the engine suggested it.",
    )
    added_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ("id",)
        constraints = [
            known("aspect", Aspect, name="evidence_aspect_known"),
            known("speaker_kind", SpeakerKind, name="evidence_speaker_kind_known"),
            models.CheckConstraint(
                condition=models.Q(stance__in=Stance.values),
                name="evidence_stance_known",
            ),
            models.CheckConstraint(
                condition=models.Q(acceptance__in=Acceptance.values),
                name="evidence_acceptance_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(excerpt=""), name="evidence_has_words"
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lt=models.F("end")),
                name="evidence_place_is_span",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=False) | ~models.Q(url=""),
                name="evidence_has_place_or_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_document(self) -> bool:
        """Whether it is an outside document, not a passage of an article here."""
        return self.start is None

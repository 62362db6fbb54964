"""Reviews: votes on claims, never changed, and what makes a decision doubtful."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models.choices import choices_of, known, values_of
from claims.models.claim import Claim
from claims.models.evidence import Evidence
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib import clock
from sources.models import Snapshot

LONGEST_RATIONALE = 5_000  # characters
LONGEST_SCOPE = 1_000
TAKEN_BACK = ""
"""What stands for the verdict where a vote takes back the one before."""


def new_seal() -> str:
    return secrets.token_hex(16)


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reads on reviews."""

    def of_thread(self, thread: uuid.UUID) -> ReviewQuerySet:
        """The votes on a claim in any text of its article, oldest first."""
        return self.filter(claim__thread=thread).order_by("id")


class Review(models.Model):
    """One reviewer's vote on one aspect of a claim.

    The database refuses to change or delete it; a later vote supersedes it. The
    counts say what the vote stood on when it was given: a verdict without enough is
    refused by the database too (I11).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    aspect = models.CharField(max_length=20, choices=choices_of(Aspect))
    verdict = models.CharField(max_length=20, choices=choices_of(Verdict), blank=True)
    rationale = models.TextField(blank=True)
    scope_note = models.TextField(
        blank=True, help_text="For which time, place and meaning of its words."
    )
    evidence = models.ManyToManyField(
        Evidence, through="ReviewEvidence", related_name="reviews"
    )
    snapshot = models.ForeignKey(
        Snapshot,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The text it was given on.",
    )
    cast = models.UUIDField(
        default=uuid.uuid4, help_text="One for the votes that were given together."
    )
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    is_additional = models.BooleanField(
        help_text="By who added the claim or found its evidence: it fills no quorum."
    )
    is_adjudication = models.BooleanField()
    origin_count = models.PositiveSmallIntegerField(default=0)
    named_origin_count = models.PositiveSmallIntegerField(default=0)
    primary_count = models.PositiveSmallIntegerField(default=0)
    support_count = models.PositiveSmallIntegerField(default=0)
    contradiction_count = models.PositiveSmallIntegerField(default=0)
    seal = models.CharField(
        max_length=32,
        default=new_seal,
        help_text="Random; with it, the ledger's hash of a blind vote can be checked.",
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        permissions = [("adjudicate_review", "Can decide where votes differ")]
        indexes = [
            models.Index(fields=["reviewer", "claim"], name="review_by_reviewer"),
            # The dashboard: the votes of the last weeks.
            models.Index(fields=["created_at"], name="review_by_time"),
        ]
        constraints = [
            known("aspect", Aspect, name="review_aspect_known"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=[TAKEN_BACK, *values_of(Verdict)]),
                name="review_verdict_known",
            ),
            # Nobody has two first votes: whoever votes again supersedes.
            models.UniqueConstraint(
                fields=["claim", "reviewer", "aspect", "is_adjudication"],
                condition=models.Q(supersedes__isnull=True),
                name="review_first_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict=TAKEN_BACK)
                | models.Q(supersedes__isnull=False),
                name="review_takes_back_another",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=[TAKEN_BACK, Verdict.CORROBORATED.value])
                | ~models.Q(rationale=""),
                name="review_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.CORROBORATED.value)
                | models.Q(origin_count__gte=2, named_origin_count__gte=1)
                | models.Q(aspect=Aspect.ATTRIBUTION.value, primary_count__gte=1),
                name="review_corroborated_by_origins",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.PARTLY_CORROBORATED.value)
                | models.Q(support_count__gte=1),
                name="review_partly_by_support",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.DISPUTED.value)
                | models.Q(contradiction_count__gte=1),
                name="review_disputed_by_an_excerpt",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.public_id}"


class ReviewEvidence(models.Model):
    """A piece of evidence that a vote names. Never changed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="named")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "evidence"], name="review_names_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} names {self.evidence_id}"


class Reopening(models.Model):
    """That a decided claim was opened again: earlier votes no longer count."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="reopenings"
    )
    after = models.ForeignKey(
        Review,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The last vote that no longer counts.",
    )
    reason = models.TextField()
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reopened_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="reopening_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"reopening {self.public_id}"


class Doubt(models.TextChoices):
    """What makes a decision stale (V7)."""

    NEW_TEXT = "new_text", "the article has a new text"
    OPPOSING_EVIDENCE = "opposing_evidence", "new evidence against it"
    EVIDENCE_REJECTED = "evidence_rejected", "evidence it stands on was rejected"
    RESOLVED_ANEW = "resolved_anew", "the engine reads another speaker"
    SPEAKER_MERGED = "speaker_merged", "the speaker became another"
    OUTLET_DOWNGRADED = "outlet_downgraded", "an outlet was downgraded"
    ORIGINS_CHANGED = "origins_changed", "origins were found to be one"
    CORRECTED = "corrected", "the claim was corrected"
    NOT_FOUND = "not_found", "the engine no longer finds it"


class Staleness(models.Model):
    """One reason why a claim's decision may no longer hold."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="doubts")
    kind = models.CharField(max_length=20, choices=Doubt.choices)
    detail = models.TextField()
    since = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Doubt.values), name="staleness_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.detail


class ReadingLock(models.Model):
    """Who reads a claim right now. It hinders nobody, and it expires."""

    claim = models.OneToOneField(
        Claim, on_delete=models.CASCADE, primary_key=True, related_name="lock"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.claim_id} by {self.reader_id}"

"""Claims: content attributed to a speaker, in one snapshot."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.extraction.model import (
    Certainty,
    Channel,
    Commitment,
    QuoteType,
    SpeakerKind,
    Tier,
)
from claims.models.choices import choices_of, known, share, values_of
from claims.models.extraction import ExtractionRun
from claims.models.speaker import Speaker
from claims.verdicts.states import Agreement, Verdict
from factcheck.lib import clock
from sources.models import Snapshot

CERTAINTIES = [
    (Certainty.CERTAIN.value, "certain (CT+)"),
    (Certainty.CERTAIN_NOT.value, "certainly not (CT-)"),
    (Certainty.PROBABLE.value, "probable (PR+)"),
    (Certainty.PROBABLE_NOT.value, "probably not (PR-)"),
    (Certainty.POSSIBLE.value, "possible (PS+)"),
    (Certainty.POSSIBLE_NOT.value, "possibly not (PS-)"),
    (Certainty.UNCOMMITTED.value, "uncommitted (Uu)"),
]


class Progress(models.TextChoices):
    """How far the review of a claim has come. Never a verdict."""

    NEW = "new", "new"
    TRIAGED = "triaged", "triaged"
    IN_REVIEW = "in_review", "in review"
    DECIDED = "decided", "decided"
    PUBLISHED = "published", "published"
    REOPENED = "reopened", "reopened"
    WITHDRAWN = "withdrawn", "withdrawn"


class Ending(models.TextChoices):
    """What became of a claim in the next snapshot of its article."""

    NONE = "", "none"
    CONTINUED = "continued", "continued in the next text"
    REMOVED = "removed", "removed by the outlet"
    ORPHANED = "orphaned", "not found again for certain"
    NOT_READ = "not_read", "not in the text as read again"


OPEN = [
    Progress.NEW,
    Progress.TRIAGED,
    Progress.IN_REVIEW,
    Progress.REOPENED,
]
"""Progress of a claim that waits for votes."""


class Rejection(models.TextChoices):
    """Why a person took a claim off the lists. Empty: it stands."""

    NONE = "", "none"
    NOT_A_CLAIM = "not_a_claim", "nothing is said to be so here"
    NOT_ATTRIBUTED = "not_attributed", "it is not attributed to anybody"
    DUPLICATE = "duplicate", "another claim says the same"
    NOT_THE_ARTICLE = "not_the_article", "not words of the article"
    OTHER = "other", "another reason"
    MERGED = "merged", "merged into another claim"


class SpanRole(models.TextChoices):
    """What a span of a claim is."""

    SPEAKER = "speaker", "speaker"
    CUE = "cue", "cue"
    CONTENT = "content", "content"
    VIA = "via", "via"


REVIEWED = (
    Progress.IN_REVIEW,
    Progress.DECIDED,
    Progress.PUBLISHED,
    Progress.REOPENED,
)
"""From these on people have judged the claim."""


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Reads on claims."""

    def current(self) -> ClaimQuerySet:
        """Each claim once: without those that do not stand, and those that a later
        text continues.
        """
        return self.standing().exclude(ending=Ending.CONTINUED)

    def standing(self) -> ClaimQuerySet:
        """Without the claims that the newest run did not find any more, and those
        that a person rejected.
        """
        return self.exclude(progress=Progress.WITHDRAWN).filter(
            rejection=Rejection.NONE
        )

    def kept(self) -> ClaimQuerySet:
        """Those that people corrected, added, rejected or reviewed: no run of the
        engine withdraws them.
        """
        return self.filter(
            models.Q(corrected_at__isnull=False) | models.Q(progress__in=REVIEWED)
        )

    def of_snapshot(self, snapshot: Snapshot) -> ClaimQuerySet:
        """The standing claims of one snapshot, in the order of the text."""
        return self.standing().filter(snapshot=snapshot).order_by("ordinal", "id")

    def with_everything(self) -> ClaimQuerySet:
        """With all that showing a claim needs, in four queries.

        The snapshots' texts and raw bytes stay in the database.
        """
        return (
            self.select_related(
                "snapshot__article",
                "run",
                "speaker",
                "added_by",
                "continues",
                "continued_by",
                "merged_into",
                "split_from",
            )
            .only(
                *(field.name for field in Claim._meta.concrete_fields),
                "run__engine",
                "continues__public_id",
                "continued_by__public_id",
                "merged_into__public_id",
                "split_from__public_id",
                "added_by__username",
                "added_by__display_name",
                "speaker__public_id",
                "speaker__name",
                "snapshot__public_id",
                "snapshot__number",
                "snapshot__article",
                "snapshot__article__public_id",
                "snapshot__article__title",
                "snapshot__article__published_on",
            )
            .prefetch_related("spans", "relays__speaker")
        )


class Claim(models.Model):
    """What one attribution says. The texts are as written in the snapshot."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.CASCADE, related_name="claims"
    )
    run = models.ForeignKey(
        ExtractionRun,
        null=True,
        on_delete=models.CASCADE,
        related_name="claims",
        help_text="The last that found it; null while only a person has.",
    )
    fingerprint = models.CharField(
        max_length=64,
        help_text="Hash of the words and their places as first found: a second run "
        "of the engine meets the same claim again, corrected or not.",
    )
    ordinal = models.PositiveIntegerField(help_text="Its place in the article, from 1.")
    tier = models.CharField(max_length=20, choices=choices_of(Tier))
    speaker = models.ForeignKey(
        Speaker, null=True, on_delete=models.RESTRICT, related_name="claims"
    )
    speaker_kind = models.CharField(max_length=30, choices=choices_of(SpeakerKind))
    speaker_role = models.CharField(max_length=300, blank=True)
    speaker_text = models.TextField(blank=True, help_text="As written.")
    cue_text = models.TextField(
        blank=True, help_text="Empty for the outlet's own sentence."
    )
    cue_lemma = models.CharField(max_length=100, blank=True)
    content_text = models.TextField()
    quote_type = models.CharField(max_length=20, choices=choices_of(QuoteType))
    commitment = models.CharField(max_length=20, choices=choices_of(Commitment))
    certainty = models.CharField(max_length=3, choices=CERTAINTIES)
    is_negated = models.BooleanField()
    channel = models.CharField(max_length=20, choices=choices_of(Channel), blank=True)
    said_at_text = models.CharField(max_length=200, blank=True)
    said_at_start = models.PositiveIntegerField(null=True)
    said_at_end = models.PositiveIntegerField(null=True)
    said_on = models.DateField(null=True)
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    check_worthiness = models.FloatField(
        null=True, help_text="0 to 1; null if stored by an engine that did not score."
    )
    confidence = models.FloatField(
        null=True, help_text="Probability, 0 to 1; null while only a person found it."
    )
    confidence_parts = models.JSONField(
        default=dict, help_text="Cue, speaker, content and resolution, each 0 to 1."
    )
    why = models.JSONField(help_text="The engine's reasons, one a line.")
    progress = models.CharField(
        max_length=20, choices=Progress.choices, default=Progress.NEW
    )
    thread = models.UUIDField(
        default=uuid.uuid4,
        help_text="One for the claim in all texts of its article: votes and evidence "
        "on any of them belong to it.",
    )
    version = models.PositiveIntegerField(
        default=0,
        help_text="Grows with each change that who is about to vote should see.",
    )
    is_high_risk = models.BooleanField(default=False)
    reach = models.PositiveIntegerField(
        default=1, help_text="Articles of its origin that carry it."
    )
    priority = models.FloatField(
        default=0.0, help_text="What is checked first; see claims/verdicts/priority.py."
    )
    # What follows from the votes, kept so that lists can be filtered by it.
    attribution_verdict = models.CharField(
        max_length=20, choices=choices_of(Verdict), blank=True, default=""
    )
    attribution_agreement = models.CharField(
        max_length=20, choices=choices_of(Agreement), default=Agreement.NONE.value
    )
    content_verdict = models.CharField(
        max_length=20, choices=choices_of(Verdict), blank=True, default=""
    )
    content_agreement = models.CharField(
        max_length=20, choices=choices_of(Agreement), default=Agreement.NONE.value
    )
    decided_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(
        null=True, help_text="When a run did not find it any more."
    )
    is_stale = models.BooleanField(default=False)
    continues = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="continued_by",
        help_text="The same claim in the text before this one.",
    )
    ending = models.CharField(
        max_length=20,
        choices=Ending.choices,
        blank=True,
        default=Ending.NONE,
        help_text="What became of it in the next text.",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who added it because the engine had missed it.",
    )
    corrected_at = models.DateTimeField(
        null=True, help_text="When a person last corrected, added or rejected it."
    )
    settled = models.JSONField(
        default=list,
        help_text="The parts (`claims.parts.Part`) that a person decided on: "
        "a new run of the engine leaves them.",
    )
    rejection = models.CharField(
        max_length=20, choices=Rejection.choices, blank=True, default=Rejection.NONE
    )
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="split_off"
    )
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("snapshot", "ordinal", "id")
        permissions = [("extract_text", "Can run the engine without storing")]
        indexes = [
            models.Index(fields=["thread"], name="claim_by_thread"),
            # The weekly report: what came in within a week, what has waited longest.
            models.Index(fields=["created_at", "id"], name="claim_by_time"),
            models.Index(
                fields=["withdrawn_at"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="claim_by_withdrawal",
            ),
            # The queue: open claims, the most pressing first.
            models.Index(
                fields=["-priority", "id"],
                condition=models.Q(progress__in=OPEN)
                & ~models.Q(ending=Ending.CONTINUED),
                name="claim_queue",
            ),
            models.Index(
                fields=["-priority", "id"],
                condition=models.Q(is_stale=True),
                name="claim_stale",
            ),
            models.Index(
                fields=["-priority", "id"],
                condition=models.Q(attribution_agreement=Agreement.CONFLICT.value)
                | models.Q(content_agreement=Agreement.CONFLICT.value),
                name="claim_conflict",
            ),
            # The rejected ones, the newest first: few among very many.
            models.Index(
                fields=["-id"],
                condition=~models.Q(rejection=Rejection.NONE),
                name="claim_rejected_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(attribution_verdict__in=["", *values_of(Verdict)])
                & models.Q(content_verdict__in=["", *values_of(Verdict)]),
                name="claim_verdicts_known",
            ),
            models.CheckConstraint(
                condition=models.Q(attribution_agreement__in=values_of(Agreement))
                & models.Q(content_agreement__in=values_of(Agreement)),
                name="claim_agreements_known",
            ),
            models.UniqueConstraint(
                fields=["snapshot", "fingerprint"], name="claim_fingerprint_unique"
            ),
            known("tier", Tier, name="claim_tier_known"),
            known("speaker_kind", SpeakerKind, name="claim_speaker_kind_known"),
            known("quote_type", QuoteType, name="claim_quote_type_known"),
            known("commitment", Commitment, name="claim_commitment_known"),
            known("certainty", Certainty, name="claim_certainty_known"),
            known("channel", Channel, name="claim_channel_known"),
            models.CheckConstraint(
                condition=models.Q(progress__in=Progress.values),
                name="claim_progress_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ending__in=Ending.values),
                name="claim_ending_known",
            ),
            models.CheckConstraint(
                condition=models.Q(rejection__in=Rejection.values),
                name="claim_rejection_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    rejection=Rejection.MERGED, merged_into__isnull=False
                )
                | (
                    ~models.Q(rejection=Rejection.MERGED)
                    & models.Q(merged_into__isnull=True)
                ),
                name="claim_merged_into_one",
            ),
            models.CheckConstraint(
                condition=models.Q(added_by__isnull=False)
                | models.Q(run__isnull=False, confidence__isnull=False),
                name="claim_found_or_added",
            ),
            models.CheckConstraint(
                condition=models.Q(added_by__isnull=True, rejection=Rejection.NONE)
                | models.Q(corrected_at__isnull=False),
                name="claim_corrected_has_time",
            ),
            share("confidence", name="claim_confidence_is_share"),
            share("check_worthiness", name="claim_check_worthiness_is_share"),
            models.CheckConstraint(
                condition=models.Q(sentence_start__lt=models.F("sentence_end")),
                name="claim_sentence_is_span",
            ),
            models.CheckConstraint(
                condition=models.Q(said_at_start__isnull=True, said_at_end__isnull=True)
                | models.Q(said_at_start__lt=models.F("said_at_end")),
                name="claim_said_at_is_span",
            ),
            models.CheckConstraint(
                condition=~models.Q(content_text=""), name="claim_has_words"
            ),
            models.CheckConstraint(
                condition=models.Q(cue_text="", tier=Tier.OUTLET.value)
                | (~models.Q(cue_text="") & ~models.Q(tier=Tier.OUTLET.value)),
                name="claim_has_cue_unless_outlet",
            ),
        ]

    def __str__(self) -> str:
        words = self.content_text
        return words if len(words) <= 80 else f"{words[:79]}…"

    @property
    def voice(self) -> str:
        """Who speaks: the speaker's name, or the words for them where that is not
        known; empty where nobody is named.
        """
        return self.speaker.name if self.speaker else self.speaker_text


class Relay(models.Model):
    """One of those who relay a claim, from the speaker (position 1) towards us."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="relays")
    position = models.PositiveSmallIntegerField()
    speaker = models.ForeignKey(
        Speaker, null=True, on_delete=models.RESTRICT, related_name="relayed"
    )
    kind = models.CharField(max_length=30, choices=choices_of(SpeakerKind))
    role = models.CharField(max_length=300, blank=True)
    text = models.TextField(help_text="As written.")

    class Meta:
        ordering = ("claim", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "position"], name="relay_position_unique"
            ),
            known("kind", SpeakerKind, name="relay_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text


class ClaimSpan(models.Model):
    """A stretch of the snapshot's text: ``snapshot.text[start:end] == text``."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="spans")
    role = models.CharField(max_length=10, choices=SpanRole.choices)
    relay = models.ForeignKey(
        Relay, null=True, on_delete=models.CASCADE, related_name="spans"
    )
    ordinal = models.PositiveSmallIntegerField(help_text="Within its role, from 0.")
    start = models.PositiveIntegerField(help_text="Characters of the snapshot's text.")
    end = models.PositiveIntegerField(help_text="The first character after it.")
    text = models.TextField()

    class Meta:
        ordering = ("claim", "role", "ordinal")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "role", "ordinal"], name="span_ordinal_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="span_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=SpanRole.values), name="span_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role=SpanRole.VIA, relay__isnull=False)
                | (~models.Q(role=SpanRole.VIA) & models.Q(relay__isnull=True)),
                name="span_of_relay_is_via",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} [{self.start}, {self.end})"

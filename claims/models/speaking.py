"""What people say about speakers: who are one, who are two, and their roles."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models.speaker import Speaker
from factcheck.lib import clock
from sources.models import Article


class SpeakerMove(models.Model):
    """Claims and what goes with them, moved from one speaker to another.

    Written once; undoing it only adds who did and when. The lists of ids are what
    was moved: undoing brings back these and no others.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.TextField()
    claim_ids = models.JSONField(default=list, help_text="Claims that were moved.")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="%(class)s_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=False)
                | models.Q(undone_by__isnull=True),
                name="%(class)s_undone_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(speaker=models.F("into")),
                name="%(class)s_has_two_speakers",
            ),
        ]

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_at is not None


class SpeakerMerge(SpeakerMove):
    """A person's word that two speakers are one."""

    speaker = models.ForeignKey(
        Speaker,
        on_delete=models.CASCADE,
        related_name="merges_away",
        help_text="The one that was merged.",
    )
    into = models.ForeignKey(
        Speaker, on_delete=models.CASCADE, related_name="merges_here"
    )
    relay_ids = models.JSONField(default=list, help_text="Relays that were moved.")
    alias_ids = models.JSONField(default=list, help_text="Aliases that were moved.")
    role_ids = models.JSONField(default=list, help_text="Roles that were moved.")
    speaker_ids = models.JSONField(
        default=list,
        help_text="Speakers merged into the merged one before: they were led on.",
    )
    took_wikidata = models.BooleanField(
        default=False, help_text="Whether the other one got its Wikidata id."
    )

    class Meta(SpeakerMove.Meta):
        constraints = [
            *SpeakerMove.Meta.constraints,
            models.UniqueConstraint(
                fields=["speaker"],
                condition=models.Q(undone_at__isnull=True),
                name="speaker_merged_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} into {self.into}"


class SpeakerSplit(SpeakerMove):
    """A person's word that some claims are another speaker's."""

    speaker = models.ForeignKey(
        Speaker,
        on_delete=models.CASCADE,
        related_name="splits_away",
        help_text="The one whose claims they were.",
    )
    into = models.ForeignKey(
        Speaker, on_delete=models.CASCADE, related_name="splits_here"
    )
    is_into_new = models.BooleanField(help_text="Whether the other one was made by it.")
    settled_ids = models.JSONField(
        default=list, help_text="Of the claims, those a person had decided on before."
    )
    alias_moves = models.JSONField(
        default=list,
        help_text="For each alias: its id, its state before, the id of the other "
        "speaker's alias, and that one's state before, null if it is new.",
    )

    def __str__(self) -> str:
        return f"{self.speaker} to {self.into}"


class SpeakerRole(models.Model):
    """What a speaker is or was, in words, for a time if it is known."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="roles")
    text = models.CharField(max_length=300)
    since = models.DateField(null=True, help_text="The first day, if known.")
    until = models.DateField(null=True, help_text="The last day, if it is over.")
    article = models.ForeignKey(
        Article,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The article that says so.",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = (models.F("since").desc(nulls_last=True), "id")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="speaker_role_has_words"
            ),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="speaker_role_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        if self.since is None and self.until is None:
            return self.text
        return f"{self.text} ({self.since or '…'} to {self.until or '…'})"

"""The ledger: who changed what, when and why; each row seals the one before."""

from __future__ import annotations

import json
import uuid
from typing import Any, ClassVar

from django.db import models

from factcheck.core.acting import Channel

LONGEST_LABEL = 200  # characters
LONGEST_REASON = 2_000  # characters
GENESIS = "0" * 64
"""What stands for the hash before the first event."""


class Action(models.TextChoices):
    """What was done: the kind of thing, a dot, the deed.

    A word is never taken back: old events keep it. New ones are added here.
    """

    ARTICLE_ADDED = "article.added", "article added"
    ARTICLE_CHANGED = "article.changed", "article changed"
    ARTICLE_DELETED = "article.deleted", "article deleted"
    ARTICLE_TEXT_ADDED = "article.text_added", "new text of an article stored"
    CLAIM_ADDED = "claim.added", "claim added by a person"
    CLAIM_CORRECTED = "claim.corrected", "claim corrected"
    CLAIM_MERGED = "claim.merged", "claims merged"
    CLAIM_REJECTED = "claim.rejected", "claim rejected"
    CLAIM_RESTORED = "claim.restored", "claim restored"
    CLAIM_SPLIT = "claim.split", "claim split"
    CLAIM_DECIDED = "claim.decided", "claim decided"
    CLAIM_REOPENED = "claim.reopened", "claim opened again"
    CLAIM_RISK_SET = "claim.risk_set", "risk of a claim set"
    CLAIM_SETTLED = "claim.settled", "decision confirmed"
    CLAIM_STALE = "claim.stale", "decision in doubt"
    EVIDENCE_ADDED = "evidence.added", "evidence added"
    EVIDENCE_DECIDED = "evidence.decided", "evidence decided on"
    CLAIM_SPEAKER_CHANGED = "claim.speaker_changed", "claim given to another speaker"
    FEED_CHANGED = "feed.changed", "feed changed"
    FEED_FOLLOWED = "feed.followed", "feed followed"
    FEED_POLL_ASKED = "feed.poll_asked", "poll of a feed asked for"
    FETCH_ASKED = "fetch.asked", "page asked for"
    JOB_RETRIED = "job.retried", "job put back in the queue"
    ORIGIN_OVERRULED = "origin.overruled", "origin decided by a person"
    OUTLET_CHANGED = "outlet.changed", "outlet changed"
    OUTLET_CREATED = "outlet.created", "outlet entered"
    OUTLET_DELETED = "outlet.deleted", "outlet deleted"
    OUTLET_RATED = "outlet.rated", "outlet rated"
    REPORT_MADE = "report.made", "weekly report made"
    REPORT_SENT = "report.sent", "weekly report sent"
    REPORT_SENT_AGAIN = "report.sent_again", "weekly report sent again"
    REVIEW_RECORDED = "review.recorded", "vote recorded"
    REVIEW_TAKEN_BACK = "review.taken_back", "vote taken back"
    SPEAKER_ALIAS_ADDED = "speaker.alias_added", "alias of a speaker added"
    SPEAKER_ALIAS_REMOVED = "speaker.alias_removed", "alias of a speaker removed"
    SPEAKER_CHANGED = "speaker.changed", "speaker changed"
    SPEAKER_CREATED = "speaker.created", "speaker entered"
    SPEAKER_MERGED = "speaker.merged", "speakers merged"
    SPEAKER_MERGE_UNDONE = "speaker.merge_undone", "merge of speakers undone"
    SPEAKER_ROLE_ADDED = "speaker.role_added", "role of a speaker added"
    SPEAKER_ROLE_REMOVED = "speaker.role_removed", "role of a speaker removed"
    SPEAKER_SPLIT = "speaker.split", "speaker split"
    SPEAKER_SPLIT_UNDONE = "speaker.split_undone", "split of a speaker undone"
    SUBSCRIBER_ADDED = "subscriber.added", "subscriber added"
    SUBSCRIBER_CHANGED = "subscriber.changed", "subscriber changed"
    SUBSCRIBER_FORGOTTEN = "subscriber.forgotten", "subscriber forgotten"
    SUBSCRIBER_LEFT = "subscriber.left", "subscriber unsubscribed"
    TOKEN_ISSUED = "token.issued", "token issued"
    TOKEN_REVOKED = "token.revoked", "token revoked"
    USER_CHANGED = "user.changed", "user changed"
    USER_CREATED = "user.created", "user created"
    USER_PASSWORD_SET = "user.password_set", "password set"
    WEBHOOK_ADDED = "webhook.added", "webhook added"
    WEBHOOK_CHANGED = "webhook.changed", "webhook changed"
    WEBHOOK_DELETED = "webhook.deleted", "webhook deleted"
    WEBHOOK_REPLAYED = "webhook.replayed", "event sent to a webhook again"
    WEBHOOK_SECRET_ROTATED = "webhook.secret_rotated", "secret of a webhook changed"
    WEBHOOK_TESTED = "webhook.tested", "webhook tested"


class AuditEvent(models.Model):
    """One deed. Written by `factcheck.core.audit.record` alone, never changed.

    Who did it and what it was done to are kept as ids and names, not as foreign
    keys: a row says by itself all that its hash covers, and the deletion of a user
    or an article neither rewrites it nor is held up by it. The database refuses
    UPDATE and DELETE by triggers (``migrations/_audit_trigger.py``).
    """

    number = models.PositiveBigIntegerField(
        primary_key=True, help_text="1, 2, 3 …, without gaps."
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    happened_at = models.DateTimeField()
    actor_id = models.UUIDField(
        null=True, help_text="The user's public id; empty for the machine's operator."
    )
    actor_name = models.CharField(
        max_length=150, blank=True, help_text="Their user name at that time."
    )
    channel = models.CharField(max_length=20, choices=Channel.choices)
    action = models.CharField(max_length=50)  # `Action`; a new one is no migration
    subject_kind = models.CharField(max_length=50)
    subject_id = models.CharField(max_length=100)
    subject_label = models.CharField(max_length=LONGEST_LABEL, blank=True)
    # As text, because the hash covers it to the letter and PostgreSQL's jsonb
    # writes numbers its own way.
    before = models.TextField(help_text="Canonical JSON of what changed.")
    after = models.TextField(help_text="Canonical JSON of what it became.")
    reason = models.TextField(blank=True)
    request_id = models.UUIDField(help_text="One for each request, job or command.")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[AuditEvent]]

    class Meta:
        verbose_name = "audit event"
        verbose_name_plural = "audit"
        ordering = ("-number",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="audit_number_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values),
                name="audit_channel_known",
            ),
            models.CheckConstraint(
                condition=models.Q(actor_id__isnull=True, actor_name="")
                | (models.Q(actor_id__isnull=False) & ~models.Q(actor_name="")),
                name="audit_actor_whole",
            ),
        ]
        indexes = [
            # "What happened to this one", "all of this kind": the newest first.
            models.Index(fields=["subject_id", "number"], name="audit_by_subject"),
            models.Index(fields=["action", "number"], name="audit_by_action"),
            # "Since when, until when".
            models.Index(fields=["happened_at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.action}"

    @property
    def values_before(self) -> dict[str, Any]:  # Any: JSON
        """What changed, as it was."""
        values: dict[str, Any] = json.loads(self.before)
        return values

    @property
    def values_after(self) -> dict[str, Any]:  # Any: JSON
        """What changed, as it became."""
        values: dict[str, Any] = json.loads(self.after)
        return values

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:  # Any: JSON
        """Name, before and after of what had a value before; no hashes."""
        before, after = self.values_before, self.values_after
        both = sorted(before.keys() & after.keys())
        return [
            (name, before[name], after[name])
            for name in both
            if not name.endswith("sha256")
        ]

    @property
    def action_label(self) -> str:
        """The action in words."""
        known = self.action in Action.values
        return str(Action(self.action).label) if known else self.action


class LedgerHead(models.Model):
    """The one row that says where the ledger ends. Whoever adds to it locks it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="ledger_head_is_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"

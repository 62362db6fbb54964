"""Who gets weekly reports by e-mail, and what became of each of these e-mails."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now

from claims.models.report import ALL, WeeklyReport
from factcheck.lib import clock
from sources.models import Outlet


def new_token() -> str:
    """What nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


class SubscriberQuerySet(models.QuerySet["ReportSubscriber"]):
    """Reads on subscribers."""

    def to(self, report: WeeklyReport) -> SubscriberQuerySet:
        """Those who get reports of this one's scope now."""
        if report.scope == ALL:
            scoped = self.filter(outlet__isnull=True)
        else:
            scoped = self.filter(outlet__public_id=report.scope)
        return scoped.filter(is_active=True)


class ReportSubscriber(models.Model):
    """An e-mail address that gets each weekly report: on everything, or on one outlet.

    The address is a person's: editors alone see it, the ledger never has it, and
    deleting the row forgets it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address")
    outlet = models.ForeignKey(
        Outlet,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Reports on this outlet's articles alone. Empty: on everything.",
    )
    is_active = models.BooleanField(
        "gets reports", default=True, help_text="Off: gets none until it is on again."
    )
    token = models.CharField(
        max_length=64,
        unique=True,
        default=new_token,
        editable=False,
        help_text="In the link by which they unsubscribe.",
    )
    unsubscribed_at = models.DateTimeField(
        null=True, editable=False, help_text="When they took themselves off the list."
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    since = models.DateTimeField(
        default=clock.now,
        db_default=Now(),
        editable=False,
        help_text="Reports on weeks that ended before are not sent by themselves.",
    )

    objects: ClassVar[models.Manager[ReportSubscriber]] = (
        SubscriberQuerySet.as_manager()
    )

    class Meta:
        verbose_name = "subscriber"
        ordering = ("email", "id")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(outlet__isnull=True),
                name="subscriber_once_to_all",
                violation_error_message="This address gets the report already.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "outlet",
                name="subscriber_once_to_outlet",
                violation_error_message="This address gets the report already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(email=""), name="subscriber_has_address"
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=False)
                | models.Q(unsubscribed_at__isnull=True),
                name="subscriber_off_when_unsubscribed",
            ),
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"  # never the address: this gets into logs


class DeliveryState(models.TextChoices):
    """Where one e-mail stands."""

    WAITING = "waiting", "waiting"
    SENDING = "sending", "being sent"
    SENT = "sent", "sent"
    FAILED = "failed", "failed"  # certainly not sent
    UNKNOWN = "unknown", "not known"  # handed over or not: nobody can tell
    CANCELLED = "cancelled", "cancelled"  # the subscriber was off the list by then


class ReportDelivery(models.Model):
    """One report for one subscriber: at most one e-mail, unless a person asks again.

    ``attempts`` counts how often it was begun, and tells the attempts apart.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(
        WeeklyReport, on_delete=models.PROTECT, related_name="deliveries"
    )
    subscriber = models.ForeignKey(
        ReportSubscriber,
        null=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
        help_text="Empty: the address was forgotten since.",
    )
    state = models.CharField(
        max_length=20, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(
        max_length=255,
        blank=True,
        help_text="Of every attempt, so that a mailbox can tell a second for the same.",
    )
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, help_text="What the mail server said.")
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        verbose_name_plural = "report deliveries"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["report", "subscriber"], name="report_delivered_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~models.Q(state=DeliveryState.SENT) & models.Q(sent_at=None)),
                name="delivery_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} to {self.subscriber_id}"

    @property
    def may_be_sent_again(self) -> bool:
        """Whether a person may ask for another e-mail."""
        return self.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN)

    @property
    def last_moment(self) -> datetime:
        """When something happened to it last."""
        return self.sent_at or self.begun_at or self.created_at

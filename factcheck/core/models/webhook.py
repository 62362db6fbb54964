"""Webhooks: who is told of events, and what became of telling them."""

from __future__ import annotations

import base64
import secrets
import uuid
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual

from factcheck.lib import clock

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what a secret begins with
LONGEST_URL: Final = 2_000  # characters
LARGEST_BODY: Final = 65_536  # bytes


class WebhookEvent(models.TextChoices):
    """What can be told: the kind of thing, a dot, what happened to it.

    New ones are added here, and announced by `factcheck.core.webhooks.announce`.
    """

    REPORT_MADE = "report.made", "a weekly report was made"


class WebhookState(models.TextChoices):
    """Where one delivery stands."""

    WAITING = "waiting", "waiting"  # to be sent, or to be tried again
    DELIVERED = "delivered", "delivered"  # a 2xx was answered
    FAILED = "failed", "failed"  # given up


def new_secret() -> str:
    """256 random bits, written as Standard Webhooks does."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


class WebhookEndpoint(models.Model):
    """An address that is sent signed events.

    ``secret`` is what they are signed with, so that it is kept as it is and not as a
    hash; it is shown when it is made, and never again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.CharField(
        "address",
        max_length=LONGEST_URL,
        unique=True,
        error_messages={"unique": "This address has a webhook already."},
        help_text="Where events are sent to: https://example.org/hook.",
    )
    description = models.CharField(
        max_length=200, blank=True, help_text="Whose it is, and what it does."
    )
    events = models.JSONField(default=list, help_text="Names of `WebhookEvent`.")
    is_active = models.BooleanField(
        "switched on", default=True, help_text="Off: is told nothing."
    )
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(
        null=True, editable=False, help_text="Until then the old one signs as well."
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        verbose_name = "webhook"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url__startswith="https://")
                | models.Q(url__startswith="http://"),
                name="webhook_has_address",
            ),
            models.CheckConstraint(
                condition=models.Q(secret__startswith=SECRET_PREFIX),
                name="webhook_has_secret",
            ),
            models.CheckConstraint(
                condition=models.Q(old_secret="", old_secret_until=None)
                | (
                    models.Q(old_secret__startswith=SECRET_PREFIX)
                    & models.Q(old_secret_until__isnull=False)
                ),
                name="webhook_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.origin} ({self.description})" if self.description else self.origin
        )

    @property
    def origin(self) -> str:
        """The address for jobs and the ledger: path and query may hold a secret."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def signing_secrets(self, now: datetime) -> list[str]:
        """What is signed with at this moment."""
        if self.old_secret_until is None or self.old_secret_until <= now:
            return [self.secret]
        return [self.secret, self.old_secret]


class WebhookDelivery(models.Model):
    """One event for one endpoint: sent until it is answered with a 2xx.

    ``event_id`` is the same for all endpoints and in every attempt: receivers know by
    it what they have already.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.CharField(max_length=50)  # `WebhookEvent`; a new one: no migration
    event_id = models.UUIDField()
    body = models.TextField(help_text="JSON in ASCII, to the letter what is signed.")
    state = models.CharField(
        max_length=20, choices=WebhookState.choices, default=WebhookState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(
        null=True, help_text="Answered to the last attempt; null if nothing was."
    )
    error = models.TextField(blank=True, help_text="Why the last attempt failed.")
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id"], name="webhook_told_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WebhookState.values),
                name="webhook_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=WebhookState.DELIVERED, delivered_at__isnull=False
                )
                | (
                    ~models.Q(state=WebhookState.DELIVERED)
                    & models.Q(delivered_at=None)
                ),
                name="webhook_delivered_has_time",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), LARGEST_BODY),
                name="webhook_body_bounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.event_id}"

"""Fetches: what came of asking a web server for an article."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sources.models.article import Article
from sources.models.snapshot import Snapshot


class FetchState(models.TextChoices):
    """How far a fetch has come."""

    ASKED = "asked", "waiting"
    CHANGED = "changed", "new text"
    UNCHANGED = "unchanged", "unchanged"
    FAILED = "failed", "failed"


class Fetch(models.Model):
    """One request for an article's page, and how it ended."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.CharField(max_length=2000)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="fetches"
    )
    snapshot = models.ForeignKey(
        Snapshot, null=True, on_delete=models.CASCADE, related_name="fetches"
    )
    state = models.CharField(
        max_length=10, choices=FetchState.choices, default=FetchState.ASKED
    )
    code = models.CharField(max_length=50, blank=True, help_text="Why it failed.")
    reason = models.TextField(blank=True, help_text="The same, for a person.")
    given = models.JSONField(
        default=dict, help_text="Outlet, title and day that were given by hand."
    )
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL
    )
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "fetches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=FetchState.values),
                name="fetch_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("changed", "unchanged"))
                | models.Q(snapshot__isnull=False),
                name="fetch_success_has_snapshot",
            ),
        ]

    def __str__(self) -> str:
        return self.url

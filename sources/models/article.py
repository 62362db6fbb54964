"""Articles: what an outlet published, independent of its text at one time."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from factcheck.lib import clock
from sources.models.outlet import Outlet
from sources.reading import is_supported_language
from sources.reading.language import UNDETERMINED


class Origin(models.Model):
    """Where information first entered: the articles of one origin are copies of one
    text, or joined by a person. Made and unmade by the comparison; a single article
    has none.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agencies = models.JSONField(default=list, help_text="Names of credited agencies.")

    def __str__(self) -> str:
        return ", ".join(self.agencies) or f"origin {self.pk}"


class Article(models.Model):
    """One article. Its words are in its snapshots."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outlet = models.ForeignKey(
        Outlet,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    canonical_url = models.URLField(
        max_length=2000,
        unique=True,
        null=True,
        blank=True,
        help_text="Empty for pasted text.",
    )
    title = models.CharField(max_length=500)
    byline = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day in the outlet's own time zone: what its 'on Monday' "
        "counts from.",
    )
    language = models.CharField(max_length=8, help_text="ISO 639-1, as detected.")
    origin = models.ForeignKey(
        Origin,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    fingerprint_count = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Of its newest text, so that a look-up need not count them.",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(canonical_url__isnull=True)
                | models.Q(canonical_url__startswith="http://")
                | models.Q(canonical_url__startswith="https://"),
                name="article_url_is_web",
                violation_error_message="The URL must begin with http:// or https://.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_engine(self) -> bool:
        """Whether there is an engine for its language, or none can be told."""
        return self.language == UNDETERMINED or is_supported_language(self.language)


class ArticleAddress(models.Model):
    """A web address under which an article is known; ``key`` is what all spellings
    of it have in common (`sources.addresses.address_key`).
    """

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="addresses"
    )
    key = models.CharField(max_length=2000, unique=True)
    url = models.CharField(max_length=2000)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.url

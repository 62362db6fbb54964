"""Feeds that are followed, and what was found in them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Now

from sources.models.fetch import Fetch
from sources.models.outlet import Outlet


class FeedState(models.TextChoices):
    """How a feed fares, in one word; follows from its columns."""

    WORKING = "working", "working"
    FAILING = "failing", "failing"
    WAITING = "waiting", "waiting for its first poll"
    OFF = "off", "switched off"


class FeedQuerySet(models.QuerySet["Feed"]):
    """Reads on feeds."""

    def due(self, now: object) -> FeedQuerySet:
        """Those that are to be polled now, the longest waiting first."""
        return self.filter(is_active=True, next_poll_at__lte=now).order_by(
            "next_poll_at", "pk"
        )

    def in_state(self, state: str) -> FeedQuerySet:
        """Those whose ``state`` is this one; none for an unknown word."""
        if state == FeedState.OFF:
            return self.filter(is_active=False)
        on = self.filter(is_active=True)
        if state == FeedState.FAILING:
            return on.filter(failures__gt=0)
        if state in (FeedState.WAITING, FeedState.WORKING):
            is_waiting = state == FeedState.WAITING
            return on.filter(failures=0, succeeded_at__isnull=is_waiting)
        return self.none()

    def with_item_counts(self) -> FeedQuerySet:
        """With ``item_count``, counted row by row of the page that is shown."""
        own = FeedItem.objects.filter(feed=models.OuterRef("pk")).order_by()
        count = own.values("feed").annotate(n=models.Count("pk")).values("n")
        return self.annotate(item_count=Coalesce(models.Subquery(count), 0))


class Feed(models.Model):
    """An RSS or Atom feed whose new items become articles."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.CharField(max_length=2000, unique=True)
    title = models.CharField(max_length=500, blank=True)
    site_url = models.CharField(max_length=2000, blank=True)
    outlet = models.ForeignKey(
        Outlet,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="feeds",
        help_text="Of all its articles. Empty: as each article's address says.",
    )
    is_active = models.BooleanField(default=True, help_text="Polled by itself.")
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_poll_at = models.DateTimeField(db_default=Now())
    polled_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(
        default=0, help_text="How often in a row it could not be read."
    )
    code = models.CharField(max_length=50, blank=True, help_text="Why it failed.")
    reason = models.TextField(blank=True, help_text="The same, for a person.")
    problems = models.JSONField(
        default=list, help_text="What could not be used when it was last read."
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")
        indexes = [
            # Asked for each minute: which are due?
            models.Index(
                fields=["next_poll_at"],
                condition=models.Q(is_active=True),
                name="feed_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url__startswith="http://")
                | models.Q(url__startswith="https://"),
                name="feed_url_is_web",
            ),
            models.CheckConstraint(
                condition=models.Q(failures=0) | ~models.Q(reason=""),
                name="feed_failure_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def state(self) -> FeedState:
        """How it fares; ``FeedQuerySet.in_state`` finds the same."""
        if not self.is_active:
            return FeedState.OFF
        if self.failures:
            return FeedState.FAILING
        return FeedState.WORKING if self.succeeded_at else FeedState.WAITING


class FeedItem(models.Model):
    """An item of a feed, ingested once. ``key`` is the hash of its guid."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=64)
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True)
    fetch = models.ForeignKey(
        Fetch, null=True, on_delete=models.SET_NULL, related_name="feed_items"
    )
    refusal = models.TextField(
        blank=True, help_text="Why its address cannot even be asked for."
    )
    seen_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="feed_item_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.url

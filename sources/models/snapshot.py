"""Snapshots: the immutable text of an article at one time."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now

from factcheck.lib import clock
from sources.models.article import Article


class Snapshot(models.Model):
    """What an article said. Rows are written once; a trigger refuses updates,
    because every claim's spans count characters of ``text``.

    Two following snapshots of an article differ in their text; an outlet that goes
    back to an older text makes a new snapshot of it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="snapshots"
    )
    number = models.PositiveIntegerField(help_text="1 for the first, in order.")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the text.")
    text = models.TextField()
    blocks = models.JSONField(
        help_text="Kind, start and end (characters of the text) of each block."
    )
    links = models.JSONField(
        default=list, help_text="Start, end and URL of each link in the text."
    )
    raw_name = models.CharField(
        max_length=200, help_text="Where the raw bytes are in the file storage."
    )
    raw_sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    headers = models.JSONField(
        default=dict, help_text="Of the answer it was fetched with, in lower case."
    )
    fetched_from = models.CharField(
        max_length=2000,
        blank=True,
        help_text="After redirects. Empty if it was handed in.",
    )
    reader_version = models.CharField(max_length=50)
    reread_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="rereadings",
        help_text="Set where a better reader has read the same raw bytes again.",
    )
    fetched_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        ordering = ("article", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="snapshot_number_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""), name="snapshot_text_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} no. {self.number}"

    def blocks_of(self, *kinds: str) -> list[dict[str, Any]]:  # Any: JSON
        """The blocks of these kinds, in the order of the text."""
        return [block for block in self.blocks if block["kind"] in kinds]

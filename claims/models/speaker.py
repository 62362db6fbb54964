"""Speakers: persons, bodies, documents and unnamed people who said something."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from claims.extraction.model import SpeakerKind
from claims.models.choices import choices_of, known
from sources.models import Article

UNNAMED = [SpeakerKind.ROLE_UNNAMED.value, SpeakerKind.ANONYMOUS_SOURCE.value]
PERSONS = [
    SpeakerKind.NAMED_PERSON.value,
    SpeakerKind.NAMED_PERSON_WITH_ROLE.value,
]


class Speaker(models.Model):
    """Who said something.

    A speaker with a name is one row for all articles. One without ("an
    official", "the company", "the report") belongs to its article, because the
    same words mean somebody else in the next one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        max_length=300, help_text="The canonical name; a description if unnamed."
    )
    kind = models.CharField(max_length=30, choices=choices_of(SpeakerKind))
    role = models.CharField(
        max_length=300,
        blank=True,
        help_text="As the newest article wrote it.",
    )
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="unnamed_speakers",
        help_text="Set for speakers without a name of their own.",
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            known("kind", SpeakerKind, name="speaker_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=UNNAMED) | models.Q(article__isnull=False),
                name="speaker_unnamed_has_article",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=PERSONS) | models.Q(article__isnull=True),
                name="speaker_person_has_no_article",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(article__isnull=True),
                name="speaker_name_unique",
            ),
            models.UniqueConstraint(
                fields=["article", "name"],
                condition=models.Q(article__isnull=False),
                name="speaker_unnamed_once_per_article",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SpeakerAlias(models.Model):
    """Another way a speaker is written."""

    speaker = models.ForeignKey(
        Speaker, on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "speaker aliases"
        ordering = ("text", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["speaker", "text"], name="speaker_alias_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.text

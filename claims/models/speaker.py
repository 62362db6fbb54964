"""Speakers: persons, bodies, documents and unnamed people who said something."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from claims.extraction.model import SpeakerKind
from claims.models.choices import choices_of, known
from factcheck.lib import clock
from sources.models import Article

UNNAMED = [SpeakerKind.ROLE_UNNAMED.value, SpeakerKind.ANONYMOUS_SOURCE.value]
PERSONS = [
    SpeakerKind.NAMED_PERSON.value,
    SpeakerKind.NAMED_PERSON_WITH_ROLE.value,
]


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    """Reads on speakers."""

    def standing(self) -> SpeakerQuerySet:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)


class Speaker(models.Model):
    """Who said something.

    A speaker with a name is one row for all articles. One without ("an
    official", "the company", "the report") belongs to its article, because the
    same words mean somebody else in the next one. A merged one keeps its row, so
    that its name and its id still lead somewhere, but nothing is attributed to it.
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
    wikidata = models.CharField(
        max_length=20, blank=True, help_text="Id of the Wikidata item, such as Q42."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="merged",
        help_text="Set once a person has said that this is the same speaker; never "
        "leads to one that was merged itself.",
    )
    version = models.PositiveIntegerField(
        default=1, help_text="Grows with each change by a person."
    )
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    objects = SpeakerQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=models.Q(wikidata="")
                | models.Q(wikidata__regex=r"^Q[1-9][0-9]*$"),
                name="speaker_wikidata_is_item",
            ),
            models.UniqueConstraint(
                fields=["wikidata"],
                condition=~models.Q(wikidata="") & models.Q(merged_into__isnull=True),
                name="speaker_wikidata_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
                name="speaker_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_named(self) -> bool:
        """Whether it is the same speaker in every article."""
        return self.article_id is None


class AliasState(models.TextChoices):
    """Where an alias comes from, and whether it still counts."""

    FOUND = "found", "found in an article"
    ENTERED = "entered", "entered by a person"
    REMOVED = "removed", "removed by a person"


class SpeakerAliasQuerySet(models.QuerySet["SpeakerAlias"]):
    """Reads on aliases."""

    def standing(self) -> SpeakerAliasQuerySet:
        """Without those that a person removed."""
        return self.exclude(state=AliasState.REMOVED)


class SpeakerAlias(models.Model):
    """Another way a speaker is written.

    One that a person entered leads the engine: it takes the name for this speaker,
    unless there is another of that very name. One that a person removed is kept, so
    that the engine does not bring it back.
    """

    speaker = models.ForeignKey(
        Speaker, on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField(max_length=300)
    state = models.CharField(
        max_length=10, choices=AliasState.choices, default=AliasState.FOUND
    )

    objects = SpeakerAliasQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "speaker aliases"
        ordering = ("text", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=AliasState.values),
                name="speaker_alias_state_known",
            ),
            models.UniqueConstraint(
                fields=["text"],
                condition=models.Q(state=AliasState.ENTERED),
                name="speaker_alias_leads_to_one",
            ),
            models.UniqueConstraint(
                fields=["speaker", "text"], name="speaker_alias_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.text

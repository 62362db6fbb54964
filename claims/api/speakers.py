"""Speakers in the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from claims.api.shape import SPEAKER_KINDS
from claims.extraction.model import SpeakerKind
from claims.models import Claim, Speaker
from claims.models.choices import choices_of
from factcheck.core.api.filters import ChoiceInFilter, search_filter
from factcheck.core.api.views import DetailView, ListView

EXAMPLE = {
    "id": "9d2f6f0a-5a55-4c1e-8d0c-7b2b8b1f3c31",
    "url": "/api/v1/speakers/9d2f6f0a-5a55-4c1e-8d0c-7b2b8b1f3c31/",
    "name": "Mira Castellan",
    "kind": "named_person_with_role",
    "role": "harbour master",
    "article_id": None,
    "aliases": ["Castellan", "Ms Castellan"],
    "claim_count": 4,
    "created_at": "2026-03-31T08:15:00Z",
}


class SpeakerSerializer(serializers.ModelSerializer[Speaker]):
    """A speaker, the other ways they are written, and how many claims they made."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=SPEAKER_KINDS)
    article_id = serializers.UUIDField(
        source="article.public_id",
        default=None,
        allow_null=True,
        help_text="Set for speakers without a name of their own: they belong to "
        "this article and are never the same as another article's.",
    )
    aliases: Any = serializers.SlugRelatedField(  # Any: of another model
        slug_field="text", many=True, read_only=True
    )
    claim_count = serializers.IntegerField()

    class Meta:
        model = Speaker
        fields = (
            "id",
            "url",
            "name",
            "kind",
            "role",
            "article_id",
            "aliases",
            "claim_count",
            "created_at",
        )
        read_only_fields = fields

    def get_url(self, speaker: Speaker) -> str:
        """Where this speaker is."""
        return reverse("api:speaker", args=[speaker.public_id])


class SpeakerFilters(django_filters.FilterSet):
    """What speakers can be filtered by."""

    kind = django_filters.ChoiceFilter(choices=choices_of(SpeakerKind))
    kind__in = ChoiceInFilter(
        field_name="kind", lookup_expr="in", choices=choices_of(SpeakerKind)
    )
    article = django_filters.UUIDFilter(
        field_name="article__public_id",
        help_text="Id of the article that an unnamed speaker belongs to.",
    )
    search = search_filter("by_words", "Words in the name or in an alias.")

    class Meta:
        model = Speaker
        fields: list[str] = []

    def by_words(
        self, speakers: QuerySet[Speaker], name: str, value: str
    ) -> QuerySet[Speaker]:
        """Speakers who are, or are also, written so."""
        also = Speaker.objects.filter(aliases__text__icontains=value)
        return speakers.filter(Q(name__icontains=value) | Q(pk__in=also.values("pk")))


def speakers_to_show() -> QuerySet[Speaker]:
    """Speakers with their aliases, article and ``claim_count``."""
    # Counted row by row of the page: a join would count all speakers' claims.
    own = Claim.objects.current().filter(speaker=OuterRef("pk"))
    count = own.order_by().values("speaker").annotate(n=Count("pk")).values("n")
    return (
        Speaker.objects.select_related("article")
        .prefetch_related("aliases")
        .annotate(claim_count=Coalesce(Subquery(count), 0))
    )


@extend_schema_view(
    get=extend_schema(
        operation_id="speakers",
        summary="List speakers",
        description="Persons, bodies, documents and unnamed people to whom claims are "
        "attributed, by name.",
        tags=["speakers"],
        examples=[OpenApiExample("A speaker", value=EXAMPLE, response_only=True)],
    )
)
class SpeakerListView(ListView[Speaker]):
    """The speakers."""

    permissions = {"GET": "claims.view_speaker"}
    serializer_class = SpeakerSerializer
    filterset_class = SpeakerFilters
    queryset = speakers_to_show()
    orderings = {
        "name": ("name", "id"),
        "-name": ("-name", "-id"),
        "-created_at": ("-id",),
        "created_at": ("id",),
    }


@extend_schema_view(
    get=extend_schema(
        operation_id="speaker",
        summary="Read a speaker",
        description="One speaker. Their claims: `claims/?speaker={id}`.",
        tags=["speakers"],
        examples=[OpenApiExample("A speaker", value=EXAMPLE, response_only=True)],
    )
)
class SpeakerView(DetailView[Speaker]):
    """One speaker."""

    permissions = {"GET": "claims.view_speaker"}
    serializer_class = SpeakerSerializer
    queryset = speakers_to_show()

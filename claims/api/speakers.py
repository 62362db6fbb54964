"""Speakers in the API."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.speaker_shapes import (
    SPEAKER_EXAMPLE,
    SpeakerChangeSerializer,
    SpeakerSerializer,
    speakers_to_show,
)
from claims.extraction.model import SpeakerKind
from claims.models import Speaker, SpeakerAlias
from claims.models.choices import choices_of
from claims.speaking import set_wikidata
from factcheck.core.api.filters import (
    BooleanFilter,
    ChoiceInFilter,
    search_filter,
    text_filter,
)
from factcheck.core.api.preconditions import ETAG, IF_MATCH, tagged, versions_seen
from factcheck.core.api.views import DetailView, ListView, caller


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
    merged = BooleanFilter(method="by_merged")
    wikidata = text_filter("Id of the Wikidata item: Q42.", longest=20)
    search = search_filter(
        "by_words",
        "Words in the name, in an alias or in the name of one merged into it.",
    )

    class Meta:
        model = Speaker
        fields: list[str] = []

    def by_words(
        self, speakers: QuerySet[Speaker], name: str, value: str
    ) -> QuerySet[Speaker]:
        """Speakers who are, or are also, written so."""
        aliases = SpeakerAlias.objects.standing().filter(text__icontains=value)
        merged = Speaker.objects.filter(name__icontains=value)
        return speakers.filter(
            Q(name__icontains=value)
            | Q(pk__in=aliases.values("speaker"))
            | Q(pk__in=merged.exclude(merged_into=None).values("merged_into"))
        )

    def by_merged(
        self,
        speakers: QuerySet[Speaker],
        name: str,
        value: bool,  # noqa: FBT001 - django-filter's signature
    ) -> QuerySet[Speaker]:
        """Speakers that were merged into another, or the others."""
        return speakers.filter(merged_into__isnull=not value)


@extend_schema_view(
    get=extend_schema(
        operation_id="speakers",
        summary="List speakers",
        description="Persons, bodies, documents and unnamed people to whom claims are "
        "attributed, by name; those that were merged into another only for "
        "`merged=true`.",
        tags=["speakers"],
        examples=[
            OpenApiExample("A speaker", value=SPEAKER_EXAMPLE, response_only=True)
        ],
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

    def get_queryset(self) -> QuerySet[Speaker]:
        """Each speaker once, unless the caller asks for merged ones."""
        speakers = super().get_queryset()
        if "merged" in self.request.query_params:
            return speakers
        return speakers.filter(merged_into=None)


@extend_schema_view(
    get=extend_schema(
        operation_id="speaker",
        summary="Read a speaker",
        description="One speaker. Their claims: `claims/?speaker={id}`. One that was "
        "merged into another is still here, and says into whom.",
        tags=["speakers"],
        parameters=[ETAG],
        examples=[
            OpenApiExample("A speaker", value=SPEAKER_EXAMPLE, response_only=True)
        ],
    ),
    patch=extend_schema(
        operation_id="change_speaker",
        summary="Say which Wikidata item a speaker is",
        description="An id that another speaker has is refused: if they are one, merge "
        "them. For adjudicators and editors.",
        tags=["speakers"],
        parameters=[IF_MATCH, ETAG],
        request=SpeakerChangeSerializer,
        responses=SpeakerSerializer,
        examples=[
            OpenApiExample("An id", value={"wikidata": "Q4242"}, request_only=True),
            OpenApiExample("The speaker", value=SPEAKER_EXAMPLE, response_only=True),
        ],
    ),
)
class SpeakerView(DetailView[Speaker]):
    """One speaker."""

    permissions = {"GET": "claims.view_speaker", "PATCH": "claims.change_speaker"}
    serializer_class = SpeakerSerializer
    queryset = speakers_to_show()

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The speaker, with a tag for changes."""
        return shown(self.get_object())

    def patch(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Change what the body names."""
        speaker = self.get_object()
        form = SpeakerChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        seen = versions_seen(request)
        if "wikidata" in form.validated_data:
            wikidata = form.validated_data["wikidata"] or ""
            set_wikidata(
                speaker=speaker, wikidata=wikidata, by=caller(request), seen=seen
            )
        return shown(self.get_object())


def shown(speaker: Speaker, *, status: int = 200) -> Response:
    """The answer with a speaker of `speakers_to_show`, tagged."""
    response = Response(SpeakerSerializer(speaker).data, status=status)
    return tagged(response, version=speaker.version)

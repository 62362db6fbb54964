"""Outlets in the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers

from factcheck.core.api.filters import ChoiceInFilter, search_filter, text_filter
from factcheck.core.api.views import DetailView, ListView
from sources.models import Article, Outlet, OutletKind, Reliability
from sources.register import today

EXAMPLE = {
    "id": "6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01",
    "url": "/api/v1/outlets/6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01/",
    "name": "Harbour Gazette",
    "domain": "harbour-gazette.example",
    "kind": "news",
    "owner_group": "",
    "country": "GB",
    "language": "en",
    "reliability": {
        "grade": "B",
        "since": "2026-01-31",
        "reason": "Corrects its errors, and says so.",
    },
    "article_count": 12,
    "created_at": "2026-03-31T08:15:00Z",
}


class ReliabilitySerializer(serializers.Serializer[Outlet]):
    """How far an outlet's word goes: a grade of the Admiralty code, from a day on."""

    grade = serializers.ChoiceField(source="rating_grade", choices=Reliability.values)
    since = serializers.DateField(
        source="rating_since", help_text="The first day on which it holds."
    )
    reason = serializers.CharField(source="rating_reason")


class OutletSerializer(serializers.ModelSerializer[Outlet]):
    """An outlet and how many of its articles are here."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=OutletKind.values)
    reliability = serializers.SerializerMethodField()
    article_count = serializers.IntegerField()

    class Meta:
        model = Outlet
        fields = (
            "id",
            "url",
            "name",
            "domain",
            "kind",
            "owner_group",
            "country",
            "language",
            "reliability",
            "article_count",
            "created_at",
        )
        read_only_fields = fields

    def get_url(self, outlet: Outlet) -> str:
        """Where this outlet is."""
        return reverse("api:outlet", args=[outlet.public_id])

    @extend_schema_field(ReliabilitySerializer(allow_null=True))
    def get_reliability(self, outlet: Outlet) -> dict[str, Any] | None:  # Any: JSON
        """The rating of today, null if there is none."""
        if getattr(outlet, "rating_grade", None) is None:
            return None
        return dict(ReliabilitySerializer(outlet).data)


class OutletFilters(django_filters.FilterSet):
    """What outlets can be filtered by."""

    kind = django_filters.ChoiceFilter(choices=OutletKind.choices)
    kind__in = ChoiceInFilter(
        field_name="kind", lookup_expr="in", choices=OutletKind.choices
    )
    reliability = django_filters.ChoiceFilter(
        field_name="rating_grade",
        choices=Reliability.choices,
        help_text="The grade that holds today.",
    )
    reliability__in = ChoiceInFilter(
        field_name="rating_grade", lookup_expr="in", choices=Reliability.choices
    )
    domain = text_filter("The whole domain, lower case, without www.", longest=253)
    country = text_filter("ISO 3166-1: GB.", longest=2)
    language = text_filter("ISO 639-1: en.", longest=8)
    search = search_filter("by_words", "Words in the name or the domain.")

    class Meta:
        model = Outlet
        fields: list[str] = []

    def by_words(
        self, outlets: QuerySet[Outlet], name: str, value: str
    ) -> QuerySet[Outlet]:
        """Outlets whose name or domain contains the words."""
        return outlets.filter(Q(name__icontains=value) | Q(domain__icontains=value))


def outlets_with_counts() -> QuerySet[Outlet]:
    """Outlets with ``article_count`` and the rating of today."""
    # Counted row by row of the page: a join would count all outlets' articles.
    own = Article.objects.filter(outlet=OuterRef("pk")).order_by().values("outlet")
    count = own.annotate(n=Count("pk")).values("n")
    outlets = Outlet.objects.with_rating(today())
    return outlets.annotate(article_count=Coalesce(Subquery(count), 0))


@extend_schema_view(
    get=extend_schema(
        operation_id="outlets",
        summary="List outlets",
        description="Publishers of articles, by name.",
        tags=["outlets"],
        examples=[OpenApiExample("An outlet", value=EXAMPLE, response_only=True)],
    )
)
class OutletListView(ListView[Outlet]):
    """The outlets."""

    permissions = {"GET": "sources.view_outlet"}
    serializer_class = OutletSerializer
    filterset_class = OutletFilters
    queryset = Outlet.objects.all()
    orderings = {
        "name": ("name", "id"),
        "-name": ("-name", "-id"),
        "-created_at": ("-id",),
        "created_at": ("id",),
    }

    def get_queryset(self) -> QuerySet[Outlet]:
        """Asked anew by each request: the day changes."""
        return outlets_with_counts()


@extend_schema_view(
    get=extend_schema(
        operation_id="outlet",
        summary="Read an outlet",
        description="One publisher of articles.",
        tags=["outlets"],
        examples=[OpenApiExample("An outlet", value=EXAMPLE, response_only=True)],
    )
)
class OutletView(DetailView[Outlet]):
    """One outlet."""

    permissions = {"GET": "sources.view_outlet"}
    serializer_class = OutletSerializer
    queryset = Outlet.objects.all()

    def get_queryset(self) -> QuerySet[Outlet]:
        """Asked anew by each request: the day changes."""
        return outlets_with_counts()

"""Outlets in the API."""

from __future__ import annotations

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from factcheck.core.api.filters import ChoiceInFilter, search_filter, text_filter
from factcheck.core.api.views import DetailView, ListView
from sources.models import Article, Outlet, OutletKind

EXAMPLE = {
    "id": "6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01",
    "url": "/api/v1/outlets/6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01/",
    "name": "Harbour Gazette",
    "domain": "harbour-gazette.example",
    "kind": "news",
    "owner_group": "",
    "country": "GB",
    "language": "en",
    "article_count": 12,
    "created_at": "2026-03-31T08:15:00Z",
}


class OutletSerializer(serializers.ModelSerializer[Outlet]):
    """An outlet and how many of its articles are here."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=OutletKind.values)
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
            "article_count",
            "created_at",
        )
        read_only_fields = fields

    def get_url(self, outlet: Outlet) -> str:
        """Where this outlet is."""
        return reverse("api:outlet", args=[outlet.public_id])


class OutletFilters(django_filters.FilterSet):
    """What outlets can be filtered by."""

    kind = django_filters.ChoiceFilter(choices=OutletKind.choices)
    kind__in = ChoiceInFilter(
        field_name="kind", lookup_expr="in", choices=OutletKind.choices
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
    """Outlets with ``article_count``."""
    # Counted row by row of the page: a join would count all outlets' articles.
    own = Article.objects.filter(outlet=OuterRef("pk")).order_by().values("outlet")
    count = own.annotate(n=Count("pk")).values("n")
    return Outlet.objects.annotate(article_count=Coalesce(Subquery(count), 0))


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
    queryset = outlets_with_counts()
    orderings = {
        "name": ("name", "id"),
        "-name": ("-name", "-id"),
        "-created_at": ("-id",),
        "created_at": ("id",),
    }


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
    queryset = outlets_with_counts()

"""Articles in the API: reading them. Adding one starts an extraction and is in
``claims/api/submission.py``.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers

from factcheck.core.api.filters import search_filter, since_and_until, text_filter
from factcheck.core.api.views import DetailView, ListView
from sources.models import Article, Outlet, Snapshot

EXAMPLE = {
    "id": "3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11",
    "url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/",
    "title": "Ferry service to stop in May",
    "byline": "Ann Okoye",
    "outlet": {
        "id": "6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01",
        "url": "/api/v1/outlets/6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01/",
        "name": "Harbour Gazette",
        "domain": "harbour-gazette.example",
    },
    "canonical_url": "https://harbour-gazette.example/ferry",
    "published_at": None,
    "published_on": "2026-03-31",
    "language": "en",
    "snapshot": {
        "number": 1,
        "url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/snapshots/1/",
    },
    "can_be_split": True,
    "claim_count": 1,
    "origin_id": None,
    "origin_url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/origin/",
    "claims_url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/claims/",
    "snapshots_url": (
        "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/snapshots/"
    ),
    "created_at": "2026-03-31T08:15:00Z",
}


class OutletOfArticleSerializer(serializers.ModelSerializer[Outlet]):
    """As much of an outlet as an article shows."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Outlet
        fields = ("id", "url", "name", "domain")
        read_only_fields = fields

    def get_url(self, outlet: Outlet) -> str:
        """Where the outlet is."""
        return reverse("api:outlet", args=[outlet.public_id])


class LatestSnapshotSerializer(serializers.Serializer[Any]):  # Any: annotations
    """Where an article's present text is."""

    number = serializers.IntegerField(source="latest_number")
    url = serializers.SerializerMethodField()

    def get_url(self, article: Any) -> str:  # Any: the annotation has no type
        """Where the snapshot is."""
        return reverse("api:snapshot", args=[article.public_id, article.latest_number])


class ArticleSerializer(serializers.ModelSerializer[Article]):
    """An article without its text, which its snapshots have."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    outlet = OutletOfArticleSerializer(allow_null=True)
    canonical_url = serializers.CharField(
        allow_null=True, help_text="Where it was published; null for pasted text."
    )
    snapshot = LatestSnapshotSerializer(source="*", help_text="The newest text.")
    claim_count = serializers.IntegerField(
        allow_null=True,
        help_text="Claims in the newest text; null until it has been extracted.",
    )
    can_be_split = serializers.BooleanField(
        source="has_engine",
        help_text="False when no engine reads its language: it has no claims then.",
    )
    origin_id = serializers.UUIDField(
        source="origin.public_id",
        default=None,
        allow_null=True,
        help_text="Articles with the same one are copies of one text, or joined by a "
        "person. It may change. Null while no other is.",
    )
    origin_url = serializers.SerializerMethodField()
    claims_url = serializers.SerializerMethodField()
    snapshots_url = serializers.SerializerMethodField()

    class Meta:
        model = Article
        fields: tuple[str, ...] = (
            "id",
            "url",
            "title",
            "byline",
            "outlet",
            "canonical_url",
            "published_at",
            "published_on",
            "language",
            "snapshot",
            "can_be_split",
            "claim_count",
            "origin_id",
            "origin_url",
            "claims_url",
            "snapshots_url",
            "created_at",
        )
        read_only_fields = fields

    def get_url(self, article: Article) -> str:
        """Where this article is."""
        return reverse("api:article", args=[article.public_id])

    def get_origin_url(self, article: Article) -> str:
        """Where it says which articles are of one origin with it."""
        return reverse("api:article-origin", args=[article.public_id])

    def get_claims_url(self, article: Article) -> str:
        """Where its claims are."""
        return reverse("api:article-claims", args=[article.public_id])

    def get_snapshots_url(self, article: Article) -> str:
        """Where its texts are."""
        return reverse("api:snapshots", args=[article.public_id])


class ArticleFilters(django_filters.FilterSet):
    """What articles can be filtered by."""

    outlet = django_filters.UUIDFilter(
        field_name="outlet__public_id", help_text="Id of the outlet."
    )
    outlet__domain = text_filter(
        "Domain of the outlet, lower case, without www.", longest=253
    )
    language = text_filter("ISO 639-1: en.", longest=8)
    canonical_url = text_filter(
        "Where it was published, exactly as stored.", longest=2000
    )
    published_on__gte = django_filters.DateFilter(
        field_name="published_on", lookup_expr="gte", help_text="That day or later."
    )
    published_on__lte = django_filters.DateFilter(
        field_name="published_on", lookup_expr="lte", help_text="That day or earlier."
    )
    locals().update(since_and_until("created_at"))
    search = search_filter("by_words", "Words in the title or the byline.")

    class Meta:
        model = Article
        fields: list[str] = []

    def by_words(
        self, articles: QuerySet[Article], name: str, value: str
    ) -> QuerySet[Article]:
        """Articles whose title or byline contains the words."""
        return articles.filter(Q(title__icontains=value) | Q(byline__icontains=value))


def articles_to_show() -> QuerySet[Article]:
    """Articles with their outlet, ``latest_number`` and ``claim_count``."""
    newest = Snapshot.objects.filter(article=OuterRef("pk"))
    return Article.objects.select_related("outlet", "origin").annotate(
        latest_number=Subquery(newest.order_by("-number").values("number")[:1]),
        claim_count=Subquery(
            newest.order_by("-number", "-runs__id").values("runs__claim_count")[:1]
        ),
    )


@extend_schema_view(
    get=extend_schema(
        operation_id="articles",
        summary="List articles",
        description="Articles, the last added first.",
        tags=["articles"],
        examples=[OpenApiExample("An article", value=EXAMPLE, response_only=True)],
    )
)
class ArticleListView(ListView[Article]):
    """The articles."""

    permissions = {"GET": "sources.view_article"}
    serializer_class = ArticleSerializer
    filterset_class = ArticleFilters
    queryset = articles_to_show()


@extend_schema_view(
    get=extend_schema(
        operation_id="article",
        summary="Read an article",
        description="One article. Its text is in its snapshots, because it may change.",
        tags=["articles"],
        examples=[OpenApiExample("An article", value=EXAMPLE, response_only=True)],
    )
)
class ArticleView(DetailView[Article]):
    """One article."""

    permissions = {"GET": "sources.view_article"}
    serializer_class = ArticleSerializer
    queryset = articles_to_show()

"""Fetches in the API: what came of asking web servers for articles."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.response import Response

from factcheck.core.api import jobs
from factcheck.core.api.views import DetailView, ListView
from factcheck.core.models import User
from sources.fetching import Asked
from sources.models import Article, Fetch, FetchState

EXAMPLE = {
    "id": "5f0b8f0e-53a5-4f53-8f9a-0d2a4c1d8a31",
    "url": "/api/v1/fetches/5f0b8f0e-53a5-4f53-8f9a-0d2a4c1d8a31/",
    "requested_url": "https://harbour-gazette.example/ferry",
    "state": "changed",
    "code": "",
    "reason": "",
    "article_url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/",
    "snapshot_url": (
        "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/snapshots/1/"
    ),
    "asked_at": "2026-03-31T08:15:00Z",
    "finished_at": "2026-03-31T08:15:01Z",
}


class FetchSerializer(serializers.ModelSerializer[Fetch]):
    """One request for an article's page."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    requested_url = serializers.CharField(source="url")
    state = serializers.ChoiceField(
        choices=FetchState.values,
        help_text="`asked` is open. `changed`: a new text; `unchanged`: the text that "
        "was here.",
    )
    code = serializers.CharField(
        help_text="Why it failed, or has to be tried again; stable. Empty if it worked."
    )
    article_url = serializers.SerializerMethodField()
    snapshot_url = serializers.SerializerMethodField()

    class Meta:
        model = Fetch
        fields = (
            "id",
            "url",
            "requested_url",
            "state",
            "code",
            "reason",
            "article_url",
            "snapshot_url",
            "asked_at",
            "finished_at",
        )
        read_only_fields = fields

    def get_url(self, fetch: Fetch) -> str:
        """Where this fetch is."""
        return reverse("api:fetch", args=[fetch.public_id])

    def get_article_url(self, fetch: Fetch) -> str | None:
        """The article, once it is here."""
        article = fetch.article
        return reverse("api:article", args=[article.public_id]) if article else None

    def get_snapshot_url(self, fetch: Fetch) -> str | None:
        """The text that was found."""
        if fetch.article is None or fetch.snapshot is None:
            return None
        place = [fetch.article.public_id, fetch.snapshot.number]
        return reverse("api:snapshot", args=place)


class AskedSerializer(serializers.Serializer[Any]):  # Any: a fetch and its job
    """A page that is to be fetched."""

    fetch = FetchSerializer()
    job = jobs.JobSerializer()


def accepted(asked: Asked, user: User) -> Response:
    """202: the page is to be fetched; ``Location`` is where to follow it."""
    body = {
        "fetch": FetchSerializer(asked.fetch).data,
        "job": jobs.JobSerializer(asked.job).data,
    }
    answer = Response(body, status=status.HTTP_202_ACCEPTED)
    answer["Location"] = reverse("api:fetch", args=[asked.fetch.public_id])
    return answer


@extend_schema_view(
    get=extend_schema(
        operation_id="fetch",
        summary="Read a fetch",
        description="What came of asking a web server for an article. Ask again while "
        "`state` is `asked`.",
        tags=["articles"],
        examples=[OpenApiExample("A fetch", value=EXAMPLE, response_only=True)],
    )
)
class FetchView(DetailView[Fetch]):
    """One fetch."""

    permissions = {"GET": "sources.view_fetch"}
    serializer_class = FetchSerializer
    queryset = Fetch.objects.select_related("article", "snapshot")


class FetchListView(ListView[Fetch]):
    """The fetches of one article, the last first."""

    permissions = {"GET": "sources.view_fetch"}
    serializer_class = FetchSerializer
    queryset = Fetch.objects.select_related("article", "snapshot")

    def get_queryset(self) -> QuerySet[Fetch]:
        """The article's fetches; 404 when there is no such article."""
        article = get_object_or_404(Article, public_id=self.kwargs["id"])
        return super().get_queryset().filter(article=article)

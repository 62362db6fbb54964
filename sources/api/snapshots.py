"""Snapshots in the API: what an article said at one time."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from factcheck.core.api.views import DetailView, ListView
from sources.models import Article, Snapshot
from sources.reading import BlockKind

BLOCK_KINDS = [kind.value for kind in BlockKind]
EXAMPLE = {
    "id": "b7f2b7a0-4c0f-4c39-9a0c-4d1f7a9e2b21",
    "url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/snapshots/1/",
    "number": 1,
    "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "raw_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "content_type": "text/plain; charset=utf-8",
    "reader_version": "1",
    "reread_of": None,
    "fetched_from": "",
    "fetched_at": "2026-03-31T08:15:00Z",
}
EXAMPLE_WITH_TEXT = {
    **EXAMPLE,
    "text": "Ferry service to stop in May\n\nThe service will stop in May, the council "
    "said.",
    "blocks": [
        {"kind": "headline", "start": 0, "end": 28},
        {"kind": "paragraph", "start": 30, "end": 79},
    ],
    "links": [
        {"start": 65, "end": 72, "url": "https://harbour-gazette.example/council"}
    ],
}


class SnapshotSerializer(serializers.ModelSerializer[Snapshot]):
    """A snapshot without its text."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    reread_of = serializers.IntegerField(
        source="reread_of.number",
        default=None,
        allow_null=True,
        help_text="Number of the snapshot whose bytes a better reader read again.",
    )
    fetched_from = serializers.CharField(
        help_text="Where it was after redirects; empty if it was handed in."
    )

    class Meta:
        model = Snapshot
        fields: tuple[str, ...] = (
            "id",
            "url",
            "number",
            "sha256",
            "raw_sha256",
            "content_type",
            "reader_version",
            "reread_of",
            "fetched_from",
            "fetched_at",
        )
        read_only_fields = fields

    def get_url(self, snapshot: Snapshot) -> str:
        """Where this snapshot, with its text, is."""
        return reverse(
            "api:snapshot", args=[snapshot.article.public_id, snapshot.number]
        )


class BlockSerializer(serializers.Serializer[Any]):  # Any: JSON
    """A stretch of the text."""

    kind = serializers.ChoiceField(choices=BLOCK_KINDS)
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(
        min_value=1, help_text="The first character after it."
    )


class LinkSerializer(serializers.Serializer[Any]):  # Any: JSON
    """Words of the text that lead elsewhere."""

    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)
    url = serializers.CharField()


class SnapshotTextSerializer(SnapshotSerializer):
    """A snapshot with the text that every claim's spans count."""

    text = serializers.CharField(
        help_text="Spans count its Unicode code points, half-open."
    )
    blocks = BlockSerializer(many=True)
    links = LinkSerializer(many=True)

    class Meta(SnapshotSerializer.Meta):
        fields = (*SnapshotSerializer.Meta.fields, "text", "blocks", "links")
        read_only_fields = fields


@extend_schema_view(
    get=extend_schema(
        operation_id="article_snapshots",
        summary="List an article's snapshots",
        description="What the article said, each time it was found changed; without "
        "the texts.",
        tags=["articles"],
        examples=[OpenApiExample("A snapshot", value=EXAMPLE, response_only=True)],
    )
)
class SnapshotListView(ListView[Snapshot]):
    """The snapshots of one article."""

    permissions = {"GET": "sources.view_snapshot"}
    serializer_class = SnapshotSerializer
    queryset = Snapshot.objects.select_related("article", "reread_of").defer(
        "text", "blocks", "links"
    )
    orderings = {"-number": ("-number",), "number": ("number",)}

    def get_queryset(self) -> QuerySet[Snapshot]:
        """The article's snapshots; 404 when there is no such article."""
        article = get_object_or_404(Article, public_id=self.kwargs["id"])
        return super().get_queryset().filter(article=article)


@extend_schema_view(
    get=extend_schema(
        operation_id="article_snapshot",
        summary="Read a snapshot",
        description="The article's text at one time, with its blocks. It never "
        "changes. The spans of claims count Unicode code points of `text`.",
        tags=["articles"],
        examples=[
            OpenApiExample("A snapshot", value=EXAMPLE_WITH_TEXT, response_only=True)
        ],
    )
)
class SnapshotView(DetailView[Snapshot]):
    """One snapshot, by its number in its article."""

    permissions = {"GET": "sources.view_snapshot"}
    serializer_class = SnapshotTextSerializer
    queryset = Snapshot.objects.select_related("article", "reread_of")
    lookup_field = "number"
    lookup_url_kwarg = "number"

    def get_queryset(self) -> QuerySet[Snapshot]:
        """The snapshots of the article in the path."""
        return super().get_queryset().filter(article__public_id=self.kwargs["id"])

"""Snapshots in the API: what an article said at one time."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from factcheck.core.api.views import DetailView, ListView
from sources.independence import CitationPattern, CreditKind, CreditPlace
from sources.models import AgencyCredit, Article, Citation, Snapshot
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
    "credits": [
        {
            "name": "Associated Press",
            "kind": "credited",
            "place": "byline",
            "start": 0,
            "end": 16,
        }
    ],
    "citations": [
        {
            "name": "Bay Radio",
            "outlet_url": None,
            "written": "Bay Radio",
            "pattern": "told",
            "start": 58,
            "end": 67,
        }
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


class CreditSerializer(serializers.ModelSerializer[AgencyCredit]):
    """An agency that is credited with the text, or with help for it."""

    name = serializers.CharField(help_text="Empty for “agencies” and no more.")
    kind = serializers.ChoiceField(choices=[kind.value for kind in CreditKind])
    place = serializers.ChoiceField(choices=[place.value for place in CreditPlace])
    start = serializers.IntegerField(
        min_value=0, help_text="In the byline if `place` is `byline`, else in the text."
    )
    end = serializers.IntegerField(min_value=0)

    class Meta:
        model = AgencyCredit
        fields = ("name", "kind", "place", "start", "end")
        read_only_fields = fields


class CitationSerializer(serializers.ModelSerializer[Citation]):
    """An outlet that the text names as the source of a statement."""

    name = serializers.CharField(help_text="The outlet's usual name.")
    outlet_url = serializers.SerializerMethodField()
    written = serializers.CharField(help_text="As the text names it.")
    pattern = serializers.ChoiceField(choices=[one.value for one in CitationPattern])
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)

    class Meta:
        model = Citation
        fields = ("name", "outlet_url", "written", "pattern", "start", "end")
        read_only_fields = fields

    def get_outlet_url(self, citation: Citation) -> str | None:
        """The outlet, if it is in the register."""
        outlet = citation.outlet
        return reverse("api:outlet", args=[outlet.public_id]) if outlet else None


class SnapshotTextSerializer(SnapshotSerializer):
    """A snapshot with the text that every claim's spans count."""

    text = serializers.CharField(
        help_text="Spans count its Unicode code points, half-open."
    )
    blocks = BlockSerializer(many=True)
    links = LinkSerializer(many=True)
    credits = CreditSerializer(
        many=True, help_text="Agencies credited; empty until it has been compared."
    )
    citations = CitationSerializer(
        many=True, help_text="Outlets cited; empty until it has been compared."
    )

    class Meta(SnapshotSerializer.Meta):
        fields = (
            *SnapshotSerializer.Meta.fields,
            *("text", "blocks", "links", "credits", "citations"),
        )
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
        *("text", "blocks", "links"),
        *("reread_of__text", "reread_of__blocks", "reread_of__links"),
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
        description="The article's text at one time, with its blocks, which never "
        "change, and the agencies and outlets that it names, as the register of "
        "outlets is now. All spans count Unicode code points of `text`.",
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
    queryset = (
        Snapshot.objects.select_related("article", "reread_of")
        .defer(*(f"reread_of__{name}" for name in ("text", "blocks", "links")))
        .prefetch_related("credits", "citations__outlet")
    )
    lookup_field = "number"
    lookup_url_kwarg = "number"

    def get_queryset(self) -> QuerySet[Snapshot]:
        """The snapshots of the article in the path."""
        return super().get_queryset().filter(article__public_id=self.kwargs["id"])

"""Origins in the API: which articles are one, why, and what people decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.core.api.problems import BadRequest, Fault
from factcheck.core.api.views import ApiView, caller
from sources.api.origin_shapes import (
    COMPARED_EXAMPLE,
    DECISION_EXAMPLE,
    MOST_PASSAGES,
    OTHER,
    PROVENANCE_EXAMPLE,
    ComparisonSerializer,
    NewOverrideSerializer,
    OverrideSerializer,
    ProvenanceSerializer,
    marked,
    url_of,
)
from sources.models import Article, OriginOverride, OverrideDecision
from sources.overruling import overrule
from sources.provenance import (
    MOST_COUNTED,
    Pair,
    Provenance,
    count_of,
    decisions_among,
    decisions_on,
    decisions_on_both,
    hold_together,
    provenance_of,
)


@extend_schema_view(
    get=extend_schema(
        operation_id="article_origin",
        summary="Read an article's origin",
        description="The articles round one by origin, its own first, with the reason "
        "for each join: copies of one text, one agency credited, one owner, or a "
        "person's decision. Articles of one origin never corroborate each other. At "
        "most 200 articles are looked at.",
        tags=["origins"],
        responses=ProvenanceSerializer,
        examples=[
            OpenApiExample("An origin", value=PROVENANCE_EXAMPLE, response_only=True)
        ],
    )
)
class ArticleOriginView(ApiView):
    """Where one article comes from."""

    permissions = {"GET": "sources.view_origin"}

    def get(self, request: Request, id: uuid.UUID) -> Response:
        """Its origin and those round it."""
        article = get_object_or_404(Article, public_id=id)
        return _shown(provenance_of(article), decisions_on(article))


@extend_schema_view(
    get=extend_schema(
        operation_id="origins",
        summary="Count the origins of some articles",
        description="Which of the articles are one origin, and why. Two reprints of "
        "one wire story are one origin also where the story itself is not among them.",
        tags=["origins"],
        parameters=[
            OpenApiParameter(
                "articles",
                {
                    "type": "array",
                    "items": {"type": "string", "format": "uuid"},
                    "minItems": 1,
                    "maxItems": MOST_COUNTED,
                },
                style="form",
                explode=False,
                required=True,
                description=f"Ids, separated by commas; at most {MOST_COUNTED}.",
            )
        ],
        responses=ProvenanceSerializer,
        examples=[
            OpenApiExample("Origins", value=PROVENANCE_EXAMPLE, response_only=True)
        ],
    )
)
class OriginsView(ApiView):
    """The origins of a chosen set of articles."""

    permissions = {"GET": "sources.view_origin"}

    def parameters(self) -> frozenset[str]:
        """The ids."""
        return frozenset({"articles"})

    def get(self, request: Request) -> Response:
        """The articles by origin."""
        articles = _chosen(request.query_params.get("articles", ""))
        return _shown(count_of(articles), decisions_among(articles))


@extend_schema_view(
    get=extend_schema(
        operation_id="compare_articles",
        summary="Compare two articles",
        description="What the newest texts of two articles have in common, and whether "
        "the articles count as one origin. Spans count code points of the snapshots.",
        tags=["origins"],
        responses=ComparisonSerializer,
        examples=[
            OpenApiExample("A comparison", value=COMPARED_EXAMPLE, response_only=True)
        ],
    )
)
class CompareView(ApiView):
    """Two articles held against each other."""

    permissions = {"GET": "sources.view_origin"}

    def get(self, request: Request, id: uuid.UUID, other_id: uuid.UUID) -> Response:
        """What they share; 404 for an article with itself."""
        articles = Article.objects.select_related("outlet")
        article = get_object_or_404(articles, public_id=id)
        other = get_object_or_404(articles, public_id=other_id)
        pair = hold_together(article, other)
        if pair is None:
            raise Http404
        return Response(ComparisonSerializer(_compared(article, other, pair)).data)


@extend_schema_view(
    post=extend_schema(
        operation_id="override_origin",
        summary="Decide on two articles",
        description="Decides that the article and another are one origin, or two, or "
        "as the rules say. The decision goes before every rule until the next one on "
        "the same two. All of them are kept, with who, when and why.",
        tags=["origins"],
        request=NewOverrideSerializer,
        responses={201: OpenApiResponse(OverrideSerializer, "It holds from now on.")},
        examples=[
            OpenApiExample(
                "A decision",
                value={
                    "other": OTHER,
                    "decision": "join",
                    "reason": DECISION_EXAMPLE["reason"],
                },
                request_only=True,
            ),
            OpenApiExample("The decision", value=DECISION_EXAMPLE, response_only=True),
        ],
    )
)
class ArticleOverridesView(ApiView):
    """Where to decide on an article and another."""

    permissions = {"POST": "sources.add_originoverride"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Keep the decision."""
        article = get_object_or_404(Article, public_id=id)
        form = NewOverrideSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        row = overrule(
            one=article,
            other=given["other"],
            decision=OverrideDecision(given["decision"]),
            reason=given["reason"],
            by=caller(request),
        )
        row.refresh_from_db()
        answer = Response(
            OverrideSerializer(marked([row])[0]).data, status=status.HTTP_201_CREATED
        )
        places = [article.public_id, given["other"].public_id]
        answer["Location"] = reverse("api:article-compare", args=places)
        return answer


def _chosen(given: str) -> list[Article]:
    """The articles of the parameter, each once. `BadRequest` names what is wrong."""
    ids: set[uuid.UUID] = set()
    parts = given.split(",") if given else []
    if not 1 <= len(parts) <= MOST_COUNTED:
        detail = f"Give the ids of 1 to {MOST_COUNTED} articles, separated by commas."
        raise BadRequest(Fault(parameter="articles", code="invalid", detail=detail))
    for part in parts:
        try:
            ids.add(uuid.UUID(part))
        except ValueError as error:
            detail = "Each id must be a UUID."
            fault = Fault(parameter="articles", code="invalid", detail=detail)
            raise BadRequest(fault) from error
    found = list(Article.objects.filter(public_id__in=ids).select_related("outlet"))
    missing = sorted(map(str, ids - {article.public_id for article in found}))
    if missing:
        detail = f"There is no article {missing[0]}."
        raise BadRequest(
            Fault(parameter="articles", code="does_not_exist", detail=detail)
        )
    return found


def _shown(provenance: Provenance, decided: Iterable[OriginOverride]) -> Response:
    shown = ProvenanceSerializer(
        {
            "article_count": provenance.article_count,
            "origin_count": provenance.origin_count,
            "groups": provenance.groups,
            "overrides": marked(decided),
        }
    )
    return Response(shown.data)


def _compared(
    article: Article, other: Article, pair: Pair
) -> dict[str, Any]:  # Any: for the serializer
    overlap = pair.overlap
    return {
        "article_url": url_of(article),
        "other_url": url_of(other),
        "snapshot_url": _snapshot_url(article, pair.texts[0].number),
        "other_snapshot_url": _snapshot_url(other, pair.texts[1].number),
        "is_one_origin": pair.is_one,
        "is_compared": pair.is_compared,
        "why": pair.reasons,
        "sharing": overlap.sharing.value,
        "score": overlap.score,
        "reasons": overlap.reasons,
        "passages": overlap.passages[:MOST_PASSAGES],
        "passage_count": len(overlap.passages),
        "overrides": marked(decisions_on_both(article, other)),
    }


def _snapshot_url(article: Article, number: int) -> str:
    return reverse("api:snapshot", args=[article.public_id, number])

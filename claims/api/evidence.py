"""Evidence in the API: what was offered on a claim, offering more, deciding on it."""

from __future__ import annotations

import uuid

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.evidence_shape import (
    DOCUMENT_EXAMPLE,
    EVIDENCE_EXAMPLE,
    PASSAGE_EXAMPLE,
    EvidenceDecisionSerializer,
    EvidenceSerializer,
    NewEvidenceSerializer,
)
from claims.models import Acceptance, Claim, Evidence, Stance
from claims.models.choices import choices_of
from claims.review.gathering import (
    ADD,
    add_document,
    add_passage,
    decide_evidence,
    find_passage,
)
from claims.review.holding import newest_of
from claims.verdicts.states import Aspect
from factcheck.core.api.filters import BooleanFilter
from factcheck.core.api.preconditions import ETAG, IF_MATCH, tagged, versions_seen
from factcheck.core.api.views import ApiView, DetailView, ListView, caller
from factcheck.core.models import User

_EXAMPLE = OpenApiExample("A document", value=EVIDENCE_EXAMPLE, response_only=True)


class EvidenceFilters(django_filters.FilterSet):
    """What evidence can be filtered by."""

    aspect = django_filters.ChoiceFilter(choices=choices_of(Aspect))
    stance = django_filters.ChoiceFilter(choices=Stance.choices)
    acceptance = django_filters.ChoiceFilter(choices=Acceptance.choices)
    is_independent = BooleanFilter(field_name="is_independent")

    class Meta:
        model = Evidence
        fields: list[str] = []


def evidence_to_show() -> QuerySet[Evidence]:
    """Evidence with all that showing it needs, without the texts it is from."""
    return Evidence.objects.select_related(
        "claim", "snapshot__article", "speaker", "added_by", "decided_by"
    ).only(
        *(field.name for field in Evidence._meta.concrete_fields),
        "claim__public_id",
        "claim__thread",
        "snapshot__public_id",
        "snapshot__number",
        "snapshot__article__public_id",
        "speaker__public_id",
        "speaker__name",
        *(
            f"{who}__{name}"
            for who in ("added_by", "decided_by")
            for name in ("public_id", "username", "display_name")
        ),
    )


@extend_schema_view(
    get=extend_schema(
        operation_id="claim_evidence",
        summary="List a claim's evidence",
        description="What was offered for or against the claim, in any text of its "
        "article, the last offered first.",
        tags=["evidence"],
        examples=[_EXAMPLE],
    ),
    post=extend_schema(
        operation_id="add_evidence",
        summary="Add evidence",
        description="Offers a passage of another article here, by its place or its "
        "words, or an outside document by its address; nothing is fetched. The answer "
        "says whether it is independent of the claim's own origin, and why. Whoever "
        "adds evidence may vote, but does not fill the quorum.",
        tags=["evidence"],
        request=NewEvidenceSerializer,
        responses={201: OpenApiResponse(EvidenceSerializer, "It counts from now on.")},
        examples=[
            OpenApiExample("A document", value=DOCUMENT_EXAMPLE, request_only=True),
            OpenApiExample("A passage", value=PASSAGE_EXAMPLE, request_only=True),
            _EXAMPLE,
        ],
    ),
)
class ClaimEvidenceView(ListView[Evidence]):
    """The evidence on one claim, and where to add some."""

    permissions = {"GET": "claims.view_evidence", "POST": ADD}
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilters
    queryset = evidence_to_show()

    def get_queryset(self) -> QuerySet[Evidence]:
        """That of the claim's thread; 404 when there is no such claim."""
        claim = get_object_or_404(Claim, public_id=self.kwargs["id"])
        return super().get_queryset().filter(claim__thread=claim.thread)

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Offer a piece."""
        claim = get_object_or_404(
            Claim.objects.select_related("snapshot"), public_id=id
        )
        form = NewEvidenceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        piece = _add(claim, form, by=caller(request))
        shown = EvidenceSerializer(evidence_to_show().get(pk=piece.pk)).data
        here = reverse("api:evidence", args=[piece.public_id])
        return Response(shown, status.HTTP_201_CREATED, headers={"Location": here})


@extend_schema_view(
    get=extend_schema(
        operation_id="evidence",
        summary="Read a piece of evidence",
        description="One piece, with its independence of the claim's origin. Send its "
        "`ETag` as `If-Match` to decide on it.",
        tags=["evidence"],
        parameters=[ETAG],
        examples=[_EXAMPLE],
    )
)
class EvidenceView(DetailView[Evidence]):
    """One piece of evidence."""

    permissions = {"GET": "claims.view_evidence"}
    serializer_class = EvidenceSerializer
    queryset = evidence_to_show()

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The piece, tagged with the version of its claim."""
        return _tagged(self.get_object())


@extend_schema_view(
    post=extend_schema(
        operation_id="decide_evidence",
        summary="Accept or reject a piece of evidence",
        description="What is rejected counts for no vote to come; votes that named it "
        "stay as they are. Evidence that is accepted against a decision, and the "
        "rejection of what it needs, puts that in doubt.",
        tags=["evidence"],
        parameters=[IF_MATCH, ETAG],
        request=EvidenceDecisionSerializer,
        responses={200: OpenApiResponse(EvidenceSerializer, "It is decided.")},
        examples=[
            OpenApiExample(
                "Rejected",
                value={"acceptance": "rejected", "reason": "That was last summer."},
                request_only=True,
            ),
            _EXAMPLE,
        ],
    )
)
class EvidenceDecisionView(ApiView):
    """Where to decide on a piece of evidence."""

    permissions = {"POST": ADD}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Accept or reject it."""
        seen = versions_seen(request)
        piece = get_object_or_404(
            Evidence.objects.select_related("claim"), public_id=id
        )
        form = EvidenceDecisionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        decide_evidence(
            piece=piece,
            acceptance=Acceptance(form.validated_data["acceptance"]),
            reason=form.validated_data["reason"],
            by=caller(request),
            seen=seen,
        )
        return _tagged(evidence_to_show().get(pk=piece.pk))


def _add(claim: Claim, form: NewEvidenceSerializer, *, by: User) -> Evidence:
    given, offer = form.validated_data, form.offer()
    passage = form.passage()
    if passage is None:
        return add_document(
            claim=claim,
            url=given["url"],
            title=given["title"],
            excerpt=given["excerpt"],
            sha256=given.get("sha256", ""),
            offer=offer,
            by=by,
        )
    start, end = passage.start, passage.end
    if start is None or end is None:
        start, end = find_passage(passage.snapshot, passage.words)
    return add_passage(
        claim=claim,
        snapshot=passage.snapshot,
        start=start,
        end=end,
        offer=offer,
        by=by,
    )


def _tagged(piece: Evidence) -> Response:
    shown = EvidenceSerializer(piece).data
    return tagged(Response(shown), version=newest_of(piece.claim).version)

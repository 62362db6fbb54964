"""Decided claims in the API: opened again, confirmed in spite of doubts; their risk."""

from __future__ import annotations

import uuid

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.reviews import claim_shown
from claims.api.shape import CLAIM_DETAIL_EXAMPLE, ClaimDetailSerializer
from claims.models import Claim
from claims.review.holding import ADJUDICATE, VOTE
from claims.review.reconsidering import reopen, set_risk, settle
from factcheck.core.api.preconditions import ETAG, IF_MATCH, tagged, versions_seen
from factcheck.core.api.serializers import StrictCharField, StrictSerializer
from factcheck.core.api.views import ApiView, caller
from factcheck.core.models.audit import LONGEST_REASON

_CLAIM = OpenApiExample("The claim", value=CLAIM_DETAIL_EXAMPLE, response_only=True)


class ReasonSerializer(StrictSerializer):
    """Why."""

    reason = StrictCharField(max_length=LONGEST_REASON, help_text="Others read it.")


class RiskSerializer(StrictSerializer):
    """Whether a claim needs the larger quorum."""

    is_high_risk = serializers.BooleanField()


@extend_schema_view(
    post=extend_schema(
        operation_id="reopen_claim",
        summary="Open a decided claim again",
        description="The votes so far stay on record and no longer count. Needs the "
        "claim's `ETag` as `If-Match`. 422 `not_decided`: there is nothing to open.",
        tags=["reviews"],
        parameters=[IF_MATCH, ETAG],
        request=ReasonSerializer,
        responses={201: OpenApiResponse(ClaimDetailSerializer, "It is open.")},
        examples=[
            OpenApiExample(
                "Why", value={"reason": "New figures are out."}, request_only=True
            ),
            _CLAIM,
        ],
    )
)
class ReopeningView(ApiView):
    """Where a decided claim is opened again."""

    permissions = {"POST": ADJUDICATE}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Open it."""
        seen = versions_seen(request)
        claim = get_object_or_404(Claim, public_id=id)
        reopen(claim=claim, reason=_reason(request), by=caller(request), seen=seen)
        return _answer(claim, request, status.HTTP_201_CREATED)


@extend_schema_view(
    post=extend_schema(
        operation_id="confirm_claim",
        summary="Confirm a decision in doubt",
        description="Says that the decision holds in spite of what put it in doubt. "
        "Needs the claim's `ETag` as `If-Match`. 422 `not_stale`: nothing does.",
        tags=["reviews"],
        parameters=[IF_MATCH, ETAG],
        request=ReasonSerializer,
        responses={200: OpenApiResponse(ClaimDetailSerializer, "It holds.")},
        examples=[
            OpenApiExample(
                "Why", value={"reason": "That is of last year."}, request_only=True
            ),
            _CLAIM,
        ],
    )
)
class ConfirmationView(ApiView):
    """Where a decision in doubt is confirmed."""

    permissions = {"POST": ADJUDICATE}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Confirm it."""
        seen = versions_seen(request)
        claim = get_object_or_404(Claim, public_id=id)
        settle(claim=claim, reason=_reason(request), by=caller(request), seen=seen)
        return _answer(claim, request, status.HTTP_200_OK)


@extend_schema_view(
    put=extend_schema(
        operation_id="set_claim_risk",
        summary="Set the risk of a claim",
        description="A high-risk claim needs a larger quorum; what followed from its "
        "votes is worked out anew. Every reviewer may mark an undecided claim; marking "
        "a decided one, and taking a mark away, is for adjudicators. Needs the "
        "claim's `ETag` as `If-Match`.",
        tags=["reviews"],
        parameters=[IF_MATCH, ETAG],
        request=RiskSerializer,
        responses={200: OpenApiResponse(ClaimDetailSerializer, "It is set.")},
        examples=[
            OpenApiExample("High", value={"is_high_risk": True}, request_only=True),
            _CLAIM,
        ],
    )
)
class RiskView(ApiView):
    """Where the risk of a claim is set."""

    permissions = {"PUT": VOTE}

    def put(self, request: Request, id: uuid.UUID) -> Response:
        """Set it."""
        seen = versions_seen(request)
        claim = get_object_or_404(Claim, public_id=id)
        form = RiskSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        is_high = form.validated_data["is_high_risk"]
        set_risk(claim=claim, is_high=is_high, by=caller(request), seen=seen)
        return _answer(claim, request, status.HTTP_200_OK)


def _reason(request: Request) -> str:
    form = ReasonSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    reason: str = form.validated_data["reason"]
    return reason


def _answer(claim: Claim, request: Request, code: int) -> Response:
    claim.refresh_from_db(fields=["version"])
    return tagged(Response(claim_shown(claim, request), code), version=claim.version)

"""Votes in the API: those one may see, casting, taking back, deciding between."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.review_shape import (
    ASPECTS,
    VERDICTS,
    VOTE_EXAMPLE,
    VoteSerializer,
    reviews_to_show,
    vote_to_dict,
)
from claims.api.shape import CLAIM_DETAIL_EXAMPLE, ClaimDetailSerializer
from claims.models import Claim, Review
from claims.models.choices import choices_of
from claims.models.review import LONGEST_RATIONALE, LONGEST_SCOPE
from claims.review import voting
from claims.review.gathering import MOST_PIECES
from claims.review.holding import ADJUDICATE, VOTE
from claims.review.showing import Sight
from claims.review.voting import Ballot, Recorded
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.api.preconditions import ETAG, IF_MATCH, tagged, versions_seen
from factcheck.core.api.serializers import StrictCharField, StrictSerializer
from factcheck.core.api.views import ApiView, ListView, caller

_CHANGED = (
    "Needs the claim's `ETag` as `If-Match`; the answer has the new one. 422 says in "
    "`type` which rule stands against it: `reason_required`, `not_enough_origins`, "
    "`no_contradiction`, `unknown_evidence`, `continued` and so on."
)
_BALLOT_EXAMPLE = {
    "aspect": "content",
    "verdict": "not_checkable",
    "rationale": "A plan, and May has not come yet.",
    "scope_note": "The ferry from Skarne; as announced on 30 March.",
}
_RECORDED_EXAMPLE = {"reviews": [VOTE_EXAMPLE], "claim": CLAIM_DETAIL_EXAMPLE}


class BallotSerializer(StrictSerializer):
    """One vote."""

    aspect = serializers.ChoiceField(choices=ASPECTS)
    verdict = serializers.ChoiceField(choices=VERDICTS)
    rationale = StrictCharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_RATIONALE,
        help_text="Why; only `corroborated` stands without it.",
    )
    scope_note = StrictCharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_SCOPE,
        help_text="For which time, place and meaning of its words.",
    )
    evidence = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=MOST_PIECES,
        help_text="Ids of what it stands on; without it, all that is accepted.",
    )

    @staticmethod
    def ballot(given: dict[str, Any]) -> Ballot:  # Any: validated values
        """The vote for the services."""
        ids = given.get("evidence")
        return Ballot(
            aspect=Aspect(given["aspect"]),
            verdict=Verdict(given["verdict"]),
            rationale=given.get("rationale", ""),
            scope_note=given.get("scope_note", ""),
            evidence=None if ids is None else frozenset(ids),
        )


class NewReviewsSerializer(StrictSerializer):
    """Votes on one or both aspects, recorded together or not at all."""

    reviews = serializers.ListField(
        child=BallotSerializer(), min_length=1, max_length=len(ASPECTS)
    )


class RecordedSerializer(serializers.Serializer[Any]):  # Any: JSON
    """What was recorded, and the claim as it is with it."""

    reviews = VoteSerializer(many=True)
    claim = ClaimDetailSerializer()


class ReviewFilters(django_filters.FilterSet):
    """What votes can be filtered by."""

    aspect = django_filters.ChoiceFilter(choices=choices_of(Aspect))

    class Meta:
        model = Review
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="claim_reviews",
        summary="List the votes on a claim",
        description="On the claim in any text of its article, the last first. Until a "
        "quorum agrees or votes differ, votes on an aspect are blind: everybody sees "
        "their own alone, whatever their role. Superseded votes, and those from "
        "before the claim was opened again, stay listed.",
        tags=["reviews"],
        examples=[OpenApiExample("A vote", value=VOTE_EXAMPLE, response_only=True)],
    ),
    post=extend_schema(
        operation_id="review_claim",
        summary="Vote on a claim",
        description="Records votes on one or both aspects, all or none. A second vote "
        f"on an aspect supersedes the first. {_CHANGED}",
        tags=["reviews"],
        parameters=[IF_MATCH, ETAG],
        request=NewReviewsSerializer,
        responses={201: OpenApiResponse(RecordedSerializer, "Recorded.")},
        examples=[
            OpenApiExample(
                "A vote", value={"reviews": [_BALLOT_EXAMPLE]}, request_only=True
            ),
            OpenApiExample("Recorded", value=_RECORDED_EXAMPLE, response_only=True),
        ],
    ),
)
class ClaimReviewsView(ListView[Review]):
    """The votes on one claim, and where to cast some."""

    permissions = {"GET": "claims.view_review", "POST": VOTE}
    serializer_class = VoteSerializer
    filterset_class = ReviewFilters
    queryset = Review.objects.all()
    sight: Sight | None = None

    def get_queryset(self) -> QuerySet[Review]:
        """The votes that the caller may see; 404 when there is no such claim."""
        claim = get_object_or_404(Claim, public_id=self.kwargs["id"])
        self.sight = Sight.of(claim, viewer=caller(self.request))
        return reviews_to_show(self.sight.shown())

    def get_serializer_context(self) -> dict[str, Any]:  # Any: DRF's own
        """With what the caller may see."""
        return {**super().get_serializer_context(), "sight": self.sight}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Vote."""
        seen = versions_seen(request)
        claim = get_object_or_404(Claim, public_id=id)
        form = NewReviewsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        recorded = voting.vote(
            claim=claim,
            ballots=[
                BallotSerializer.ballot(b) for b in form.validated_data["reviews"]
            ],
            by=caller(request),
            seen=seen,
        )
        return _answer(recorded, request)


@extend_schema_view(
    post=extend_schema(
        operation_id="adjudicate_claim",
        summary="Decide a conflict",
        description="Decides one aspect on which votes differ, or on which there is "
        "enough evidence both ways; by somebody without a vote in it, always with a "
        f"reason. {_CHANGED}",
        tags=["reviews"],
        parameters=[IF_MATCH, ETAG],
        request=BallotSerializer,
        responses={201: OpenApiResponse(RecordedSerializer, "Decided.")},
        examples=[
            OpenApiExample("A decision", value=_BALLOT_EXAMPLE, request_only=True),
            OpenApiExample("Recorded", value=_RECORDED_EXAMPLE, response_only=True),
        ],
    )
)
class AdjudicationView(ApiView):
    """Where a conflict is decided."""

    permissions = {"POST": ADJUDICATE}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Decide it."""
        seen = versions_seen(request)
        claim = get_object_or_404(Claim, public_id=id)
        form = BallotSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        recorded = voting.adjudicate(
            claim=claim,
            ballot=BallotSerializer.ballot(form.validated_data),
            by=caller(request),
            seen=seen,
        )
        return _answer(recorded, request)


@extend_schema_view(
    post=extend_schema(
        operation_id="withdraw_review",
        summary="Take back a vote",
        description="One's own, and the newest on its aspect. The vote stays on "
        "record; what followed from it is worked out without it. Needs the `ETag` of "
        "the claim in the article's newest text as `If-Match`.",
        tags=["reviews"],
        parameters=[IF_MATCH, ETAG],
        request=None,
        responses={201: OpenApiResponse(RecordedSerializer, "Taken back.")},
        examples=[
            OpenApiExample("Recorded", value=_RECORDED_EXAMPLE, response_only=True)
        ],
    )
)
class WithdrawalView(ApiView):
    """Where a vote is taken back."""

    permissions = {"POST": VOTE}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Take it back; 404 for a vote that the caller may not know of."""
        seen = versions_seen(request)
        user = caller(request)
        review = get_object_or_404(Review.objects.select_related("claim"), public_id=id)
        if not Sight.of(review.claim, viewer=user).shows(review):
            raise Http404
        return _answer(voting.take_back(review=review, by=user, seen=seen), request)


def claim_shown(claim: Claim, request: Request) -> dict[str, Any]:  # Any: JSON
    """The claim as it is now, for the caller."""
    found = Claim.objects.with_everything().get(pk=claim.pk)
    shown: dict[str, Any] = ClaimDetailSerializer(
        found, context={"request": request}
    ).data
    return shown


def _answer(recorded: Recorded, request: Request) -> Response:
    claim = recorded.claim
    sight = Sight.of(claim, viewer=caller(request))
    shown = [vote_to_dict(one, sight) for one in reviews_to_show(recorded.reviews)]
    answer = Response(
        {"reviews": shown, "claim": claim_shown(claim, request)},
        status.HTTP_201_CREATED,
        headers={"Location": reverse("api:claim-reviews", args=[claim.public_id])},
    )
    return tagged(answer, version=claim.version)

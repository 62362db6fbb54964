"""Queues in the API: what waits, in which order, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.shape import CLAIM_EXAMPLE, ClaimSerializer
from claims.models import Claim
from claims.representation import moment
from claims.review.queues import (
    MOST_COUNTED,
    QUEUE_NAMES,
    Queue,
    Selection,
    counts,
    queued,
)
from claims.verdicts.priority import UNSCORED, weight
from factcheck.core.api.filters import BooleanFilter, checked, text_filter
from factcheck.core.api.views import ApiView, ListView, caller
from factcheck.lib import clock

LONGEST_TOPIC = 200  # characters
_DAY = 86_400  # seconds
_QUEUE_EXAMPLE = {
    "name": "open",
    "title": "To review",
    "claim_count": 12,
    "has_more": False,
    "claims_url": "/api/v1/queues/open/claims/",
}
_ORDER_EXAMPLE = {
    "worth": 0.125,
    "reach": 1,
    "waiting_since": "2026-03-31T08:15:00Z",
    "waiting_days": 3.0,
    "weight": 0.25,
}
_NARROWED = [
    OpenApiParameter(name, {"type": "string", "format": "uuid"}, description=told)
    for name, told in (
        ("outlet", "Id of the outlet."),
        ("speaker", "Id of the speaker."),
        ("article", "Id of the article."),
    )
] + [
    OpenApiParameter(
        "topic",
        {"type": "string", "minLength": 1, "maxLength": LONGEST_TOPIC},
        description="Words that all stand in the content or the article's title.",
    ),
    OpenApiParameter(
        "all_tiers",
        {"type": "string", "enum": ["true", "false"]},
        description="Attitudes and the outlets' own sentences as well.",
    ),
]


class QueueFilters(django_filters.FilterSet):
    """What a queue can be narrowed by; the service does it."""

    outlet = django_filters.UUIDFilter(help_text="Id of the outlet.")
    speaker = django_filters.UUIDFilter(help_text="Id of the speaker.")
    article = django_filters.UUIDFilter(help_text="Id of the article.")
    topic = text_filter(
        "Words that all stand in the content or the article's title.",
        longest=LONGEST_TOPIC,
    )
    all_tiers = BooleanFilter(
        help_text="Attitudes and the outlets' own sentences as well."
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """The claims as they are: the selection has narrowed them already."""
        return queryset


class QueueSerializer(serializers.Serializer[Any]):  # Any: plain values
    """A queue, and how much is in it for the caller."""

    name = serializers.ChoiceField(choices=[queue.value for queue in Queue])
    title = serializers.CharField()
    claim_count = serializers.IntegerField(help_text=f"Counted up to {MOST_COUNTED:,}.")
    has_more = serializers.BooleanField(help_text="Whether there are still more.")
    claims_url = serializers.CharField()


class QueuesSerializer(serializers.Serializer[Any]):  # Any: plain values
    """The queues."""

    queues = QueueSerializer(many=True)


class OrderSerializer(serializers.Serializer[Any]):  # Any: plain values
    """Why a claim stands where it does: worth × reach × 2^(days ÷ 3)."""

    worth = serializers.FloatField(
        help_text="Worth of a check, 0 to 1; 0.5 where no engine scored it."
    )
    reach = serializers.IntegerField(help_text="Articles of its origin that carry it.")
    waiting_since = serializers.DateTimeField()
    waiting_days = serializers.FloatField()
    weight = serializers.FloatField(
        help_text="The product, as of now; the largest comes first."
    )


class QueuedClaimSerializer(ClaimSerializer):
    """A claim that waits, and why it stands where it does."""

    order = OrderSerializer()

    def to_representation(self, instance: Claim) -> dict[str, Any]:  # Any: JSON
        """The claim, with its place in the order explained."""
        shown = super().to_representation(instance)
        return {**shown, "order": _order_of(instance)}


@extend_schema_view(
    get=extend_schema(
        operation_id="queues",
        summary="List the queues",
        description="`open`: waits for the caller's vote; `mine`: the caller has "
        "voted, and it is not decided; `conflicts`: waits for somebody who decides; "
        "`stale`: decided, and in doubt; `high_risk`: needs the larger quorum. "
        "Narrowed by outlet, speaker, article or topic, and so are the links.",
        tags=["queues"],
        parameters=_NARROWED,
        responses=QueuesSerializer,
        examples=[
            OpenApiExample(
                "A queue", value={"queues": [_QUEUE_EXAMPLE]}, response_only=True
            )
        ],
    )
)
class QueueListView(ApiView):
    """The queues."""

    permissions = {"GET": "claims.view_review"}

    def parameters(self) -> frozenset[str]:
        """What they are narrowed by."""
        return frozenset(QueueFilters.base_filters)

    def get(self, request: Request) -> Response:
        """Each with its count."""
        query = request.query_params
        selection = _selection(query, Queue.OPEN)
        found = counts(selection, by=caller(request))
        shown = [_queue(queue, count, query) for queue, count in found.items()]
        return Response({"queues": shown})


@extend_schema_view(
    get=extend_schema(
        operation_id="queue_claims",
        summary="List a queue's claims",
        description="The most pressing first, each with the reason for its place: how "
        "much it is worth a check, how many articles carry it, and how long it has "
        "waited, which doubles the weight every three days.",
        tags=["queues"],
        parameters=[
            OpenApiParameter(
                "name",
                {"type": "string", "enum": [queue.value for queue in Queue]},
                OpenApiParameter.PATH,
                description="The queue.",
            )
        ],
        examples=[
            OpenApiExample(
                "A claim",
                value={**CLAIM_EXAMPLE, "order": _ORDER_EXAMPLE},
                response_only=True,
            )
        ],
    )
)
class QueueClaimsView(ListView[Claim]):
    """The claims of one queue."""

    permissions = {"GET": "claims.view_review"}
    serializer_class = QueuedClaimSerializer
    filterset_class = QueueFilters
    queryset = Claim.objects.all()
    orderings = {"-priority": ("-priority", "id")}

    def get_queryset(self) -> QuerySet[Claim]:
        """The claims for the caller; 404 when there is no such queue."""
        try:
            queue = Queue(self.kwargs["name"])
        except ValueError as error:
            raise Http404 from error
        selection = _selection(self.request.query_params, queue)
        claims = queued(selection, by=caller(self.request)).with_everything()
        return claims.annotate(waiting_since=F("snapshot__fetched_at"))


def _selection(query: QueryDict, queue: Queue) -> Selection:
    """What the caller asks for; `BadRequest` names what is wrong."""
    given = checked(QueueFilters(query))
    return Selection(
        queue=queue,
        outlet=given["outlet"],
        speaker=given["speaker"],
        article=given["article"],
        topic=given["topic"] or "",
        all_tiers=given["all_tiers"] is True,
    )


def _queue(queue: Queue, count: int, query: QueryDict) -> dict[str, Any]:  # Any: JSON
    path = reverse("api:queue-claims", args=[queue.value])
    return {
        "name": queue.value,
        "title": QUEUE_NAMES[queue],
        "claim_count": count,
        "has_more": count >= MOST_COUNTED,
        "claims_url": f"{path}?{query.urlencode()}" if query else path,
    }


def _order_of(claim: Claim) -> dict[str, Any]:  # Any: JSON
    now = clock.now()
    since: datetime = claim.waiting_since  # type: ignore[attr-defined] # annotated
    worth = claim.check_worthiness
    return {
        "worth": UNSCORED if worth is None else worth,
        "reach": claim.reach,
        "waiting_since": moment(since),
        "waiting_days": round((now - since).total_seconds() / _DAY, 2),
        "weight": round(weight(claim.priority, now=now), 4),
    }

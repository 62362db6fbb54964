"""Webhooks in the API, for editors: who is told of events, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any, Final

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
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.core import webhooks
from factcheck.core.api.filters import since_and_until
from factcheck.core.api.serializers import StrictCharField, StrictSerializer
from factcheck.core.api.views import ApiView, DetailView, ListView, caller
from factcheck.core.models import (
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookState,
)
from factcheck.core.models.webhook import LONGEST_URL

_VIEW: Final = "core.view_webhookendpoint"
_CHANGE: Final = "core.change_webhookendpoint"
_PATH: Final = "/api/v1/webhooks/0f1c9a52-7f8f-4f4e-9c3e-5a1c3b9b7c10/"
EXAMPLE = {
    "id": "0f1c9a52-7f8f-4f4e-9c3e-5a1c3b9b7c10",
    "url": _PATH,
    "endpoint_url": "https://newsroom.example/hooks/factcheck",
    "description": "Posts the report to the newsroom's channel.",
    "events": ["report.made"],
    "is_active": True,
    "old_secret_until": None,
    "deliveries_url": f"{_PATH}deliveries/",
    "created_at": "2026-03-30T17:00:00Z",
}
_WITH_SECRET = {**EXAMPLE, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}
DELIVERY_EXAMPLE = {
    "id": "6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01",
    "replay_url": f"{_PATH}deliveries/6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01/replay/",
    "event": "report.made",
    "event_id": "9d1d0f52-5a0e-4c55-9d0c-0c6f6f0c3b77",
    "state": "waiting",
    "attempts": 1,
    "status": 503,
    "error": "The receiver answered 503. Any status from 200 to 299 says that it has "
    "the event.",
    "created_at": "2026-03-30T06:00:02Z",
    "delivered_at": None,
}
_A_WEBHOOK: Final = OpenApiExample("A webhook", value=EXAMPLE, response_only=True)
_A_SECRET: Final = OpenApiExample(
    "With its secret", value=_WITH_SECRET, response_only=True
)
_A_DELIVERY: Final = OpenApiExample(
    "A delivery",
    value=DELIVERY_EXAMPLE,
    response_only=True,
    status_codes=["200", "202"],
)


class WebhookSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """A webhook, without its secret."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    endpoint_url = serializers.CharField(
        source="url", help_text="The address that events are sent to."
    )
    events = serializers.ListField(child=serializers.CharField())
    old_secret_until = serializers.DateTimeField(
        allow_null=True, help_text="Until then the secret before this one signs too."
    )
    deliveries_url = serializers.SerializerMethodField()

    class Meta:
        model = WebhookEndpoint
        fields: tuple[str, ...] = tuple(EXAMPLE)
        read_only_fields = fields

    def get_url(self, endpoint: WebhookEndpoint) -> str:
        """Where this webhook is."""
        return reverse("api:webhook", args=[endpoint.public_id])

    def get_deliveries_url(self, endpoint: WebhookEndpoint) -> str:
        """Where its deliveries are."""
        return reverse("api:webhook-deliveries", args=[endpoint.public_id])


class WebhookWithSecretSerializer(WebhookSerializer):
    """A webhook, with the secret that is shown this once."""

    secret = serializers.CharField(help_text="Keep it: it is not shown again.")

    class Meta(WebhookSerializer.Meta):
        fields = tuple(_WITH_SECRET)
        read_only_fields = fields


class NewWebhookSerializer(StrictSerializer):
    """A webhook to add."""

    endpoint_url = StrictCharField(
        max_length=LONGEST_URL, help_text="A public http or https address."
    )
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=WebhookEvent.values),
        allow_empty=False,
        max_length=len(WebhookEvent),
    )
    description = StrictCharField(required=False, allow_blank=True, max_length=200)


class WebhookChangeSerializer(NewWebhookSerializer):
    """What can be changed; what is left out stays."""

    is_active = serializers.BooleanField(
        required=False, help_text="False: it is told nothing."
    )

    def __init__(self, **options: Any) -> None:  # Any: DRF's options
        super().__init__(partial=True, **options)


class WebhookDeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    """An event for one webhook, and what became of it."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    replay_url = serializers.SerializerMethodField(help_text="`POST` sends it again.")
    event_id = serializers.UUIDField(help_text="The `webhook-id` of every attempt.")
    state = serializers.ChoiceField(
        choices=WebhookState.values,
        help_text="`waiting` to be sent or tried again; `failed`: given up.",
    )

    class Meta:
        model = WebhookDelivery
        fields = tuple(DELIVERY_EXAMPLE)
        read_only_fields = fields

    def get_replay_url(self, delivery: WebhookDelivery) -> str:
        """Where it is sent again."""
        ids = [delivery.endpoint.public_id, delivery.public_id]
        return reverse("api:webhook-replay", args=ids)


class WebhookDeliveryFilters(django_filters.FilterSet):
    """What deliveries can be filtered by."""

    state = django_filters.ChoiceFilter(choices=WebhookState.choices)
    locals().update(since_and_until("created_at"))

    class Meta:
        model = WebhookDelivery
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="webhooks",
        summary="List webhooks",
        description="The addresses that are told of events, the last added first. For "
        "editors.",
        tags=["webhooks"],
        examples=[_A_WEBHOOK],
    ),
    post=extend_schema(
        operation_id="add_webhook",
        summary="Add a webhook",
        description="Has signed events sent to an address, as Standard Webhooks says. "
        "The answer has the `secret` that they are signed with; it is not shown again. "
        "An address that nothing can be sent to is 422, and so is one that has a "
        "webhook. For editors.",
        tags=["webhooks"],
        request=NewWebhookSerializer,
        responses={201: OpenApiResponse(WebhookWithSecretSerializer, "Added.")},
        examples=[
            OpenApiExample(
                "A webhook",
                value={
                    "endpoint_url": EXAMPLE["endpoint_url"],
                    "events": ["report.made"],
                },
                request_only=True,
            ),
            _A_SECRET,
        ],
    ),
)
class WebhookListView(ListView[WebhookEndpoint]):
    """The webhooks, and where to add one."""

    permissions = {"GET": _VIEW, "POST": "core.add_webhookendpoint"}
    serializer_class = WebhookSerializer
    queryset = WebhookEndpoint.objects.all()

    def post(self, request: Request) -> Response:
        """Add one, and show its secret."""
        endpoint = webhooks.add_endpoint(
            by=caller(request), **_given(NewWebhookSerializer(data=request.data))
        )
        answer = _with_secret(endpoint, status.HTTP_201_CREATED)
        answer["Location"] = reverse("api:webhook", args=[endpoint.public_id])
        return answer


@extend_schema_view(
    get=extend_schema(
        operation_id="webhook",
        summary="Read a webhook",
        description="One webhook, without its secret. For editors.",
        tags=["webhooks"],
        examples=[_A_WEBHOOK],
    ),
    patch=extend_schema(
        operation_id="change_webhook",
        summary="Change a webhook",
        description="Changes the address, the events, the description, or whether it "
        "is told of events. The secret stays. For editors.",
        tags=["webhooks"],
        request=WebhookChangeSerializer,
        responses={200: WebhookSerializer},
        examples=[
            OpenApiExample("Off", value={"is_active": False}, request_only=True),
            _A_WEBHOOK,
        ],
    ),
    delete=extend_schema(
        operation_id="delete_webhook",
        summary="Delete a webhook",
        description="Also what of it still waits to be sent. For editors.",
        tags=["webhooks"],
        responses={204: OpenApiResponse(description="It is gone.")},
    ),
)
class WebhookView(DetailView[WebhookEndpoint]):
    """One webhook."""

    permissions = {
        "GET": _VIEW,
        "PATCH": _CHANGE,
        "DELETE": "core.delete_webhookendpoint",
    }
    serializer_class = WebhookSerializer
    queryset = WebhookEndpoint.objects.all()

    def patch(self, request: Request, id: uuid.UUID) -> Response:
        """Change what is given."""
        endpoint = get_object_or_404(WebhookEndpoint, public_id=id)
        given = _given(WebhookChangeSerializer(data=request.data))
        webhooks.change_endpoint(endpoint=endpoint, by=caller(request), **given)
        return Response(WebhookSerializer(endpoint).data)

    def delete(self, request: Request, id: uuid.UUID) -> Response:
        """Delete it."""
        endpoint = get_object_or_404(WebhookEndpoint, public_id=id)
        webhooks.delete_endpoint(endpoint=endpoint, by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema_view(
    post=extend_schema(
        operation_id="rotate_webhook_secret",
        summary="Change a webhook's secret",
        description="Makes a new secret and shows it, this once. For a day events "
        "carry two signatures, by the new and by the old one. For editors.",
        tags=["webhooks"],
        request=None,
        responses={200: WebhookWithSecretSerializer},
        examples=[_A_SECRET],
    )
)
class WebhookRotationView(ApiView):
    """Where a webhook gets another secret."""

    permissions = {"POST": _CHANGE}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Make it, and show it."""
        endpoint = get_object_or_404(WebhookEndpoint, public_id=id)
        webhooks.rotate_secret(endpoint=endpoint, by=caller(request))
        return _with_secret(endpoint, status.HTTP_200_OK)


@extend_schema_view(
    post=extend_schema(
        operation_id="test_webhook",
        summary="Send a test to a webhook",
        description="Has the event `webhook.test` sent by a worker; what becomes of it "
        "is among the webhook's deliveries. For editors.",
        tags=["webhooks"],
        request=None,
        responses={202: OpenApiResponse(WebhookDeliverySerializer, "It is to come.")},
        examples=[_A_DELIVERY],
    )
)
class WebhookTestView(ApiView):
    """Where a test is asked for."""

    permissions = {"POST": _CHANGE}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Promise it."""
        endpoint = get_object_or_404(WebhookEndpoint, public_id=id)
        delivery = webhooks.send_test(endpoint=endpoint, by=caller(request))
        shown = WebhookDeliverySerializer(delivery)
        return Response(shown.data, status.HTTP_202_ACCEPTED)


@extend_schema_view(
    get=extend_schema(
        operation_id="webhook_deliveries",
        summary="List a webhook's deliveries",
        description="Each event that the webhook was or is to be told of, the last "
        "first, and what became of it. For editors.",
        tags=["webhooks"],
        examples=[_A_DELIVERY],
    )
)
class WebhookDeliveryListView(ListView[WebhookDelivery]):
    """The deliveries of one webhook."""

    permissions = {"GET": _VIEW}
    serializer_class = WebhookDeliverySerializer
    filterset_class = WebhookDeliveryFilters
    queryset = WebhookDelivery.objects.select_related("endpoint").defer("body")

    def get_queryset(self) -> QuerySet[WebhookDelivery]:
        """The webhook's deliveries; 404 when there is no such webhook."""
        endpoint = get_object_or_404(WebhookEndpoint, public_id=self.kwargs["id"])
        return super().get_queryset().filter(endpoint=endpoint)


@extend_schema_view(
    post=extend_schema(
        operation_id="replay_webhook_delivery",
        summary="Send a delivery again",
        description="Has the same event sent again by a worker, under the same "
        "`webhook-id`, whatever became of it; one that waits for its next attempt "
        "need not wait. For editors.",
        tags=["webhooks"],
        request=None,
        responses={202: OpenApiResponse(WebhookDeliverySerializer, "It is to come.")},
        examples=[_A_DELIVERY],
    )
)
class WebhookReplayView(ApiView):
    """Where a delivery is sent again."""

    permissions = {"POST": _CHANGE}

    def post(self, request: Request, id: uuid.UUID, delivery_id: uuid.UUID) -> Response:
        """Promise it."""
        rows = WebhookDelivery.objects.filter(endpoint__public_id=id)
        delivery = get_object_or_404(rows, public_id=delivery_id)
        webhooks.replay(delivery=delivery, by=caller(request))
        shown = WebhookDeliverySerializer(delivery)
        return Response(shown.data, status.HTTP_202_ACCEPTED)


def _given(form: StrictSerializer) -> dict[str, Any]:  # Any: checked JSON
    """What was sent, by the names that the service has."""
    form.is_valid(raise_exception=True)
    given = dict(form.validated_data)
    if "endpoint_url" in given:
        given["url"] = given.pop("endpoint_url")
    return given


def _with_secret(endpoint: WebhookEndpoint, code: int) -> Response:
    shown = WebhookWithSecretSerializer(endpoint).data
    return Response(shown, code, headers={"Cache-Control": "no-store"})

"""The ledger in the API, for editors and auditors."""

from __future__ import annotations

from typing import Any

import django_filters
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers

from factcheck.core.acting import Channel
from factcheck.core.api.filters import since_and_until, text_filter
from factcheck.core.api.views import ListView
from factcheck.core.models import Action, AuditEvent

EXAMPLE = {
    "id": "6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01",
    "number": 42,
    "happened_at": "2026-03-31T08:15:00.000070Z",
    "actor": {"id": "f31c1274-4398-4127-a96b-e23aede62d70", "name": "zoë"},
    "channel": "admin",
    "action": "outlet.changed",
    "subject": {
        "kind": "sources.outlet",
        "id": "3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11",
        "label": "Harbour Gazette",
    },
    "before": {"country": ""},
    "after": {"country": "GB"},
    "reason": "",
    "request_id": "0b9c2a51-3f8f-4f4e-9c3e-5a1c3b9b7c10",
    "previous_hash": "ab" * 32,
    "hash": "cd" * 32,
}


class ActorSerializer(serializers.Serializer[Any]):  # Any: plain values
    """A user as they were called then."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class SubjectSerializer(serializers.Serializer[Any]):  # Any: plain values
    """What something was done to; it may be gone."""

    kind = serializers.CharField()
    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF takes it away


class AuditEventSerializer(serializers.ModelSerializer[AuditEvent]):
    """An event, with all that its hash covers."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    actor = serializers.SerializerMethodField(
        help_text="`null` where no user did it: the machine's operator by a command, "
        "a feed, a link in an e-mail."
    )
    channel = serializers.ChoiceField(choices=Channel.values)
    action = serializers.CharField(help_text="The kind of thing, a dot, the deed.")
    subject = serializers.SerializerMethodField()
    before = serializers.SerializerMethodField(help_text="What changed, as it was.")
    after = serializers.SerializerMethodField(help_text="What it became.")

    class Meta:
        model = AuditEvent
        fields: tuple[str, ...] = (
            "id",
            "number",
            "happened_at",
            "actor",
            "channel",
            "action",
            "subject",
            "before",
            "after",
            "reason",
            "request_id",
            "previous_hash",
            "hash",
        )
        read_only_fields = fields

    @extend_schema_field(ActorSerializer(allow_null=True))
    def get_actor(self, event: AuditEvent) -> dict[str, str] | None:
        """Who did it."""
        if event.actor_id is None:
            return None
        return {"id": str(event.actor_id), "name": event.actor_name}

    @extend_schema_field(SubjectSerializer)
    def get_subject(self, event: AuditEvent) -> dict[str, str]:
        """What it was done to."""
        return {
            "kind": event.subject_kind,
            "id": event.subject_id,
            "label": event.subject_label,
        }

    def get_before(self, event: AuditEvent) -> dict[str, Any]:  # Any: JSON
        """The values that changed."""
        return event.values_before

    def get_after(self, event: AuditEvent) -> dict[str, Any]:  # Any: JSON
        """The same, afterwards."""
        return event.values_after


class AuditFilters(django_filters.FilterSet):
    """What events can be filtered by."""

    action = django_filters.ChoiceFilter(choices=Action.choices)
    subject = text_filter(
        "The public id of what it was done to.", longest=100, field_name="subject_id"
    )
    locals().update(since_and_until("happened_at"))

    class Meta:
        model = AuditEvent
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="audit",
        summary="List the ledger",
        description="Who changed what, when, through what and why: the newest first. "
        "Each event's `hash` covers the event and `previous_hash`; how, is said in "
        "docs/operations.md. For editors and auditors.",
        tags=["audit"],
        examples=[OpenApiExample("An event", value=EXAMPLE, response_only=True)],
    )
)
class AuditListView(ListView[AuditEvent]):
    """The events of the ledger."""

    permissions = {"GET": "core.view_auditevent"}
    serializer_class = AuditEventSerializer
    filterset_class = AuditFilters
    queryset = AuditEvent.objects.all()
    orderings = {"-number": ("-number",), "number": ("number",)}

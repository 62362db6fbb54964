"""Weekly reports as the API shows them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, QuerySet
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    OpenApiWebhook,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers

from claims.models import WeeklyReport
from claims.models.report import ALL
from claims.reports.errata import What
from claims.reports.formats import Format, address_of, errata_of, payload_of
from factcheck.core.models import WebhookEvent

OUTLET_ID = "6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01"
REPORT_EXAMPLE = {
    "id": "0b6f2a4e-93a1-4c57-8f5e-2f1f4a7c9d10",
    "url": "/api/v1/reports/weekly/2026-W47/",
    "week": "2026-W47",
    "number": 3,
    "outlet": None,
    "time_zone": "Europe/London",
    "cut_off": "2026-11-23T00:00:00Z",
    "made": "2026-11-23T06:00:02Z",
    "generator": "1",
    "sha256": "ab" * 32,
    "errata_count": 1,
    "links": {form.value: f"/api/v1/reports/weekly/2026-W47.{form}" for form in Format},
}
DETAIL_EXAMPLE = {
    **REPORT_EXAMPLE,
    "errata": [
        {
            "week": "2026-W47",
            "number": 1,
            "claim": "5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41",
            "content": "the levy would rise",
            "what": "content",
            "was": "corroborated",
            "now": "disputed",
        }
    ],
    "payload": {"week": "2026-W47", "number": 3, "figures": {"articles": 14}},
}

EVENT_EXAMPLE = {
    "type": "report.made",
    "timestamp": "2026-11-23T06:00:02.000Z",
    "data": {
        "id": REPORT_EXAMPLE["id"],
        "week": "2026-W47",
        "scope": "all",
        "number": 3,
        "sha256": "ab" * 32,
        "links": {
            form.value: f"https://facts.example/api/v1/reports/weekly/2026-W47.{form}"
            for form in (Format.JSON, Format.HTML)
        },
        "errata": [{"week": "2026-W46", "count": 1}],
    },
}


class ReportLinksSerializer(serializers.Serializer[Any]):  # Any: plain values
    """Where each form of a report is."""

    locals().update({form.value: serializers.CharField() for form in Format})


class ErratumSerializer(serializers.Serializer[Any]):  # Any: plain values
    """What a report says of a claim, and what is so by now."""

    week = serializers.CharField(help_text="Of the report that says it.")
    number = serializers.IntegerField(help_text="1, 2, 3 … of that report.")
    claim = serializers.UUIDField(help_text="Id of the claim.")
    content = serializers.CharField(help_text="Its words.")
    what = serializers.ChoiceField(choices=[one.value for one in What])
    was = serializers.CharField(allow_blank=True)
    now = serializers.CharField(allow_blank=True)


class ReportSerializer(serializers.ModelSerializer[WeeklyReport]):
    """A weekly report without what it says."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    week = serializers.CharField(help_text="ISO 8601: 2026-W47.")
    outlet = serializers.SerializerMethodField(
        help_text="Id of the outlet whose articles it is on; null if it is on all."
    )
    made = serializers.DateTimeField(source="created_at")
    errata_count = serializers.IntegerField(
        help_text="How often something in it turned out otherwise since."
    )
    links = serializers.SerializerMethodField()

    class Meta:
        model = WeeklyReport
        fields: tuple[str, ...] = tuple(REPORT_EXAMPLE)
        read_only_fields = fields

    def get_url(self, report: WeeklyReport) -> str:
        """Where this report is."""
        return address_of(report)

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_outlet(self, report: WeeklyReport) -> str | None:
        """The outlet it is on."""
        return None if report.scope == ALL else report.scope

    @extend_schema_field(ReportLinksSerializer)
    def get_links(self, report: WeeklyReport) -> dict[str, str]:
        """Its forms."""
        return {form.value: address_of(report, form) for form in Format}


class ReportDetailSerializer(ReportSerializer):
    """A weekly report with what it says."""

    errata = serializers.SerializerMethodField()
    payload = serializers.SerializerMethodField(
        help_text="What it says; docs/weekly-report.md describes it field by field."
    )

    class Meta(ReportSerializer.Meta):
        fields = tuple(DETAIL_EXAMPLE)
        read_only_fields = fields

    @extend_schema_field(ErratumSerializer(many=True))
    def get_errata(self, report: WeeklyReport) -> list[dict[str, Any]]:  # Any: JSON
        """What turned out otherwise since, in the order in which it was found."""
        return errata_of(report)

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_payload(self, report: WeeklyReport) -> dict[str, Any]:  # Any: JSON
        """The payload."""
        return payload_of(report)


def reports_to_show() -> QuerySet[WeeklyReport]:
    """All reports with ``errata_count``."""
    return WeeklyReport.objects.annotate(errata_count=Count("errata"))


class EventLinksSerializer(serializers.Serializer[Any]):  # Any: plain values
    """Where the report is: addresses if `SITE_URL` is set, else paths."""

    json = serializers.CharField(help_text="Its payload, whose hash is `sha256`.")
    html = serializers.CharField(help_text="A page to read.")


class EventErrataSerializer(serializers.Serializer[Any]):  # Any: plain values
    """How much of an earlier report no longer holds."""

    week = serializers.CharField(help_text="The earlier report's.")
    count = serializers.IntegerField(help_text="Errata found in it by this one.")


class ReportMadeSerializer(serializers.Serializer[Any]):  # Any: plain values
    """Which report was made."""

    id = serializers.UUIDField()
    week = serializers.CharField(help_text="ISO 8601: 2026-W47.")
    scope = serializers.CharField(help_text="`all`, or the id of an outlet.")
    number = serializers.IntegerField(help_text="1, 2, 3 … in its scope.")
    sha256 = serializers.CharField(help_text="Hash of its payload.")
    links = EventLinksSerializer()
    errata = EventErrataSerializer(many=True)


class ReportMadeEventSerializer(serializers.Serializer[Any]):  # Any: plain values
    """The body of a `report.made`."""

    type = serializers.ChoiceField(choices=[WebhookEvent.REPORT_MADE.value])
    timestamp = serializers.DateTimeField(help_text="When it was made.")
    data = ReportMadeSerializer()  # type: ignore[assignment] # DRF takes it away


REPORT_MADE: Final = OpenApiWebhook(
    name=WebhookEvent.REPORT_MADE.value,
    decorator=extend_schema(
        summary="A weekly report was made",
        description="Sent for each report, on everything and on one outlet, with the "
        "headers of Standard Webhooks: `webhook-id`, `webhook-timestamp` and "
        "`webhook-signature`. How to verify them: docs/api-guide.md. Any 2xx says that "
        "it arrived; 410 switches the webhook off; no redirect is followed. Else it is "
        "tried again, five times in about five hours, under the same `webhook-id`.",
        tags=["webhooks"],
        request=ReportMadeEventSerializer,
        responses={204: OpenApiResponse(description="The receiver has it.")},
        examples=[OpenApiExample("A report", value=EVENT_EXAMPLE)],
    ),
)

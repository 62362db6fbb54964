"""The list of weekly reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import Count, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from claims.admin.report_pages import (
    page_view,
    preview_page_view,
    preview_view,
    report_view,
    send_again_view,
    send_view,
    verify_view,
)
from claims.models import DeliveryState, ReportDelivery, ReportErratum, WeeklyReport
from factcheck.core.admin.lists import ReadOnlyAdmin


@admin.register(WeeklyReport)
class WeeklyReportAdmin(ReadOnlyAdmin[WeeklyReport]):
    """Reports, the newest first. Nobody changes one; each has a page of its own."""

    list_display = (
        "name",
        "scope_name",
        "number",
        "made",
        "decided",
        "disputed",
        "errata",
        "emails",
    )
    list_display_links = ("name",)
    sortable_by = ()
    ordering = ("-monday", "scope")
    list_per_page = 26  # half a year: their payloads are looked into
    change_list_template = "admin/claims/report/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[WeeklyReport]:
        """Reports with what the list shows of them, read where they are stored."""
        says = Cast("payload", JSONField())
        return (
            super()
            .get_queryset(request)
            .defer("payload", "terms")
            .alias(says=says)
            .annotate(
                named=KT("says__scope_name"),
                decided_count=KT("says__figures__decided"),
                disputed_count=KT("says__verdicts__content__disputed__count"),
                errata_count=_count(ReportErratum.objects.all()),
                sent_count=_count(
                    ReportDelivery.objects.filter(state=DeliveryState.SENT)
                ),
                failed_count=_count(
                    ReportDelivery.objects.filter(
                        state__in=(DeliveryState.FAILED, DeliveryState.UNKNOWN)
                    )
                ),
            )
        )

    def get_urls(self) -> list[URLPattern]:
        """The report's page instead of a form, and what its buttons do."""
        wrap: Callable[..., Any] = self.admin_site.admin_view  # Any: Django's own type
        return [
            path(
                "preview/",
                wrap(require_safe(preview_view)),
                name="claims_weeklyreport_preview",
            ),
            path(
                "preview/page/",
                wrap(require_safe(preview_page_view)),
                name="claims_weeklyreport_preview_page",
            ),
            path(
                "<int:report_id>/change/",
                wrap(report_view),
                name="claims_weeklyreport_change",
            ),
            path(
                "<int:report_id>/page/",
                wrap(require_safe(page_view)),
                name="claims_weeklyreport_page",
            ),
            path(
                "<int:report_id>/verify/",
                wrap(require_POST(verify_view)),
                name="claims_weeklyreport_verify",
            ),
            path(
                "<int:report_id>/send/",
                wrap(require_POST(send_view)),
                name="claims_weeklyreport_send",
            ),
            path(
                "<int:report_id>/send/<uuid:delivery_id>/",
                wrap(require_POST(send_again_view)),
                name="claims_weeklyreport_send_again",
            ),
            *super().get_urls(),
        ]

    @admin.display(description="week")
    def name(self, report: WeeklyReport) -> str:
        """The week as ISO 8601 writes it."""
        return str(report.week)

    @admin.display(description="of")
    def scope_name(self, report: WeeklyReport) -> str:
        """Everything, or the outlet by the name it had."""
        return str(getattr(report, "named", "") or "")

    @admin.display(description="made")
    def made(self, report: WeeklyReport) -> str:
        """When, in its time zone."""
        there = report.created_at.astimezone(ZoneInfo(report.time_zone))
        return date_format(there, "j M Y, H:i")

    @admin.display(description="decided")
    def decided(self, report: WeeklyReport) -> str:
        """Claims decided on both questions."""
        return _shown(report, "decided_count")

    @admin.display(description="disputed")
    def disputed(self, report: WeeklyReport) -> str:
        """Claims whose content is disputed."""
        return _shown(report, "disputed_count")

    @admin.display(description="errata")
    def errata(self, report: WeeklyReport) -> str:
        """What was found wrong in it since."""
        return _shown(report, "errata_count")

    @admin.display(description="e-mails")
    def emails(self, report: WeeklyReport) -> str:
        """How many were sent, and how many were not, or nobody knows."""
        sent, failed = _shown(report, "sent_count"), _shown(report, "failed_count")
        return f"{sent} sent" + (f", {failed} not" if failed != "0" else "")


def _count(rows: QuerySet[Any]) -> Coalesce:  # Any: rows with a report
    counted = rows.filter(report=OuterRef("pk")).order_by().values("report")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


def _shown(report: WeeklyReport, name: str) -> str:
    return str(getattr(report, name, 0) or 0)

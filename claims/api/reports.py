"""Weekly reports in the API: a list, what each says, and its forms."""

from __future__ import annotations

from typing import Final

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.report_shapes import (
    DETAIL_EXAMPLE,
    REPORT_EXAMPLE,
    ReportDetailSerializer,
    ReportSerializer,
    reports_to_show,
)
from claims.models import WeeklyReport
from claims.models.report import ALL
from claims.reports.formats import FIRST_TABLE, Format, name_of, written
from claims.reports.rendering import html, tables
from factcheck.core.api.filters import checked
from factcheck.core.api.preconditions import ETAG, not_modified
from factcheck.core.api.problems import BadRequest, Fault
from factcheck.core.api.views import ApiView, FileView, ListView
from factcheck.lib.weeks import Week, week_named

_WEEK: Final = OpenApiParameter(
    "week",
    {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"},
    OpenApiParameter.PATH,
    description="ISO 8601: `2026-W47`.",
)
OUTLET: Final = OpenApiParameter(
    "outlet",
    {"type": "string", "format": "uuid"},
    description="Id of an outlet: the report on its articles alone.",
)


class WeekConverter:
    """A week in a path: ``2026-W47``."""

    regex = r"[0-9]{4}-W[0-9]{2}"

    def to_python(self, value: str) -> Week:
        """The week; ``ValueError``, which is 404, if its year has no such week."""
        return week_named(value)

    def to_url(self, value: Week) -> str:
        """Its name."""
        return str(value)


class FormConverter:
    """The ending of a path that says in which form a report is wanted."""

    regex = "|".join(Format)

    def to_python(self, value: str) -> Format:
        """The form."""
        return Format(value)

    def to_url(self, value: Format) -> str:
        """Its ending."""
        return value.value


class ReportFilters(django_filters.FilterSet):
    """What reports can be filtered by."""

    scope = django_filters.ChoiceFilter(
        method="by_scope",
        choices=[(ALL, ALL), ("outlet", "outlet")],
        help_text="`all`: on the articles of all outlets; `outlet`: of one.",
    )
    outlet = django_filters.UUIDFilter(
        field_name="scope", help_text="Id of the outlet whose articles they are on."
    )

    class Meta:
        model = WeeklyReport
        fields: list[str] = []

    def by_scope(
        self, reports: QuerySet[WeeklyReport], name: str, value: str
    ) -> QuerySet[WeeklyReport]:
        """Reports on everything, or on one outlet each."""
        if value == ALL:
            return reports.filter(scope=ALL)
        return reports.exclude(scope=ALL)


class ReportChoice(django_filters.FilterSet):
    """Which of a week's reports is meant."""

    outlet = django_filters.UUIDFilter(help_text="Id of the outlet.")


@extend_schema_view(
    get=extend_schema(
        operation_id="weekly_reports",
        summary="List weekly reports",
        description="The last made first, each with its number, its hash and links to "
        "its forms.",
        tags=["reports"],
        examples=[OpenApiExample("A report", value=REPORT_EXAMPLE, response_only=True)],
    )
)
class ReportListView(ListView[WeeklyReport]):
    """The weekly reports."""

    permissions = {"GET": "claims.view_weeklyreport"}
    serializer_class = ReportSerializer
    filterset_class = ReportFilters
    queryset = reports_to_show().defer("payload", "terms")


class OneReportView(ApiView):
    """One report, by its week and perhaps an outlet."""

    permissions = {"GET": "claims.view_weeklyreport"}

    def parameters(self) -> frozenset[str]:
        """The outlet."""
        return frozenset(ReportChoice.base_filters)

    def report(self, request: Request, week: Week) -> WeeklyReport:
        """The report that is meant; 404 if there is none."""
        query = {
            name: value
            for name, value in request.query_params.items()
            if name in ReportChoice.base_filters
        }
        outlet = checked(ReportChoice(query, queryset=WeeklyReport.objects))["outlet"]
        scope = str(outlet) if outlet else ALL
        return get_object_or_404(reports_to_show(), monday=week.monday, scope=scope)


class ReportView(OneReportView):
    """What a report says."""

    @extend_schema(
        operation_id="weekly_report",
        summary="Read a weekly report",
        description="The report on a week: number, hash, errata found since, links to "
        "its forms, and its payload. What is in it never changes.",
        tags=["reports"],
        parameters=[_WEEK, OUTLET, ETAG],
        responses=ReportDetailSerializer,
        examples=[OpenApiExample("A report", value=DETAIL_EXAMPLE, response_only=True)],
    )
    def get(self, request: Request, week: Week) -> HttpResponseBase:
        """The report."""
        report = self.report(request, week)
        tag = f'"{report.sha256}-{errata_count(report)}"'
        if unchanged := not_modified(request, tag=tag):
            return unchanged
        shown = ReportDetailSerializer(report).data
        return Response(shown, headers={"ETag": tag})


class ReportFormView(OneReportView, FileView):
    """A report in one of its forms."""

    def parameters(self) -> frozenset[str]:
        """The outlet, and for CSV the table."""
        is_table = self.kwargs["form"] is Format.CSV
        return super().parameters() | ({"table"} if is_table else set())

    @extend_schema(
        operation_id="weekly_report_form",
        summary="Read a weekly report in one of its forms",
        description="`html`: a page that needs nothing else. `pdf`: for print. `md`: "
        "Markdown. `csv`: one table with all its rows, `table` says which. `zip`: all "
        "tables as CSV. `json`: the stored payload to the byte, whose SHA-256 is the "
        "report's. The path decides, not `Accept`.",
        tags=["reports"],
        parameters=[
            _WEEK,
            OpenApiParameter(
                "form",
                {"type": "string", "enum": [form.value for form in Format]},
                OpenApiParameter.PATH,
                description="The form.",
            ),
            OUTLET,
            OpenApiParameter(
                "table",
                {"type": "string", "enum": tables.names(), "default": FIRST_TABLE},
                description="For `csv` alone: which table.",
            ),
            ETAG,
        ],
        responses={
            (200, form.media_type.partition(";")[0]): OpenApiResponse(
                OpenApiTypes.OBJECT if form is Format.JSON else OpenApiTypes.STR
                if form.media_type.startswith("text/") else OpenApiTypes.BINARY,
                "The report.",
            )
            for form in Format
        },
        examples=[
            OpenApiExample(
                "The beginning",
                value=value,
                media_type=form.media_type.partition(";")[0],
                response_only=True,
            )
            for form, value in {
                Format.CSV: "claim_id,article_id,article_title\r\n",
                Format.HTML: "<!DOCTYPE html>",
                Format.JSON: {"week": "2026-W47"},
                Format.MD: "# Weekly claim report 2026-W47",
                Format.PDF: "%PDF-1.7",
                Format.ZIP: "PK",
            }.items()
        ],
    )  # fmt: skip
    def get(self, request: Request, week: Week, form: Format) -> HttpResponseBase:
        """The report in the form."""
        report = self.report(request, week)
        table = _table(request)
        tag = _tag(report, form)
        if unchanged := not_modified(request, tag=tag):
            return unchanged
        response = HttpResponse(
            written(report, form, table=table),
            content_type=form.media_type,
            headers={"ETag": tag, "Content-Disposition": _place(report, form, table)},
        )
        if form is Format.HTML:
            response["Content-Security-Policy"] = html.policy()
        return response


def _table(request: Request) -> str:
    table = request.query_params.get("table", FIRST_TABLE)
    if table not in tables.names():
        detail = f"Give one of {', '.join(tables.names())}."
        raise BadRequest(Fault(parameter="table", code="unknown", detail=detail))
    return table


def _tag(report: WeeklyReport, form: Format) -> str:
    """The bytes of the payload never change. Of the other forms the tag is weak: a
    newer version may write the same more nicely.
    """
    if form is Format.JSON:
        return f'"{report.sha256}"'
    return f'W/"{report.sha256}-{errata_count(report)}"'


def errata_count(report: WeeklyReport) -> int:
    """How many errata were found in a report of `reports_to_show`."""
    count: int = report.errata_count  # type: ignore[attr-defined] # annotated
    return count


def _place(report: WeeklyReport, form: Format, table: str) -> str:
    """Shown by browsers where they can; kept under a name that says what it is."""
    name = name_of(report)
    if form is Format.CSV:
        name = f"{name}-{table}"
    is_shown = form in (Format.HTML, Format.PDF, Format.JSON)
    placed: str | None = content_disposition_header(
        as_attachment=not is_shown, filename=f"{name}.{form}"
    )
    return placed or ""

"""The Atom feed of weekly reports."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Max
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request

from claims.api.report_shapes import reports_to_show
from claims.api.reports import OUTLET, ReportChoice, errata_count
from claims.models import WeeklyReport
from claims.models.report import ALL
from claims.reports.formats import Format, address_of, document_of
from claims.reports.wording import plural
from factcheck.core.api.filters import checked
from factcheck.core.api.preconditions import ETAG, not_modified
from factcheck.core.api.views import FileView

MOST_ENTRIES: Final = 20
_MEDIA_TYPE: Final = "application/atom+xml"
_LINKED: Final = (Format.HTML, Format.PDF, Format.JSON)


class ReportFeed(Atom1Feed):
    """A feed whose entries are reports, with a link to each of their main forms.

    Django's own takes summaries for HTML and, when it is empty, the present moment
    for the last change.
    """

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Any) -> None:
        """What Django writes of an entry, and the rest."""  # Any: Django's dict
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})
        for href, media_type in item["forms"]:
            attributes = {"rel": "alternate", "href": href, "type": media_type}
            handler.addQuickElement("link", "", attributes)

    def latest_post_date(self) -> datetime:
        """When the last report was made, or an erratum found in one."""
        made = [item["updateddate"] for item in self.items]
        return max(made, default=datetime(2000, 1, 1, tzinfo=UTC))


class ReportFeedView(FileView):
    """The last reports as a feed."""

    permissions = {"GET": "claims.view_weeklyreport"}

    def parameters(self) -> frozenset[str]:
        """The outlet."""
        return frozenset(ReportChoice.base_filters)

    @extend_schema(
        operation_id="weekly_reports_feed",
        summary="Follow weekly reports",
        description="The last reports as an Atom feed (RFC 4287), on all articles or "
        "on those of one `outlet`. Ids are permanent; when an erratum is found, the "
        "entry says so and is updated. A login is needed.",
        tags=["reports"],
        parameters=[OUTLET, ETAG],
        responses={(200, _MEDIA_TYPE): OpenApiResponse(OpenApiTypes.STR, "The feed.")},
        examples=[
            OpenApiExample(
                "The beginning",
                value='<?xml version="1.0" encoding="utf-8"?>',
                media_type=_MEDIA_TYPE,
                response_only=True,
            )
        ],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The feed."""
        outlet = checked(
            ReportChoice(request.query_params, queryset=WeeklyReport.objects)
        )["outlet"]
        reports = reports_to_show().filter(scope=str(outlet) if outlet else ALL)
        reports = reports.annotate(corrected_at=Max("errata__created_at"))
        shown = list(reports.order_by("-monday")[:MOST_ENTRIES])
        tag = _tag(shown)
        if unchanged := not_modified(request, tag=tag):
            return unchanged
        return HttpResponse(
            _feed(shown, request),
            content_type=f"{_MEDIA_TYPE}; charset=utf-8",
            headers={"ETag": tag},
        )


def _feed(reports: Sequence[WeeklyReport], request: Request) -> str:
    here = request.build_absolute_uri()
    feed = ReportFeed(
        title="Weekly claim reports",
        link=request.build_absolute_uri("/"),
        description="",
        feed_url=here,
        feed_guid=here,
        language="en-GB",
    )
    for report in reports:
        document = document_of(report)
        forms = [
            (
                request.build_absolute_uri(address_of(report, form)),
                form.media_type.partition(";")[0],
            )
            for form in _LINKED
        ]
        feed.add_item(
            title=f"{document.title}: {document.subtitle}",
            link=forms[0][0],
            description=_summary(report, document.summary),
            unique_id=report.public_id.urn,
            pubdate=report.created_at,
            updateddate=_corrected_at(report) or report.created_at,
            author_name=document.publisher,
            forms=forms[1:],
        )
    written: str = feed.writeString("utf-8")
    return written


def _tag(reports: Sequence[WeeklyReport]) -> str:
    stated = "".join(f"{one.sha256}{_corrected_at(one)}" for one in reports)
    return f'W/"{hashlib.sha256(stated.encode()).hexdigest()}"'


def _summary(report: WeeklyReport, summary: str) -> str:
    """With what no longer holds: corrections are never silent."""
    count = errata_count(report)
    found = plural(count, "erratum", "errata")
    return f"{summary} Found in it since: {found}." if count else summary


def _corrected_at(report: WeeklyReport) -> datetime | None:
    """When the last erratum was found in it."""
    at: datetime | None = report.corrected_at  # type: ignore[attr-defined] # annotated
    return at

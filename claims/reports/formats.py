"""The forms in which a report can be had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from claims.models import WeeklyReport
from claims.models.report import ALL
from claims.reports.composing import Imprint, compose
from claims.reports.document import Document
from claims.reports.entries import moment
from claims.reports.rendering import html, markdown, pdf, tables
from sources.models import Outlet


class Format(StrEnum):
    """A form, by the ending of its files."""

    CSV = "csv"
    HTML = "html"
    JSON = "json"
    MD = "md"
    PDF = "pdf"
    ZIP = "zip"

    @property
    def media_type(self) -> str:
        """Its type in HTTP and in e-mails."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
    Format.JSON: "application/json",
    Format.MD: "text/markdown; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.ZIP: "application/zip",
}
FIRST_TABLE: Final = "decisions"
"""The table one gets as CSV without naming another."""


def payload_of(report: WeeklyReport) -> dict[str, Any]:  # Any: JSON
    """What the report says, read from its payload."""
    payload: dict[str, Any] = json.loads(report.payload)
    return payload


def errata_of(report: WeeklyReport) -> list[dict[str, Any]]:  # Any: JSON
    """What was found wrong in the report since, in the order of its numbers."""
    found = report.errata.order_by("number").values_list("says", flat=True)
    return [json.loads(says) for says in found]


def document_of(report: WeeklyReport) -> Document:
    """The report as its faces show it, with the errata there are by now."""
    imprint = Imprint(
        sha256=report.sha256,
        made=moment(report.created_at),
        errata=errata_of(report),
    )
    return compose(payload_of(report), imprint)


def written(report: WeeklyReport, form: Format, *, table: str = FIRST_TABLE) -> bytes:
    """The report in this form, in UTF-8 where it is text: as CSV one of its tables, a
    name of `tables.names`, as ZIP all of them.
    """
    match form:
        case Format.CSV:
            return next(one.csv for one in _sheets(report) if one.key == table).encode()
        case Format.HTML:
            return html.render(document_of(report)).encode()
        case Format.JSON:
            return report.payload.encode("ascii")
        case Format.MD:
            return markdown.render(document_of(report)).encode()
        case Format.PDF:
            return pdf.render(document_of(report))
        case Format.ZIP:
            return tables.archive(
                name_of(report), _sheets(report), dated=report.cut_off
            )


def files_of(report: WeeklyReport, form: Format) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files that are the report in this form."""
    name = name_of(report)
    if form is not Format.CSV:
        yield f"{name}.{form}", written(report, form)
        return
    for sheet in _sheets(report):
        yield f"{name}-{sheet.key}.csv", sheet.csv.encode()


def address_of(report: WeeklyReport, form: Format | None = None) -> str:
    """The path of a report in the API, or of one of its forms."""
    if form is None:
        path = reverse("api:weekly-report", args=[report.week])
    else:
        path = reverse("api:weekly-report-form", args=[report.week, form])
    if report.scope == ALL:
        return path
    return f"{path}?{urlencode({'outlet': report.scope})}"


def name_of(report: WeeklyReport) -> str:
    """What its files are called, without ending: ``2026-W47``, and the outlet's domain
    or id where it is on one outlet.
    """
    if report.scope == ALL:
        return str(report.week)
    outlet = Outlet.objects.filter(public_id=report.scope).first()
    return f"{report.week}-{(outlet and outlet.domain) or report.scope}"


def _sheets(report: WeeklyReport) -> list[tables.Sheet]:
    return tables.sheets(payload_of(report), errata=errata_of(report))

"""A report's page: what it says in short, its files, and who gets it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from claims.models import DeliveryState, ReportDelivery, ReportSubscriber, WeeklyReport
from claims.reports.composing import Imprint, compose
from claims.reports.delivering import MAY_SEND, send_again, send_by_hand
from claims.reports.document import Document
from claims.reports.formats import Format, address_of, document_of
from claims.reports.freezing import Verification, hour_of, preview, scope_of, verify
from claims.reports.mailing import why_not
from claims.reports.rendering.html import policy, render
from factcheck.core.errors import PermissionDenied as PermissionDeniedError
from factcheck.core.errors import Refused
from factcheck.core.ledger import canonical_json
from factcheck.core.models import User
from factcheck.lib import clock
from sources.models import Outlet

MOST_LISTED: Final = 200  # subscribers, and e-mails
MOST_PLACES: Final = 10  # where a report differs that does not hold
_FILES: Final = {
    Format.PDF: "PDF",
    Format.HTML: "HTML",
    Format.ZIP: "CSV",  # every table
    Format.JSON: "JSON",
    Format.MD: "Markdown",
}


@dataclass(frozen=True, slots=True)
class File:
    """A form in which the report can be had."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Post:
    """Who gets the report by e-mail, for those who may send it."""

    why_not: str
    deliveries: Sequence[ReportDelivery]
    has_more: bool
    missing: Sequence[ReportSubscriber]
    missing_count: int
    is_waiting: bool  # for its hour


def report_view(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report in short, with its files; with its e-mails for who may send it."""
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied  # nobody changes a report
    report = _report(request, report_id)
    document = document_of(report)
    can_send = request.user.has_perm(MAY_SEND)
    context = {
        **_shared(request, document, f"Report {report.week}"),
        "report": report,
        "zone": report.time_zone,
        "files": _files(report),
        "errata": report.errata.count(),
        "post": _post(report) if can_send else None,
    }
    return TemplateResponse(request, "admin/claims/report/page.html", context)


def page_view(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report itself, as a page that needs nothing else."""
    return _own_page(document_of(_report(request, report_id)))


def preview_view(request: HttpRequest) -> HttpResponse:
    """What the report on the present week would say now (``?outlet=`` its key)."""
    outlet = _outlet(request)
    document = _preview(outlet)
    query = f"?{urlencode({'outlet': outlet.pk})}" if outlet else ""
    context = {
        **_shared(request, document, "Preview of this week"),
        "page_url": reverse("admin:claims_weeklyreport_preview_page") + query,
    }
    return TemplateResponse(request, "admin/claims/report/preview.html", context)


def preview_page_view(request: HttpRequest) -> HttpResponse:
    """The preview as a page that needs nothing else, marked as what it is."""
    document = _preview(_outlet(request))
    return _own_page(replace(document, title=f"Preview: {document.title}"))


def verify_view(request: HttpRequest, report_id: int) -> HttpResponse:
    """Build the report anew and say whether it is the same (POST)."""
    report = _report(request, report_id)
    found = verify(report)
    level = messages.SUCCESS if found.holds else messages.ERROR
    messages.add_message(request, level, _verdict(found))
    return HttpResponseRedirect(_url(report))


def send_view(request: HttpRequest, report_id: int) -> HttpResponse:
    """Send the report to all subscribers who have not got it (POST)."""
    report = _report(request, report_id)
    try:
        count = send_by_hand(report=report, by=_user(request))
    except PermissionDeniedError as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"E-mails to be sent by a worker: {count}.")
    return HttpResponseRedirect(_url(report))


def send_again_view(
    request: HttpRequest, report_id: int, delivery_id: UUID
) -> HttpResponse:
    """Send one e-mail once more (POST)."""
    report = _report(request, report_id)
    rows = ReportDelivery.objects.filter(report=report)
    delivery = get_object_or_404(rows, public_id=delivery_id)
    try:
        send_again(delivery=delivery, by=_user(request))
    except PermissionDeniedError as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The e-mail is to be sent by a worker.")
    return HttpResponseRedirect(_url(report))


def _report(request: HttpRequest, report_id: int) -> WeeklyReport:
    _require_view(request)
    return get_object_or_404(WeeklyReport, pk=report_id)


def _require_view(request: HttpRequest) -> None:
    if not request.user.has_perm("claims.view_weeklyreport"):
        raise PermissionDenied


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the admin admits nobody else
        raise PermissionDenied
    return request.user


def _outlet(request: HttpRequest) -> Outlet | None:
    _require_view(request)
    key = request.GET.get("outlet", "")
    if not key:
        return None
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        raise Http404("no such outlet")
    return get_object_or_404(Outlet, pk=int(key))


def _preview(outlet: Outlet | None) -> Document:
    # As it would be read back: JSON has no tuples and no keys but texts.
    payload = json.loads(canonical_json(preview(scope=scope_of(outlet))))
    return compose(payload, Imprint())


def _own_page(document: Document) -> HttpResponse:
    """The document under a policy of its own, which lets its one style in."""
    return HttpResponse(render(document), headers={"Content-Security-Policy": policy()})


def _files(report: WeeklyReport) -> list[File]:
    return [File(label, address_of(report, form)) for form, label in _FILES.items()]


def _post(report: WeeklyReport) -> Post:
    deliveries = report.deliveries.select_related("subscriber", "subscriber__outlet")
    listed = list(deliveries.order_by("id")[: MOST_LISTED + 1])
    missing = ReportSubscriber.objects.to(report).exclude(deliveries__report=report)
    hour = hour_of(report.week, ZoneInfo(report.time_zone))
    return Post(
        why_not=why_not(),
        deliveries=listed[:MOST_LISTED],
        has_more=len(listed) > MOST_LISTED,
        missing=list(missing[:MOST_LISTED]),
        missing_count=missing.count(),
        is_waiting=hour > clock.now(),
    )


def _shared(
    request: HttpRequest, document: Document, title: str
) -> dict[str, Any]:  # Any: a template's context
    return {
        **admin.site.each_context(request),
        "title": title,
        "opts": WeeklyReport._meta,
        "is_nav_sidebar_enabled": False,
        "document": document,
        "unknown": DeliveryState.UNKNOWN,
    }


def _verdict(found: Verification) -> str:
    """What verifying showed, in a sentence."""
    if found.holds:
        return "It holds: built anew from the data as of its cut-off, it is the same."
    if found.fault:
        return f"It does not hold: {found.fault}."
    if found.differences is None:
        return (
            "It is intact, but another version of the generator made it: "
            "it cannot be built anew."
        )
    places = ", ".join(found.differences[:MOST_PLACES])
    return f"It does not hold: built anew, it differs in {places}."


def _url(report: WeeklyReport) -> str:
    return reverse("admin:claims_weeklyreport_change", args=[report.pk])

"""The register of outlets as a sheet: one button out, one form in."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from factcheck.core.errors import Refused
from factcheck.core.models import User
from sources.admin.outlet_forms import ImportForm
from sources.models import Outlet, OutletKind, Reliability
from sources.register import (
    NotImported,
    export_outlets,
    import_outlets,
    today,
)


def may_import(request: HttpRequest) -> bool:
    """Whether this user may import a sheet."""
    return request.user.has_perms(("sources.add_outlet", "sources.change_outlet"))


def export_view(request: HttpRequest) -> HttpResponse:
    """The register as a CSV file, for whoever may see it."""
    if not request.user.has_perm("sources.view_outlet"):
        raise PermissionDenied
    return HttpResponse(
        export_outlets(bom=True),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="outlets-{today()}.csv"',
            "Cache-Control": "no-store",
        },
    )


def import_view(request: HttpRequest) -> HttpResponse:
    """The form that takes a sheet; what is wrong in it is listed above the form."""
    if not may_import(request):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    refused: NotImported | None = None
    if is_sent and form.is_valid():
        user = request.user if isinstance(request.user, User) else None
        try:
            imported = import_outlets(form.cleaned_data["file"].read(), by=user)
        except NotImported as error:
            refused = error
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(imported))
            return HttpResponseRedirect(reverse("admin:sources_outlet_changelist"))
    context = {
        **admin.site.each_context(request),
        "title": "Import outlets",
        "opts": Outlet._meta,
        "form": form,
        "refused": refused,
        "kinds": OutletKind.values,
        "grades": Reliability.choices,
    }
    return TemplateResponse(request, "admin/sources/outlet/import.html", context)

"""What all our admin lists share: they stay quick with a million rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from factcheck.core.audit import subject_of

M = TypeVar("M", bound=Model)

COUNTED = 10_000
"""Rows that a list counts and pages through; what lies beyond is found by
searching and filtering. Counting a million rows takes longer than all the rest of
the page."""

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin
    _Paginator = Paginator[Any]  # the rows of any model
else:
    _Paginator = Paginator

    class _ModelAdmin(admin.ModelAdmin, Generic[M]):
        """Takes the type argument that the stubs give to Django's class."""


class CappedPaginator(_Paginator):
    """A paginator that never counts further than ``COUNTED`` + 1 rows."""

    @cached_property
    def _found(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)  # noqa: S101 - the admin pages querysets
        return rows.order_by()[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        """The number of rows, at most ``COUNTED``."""
        return min(self._found, COUNTED)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > COUNTED


class ListAdmin(_ModelAdmin[M], Generic[M]):
    """Lists with capped counts and without statements over the whole table."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count the table once per choice
    list_per_page = 50
    list_max_show_all = 200
    actions_on_top = True  # without actions the stock page has an inline style

    def changelist_view(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The list, called by what it lists."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """Lead to what the ledger tells of the row, for whoever may read the ledger.

        The stock page knows nothing of the API, of commands and of services.
        """
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404("no such row")
        may_see_row = self.has_view_permission(request, row)
        if not (may_see_row and request.user.has_perm("core.view_auditevent")):
            raise PermissionDenied
        ledger = reverse("admin:core_auditevent_changelist")
        return HttpResponseRedirect(f"{ledger}?q={subject_of(row).id}")


class ReadOnlyAdmin(ListAdmin[M], Generic[M]):
    """Rows that only the services write: the admin shows them."""

    actions: Sequence[str] | None = None
    change_form_template = "admin/read_only_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody, not even a superuser."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody, not even a superuser."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody, not even a superuser."""
        return False


def link(url: str, text: object) -> SafeString:
    """A link inside a cell."""
    return format_html('<a href="{}">{}</a>', url, text)


def shortened(text: str, longest: int = 120) -> str:
    """The text on one line, cut after ``longest`` characters with an ellipsis."""
    line = " ".join(text[: longest * 4].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def badge(value: str, text: object) -> SafeString:
    """A state as a small label; its colour only repeats the word."""
    return format_html('<span class="badge badge-{}">{}</span>', value, text)

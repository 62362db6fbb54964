"""Subscribers of the weekly report, kept by editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from claims.models import ReportSubscriber
from claims.reports.mailing import why_not
from claims.reports.subscribing import forget_subscriber, save_subscriber
from factcheck.core.admin.lists import ListAdmin, badge
from factcheck.core.models import User

if TYPE_CHECKING:
    _SubscriberForm = forms.ModelForm[ReportSubscriber]
else:
    _SubscriberForm = forms.ModelForm


@admin.register(ReportSubscriber)
class ReportSubscriberAdmin(ListAdmin[ReportSubscriber]):
    """Addresses, and on what they get reports."""

    list_display = ("email", "scope", "state", "since", "added_by")
    list_select_related = ("outlet", "added_by")
    list_filter = ("is_active", ("outlet", admin.RelatedOnlyFieldListFilter))
    search_fields = ("email",)
    search_help_text = "E-mail address."
    sortable_by = ()
    autocomplete_fields = ("outlet",)
    fields = ("email", "outlet", "is_active")
    change_list_template = "admin/claims/report/subscribers.html"

    def changelist_view(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The list, which says if no e-mails are sent."""
        context = {"why_not": why_not(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def save_model(
        self,
        request: HttpRequest,
        obj: ReportSubscriber,
        form: _SubscriberForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store, by the service."""
        save_subscriber(subscriber=obj, by=_user(request))

    def delete_model(self, request: HttpRequest, obj: ReportSubscriber) -> None:
        """Forget, by the service."""
        forget_subscriber(subscriber=obj, by=_user(request))

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[ReportSubscriber]
    ) -> None:
        """Forget each, by the service."""
        for subscriber in queryset:
            forget_subscriber(subscriber=subscriber, by=_user(request))

    @admin.display(description="reports on")
    def scope(self, subscriber: ReportSubscriber) -> str:
        """Everything, or an outlet."""
        return str(subscriber.outlet) if subscriber.outlet else "everything"

    @admin.display(description="state")
    def state(self, subscriber: ReportSubscriber) -> SafeString:
        """Whether they get reports, and if not, who says so."""
        if subscriber.is_active:
            return badge("working", "gets reports")
        left = subscriber.unsubscribed_at is not None
        return badge("off", "unsubscribed" if left else "switched off")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the admin admits nobody else
        raise PermissionDenied
    return request.user

"""Webhooks: who is told of events, and what became of it; kept by editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from factcheck.core import webhooks
from factcheck.core.admin.lists import ListAdmin, badge
from factcheck.core.errors import PermissionDenied as PermissionDeniedError
from factcheck.core.errors import Refused
from factcheck.core.models import User, WebhookDelivery, WebhookEndpoint, WebhookEvent

SHOWN_DELIVERIES = 50  # of the newest, on a webhook's page

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[WebhookEndpoint]
else:
    _ModelForm = forms.ModelForm


class WebhookForm(_ModelForm):
    """What people say of a webhook."""

    events = forms.MultipleChoiceField(
        choices=WebhookEvent.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = WebhookEndpoint
        fields = ("url", "description", "events", "is_active")
        widgets = {"url": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def clean_url(self) -> str:
        """The address as it is stored; what is wrong with it stays in the form."""
        try:
            return webhooks.checked_address(self.cleaned_data["url"])
        except Refused as error:
            raise forms.ValidationError(str(error), code=error.code) from error


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ListAdmin[WebhookEndpoint]):
    """Addresses, what they are told of, and the log of each."""

    list_display = ("heading", "told_of", "state", "added")
    list_display_links = ("heading",)
    list_select_related = ("added_by",)
    list_filter = ("is_active",)
    search_fields = ("url", "description")
    search_help_text = "Address or description."
    sortable_by = ()
    form = WebhookForm
    readonly_fields = ("added",)
    change_form_template = "admin/core/webhookendpoint/change_form.html"

    def get_fields(
        self, request: HttpRequest, obj: WebhookEndpoint | None = None
    ) -> tuple[str, ...]:
        """What can be said of a new one; of an old one, also who added it."""
        if obj is None:
            return ("url", "description", "events")
        return (*WebhookForm.Meta.fields, "added")

    def get_urls(self) -> list[URLPattern]:
        """The stock pages, and what the buttons on a webhook's page do."""

        def button(route: str, view: Callable[..., Any], name: str) -> URLPattern:
            wrapped = self.admin_site.admin_view(require_POST(view))
            return path(route, wrapped, name=f"core_webhookendpoint_{name}")

        return [
            button("<int:endpoint_id>/rotate/", self.rotate_view, "rotate"),
            button("<int:endpoint_id>/test/", self.test_view, "test"),
            button(
                "<int:endpoint_id>/deliveries/<uuid:delivery_id>/replay/",
                self.replay_view,
                "replay",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The webhook's page with its newest deliveries."""
        context: dict[str, Any] = {}
        if object_id.isdecimal():
            log = WebhookDelivery.objects.filter(endpoint=int(object_id))
            found = list(log.order_by("-id")[: SHOWN_DELIVERIES + 1])
            context["deliveries"] = found[:SHOWN_DELIVERIES]
            context["has_more"] = len(found) > SHOWN_DELIVERIES
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    def rotate_view(self, request: HttpRequest, endpoint_id: int) -> HttpResponse:
        """Make another secret, and show it (POST)."""
        endpoint = get_object_or_404(WebhookEndpoint, pk=endpoint_id)
        try:
            webhooks.rotate_secret(endpoint=endpoint, by=_user(request))
        except PermissionDeniedError as error:
            raise PermissionDenied from error
        return self._secret_page(request, endpoint)

    def test_view(self, request: HttpRequest, endpoint_id: int) -> HttpResponse:
        """Have a test sent (POST)."""
        endpoint = get_object_or_404(WebhookEndpoint, pk=endpoint_id)
        _promise(request, lambda user: webhooks.send_test(endpoint=endpoint, by=user))
        return HttpResponseRedirect(_page(endpoint_id))

    def replay_view(
        self, request: HttpRequest, endpoint_id: int, delivery_id: UUID
    ) -> HttpResponse:
        """Have a delivery sent again (POST)."""
        log = WebhookDelivery.objects.filter(endpoint=endpoint_id)
        delivery = get_object_or_404(log, public_id=delivery_id)
        _promise(request, lambda user: webhooks.replay(delivery=delivery, by=user))
        return HttpResponseRedirect(_page(endpoint_id))

    def save_model(
        self,
        request: HttpRequest,
        obj: WebhookEndpoint,
        form: WebhookForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store, by the service."""
        given = form.cleaned_data
        if change:
            webhooks.change_endpoint(endpoint=obj, by=_user(request), **given)
            return
        endpoint = webhooks.add_endpoint(by=_user(request), **given)
        obj.__dict__.update(endpoint.__dict__)

    def response_add(
        self, request: HttpRequest, obj: WebhookEndpoint, post_url_continue: Any = None
    ) -> HttpResponse:
        """The page that shows the secret, this once."""
        return self._secret_page(request, obj)

    def delete_model(self, request: HttpRequest, obj: WebhookEndpoint) -> None:
        """Delete, by the service."""
        webhooks.delete_endpoint(endpoint=obj, by=_user(request))

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]
    ) -> None:
        """Delete each, by the service."""
        for endpoint in queryset:
            webhooks.delete_endpoint(endpoint=endpoint, by=_user(request))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:  # Any: as in Django
        """What is deleted: deliveries are counted, and not listed one by one."""
        endpoints = list(objs)
        deliveries = WebhookDelivery.objects.filter(endpoint__in=endpoints).count()
        counts = {"webhooks": len(endpoints), "deliveries": deliveries}
        return [str(endpoint) for endpoint in endpoints], counts, set(), []

    def _secret_page(
        self, request: HttpRequest, endpoint: WebhookEndpoint
    ) -> HttpResponse:
        return TemplateResponse(
            request,
            "admin/core/webhookendpoint/secret.html",
            {
                **self.admin_site.each_context(request),
                "title": "The webhook's secret",
                "opts": self.opts,
                "endpoint": endpoint,
            },
        )

    @admin.display(description="address")
    def heading(self, endpoint: WebhookEndpoint) -> SafeString:
        """Address and description."""
        return format_html(
            '<span class="address">{}</span><span class="under">{}</span>',
            endpoint.url,
            endpoint.description,
        )

    @admin.display(description="told of")
    def told_of(self, endpoint: WebhookEndpoint) -> str:
        """The names of the events."""
        return ", ".join(endpoint.events)

    @admin.display(description="state")
    def state(self, endpoint: WebhookEndpoint) -> SafeString:
        """Whether it is told of events."""
        if endpoint.is_active:
            return badge("working", "switched on")
        return badge("off", "switched off")

    @admin.display(description="added")
    def added(self, endpoint: WebhookEndpoint) -> str:
        """When, and by whom."""
        who = f", by {endpoint.added_by}" if endpoint.added_by else ""
        return f"{date_format(endpoint.created_at, 'j M Y, H:i')}{who}"


def _promise(request: HttpRequest, promise: Callable[[User], object]) -> None:
    """Have something sent, and say so, or why not."""
    try:
        promise(_user(request))
    except PermissionDeniedError as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "To be sent by a worker. This page shows the answer.")


def _page(endpoint_id: int) -> str:
    return reverse("admin:core_webhookendpoint_change", args=[endpoint_id])


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the admin admits nobody else
        raise PermissionDenied
    return request.user

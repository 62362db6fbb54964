"""The register of outlets, kept by editors."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from factcheck.core.admin.lists import ListAdmin, link
from sources.models import Article, Outlet


@admin.register(Outlet)
class OutletAdmin(ListAdmin[Outlet]):
    """Outlets. One that has articles cannot be deleted."""

    list_display = ("name", "domain", "kind", "country", "owner_group", "articles")
    list_filter = ("kind",)
    search_fields = ("name", "domain", "owner_group")
    search_help_text = "Name, domain or owner."
    ordering = ("name", "id")
    actions = None
    fields = ("name", "domain", "kind", "owner_group", "country", "language")

    @admin.display(description="articles")
    def articles(self, outlet: Outlet) -> SafeString:
        """A link to the outlet's articles."""
        url = reverse("admin:sources_article_changelist")
        return link(f"{url}?outlet__id__exact={outlet.pk}", "Show articles")

    def has_delete_permission(
        self, request: HttpRequest, obj: Outlet | None = None
    ) -> bool:
        """As the table says, and never while articles name the outlet."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return not Article.objects.filter(outlet=obj).exists()

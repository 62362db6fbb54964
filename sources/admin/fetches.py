"""The list of fetches: which pages were asked for, and what came of it."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.safestring import SafeString

from factcheck.core.admin.lists import ReadOnlyAdmin, link
from sources.models import Fetch


@admin.register(Fetch)
class FetchAdmin(ReadOnlyAdmin[Fetch]):
    """Fetches, newest first. They are made by adding an article, not here."""

    list_display = ("page", "state", "reason", "found", "asked_by", "asked_at")
    list_select_related = ("article", "asked_by")
    list_filter = ("state",)
    search_fields = ("url",)
    search_help_text = "Web address."
    sortable_by = ()
    ordering = ("-id",)
    fields = (
        "page",
        "state",
        "code",
        "reason",
        "found",
        "asked_by",
        "asked_at",
        "finished_at",
    )
    readonly_fields = fields

    @admin.display(description="web address")
    def page(self, fetch: Fetch) -> str:
        """The address as text: it may be anything."""
        return fetch.url

    @admin.display(description="article")
    def found(self, fetch: Fetch) -> SafeString | str:
        """The article, once it is here."""
        if fetch.article is None:
            return ""
        url = reverse("admin:sources_article_read", args=[fetch.article.public_id])
        return link(url, fetch.article.title)

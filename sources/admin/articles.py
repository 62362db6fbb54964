"""The list of articles. What is said in them belongs to the claims app, which
registers a subclass of this.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest

from factcheck.core.admin.lists import ListAdmin
from sources.models import Article


class ArticleListAdmin(ListAdmin[Article]):
    """Articles, newest first. They are never edited: a new text is a snapshot."""

    list_display = ("title", "outlet", "published", "language", "added_by")
    list_select_related = ("outlet", "added_by")
    search_fields = ("title", "byline", "outlet__name", "canonical_url")
    search_help_text = "Title, byline, outlet or web address."
    ordering = ("-id",)
    actions: Sequence[str] | None = None  # articles are deleted one by one

    def has_change_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        """Nobody, not even a superuser."""
        return False

    @admin.display(description="published", ordering="published_on")
    def published(self, article: Article) -> object:
        """The day of publication."""
        return article.published_on

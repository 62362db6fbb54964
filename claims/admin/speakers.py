"""Speakers: who said something, under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.admin.links import article_url
from claims.models import Claim, Speaker, SpeakerAlias
from factcheck.core.admin.lists import ReadOnlyAdmin, link, shortened

if TYPE_CHECKING:
    _AliasInline = admin.TabularInline[SpeakerAlias, Speaker]
else:
    _AliasInline = admin.TabularInline


class AliasInline(_AliasInline):
    """Other ways the speaker is written."""

    model = SpeakerAlias
    fields = ("text",)
    extra = 0
    can_delete = False
    verbose_name_plural = "also written as"

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody: aliases come from articles."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody."""
        return False


@admin.register(Speaker)
class SpeakerAdmin(ReadOnlyAdmin[Speaker]):
    """Speakers by name; an unnamed one belongs to its article."""

    list_display = ("name", "kind", "described", "of_article", "claims")
    list_select_related = ("article",)
    list_filter = ("kind",)
    search_fields = ("name", "role")
    search_help_text = "Name or role."
    ordering = ("name", "id")
    sortable_by = ("name",)
    fields = ("name", "kind", "role", "of_article", "claims", "created_at")
    readonly_fields = ("of_article", "claims")
    inlines = (AliasInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        """Speakers with the number of their claims."""
        counts = (
            Claim.objects.filter(speaker=OuterRef("pk"))
            .order_by()
            .values("speaker")
            .annotate(count=Count("pk"))
            .values("count")
        )
        return (
            super()
            .get_queryset(request)
            .annotate(claim_count=Coalesce(Subquery(counts), 0))
        )

    @admin.display(description="role", ordering="role")
    def described(self, speaker: Speaker) -> str:
        """The role as last written."""
        return shortened(speaker.role, 80) or "–"

    @admin.display(description="only in")
    def of_article(self, speaker: Speaker) -> SafeString | str:
        """The article that an unnamed speaker belongs to."""
        if speaker.article is None:
            return "–"
        return link(article_url(speaker.article), shortened(speaker.article.title, 60))

    @admin.display(description="claims")
    def claims(self, speaker: Speaker) -> SafeString:
        """A link to what they said."""
        url = reverse("admin:claims_claim_changelist")
        count = getattr(speaker, "claim_count", 0)
        words = f"{count} claim" if count == 1 else f"{count} claims"
        return link(f"{url}?speaker__id__exact={speaker.pk}", words)

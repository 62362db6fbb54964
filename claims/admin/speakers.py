"""Speakers: who said something, under which names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from claims.admin.links import article_url
from claims.admin.speaker_merging import merge_view, undo_merge_view
from claims.admin.speaker_pages import details_view, page_view
from claims.admin.speaker_splitting import split_view, undo_split_view
from claims.models import Claim, Speaker, SpeakerAlias
from factcheck.core.admin.lists import ReadOnlyAdmin, link, shortened


class MergedFilter(admin.SimpleListFilter):
    """Speakers who stand for themselves, and on demand those merged into another."""

    title = "merged"
    parameter_name = "merged"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Any],  # Any: as in Django
    ) -> list[tuple[str, str]]:
        """The other choice than the list as it opens."""
        return [("yes", "merged into another")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:  # Any: the stock type
        """The choices; what is called "all" elsewhere leaves the merged ones out."""
        first, *others = super().choices(changelist)
        yield {**first, "display": "not merged"}
        yield from others

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Speaker]
    ) -> QuerySet[Speaker]:
        """The chosen speakers."""
        if self.value() != "yes":
            return queryset  # without them already: see `SpeakerAdmin.get_queryset`
        return queryset.exclude(merged_into=None)


@admin.register(Speaker)
class SpeakerAdmin(ReadOnlyAdmin[Speaker]):
    """Speakers by name; an unnamed one belongs to its article."""

    list_display = ("name", "kind", "described", "of_article", "claims")
    list_select_related = ("article",)
    list_filter = ("kind", MergedFilter)
    search_fields = ("name", "role", "wikidata")
    search_help_text = "Name, alias, role or Wikidata id."
    ordering = ("name", "id")
    sortable_by = ("name",)

    def get_urls(self) -> list[URLPattern]:
        """The stock pages, and those on which people say who is who."""
        wrap: Callable[..., Any] = self.admin_site.admin_view  # Any: Django's own type
        return [
            path(
                "<int:speaker_id>/change/",
                wrap(page_view),
                name="claims_speaker_change",
            ),
            path(
                "<int:speaker_id>/details/",
                wrap(require_POST(details_view)),
                name="claims_speaker_details",
            ),
            path(
                "<int:speaker_id>/merge/", wrap(merge_view), name="claims_speaker_merge"
            ),
            path(
                "<int:speaker_id>/split/", wrap(split_view), name="claims_speaker_split"
            ),
            path(
                "merges/<uuid:merge_id>/undo/",
                wrap(undo_merge_view),
                name="claims_speaker_undo_merge",
            ),
            path(
                "splits/<uuid:split_id>/undo/",
                wrap(undo_split_view),
                name="claims_speaker_undo_split",
            ),
            *super().get_urls(),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Speaker], search_term: str
    ) -> tuple[QuerySet[Speaker], bool]:
        """Also by alias: a join would list a speaker once for each."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        if search_term:
            aliases = SpeakerAlias.objects.standing().filter(
                text__icontains=search_term
            )
            found = found | queryset.filter(pk__in=aliases.values("speaker"))
        return found, has_doubles

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        """Speakers with the number of their claims; the list only those not merged,
        unless the others are chosen.
        """
        speakers = super().get_queryset(request)
        match = request.resolver_match
        is_list = match and match.url_name == "claims_speaker_changelist"
        if is_list and request.GET.get("merged") != "yes":
            speakers = speakers.filter(merged_into=None)
        counts = (
            Claim.objects.filter(speaker=OuterRef("pk"))
            .order_by()
            .values("speaker")
            .annotate(count=Count("pk"))
            .values("count")
        )
        return speakers.annotate(claim_count=Coalesce(Subquery(counts), 0))

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

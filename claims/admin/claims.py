"""The list of claims. A claim's own page is the reading page of its article."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.cards import THE_OUTLET
from claims.admin.correcting import correcting_view
from claims.admin.evidence import decide_view, evidence_view
from claims.admin.links import reading_url, share_bar
from claims.admin.workbench import queue_view, undo_view, workbench_view
from claims.extraction.model import SpeakerKind
from claims.models import Claim, Ending, Rejection
from factcheck.core.admin.lists import ReadOnlyAdmin, badge, link, shortened


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin[Claim]):
    """Claims as the engine found them, newest first."""

    list_display = (
        "claim",
        "said_by",
        "cue",
        "commitment_badge",
        "certainty",
        "worth_bar",
        "confidence_bar",
        "article",
    )
    list_display_links = None
    list_select_related = ("speaker", "snapshot__article__outlet")
    list_filter = (
        "tier",
        "commitment",
        "certainty",
        "quote_type",
        "speaker_kind",
        "is_negated",
        "progress",
        "rejection",
    )
    search_fields = (
        "content_text",
        "speaker_text",
        "speaker__name",
        "cue_text",
        "snapshot__article__title",
    )
    search_help_text = "Content, speaker, cue or title of the article."
    ordering = ("-id",)
    # No column has an index to sort by: a million claims took 1.6 s (PostgreSQL).
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """Claims without the texts of their articles, which may be long."""
        claims = super().get_queryset(request)
        match = request.resolver_match
        if match and match.url_name == "claims_claim_changelist":
            claims = claims.exclude(ending=Ending.CONTINUED)  # listed as it is now
            if not any(name.startswith("rejection") for name in request.GET):
                claims = claims.filter(rejection=Rejection.NONE)
        return claims.defer(
            "why",
            "confidence_parts",
            "snapshot__text",
            "snapshot__blocks",
        )

    def get_urls(self) -> list[URLPattern]:
        """The stock pages, the workbench, the pages of evidence and of corrections."""
        wrap: Callable[..., Any] = self.admin_site.admin_view  # Any: Django's own type
        return [
            path("review/", wrap(queue_view), name="claims_claim_queue"),
            path(
                "<uuid:public_id>/correct/",
                wrap(correcting_view),
                name="claims_claim_correct",
            ),
            path("review/undo/", wrap(undo_view), name="claims_claim_undo"),
            path(
                "<uuid:public_id>/review/",
                wrap(workbench_view),
                name="claims_claim_review",
            ),
            path(
                "<uuid:public_id>/evidence/",
                wrap(evidence_view),
                name="claims_claim_evidence",
            ),
            path(
                "evidence/<uuid:public_id>/decision/",
                wrap(decide_view),
                name="claims_evidence_decide",
            ),
            *super().get_urls(),
        ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Besides the filters: the claims of one article, linked from its row."""
        if lookup == "snapshot__article__id__exact":
            return True
        return super().lookup_allowed(lookup, value, request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """Lead to the claim in its article."""
        claim = self.get_object(request, object_id)
        if claim is None or not self.has_view_permission(request, claim):
            raise Http404("no such claim")
        return HttpResponseRedirect(reading_url(claim.snapshot, claim))

    @admin.display(description="claim")
    def claim(self, claim: Claim) -> SafeString:
        """The content's beginning, leading to its place in the article."""
        return link(
            reading_url(claim.snapshot, claim), shortened(claim.content_text, 140)
        )

    @admin.display(description="speaker")
    def said_by(self, claim: Claim) -> SafeString | str:
        """As written, and who that is."""
        if claim.speaker_kind == SpeakerKind.OUTLET:
            return THE_OUTLET
        if claim.speaker is None:
            return claim.speaker_text or claim.get_speaker_kind_display()
        url = reverse("admin:claims_speaker_change", args=[claim.speaker_id])
        if claim.speaker_text.casefold() == claim.speaker.name.casefold():
            return link(url, claim.speaker.name)
        return format_html(
            '<span class="as-written">{}</span> <span class="arrow">→</span> {}',
            shortened(claim.speaker_text, 60),
            link(url, claim.speaker.name),
        )

    @admin.display(description="cue")
    def cue(self, claim: Claim) -> str:
        """The words that introduce it."""
        return shortened(claim.cue_text, 60)

    @admin.display(description="commitment")
    def commitment_badge(self, claim: Claim) -> SafeString:
        """How far the author stands behind it."""
        return badge(claim.commitment, claim.get_commitment_display())

    @admin.display(description="worth a check", empty_value="–")
    def worth_bar(self, claim: Claim) -> SafeString | None:
        """What to check first."""
        worth = claim.check_worthiness
        return None if worth is None else share_bar(worth)

    @admin.display(description="confidence", empty_value="–")
    def confidence_bar(self, claim: Claim) -> SafeString | None:
        """How sure the engine is; nothing while only a person found the claim."""
        confidence = claim.confidence
        return None if confidence is None else share_bar(confidence)

    @admin.display(description="article")
    def article(self, claim: Claim) -> SafeString:
        """The article, to be read, and who published it."""
        article = claim.snapshot.article
        return format_html(
            '{}<span class="under">{}</span>',
            link(reading_url(claim.snapshot), shortened(article.title, 60)),
            article.outlet or "no outlet",
        )

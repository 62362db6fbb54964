"""The admin site: who may enter, what it is called, what the start page shows."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.template.response import TemplateResponse

from claims.models import ExtractionRun
from factcheck.core.models import Job, JobState, User
from factcheck.core.people import record_password
from sources.models import Article

NEWEST = 8  # articles on the start page
APP_ORDER = ("claims", "sources", "core")


class FactcheckAdminSite(AdminSite):
    """Open to every active user whose role lets them read claims."""

    site_header = "factcheck"
    site_title = "factcheck"
    index_title = "Claims and where they came from"
    site_url = None
    enable_nav_sidebar = False  # the header has the same links in one line

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this user may see any page of the admin."""
        return bool(
            request.user.is_active and request.user.has_perm("claims.view_claim")
        )

    def index(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> TemplateResponse:
        """The start page: newest articles, and jobs that wait for an editor."""
        user = request.user
        runs = ExtractionRun.objects.filter(snapshot__article=OuterRef("pk"))
        newest_run = runs.order_by("-snapshot__number", "-id").values("claim_count")
        articles = Article.objects.select_related("outlet").annotate(
            newest_claim_count=Subquery(newest_run[:1])
        )
        quarantined = 0
        if user.has_perm("core.retry_job"):
            quarantined = Job.objects.filter(state=JobState.QUARANTINED)[:1000].count()
        context = {
            "newest_articles": articles.order_by("-id")[:NEWEST],
            "quarantined": quarantined,
            "can_add_articles": user.has_perm("sources.add_article"),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def password_change(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> TemplateResponse:
        """The stock page for one's own; a new password is noted in the ledger."""
        with transaction.atomic():
            response = super().password_change(request, extra_context)
            is_done = request.method == "POST" and response.status_code == 302
            if is_done and isinstance(request.user, User):
                record_password(user=request.user, by=request.user)
        return response

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:  # Any: as in Django
        """The apps in the order of the work, not of the alphabet."""
        apps = super().get_app_list(request, app_label)
        rank = {label: place for place, label in enumerate(APP_ORDER)}
        return sorted(apps, key=lambda app: rank.get(app["app_label"], len(rank)))

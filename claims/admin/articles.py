"""Articles with their claims: the list, the form that adds one, deletion."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from claims.admin.adding_claims import adding_view
from claims.admin.forms import AddArticleForm
from claims.admin.links import article_url, reading_url
from claims.admin.provenance import (
    changes_view,
    comparing_view,
    counting_view,
    provenance_view,
)
from claims.admin.reading import reading_view
from claims.models import Claim, Correction, ExtractionRun
from claims.services import ended, submit
from factcheck.core.admin.lists import link
from factcheck.core.errors import PermissionDenied as PermissionDeniedError
from factcheck.core.errors import Refused
from factcheck.core.models import User
from sources.admin import ArticleListAdmin
from sources.admin.forms import known_outlets
from sources.deleting import delete_articles
from sources.fetching import Asked, fetch_again
from sources.models import Article, Snapshot
from sources.provenance import MOST_COUNTED


@admin.register(Article)
class ArticleAdmin(ArticleListAdmin):
    """Articles; each leads to its reading page."""

    list_display = ("heading", "outlet", "published", "claims", "added_by")
    list_display_links = None
    sortable_by = ()
    actions = ("count_origins",)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:  # Any: as in Django
        """Without the stock action: articles are deleted one by one."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(
        description="Count the origins of the selected articles", permissions=["view"]
    )
    def count_origins(
        self, request: HttpRequest, articles: QuerySet[Article]
    ) -> HttpResponse | None:
        """Lead to the page that shows which of them are one origin."""
        ids = list(articles.order_by("pk").values_list("pk", flat=True))
        if len(ids) > MOST_COUNTED:
            messages.error(request, f"Choose at most {MOST_COUNTED} articles.")
            return None
        url = reverse("admin:sources_article_origins")
        return HttpResponseRedirect(f"{url}?ids={','.join(map(str, ids))}")

    def get_urls(self) -> list[URLPattern]:
        """The stock pages, the reading page, and the way there from a text."""
        wrap: Callable[..., Any] = self.admin_site.admin_view  # Any: Django's own type
        return [
            path(
                "<uuid:public_id>/read/",
                wrap(reading_view),
                name="sources_article_read",
            ),
            path(
                "<uuid:public_id>/provenance/",
                wrap(provenance_view),
                name="sources_article_provenance",
            ),
            path(
                "<uuid:public_id>/compare/<uuid:other_id>/",
                wrap(comparing_view),
                name="sources_article_compare",
            ),
            path(
                "<uuid:public_id>/changes/",
                wrap(changes_view),
                name="sources_article_changes",
            ),
            path(
                "<uuid:public_id>/claims/add/",
                wrap(adding_view),
                name="sources_article_add_claim",
            ),
            path("origins/", wrap(counting_view), name="sources_article_origins"),
            path(
                "<uuid:public_id>/fetch/",
                wrap(self.fetch_view),
                name="sources_article_fetch",
            ),
            path(
                "text/<int:snapshot_id>/",
                wrap(self.snapshot_view),
                name="claims_snapshot_read",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Articles with the number of claims of their newest text."""
        runs = ExtractionRun.objects.filter(snapshot__article=OuterRef("pk"))
        newest = runs.order_by("-snapshot__number", "-id").values("claim_count")
        return (
            super()
            .get_queryset(request)
            .annotate(newest_claim_count=Subquery(newest[:1]))
        )

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The form that takes an article in; what it refuses stays in the form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AddArticleForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            user = request.user if isinstance(request.user, User) else None
            try:
                submitted = submit(submission=form.submission(), by=user)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                if isinstance(submitted, Asked):
                    return self._fetching(request, submitted)
                if not submitted.is_new:
                    messages.info(request, "This text was here already.")
                return HttpResponseRedirect(reading_url(submitted.snapshot))
        context = {
            **self.admin_site.each_context(request),
            "title": "Add an article",
            "opts": self.opts,
            "form": form,
            "outlets": known_outlets(),
        }
        return TemplateResponse(
            request,
            "admin/sources/article/add.html",
            context,
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """Lead to the reading page."""
        article = self.get_object(request, object_id)
        if article is None or not self.has_view_permission(request, article):
            raise Http404("no such article")
        return HttpResponseRedirect(article_url(article))

    def snapshot_view(self, request: HttpRequest, snapshot_id: int) -> HttpResponse:
        """Lead from a text's number to its reading page."""
        texts = Snapshot.objects.select_related("article").only(
            "number", "article__public_id"
        )
        return HttpResponseRedirect(
            reading_url(get_object_or_404(texts, pk=snapshot_id))
        )

    def get_deleted_objects(
        self, objs: Iterable[Article], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What goes with an article, counted.

        The stock page lists every span of every claim, and asks for the right to
        delete each, which nobody has: claims go only with their article.
        """
        articles = list(objs)
        claims = Claim.objects.filter(snapshot__article__in=articles).count()
        worked_on = Correction.objects.filter(claim__snapshot__article__in=articles)
        corrections = worked_on.count()
        texts = Snapshot.objects.filter(article__in=articles).count()
        return (
            [str(article) for article in articles],
            {"articles": len(articles), "texts": texts, "claims": claims},
            set(),
            [f"corrections of its claims: {corrections}"] if corrections else [],
        )

    def fetch_view(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Look whether the page has changed (POST), and lead back to the article."""
        article = get_object_or_404(Article, public_id=public_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = request.user if isinstance(request.user, User) else None
        try:
            submitted = ended(fetch_again(article=article, by=user))
        except PermissionDeniedError as error:
            raise PermissionDenied from error
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(article_url(article))
        if isinstance(submitted, Asked):
            return self._fetching(request, submitted)
        messages.info(
            request,
            f"The text has changed: this is text {submitted.snapshot.number}."
            if submitted.is_new
            else "The page was fetched again; its text is unchanged.",
        )
        return HttpResponseRedirect(reading_url(submitted.snapshot))

    def _fetching(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        """Where a fetch that has not ended can be followed."""
        if asked.fetch.reason:
            messages.warning(request, f"{asked.fetch.reason} It is tried again.")
        else:
            messages.info(request, "The page is being fetched: its line is the first.")
        url = reverse("admin:sources_fetch_changelist")
        return HttpResponseRedirect(url)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete an article with its raw bytes."""
        if not isinstance(request.user, User):  # the admin admits nobody else
            raise PermissionDenied
        delete_articles([obj], by=request.user)

    @admin.display(description="article", ordering="title")
    def heading(self, article: Article) -> SafeString:
        """The title, leading to the reading page."""
        return link(article_url(article), article.title)

    @admin.display(description="claims")
    def claims(self, article: Article) -> SafeString | str:
        """How many claims its newest text has, leading to their list."""
        count = getattr(article, "newest_claim_count", None)
        if count is None:
            return "not extracted"
        url = reverse("admin:claims_claim_changelist")
        return link(f"{url}?snapshot__article__id__exact={article.pk}", count)

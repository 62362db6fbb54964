"""The register of outlets, kept by editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from factcheck.core.admin.lists import ListAdmin, badge, link
from factcheck.core.models import User
from sources.admin.outlet_forms import RatingForm
from sources.admin.outlet_sheets import export_view, import_view, may_import
from sources.models import Article, Outlet, OutletRating, Reliability
from sources.models.outlet import OutletQuerySet
from sources.register import delete_outlet, rate_outlet, save_outlet, today

UNRATED = "none"

if TYPE_CHECKING:
    _StackedInline = admin.StackedInline[OutletRating, Outlet]
    _TabularInline = admin.TabularInline[OutletRating, Outlet]
else:
    _StackedInline = admin.StackedInline
    _TabularInline = admin.TabularInline


class ReliabilityFilter(admin.SimpleListFilter):
    """Outlets of a grade, or without any."""

    title = "reliability"
    parameter_name = "reliability"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Any],  # Any: as in Django
    ) -> list[tuple[str, str]]:
        """The grades."""
        grades = [(str(value), str(label)) for value, label in Reliability.choices]
        return [*grades, (UNRATED, "not rated")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Outlet]
    ) -> QuerySet[Outlet]:
        """The outlets whose grade of today it is."""
        grade = self.value()
        if grade is None:
            return queryset
        return queryset.filter(Q(rating_grade=None if grade == UNRATED else grade))


class RatingsInline(_TabularInline):
    """The ratings of an outlet so far, to read."""

    model = OutletRating
    fields = ("grade", "since", "reason", "rated")
    readonly_fields = ("rated",)
    ordering = ("-since", "-id")
    verbose_name_plural = "reliability so far, the newest first"

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutletRating]:
        """With those who rated."""
        return super().get_queryset(request).select_related("rated_by")

    def has_add_permission(
        self, request: HttpRequest, obj: Outlet | None = None
    ) -> bool:
        """Not here: see `NewRatingInline`."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Outlet | None = None
    ) -> bool:
        """Nobody, not even a superuser: a new judgement is a new row."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Outlet | None = None
    ) -> bool:
        """Nobody, not even a superuser."""
        return False

    @admin.display(description="rated")
    def rated(self, rating: OutletRating) -> str:
        """By whom and when it was entered."""
        day = f"{rating.rated_at:%-d %B %Y}"
        return f"{rating.rated_by}, {day}" if rating.rated_by else day


class NewRatingInline(_StackedInline):
    """One new rating, for who may add it."""

    model = OutletRating
    form = RatingForm
    extra = 1  # not added by a script: it is there without one as well
    max_num = 1
    can_delete = False
    verbose_name = "new reliability rating"

    def has_view_permission(
        self, request: HttpRequest, obj: Outlet | None = None
    ) -> bool:
        """Nobody: what is there is shown by `RatingsInline`."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Outlet | None = None
    ) -> bool:
        """Nobody, likewise."""
        return False


@admin.register(Outlet)
class OutletAdmin(ListAdmin[Outlet]):
    """Outlets. One that has articles cannot be deleted."""

    list_display = (
        "name",
        "domain",
        "kind",
        "reliability",
        "country",
        "owner_group",
        "articles",
    )
    list_filter = ("kind", ReliabilityFilter)
    search_fields = ("name", "domain", "owner_group")
    search_help_text = "Name, domain or owner."
    ordering = ("name", "id")
    actions = None
    fields = ("name", "domain", "kind", "owner_group", "country", "language")
    inlines = (RatingsInline, NewRatingInline)
    change_list_template = "admin/sources/outlet/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        """Outlets with the grade of today."""
        outlets = super().get_queryset(request)
        assert isinstance(outlets, OutletQuerySet)  # noqa: S101 - the model's own
        return outlets.with_rating(today())

    def get_inlines(
        self, request: HttpRequest, obj: Outlet | None
    ) -> list[type[InlineModelAdmin[Any, Any]]]:  # Any: as in Django
        """A new outlet has no ratings so far."""
        return list(self.inlines if obj else self.inlines[1:])

    def get_urls(self) -> list[URLPattern]:
        """The stock pages, and the register as a sheet."""
        wrap = self.admin_site.admin_view
        return [
            path(
                "export/", wrap(require_GET(export_view)), name="sources_outlet_export"
            ),
            path("import/", wrap(import_view), name="sources_outlet_import"),
            *super().get_urls(),
        ]

    def changelist_view(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The list, with the button to import for those who may."""
        context = {"can_import": may_import(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def save_model(
        self,
        request: HttpRequest,
        obj: Outlet,
        form: ModelForm[Outlet],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store, and note in the ledger."""
        save_outlet(outlet=obj, by=_caller(request))

    def delete_model(self, request: HttpRequest, obj: Outlet) -> None:
        """Delete, and note in the ledger."""
        delete_outlet(outlet=obj, by=_caller(request))

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Outlet],
        formset: BaseModelFormSet[Any, Any],  # Any: as in Django
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Add the new ratings, as theirs who entered them."""
        formset.save(commit=False)
        user = request.user if isinstance(request.user, User) else None
        for rating in formset.new_objects:
            rate_outlet(
                outlet=rating.outlet,
                grade=Reliability(rating.grade),
                since=rating.since,
                reason=rating.reason,
                by=user,
            )

    @admin.display(description="reliability", empty_value="not rated")
    def reliability(self, outlet: Outlet) -> SafeString | None:
        """The grade of today."""
        grade: str | None = getattr(outlet, "rating_grade", None)
        if grade is None:
            return None
        return badge(f"grade-{grade.lower()}", Reliability(grade).label)

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


def _caller(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the admin admits nobody else
        raise PermissionDenied
    return request.user

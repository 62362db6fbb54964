"""Feeds: which are followed, how they fare, and what they brought."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from factcheck.core.admin.lists import ListAdmin, badge, link, shortened
from factcheck.core.errors import PermissionDenied as PermissionDeniedError
from factcheck.core.errors import Refused
from factcheck.core.models import Job, User
from sources import feeding
from sources.admin.forms import FeedForm, FollowForm, ImportForm, known_outlets
from sources.models import Feed, FeedItem, FeedState

SHOWN_ITEMS = 50  # of the newest, on a feed's page


class StateFilter(admin.SimpleListFilter):
    """Feeds by how they fare."""

    title = "state"
    parameter_name = "state"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Any],  # Any: as in Django
    ) -> list[tuple[str, str]]:
        """The states, in words."""
        return [(state.value, str(state.label)) for state in FeedState]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Feed]
    ) -> QuerySet[Feed]:
        """The feeds in the chosen state."""
        state = self.value()
        if state is None:
            return queryset
        chosen = Feed.objects.in_state(state).values("pk")
        return queryset.filter(pk__in=chosen)


@admin.register(Feed)
class FeedAdmin(ListAdmin[Feed]):
    """Feeds. None is deleted: it is switched off, and keeps what it brought."""

    list_display = ("heading", "health", "outlet", "items", "last_polled", "next_poll")
    list_display_links = None
    list_select_related = ("outlet",)
    list_filter = (StateFilter, ("outlet", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "url", "outlet__name")
    search_help_text = "Title, address or outlet."
    sortable_by = ()
    ordering = ("title", "id")
    actions = ("poll_selected",)
    form = FeedForm
    autocomplete_fields = ("outlet",)
    fields = (
        "health",
        "address",
        "title",
        "outlet",
        "is_active",
        "last_polled",
        "next_poll",
        "last_problems",
        "added",
    )
    readonly_fields = (
        "health",
        "address",
        "last_polled",
        "next_poll",
        "last_problems",
        "added",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        """Feeds with the number of their items."""
        counted = Feed.objects.with_item_counts()
        return counted.select_related("outlet", "added_by")

    def has_delete_permission(
        self, request: HttpRequest, obj: Feed | None = None
    ) -> bool:
        """Nobody, not even a superuser."""
        return False

    def has_poll_permission(self, request: HttpRequest) -> bool:
        """Whether the action is offered."""
        return request.user.has_perm("sources.change_feed")

    def get_urls(self) -> list[URLPattern]:
        """The stock pages, lists in and out, and the button on a feed's page."""
        wrap: Callable[..., Any] = self.admin_site.admin_view  # Any: Django's own type
        return [
            path("import/", wrap(self.import_view), name="sources_feed_import"),
            path(
                "export/",
                wrap(require_safe(self.export_view)),
                name="sources_feed_export",
            ),
            path(
                "<int:feed_id>/poll/",
                wrap(require_POST(self.poll_view)),
                name="sources_feed_poll",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The list, with the way to import one for whoever may."""
        context = {"can_import": self.has_add_permission(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The form that follows a feed; what is refused stays in the form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FollowForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                followed = feeding.follow(
                    url=given["url"],
                    by=_user(request),
                    outlet=given["outlet"] or None,
                    title=given["title"],
                )
            except Refused as error:
                form.add_error(None, str(error))
            else:
                if not followed.is_new:
                    messages.info(request, "This feed was followed already.")
                _tell(request, followed.feed, followed.job, known=0)
                return HttpResponseRedirect(_page(followed.feed.pk))
        return self._form_page(
            request, "add", form, title="Follow a feed", outlets=known_outlets()
        )

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """The form that follows a list of feeds; what is refused stays there."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                followed = feeding.import_opml(
                    data=form.cleaned_data["file"].read(), by=_user(request)
                )
            except Refused as error:
                form.add_error(None, str(error))
            else:
                new = sum(one.is_new for one in followed)
                messages.success(
                    request,
                    f"Feeds added: {new}. Followed already: {len(followed) - new}. "
                    "They are polled one after the other.",
                )
                return HttpResponseRedirect(reverse("admin:sources_feed_changelist"))
        return self._form_page(request, "import", form, title="Import a list of feeds")

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """All feeds as an OPML file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponse(
            feeding.export_opml(Feed.objects.order_by("title", "id")),
            content_type="text/x-opml; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="feeds.opml"'},
        )

    def poll_view(self, request: HttpRequest, feed_id: int) -> HttpResponse:
        """Read the feed now, and show what came of it."""
        feed = get_object_or_404(Feed, pk=feed_id)
        if not self.has_view_permission(request, feed):
            raise Http404("no such feed")
        known = _newest_item(feed)
        try:
            job = feeding.poll(feed=feed, by=_user(request))
        except PermissionDeniedError as error:
            raise PermissionDenied from error
        _tell(request, feed, job, known=known)
        return HttpResponseRedirect(_page(feed.pk))

    @admin.action(description="Poll the selected feeds now", permissions=["poll"])
    def poll_selected(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Have them read by a worker."""
        polls = [
            feeding.poll(feed=feed, by=_user(request), is_urgent=False)
            for feed in queryset
        ]
        self.message_user(request, f"To be polled by a worker: {len(polls)}.")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The feed's page with its newest items."""
        context: dict[str, Any] = {"can_poll": self.has_poll_permission(request)}
        if object_id.isdecimal():
            items = FeedItem.objects.filter(feed=int(object_id))
            newest = items.select_related("fetch__article").order_by("-id")
            found = list(newest[: SHOWN_ITEMS + 1])
            context["items"] = found[:SHOWN_ITEMS]
            context["has_more_items"] = len(found) > SHOWN_ITEMS
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    def save_model(
        self,
        request: HttpRequest,
        obj: Feed,
        form: Any,  # Any: the form's class is made by Django
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Change what the form may change, by the service."""
        feeding.change(
            feed=Feed.objects.get(pk=obj.pk),
            by=_user(request),
            title=obj.title,
            outlet=obj.outlet or "",
            is_active=obj.is_active,
        )

    def _form_page(
        self,
        request: HttpRequest,
        name: str,
        form: FollowForm | ImportForm,
        **context: object,
    ) -> HttpResponse:
        return TemplateResponse(
            request,
            f"admin/sources/feed/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "form": form,
                **context,
            },
        )

    @admin.display(description="feed")
    def heading(self, feed: Feed) -> SafeString:
        """Title and address; only the page here is a link, the address is text."""
        if not feed.title:
            return format_html(
                '<span class="address">{}</span>', link(_page(feed.pk), feed.url)
            )
        return format_html(
            '{}<span class="under address">{}</span>',
            link(_page(feed.pk), feed.title),
            feed.url,
        )

    @admin.display(description="address")
    def address(self, feed: Feed) -> SafeString:
        """The address as text."""
        return format_html('<span class="address">{}</span>', feed.url)

    @admin.display(description="state")
    def health(self, feed: Feed) -> SafeString:
        """The state in words: since when, how often and why it fails."""
        return format_html(
            '{}<span class="under">{}</span>',
            badge(feed.state, feed.state.label),
            _why(feed),
        )

    @admin.display(description="items")
    def items(self, feed: Feed) -> int:
        """How many it has brought."""
        count: int = getattr(feed, "item_count", 0)
        return count

    @admin.display(description="last polled")
    def last_polled(self, feed: Feed) -> str:
        """When it was last asked for, also if in vain."""
        return _moment(feed.polled_at) if feed.polled_at else "never"

    @admin.display(description="next poll")
    def next_poll(self, feed: Feed) -> str:
        """When it is asked for again; never if it is switched off."""
        return _moment(feed.next_poll_at) if feed.is_active else "–"

    @admin.display(description="problems")
    def last_problems(self, feed: Feed) -> SafeString | str:
        """What could not be used when it was last read."""
        problems = [(str(problem),) for problem in feed.problems]
        return format_html_join("", "<p>{}</p>", problems) if problems else "none"

    @admin.display(description="followed since")
    def added(self, feed: Feed) -> str:
        """Since when, and by whom."""
        who = f", by {feed.added_by}" if feed.added_by else ""
        return f"{_moment(feed.created_at)}{who}"


def _why(feed: Feed) -> str:
    """What there is to say of a feed that does not simply work."""
    words = []
    if feed.state == FeedState.FAILING:
        times = "once" if feed.failures == 1 else f"{feed.failures} times"
        since = (
            f"since it last worked on {_moment(feed.succeeded_at)}"
            if feed.succeeded_at
            else "and has never worked"
        )
        words.append(f"Failed {times} {since}.")
    if feed.reason:
        words.append(shortened(feed.reason, 300))
    return " ".join(words)


def _tell(request: HttpRequest, feed: Feed, job: Job, *, known: int) -> None:
    """Say what came of a poll; ``known`` is the last item that was there before."""
    feed.refresh_from_db()
    if not job.is_finished:
        messages.info(request, "The feed is to be polled; this page shows what comes.")
    elif feed.failures:
        messages.warning(request, f"The feed could not be read. {feed.reason}")
    else:
        new = feed.items.filter(pk__gt=known).count()
        messages.success(request, f"The feed was read. New items: {new}.")


def _newest_item(feed: Feed) -> int:
    return feed.items.order_by("-id").values_list("pk", flat=True).first() or 0


def _page(feed_id: int) -> str:
    return reverse("admin:sources_feed_change", args=[feed_id])


def _moment(moment: datetime) -> str:
    return date_format(moment, "j M Y, H:i")


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None

"""Feeds in the API: following them, how they fare, and what they brought."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.core.api import jobs
from factcheck.core.api.filters import BooleanFilter, search_filter
from factcheck.core.api.serializers import StrictCharField, StrictSerializer
from factcheck.core.api.views import ApiView, DetailView, ListView, caller
from factcheck.core.models import Job, User
from sources import feeding
from sources.api import fetches
from sources.api.articles import OutletOfArticleSerializer
from sources.models import Feed, FeedItem, FeedState
from sources.services import LONGEST_OUTLET, LONGEST_TITLE, LONGEST_URL

_PATH = "/api/v1/feeds/9d1d0f52-5a0e-4c55-9d0c-0c6f6f0c3b77/"
EXAMPLE = {
    "id": "9d1d0f52-5a0e-4c55-9d0c-0c6f6f0c3b77",
    "url": _PATH,
    "feed_url": "https://harbour-gazette.example/feed.xml",
    "title": "Harbour Gazette",
    "site_url": "https://harbour-gazette.example/",
    "outlet": {
        "id": "6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01",
        "url": "/api/v1/outlets/6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01/",
        "name": "Harbour Gazette",
        "domain": "harbour-gazette.example",
    },
    "is_active": True,
    "state": "working",
    "failures": 0,
    "code": "",
    "reason": "",
    "problems": [],
    "polled_at": "2026-03-31T08:15:00Z",
    "succeeded_at": "2026-03-31T08:15:00Z",
    "next_poll_at": "2026-03-31T08:30:00Z",
    "item_count": 20,
    "items_url": f"{_PATH}items/",
    "polls_url": f"{_PATH}polls/",
    "created_at": "2026-03-30T17:00:00Z",
}
ITEM_EXAMPLE = {
    "item_url": "https://harbour-gazette.example/ferry",
    "title": "Ferry service to stop in May",
    "published_at": "2026-03-31T06:00:00Z",
    "refusal": "",
    "fetch": fetches.EXAMPLE,
    "seen_at": "2026-03-31T08:15:00Z",
}
_POLL = {**jobs.EXAMPLE, "kind": feeding.POLL}
_OPEN_POLL = {**_POLL, "state": "queued", "progress": 0.0, "finished_at": None}
_NEW = {
    **EXAMPLE,
    "state": "waiting",
    "polled_at": None,
    "succeeded_at": None,
    "item_count": 0,
    "job": _OPEN_POLL,
}


class FeedSerializer(serializers.ModelSerializer[Feed]):
    """A feed, how it fares, and how much it has brought."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    feed_url = serializers.CharField(
        source="url", help_text="The address that is polled."
    )
    outlet = OutletOfArticleSerializer(
        allow_null=True,
        help_text="Of all its articles; null: as each article's address says.",
    )
    state = serializers.ChoiceField(
        choices=FeedState.values,
        help_text="`waiting` for its first poll; `off`: not polled by itself.",
    )
    failures = serializers.IntegerField(
        help_text="How often in a row it could not be read."
    )
    code = serializers.CharField(help_text="Why it failed; stable. Empty if it works.")
    problems = serializers.ListField(
        child=serializers.CharField(),
        help_text="What could not be used when it was last read, in sentences.",
    )
    item_count = serializers.IntegerField()
    items_url = serializers.SerializerMethodField()
    polls_url = serializers.SerializerMethodField(help_text="`POST` polls it now.")

    class Meta:
        model = Feed
        fields: tuple[str, ...] = (
            "id",
            "url",
            "feed_url",
            "title",
            "site_url",
            "outlet",
            "is_active",
            "state",
            "failures",
            "code",
            "reason",
            "problems",
            "polled_at",
            "succeeded_at",
            "next_poll_at",
            "item_count",
            "items_url",
            "polls_url",
            "created_at",
        )
        read_only_fields = fields

    def get_url(self, feed: Feed) -> str:
        """Where this feed is."""
        return reverse("api:feed", args=[feed.public_id])

    def get_items_url(self, feed: Feed) -> str:
        """Where its items are."""
        return reverse("api:feed-items", args=[feed.public_id])

    def get_polls_url(self, feed: Feed) -> str:
        """Where a poll is asked for."""
        return reverse("api:feed-polls", args=[feed.public_id])


class FollowedSerializer(FeedSerializer):
    """The feed, and the poll that was asked for."""

    job = serializers.SerializerMethodField()

    class Meta(FeedSerializer.Meta):
        fields = (*FeedSerializer.Meta.fields, "job")
        read_only_fields = fields

    @extend_schema_field(jobs.JobSerializer)
    def get_job(self, feed: Feed) -> Any:  # Any: JSON
        """The job in the serializer's context."""
        return jobs.JobSerializer(self.context["job"]).data


class NewFeedSerializer(StrictSerializer):
    """A feed to follow."""

    feed_url = StrictCharField(
        max_length=LONGEST_URL, help_text="The address of the RSS or Atom feed."
    )
    title = StrictCharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_TITLE,
        help_text="Empty: what the feed calls itself.",
    )
    outlet = StrictCharField(
        required=False,
        max_length=LONGEST_OUTLET,
        help_text="Its name or its domain, for all articles of this feed.",
    )


class FeedChangeSerializer(StrictSerializer):
    """What can be changed; what is left out stays."""

    title = StrictCharField(required=False, allow_blank=True, max_length=LONGEST_TITLE)
    outlet = StrictCharField(
        required=False,
        allow_null=True,
        max_length=LONGEST_OUTLET,
        help_text="A name or a domain; null: as each article's address says.",
    )
    is_active = serializers.BooleanField(
        required=False, help_text="False: not polled by itself any more."
    )


class FeedItemSerializer(serializers.ModelSerializer[FeedItem]):
    """What a feed announced, and what came of fetching its page."""

    item_url = serializers.CharField(source="url", help_text="The page's address.")
    refusal = serializers.CharField(
        help_text="Why its address cannot even be asked for; else empty."
    )
    fetch = fetches.FetchSerializer(
        allow_null=True, help_text="Null if the address was refused."
    )

    class Meta:
        model = FeedItem
        fields = ("item_url", "title", "published_at", "refusal", "fetch", "seen_at")
        read_only_fields = fields


class FeedFilters(django_filters.FilterSet):
    """What feeds can be filtered by."""

    is_active = BooleanFilter(field_name="is_active")
    failing = BooleanFilter(method="by_failing")
    outlet = django_filters.UUIDFilter(
        field_name="outlet__public_id", help_text="Id of the outlet."
    )
    search = search_filter("by_words", "Words in the title or the address.")

    class Meta:
        model = Feed
        fields: list[str] = []

    def by_failing(
        self,
        feeds: QuerySet[Feed],
        name: str,
        value: bool,  # noqa: FBT001 - django-filter's signature
    ) -> QuerySet[Feed]:
        """Feeds that could not be read when they were last polled, or the others."""
        return feeds.filter(failures__gt=0) if value else feeds.filter(failures=0)

    def by_words(self, feeds: QuerySet[Feed], name: str, value: str) -> QuerySet[Feed]:
        """Feeds whose title or address contains the words."""
        return feeds.filter(Q(title__icontains=value) | Q(url__icontains=value))


def feeds_to_show() -> QuerySet[Feed]:
    """Feeds with their outlet and ``item_count``."""
    return Feed.objects.with_item_counts().select_related("outlet")


@extend_schema_view(
    get=extend_schema(
        operation_id="feeds",
        summary="List feeds",
        description="The feeds that are followed, the last added first.",
        tags=["feeds"],
        examples=[OpenApiExample("A feed", value=EXAMPLE, response_only=True)],
    ),
    post=extend_schema(
        operation_id="follow_feed",
        summary="Follow a feed",
        description="Has the feed polled at once, and from time to time; each new item "
        "becomes an article, once. A feed that is followed already is switched on "
        "again and otherwise stays as it is.\n\n"
        "201: followed, and its first poll has ended; `state` and `reason` say how. "
        "200: it was followed already. 202: a worker is at it; follow `Location`. An "
        "address that cannot be fetched is 422, with its reason.",
        tags=["feeds"],
        request=NewFeedSerializer,
        responses={
            200: OpenApiResponse(FollowedSerializer, "It was followed already."),
            201: OpenApiResponse(FollowedSerializer, "Followed, and polled."),
            202: OpenApiResponse(FollowedSerializer, "Followed; a poll is to come."),
        },
        examples=[
            OpenApiExample(
                "A feed",
                value={
                    "feed_url": "https://harbour-gazette.example/feed.xml",
                    "outlet": "Harbour Gazette",
                },
                request_only=True,
            ),
            OpenApiExample(
                "Done",
                value={**EXAMPLE, "job": _POLL},
                response_only=True,
                status_codes=["200", "201"],
            ),
            OpenApiExample(
                "To come", value=_NEW, response_only=True, status_codes=["202"]
            ),
        ],
    ),
)
class FeedListView(ListView[Feed]):
    """The feeds, and where to follow one."""

    permissions = {"GET": "sources.view_feed", "POST": "sources.add_feed"}
    serializer_class = FeedSerializer
    filterset_class = FeedFilters
    queryset = feeds_to_show()

    def post(self, request: Request) -> Response:
        """Follow a feed and have it polled."""
        form = NewFeedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given, user = form.validated_data, caller(request)
        followed = feeding.follow(
            url=given["feed_url"],
            by=user,
            outlet=given.get("outlet"),
            title=given.get("title", ""),
        )
        feed = feeds_to_show().get(pk=followed.feed.pk)
        shown = FollowedSerializer(feed, context={"job": followed.job})
        created = status.HTTP_201_CREATED if followed.is_new else status.HTTP_200_OK
        here = reverse("api:feed", args=[feed.public_id])
        return _answer(shown.data, followed.job, user, here=here, done=created)


@extend_schema_view(
    get=extend_schema(
        operation_id="feed",
        summary="Read a feed",
        description="One feed, and how it fares.",
        tags=["feeds"],
        examples=[OpenApiExample("A feed", value=EXAMPLE, response_only=True)],
    ),
    patch=extend_schema(
        operation_id="change_feed",
        summary="Change a feed",
        description="Changes the title, the outlet of its articles to come, or whether "
        "it is polled. A feed that is switched on is due at once.",
        tags=["feeds"],
        request=FeedChangeSerializer,
        responses={200: FeedSerializer},
        examples=[
            OpenApiExample("Off", value={"is_active": False}, request_only=True),
            OpenApiExample("A feed", value=EXAMPLE, response_only=True),
        ],
    ),
)
class FeedView(DetailView[Feed]):
    """One feed."""

    permissions = {"GET": "sources.view_feed", "PATCH": "sources.change_feed"}
    serializer_class = FeedSerializer
    queryset = feeds_to_show()

    def patch(self, request: Request, id: uuid.UUID) -> Response:
        """Change what people say of the feed."""
        form = FeedChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        if "outlet" in given:
            given["outlet"] = given["outlet"] or ""
        feed = get_object_or_404(Feed, public_id=id)
        feeding.change(feed=feed, by=caller(request), **given)
        return Response(FeedSerializer(feeds_to_show().get(pk=feed.pk)).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="feed_items",
        summary="List a feed's items",
        description="What the feed announced, the last found first, and what came of "
        "fetching each page.",
        tags=["feeds"],
        examples=[OpenApiExample("An item", value=ITEM_EXAMPLE, response_only=True)],
    )
)
class FeedItemListView(ListView[FeedItem]):
    """The items of one feed."""

    permissions = {"GET": "sources.view_feed"}
    serializer_class = FeedItemSerializer
    queryset = FeedItem.objects.select_related("fetch__article", "fetch__snapshot")

    def get_queryset(self) -> QuerySet[FeedItem]:
        """The feed's items; 404 when there is no such feed."""
        feed = get_object_or_404(Feed, public_id=self.kwargs["id"])
        return super().get_queryset().filter(feed=feed)


@extend_schema_view(
    post=extend_schema(
        operation_id="poll_feed",
        summary="Poll a feed now",
        description="Reads the feed without waiting for its time. 200: the poll has "
        "ended; the feed says how. 202: a worker is at it; follow `Location`. While a "
        "poll is open, it is that one.",
        tags=["feeds"],
        request=None,
        responses={
            200: OpenApiResponse(jobs.JobSerializer, "The poll has ended."),
            202: OpenApiResponse(jobs.JobSerializer, "The poll is to come."),
        },
        examples=[
            OpenApiExample(
                "Done", value=_POLL, response_only=True, status_codes=["200"]
            ),
            OpenApiExample(
                "To come", value=_OPEN_POLL, response_only=True, status_codes=["202"]
            ),
        ],
    )
)
class FeedPollsView(ApiView):
    """Where a poll is asked for."""

    permissions = {"POST": "sources.change_feed"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Have the feed polled."""
        feed = get_object_or_404(Feed, public_id=id)
        user = caller(request)
        job = feeding.poll(feed=feed, by=user)
        here = reverse("api:feed", args=[feed.public_id])
        return _answer(jobs.JobSerializer(job).data, job, user, here=here, done=200)


def _answer(
    body: Any,  # Any: JSON
    job: Job,
    user: User,
    *,
    here: str,
    done: int,
) -> Response:
    """202 while the job is open, else ``done``; ``Location`` is where to look."""
    code = done if job.is_finished else status.HTTP_202_ACCEPTED
    return Response(body, code, headers={"Location": jobs.job_link(job, user) or here})

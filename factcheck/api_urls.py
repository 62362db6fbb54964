"""The paths of the API, version 1.

All end with a slash; without it they work as well. What is open to whom is in
each view's ``permissions`` and in ``core/permissions.py``.
"""

from __future__ import annotations

from django.urls import path, re_path

from claims.api import claims, corrections, speakers, submission
from factcheck.core.api import audit, docs, jobs
from sources.api import articles, feeds, fetches, origins, outlets, snapshots

app_name = "api"

urlpatterns = [
    path("articles/", submission.ArticlesView.as_view(), name="articles"),
    path("articles/<uuid:id>/", articles.ArticleView.as_view(), name="article"),
    path(
        "articles/<uuid:id>/claims/",
        corrections.ArticleClaimsView.as_view(),
        name="article-claims",
    ),
    path(
        "articles/<uuid:id>/snapshots/",
        snapshots.SnapshotListView.as_view(),
        name="snapshots",
    ),
    path(
        "articles/<uuid:id>/snapshots/<int:number>/",
        snapshots.SnapshotView.as_view(),
        name="snapshot",
    ),
    path(
        "articles/<uuid:id>/fetches/",
        submission.ArticleFetchesView.as_view(),
        name="article-fetches",
    ),
    path(
        "articles/<uuid:id>/origin/",
        origins.ArticleOriginView.as_view(),
        name="article-origin",
    ),
    path(
        "articles/<uuid:id>/compare/<uuid:other_id>/",
        origins.CompareView.as_view(),
        name="article-compare",
    ),
    path(
        "articles/<uuid:id>/overrides/",
        origins.ArticleOverridesView.as_view(),
        name="article-overrides",
    ),
    path("origins/", origins.OriginsView.as_view(), name="origins"),
    path("fetches/<uuid:id>/", fetches.FetchView.as_view(), name="fetch"),
    path("claims/", claims.ClaimListView.as_view(), name="claims"),
    path("claims/<uuid:id>/", claims.ClaimView.as_view(), name="claim"),
    path(
        "claims/<uuid:id>/corrections/",
        corrections.ClaimCorrectionsView.as_view(),
        name="claim-corrections",
    ),
    path("speakers/", speakers.SpeakerListView.as_view(), name="speakers"),
    path("speakers/<uuid:id>/", speakers.SpeakerView.as_view(), name="speaker"),
    path("outlets/", outlets.OutletListView.as_view(), name="outlets"),
    path("outlets/<uuid:id>/", outlets.OutletView.as_view(), name="outlet"),
    path("feeds/", feeds.FeedListView.as_view(), name="feeds"),
    path("feeds/<uuid:id>/", feeds.FeedView.as_view(), name="feed"),
    path("feeds/<uuid:id>/items/", feeds.FeedItemListView.as_view(), name="feed-items"),
    path("feeds/<uuid:id>/polls/", feeds.FeedPollsView.as_view(), name="feed-polls"),
    path("jobs/<uuid:id>/", jobs.JobView.as_view(), name="job"),
    path("audit/", audit.AuditListView.as_view(), name="audit"),
    path("extract/", submission.ExtractView.as_view(), name="extract"),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    re_path("", docs.AnyOtherPath.as_view(), name="any-other-path"),
]

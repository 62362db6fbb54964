"""The paths of the API, version 1.

All end with a slash; without it they work as well. What is open to whom is in
each view's ``permissions`` and in ``core/permissions.py``.
"""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from claims.api import (
    claims,
    corrections,
    evidence,
    history,
    queues,
    reconsidering,
    reports,
    reviews,
    speakers,
    speaking,
    splitting,
    submission,
)
from factcheck.core.api import audit, docs, jobs, webhooks
from sources.api import articles, feeds, fetches, origins, outlets, snapshots

app_name = "api"

register_converter(reports.WeekConverter, "week")
register_converter(reports.FormConverter, "form")

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
        "claims/<uuid:id>/evidence/",
        evidence.ClaimEvidenceView.as_view(),
        name="claim-evidence",
    ),
    path("evidence/<uuid:id>/", evidence.EvidenceView.as_view(), name="evidence"),
    path(
        "evidence/<uuid:id>/decision/",
        evidence.EvidenceDecisionView.as_view(),
        name="evidence-decision",
    ),
    path(
        "claims/<uuid:id>/reviews/",
        reviews.ClaimReviewsView.as_view(),
        name="claim-reviews",
    ),
    path(
        "claims/<uuid:id>/adjudication/",
        reviews.AdjudicationView.as_view(),
        name="claim-adjudication",
    ),
    path(
        "claims/<uuid:id>/reopening/",
        reconsidering.ReopeningView.as_view(),
        name="claim-reopening",
    ),
    path(
        "claims/<uuid:id>/confirmation/",
        reconsidering.ConfirmationView.as_view(),
        name="claim-confirmation",
    ),
    path("claims/<uuid:id>/risk/", reconsidering.RiskView.as_view(), name="claim-risk"),
    path(
        "reviews/<uuid:id>/withdrawal/",
        reviews.WithdrawalView.as_view(),
        name="review-withdrawal",
    ),
    path(
        "claims/<uuid:id>/history/",
        history.ClaimHistoryView.as_view(),
        name="claim-history",
    ),
    path("queues/", queues.QueueListView.as_view(), name="queues"),
    path(
        "queues/<slug:name>/claims/",
        queues.QueueClaimsView.as_view(),
        name="queue-claims",
    ),
    path(
        "claims/<uuid:id>/corrections/",
        corrections.ClaimCorrectionsView.as_view(),
        name="claim-corrections",
    ),
    path("speakers/", speakers.SpeakerListView.as_view(), name="speakers"),
    path("speakers/<uuid:id>/", speakers.SpeakerView.as_view(), name="speaker"),
    path(
        "speakers/<uuid:id>/merge-preview/",
        speaking.MergePreviewView.as_view(),
        name="speaker-merge-preview",
    ),
    path(
        "speakers/<uuid:id>/merge/",
        speaking.MergeView.as_view(),
        name="merge-speaker",
    ),
    path(
        "speakers/<uuid:id>/split-preview/",
        splitting.SplitPreviewView.as_view(),
        name="speaker-split-preview",
    ),
    path(
        "speakers/<uuid:id>/split/",
        splitting.SplitView.as_view(),
        name="split-speaker",
    ),
    path(
        "speakers/<uuid:id>/aliases/",
        speaking.AliasesView.as_view(),
        name="speaker-aliases",
    ),
    path(
        "speakers/<uuid:id>/roles/",
        speaking.RolesView.as_view(),
        name="speaker-roles",
    ),
    path("speaker-merges/", speaking.MergeListView.as_view(), name="speaker-merges"),
    path(
        "speaker-merges/<uuid:id>/",
        speaking.MergeRowView.as_view(),
        name="speaker-merge",
    ),
    path(
        "speaker-merges/<uuid:id>/undo/",
        speaking.UndoMergeView.as_view(),
        name="undo-merge",
    ),
    path("speaker-splits/", splitting.SplitListView.as_view(), name="speaker-splits"),
    path(
        "speaker-splits/<uuid:id>/",
        splitting.SplitRowView.as_view(),
        name="speaker-split",
    ),
    path(
        "speaker-splits/<uuid:id>/undo/",
        splitting.UndoSplitView.as_view(),
        name="undo-split",
    ),
    path("outlets/", outlets.OutletListView.as_view(), name="outlets"),
    path("outlets/<uuid:id>/", outlets.OutletView.as_view(), name="outlet"),
    path("feeds/", feeds.FeedListView.as_view(), name="feeds"),
    path("feeds/<uuid:id>/", feeds.FeedView.as_view(), name="feed"),
    path("feeds/<uuid:id>/items/", feeds.FeedItemListView.as_view(), name="feed-items"),
    path("feeds/<uuid:id>/polls/", feeds.FeedPollsView.as_view(), name="feed-polls"),
    path("reports/weekly/", reports.ReportListView.as_view(), name="weekly-reports"),
    path(
        "reports/weekly/<week:week>/",
        reports.ReportView.as_view(),
        name="weekly-report",
    ),
    path(
        "reports/weekly/<week:week>.<form:form>",
        reports.ReportFormView.as_view(),
        name="weekly-report-form",
    ),
    path("jobs/<uuid:id>/", jobs.JobView.as_view(), name="job"),
    path("webhooks/", webhooks.WebhookListView.as_view(), name="webhooks"),
    path("webhooks/<uuid:id>/", webhooks.WebhookView.as_view(), name="webhook"),
    path(
        "webhooks/<uuid:id>/rotate/",
        webhooks.WebhookRotationView.as_view(),
        name="webhook-rotation",
    ),
    path(
        "webhooks/<uuid:id>/test/",
        webhooks.WebhookTestView.as_view(),
        name="webhook-test",
    ),
    path(
        "webhooks/<uuid:id>/deliveries/",
        webhooks.WebhookDeliveryListView.as_view(),
        name="webhook-deliveries",
    ),
    path(
        "webhooks/<uuid:id>/deliveries/<uuid:delivery_id>/replay/",
        webhooks.WebhookReplayView.as_view(),
        name="webhook-replay",
    ),
    path("audit/", audit.AuditListView.as_view(), name="audit"),
    path("extract/", submission.ExtractView.as_view(), name="extract"),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    re_path("", docs.AnyOtherPath.as_view(), name="any-other-path"),
]

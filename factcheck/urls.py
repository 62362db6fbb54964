"""Where requests go."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from claims.admin.dashboard import dashboard_view, overruled_view
from claims.api.report_feed import ReportFeedView
from claims.unsubscribing import unsubscribe_view

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/dashboard/", admin.site.admin_view(dashboard_view), name="dashboard"),
    path(
        "admin/dashboard/overruled/",
        admin.site.admin_view(overruled_view),
        name="overruled_votes",
    ),
    path("admin/", admin.site.urls),
    path("unsubscribe/<str:token>/", unsubscribe_view, name="unsubscribe"),
    path("api/v1/", include("factcheck.api_urls")),
    path("feeds/reports.atom", ReportFeedView.as_view(), name="reports-feed"),
]

handler400 = "factcheck.core.api.problems.bad_request"
handler403 = "factcheck.core.api.problems.permission_denied"
handler404 = "factcheck.core.api.problems.page_not_found"
handler500 = "factcheck.core.api.problems.server_error"

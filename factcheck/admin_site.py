"""The admin site: who may enter, and what it is called."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest


class FactcheckAdminSite(AdminSite):
    """Open to every active user whose role lets them read claims."""

    site_header = "factcheck"
    site_title = "factcheck"
    index_title = "Claims and where they came from"
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this user may see any page of the admin."""
        return bool(
            request.user.is_active and request.user.has_perm("claims.view_claim")
        )

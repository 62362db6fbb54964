"""Application configuration of the project package itself."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class FactcheckConfig(AppConfig):
    """Ties the parts together once Django is ready."""

    name = "factcheck"

    def ready(self) -> None:
        """Make our Celery application the current one, so that shared tasks use it."""
        import_module("factcheck.celery")


class FactcheckAdminConfig(AdminConfig):
    """Django's admin on our own site object."""

    default_site = "factcheck.admin_site.FactcheckAdminSite"

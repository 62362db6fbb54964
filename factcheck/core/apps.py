"""Application configuration."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """People, tokens and jobs."""

    name = "factcheck.core"
    label = "core"
    verbose_name = "People and jobs"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("factcheck.core.checks")

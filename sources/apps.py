"""Application configuration."""

from __future__ import annotations

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Where the words came from."""

    name = "sources"
    verbose_name = "Sources"

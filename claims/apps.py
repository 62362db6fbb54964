"""Application configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Who said what."""

    name = "claims"
    verbose_name = "Claims"

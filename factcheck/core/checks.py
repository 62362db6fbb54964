"""System checks: dangerous combinations of settings stop the start."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection


@register(Tags.compatibility)
def jobs_run_somewhere(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """A database server without Redis runs every job inside a web request."""
    on_server = connection.vendor != "sqlite"
    if not on_server or settings.REDIS_URL or settings.ALLOW_IN_PROCESS_JOBS:
        return []
    return [
        Error(
            "DATABASE_URL names a database server, but REDIS_URL is not set: "
            "jobs would run inside web requests.",
            hint=(
                "Set REDIS_URL and start a worker, or set ALLOW_IN_PROCESS_JOBS=true "
                "if this is what you want."
            ),
            id="factcheck.E001",
        )
    ]


@register(Tags.security, deploy=True)
def debug_is_local(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """DEBUG shows settings and code to whoever causes an error."""
    local = {"localhost", "127.0.0.1", "[::1]"}
    if settings.DEBUG and set(settings.ALLOWED_HOSTS) - local:
        return [
            Warning(
                "DEBUG is on and ALLOWED_HOSTS names a public host.",
                hint="Unset DEBUG.",
                id="factcheck.W001",
            )
        ]
    return []


@register(Tags.security)
def private_networks_stay_private(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """FETCH_ALLOW_NETWORKS opens them to whoever hands in a URL."""
    if settings.DEBUG or not settings.FETCH_ALLOW_NETWORKS:
        return []
    return [
        Error(
            "FETCH_ALLOW_NETWORKS lets URLs from people reach private networks: "
            f"{', '.join(settings.FETCH_ALLOW_NETWORKS)}.",
            hint="Unset FETCH_ALLOW_NETWORKS. It is for tests, with DEBUG=true.",
            id="factcheck.E002",
        )
    ]


@register(Tags.compatibility)
def e_mail_can_be_sent(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """Settings of e-mail that would only fail when the first is sent."""
    found: list[CheckMessage] = []
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        found.append(
            Error(
                "EMAIL_USE_TLS and EMAIL_USE_SSL are both on.",
                hint="Use TLS for port 587 or 25, SSL for port 465.",
                id="factcheck.E003",
            )
        )
    if settings.EMAIL_HOST and not settings.REPORT_FROM:
        found.append(
            Error(
                "EMAIL_HOST is set, but not REPORT_FROM: e-mails need a sender.",
                hint="Set REPORT_FROM to an address that this server may send from.",
                id="factcheck.E004",
            )
        )
    return found


@register(Tags.security, deploy=True)
def mail_password_is_encrypted(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """A password for the mail server, sent in the clear."""
    if not settings.EMAIL_HOST_PASSWORD or (
        settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    ):
        return []
    return [
        Warning(
            "The password of the mail server is sent without encryption.",
            hint="Set EMAIL_USE_TLS=true or EMAIL_USE_SSL=true.",
            id="factcheck.W002",
        )
    ]

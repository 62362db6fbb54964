"""What can go wrong with a fetch, by whether trying again can help.

Messages are for the person who wanted the page: what happened, which address,
what to do. They never hold a query string, a password or a private address.
"""

from __future__ import annotations

from typing import Final


class FetchError(Exception):
    """Anything that ``fetch`` raises on purpose; ``code`` is stable."""

    def __init__(self, message: str, *, code: str = "fetch_failed") -> None:
        super().__init__(message)
        self.code = code


class Refused(FetchError):
    """Trying again does not help; somebody has to change something first."""


class Transient(FetchError):
    """It may work later; ``retry_after`` says in how many seconds, if known."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "fetch_failed",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after


REFUSED_CODES: Final = frozenset(
    {
        "bad_url",  # no address that can be fetched at all
        "blocked_address",  # leads, or may lead, into a private network
        "blocked_port",
        "insecure_redirect",  # from https to http
        "too_many_redirects",
        "robots",  # the site's robots.txt says no
        "not_found",
        "gone",
        "legal",  # 451
        "forbidden",  # a login, a subscription or a block
        "rejected",  # any other 4xx
        "too_big",
        "not_html",  # a content type that is no page, text or feed
        "tls",  # a certificate that does not hold
    }
)
TRANSIENT_CODES: Final = frozenset(
    {
        "dns",
        "timeout",
        "connection",
        "incomplete",  # ended before its announced length
        "bad_answer",  # no HTTP, or garbled
        "rate_limited",  # 429
        "server_error",  # 5xx
        "robots_unavailable",
        "host_busy",  # our own politeness
    }
)

"""Limits on how often the API may be called, counted in Django's cache.

Fixed windows of a minute, one atomic counter each: with Redis as the cache all
processes share them. At the border of two windows a caller can have both
allowances at once; that is accepted. When the cache does not answer, calls are
let through and a warning is logged: a limit must not take the API down.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:  # DRF's views import this module
    from rest_framework.views import APIView

log = logging.getLogger(__name__)

WINDOW = 60  # seconds


class MinuteThrottle(BaseThrottle):
    """Counts each call against its caller's allowances (``settings.API_PER_MINUTE``).

    Anonymous callers are counted by address, others by user, so that a second
    token gives nobody a second allowance. Writes, and what a view names in
    ``throttle_scope``, have allowances of their own besides.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether the call is within all its allowances."""
        now = time.time()
        self._seconds_left = WINDOW - now % WINDOW
        who = self._who(request)
        try:
            # Every allowance is charged, also after one was found used up.
            within = [_within(scope, who, now) for scope in _scopes(request, view)]
        except (RedisError, OSError) as error:
            log.warning("Cache not available, calls are not counted: %s", error)
            return True
        return all(within)

    def wait(self) -> float:
        """Seconds until the next window, for ``Retry-After``."""
        return self._seconds_left

    def _who(self, request: Request) -> str:
        if request.user.is_authenticated:
            return f"user-{request.user.pk}"
        return f"address-{self.get_ident(request)}"


def _scopes(request: Request, view: APIView) -> list[str]:
    scopes = ["user" if request.user.is_authenticated else "anonymous"]
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        scopes.append(getattr(view, "throttle_scope", "write"))
    return scopes


def _within(scope: str, who: str, now: float) -> bool:
    allowance: int = settings.API_PER_MINUTE[scope]
    if not allowance:
        return True
    key = f"api-calls:{scope}:{who.replace(' ', '')}:{int(now // WINDOW)}"
    try:
        cache.add(key, 0, timeout=2 * WINDOW)
        return cache.incr(key) <= allowance
    except ValueError:  # the entry was dropped between the two calls
        return True

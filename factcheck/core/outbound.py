"""The guarded fetch, and post, with this installation's settings and cache.

What services call. Errors come as ``factcheck.core.errors``: a job that lets them
through is refused or tried again as it should be.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from ipaddress import ip_network
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from factcheck.core.errors import Busy, Refused, Transient
from factcheck.lib import http

log = logging.getLogger(__name__)

_PATIENCE: Final = 3.0  # seconds; beyond it the worker does something else
_FALLBACK: Final = http.MemoryCache()
_POST_SECONDS: Final = 10.0
_POST_BYTES: Final = 65_536  # of the answer, which nobody reads


class SharedCache:
    """Django's cache; while it does not answer, one of this process alone.

    A cache that is down must not keep pages from being read, nor make us rude.
    """

    def get(self, key: str) -> Any:  # Any: caches are untyped
        """The value, or None."""
        try:
            return cache.get(key)
        except (RedisError, OSError) as error:
            _warn(error)
            return _FALLBACK.get(key)

    def set(self, key: str, value: Any, timeout: int) -> None:
        """Keep the value for ``timeout`` seconds."""
        try:
            cache.set(key, value, timeout=timeout)
        except (RedisError, OSError) as error:
            _warn(error)
            _FALLBACK.set(key, value, timeout)

    def add(self, key: str, value: Any, timeout: int) -> bool:
        """Keep the value unless there is one; says whether it was kept."""
        try:
            return bool(cache.add(key, value, timeout=timeout))
        except (RedisError, OSError) as error:
            _warn(error)
            return _FALLBACK.add(key, value, timeout)


def fetch(
    url: str,
    *,
    kinds: frozenset[str] = http.PAGES | http.FEEDS,
    etag: str = "",
    last_modified: str = "",
    alive: Callable[[], None] | None = None,
) -> http.Fetched:
    """What ``http.Fetcher.fetch`` gives, under this installation's settings.

    Takes up to 20 seconds, which is more than a job's lease: ``alive`` is called
    meanwhile, and is where a handler renews it. Raises
    ``factcheck.core.errors.Refused`` (its ``code`` is one of ``http.REFUSED_CODES``)
    and ``Transient`` (with ``retry_after``).
    """
    fetcher = http.Fetcher(limits(), cache=SharedCache(), tls=_tls())
    with _our_errors():
        return fetcher.fetch(
            url, kinds=kinds, etag=etag, last_modified=last_modified, alive=alive
        )


def post(
    url: str,
    content: bytes,
    *,
    headers: Mapping[str, str],
    alive: Callable[[], None] | None = None,
) -> http.Posted:
    """What ``http.Fetcher.post`` gives, under this installation's settings.

    Takes up to 10 seconds. Errors and ``alive`` are as for `fetch`.
    """
    bounds = replace(limits(), total=_POST_SECONDS, max_bytes=_POST_BYTES)
    with _our_errors():
        return http.Fetcher(bounds, tls=_tls()).post(
            url, content, headers=headers, alive=alive
        )


def require_fetchable(url: str) -> str:
    """The URL as it is asked for, in ASCII and without a fragment.

    Raises ``Refused`` for what can be told from the URL alone; asks nobody.
    """
    with _our_errors():
        return http.require_fetchable(url, limits())


def limits() -> http.FetchLimits:
    """The settings' part of what a fetch may do."""
    contact = f" (+{settings.FETCH_CONTACT_URL})" if settings.FETCH_CONTACT_URL else ""
    return http.FetchLimits(
        ports=frozenset(settings.FETCH_PORTS),
        allow_networks=tuple(map(ip_network, settings.FETCH_ALLOW_NETWORKS)),
        patience=_PATIENCE,
        host_interval=settings.FETCH_HOST_INTERVAL_SECONDS,
        user_agent=f"{http.PRODUCT}/{settings.VERSION}{contact}",
    )


@contextmanager
def _our_errors() -> Iterator[None]:
    """The library's errors as those that jobs and faces know."""
    try:
        yield
    except http.Refused as error:
        raise Refused(str(error), code=error.code) from error
    except http.Transient as error:
        kind = Busy if error.code == "host_busy" else Transient
        raise kind(
            str(error), code=error.code, retry_after=error.retry_after
        ) from error


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Reading the system's certificates takes some ms: once for each process."""
    return http.client_context()


def _warn(error: Exception) -> None:
    log.warning("Cache not available, this process remembers alone: %s", error)

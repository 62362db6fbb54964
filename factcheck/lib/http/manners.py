"""Being a polite guest: what robots.txt allows, and how often a host is asked."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Protocol

from protego import Protego

from factcheck.lib.http.errors import Refused, Transient
from factcheck.lib.http.targets import Target

ROBOTS_SECONDS: Final = 24 * 3600  # how long a robots.txt is believed (RFC 9309)
MAX_ROBOTS_BYTES: Final = 512_000  # what must be read of one (RFC 9309)
_ENTRIES: Final = 2_000


class Cache(Protocol):
    """What is needed of a cache; Django's caches are such.

    Values are text and numbers. A cache that all processes share makes them keep
    the interval together.
    """

    def get(self, key: str) -> Any: ...  # Any: caches are untyped

    def set(self, key: str, value: Any, timeout: int) -> Any: ...

    def add(self, key: str, value: Any, timeout: int) -> bool:
        """Atomic: true for the one who stored it, false while it is there."""


class MemoryCache:
    """A small cache of this process alone, safe between threads."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> Any:
        """The value, or None."""
        with self._lock:
            ends, value = self._entries.get(key, (0.0, None))
        return value if ends > time.monotonic() else None

    def set(self, key: str, value: Any, timeout: int) -> None:
        """Keep the value for ``timeout`` seconds."""
        with self._lock:
            self._store(key, value, timeout)

    def add(self, key: str, value: Any, timeout: int) -> bool:
        """Keep the value unless there is one; says whether it was kept."""
        with self._lock:
            if self._entries.get(key, (0.0, None))[0] > time.monotonic():
                return False
            self._store(key, value, timeout)
            return True

    def _store(self, key: str, value: Any, timeout: int) -> None:
        if len(self._entries) >= _ENTRIES:
            now = time.monotonic()
            kept = [entry for entry in self._entries.items() if entry[1][0] > now]
            # Still full: the older half goes.
            self._entries = dict(kept[-_ENTRIES // 2 :])
        self._entries[key] = (time.monotonic() + timeout, value)


def read_robots(cache: Cache, target: Target, load: Callable[[], str]) -> Protego:
    """The rules of the target's host; ``load`` is called when none are remembered."""
    key = f"fetch-robots:{target.origin}"
    text = cache.get(key)
    if not isinstance(text, str):
        text = load()
        cache.set(key, text, timeout=ROBOTS_SECONDS)
    return Protego.parse(text)


def require_allowed(rules: Protego, target: Target, agent: str) -> None:
    """Raise ``Refused`` when the rules shut the page for ``agent`` ("factcheck")."""
    if not rules.can_fetch(target.url, agent):
        raise Refused(
            f"{target.host} asks programs not to read {target.shown} (robots.txt). "
            "Open it in a browser and paste the text.",
            code="robots",
        )


def wait_for_turn(
    cache: Cache,
    target: Target,
    *,
    interval: float,
    patience: float,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Return when ``interval`` seconds passed since the host's last turn.

    Whole seconds: Django's Redis cache knows no others. Raises ``Transient`` when
    others were first for ``patience`` seconds.
    """
    seconds = math.ceil(interval)
    if seconds <= 0:
        return
    key = f"fetch-turn:{target.host}"
    ends = time.monotonic() + patience
    while not cache.add(key, 1, timeout=seconds):
        if time.monotonic() >= ends:
            raise Transient(
                f"{target.host} is being read by other jobs, which keep {seconds} "
                "seconds between two pages.",
                code="host_busy",
                # Spread, so that those who wait do not all come back at once.
                retry_after=seconds * random.uniform(2, 6),  # noqa: S311 - no secret
            )
        sleep(min(0.1, max(0.0, ends - time.monotonic())))

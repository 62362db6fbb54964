"""The fetch itself, hop by hop, each hop judged, within one budget; and the post."""

from __future__ import annotations

import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from factcheck.lib import clock
from factcheck.lib.http import manners
from factcheck.lib.http.addresses import Network
from factcheck.lib.http.answers import (
    REDIRECTS,
    Answer,
    ask,
    require_page,
    retry_after,
)
from factcheck.lib.http.connecting import Budget, bounded, client_context
from factcheck.lib.http.errors import FetchError, Refused, Transient
from factcheck.lib.http.kinds import FEEDS, PAGES, charset, guess_kind, require_kind
from factcheck.lib.http.resolving import Resolver, system_resolver, vetted_addresses
from factcheck.lib.http.targets import Target, join_target, parse_target

log = logging.getLogger("factcheck.lib.http")

PRODUCT: Final = "factcheck"  # the name that robots.txt knows us by
_KEPT_HEADERS: Final = (
    "content-type content-language content-location date last-modified etag expires "
    "cache-control age link x-robots-tag"
).split()
_LONGEST_HEADER: Final = 1_000  # characters of a value that are kept
# What may be sent back to a server as a condition.
_CONDITION: Final = re.compile(r"[\x20-\x7e]{1,1000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What a fetch may do. Sizes are decoded bytes, times seconds.

    ``allow_networks`` are private networks that count as public; for tests only.
    ``max_crawl_delay`` bounds the pause that a robots.txt may ask for, and
    ``patience`` how long one fetch waits for its turn.
    """

    ports: frozenset[int] = frozenset({80, 443})
    allow_networks: tuple[Network, ...] = ()
    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    host_interval: float = 1.0
    max_crawl_delay: float = 10.0
    patience: float = 10.0
    user_agent: str = PRODUCT


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as it came.

    ``url`` is where it was found in the end, without a fragment; ``redirects`` are
    the URLs on the way there, the first one included, or empty. ``content`` is
    decoded from its transfer, not from its ``charset``. ``content_type`` is a media
    type, guessed if none was declared. ``etag`` and ``last_modified`` are for the
    next ``fetch``. With ``not_modified`` there is no content: what the caller has is
    still right.
    """

    url: str
    requested_url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    content_type: str
    charset: str | None
    etag: str
    last_modified: str
    fetched_at: datetime
    redirects: tuple[str, ...]
    not_modified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was answered to a post; ``retry_after`` in seconds, if it said so."""

    status: int
    retry_after: float | None


class Fetcher:
    """Fetches pages from the public internet, and from nowhere else.

    ``cache`` remembers robots.txt and turns; one that processes share makes them
    polite together. ``resolve``, ``tls``, ``now`` and ``sleep`` are what tests
    replace.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        cache: manners.Cache | None = None,
        resolve: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = clock.now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._cache = cache if cache is not None else manners.MemoryCache()
        self._resolve = resolve
        self._tls = client_context() if tls is None else bounded(tls)
        self._now = now
        self._sleep = sleep

    def fetch(
        self,
        url: str,
        *,
        kinds: frozenset[str] = PAGES | FEEDS,
        etag: str = "",
        last_modified: str = "",
        alive: Callable[[], None] | None = None,
    ) -> Fetched:
        """The page at ``url``, or that it has not changed since ``etag``.

        1. Judge the URL. 2. Ask robots.txt, wait for the host's turn. 3. Look up the
        name, judge all its addresses, connect to one. 4. Follow at most five
        redirects, each from step 1 on. 5. Read the body within its limits.

        Raises ``Refused`` when trying again is no use and ``Transient`` when it is;
        both carry a ``code``. Never takes longer than ``FetchLimits.total``; meanwhile
        ``alive`` is called at least every ``FetchLimits.read`` seconds, and may raise.
        """
        budget = self._budget(alive)
        conditions = _conditions(etag, last_modified)
        headers = self._headers(_accepted(kinds)) | conditions
        started = time.monotonic()
        visited: set[str] = set()

        def before(target: Target) -> None:
            self._be_polite(target, budget, visited)

        with self._walk(url, headers, budget, before) as (answer, redirects):
            if answer.status == 304 and conditions:
                kind, content = "", b""
            else:
                kind, content = self._read(answer, kinds)
        log.info(
            "%s: %s, %s bytes in %.1f s",
            answer.target.shown,
            answer.status,
            f"{len(content):,}",
            time.monotonic() - started,
        )
        return Fetched(
            url=answer.target.url,
            requested_url=url,
            status=answer.status,
            headers=_kept(answer),
            content=content,
            content_type=kind,
            charset=charset(_header(answer, "content-type")),
            etag=_header(answer, "etag"),
            last_modified=_header(answer, "last-modified"),
            fetched_at=self._now(),
            redirects=redirects,
            not_modified=answer.status == 304,
        )

    def post(
        self,
        url: str,
        content: bytes,
        *,
        headers: Mapping[str, str],
        alive: Callable[[], None] | None = None,
    ) -> Posted:
        """Send the content to ``url``, and say what status was answered, whichever.

        URL and addresses are judged as for a page. No redirect is followed. robots.txt
        and turns are for those who read without having been asked: they play no part.

        Raises ``Refused`` and ``Transient`` when there is no status, within
        ``FetchLimits.total``; ``alive`` is called as in `fetch`.
        """
        limits = self._limits
        budget = self._budget(alive)
        started = time.monotonic()
        target = parse_target(url, ports=limits.ports, allowed=limits.allow_networks)
        sent = {**self._headers("*/*"), **headers}
        with self._asked(target, sent, budget, content) as answer:
            # The status says it all; who answers is let finish, within the limits.
            with suppress(FetchError):
                answer.body(max_bytes=limits.max_bytes, cut="cut")
            posted = Posted(
                status=answer.status,
                retry_after=retry_after(answer, now=self._now()),
            )
        seconds = time.monotonic() - started
        # Paths of receivers are often secrets.
        log.info("%s: POST, %s in %.1f s", target.origin, posted.status, seconds)
        return posted

    def _read(self, answer: Answer, kinds: frozenset[str]) -> tuple[str, bytes]:
        """The media type and the content, or what is wrong with them."""
        require_page(answer, now=self._now())
        declared = require_kind(answer.target, _header(answer, "content-type"), kinds)
        content = answer.body(max_bytes=self._limits.max_bytes)
        return declared or guess_kind(answer.target, content, kinds), content

    @contextmanager
    def _walk(
        self,
        url: str,
        headers: Mapping[str, str],
        budget: Budget,
        before: Callable[[Target], None],
    ) -> Iterator[tuple[Answer, tuple[str, ...]]]:
        """The first answer that is no redirect, and the URLs before it."""
        limits = self._limits
        passed: list[str] = []
        target = parse_target(url, ports=limits.ports, allowed=limits.allow_networks)
        while True:
            before(target)
            with self._asked(target, headers, budget) as answer:
                following = self._following(answer)
                if following is None:
                    yield answer, tuple(passed)
                    return
            passed.append(target.url)
            if following.url in passed or len(passed) > limits.max_redirects:
                raise _lost(target, len(passed))
            target = following

    @contextmanager
    def _asked(
        self,
        target: Target,
        headers: Mapping[str, str],
        budget: Budget,
        content: bytes | None = None,
    ) -> Iterator[Answer]:
        """The target's answer, from one of its addresses, all of them judged."""
        addresses = vetted_addresses(
            target,
            resolve=self._resolve,
            seconds=budget.seconds_to_connect(),
            allowed=self._limits.allow_networks,
        )
        with ask(
            target,
            addresses,
            headers=headers,
            context=self._tls,
            budget=budget,
            content=content,
        ) as answer:
            yield answer

    def _following(self, answer: Answer) -> Target | None:
        """Where a redirect leads; None for any other answer."""
        location = answer.headers.get("Location")
        if answer.status not in REDIRECTS or not location:
            return None
        # http.client reads headers as latin-1; many sites send UTF-8.
        with suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")
        limits = self._limits
        return join_target(
            answer.target,
            location,
            ports=limits.ports,
            allowed=limits.allow_networks,
        )

    def _be_polite(self, target: Target, budget: Budget, visited: set[str]) -> None:
        """Ask robots.txt, and wait for a turn, once for each host of a fetch."""
        limits = self._limits
        rules = manners.read_robots(
            self._cache, target, lambda: self._load_robots(target, budget)
        )
        manners.require_allowed(rules, target, PRODUCT)
        if target.host in visited:
            return
        visited.add(target.host)

        def sleep(seconds: float) -> None:
            self._sleep(min(seconds, budget.seconds_left()))

        asked = min(rules.crawl_delay(PRODUCT) or 0.0, limits.max_crawl_delay)
        manners.wait_for_turn(
            self._cache,
            target,
            interval=max(limits.host_interval, asked),
            patience=min(limits.patience, budget.seconds_left()),
            sleep=sleep,
        )

    def _load_robots(self, target: Target, budget: Budget) -> str:
        """The text of robots.txt; empty, which allows all, when there is none.

        As RFC 9309 says: 4xx is "there is none", trouble is "not now".
        """
        url = target.origin + "/robots.txt"
        headers = self._headers("text/plain, */*;q=0.5")
        try:
            with self._walk(url, headers, budget.renewed(), _nothing) as (answer, _):
                require_page(answer, now=self._now())
                body = answer.body(max_bytes=manners.MAX_ROBOTS_BYTES, cut="cut")
        except Refused:
            return ""  # none, or it leads where we do not go
        except Transient as error:
            if error.code in ("dns", "connection"):
                raise  # the page itself would fail in the same way
            raise Transient(
                f"robots.txt of {target.host} could not be read, so it is not known "
                f"whether the page may be. {error}",
                code="robots_unavailable",
                retry_after=error.retry_after,
            ) from error
        return body.decode("utf-8", errors="replace")

    def _headers(self, accept: str) -> dict[str, str]:
        return {
            "User-Agent": self._limits.user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    def _budget(self, alive: Callable[[], None] | None) -> Budget:
        limits = self._limits
        return Budget(
            total=limits.total,
            connect=limits.connect,
            read=limits.read,
            # Room for headers, and for a body in many small chunks.
            max_bytes=2 * limits.max_bytes + 1_000_000,
            alive=alive,
        )


def require_fetchable(url: str, limits: FetchLimits) -> str:
    """The URL as it is asked for, in ASCII and without a fragment; raises ``Refused``
    when it alone shows that it may not be.
    """
    target = parse_target(url, ports=limits.ports, allowed=limits.allow_networks)
    return target.url


def _nothing(target: Target) -> None:
    """Robots files are read without asking robots.txt."""


def _accepted(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds)) + ", */*;q=0.1"


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    """The headers of a conditional request; without what cannot be a header."""
    wanted = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {
        name: value for name, value in wanted.items() if _CONDITION.fullmatch(value)
    }


def _header(answer: Answer, name: str) -> str:
    return answer.headers.get(name, "")[:_LONGEST_HEADER]


def _kept(answer: Answer) -> Mapping[str, str]:
    """The few headers that say something about the page, in lower case."""
    found = {name: _header(answer, name) for name in _KEPT_HEADERS}
    return {name: value for name, value in found.items() if value}


def _lost(target: Target, hops: int) -> Refused:
    return Refused(
        f"{target.shown} is redirect number {hops}, and leads on or in a circle. "
        "Give the page's final address, as the browser shows it.",
        code="too_many_redirects",
    )

"""The fetch with this installation's settings, cache and errors."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisDown

from factcheck.core import outbound
from factcheck.core.errors import Refused, Transient
from factcheck.lib import http
from tests.sites import Site, page, site


@pytest.fixture
def outlet(settings: Settings) -> Iterator[Site]:
    """A site on loopback that the settings allow."""
    answers = {
        "/": page(b"<p>x"),
        "/gone": page(status="410 Gone"),
        "/later": page(status="503 Later", Retry_After="7"),
    }
    cache.clear()
    with site(answers) as made:
        settings.FETCH_PORTS = [made.port]
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_HOST_INTERVAL_SECONDS = 0
        yield made


def test_the_settings_say_who_asks(outlet: Site, settings: Settings) -> None:
    settings.FETCH_CONTACT_URL = "https://factcheck.example/about"

    outbound.fetch(outlet.url())

    assert outlet.header("User-Agent") == (
        f"factcheck/{settings.VERSION} (+https://factcheck.example/about)"
    )


def test_errors_are_those_that_jobs_know(outlet: Site) -> None:
    with pytest.raises(Refused) as refused:
        outbound.fetch(outlet.url("/gone"))
    with pytest.raises(Transient) as transient:
        outbound.fetch(outlet.url("/later"))

    assert refused.value.code == "gone"
    assert transient.value.retry_after == 7


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "https://db/"])
def test_by_default_nothing_private_is_reached(url: str) -> None:
    with pytest.raises(Refused) as error:
        outbound.fetch(url)

    assert error.value.code == "blocked_address"


def test_a_cache_that_is_down_stops_no_fetch(
    outlet: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*arguments: object, **options: object) -> None:
        raise RedisDown("no route")

    settings.FETCH_HOST_INTERVAL_SECONDS = 1
    for name in ("get", "set", "add"):
        monkeypatch.setattr(cache, name, down)
    monkeypatch.setattr(outbound, "_FALLBACK", http.MemoryCache())

    started = time.monotonic()
    outbound.fetch(outlet.url())
    outbound.fetch(outlet.url())
    seconds = time.monotonic() - started

    assert len(outlet.paths) == 2
    assert outlet.connections == 3  # robots.txt was remembered
    assert seconds > 0.9  # and so was the turn


def _take_turn(location: str, results: multiprocessing.Queue[float]) -> None:
    from django.core.cache.backends.redis import RedisCache

    from factcheck.lib.http.manners import wait_for_turn
    from factcheck.lib.http.targets import Target

    shared = RedisCache(location, {})
    target = Target("https", "outlet.example", 443, "/")
    wait_for_turn(shared, target, interval=1, patience=10)
    results.put(time.monotonic())


@pytest.mark.redis
def test_processes_keep_the_pause_together(redis_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [
        context.Process(target=_take_turn, args=(redis_url, results)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    times = sorted(results.get(timeout=30) for _ in processes)
    for process in processes:
        process.join()

    assert times[1] - times[0] > 0.9
    assert times[2] - times[1] > 0.9

"""Answers of well-behaved servers: statuses, types, conditions, robots.txt, pace."""

from __future__ import annotations

import contextlib
import logging
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from factcheck.lib.http import (
    FEEDS,
    PAGES,
    REFUSED_CODES,
    TRANSIENT_CODES,
    Fetcher,
    FetchLimits,
    MemoryCache,
    Refused,
    Transient,
)
from factcheck.lib.http.manners import wait_for_turn
from factcheck.lib.http.targets import Target
from tests.sites import Site, Writer, page, redirect, site

LIBRARY = Path(__file__).parents[2] / "factcheck" / "lib" / "http"
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>'


def fetcher(
    outlet: Site,
    *,
    interval: float = 0,
    cache: MemoryCache | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetcher:
    """One for which loopback is public, at this site's port."""
    limits = FetchLimits(
        ports=frozenset({outlet.port}),
        allow_networks=(ip_network("127.0.0.0/8"),),
        host_interval=interval,
        patience=1.0,
        user_agent="factcheck/1.0 (+https://factcheck.example/about)",
    )
    return Fetcher(limits, cache=cache, now=lambda: NOW, sleep=sleep)


# --- What a status means --------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        (400, "rejected", "rejects the request (400)"),
        (401, "forbidden", "asks for a login (401)"),
        (402, "forbidden", "asks for payment (402)"),
        (403, "forbidden", "paste the text"),
        (404, "not_found", "there is no such page (404)"),
        (405, "rejected", "(405)"),
        (410, "gone", "taken away for good (410)"),
        (451, "legal", "for legal reasons (451)"),
    ],
)
def test_what_stays_wrong_is_not_tried_again(status: int, code: str, says: str) -> None:
    answer = page(status=f"{status} No")
    with site({"/": answer}) as outlet, pytest.raises(Refused) as error:
        fetcher(outlet).fetch(outlet.url())

    assert error.value.code == code
    assert code in REFUSED_CODES
    assert says in str(error.value)


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504, 520, 599])
def test_what_may_pass_is_tried_again(status: int) -> None:
    answer = page(status=f"{status} Later")
    with site({"/": answer}) as outlet, pytest.raises(Transient) as error:
        fetcher(outlet).fetch(outlet.url())

    assert error.value.code == "server_error"
    assert error.value.code in TRANSIENT_CODES
    assert error.value.retry_after is None
    assert str(status) in str(error.value)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 300),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("99999999", 86_400),
        ("Fri, 01 Mar 2126 12:00:00 GMT", 86_400),
        ("-5", None),
        ("soon", None),
        ("1" * 500, None),
        ("Sun, 01 Mar 2026 12:05:00 -0000", None),
        ("", None),
    ],
)
def test_a_site_says_when_to_come_back(
    status: int, header: str, seconds: float | None
) -> None:
    answer = page(status=f"{status} Later", Retry_After=header)
    with site({"/": answer}) as outlet, pytest.raises(Transient) as error:
        fetcher(outlet).fetch(outlet.url())

    assert error.value.code == ("rate_limited" if status == 429 else "server_error")
    assert error.value.retry_after == seconds


def test_every_code_in_the_source_is_a_known_one() -> None:
    source = "".join(path.read_text() for path in LIBRARY.glob("*.py"))
    named = set(re.findall(r'code="([a-z_]+)"', source)) - {"fetch_failed"}

    assert named <= REFUSED_CODES | TRANSIENT_CODES
    assert not REFUSED_CODES & TRANSIENT_CODES


# --- Conditional requests ---------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again() -> None:
    answer = page(b"", status="304 Not Modified", content_type="", ETag='"2"')
    with site({"/": answer}) as outlet:
        modified = "Sat, 28 Feb 2026 08:00:00 GMT"

        fetched = fetcher(outlet).fetch(
            outlet.url(), etag='W/"1"', last_modified=modified
        )

    assert fetched.not_modified
    assert (fetched.status, fetched.content) == (304, b"")
    assert fetched.etag == '"2"'
    assert outlet.header("If-None-Match") == 'W/"1"'
    assert outlet.header("If-Modified-Since") == modified
    assert outlet.header("If-None-Match", request=0) is None  # robots.txt


@pytest.mark.parametrize("etag", ['"1"\r\nX-Injected: 1', "ü", '"' + "x" * 2_000, ""])
def test_a_condition_that_is_no_header_is_left_out(etag: str) -> None:
    with site({"/": page(b"x")}) as outlet:
        fetched = fetcher(outlet).fetch(outlet.url(), etag=etag)

    assert fetched.content == b"x"
    assert outlet.header("If-None-Match") is None
    assert outlet.header("X-Injected") is None


# --- Kinds of documents ---------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "body", "kind"),
    [
        ("text/html", b"x", "text/html"),
        ('Text/HTML;charset="ISO-8859-1"', b"x", "text/html"),
        ("application/xhtml+xml", b"x", "application/xhtml+xml"),
        ("text/plain", b"x", "text/plain"),
        ("application/rss+xml", RSS, "application/rss+xml"),
        ("application/atom+xml; charset=utf-8", RSS, "application/atom+xml"),
        ("text/xml", RSS, "text/xml"),
        ("application/vnd.outlet+xml", RSS, "application/vnd.outlet+xml"),
        ("", b"<!DOCTYPE html><p>x", "text/html"),
        ("", b"\xef\xbb\xbf \n<html>", "text/html"),
        ("", b"\xff\xfe<\0h\0t\0m\0l\0>\0", "text/html"),
        ("", RSS, "application/xml"),
        ("", b"Words.", "text/plain"),
        ("", b"", "text/plain"),
        ("application/octet-stream", b"<title>x", "text/html"),
    ],
)
def test_pages_texts_and_feeds_are_read(declared: str, body: bytes, kind: str) -> None:
    with site({"/": page(body, content_type=declared)}) as outlet:
        fetched = fetcher(outlet).fetch(outlet.url())

    assert fetched.content_type == kind
    assert fetched.content == body


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("application/pdf", b"%PDF-1.7"),
        ("image/png", b"\x89PNG"),
        ("video/mp4", b"x"),
        ("application/zip", b"PK\x03\x04"),
        ("application/json", b"{}"),
        ("text/css", b"x"),
        ("<script>alert(1)</script>", b"x"),
        ("", b"%PDF-1.7"),
        ("", b"PK\x03\x04"),
        ("", b"\x00\x01\x02"),
        ("application/octet-stream", b"MZ\x90"),
    ],
)
def test_other_documents_are_refused(declared: str, body: bytes) -> None:
    answer = page(body, content_type=declared)
    with site({"/": answer}) as outlet, pytest.raises(Refused) as error:
        fetcher(outlet).fetch(outlet.url())

    assert error.value.code == "not_html"


def test_a_caller_may_want_pages_only() -> None:
    answers = {"/feed": page(RSS, content_type="text/xml"), "/": page(RSS)}
    with site(answers) as outlet:
        with pytest.raises(Refused):
            fetcher(outlet).fetch(outlet.url("/feed"), kinds=PAGES)
        # Many feeds say that they are pages.
        assert fetcher(outlet).fetch(outlet.url(), kinds=FEEDS).content == RSS


# --- robots.txt -------------------------------------------------------------------


def rules(text: str) -> bytes:
    """A robots.txt."""
    return page(text.encode(), content_type="text/plain")


def test_a_page_that_robots_txt_shuts_is_not_asked_for() -> None:
    robots = rules("User-agent: *\nDisallow: /private\nAllow: /private/but-this\n")
    answers = {
        "/robots.txt": robots,
        "/private/a": page(b"no"),
        "/private/but-this": page(b"yes"),
        "/open": redirect("/private/a"),
    }
    with site(answers) as outlet:
        polite = fetcher(outlet)
        for path in ("/private/a", "/open"):
            with pytest.raises(Refused) as error:
                polite.fetch(outlet.url(path))
            assert error.value.code == "robots"
        assert polite.fetch(outlet.url("/private/but-this")).content == b"yes"

    assert outlet.paths == ["/open", "/private/but-this"]
    assert outlet.header("User-Agent") == (
        "factcheck/1.0 (+https://factcheck.example/about)"
    )


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("User-agent: factcheck\nDisallow: /", False),
        ("User-agent: FactCheck\nDisallow: /", False),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: factcheck\nAllow: /", True),
        ("User-agent: *\nDisallow:", True),
        ("<!DOCTYPE html><h1>Welcome</h1>", True),
        ("", True),
        ("\0\ufeff\n" * 1_000, True),
    ],
)
def test_robots_txt_knows_us_by_name(text: str, is_allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    with site({"/robots.txt": rules(text), "/": page(b"x")}) as outlet:
        if is_allowed:
            assert fetcher(outlet).fetch(outlet.url()).content == b"x"
        else:
            with pytest.raises(Refused):
                fetcher(outlet).fetch(outlet.url())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_is_read(status: int) -> None:
    answers = {"/robots.txt": page(status=f"{status} No"), "/": page(b"x")}
    with site(answers) as outlet:
        assert fetcher(outlet).fetch(outlet.url()).content == b"x"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_in_trouble_means_not_now(status: int) -> None:
    robots = page(status=f"{status} Later", Retry_After="60")
    with site({"/robots.txt": robots}) as outlet, pytest.raises(Transient) as error:
        fetcher(outlet).fetch(outlet.url())

    assert error.value.code == "robots_unavailable"
    assert error.value.retry_after == 60
    assert outlet.paths == []


def test_robots_txt_is_remembered_for_all_pages_and_processes() -> None:
    shared = MemoryCache()
    robots = redirect("/rules", "301 Moved")
    shut = rules("User-agent: *\nDisallow: /b")
    with site({"/robots.txt": robots, "/rules": shut, "/a": page(b"x")}) as outlet:
        fetcher(outlet, cache=shared).fetch(outlet.url("/a"))
        with pytest.raises(Refused):
            fetcher(outlet, cache=shared).fetch(outlet.url("/b"))

    assert [request.split()[1] for request in outlet.requests] == [
        "/robots.txt",
        "/rules",
        "/a",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*a*b$\n" * 16_000,
        "User-agent: *\nDisallow: /" + "*a" * 250_000 + "b$",
        "User-agent: *\n" + "Disallow: /a\n" * 38_000,
        "".join(f"User-agent: bot{n}\nDisallow: /\n" for n in range(15_000)),
        "User-agent: *\n" + "Disallow: /$$$$$$$$$$$$$$$$$$$$$$$$$$$\n" * 13_000,
        "User-agent: " + "a" * 500_000,
        "\n" * 510_000,
    ],
)
def test_a_hostile_robots_txt_costs_little(text: str) -> None:
    path = "/" + "a" * 4_000
    with site({"/robots.txt": rules(text), path: page(b"x")}) as outlet:
        started = time.process_time()
        with contextlib.suppress(Refused):
            fetcher(outlet).fetch(outlet.url(path))
        seconds = time.process_time() - started

    assert seconds < 2


# --- Pace ---------------------------------------------------------------------------


def test_two_pages_of_a_host_are_a_second_apart() -> None:
    times: list[float] = []

    def note(connection: object) -> None:
        times.append(time.monotonic())
        connection.sendall(page(b"x"))  # type: ignore[attr-defined]

    answers: dict[str, bytes | Writer] = {"/a": note, "/b": note}
    shared = MemoryCache()
    with site(answers) as outlet:
        readers = [
            threading.Thread(
                target=fetcher(outlet, interval=1, cache=shared).fetch,
                args=(outlet.url(path),),
            )
            for path in answers
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()

    assert 0.9 < times[1] - times[0] < 1.9


def test_redirects_within_a_host_take_one_turn() -> None:
    answers = {"/a": redirect("/b"), "/b": redirect("/c"), "/c": page(b"x")}
    with site(answers) as outlet:
        started = time.monotonic()
        fetcher(outlet, interval=1).fetch(outlet.url("/a"))
        seconds = time.monotonic() - started

    assert seconds < 0.5


def test_a_host_that_others_read_is_left_for_later() -> None:
    cache = MemoryCache()
    target = Target("https", "outlet.example", 443, "/")
    slept: list[float] = []
    wait_for_turn(cache, target, interval=3, patience=0)

    with pytest.raises(Transient) as error:
        wait_for_turn(cache, target, interval=3, patience=0.2, sleep=slept.append)

    assert error.value.code == "host_busy"
    assert 6 <= (error.value.retry_after or 0) <= 18
    assert max(slept) <= 0.1


@pytest.mark.parametrize(
    ("asked", "seconds"), [("3", 3), ("0.5", 1), ("86400", 10), ("-1", 1), ("nan", 1)]
)
def test_a_crawl_delay_is_kept_within_bounds(asked: str, seconds: int) -> None:
    kept: list[int] = []

    class Noting(MemoryCache):
        def add(self, key: str, value: object, timeout: int) -> bool:
            kept.append(timeout)
            return super().add(key, value, timeout)

    robots = rules(f"User-agent: *\nCrawl-delay: {asked}\nDisallow: /x")
    with site({"/robots.txt": robots, "/": page(b"x")}) as outlet:
        fetcher(outlet, interval=1, cache=Noting()).fetch(outlet.url())

    assert kept == [seconds]


def test_the_small_cache_stays_small() -> None:
    cache = MemoryCache()

    for number in range(10_000):
        cache.set(str(number), "x", timeout=60)

    assert len(cache._entries) <= 2_000
    assert cache.get("9999") == "x"
    assert cache.get("0") is None


# --- What is written down -----------------------------------------------------------


def test_a_query_is_neither_logged_nor_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    answers = {
        "/a?token=s3cret": page(b"x", **{"X Broken": "y"}),
        "/b?token=s3cret": page(status="404 No"),
        "/c?token=s3cret": page(status="500 No"),
        "/d?token=s3cret": redirect("/e?token=s3cret"),
        "/e?token=s3cret": page(b"%PDF", content_type="application/pdf"),
        "/f?token=s3cret": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
    }
    messages = []
    with site(answers) as outlet:
        for path in answers:
            try:
                fetcher(outlet).fetch(outlet.url(path))
            except (Refused, Transient) as error:
                messages.append(str(error))

    assert len(messages) == 5
    assert "/a?…: 200, 1 bytes" in caplog.text
    assert "s3cret" not in caplog.text + "".join(messages)

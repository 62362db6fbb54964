"""Servers made to hold a worker, or to fill its memory: cut off by time and size.

Most of them never end by themselves. The limits are shortened, so that the suite
need not wait 20 seconds for each; what they are by default has its own test.
"""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path

import pytest

from factcheck.lib.http import Fetcher, FetchLimits, Refused, Transient
from tests.sites import Writer, page, site

ROOT = Path(__file__).parents[2]
TOTAL = 0.8  # seconds
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def limits(port: int) -> FetchLimits:
    """Loopback counts as public, and patience is short."""
    return FetchLimits(
        ports=frozenset({port}),
        allow_networks=(ip_network("127.0.0.1/32"),),
        connect=0.6,
        read=0.6,
        total=TOTAL,
        host_interval=0,
    )


def drip(piece: bytes, *, start: bytes = b"", every: float = 0.1) -> Writer:
    """An answer that goes on for ever, a piece at a time."""

    def write(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)
            time.sleep(every)

    return write


def flood(piece: bytes, *, start: bytes = b"") -> Writer:
    """An answer that goes on for ever, as fast as it can."""
    many = piece * (65_536 // len(piece))

    def write(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(many)

    return write


def bomb() -> bytes:
    """About 10 MB that unpack to 10 GB, as gzip.

    A deflated piece that ends in a full flush may be repeated: each stands alone.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"")[:10] + piece * 1_000


SLOW = {
    "one byte of the body at a time": drip(b"x", start=HEAD + b"\r\n"),
    "one byte of the headers at a time": drip(b"x", start=HEAD + b"X-Long: "),
    "one byte of the status line at a time": drip(b"H"),
    "a header now and then": drip(b"X-A: b\r\n", start=HEAD),
    "chunks of one byte": drip(
        b"1\r\nx\r\n", start=HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    ),
    "a chunk's length, digit by digit": drip(
        b"0", start=HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    ),
    "trailers without end": drip(
        b"A: b\r\n", start=HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"
    ),
    "100 Continue for ever": drip(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "silence": drip(b"", start=b""),
    "silence after the headers": drip(b"", start=HEAD + b"\r\n"),
    "gzip without output": drip(
        b"\0\0\0\xff\xff",  # empty stored blocks
        start=HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10],
        every=0.01,
    ),
}


@pytest.mark.live
@pytest.mark.parametrize("name", SLOW)
def test_a_drip_ends_at_the_total(name: str) -> None:
    with site({"/": SLOW[name]}) as outlet:
        started = time.monotonic()
        with pytest.raises(Transient) as error:
            Fetcher(limits(outlet.port)).fetch(outlet.url())
        seconds = time.monotonic() - started

    assert error.value.code == "timeout"
    assert seconds < TOTAL + 0.5
    assert "in time" in str(error.value) or "within 0.8 seconds" in str(error.value)


@pytest.mark.live
@pytest.mark.parametrize("path", ["/robots.txt", "/a", "/b"])
def test_robots_and_redirects_share_one_total(path: str) -> None:
    slow = drip(b"x", start=HEAD + b"\r\n")

    def late(connection: socket.socket) -> None:
        time.sleep(0.4)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n")

    with site({"/a": late, "/b": page(b"x"), path: slow}) as outlet:
        started = time.monotonic()
        with pytest.raises(Transient) as error:
            Fetcher(limits(outlet.port)).fetch(outlet.url("/a"))
        seconds = time.monotonic() - started

    assert error.value.code in ("timeout", "robots_unavailable")
    assert seconds < TOTAL + 0.5


@pytest.mark.live
def test_a_handshake_that_never_comes_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        started = time.monotonic()
        with pytest.raises(Transient) as error:
            Fetcher(limits(port)).fetch(f"https://127.0.0.1:{port}/")
        seconds = time.monotonic() - started

    assert error.value.code == "robots_unavailable"
    assert seconds < TOTAL + 0.5


@pytest.mark.live
def test_a_handshake_that_drips_is_given_up() -> None:
    def write(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            # A TLS record of 16 KB, begun and never finished.
            for byte in b"\x16\x03\x03\x3f\xff" + bytes(200):
                try:
                    connection.sendall(bytes([byte]))
                except OSError:
                    return
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=write, args=(listener,))
        thread.start()
        started = time.monotonic()
        with pytest.raises(Transient) as error:
            Fetcher(limits(port)).fetch(f"https://127.0.0.1:{port}/")
        seconds = time.monotonic() - started
        thread.join()

    assert error.value.code in ("robots_unavailable", "connection")
    assert seconds < TOTAL + 0.5


def test_a_name_server_that_does_not_answer_is_given_up() -> None:
    asked = threading.Event()

    def resolve(host: str) -> Sequence[str]:
        asked.wait(10)
        return ["127.0.0.1"]

    started = time.monotonic()
    with pytest.raises(Transient) as error:
        Fetcher(limits(80), resolve=resolve).fetch("http://outlet.example/")
    seconds = time.monotonic() - started
    asked.set()

    assert error.value.code == "dns"
    assert seconds < TOTAL


def test_a_job_is_kept_alive_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.lib.http.connecting._ALIVE_EVERY", 0.15)
    calls: list[float] = []
    with site({"/": SLOW["one byte of the body at a time"]}) as outlet:
        fetcher = Fetcher(limits(outlet.port))
        with pytest.raises(Transient):
            fetcher.fetch(outlet.url(), alive=lambda: calls.append(time.monotonic()))

    assert 3 <= len(calls) <= 6


@pytest.mark.live
def test_a_job_that_was_taken_away_stops_its_fetch() -> None:
    class Taken(Exception):
        pass

    def alive() -> None:
        raise Taken

    slow = FetchLimits(
        ports=frozenset(range(1, 65_536)),
        allow_networks=(ip_network("127.0.0.1/32"),),
        host_interval=0,
    )
    with site({"/": SLOW["one byte of the body at a time"]}) as outlet:
        started = time.monotonic()
        with pytest.raises(Taken):
            Fetcher(slow).fetch(outlet.url(), alive=alive)
        seconds = time.monotonic() - started

    assert seconds < 3


def test_the_worker_is_free_again_after_a_hostile_server() -> None:
    with site({"/slow": SLOW["silence"], "/": page(b"x")}) as outlet:
        fetcher = Fetcher(limits(outlet.port))
        before = threading.active_count()
        with pytest.raises(Transient):
            fetcher.fetch(outlet.url("/slow"))

        assert fetcher.fetch(outlet.url()).content == b"x"
        assert threading.active_count() <= before + 2  # the site's own threads


# --- Size ---------------------------------------------------------------------------

CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LARGE: dict[str, bytes | Writer] = {
    "50 MB, announced": HEAD + b"Content-Length: 50000000\r\n\r\n" + bytes(1_000),
    "50 MB, not announced": HEAD + b"\r\n" + b"x" * 50_000_000,
    "a body without end": flood(b"x" * 1_024, start=HEAD + b"\r\n"),
    "chunks without end": flood(b"400\r\n" + b"x" * 1_024 + b"\r\n", start=CHUNKED),
    "chunks of one byte without end": flood(b"1\r\nx\r\n", start=CHUNKED),
    "a chunk's extension without end": flood(b"x", start=CHUNKED + b"5;"),
    "trailers without end": flood(b"A: b\r\n", start=CHUNKED + b"0\r\n"),
    "one header without end": flood(b"x", start=HEAD + b"X-Long: "),
    "headers without end": flood(b"X-A: b\r\n", start=HEAD),
    "a status line without end": flood(b"H"),
    "100 Continue without end": flood(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "10 MB that unpack to 10 GB": HEAD + b"Content-Encoding: gzip\r\n\r\n" + bomb(),
    "the same in chunks": CHUNKED.replace(
        b"Transfer", b"Content-Encoding: gzip\r\nTransfer"
    )
    + b"%x\r\n" % len(bomb())
    + bomb()
    + b"\r\n0\r\n\r\n",
    "a bomb as robots.txt": HEAD + b"Content-Encoding: gzip\r\n\r\n" + bomb(),
}

# Each is fetched in a fork of a process that has fetched before, so that its memory
# is its own.
PROGRAM = """
import json, os, resource, sys, time
from ipaddress import ip_network
from factcheck.lib.http import Fetcher, FetchError, FetchLimits

def attempt(url):
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    try:
        outcome = str(fetcher.fetch(url).status)
    except FetchError as error:
        outcome = error.code
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"outcome": outcome, "seconds": seconds, "megabytes": (peak - idle) / 1024}

urls = json.load(sys.stdin)
fetcher = Fetcher(FetchLimits(
    ports=frozenset(range(1, 65_536)),
    allow_networks=(ip_network("127.0.0.1/32"),),
    host_interval=0,
    total=5.0,
))
fetcher.fetch(urls.pop("warm"))
for name, url in urls.items():
    if os.fork() == 0:
        print(json.dumps([name, attempt(url)]), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, float]]:
    """What became of each large answer."""
    paths = {name: f"/{number}" for number, name in enumerate(LARGE)}
    answers = {paths[name]: answer for name, answer in LARGE.items()}
    robots = answers.pop(paths["a bomb as robots.txt"])
    with (
        site({**answers, "/": page(b"x")}) as outlet,
        site({"/robots.txt": robots, "/": page(b"x")}) as second,
    ):
        urls = {"warm": outlet.url()}
        urls |= {name: outlet.url(path) for name, path in paths.items()}
        urls["a bomb as robots.txt"] = second.url()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            input=json.dumps(urls),
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.live
@pytest.mark.parametrize("name", LARGE)
def test_a_large_answer_is_refused_in_little_memory(
    name: str, results: dict[str, dict[str, float]]
) -> None:
    result = results[name]

    headers = ("header", "status", "trailers", "extension")
    if name.startswith("a bomb as robots"):
        assert result["outcome"] == "200"
    elif any(word in name for word in headers):
        assert result["outcome"] in ("bad_answer", "too_big", "incomplete"), result
    elif name == "chunks of one byte without end":
        # Taking a million chunks apart is work: on a slow machine the time ends first.
        assert result["outcome"] in ("too_big", "timeout"), result
    else:
        assert result["outcome"] == "too_big", result
    assert result["megabytes"] < 100, result
    assert result["seconds"] < 5.5, result


def test_a_page_of_just_the_limit_is_read() -> None:
    body = b"<p>" + b"x" * 4_999_997
    packed = page(gzip.compress(body), Content_Encoding="gzip")
    with site({"/": page(body), "/packed": packed, "/more": page(body + b"x")}) as made:
        fetcher = Fetcher(limits(made.port))

        assert fetcher.fetch(made.url()).content == body
        assert fetcher.fetch(made.url("/packed")).content == body
        with pytest.raises(Refused) as error:
            fetcher.fetch(made.url("/more"))

    assert error.value.code == "too_big"
    assert "5,000,000 bytes" in str(error.value)


# --- Broken answers -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (HEAD + b"Content-Length: 100\r\n\r\nshort", "incomplete"),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nshort", "bad_answer"),
        (CHUNKED + b"5\r\nsho", "incomplete"),
        (CHUNKED + b"5\r\nshort\r\n", "incomplete"),
        (CHUNKED + b"zz\r\nshort\r\n", "incomplete"),
        (b"", "connection"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "bad_answer"),
        (b"HTTP/1.1 2x0 OK\r\n\r\n", "bad_answer"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\nnot packed", "bad_answer"),
        (HEAD + b"Content-Encoding: br\r\n\r\nxx", "bad_answer"),
        (HEAD + b"Content-Encoding: gzip, gzip\r\n\r\nxx", "bad_answer"),
        (b"HTTP/1.1 302 Found\r\n\r\n", "bad_answer"),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "bad_answer"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "bad_answer"),
    ],
)
def test_a_broken_answer_may_be_whole_next_time(answer: bytes, code: str) -> None:
    with site({"/": answer}) as outlet, pytest.raises(Transient) as error:
        Fetcher(limits(outlet.port)).fetch(outlet.url())

    assert error.value.code == code
    assert outlet.address in str(error.value)


def test_a_connection_that_is_reset_may_hold_next_time() -> None:
    def reset(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nshort")
        linger = b"\1\0\0\0\0\0\0\0"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    with site({"/": reset}) as outlet, pytest.raises(Transient) as error:
        Fetcher(limits(outlet.port)).fetch(outlet.url())

    assert error.value.code in ("connection", "incomplete")


def test_nobody_there_may_be_there_later() -> None:
    with site() as outlet:
        pass

    with pytest.raises(Transient) as error:
        Fetcher(limits(outlet.port)).fetch(outlet.url())

    assert error.value.code == "connection"


def test_a_packed_page_is_unpacked() -> None:
    body = b"<p>" + b"abc" * 100_000
    packed: dict[str, bytes | Writer] = {
        "/gzip": page(gzip.compress(body), Content_Encoding="gzip"),
        "/deflate": page(zlib.compress(body), Content_Encoding="deflate"),
        "/identity": page(body, Content_Encoding="identity"),
    }
    with site(packed) as outlet:
        fetcher = Fetcher(limits(outlet.port))

        assert {fetcher.fetch(outlet.url(path)).content for path in packed} == {body}

"""What is posted goes where a page could come from, once, and holds nobody up."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any

import pytest
import trustme

from factcheck.lib.http import Fetcher, FetchLimits, Refused, Resolver, Transient
from tests.security.test_outbound import answering, secured, trusting
from tests.security.test_outbound_limits import SLOW
from tests.sites import Site, Writer, page, redirect, site

NAME = "receiver.example"
TOTAL = 0.8  # seconds
BODY = b'{"type":"report.made"}'
HEADERS = {"Content-Type": "application/json", "Webhook-Id": "1"}


def sender(
    receiver: Site,
    *,
    resolve: Resolver | None = None,
    connect: float = 0.6,
    total: float = TOTAL,
    **options: Any,
) -> Any:
    """Posts to this site, for which 127.0.0.1 is public; it hurries."""
    limits = FetchLimits(
        ports=frozenset({receiver.port}),
        allow_networks=(ip_network("127.0.0.1/32"),),
        connect=connect,
        read=0.6,
        total=total,
        max_bytes=1_000,
    )
    made = Fetcher(limits, resolve=resolve or answering("127.0.0.1"), **options)
    return lambda path="/hook", *, host=NAME, content=BODY, **more: made.post(
        receiver.url(path, host=host, scheme=more.pop("scheme", "http")),
        content,
        headers=HEADERS,
        **more,
    )


def test_the_content_arrives_with_its_headers_and_without_asking_robots() -> None:
    answers = {
        "/hook": page(b"thanks"),
        "/robots.txt": page(b"User-agent: *\nDisallow: /"),
    }
    with site(answers) as receiver:
        posted = sender(receiver)()

    assert (posted.status, posted.retry_after) == (200, None)
    assert receiver.requests[0].startswith("POST /hook HTTP/1.1\r\n")
    assert receiver.connections == 1
    assert receiver.bodies == [BODY]
    assert receiver.header("Content-Length") == str(len(BODY))
    assert receiver.header("Content-Type") == "application/json"
    assert receiver.header("Webhook-Id") == "1"
    assert receiver.header("User-Agent") == "factcheck"
    assert receiver.header("Host") == f"{NAME}:{receiver.port}"


@pytest.mark.parametrize("status", [204, 304, 404, 410, 429, 500, 503])
def test_whatever_status_is_answered_is_told(status: int) -> None:
    answer = page(b"", status=f"{status} So", Retry_After="7")
    with site({"/hook": answer}) as receiver:
        posted = sender(receiver)()

    assert (posted.status, posted.retry_after) == (status, 7)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 P"])
def test_no_redirect_is_followed(status: str) -> None:
    with site({"/hook": page(b"")}) as other:
        answer = redirect(other.url("/hook"), status=status)
        with site({"/hook": answer}) as receiver:
            posted = sender(receiver)()

    assert posted.status == int(status[:3])
    assert other.connections == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.2", "localhost", "intranet.internal", "2130706433", "[::1]"]
)
def test_nothing_is_sent_to_a_private_address(host: str) -> None:
    with site(address="127.0.0.2") as private, pytest.raises(Refused) as error:
        sender(private)(host=host)

    assert error.value.code == "blocked_address"
    assert private.connections == 0


def test_one_private_address_of_a_name_spoils_it() -> None:
    resolve = answering("127.0.0.1", "10.0.0.1")
    with site() as receiver, pytest.raises(Refused) as error:
        sender(receiver, resolve=resolve)()

    assert error.value.code == "blocked_address"
    assert receiver.connections == 0


def test_a_name_that_turns_private_is_connected_where_it_was_judged() -> None:
    found = iter([["127.0.0.1"], ["127.0.0.2"]])
    with site({"/hook": page(b"")}) as receiver:
        posted = sender(receiver, resolve=lambda host: next(found))()

    assert posted.status == 200
    assert next(found) == ["127.0.0.2"]  # it was looked up once


def test_a_certificate_is_verified_for_the_name() -> None:
    authority = trustme.CA()
    tls = secured(authority, "other.example")
    with site(tls=tls) as receiver, pytest.raises(Refused) as error:
        sender(receiver, tls=trusting(authority))(scheme="https")

    assert error.value.code == "tls"
    assert receiver.bodies == []


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)


def slow(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.1)


@pytest.mark.parametrize(
    "answer",
    [
        endless,
        slow,
        page(b"\x1f\x8b nothing packed", Content_Encoding="gzip"),
        page(b"x", Content_Encoding="br"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut short",
    ],
)
def test_what_follows_the_status_changes_nothing(answer: bytes | Writer) -> None:
    with site({"/hook": answer}) as receiver:
        started = time.monotonic()
        posted = sender(receiver)()
        seconds = time.monotonic() - started

    assert posted.status == 200
    assert seconds < TOTAL + 0.5


@pytest.mark.live
@pytest.mark.parametrize(
    "name", ["one byte of the headers at a time", "100 Continue for ever", "silence"]
)
def test_a_receiver_that_does_not_answer_is_given_up(name: str) -> None:
    with site({"/hook": SLOW[name]}) as receiver:
        started = time.monotonic()
        with pytest.raises(Transient) as error:
            sender(receiver)()
        seconds = time.monotonic() - started

    assert error.value.code == "timeout"
    assert seconds < TOTAL + 0.5


@contextmanager
def sipping(tls: ssl.SSLContext | None) -> Iterator[Site]:
    """A site that is slow to greet, and takes what it is sent sip by sip, for ever."""
    ended = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        if tls:
            time.sleep(1.2)
            connection = tls.wrap_socket(connection, server_side=True)
        with connection:
            while not ended.wait(0.05):
                connection.recv(16_384)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield Site("127.0.0.1", listener.getsockname()[1], {})
        ended.set()
        thread.join()


@pytest.mark.live
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_receiver_that_takes_its_time_is_given_up(scheme: str) -> None:
    authority = trustme.CA()
    tls = secured(authority, NAME) if scheme == "https" else None
    with sipping(tls) as receiver:
        post = sender(receiver, tls=trusting(authority), connect=1.5, total=1.6)
        started = time.monotonic()
        with pytest.raises(Transient) as error:
            post(scheme=scheme, content=b"x" * 20_000_000)
        seconds = time.monotonic() - started

    assert error.value.code == "timeout"
    assert seconds < 1.6 + 0.5

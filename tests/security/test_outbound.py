"""Pages fetched from real sockets on loopback: where a fetch may lead.

127.0.0.1 is the public internet of these tests and 127.0.0.2 the private network.
That no bytes reached it is seen by a socket that listens there.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import trustme

from factcheck.lib.http import (
    Fetcher,
    FetchLimits,
    Refused,
    Resolver,
    Transient,
    fetching,
)
from tests.sites import Site, page, redirect, site

ROOT = Path(__file__).parents[2]
NAME = "outlet.example"

MakeFetcher = Callable[..., Fetcher]


@pytest.fixture
def private() -> Iterator[Site]:
    """A site in the private network, with a secret."""
    with site({"/": page(b"secret")}, address="127.0.0.2") as made:
        yield made


def fetcher(*sites: Site, resolve: Resolver | None = None, **options: Any) -> Fetcher:
    """One for which 127.0.0.1 is public, at these sites' ports; it hurries."""
    limits = FetchLimits(
        ports=frozenset({80, 443} | {each.port for each in sites}),
        allow_networks=(ip_network("127.0.0.1/32"),),
        host_interval=0,
    )
    return Fetcher(limits, resolve=resolve or answering("127.0.0.1"), **options)


def answering(*addresses: str) -> Resolver:
    """A name server with one answer."""
    return lambda host: addresses


# --- The ordinary case ----------------------------------------------------------


def test_a_page_is_fetched_by_its_name() -> None:
    with site({"/a?b=c": page(b"<p>Hi</p>", ETag='"1"', Set_Cookie="s=1")}) as outlet:
        url = outlet.url("/a?b=c#d", host=NAME)

        fetched = fetcher(outlet).fetch(url)

    assert fetched.content == b"<p>Hi</p>"
    assert fetched.url == outlet.url("/a?b=c", host=NAME)
    assert fetched.requested_url == url
    assert (fetched.status, fetched.redirects) == (200, ())
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    assert (fetched.etag, fetched.not_modified) == ('"1"', False)
    assert set(fetched.headers) == {"content-type", "etag"}
    assert fetched.fetched_at.utcoffset() is not None
    assert outlet.header("Host") == f"{NAME}:{outlet.port}"
    assert outlet.header("Accept-Encoding") == "gzip"
    assert outlet.header("Cookie") is None
    assert outlet.header("Referer") is None


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_a_page_is_fetched_from_an_ipv6_address() -> None:
    with site({"/": page(b"six")}, address="::1") as outlet:
        limits = FetchLimits(
            ports=frozenset({outlet.port}), allow_networks=(ip_network("::1"),)
        )

        fetched = Fetcher(limits).fetch(outlet.url())

    assert fetched.content == b"six"
    assert outlet.header("Host") == f"[::1]:{outlet.port}"


# --- Redirects ------------------------------------------------------------------


def test_redirects_are_followed_and_named() -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(5)}
    with site(answers | {"/5": page(b"end")}) as outlet:
        fetched = fetcher(outlet).fetch(outlet.url("/0"))

    assert fetched.content == b"end"
    assert fetched.url == outlet.url("/5")
    assert fetched.redirects == tuple(outlet.url(f"/{n}") for n in range(5))


def test_the_sixth_redirect_is_not_followed() -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}
    with site(answers) as outlet, pytest.raises(Refused) as error:
        fetcher(outlet).fetch(outlet.url("/0"))

    assert error.value.code == "too_many_redirects"
    assert outlet.paths == [f"/{n}" for n in range(6)]


def test_a_circle_is_left_at_once() -> None:
    answers = {"/a": redirect("/b"), "/b": redirect("/a")}
    with site(answers) as outlet, pytest.raises(Refused) as error:
        fetcher(outlet).fetch(outlet.url("/a"))

    assert error.value.code == "too_many_redirects"
    assert outlet.paths == ["/a", "/b"]


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.2:{port}/", "blocked_address"),
        ("//127.0.0.2:{port}/", "blocked_address"),
        ("http://2130706434:{port}/", "blocked_address"),
        ("http://0x7f.2:{port}/", "blocked_address"),
        ("http://127.2:{port}/", "blocked_address"),
        ("http://[::ffff:127.0.0.2]:{port}/", "blocked_address"),
        ("http://127。0。0。2:{port}/", "blocked_address"),
        ("http://inside.example:{port}/", "blocked_address"),
        ("http://localhost:{port}/", "blocked_address"),
        ("http://user:s3cret@outlet.example:{port}/", "bad_url"),
        ("http://outlet.example\\@127.0.0.2:{port}/", "bad_url"),
        ("file:///etc/passwd", "bad_url"),
        ("gopher://127.0.0.2:{port}/", "bad_url"),
        ("http://outlet.example:6379/", "blocked_port"),
        ("http://[", "bad_url"),
    ],
)
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 T", "308 P"])
def test_a_redirect_into_the_private_network_sends_nothing(
    private: Site, location: str, code: str, status: str
) -> None:
    answer = redirect(location.format(port=private.port), status)

    def resolve(host: str) -> Sequence[str]:
        return ["127.0.0.2"] if host == "inside.example" else ["127.0.0.1"]

    with site({"/": answer}) as outlet, pytest.raises(Refused) as error:
        fetcher(outlet, private, resolve=resolve).fetch(outlet.url())

    assert error.value.code == code
    assert private.connections == 0
    assert "s3cret" not in str(error.value)


def test_a_redirect_from_robots_txt_reaches_nothing_private(private: Site) -> None:
    with site({"/robots.txt": redirect(private.url()), "/": page(b"x")}) as outlet:
        fetched = fetcher(outlet, private).fetch(outlet.url())

    assert fetched.content == b"x"
    assert private.connections == 0


# --- Name servers -----------------------------------------------------------------


def test_a_name_that_turns_private_is_connected_where_it_was_judged(
    private: Site,
) -> None:
    with site({"/": page(b"public")}, port=private.port) as outlet:
        # Before the page: nothing about this host is remembered.
        looked_up: list[str] = []

        def resolve(host: str) -> Sequence[str]:
            looked_up.append(host)
            return ["127.0.0.1"] if len(looked_up) <= 2 else ["127.0.0.2"]

        rebound = fetcher(outlet, resolve=resolve)

        fetched = rebound.fetch(outlet.url(host=NAME))
        with pytest.raises(Refused) as error:
            rebound.fetch(outlet.url(host=NAME))

    # One lookup for each connection: none happens between judging and connecting.
    assert len(looked_up) == outlet.connections + 1 == 3
    assert fetched.content == b"public"
    assert outlet.header("Host") == f"{NAME}:{outlet.port}"
    assert error.value.code == "blocked_address"
    assert private.connections == 0


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.2",),
        ("127.0.0.1", "127.0.0.2"),
        ("127.0.0.2", "127.0.0.1"),
        ("127.0.0.1", "::1"),
        ("127.0.0.1", "::ffff:127.0.0.2"),
        ("127.0.0.1", "64:ff9b::7f00:2"),
        ("127.0.0.1", "fe80::1%lo"),
        ("127.0.0.1", "no address"),
    ],
)
def test_one_private_address_spoils_the_answer(
    private: Site, addresses: tuple[str, ...]
) -> None:
    with site(port=private.port) as outlet, pytest.raises(Refused) as error:
        fetcher(outlet, resolve=answering(*addresses)).fetch(outlet.url(host=NAME))

    assert error.value.code == "blocked_address"
    # A network's inside is not told to whoever asks.
    assert not any(address in str(error.value) for address in addresses)
    assert outlet.connections == private.connections == 0


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with site({"/": page(b"second")}, address="127.0.0.3") as outlet:
        limits = FetchLimits(
            ports=frozenset({outlet.port}),
            allow_networks=(ip_network("127.0.0.0/8"),),
            host_interval=0,
        )
        resolve = answering("127.0.0.4", "127.0.0.3")

        fetched = Fetcher(limits, resolve=resolve).fetch(outlet.url(host=NAME))

    assert fetched.content == b"second"


def test_a_name_that_does_not_exist_may_exist_later() -> None:
    def resolve(host: str) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    for resolver in (resolve, answering()):
        with pytest.raises(Transient) as error:
            fetcher(resolve=resolver).fetch(f"http://{NAME}/")

        assert error.value.code == "dns"
        assert f"The name {NAME} cannot be found" in str(error.value)


# --- Environment, ports, credentials -------------------------------------------------


def test_proxies_and_netrc_of_the_environment_play_no_part(
    private: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {NAME} login u password p\ndefault login u password p\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, private.url())

    with site({"/": page(b"direct")}) as outlet:
        fetched = fetcher(outlet).fetch(outlet.url(host=NAME))

    assert fetched.content == b"direct"
    assert private.connections == 0
    assert outlet.header("Authorization") is None
    assert outlet.header("Proxy-Connection") is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:{other}/", "blocked_port"),
        ("http://user:pass@127.0.0.1:{port}/", "bad_url"),
        ("http://127.0.0.2:{port}/", "blocked_address"),
    ],
)
def test_other_ports_and_credentials_are_refused(url: str, code: str) -> None:
    with site() as outlet, site() as other, pytest.raises(Refused) as error:
        fetcher(outlet).fetch(url.format(port=outlet.port, other=other.port))

    assert error.value.code == code
    assert outlet.connections == other.connections == 0


# --- TLS ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority that nobody else trusts."""
    return trustme.CA()


def secured(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """A client's side that trusts the authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_tls_is_spoken_with_the_name_of_the_url(authority: trustme.CA) -> None:
    answers = {"/": page(b"safe")}
    with site(answers, tls=secured(authority, NAME)) as outlet:
        safe = fetcher(outlet, tls=trusting(authority))

        fetched = safe.fetch(outlet.url(host=NAME, scheme="https"))

    assert fetched.content == b"safe"
    assert set(outlet.server_names) == {NAME}
    assert outlet.header("Host") == f"{NAME}:{outlet.port}"


@pytest.mark.parametrize("names", [("other.example",), ("127.0.0.1",)])
def test_a_certificate_for_another_name_is_refused(
    authority: trustme.CA, names: tuple[str, ...]
) -> None:
    with site({"/": page(b"x")}, tls=secured(authority, *names)) as outlet:
        unsafe = fetcher(outlet, tls=trusting(authority))

        with pytest.raises(Refused) as error:
            unsafe.fetch(outlet.url(host=NAME, scheme="https"))

    assert error.value.code == "tls"
    assert outlet.requests == []


def test_a_certificate_of_an_unknown_authority_is_refused(
    authority: trustme.CA,
) -> None:
    unknown = secured(authority, NAME)
    with site({}, tls=unknown) as outlet, pytest.raises(Refused) as error:
        fetcher(outlet).fetch(outlet.url(host=NAME, scheme="https"))

    assert error.value.code == "tls"
    assert outlet.requests == []


def test_https_does_not_lead_to_http(authority: trustme.CA) -> None:
    with site({"/": page(b"changed on the way")}) as plain:
        answers = {"/": redirect(plain.url(host=NAME))}
        with site(answers, tls=secured(authority, NAME)) as outlet:
            safe = fetcher(outlet, plain, tls=trusting(authority))

            with pytest.raises(Refused) as error:
                safe.fetch(outlet.url(host=NAME, scheme="https"))

    assert error.value.code == "insecure_redirect"
    assert plain.connections == 0


def test_a_server_without_tls_is_no_https_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answer = threading.Thread(target=_greet, args=(listener,))
        answer.start()
        limits = FetchLimits(
            ports=frozenset({listener.getsockname()[1]}),
            allow_networks=(ip_network("127.0.0.1/32"),),
        )
        with pytest.raises(Transient) as error:
            Fetcher(limits).fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        answer.join()

    assert error.value.code == "connection"


def _greet(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"220 mail.example ESMTP\r\n")


# --- Nobody else ---------------------------------------------------------------

_NETWORK_MODULES = re.compile(
    r"^\s*(?:import|from)\s+"
    r"(socket|ssl|requests|httpx2?|httpcore2?|urllib3|urllib\.request|urllib\.robotparser"
    r"|http\.client|ftplib|smtplib|telnetlib|xmlrpc|socketserver|asyncio|aiohttp|pycurl"
    r"|feedparser\.http)\b",
    re.MULTILINE,
)
_ALLOWED = {
    # Looks whether its port on loopback is free, before the server takes it.
    "claims/management/commands/demo.py": {"socket"},
    # Tells the errors of Django's e-mail backend apart; connects nowhere.
    "claims/reports/mailing.py": {"smtplib"},
    # Types the context that it keeps; connects nowhere.
    "factcheck/core/outbound.py": {"ssl"},
}


def test_nobody_else_opens_sockets() -> None:
    found = {}
    for package in ("factcheck", "sources", "claims"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            modules = set(_NETWORK_MODULES.findall(path.read_text(encoding="utf-8")))
            modules -= _ALLOWED.get(name, set())
            if modules and not name.startswith("factcheck/lib/http/"):
                found[name] = modules

    assert found == {}, "fetch with factcheck.core.outbound instead"


def test_the_defaults_are_the_promised_ones() -> None:
    limits = FetchLimits()

    assert (limits.connect, limits.read, limits.total) == (5, 10, 20)
    assert (limits.max_bytes, limits.max_redirects) == (5_000_000, 5)
    assert limits.ports == {80, 443}
    assert limits.allow_networks == ()
    assert fetching.PRODUCT == "factcheck"

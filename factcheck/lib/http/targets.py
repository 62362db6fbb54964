"""What may be asked for: an http or https URL, judged before any name is looked up.

A URL is taken apart once, here. The parts that were judged are the parts that are
connected to, so no second parser can see another host in the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from factcheck.lib.http.addresses import Network, is_open, parse_address
from factcheck.lib.http.errors import Refused

MAX_URL: Final = 4_096  # characters; robots rules are matched against all of them
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}

# Parsers disagree about the backslash, and some drop line breaks and tabs.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# Where a name ends like this, resolvers read the whole as an IPv4 address:
# 2130706433, 0x7f.1, 0177.0.0.1 (url.spec.whatwg.org, "ends in a number").
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Suffixes that no public site has, and private networks do.
_PRIVATE_SUFFIXES: Final = frozenset(
    "localhost local localdomain internal intranet lan home corp private arpa "
    "onion invalid".split()
)
# What quote() must leave alone: everything that has a meaning in a path or query.
_KEPT: Final = "!#$%&'()*+,/:;=?@[]~|^{}`\"<>-._"


@dataclass(frozen=True, slots=True)
class Target:
    """One URL, judged. ``path`` includes the query and is what is sent."""

    scheme: str
    host: str  # ASCII, lower case, without brackets or a final dot
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: "https://example.org", "http://[2606::1]:8080"."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.port == _DEFAULT_PORTS[self.scheme]:
            return f"{self.scheme}://{host}"
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole URL, without a fragment."""
        return self.origin + self.path

    @property
    def shown(self) -> str:
        """The URL for messages and logs: a query may hold a secret."""
        path, query, _ = self.path.partition("?")
        return self.origin + path + ("?…" if query else "")


def parse_target(
    url: str, *, ports: frozenset[int], allowed: tuple[Network, ...] = ()
) -> Target:
    """The URL taken apart; raises ``Refused`` when it may not be asked for.

    Nothing is looked up: what a name resolves to is judged when it is connected.
    """
    url = url.strip()
    if len(url) > MAX_URL:
        raise _bad(f"it is longer than {MAX_URL:,} characters")
    if _UNSAFE.search(url):
        raise _bad("it holds a backslash or a character that no address has")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _bad("it cannot be read") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise _bad("only http:// and https:// addresses are fetched")
    if "@" in parts.netloc:
        raise _bad("it holds a user name or password; leave those out")
    host = _host(parts, allowed)
    port = _DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise Refused(
            f"Port {port} is not fetched from, only {_listed(ports)}. Use the site's "
            "ordinary address, or add the port to FETCH_PORTS.",
            code="blocked_port",
        )
    path = parts.path or "/"
    if parts.query:
        path += "?" + parts.query
    return Target(parts.scheme, host, port, quote(path, safe=_KEPT))


def join_target(
    base: Target,
    location: str,
    *,
    ports: frozenset[int],
    allowed: tuple[Network, ...] = (),
) -> Target:
    """Where a redirect leads, judged as ``parse_target`` does."""
    try:
        joined = urljoin(base.url, location.strip())
    except ValueError as error:
        raise _bad("it redirects to an address that cannot be read") from error
    target = parse_target(joined, ports=ports, allowed=allowed)
    if base.scheme == "https" and target.scheme == "http":
        raise Refused(
            f"{base.shown} redirects from https to http, where anybody could change "
            "the page. Give the page's own https address.",
            code="insecure_redirect",
        )
    return target


def _host(parts: SplitResult, allowed: tuple[Network, ...]) -> str:
    """The host as it is looked up and named in TLS and ``Host``."""
    host = parts.hostname or ""
    if not host:
        raise _bad("it names no host")
    if "%" in host:
        raise _bad("its host holds a percent sign")
    bracketed = parts.netloc.startswith("[")
    if not bracketed:
        host = _ascii(host)
    is_address = bracketed or _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
    if is_address:
        return _literal(host, allowed)
    if len(host) > 253 or not all(_LABEL.fullmatch(part) for part in host.split(".")):
        raise _bad("its host is no valid name")
    if "." not in host or host.rpartition(".")[2] in _PRIVATE_SUFFIXES:
        raise Refused(
            f"{host!r} is a name of a private network. Only public sites are fetched.",
            code="blocked_address",
        )
    return host


def _ascii(host: str) -> str:
    """Lower case, international names as xn--…, without one final dot."""
    if not host.isascii():
        try:
            # Also maps "。" to a dot and full-width digits to digits.
            host = idna.encode(host[:254], uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise _bad("its host is no valid name") from error
    return host.lower().removesuffix(".")


def _literal(host: str, allowed: tuple[Network, ...]) -> str:
    address = parse_address(host)
    if address is None:
        raise Refused(
            "The address is a number written in an unusual way. Only public sites "
            "are fetched: give the site's name.",
            code="blocked_address",
        )
    if not is_open(address, allowed=allowed):
        raise Refused(
            f"{host} is not a public address. Only public sites are fetched.",
            code="blocked_address",
        )
    return str(address)


def _listed(ports: frozenset[int]) -> str:
    return ", ".join(str(port) for port in sorted(ports))


def _bad(why: str) -> Refused:
    return Refused(
        f"This is no address that can be fetched: {why}. It should look like "
        "https://example.org/article.",
        code="bad_url",
    )

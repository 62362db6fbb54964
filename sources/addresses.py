"""Web addresses of articles: one written form, and which of them name one page.

Pure: nothing is looked up. Rules after WHATWG URL (lower-case scheme and host, no
default port) and what outlets do with their own addresses: tracking parameters,
AMP and mobile copies, http beside https, a slash at the end.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

LONGEST_URL: Final = 2000  # characters, the width of the column

# Parameters that say how a reader came to a page, not which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|"
    r"ito|cmpid|icid|ocid|guccounter|at_\w+|smid|partner|spm|__twitter_impression"
)
# Parameters and their values that ask for the AMP copy of a page.
_AMP_PARAMETERS: Final = frozenset(
    {("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp")}
)
_AMP_PATH = re.compile(r"/amp(?=/|$)|(?<=\.)amp\.(?=html?$)|\.amp$")
_COPY_HOST = re.compile(r"^(?:www\d?|amp|m|mobile)\.(?=[^.]+\.[^.]+)")
_LONGEST_DOMAIN: Final = 253  # characters (RFC 1035)
_NOT_IN_DOMAINS: Final = frozenset("/:?#@[]")  # what else a web address has
_DOMAIN = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,126}"
    r"(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$")
# https://www.google.com/amp/s/example.org/page and
# https://example-org.cdn.ampproject.org/c/s/example.org/page hold the address.
_AMP_CACHE = re.compile(
    r"https?://(?:www\.google\.[a-z.]{2,6}/amp|[a-z0-9-]+\.cdn\.ampproject\.org/[cv])"
    r"/(s/)?(?=[a-z0-9-]+\.)",
    re.IGNORECASE,
)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# RFC 3986's characters of paths and queries, and the percent sign of what is
# quoted already.
_KEPT: Final = "!$&'()*+,;=:@/?%~[]"


def written_form(url: str) -> str:
    """The address without fragment and tracking parameters, host in lower case.

    Letters beyond ASCII are percent-encoded, an AMP cache's address becomes the
    page's own. ``ValueError`` if it is no http or https address with a host, has
    a user name or password, or is longer than `LONGEST_URL`.
    """
    url = _out_of_cache(url.strip())
    parts = urlsplit(url)
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError("it must begin with http:// or https:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError("it must not contain a user name or password")
    query = parse_qsl(parts.query, keep_blank_values=True)
    telling = [pair for pair in query if not _TRACKING.fullmatch(pair[0].lower())]
    written = urlunsplit(
        (
            parts.scheme.lower(),
            _host_and_port(parts),
            quote(parts.path, safe=_KEPT) or "/",
            quote(parts.query, safe=_KEPT) if telling == query else urlencode(telling),
            "",
        )
    )
    if len(written) > LONGEST_URL:
        raise ValueError(f"it must have at most {LONGEST_URL} characters")
    return written


def address_key(url: str) -> str:
    """What all addresses of one page have in common; takes a written form.

    http and https, www, mobile and AMP hosts, AMP paths and parameters, the order
    of parameters and a slash at the end make no difference.
    """
    parts = urlsplit(url)
    path = _AMP_PATH.sub("", parts.path)
    path = _INDEX.sub("/", re.sub(r"/{2,}", "/", path)).rstrip("/")
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if (name.lower(), value.lower()) not in _AMP_PARAMETERS
    )
    key = site_of(url) + path
    return f"{key}?{urlencode(query)}" if query else key


def site_of(url: str) -> str:
    """The host without www, mobile or AMP labels; with the port if it has one."""
    parts = urlsplit(url)
    return _COPY_HOST.sub("", _host_and_port(parts))


def outlet_domain(written: str) -> str:
    """The domain an outlet is known by, from how a person wrote it.

    Lower case, without www, mobile or AMP labels, international names as xn--…: the
    form that `site_of` gives for its pages. ``ValueError`` says what to write.
    """
    text = written.strip()
    if not _NOT_IN_DOMAINS.isdisjoint(text):
        url = text if "//" in text else f"https://{text}"
        try:
            instead = outlet_domain(urlsplit(url).hostname or "")
        except ValueError:
            instead = "example.org"
        raise ValueError(f"Write the domain alone: {instead}.")
    try:
        # The decoder of international names is quadratic.
        domain = site_of(f"https://{text}") if len(text) <= _LONGEST_DOMAIN else ""
    except ValueError:  # UnicodeError is one
        domain = ""
    if len(domain) > _LONGEST_DOMAIN or not _DOMAIN.fullmatch(domain):
        raise ValueError("Write a domain such as example.org, or leave it empty.")
    return domain


def is_home(url: str) -> bool:
    """Whether the address is a site's first page, which is no article."""
    parts = urlsplit(url)
    return not _INDEX.sub("/", parts.path).strip("/") and not parts.query


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode()
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    if port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower()):
        return host
    return f"{host}:{port}"


def _out_of_cache(url: str) -> str:
    cached = _AMP_CACHE.match(url)
    if cached is None:
        return url
    return f"http{'s' if cached[1] else ''}://{url[cached.end() :]}"

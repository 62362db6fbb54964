"""The guarded fetch: the one place from which the product reaches the internet.

``Fetcher().fetch(url)`` gives the page at a URL that anybody may have written, and
connects to nothing but public addresses on the way, whatever the URL, the name
server or the site says. The steps, in the order in which they stop a request:

* ``targets``: the URL alone: scheme, port, spelling, names of private networks;
* ``manners``: robots.txt, and a pause between two pages of a host;
* ``resolving`` and ``addresses``: the name, looked up once, all answers judged;
* ``connecting``: the socket, to a judged address, under one limit of time and bytes;
* ``answers`` and ``kinds``: status, size, packing and type of what came back;
* ``fetching``: all of it, again for each redirect.

``Fetcher().post(url, content)`` sends something to such a URL, by the same steps but
for ``manners`` and redirects.

Settings and the shared cache are not known here; ``factcheck.core.outbound`` is the
fetch with both.
"""

from __future__ import annotations

from factcheck.lib.http.addresses import Network
from factcheck.lib.http.connecting import client_context
from factcheck.lib.http.errors import (
    REFUSED_CODES,
    TRANSIENT_CODES,
    FetchError,
    Refused,
    Transient,
)
from factcheck.lib.http.fetching import (
    PRODUCT,
    Fetched,
    Fetcher,
    FetchLimits,
    Posted,
    require_fetchable,
)
from factcheck.lib.http.kinds import FEEDS, PAGES
from factcheck.lib.http.manners import Cache, MemoryCache
from factcheck.lib.http.resolving import Resolver

__all__ = [
    "FEEDS",
    "PAGES",
    "PRODUCT",
    "REFUSED_CODES",
    "TRANSIENT_CODES",
    "Cache",
    "FetchError",
    "FetchLimits",
    "Fetched",
    "Fetcher",
    "MemoryCache",
    "Network",
    "Posted",
    "Refused",
    "Resolver",
    "Transient",
    "client_context",
    "require_fetchable",
]

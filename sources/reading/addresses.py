"""Addresses a page gives: for itself and behind its links."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from sources.reading.tree import Tree, attribute

MAX_ADDRESS: Final = 2_000
"""The longest address that is kept, in characters."""


def web_address(
    address: str, *, base: str | None = None, keep_fragment: bool = False
) -> str | None:
    """The absolute http or https address; None for any other.

    Addresses with a user name, with blanks or control characters, or over
    ``MAX_ADDRESS`` characters are refused. The fragment is dropped unless it is
    asked for.
    """
    address = address.strip()
    if len(address) > MAX_ADDRESS or not address.isprintable() or " " in address:
        return None
    if address.lower() in {"", "http:", "https:", "http://", "https://"}:
        return None  # joined to the base, it would be the base
    try:
        parts = urlsplit(urljoin(base or "", address))
        host, user, _ = parts.hostname, parts.username, parts.port
    except ValueError:  # "http://[half an address", a port of letters
        return None
    if parts.scheme not in {"http", "https"} or not host or user is not None:
        return None
    whole = urlunsplit(parts if keep_fragment else parts._replace(fragment=""))
    return whole if len(whole) <= MAX_ADDRESS else None


def base_address(tree: Tree, url: str | None) -> str | None:
    """What relative addresses in the page are relative to: ``<base>``, else ``url``."""
    for element in tree.stated("base", at_most=1):
        if stated := web_address(attribute(element, "href"), base=url):
            return stated
    return url


def link_address(address: str, *, base: str | None) -> str | None:
    """Where a link leads, with its fragment; None for a place in the same page.

    Line breaks and tabs inside are dropped and blanks are escaped, as browsers do.
    """
    if len(address) > MAX_ADDRESS:
        return None
    address = "".join(address.strip().split("\n")).replace("\t", "").replace(" ", "%20")
    if not address or address.startswith("#"):
        return None
    return web_address(address, base=base, keep_fragment=True)


def stated_address(tree: Tree, relation: str, base: str | None) -> str | None:
    """The first http or https address of ``<link rel=…>`` with this relation."""
    stated = (
        web_address(attribute(element, "href"), base=base)
        for element in tree.stated("link", at_most=500)
        if relation in attribute(element, "rel").lower().split()
    )
    return next(filter(None, stated), None)

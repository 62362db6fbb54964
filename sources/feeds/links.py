"""Addresses in feeds and lists: absolute, of the web, plain; or none."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

LONGEST_URL: Final = 2_000  # characters


def web_url(stated: object, *, base: str = "") -> str:
    """The http or https address that ``stated`` is, seen from ``base``; else "".

    With credentials, blanks, backslashes or control characters it is none: it would
    not be fetched.
    """
    if not isinstance(stated, str):
        return ""
    try:
        url = urljoin(base, stated.strip())
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    is_plain = url.isprintable() and " " not in url and "\\" not in url
    if not is_web or not is_plain or "@" in parts.netloc or len(url) > LONGEST_URL:
        return ""
    return url

"""Addresses that may become links."""

from __future__ import annotations

from typing import Final

_SCHEMES: Final = ("http://", "https://")
_LONGEST: Final = 2_000  # characters; programs cut longer ones where they like


def safe(url: str) -> str:
    """The address if it is one on the web, in one piece; else nothing."""
    is_safe = (
        url.lower().startswith(_SCHEMES) and url.isprintable() and len(url) <= _LONGEST
    )
    return url if is_safe and " " not in url else ""

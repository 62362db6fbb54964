"""Addresses that may become links."""

from __future__ import annotations

from typing import Final

_SCHEMES: Final = ("http://", "https://")
LONGEST: Final = 2_000
"""Characters; browsers and mail programs cut longer ones in different places."""


def is_link(url: str) -> bool:
    """Whether it is an address on the web, in one piece, and nothing that runs."""
    return (
        url.lower().startswith(_SCHEMES) and url.isprintable() and len(url) <= LONGEST
    )

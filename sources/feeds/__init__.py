"""Feeds: bytes of RSS, Atom or OPML in, their items or feeds out.

Pure: no Django, no network, no clock; what is parsed was fetched before. Everything
raised is ``Refused``.
"""

from __future__ import annotations

from sources.feeds.errors import CODES, FeedError, Refused
from sources.feeds.opml import FeedLink, read_opml, write_opml
from sources.feeds.parsing import MAX_ITEMS, FeedItem, ParsedFeed, parse
from sources.feeds.safety import MAX_BYTES

__all__ = [
    "CODES",
    "MAX_BYTES",
    "MAX_ITEMS",
    "FeedError",
    "FeedItem",
    "FeedLink",
    "ParsedFeed",
    "Refused",
    "parse",
    "read_opml",
    "write_opml",
]

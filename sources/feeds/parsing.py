"""RSS and Atom: a feed's bytes to its items."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import feedparser

from sources.feeds.errors import Refused
from sources.feeds.essence import MOST_ITEMS, essence
from sources.feeds.links import web_url
from sources.feeds.safety import judged_xml

MAX_ITEMS: Final = 500
LONGEST_TITLE: Final = 500  # characters
LONGEST_SUMMARY: Final = 1_000
LONGEST_GUID: Final = 500

# A page's warning may stand before it.
_ROOT: Final = re.compile(r"<(?:[A-Za-z0-9_]{1,20}:)?(?:rss|feed|RDF)(?=[\s/>])", re.I)
# Other years are slips, and the last would stay on top for ever.
_YEARS: Final = range(1990, 2100)
_TAG: Final = re.compile(r"<[^<>]*>")
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
# Marks that turn or hide what is beside them.
_INVISIBLE: Final = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)

_JOINERS: Final = "\u00ad\u200c\u200d"  # unprintable, but part of words

# feedparser has no types. An entry is a dict whose own lookups answer with other
# keys' values and warn; ``dict.get`` asks for what was really there.
_Entry = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One article that a feed announces.

    ``guid`` is the feed's own name for it, else its URL: the same item has the same
    one next time. ``title`` and ``summary`` are plain text, hostile until escaped;
    ``published`` is in UTC, None when unstated or unreadable.
    """

    guid: str
    url: str
    title: str
    published: datetime | None
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed's items, newest first, and what could not be used, in sentences."""

    title: str
    site_url: str  # "" when unstated
    items: tuple[FeedItem, ...]
    problems: tuple[str, ...]
    is_sound: bool = True  # False: broken XML, of which the end may be missing


def parse(data: bytes, *, url: str) -> ParsedFeed:
    """The feed in ``data``, which was fetched from ``url``; nothing is fetched.

    At most ``MAX_ITEMS``, the newest; items without an http or https address and
    repeated ones are left out and counted in ``problems``. Raises ``Refused``.
    """
    text = judged_xml(data)
    root = _ROOT.search(text)
    if root is None:
        raise Refused(
            "This is no feed: neither RSS nor Atom. Give the address of the site's "
            "RSS or Atom feed.",
            code="not_a_feed",
        )
    reduced = essence(text[root.start() :])
    parsed = _feedparser(reduced.document, url)
    entries: Sequence[_Entry] = parsed.entries
    problems = []
    is_sound = root.start() == 0 and reduced.was_sound
    if not is_sound:
        problems.append("The feed is not well-formed XML; some of it may be missing.")
    _count(problems, reduced.left_out, f"beyond the first {MOST_ITEMS:,} of the feed")
    found = [_item(entry, url) for entry in entries]
    items = [item for item in found if item is not None]
    _count(problems, len(found) - len(items), "without a web address")
    unique = _without_repeats(items)
    _count(problems, len(items) - len(unique), "repeated")
    newest = _newest_first(unique)[:MAX_ITEMS]
    _count(problems, len(unique) - len(newest), f"older than the newest {MAX_ITEMS}")
    feed: _Entry = parsed.feed
    return ParsedFeed(
        title=_text(feed, "title", LONGEST_TITLE),
        site_url=web_url(dict.get(feed, "link"), base=url),
        items=tuple(newest),
        problems=tuple(problems),
        is_sound=is_sound,
    )


def _feedparser(document: bytes, url: str) -> Any:  # Any: feedparser has no types
    """What feedparser makes of it.

    A stream, because feedparser takes bytes for the name of a file to open. Cleaning
    is left to us: it costs time, and everything is shown escaped anyway.
    """
    stream = io.BytesIO(document)
    try:
        return feedparser.parse(
            stream,
            response_headers={
                "content-location": url,
                "content-type": "application/xml; charset=utf-8",
            },
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:
        raise Refused(
            "The feed is so broken that nothing could be read. Look at it with a feed "
            "validator.",
            code="malformed",
        ) from error


def _item(entry: _Entry, base: str) -> FeedItem | None:
    """The entry as we keep it; None without an address that can be fetched."""
    url = web_url(dict.get(entry, "link"), base=base)
    if not url or url == base:  # an empty link leads to the feed itself
        return None
    return FeedItem(
        guid=_guid(dict.get(entry, "id"), url),
        url=url,
        title=_text(entry, "title", LONGEST_TITLE),
        published=_moment(entry),
        summary=_text(entry, "summary", LONGEST_SUMMARY),
    )


def _guid(stated: object, url: str) -> str:
    guid = _collapsed(stated) if isinstance(stated, str) else ""
    if len(guid) <= LONGEST_GUID:
        return guid or url
    # Cut, two could become one.
    return "sha256:" + hashlib.sha256(guid.encode()).hexdigest()


def _text(entry: _Entry, key: str, longest: int) -> str:
    """Plain text of a value that may be HTML: one line, cut."""
    value = dict.get(entry, key)
    if not isinstance(value, str):
        return ""
    detail = dict.get(entry, f"{key}_detail")
    kind = dict.get(detail, "type") if isinstance(detail, dict) else None
    value = value[: 20 * longest]  # a whole article may be there
    if kind in _HTML:
        value = html.unescape(_TAG.sub(" ", value))
    value = _collapsed(_INVISIBLE.sub("", value))
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"


def _collapsed(value: str) -> str:
    """On one line, without control characters."""
    return "".join(
        letter
        for letter in " ".join(value.split())
        if letter.isprintable() or letter in _JOINERS
    )


def _moment(entry: _Entry) -> datetime | None:
    """When the item was published, else updated; feedparser gives UTC."""
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        stated = dict.get(entry, key)
        if not stated:
            continue
        try:
            year, month, day, hour, minute, second = stated[:6]
            if year not in _YEARS:
                continue
            return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        except (TypeError, ValueError):
            continue
    return None


def _without_repeats(items: list[FeedItem]) -> list[FeedItem]:
    """The first of those that have a guid or a URL in common."""
    seen: set[str] = set()
    unique = []
    for item in items:
        names = {item.guid, item.url}
        if not names & seen:
            unique.append(item)
        seen |= names
    return unique


def _newest_first(items: list[FeedItem]) -> list[FeedItem]:
    """By date; in the feed's own order if any has none, as feeds begin with the new."""
    dated = [(item.published, item) for item in items if item.published is not None]
    if len(dated) < len(items):
        return items
    return [item for _, item in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _count(problems: list[str], number: int, what: str) -> None:
    if number:
        noun = "item is" if number == 1 else "items are"
        problems.append(f"{number:,} {noun} left out: {what}.")

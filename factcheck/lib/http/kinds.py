"""What sort of document an answer is: declared, or guessed when nothing is."""

from __future__ import annotations

import re
from typing import Final

from factcheck.lib.http.errors import Refused
from factcheck.lib.http.targets import Target

PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
FEEDS: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
    }
)

# Servers that know nothing better say these.
_SAYS_NOTHING: Final = frozenset(
    {"", "application/octet-stream", "unknown/unknown", "application/unknown", "*/*"}
)
_BINARY: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"RIFF",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ",
    b"OggS",
    b"ID3",
)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 has NUL in every other byte
_HTML: Final = re.compile(rb"<(!doctype html|html|head|body|title|meta|p|div|h1)\b")
_FEED: Final = re.compile(rb"<(rss|feed|rdf:rdf)\b")
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.I)


def media_type(header: str) -> str:
    """ "text/html" of "Text/HTML; charset=utf-8"."""
    return header.partition(";")[0].strip().lower()


def charset(header: str) -> str | None:
    """The encoding that a Content-Type declares, as written."""
    found = _CHARSET.search(header[:500])
    return found[1] if found else None


def require_kind(target: Target, header: str, kinds: frozenset[str]) -> str:
    """The declared media type, "" when nothing useful is declared.

    Raises ``Refused`` for one that is not among ``kinds``.
    """
    declared = media_type(header)
    if declared in _SAYS_NOTHING:
        return ""
    if declared in kinds:
        return declared
    if kinds & FEEDS and (declared.endswith("+xml") or declared in PAGES):
        return declared  # many feeds come as text/html: the feed's parser judges
    raise _other(target, declared[:80])


def guess_kind(target: Target, content: bytes, kinds: frozenset[str]) -> str:
    """A media type for a document without a declared one.

    Raises ``Refused`` when it is not among ``kinds``, or is no text.
    """
    start = content[:1_024]
    is_wide = start.startswith(_WIDE)
    if start.startswith(_BINARY) or (b"\0" in start and not is_wide):
        raise _other(target, "no text")
    text = start.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n").lower()
    if _FEED.search(text):
        found = "application/xml"
    elif _HTML.search(text):
        found = "text/html"
    elif text.startswith(b"<?xml"):
        found = "application/xml"
    else:
        found = "text/plain"
    if found in kinds or (kinds & FEEDS and found in PAGES):
        return found
    raise _other(target, found)


def _other(target: Target, found: str) -> Refused:
    return Refused(
        f"{target.shown} is {found}. Only web pages, plain text and feeds are read; "
        "for anything else, paste the text.",
        code="not_html",
    )

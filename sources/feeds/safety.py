"""XML from outside, judged as text before any parser sees it.

What was judged is what is parsed: the bytes are decoded here, once, and parsers get
the text, so that no second reading of an encoding can find other markup in it. Of
everything before the first element nothing is passed on: that is the only place in
which a parser would accept declarations of entities.

The limits come from measurement on one core: feedparser takes about 10 µs for a tag,
and time quadratic in the attributes of one (3.7 s for 20,000).
"""

from __future__ import annotations

import re
from typing import Final

from factcheck.lib import text as plain
from sources.feeds.errors import Refused

MAX_BYTES: Final = 5_000_000
MAX_TAGS: Final = 100_000
_LONGEST_TAG: Final = 8_000  # characters
_MOST_ATTRIBUTES: Final = 100  # of one tag
_MOST_PREFIXES: Final = 100  # of namespaces; parsers look through them for each tag

_ENCODING: Final = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})"""
)
_PREFIX: Final = re.compile(r"xmlns:([^\s=<>]{1,50})")


def judged_xml(data: bytes) -> str:
    """The document as text from its first element on; linear in its length.

    Raises ``Refused`` for a document that is too large or too complex, or that
    declares a document type, entities or anything else.
    """
    if len(data) > MAX_BYTES:
        raise Refused(
            f"The feed has {len(data):,} bytes, more than the limit of {MAX_BYTES:,}.",
            code="too_large",
        )
    text = plain.normalise(plain.decode(data, declared=_declared(data)))
    first = _scan(text)
    if len(set(_PREFIX.findall(text))) > _MOST_PREFIXES:
        raise _too_complex(f"more than {_MOST_PREFIXES} namespaces")
    return text[first:]


def _declared(data: bytes) -> str | None:
    """The encoding that the XML declaration names."""
    found = _ENCODING.search(data[:400])
    if not found:
        return None
    name = found[1].decode("ascii", errors="replace")
    # It was read byte by byte: whatever it says, these are not two to a character.
    return None if name.lower().startswith(("utf-16", "utf-32", "ucs")) else name


def _scan(text: str) -> int:
    """Where the first element begins."""
    first = -1
    tags = 0
    position = text.find("<")
    while position >= 0:
        after = _end_of_inert(text, position)
        if after is None:
            tags += 1
            _judge_tag(text, position, tags)
            if first < 0 and text[position + 1 : position + 2].isalpha():
                first = position
            after = position + 1
        position = text.find("<", after)
    if first < 0:
        raise Refused(
            "This is no feed: it holds no XML element. Give the address of the "
            "site's RSS or Atom feed.",
            code="not_a_feed",
        )
    return first


def _end_of_inert(text: str, start: int) -> int | None:
    """The end of a comment, CDATA section or processing instruction, if one starts.

    One that is never closed reaches to the end of the text.
    """
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            return len(text) if end < 0 else end + len(closing)
    return None


def _judge_tag(text: str, start: int, number: int) -> None:
    if number > MAX_TAGS:
        raise _too_complex(f"more than {MAX_TAGS:,} tags")
    if text[start + 1 : start + 2] == "!" and text[start + 2 : start + 3].isalpha():
        raise _declaration(text[start + 2 : start + 20].lower())
    end = text.find(">", start, start + _LONGEST_TAG)
    if end < 0:
        end = start + _LONGEST_TAG
        if end < len(text):
            raise _too_complex(f"a tag of more than {_LONGEST_TAG:,} characters")
    if text.count("=", start, end) > _MOST_ATTRIBUTES:
        raise _too_complex(f"a tag with more than {_MOST_ATTRIBUTES} attributes")


def _declaration(begins: str) -> Refused:
    if begins.startswith("doctype html"):
        return Refused(
            "This is a web page, not a feed. Give the address of the site's RSS or "
            "Atom feed.",
            code="not_a_feed",
        )
    return Refused(
        "The feed declares a document type or entities, which can be used for attacks "
        "and is not read. Ask the site for a feed without <!DOCTYPE>.",
        code="dtd",
    )


def _too_complex(what: str) -> Refused:
    return Refused(f"The feed is not read: it has {what}.", code="too_complex")

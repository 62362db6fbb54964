"""A feed reduced to what we use of it: sound XML, three levels deep.

feedparser knows the dialects and dates of feeds, and takes quadratic time for some of
what else may be in one: 100 KB of "a.a.a." as an author's name, 49,000 nested
``xml:base``, 20,000 attributes. So libxml2 repairs the document and we copy titles,
links, names, dates and summaries out of it, cut to what is needed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml import etree

from sources.feeds.errors import Refused

_CORE: Final = frozenset(
    {
        "",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",  # Atom 0.3
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    }
)
_DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

# What is kept of an item or a feed, and how many characters of it.
_KEPT: Final = {
    "title": 12_000,
    "link": 2_100,
    "guid": 10_000,
    "id": 10_000,
    "description": 20_000,
    "summary": 20_000,
    "pubdate": 100,
    "published": 100,
    "updated": 100,
    "issued": 100,
    "modified": 100,
    "created": 100,
    "date": 100,
}
_KEPT_TERMS: Final = frozenset({"issued", "created", "modified", "date"})
_ATTRIBUTES: Final = ("type", "href", "rel", "ispermalink", "mode")
# Their titles, links and dates are not the item's.
_OTHERS: Final = frozenset(
    "source author contributor image textinput content owner".split()
)
_ITEMS: Final = frozenset({"item", "entry"})
MOST_ITEMS: Final = 5_000  # that are looked at, about 0.1 ms each
_MOST_PARTS: Final = 40  # of one item
_MOST_NODES: Final = 2_000  # of text in one part

# HTML's entities, which XML without a document type does not know.
_ENTITY: Final = re.compile(r"&(#?[A-Za-z0-9]{1,32};)?")
_KNOWN: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


@dataclass(frozen=True, slots=True)
class Essence:
    """A sound document in UTF-8, and what it took to get there.

    ``left_out`` counts items beyond the first ``MOST_ITEMS``.
    """

    document: bytes
    was_sound: bool
    left_out: int


def essence(text: str) -> Essence:
    """What we use of the feed; ``text`` begins with its first element.

    Raises ``Refused`` when nothing of it can be read.
    """
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,  # at most 256 levels
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(_with_entities(text).encode(), parser)
    except etree.LxmlError as error:
        raise _unreadable() from error
    if root is None:
        raise _unreadable()
    items = list(root.iter("{*}item", "{*}entry"))
    return Essence(
        _reduced(root, items[:MOST_ITEMS]),
        was_sound=not len(parser.error_log),
        left_out=len(items[MOST_ITEMS:]),
    )


def _with_entities(text: str) -> str:
    """Entities of HTML written out, and each lone "&" made one, outside of CDATA."""
    parts = []
    position = 0
    while position < len(text):
        start = text.find("<![CDATA[", position)
        start = len(text) if start < 0 else start
        parts.append(_ENTITY.sub(_written_out, text[position:start]))
        end = text.find("]]>", start)
        position = len(text) if end < 0 else end + 3
        parts.append(text[start:position])
    return "".join(parts)


def _written_out(found: re.Match[str]) -> str:
    name = found[1]
    if not name:
        return "&amp;"
    if name in _KNOWN:
        return found[0]
    letter = html.unescape(found[0])
    is_safe = letter != found[0] and letter not in ("<", ">", "&")
    if (is_safe and not letter.isspace()) or name == "nbsp;":
        return letter
    return found[0] if name.startswith("#") else "&amp;" + name


def _reduced(root: etree._Element, items: list[etree._Element]) -> bytes:
    is_atom = _name(root)[1] == "feed"
    # RDF's root has no meaning beyond its items: it is written as RSS.
    tag = _tag(root) if is_atom else "rss"
    copy = etree.Element(tag, _attributes(root, ("version",)))
    feed = copy
    # RSS keeps the feed's own title and link in a channel.
    channel = next(root.iterchildren("{*}channel"), None)
    if channel is not None:
        feed = etree.SubElement(copy, _tag(channel), _attributes(channel, ()))
    _copy_parts(root if channel is None else channel, feed)
    for item in items:
        _copy_parts(item, etree.SubElement(feed, _tag(item), _attributes(item, ())))
    return etree.tostring(copy, encoding="utf-8", xml_declaration=True)


def _copy_parts(owner: etree._Element, copy: etree._Element) -> None:
    for part, tag, longest in islice(_parts(owner), _MOST_PARTS):
        made = etree.SubElement(copy, tag, _attributes(part, _ATTRIBUTES))
        texts = islice(part.itertext(), _MOST_NODES)
        made.text = "".join(map(str, texts))[:longest]
        if made.get("type") == "xhtml":
            made.set("type", "text")  # its text is all that is left


def _parts(owner: etree._Element) -> Iterator[tuple[etree._Element, str, int]]:
    """What is kept of the owner, in order, each with its tag and length.

    In broken feeds a part may be inside another one whose end tag is missing.
    """
    waiting = list(reversed(owner))
    while waiting:
        element = waiting.pop()
        namespace, name = _name(element)
        if name in _ITEMS or name in _OTHERS:
            continue
        if namespace in _CORE and name in _KEPT:
            yield element, _tag(element), _KEPT[name]
        elif namespace in (_DUBLIN_CORE, _TERMS) and name in _KEPT_TERMS:
            yield element, f"{{{namespace}}}{name}", _KEPT[name]
        waiting.extend(reversed(element))


def _tag(element: etree._Element) -> str:
    """A tag in lower case and a namespace we know: others may not be writable."""
    namespace, name = _name(element)
    return f"{{{namespace}}}{name}" if namespace and namespace in _CORE else name


def _name(element: etree._Element) -> tuple[str, str]:
    """Namespace and lower-case name; a prefix nobody declared is looked up here."""
    namespace, _, name = str(element.tag).rpartition("}")
    prefix, _, local = name.rpartition(":")
    if prefix:
        return (_DUBLIN_CORE if prefix == "dc" else prefix), local.lower()
    return namespace.removeprefix("{"), name.lower()


def _attributes(element: etree._Element, names: tuple[str, ...]) -> dict[str, str]:
    kept = {}
    for name, value in element.attrib.items():
        if str(name).lower() in names or name == f"{{{_XML}}}base":
            kept[str(name)] = str(value)[:2_100]
    return kept


def _unreadable() -> Refused:
    return Refused(
        "The feed is so broken that nothing could be read. Look at it with a feed "
        "validator.",
        code="malformed",
    )

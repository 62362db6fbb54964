"""OPML: the list of feeds that feed readers exchange."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from factcheck.lib import text as plain
from sources.feeds.errors import Refused
from sources.feeds.links import web_url
from sources.feeds.safety import judged_xml

MAX_FEEDS: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as a list names it: plain text and http or https URLs."""

    title: str
    url: str
    site_url: str = ""


def read_opml(data: bytes) -> tuple[FeedLink, ...]:
    """The feeds of the list, in its order, each once, folders laid flat.

    Entries without an http or https address are left out: they are folders, or
    nothing that can be fetched. Raises ``Refused``, also when no feed is left.
    """
    root = _tree(judged_xml(data))
    found: dict[str, FeedLink] = {}
    if root is not None and root.tag == "opml":
        for outline in root.iter("outline"):
            link = _link(outline)
            if link is not None:
                found.setdefault(link.url, link)
    if not found:
        raise Refused(
            "No feed was found in this list. It should be OPML, as feed readers "
            'export it: <outline type="rss" xmlUrl="https://…"/>.',
            code="not_a_feed",
        )
    if len(found) > MAX_FEEDS:
        raise Refused(
            f"The list has {len(found):,} feeds, more than the limit of {MAX_FEEDS:,}. "
            "Split it.",
            code="too_large",
        )
    return tuple(found.values())


def write_opml(feeds: Iterable[FeedLink], *, title: str = "Feeds") -> bytes:
    """The feeds as OPML 2.0 in UTF-8; ``read_opml`` gives them back."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = plain.normalise(title)
    body = etree.SubElement(root, "body")
    for feed in feeds:
        attributes = {"type": "rss", "text": feed.title, "title": feed.title}
        attributes |= {"xmlUrl": feed.url, "htmlUrl": feed.site_url}
        outline = etree.SubElement(body, "outline")
        for name, value in attributes.items():
            if value:
                outline.set(name, _sayable(value))
    return etree.tostring(
        root, encoding="utf-8", xml_declaration=True, pretty_print=True
    )


def _tree(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.LxmlError as error:
        raise Refused(
            "The list is so broken that nothing could be read.", code="malformed"
        ) from error


def _link(outline: etree._Element) -> FeedLink | None:
    # Readers write xmlUrl, xmlurl and XMLURL.
    attributes = {str(name).lower(): str(v) for name, v in outline.items()}
    url = web_url(attributes.get("xmlurl", ""))
    if not url:
        return None
    title = attributes.get("title") or attributes.get("text") or ""
    return FeedLink(
        title=" ".join(plain.normalise(title).split())[:500],
        url=url,
        site_url=web_url(attributes.get("htmlurl", "")),
    )


def _sayable(value: str) -> str:
    """Without what XML cannot hold."""
    return plain.normalise(value).replace("\ufffe", "").replace("\uffff", "")

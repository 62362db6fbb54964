"""A page taken apart: what it states of itself, and its body as a tree.

BeautifulSoup reads the few elements in which pages state things about themselves;
it would take 16 ms to build all of an average news page. The body is walked in
libxml2's own tree, which takes 1 ms (``benchmarks/reading.py``'s pages, one core).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bs4 import BeautifulSoup, Tag
from lxml import etree

from factcheck.lib import html

Element = etree._Element  # lxml's name for the type of its elements

STATED: Final = ("base", "link", "meta", "script", "title")
_BREAKING: Final = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "td"})
_SILENT: Final = frozenset({"script", "style", "template"})
_LONGEST_NAMES: Final = 300  # characters of class and id that are looked at


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page: its root, its elements in the order of the page, and apart from
    them the elements in which it states something about itself.
    """

    soup: BeautifulSoup
    root: Element
    elements: tuple[Element, ...]
    by_name: dict[str, list[Element]]

    def named(self, name: str) -> list[Element]:
        """The elements of this name, in order."""
        return self.by_name.get(name, [])

    def stated(self, name: str, *, at_most: int) -> list[Tag]:
        """The first so many elements of a name in `STATED`, in order."""
        return self.soup.find_all(name, limit=at_most)


def parse(markup: str, *, limits: html.HtmlLimits) -> Tree:
    """The page as a tree; raises ``HtmlError`` as ``factcheck.lib.html`` does."""
    html.measure(markup, limits=limits)
    # Depth, nodes and bytes are within the limits: libxml2's own are lower.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        root = None  # nothing in it, as the measure found
    if root is None:
        root = etree.Element("html")
    elements = tuple(root.iter(etree.Element))
    by_name: dict[str, list[Element]] = {}
    for element in elements:
        by_name.setdefault(str(element.tag), []).append(element)
    return Tree(html.read_only(markup, STATED), root, elements, by_name)


def attribute(element: Element | Tag, name: str) -> str:
    """The value of an attribute, "" when it is missing."""
    return str(element.get(name) or "")


def names_of(element: Element) -> str:
    """Class and id of an element in one string, at most 300 characters."""
    return f"{attribute(element, 'class')} {attribute(element, 'id')}"[:_LONGEST_NAMES]


def is_hidden(element: Element) -> bool:
    """Whether a reader of the page would not see this element."""
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attribute(element, "style")
    return bool(style) and "display:none" in style.replace(" ", "")[:500]


def leading_text(element: Element, *, limit: int) -> str:
    """The element's text with white space collapsed, cut at ``limit`` characters.

    It stops reading there: asking this of every one of 300 nested elements costs
    300 short reads, not 300 times the page.
    """
    parts: list[str] = []
    length = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in islice(walk, 2 * limit):
        if event == "start":
            if node.tag in _BREAKING:
                parts.append(" ")
            part = None if node.tag in _SILENT else node.text
        else:
            part = None if node is element else node.tail
        if part:
            parts.append(part)
            length += len(part)
            if length > 4 * limit:  # most of it may be white space
                break
    return " ".join("".join(parts).split())[:limit]


def own_text(element: Element) -> Iterator[str]:
    """The texts right inside an element, outside its children; none of scripts."""
    if element.tag in _SILENT:
        return
    if element.text:
        yield element.text
    for child in element:
        if child.tail:
            yield child.tail

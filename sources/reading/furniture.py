"""Elements of a page that are never article text, with everything inside them."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Final

from sources.reading.patterns import CAMEL, EMBEDDED_POST, FURNITURE
from sources.reading.tree import Element, Tree, is_hidden, names_of

_DROPPED_NAMES = (
    "nav header footer aside form script style figure noscript iframe svg math button"
    " select template object embed video audio canvas input textarea dialog menu head"
    " title link meta map picture img label"
)
_BLOCK_LEVEL_NAMES = (
    "html body main article section div p blockquote pre ul ol li dl dt dd table tbody"
    " thead tfoot tr td th h1 h2 h3 h4 h5 h6 hr address center details summary"
    " fieldset form header aside figure figcaption hgroup"
)
_DROPPED: Final = frozenset(_DROPPED_NAMES.split())
BLOCK_LEVEL: Final = frozenset(_BLOCK_LEVEL_NAMES.split())
"""Elements that begin and end a block of text."""
# A page may be one large form, or have its whole article in a header.
_RESCUED: Final = frozenset({"form", "header", "aside", "figure"})
_NEVER_FURNITURE: Final = frozenset({"html", "body", "article", "main"})
_NAMED: Final = (BLOCK_LEVEL | {"span", "a"}) - _NEVER_FURNITURE
_WRAPPED: Final = 2  # levels of wrappers round an embedded post
_MOST: Final = 0.4  # share of the page's paragraphs that furniture cannot hold


class Furniture:
    """Decides which elements are left out with everything inside."""

    def __init__(self, tree: Tree) -> None:
        self._characters = _paragraph_characters(tree)
        self._total = self._characters.get(tree.root, 0)
        self._spared = _wrappers_of_posts(tree)

    def __contains__(self, element: Element) -> bool:
        name = element.tag
        if name in _DROPPED:
            return name not in _RESCUED or not self._holds_most(element)
        if name == "article":
            return _is_nested_article(element) and not self._holds_most(element)
        if name not in _NAMED or not element.attrib or element in self._spared:
            return False
        is_furniture = _is_furniture_name(names_of(element)) or is_hidden(element)
        return is_furniture and not self._holds_most(element)

    def _holds_most(self, element: Element) -> bool:
        held = self._characters.get(element, 0)
        return held > 0 and held >= _MOST * self._total


@lru_cache(maxsize=4096)  # a page repeats its class names
def _is_furniture_name(names: str) -> bool:
    return FURNITURE.search(CAMEL.sub("-", names)) is not None


@lru_cache(maxsize=4096)
def _is_post_name(names: str) -> bool:
    return EMBEDDED_POST.search(names) is not None


def is_post(element: Element) -> bool:
    """Whether the element is a post of a social network, put into the page."""
    return bool(element.attrib) and _is_post_name(names_of(element))


def _is_nested_article(element: Element) -> bool:
    """An ``article`` inside another is a teaser or a comment."""
    return next(element.iterancestors("article"), None) is not None


def _wrappers_of_posts(tree: Tree) -> set[Element]:
    """Embedded posts and the elements right round them, called "social" often."""
    spared: set[Element] = set()
    for element in tree.elements:
        if is_post(element):
            spared.add(element)
            spared.update(islice(element.iterancestors(), _WRAPPED))
    return spared


def _paragraph_characters(tree: Tree) -> dict[Element, int]:
    """How many characters of ``<p>`` text each element holds."""
    inside: set[Element] = set()
    for element in tree.elements:
        if element.tag == "p" or element.getparent() in inside:
            inside.add(element)
    characters: dict[Element, int] = {}
    for element in reversed(tree.elements):  # children come before their parents
        held = characters.get(element, 0)
        parent = element.getparent()
        if element in inside:
            held += len(element.text or "")
            characters[element] = held
        if parent is not None and (held or parent in inside):
            tail = len(element.tail or "") if parent in inside else 0
            characters[parent] = characters.get(parent, 0) + held + tail
    return characters

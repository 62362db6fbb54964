"""Elements of a page that are never article text, with everything inside them."""

from __future__ import annotations

from typing import Final

from sources.reading.patterns import EMBEDDED_POST, FURNITURE
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
_MOST: Final = 0.4  # share of the page's paragraphs that furniture cannot hold


class Furniture:
    """Decides which elements are left out with everything inside."""

    def __init__(self, tree: Tree) -> None:
        self._characters = _paragraph_characters(tree)
        self._total = self._characters.get(tree.root, 0)

    def __contains__(self, element: Element) -> bool:
        name = element.tag
        if name in _DROPPED:
            return name not in _RESCUED or not self._holds_most(element)
        if name not in _NAMED or not element.attrib:
            return False
        names = names_of(element)
        if EMBEDDED_POST.search(names):
            return False
        is_furniture = FURNITURE.search(names) is not None or is_hidden(element)
        return is_furniture and not self._holds_most(element)

    def _holds_most(self, element: Element) -> bool:
        held = self._characters.get(element, 0)
        return held > 0 and held >= _MOST * self._total


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

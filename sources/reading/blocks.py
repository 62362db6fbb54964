"""A page cut into blocks of text, with the containers and the links round them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml import etree

from factcheck.lib.text import normalise
from sources.reading.furniture import BLOCK_LEVEL, Furniture, is_post
from sources.reading.tree import Element, Tree, attribute, leading_text

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS: Final = frozenset({"td", "th"})
_LARGEST_ROW: Final = 150  # elements in a row of a table
_LONGEST_CELL: Final = 100  # characters
_PROSE_LENGTH: Final = 25  # characters; shorter blocks are labels as often as prose
_PROSE_BESIDE_LINKS: Final = 40  # characters round links that make a block prose
_PROSE_ITEM_LENGTH: Final = 100  # shorter list items are menus as often as prose


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words of one ``<a>`` inside a block, and its address as written."""

    start: int  # half-open, in characters of the block's text
    end: int
    address: str


@dataclass(slots=True)
class Container:
    """A block-level element: which blocks are inside, and how it scores."""

    element: Element
    parent: int  # index of the enclosing container, -1 for none
    first: int  # blocks[first:last] are inside
    last: int = 0
    score: float = 0.0


@dataclass(slots=True)
class RawBlock:
    """A run of text between two block boundaries, its white space collapsed."""

    tag: str  # the element that holds it: p, li, h2, div …
    text: str
    anchors: tuple[Anchor, ...]
    container: int
    is_post: bool

    @property
    def link_characters(self) -> int:
        return sum(anchor.end - anchor.start for anchor in self.anchors)

    @property
    def is_heading(self) -> bool:
        return self.tag in _HEADINGS

    @property
    def is_mostly_links(self) -> bool:
        others = len(self.text) - self.link_characters
        return others < self.link_characters and others < _PROSE_BESIDE_LINKS

    @property
    def is_prose(self) -> bool:
        return (
            len(self.text) >= _PROSE_LENGTH
            and not self.is_mostly_links
            and not self.is_heading
            and self.tag != "tr"
            and (self.tag != "li" or len(self.text) >= _PROSE_ITEM_LENGTH)
        )

    @property
    def is_label(self) -> bool:
        return len(self.text) < _PROSE_LENGTH


@dataclass(slots=True)
class Page:
    """The page cut into blocks, and the containers round them."""

    blocks: list[RawBlock] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)


def cut(tree: Tree) -> Page:
    """The blocks of everything on the page that is not furniture, in order."""
    cutter = _Cutter(tree)
    cutter.walk(next(iter(tree.named("body")), tree.root))
    return cutter.page


class _Cutter:
    """Walks the page once, collecting blocks and containers."""

    def __init__(self, tree: Tree) -> None:
        self.page = Page()
        self._furniture = Furniture(tree)
        self._open: list[int] = []  # indexes of the containers we are in
        self._parts: list[tuple[str, Element | None]] = []  # text, the link it is in
        self._links: list[Element] = []  # the <a> we are in
        self._posts = 0  # how many embedded posts we are in
        self._breaks = 0  # <br> one after the other
        self._is_in_row = False  # whether the cells we meet belong to one line

    def walk(self, root: Element) -> None:
        """Visit ``root`` and all it holds, without recursion."""
        self._open_container(root)
        self._add(root.text)
        stack: list[tuple[Element, Iterator[Element]]] = [(root, iter(root))]
        while stack:
            element, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(element)
                if stack:
                    self._add(element.tail)
            elif not isinstance(child.tag, str) or child in self._furniture:
                self._add(child.tail)
            else:
                self._enter(child)
                self._add(child.text)
                stack.append((child, iter(child)))

    def _enter(self, element: Element) -> None:
        if element.tag in _CELLS and self._is_in_row:
            self._parts.append((" ", None))
        elif element.tag == "br":
            self._break()
        elif element.tag == "a":
            self._links.append(element)
        elif element.tag in BLOCK_LEVEL:
            self._open_container(element)

    def _open_container(self, element: Element) -> None:
        self._posts += is_post(element)
        self._flush()
        self._is_in_row = element.tag == "tr" and _is_row_of_figures(element)
        parent = self._open[-1] if self._open else -1
        self._open.append(len(self.page.containers))
        self.page.containers.append(Container(element, parent, len(self.page.blocks)))

    def _leave(self, element: Element) -> None:
        if element.tag in _CELLS and self._is_in_row:
            return
        if element.tag == "a":
            self._links.pop()
        elif element.tag in BLOCK_LEVEL:
            self._flush()
            self._is_in_row = False
            self.page.containers[self._open.pop()].last = len(self.page.blocks)
            self._posts -= is_post(element)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self._parts.append((text, self._links[-1] if self._links else None))
        if not text.isspace():
            self._breaks = 0

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks == 2:
            self._flush()
        else:
            self._parts.append((" ", None))

    def _flush(self) -> None:
        text, anchors = _collapse(self._parts)
        self._parts.clear()
        self._breaks = 0
        if text and self._open:
            index = self._open[-1]
            name = str(self.page.containers[index].element.tag)
            self.page.blocks.append(
                RawBlock(name, text, anchors, index, self._posts > 0)
            )


def _is_row_of_figures(row: Element) -> bool:
    """Whether the cells are short and hold no blocks: a line of a table, no layout."""
    inside = list(islice(row.iter(etree.Element), 1, _LARGEST_ROW))
    cells = [element for element in inside if element.tag in _CELLS]
    if len(cells) < 2 or len(inside) == _LARGEST_ROW - 1:
        return False
    if any(element.tag in BLOCK_LEVEL - _CELLS for element in inside):
        return False
    return all(
        len(leading_text(cell, limit=_LONGEST_CELL)) < _LONGEST_CELL for cell in cells
    )


def _collapse(
    parts: Sequence[tuple[str, Element | None]],
) -> tuple[str, tuple[Anchor, ...]]:
    """The parts as one line of normalised text, and where their links went.

    The text is what collapsing the joined parts gives; an anchor covers the words
    of all neighbouring parts of one link, without the blanks round them.
    """
    out: list[str] = []
    length = 0
    pending = False  # a blank before the next word
    spans: list[tuple[Element, int, int]] = []
    for part, link in parts:
        # Only character references bring control characters here.
        part = normalise(part).replace("\ufeff", "")
        words = " ".join(part.split())
        if not words:
            pending = pending or bool(part)
            continue
        if length and (pending or part[0].isspace()):
            out.append(" ")
            length += 1
        start = length
        out.append(words)
        length += len(words)
        pending = part[-1].isspace()
        if link is None:
            continue
        if spans and spans[-1][0] is link:
            start = spans.pop()[1]
        spans.append((link, start, length))
    anchors = (
        Anchor(start, end, attribute(link, "href")) for link, start, end in spans
    )
    return "".join(out), tuple(anchors)

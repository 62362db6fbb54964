"""The article's own paragraphs in a page, found by its structure.

A recipe of general rules, not tuned to any site (``benchmarks/reading.py``
measures it):

1. Leave out what is never article text: scripts, navigation, forms, asides,
   figures, hidden elements, and elements whose class or id calls them comments,
   related stories, promotion and the like, unless most of the page's
   paragraphs are inside.
2. Cut the rest into blocks of text at block-level tags and double line breaks.
3. Every block of prose scores for its container by its length, half of that for
   the next container up and a quarter for the one above.
4. Take the best container and its twins (an article is often cut in pieces by
   advertisements); widen to an enclosing ``article`` or ``main`` if that adds
   little.
5. Leave out blocks that are mostly links, and stray labels.

Time and memory are linear in the size of the page, which the caller has limited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from sources.reading.document import BlockKind
from sources.reading.patterns import EMBEDDED_POST, FURNITURE, TAIL_HEADING, TERMINAL

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
_BLOCK_LEVEL: Final = frozenset(_BLOCK_LEVEL_NAMES.split())
# A page may be one large form, or have its whole article in a header.
_RESCUED: Final = frozenset({"form", "header", "aside", "figure"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEVER_FURNITURE: Final = frozenset({"html", "body", "article", "main"})

_PROSE_LENGTH: Final = 25  # characters; shorter blocks are labels as often as prose
_PROSE_ITEM_LENGTH: Final = 100  # shorter list items are menus as often as prose
_MOST: Final = 0.4  # share of the page's paragraphs that furniture cannot hold
_WIDENING: Final = 0.6  # share of text that an enclosing article may add


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of an article before it is given its place in the text."""

    kind: BlockKind
    text: str


@dataclass(slots=True)
class _Container:
    """A block-level element: which blocks are inside, and how it scores."""

    tag: Tag
    parent: int  # index of the enclosing container, -1 for none
    first: int  # blocks[first:last] are inside
    last: int = 0
    score: float = 0.0


@dataclass(slots=True)
class _RawBlock:
    """A run of text between two block boundaries."""

    tag: str  # the element that holds it: p, li, h2, div …
    text: str
    link_characters: int
    container: int
    is_post: bool

    @property
    def is_mostly_links(self) -> bool:
        return self.link_characters > 0.5 * len(self.text)

    @property
    def is_prose(self) -> bool:
        return (
            len(self.text) >= _PROSE_LENGTH
            and not self.is_mostly_links
            and self.tag not in _HEADINGS
            and (self.tag != "li" or len(self.text) >= _PROSE_ITEM_LENGTH)
        )


@dataclass(slots=True)
class _Page:
    """The page cut into blocks, and the containers round them."""

    blocks: list[_RawBlock] = field(default_factory=list)
    containers: list[_Container] = field(default_factory=list)


def article_pieces(soup: BeautifulSoup) -> tuple[Piece, ...]:
    """The blocks of the article's body in order; empty when none was found.

    Texts have their white space collapsed, are never empty, and keep line feeds
    only inside embedded posts.
    """
    page = _cut(soup)
    pieces = [
        Piece(_kind(block), block.text)
        for container in _article_containers(page)
        for block in page.blocks[container.first : container.last]
        if _is_kept(block)
    ]
    return tuple(_without_tail(pieces))


def _without_tail(pieces: list[Piece]) -> list[Piece]:
    """The pieces up to a heading such as "More from us" near the end."""
    length = sum(len(piece.text) for piece in pieces)
    before = 0
    for index, piece in enumerate(pieces):
        is_heading = piece.kind is BlockKind.SUBHEADING or len(piece.text) < 60
        if is_heading and before > length / 2 and TAIL_HEADING.match(piece.text):
            pieces = pieces[:index]
            break
        before += len(piece.text)
    while pieces and pieces[-1].kind is BlockKind.SUBHEADING:
        pieces.pop()
    return pieces


# --- 1. What is never article text -------------------------------------------


def _paragraph_characters(soup: BeautifulSoup) -> dict[int, int]:
    """How many characters of ``<p>`` text each element holds, by its id()."""
    tags = [node for node in soup.descendants if isinstance(node, Tag)]
    inside: set[int] = set()
    for tag in tags:
        if tag.name == "p" or id(tag.parent) in inside:
            inside.add(id(tag))
    characters: dict[int, int] = {}
    for tag in reversed(tags):  # children come before their parents
        if id(tag) in inside:
            own = sum(
                len(node) for node in tag.contents if type(node) is NavigableString
            )
            characters[id(tag)] = characters.get(id(tag), 0) + own
        if tag.parent is not None and id(tag) in characters:
            parent = id(tag.parent)
            characters[parent] = characters.get(parent, 0) + characters[id(tag)]
    return characters


def names_of(tag: Tag) -> str:
    """Class and id of an element in one string, at most 300 characters."""
    classes = tag.get("class") or ""
    if isinstance(classes, list):
        classes = " ".join(classes)
    return f"{classes} {tag.get('id') or ''}"[:300]


def is_hidden(tag: Tag) -> bool:
    """Whether a reader of the page would not see this element."""
    style = tag.get("style")
    return (
        tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or (isinstance(style, str) and "display:none" in style.replace(" ", "")[:500])
    )


class _Filter:
    """Decides which elements are left out with everything inside."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._characters = _paragraph_characters(soup)
        self._total = self._characters.get(id(soup), 0)

    def drops(self, tag: Tag) -> bool:
        name = tag.name
        if name in _DROPPED:
            return name not in _RESCUED or not self._holds_most(tag)
        if name not in _BLOCK_LEVEL and name not in {"span", "a"}:
            return False
        if name in _NEVER_FURNITURE:
            return False
        if not tag.attrs:
            return False
        names = names_of(tag)
        if EMBEDDED_POST.search(names):
            return False
        is_furniture = FURNITURE.search(names) is not None or is_hidden(tag)
        return is_furniture and not self._holds_most(tag)

    def _holds_most(self, tag: Tag) -> bool:
        held = self._characters.get(id(tag), 0)
        return held > 0 and held >= _MOST * self._total


# --- 2. Blocks ---------------------------------------------------------------


class _Cutter:
    """Walks the page once, collecting blocks and containers."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.page = _Page()
        self._filter = _Filter(soup)
        self._open: list[int] = []  # indexes of the containers we are in
        self._parts: list[str] = []
        self._link_characters = 0
        self._links = 0  # how many <a> we are in
        self._posts = 0  # how many embedded posts we are in
        self._breaks = 0  # <br> in a row

    def walk(self, root: Tag) -> None:
        """Visit ``root`` and all it holds, without recursion."""
        self._enter(root)
        stack: list[tuple[Tag, Iterator[object]]] = [(root, iter(root.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                self._leave(tag)
                stack.pop()
            elif isinstance(child, Tag):
                if not self._filter.drops(child):
                    self._enter(child)
                    stack.append((child, iter(child.contents)))
            elif isinstance(child, NavigableString):
                self._add(child)

    def _enter(self, tag: Tag) -> None:
        if tag.name == "br":
            self._break()
        elif tag.name == "a":
            self._links += 1
        elif tag.name in _BLOCK_LEVEL or tag.parent is None:
            self._posts += self._starts_post(tag)
            self._flush()
            parent = self._open[-1] if self._open else -1
            self._open.append(len(self.page.containers))
            self.page.containers.append(_Container(tag, parent, len(self.page.blocks)))

    def _leave(self, tag: Tag) -> None:
        if tag.name == "a":
            self._links -= 1
        elif tag.name in _BLOCK_LEVEL or tag.parent is None:
            self._flush()
            self.page.containers[self._open.pop()].last = len(self.page.blocks)
            self._posts -= self._starts_post(tag)

    def _add(self, text: NavigableString) -> None:
        if isinstance(text, PreformattedString) or not text:
            return  # a comment, a declaration
        self._parts.append(text)
        if not text.isspace():
            self._breaks = 0
            if self._links:
                self._link_characters += len(text)

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks == 2:
            self._flush()
        else:
            self._parts.append(" ")

    def _flush(self) -> None:
        text = " ".join("".join(self._parts).split())
        links, self._link_characters, self._breaks = self._link_characters, 0, 0
        self._parts.clear()
        if text and self._open:
            index = self._open[-1]
            name = self.page.containers[index].tag.name
            self.page.blocks.append(
                _RawBlock(name, text, links, index, self._posts > 0)
            )

    @staticmethod
    def _starts_post(tag: Tag) -> bool:
        return bool(tag.attrs) and EMBEDDED_POST.search(names_of(tag)) is not None


def _cut(soup: BeautifulSoup) -> _Page:
    cutter = _Cutter(soup)
    cutter.walk(soup.body or soup)
    return cutter.page


# --- 3 and 4. The container --------------------------------------------------


def _article_containers(page: _Page) -> list[_Container]:
    """The containers that hold the article, in order; none if there is no prose."""
    _score(page)
    best = max(page.containers, key=lambda container: container.score, default=None)
    if best is None or best.score == 0:
        return []
    widened = _widened(page, best)
    return _twins(page, best) if widened is best else [widened]


def _score(page: _Page) -> None:
    for block in page.blocks:
        if not block.is_prose:
            continue
        index = block.container
        # Text right inside a div scores for the div, a paragraph for its parent.
        if block.tag in {"p", "pre", "blockquote", "td", "li"}:
            index = page.containers[index].parent
        # Teasers of other stories are often long list items.
        points = len(block.text) * (0.5 if block.tag == "li" else 1.0)
        for _ in range(3):
            if index < 0:
                break
            page.containers[index].score += points
            points /= 2
            index = page.containers[index].parent


def _widened(page: _Page, best: _Container) -> _Container:
    """An enclosing article or main, if it adds less than ``_WIDENING`` of text."""
    before = _prose_before(page)
    inside = before[best.last] - before[best.first]
    index = best.parent
    while index >= 0:
        container = page.containers[index]
        index = container.parent
        if container.tag.name not in {"article", "main"}:
            continue
        around = before[container.last] - before[container.first]
        if around > (1 + _WIDENING) * inside:
            break
        best = container
    return best


def _twins(page: _Page, best: _Container) -> list[_Container]:
    """``best`` and the containers like it that share its place in the page."""
    names = names_of(best.tag).strip()
    if not names:
        return [best]
    place = _ancestor(page, best)
    twins: list[_Container] = []
    for container in page.containers:
        if (
            container.tag.name == best.tag.name
            and container.first >= (twins[-1].last if twins else 0)
            and names_of(container.tag).strip() == names
            and _ancestor(page, container) == place
        ):
            twins.append(container)
    return twins


def _ancestor(page: _Page, container: _Container) -> int:
    """The container two levels up."""
    parent = container.parent
    return page.containers[parent].parent if parent >= 0 else -1


def _prose_before(page: _Page) -> list[int]:
    """How many characters of prose stand before each block, and in all."""
    lengths = (len(block.text) if block.is_prose else 0 for block in page.blocks)
    return list(accumulate(lengths, initial=0))


# --- 5. Which blocks stay ----------------------------------------------------


def _is_kept(block: _RawBlock) -> bool:
    if block.is_post:
        return True
    if block.is_mostly_links:
        return False
    if block.tag in _HEADINGS:
        return block.tag != "h1"  # the headline is added by the caller
    is_label = len(block.text) < _PROSE_LENGTH and not TERMINAL.search(block.text)
    return not (is_label and block.tag not in {"p", "li"})


def _kind(block: _RawBlock) -> BlockKind:
    if block.is_post:
        return BlockKind.QUOTE
    if block.tag in _HEADINGS:
        return BlockKind.SUBHEADING
    if block.tag in {"li", "dt", "dd"}:
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH

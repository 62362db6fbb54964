"""The article's own paragraphs in a page, found by its structure.

A recipe of general rules, not tuned to any site (``benchmarks/reading.py``
measures it):

1. Leave out what is never article text (``furniture.py``): scripts, navigation,
   forms, asides, figures, hidden elements, articles inside the article, and
   elements whose class or id calls them comments, related stories, promotion and
   the like, unless most of the page's paragraphs are inside.
2. Cut the rest into blocks of text at block-level tags and double line breaks
   (``blocks.py``); a row of a table of figures is one block.
3. Every block of prose scores for its container by its length, half of that for
   the next container up and a quarter for the one above. Lists are no containers.
4. Take the best container and its twins (an article is often cut in pieces by
   advertisements); widen to an enclosing ``article`` or ``main`` if that adds no
   more prose than was there.
5. Leave out blocks that are mostly links, stray labels, and what follows a heading
   such as "More from us" in the second half.

Time and memory are linear in the size of the page, which the caller has limited.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from sources.reading.blocks import Anchor, Container, Page, RawBlock, cut
from sources.reading.document import BlockKind
from sources.reading.patterns import BYLINE_CLASS, LABEL, TAIL_HEADING, TERMINAL
from sources.reading.tree import Tree, names_of

_SHORT: Final = 60  # characters; a longer block is no label
_LONGEST_BYLINE: Final = 150
_MOST_BYLINES: Final = 3  # blocks in an element named byline
_WIDENING: Final = 1.0  # share of text that an enclosing article may add


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of an article before it is given its place in the text.

    ``anchors`` count from the start of the piece's own text.
    """

    kind: BlockKind
    text: str
    anchors: tuple[Anchor, ...] = ()


def article_pieces(tree: Tree) -> tuple[Piece, ...]:
    """The blocks of the article's body in order; empty when none was found.

    Texts have their white space collapsed and are never empty.
    """
    page = cut(tree)
    pieces = [
        Piece(_kind(page, block), block.text, block.anchors)
        for container in _article_containers(page)
        for block in page.blocks[container.first : container.last]
        if _is_kept(block) or _is_tail_heading(block.text)
    ]
    return tuple(_without_tail(pieces))


def _without_tail(pieces: list[Piece]) -> list[Piece]:
    """The pieces up to a heading such as "More from us" in the second half.

    Such headings and other labels before it are left out.
    """
    length = sum(len(piece.text) for piece in pieces)
    kept: list[Piece] = []
    before = 0
    for piece in pieces:
        is_heading = piece.kind is BlockKind.SUBHEADING
        if is_heading or _is_short(piece.text):
            is_tail = TAIL_HEADING.match(piece.text) is not None
            if is_tail and before > length / 2:
                break
            if LABEL.match(piece.text) or (is_tail and is_heading):
                continue
        before += len(piece.text)
        kept.append(piece)
    while kept and kept[-1].kind is BlockKind.SUBHEADING:
        kept.pop()
    return kept


# --- 3 and 4. The container --------------------------------------------------


def _article_containers(page: Page) -> list[Container]:
    """The containers that hold the article, in order; none if there is no prose."""
    _score(page)
    best = max(page.containers, key=lambda container: container.score, default=None)
    if best is None or best.score == 0:
        return []
    widened = _widened(page, best)
    return _twins(page, best) if widened is best else [widened]


def _score(page: Page) -> None:
    for block in page.blocks:
        if not block.is_prose:
            continue
        index = block.container
        # Text right inside a div scores for the div, a paragraph for its parent.
        if block.tag in {"p", "pre", "blockquote", "td", "li"}:
            index = _past_lists(page, page.containers[index].parent)
        # Teasers of other stories are often long list items.
        points = len(block.text) * (0.5 if block.tag == "li" else 1.0)
        for _ in range(3):
            if index < 0:
                break
            page.containers[index].score += points
            points /= 2
            index = page.containers[index].parent


def _past_lists(page: Page, index: int) -> int:
    """The container itself or the one round its lists: a list is no article."""
    while index >= 0 and page.containers[index].element.tag in {"ul", "ol", "dl"}:
        index = page.containers[index].parent
    return index


def _widened(page: Page, best: Container) -> Container:
    """An enclosing article or main, if it adds less than ``_WIDENING`` of text."""
    before = _prose_before(page)
    inside = before[best.last] - before[best.first]
    index = best.parent
    while index >= 0:
        container = page.containers[index]
        index = container.parent
        if container.element.tag not in {"article", "main"}:
            continue
        around = before[container.last] - before[container.first]
        if around > (1 + _WIDENING) * inside:
            break
        best = container
    return best


def _twins(page: Page, best: Container) -> list[Container]:
    """``best`` and the containers like it that share its place in the page."""
    names = names_of(best.element).strip()
    if not names:
        return [best]
    place = _ancestor(page, best)
    twins: list[Container] = []
    for container in page.containers:
        if (
            container.element.tag == best.element.tag
            and container.first >= (twins[-1].last if twins else 0)
            and names_of(container.element).strip() == names
            and _ancestor(page, container) == place
        ):
            twins.append(container)
    return twins


def _ancestor(page: Page, container: Container) -> int:
    """The container two levels up."""
    parent = container.parent
    return page.containers[parent].parent if parent >= 0 else -1


def _prose_before(page: Page) -> list[int]:
    """How many characters of prose stand before each block, and in all."""
    lengths = (len(block.text) if block.is_prose else 0 for block in page.blocks)
    return list(accumulate(lengths, initial=0))


# --- 5. Which blocks stay ----------------------------------------------------


def _is_kept(block: RawBlock) -> bool:
    if not any(map(str.isalnum, block.text)):
        return False  # "___", "* * *"
    if block.is_post:
        return True
    if block.is_mostly_links:
        return False
    if block.is_heading:
        return block.tag != "h1"  # the headline is added by the caller
    is_label = block.is_label and not TERMINAL.search(block.text)
    return not (is_label and block.tag not in {"p", "li", "tr"})


def _is_short(text: str) -> bool:
    return len(text) < _SHORT


def _is_tail_heading(text: str) -> bool:
    is_label = _is_short(text) and not TERMINAL.search(text)
    return is_label and TAIL_HEADING.match(text) is not None


def _kind(page: Page, block: RawBlock) -> BlockKind:
    if block.is_post:
        return BlockKind.QUOTE
    if block.is_heading or (block.tag == "div" and _is_tail_heading(block.text)):
        return BlockKind.SUBHEADING
    if _is_called_byline(page, block):
        return BlockKind.BYLINE
    if block.tag in {"li", "dt", "dd", "tr"}:
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _is_called_byline(page: Page, block: RawBlock) -> bool:
    """Whether its element is named byline or author and it is no sentence.

    Whole articles are named after their author as well: such an element holds more.
    """
    if len(block.text) > _LONGEST_BYLINE or TERMINAL.search(block.text):
        return False
    container = page.containers[block.container]
    if container.last - container.first > _MOST_BYLINES:
        return False
    return BYLINE_CLASS.search(names_of(container.element)) is not None

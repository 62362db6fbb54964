"""The standfirst: the lines under the headline that sum the story up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final

from sources.reading.patterns import LEDE, STANDFIRST, TERMINAL
from sources.reading.tree import Element, Tree, is_hidden, leading_text, names_of

_SHORTEST: Final = 30  # characters
_LONGEST: Final = 600
_LOOKED_AT: Final = 2_500  # elements after the headline
_LARGEST: Final = 30  # elements inside
_NAMES: Final = frozenset({"p", "h2", "h3", "div", "span"})
_BLOCKS: Final = frozenset({"p", "h2", "h3", "li", "div"})


@dataclass(frozen=True, slots=True)
class Standfirst:
    """What was found. A lede may be the story's own first paragraph."""

    text: str
    is_lede: bool


def find_standfirst(tree: Tree) -> Standfirst | None:
    """The first visible element named as one after an ``h1``; None for none.

    A page's meta description is no standfirst: readers do not see it.
    """
    heading = next(iter(tree.named("h1")), None)
    if heading is None:
        return None
    start = tree.elements.index(heading) + 1
    for element in tree.elements[start : start + _LOOKED_AT]:
        if element.tag not in _NAMES or not STANDFIRST.search(names_of(element)):
            continue
        if is_hidden(element) or _is_nested(element):
            continue
        text = leading_text(element, limit=_LONGEST + 1)
        is_sentence = element.tag != "div" or TERMINAL.search(text) is not None
        if _SHORTEST <= len(text) <= _LONGEST and is_sentence:
            return Standfirst(text, LEDE.search(names_of(element)) is not None)
    return None


def _is_nested(element: Element) -> bool:
    """Whether it holds several blocks or stands in a list of teasers."""
    inside = list(islice(element.iter(), 1, _LARGEST))
    blocks = [node for node in inside if node.tag in _BLOCKS]
    if len(inside) == _LARGEST - 1 or len(blocks) > 1:
        return True
    return any(
        True for _ in element.iterancestors("nav", "aside", "footer", "li", "form")
    )

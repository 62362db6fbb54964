"""The standfirst: the lines under the headline that sum the story up."""

from __future__ import annotations

from itertools import islice
from typing import Final

from bs4 import BeautifulSoup, Tag

from factcheck.lib.html import leading_text
from sources.reading.body import is_hidden, names_of
from sources.reading.patterns import STANDFIRST, TERMINAL

_SHORTEST: Final = 30  # characters
_LONGEST: Final = 600
_LOOKED_AT: Final = 5_000  # nodes after the headline
_LARGEST: Final = 60  # nodes inside
_NAMES: Final = frozenset({"p", "h2", "h3", "div", "span"})
_BLOCKS: Final = frozenset({"p", "h2", "h3", "li", "div"})


def find_standfirst(soup: BeautifulSoup) -> str:
    """The text of the first visible element named as one after an ``h1``, or "".

    A page's meta description is no standfirst: readers do not see it.
    """
    heading = soup.h1
    if heading is None:
        return ""
    for tag in islice(heading.next_elements, _LOOKED_AT):
        if not isinstance(tag, Tag) or tag.name not in _NAMES:
            continue
        if not STANDFIRST.search(names_of(tag)) or is_hidden(tag) or _is_nested(tag):
            continue
        text = leading_text(tag, limit=_LONGEST + 1)
        is_sentence = tag.name != "div" or TERMINAL.search(text) is not None
        if _SHORTEST <= len(text) <= _LONGEST and is_sentence:
            return text
    return ""


def _is_nested(tag: Tag) -> bool:
    """Whether it holds several blocks or stands in a list of teasers."""
    inside = list(islice(tag.descendants, _LARGEST))
    blocks = [node for node in inside if isinstance(node, Tag) and node.name in _BLOCKS]
    if len(inside) == _LARGEST or len(blocks) > 1:
        return True
    return tag.find_parent(["nav", "aside", "footer", "li", "form"]) is not None

"""HTML from outside, parsed only after it was measured.

Every limit is checked before a tree is built: bytes first, then a count of
``<``, then libxml2's own parser run without a tree, stopped at the first limit
passed. Measured on one core: 100,000 nodes cost BeautifulSoup about 1 s and
100 MB, so that is the limit; depth is limited because libxml2 searches all open
elements for each end tag (50,000 open ``<div>`` and as many stray end tags take
6 s) and because other libraries recurse.

The parser is always lxml: on Python 3.11.7 ``html.parser`` needs 25 s for a
195 KB page of unclosed comments.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bs4 import (
    BeautifulSoup,
    ParserRejectedMarkup,
    UnusualUsageWarning,
)
from bs4.filter import SoupStrainer
from lxml import etree

_CHUNK: Final = 16_384  # bytes; the parser is stopped between chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlLimits:
    """What a page may cost: bytes of UTF-8, nodes with attributes, nesting."""

    max_bytes: int = 2_000_000
    max_nodes: int = 100_000
    max_depth: int = 300


DEFAULT_LIMITS: Final = HtmlLimits()


class HtmlError(Exception):
    """A page that is not parsed; the message says which limit and by how much."""


class HtmlTooLarge(HtmlError):
    """More bytes than the limit."""


class HtmlTooManyNodes(HtmlError):
    """More tags, texts, comments and attributes than the limit."""


class HtmlTooDeep(HtmlError):
    """Elements nested deeper than the limit."""


class HtmlUnreadable(HtmlError):
    """The parser gave up."""


@dataclass(frozen=True, slots=True)
class HtmlMeasure:
    """How large a page is, in the units of ``HtmlLimits``."""

    bytes: int
    nodes: int
    depth: int


class _Counter:
    """lxml parser target that counts what a tree would hold, and builds none."""

    def __init__(self, limits: HtmlLimits) -> None:
        self.limits = limits
        self.nodes = 0
        self.depth = 0
        self.deepest = 0
        self.in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        if self.depth > self.limits.max_depth:
            raise HtmlTooDeep(
                f"elements are nested more than {self.limits.max_depth} deep"
            )
        self._count(1 + len(attributes))

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.in_text = False

    def data(self, text: str) -> None:
        # One text arrives in pieces, one for each entity.
        if not self.in_text:
            self._count(1)
            self.in_text = True

    def comment(self, text: str) -> None:
        self._count(1)

    def pi(self, target: str, text: str | None = None) -> None:
        self._count(1)

    def close(self) -> tuple[int, int]:
        return self.nodes, self.deepest

    def _count(self, added: int) -> None:
        self.in_text = False
        self.nodes += added
        if self.nodes > self.limits.max_nodes:
            raise _too_many(self.limits)


def _too_many(limits: HtmlLimits) -> HtmlTooManyNodes:
    return HtmlTooManyNodes(
        f"more than {limits.max_nodes:,} tags, texts and attributes"
    )


def measure(markup: str, *, limits: HtmlLimits = DEFAULT_LIMITS) -> HtmlMeasure:
    """How large the page is. Linear in time; builds no tree.

    Raises ``HtmlTooLarge``, ``HtmlTooManyNodes`` or ``HtmlTooDeep`` as soon as a
    limit is passed, and ``HtmlUnreadable`` when the parser itself gives up.
    """
    data = markup.encode("utf-8", errors="replace")
    if len(data) > limits.max_bytes:
        raise HtmlTooLarge(
            f"{len(data):,} bytes, more than the limit of {limits.max_bytes:,}"
        )
    if data.count(b"<") > limits.max_nodes:
        raise _too_many(limits)
    counter = _Counter(limits)
    # lxml's stubs know only full parser targets.
    parser = etree.HTMLParser(target=counter, encoding="utf-8")  # type: ignore[arg-type]
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError as error:
        # An empty document; BeautifulSoup reads it as an empty tree.
        if counter.nodes:
            raise HtmlUnreadable("the parser gave up") from error
    return HtmlMeasure(len(data), counter.nodes, counter.deepest)


def read_only(markup: str, names: Sequence[str]) -> BeautifulSoup:
    """The elements with these names and what is in them.

    Only for markup that `measure` has passed. Building every element of a news page
    costs BeautifulSoup twice the time. Attributes are plain text, also those that
    may hold several values. Raises ``HtmlUnreadable`` when the parser gives up.
    """
    # lxml refuses lone surrogates.
    markup = markup.encode("utf-8", errors="replace").decode("utf-8")
    try:
        with warnings.catch_warnings():
            # "This looks like XML", "like a file name": both are expected here.
            warnings.simplefilter("ignore", UnusualUsageWarning)
            return BeautifulSoup(
                markup,
                "lxml",
                parse_only=SoupStrainer(list(names)),
                multi_valued_attributes=None,
            )
    except (ParserRejectedMarkup, etree.LxmlError) as error:
        raise HtmlUnreadable("the parser gave up") from error

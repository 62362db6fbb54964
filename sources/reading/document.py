"""The values the reader returns. Frozen, plain, and free of any framework.

Spans are half-open and count Unicode code points of ``ReadableDocument.text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

READER_VERSION: Final = "2"
"""Changes whenever the same bytes may give another text or other blocks."""


MAX_LINKS: Final = 1_000
"""The most links of one document; the later ones are left out."""


class BlockKind(StrEnum):
    """What a stretch of an article's text is."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    BYLINE = "byline"
    ABOUT = "about"
    CAPTION = "caption"


SKIPPED_KINDS: Final = frozenset({BlockKind.BYLINE, BlockKind.ABOUT, BlockKind.CAPTION})
"""Kinds that are not the article speaking: no claim is taken from them."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text. ``QUOTE`` is an embedded post of somebody else."""

    kind: BlockKind
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a block: [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the text that lead to another address.

    ``text[start:end]`` are the words of the link as the page shows them, without
    blanks round them; a link over several blocks gives one ``Link`` in each.
    ``url`` is absolute, http or https, at most 2,000 characters, and may have a
    fragment. It is what the page says, and hostile until it is fetched with care.
    """

    start: int
    end: int
    url: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a link: [{self.start}, {self.end})")


class NoticeCode(StrEnum):
    """What a notice is about."""

    DECLARED_PAYWALL = "declared_paywall"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the page that the person who handed it in should know.

    ``DECLARED_PAYWALL``: the page says of itself that it is not free to read; its
    text may be complete all the same. ``CUT_OFF``: little text, and words that ask
    to subscribe or log in to read on. ``message`` says it in a sentence.
    """

    code: NoticeCode
    message: str


@dataclass(frozen=True, slots=True)
class Published:
    """When the article says it was published.

    ``when`` is an aware ``datetime``, or a ``date`` where the page gives no time
    or no time zone. ``written`` is how the page wrote it, for the reviewer.
    """

    when: date | datetime
    written: str

    @property
    def date(self) -> date:
        """The day, as the outlet counted it (in the zone the page gives)."""
        if isinstance(self.when, datetime):
            return self.when.date()
        return self.when


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableDocument:
    """An article as text, with what the page says about it.

    Every block slices ``text``; blocks are in order and do not overlap; between
    them is white space only. Strings are empty, never None, where the page says
    nothing. All of it is what the page *claims*: ``canonical_url`` and
    ``outlet_name`` are no proof of where it came from.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    byline: str = ""
    published: Published | None = None
    language: str = "und"  # ISO 639-1, or "und" when it cannot be told
    language_probability: float = 0.0  # 0 to 1
    outlet_name: str = ""
    canonical_url: str | None = None  # http or https only
    amp_url: str | None = None  # the page's AMP version, http or https only
    links: tuple[Link, ...] = ()  # in order, no two overlap, at most MAX_LINKS
    notice: Notice | None = None
    reader_version: str = READER_VERSION

    @property
    def paywalled(self) -> bool:
        """Whether the page says that not everybody may read all of it."""
        return self.notice is not None

    @property
    def skipped(self) -> tuple[tuple[int, int], ...]:
        """Spans that must never yield a claim: bylines, staff notes, captions."""
        return tuple(
            (block.start, block.end)
            for block in self.blocks
            if block.kind in SKIPPED_KINDS
        )

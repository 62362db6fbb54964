"""A report as a document without a form: what each of its faces shows.

Web page, PDF, Markdown and e-mail are made from the same `Document`, so that they say
the same. Every string is plain text, as hostile as the articles it comes from: whoever
writes it out escapes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.lib.plots import Plot


@dataclass(frozen=True, slots=True)
class Line:
    """A name and a value, such as ``Cut-off`` and the moment."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands out, what it counts, and what it is out of."""

    value: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side."""

    items: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; numbers stand to the right."""

    name: str
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells. ``key`` names it in ids and files; ``note`` stands below.

    The first column is the name of its row. ``left_out`` rows are only in the CSV.
    """

    key: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot, and the table that says the same in words."""

    plot: Plot
    table: Table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is decided on one of the two questions about a claim.

    ``verdict`` is the word of the methodology, for a colour or a sign; empty if open.
    """

    question: str
    verdict: str
    shown: str
    basis: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: where it is from, which side it is on, and its words."""

    stance: str
    title: str
    url: str
    excerpt: str
    marks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim with its decision. ``outcomes`` are empty where none is told."""

    id: str
    content: str
    voice: str  # who said it, with role, cue and those who relayed it
    place: str  # outlet, title, day
    url: str
    marks: Sequence[str]
    outcomes: Sequence[Outcome] = ()
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Claims one below the other."""

    items: Sequence[Card]


Block = Text | Figures | Table | Chart | Cards


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a heading; ``key`` is its anchor."""

    key: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole. ``summary`` is one paragraph, for e-mails and feeds.

    ``number``, ``publisher`` and ``cut_off`` are in ``lines`` as well, as words.
    """

    title: str
    subtitle: str
    summary: str
    number: int
    publisher: str
    cut_off: datetime
    lines: Sequence[Line]
    sections: Sequence[Section]

    @property
    def figures(self) -> Sequence[Figure]:
        """The key figures: the first there are."""
        blocks = (block for section in self.sections for block in section.blocks)
        return next((one.items for one in blocks if isinstance(one, Figures)), ())

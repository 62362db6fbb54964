"""Tables of sections: no longer, and no wider, than a reader can use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.reports.document import Column, Table
from claims.reports.entries import cut
from claims.reports.wording import NONE, PER_CENT, Payload, interval, number, percent

MOST_ROWS: Final = 140  # the rest is in the CSV
LONGEST_CELL: Final = 150  # characters; the whole text is in the CSV
INTERVAL: Final = f"95{PER_CENT} interval"
SHARE_COLUMNS: Final = (
    Column("Count", is_number=True),
    Column("Of", is_number=True),
    Column("Share", is_number=True),
    Column(INTERVAL, is_number=True),
)


def table(
    key: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    note: str = "",
    most: int = MOST_ROWS,
) -> Table:
    """The first ``most`` rows, with cells of a length that can be read."""
    return Table(
        key=key,
        caption=caption,
        columns=columns,
        rows=[[cut(cell, LONGEST_CELL) for cell in row] for row in rows[:most]],
        note=note,
        left_out=max(len(rows) - most, 0),
    )


def texts(*names: str) -> list[Column]:
    """Columns of words."""
    return [Column(name) for name in names]


def numbers(*names: str) -> list[Column]:
    """Columns of numbers."""
    return [Column(name, is_number=True) for name in names]


def share_cells(share: Payload) -> list[str]:
    """What stands in `SHARE_COLUMNS`."""
    return [
        number(share["count"]),
        number(share["of"]),
        percent(share),
        interval(share) or NONE,
    ]

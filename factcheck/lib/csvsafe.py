"""CSV that is inert in a spreadsheet, and comes back as it was.

A spreadsheet takes a cell that begins like a formula for one, wherever the text
came from. So on writing

* a cell that begins with one of ``= + - @ | %`` (or their full-width forms), also
  after blanks, quotation marks or invisible characters, gets an apostrophe in front;
* so does one that begins with a tab or a line break, and so does what follows a
  semicolon, tab or line break *inside* a cell: a spreadsheet set to other separators
  cuts there;
* a plain number (``-5``, ``+1.5e3``) stays a number.

On reading, an apostrophe goes exactly where writing would put one. So ``'t Veld``
is never touched, and ``'=1`` is written ``''=1``: what is read is what was written.

Cells hold Unicode text. NUL and lone surrogates have no place in UTF-8 files; they
are written as U+FFFD. The form is RFC 4180: commas, CRLF, a header row, UTF-8.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

BOM: Final = "\ufeff"
LONGEST_CELL: Final = 100_000  # characters; below the csv module's own limit, 131,072

Cell = str | int | float | None
"""What a cell is written from; None is an empty cell."""

_CUTS: Final = re.compile("([;\t\r\n])")
_PLAIN_NUMBER: Final = re.compile(
    r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,4})?"
)
# Blanks, quotation marks, controls and invisible characters: programs pass over them.
_PASSED_OVER: Final = re.compile(
    "[\\s\"'`´‘’‚‛“”„‟«»‹›＂＇\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufffd]*"
)
_FORMULA: Final = re.compile(_PASSED_OVER.pattern + "[=+\\-@|%＝＋－＠｜％]")
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


class BadCsv(ValueError):
    """The file is no CSV that can be read; the message says what to do.

    ``line`` counts from 1, as an editor does; None if it is not about a line.
    """

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the line it begins on (the first is 1) and its cells."""

    line: int
    cells: tuple[str, ...]


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula. Linear."""
    parts = _CUTS.split(text)
    if len(parts) == 1 and _PLAIN_NUMBER.fullmatch(text):
        return text
    for place in range(0, len(parts), 2):
        if _acts(parts, place, parts[place]):
            parts[place] = "'" + parts[place]
    return "".join(parts)


def original(cell: str) -> str:
    """The text that `inert` made this cell from; other cells come back unchanged."""
    parts = _CUTS.split(cell)
    if len(parts) == 1 and _PLAIN_NUMBER.fullmatch(cell[1:]):
        return cell
    for place in range(0, len(parts), 2):
        if parts[place].startswith("'") and _acts(parts, place, parts[place][1:]):
            parts[place] = parts[place][1:]
    return "".join(parts)


def write(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = False
) -> str:
    """A CSV file as text: the header, then the rows, each as long as the header.

    ``bom`` puts a byte order mark in front, by which Excel knows UTF-8.
    ``ValueError`` if a row is longer or shorter.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for cells in (header, *rows):
        if len(cells) != len(header):
            raise ValueError(f"{len(cells)} cells under {len(header)} columns")
        writer.writerow([_written(cell) for cell in cells])
    return (BOM if bom else "") + out.getvalue()


def read(data: bytes, *, most_rows: int) -> list[Row]:
    """The rows of a CSV file, header first; rows without any text are left out.

    Takes what `write` makes and what spreadsheets make of it: with or without a
    byte order mark, any line ends, and semicolons or tabs for commas if the header
    has them. Raises `BadCsv`.
    """
    text = _decoded(data)
    first = text.partition("\n")[0].partition("\r")[0]
    separator = max(",;\t", key=first.count)
    rows: list[Row] = []
    for line, written in _parsed(text, separator):
        if any(len(cell) > LONGEST_CELL for cell in written):
            raise _too_long(line)
        cells = tuple(original(cell) for cell in written)
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) > most_rows:
            raise BadCsv(
                f"The file has more than {most_rows:,} rows below the header. "
                "Divide it into several files.",
                line=line,
            )
        rows.append(Row(line, cells))
    return rows


def _acts(parts: list[str], place: int, segment: str) -> bool:
    """Whether the segment at this place would begin a formula, or cut the cell off.

    It does with an apostrophe in front as well, which is why apostrophes can be
    taken off again.
    """
    if _FORMULA.match(segment):
        return True
    is_cut_off = place == 0 and len(parts) > 1 and parts[1] != ";"
    return is_cut_off and _PASSED_OVER.fullmatch(segment) is not None


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    text = _UNSTORABLE.sub("\ufffd", str(cell))
    return inert(text)


def _decoded(data: bytes) -> str:
    hint = "Save it as “CSV UTF-8”."
    if data.startswith(_UTF16_MARKS):
        raise BadCsv(f"The file is in UTF-16. {hint}")
    try:
        text = data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadCsv(f"The file is not in UTF-8. {hint}", line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadCsv(f"The file holds a NUL, which no text does. {hint}", line=line)
    return text


def _parsed(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise _too_long(line) from error
        raise BadCsv(
            "The row cannot be read: a quotation mark inside a cell is doubled, and a "
            "cell that holds one, a line break or a separator stands in quotation "
            "marks, which must be closed.",
            line=line,
        ) from error


def _too_long(line: int) -> BadCsv:
    return BadCsv(
        f"A cell is longer than {LONGEST_CELL:,} characters. Shorten it, or look for "
        "a quotation mark that is not closed.",
        line=line,
    )

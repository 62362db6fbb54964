"""CSV that does nothing in a spreadsheet and loses nothing on the way."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factcheck.lib import csvsafe
from factcheck.lib.csvsafe import BadCsv
from tests.timing import repeated, slowness

ACTING = "=+-@|%＝＋－＠｜％"
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
# Mostly the characters that the rule is about, so that short texts meet it.
HOSTILE = st.text(
    st.one_of(st.sampled_from(ACTING + " '\"\t\r\n;,5.eE\ufeff"), STORABLE)
)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("|calc", "'|calc"),
        ("%0A", "'%0A"),
        ("＝1+1", "'＝1+1"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ('"=1"', '\'"=1"'),
        ("“=1”", "'“=1”"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\x01=1", "'\x01=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        (" \nx", "' \nx"),
        ("\t=1", "'\t'=1"),
        ("a;=1", "a;'=1"),
        ("a;b", "a;b"),
        ("a\n=1\r\n-2", "a\n'=1\r\n'-2"),
        ("-5;=1", "'-5;'=1"),
        ("'-5", "''-5"),
        ("- a list", "'- a list"),
        ("-5", "-5"),
        ("+5", "+5"),
        ("-1.5e-3", "-1.5e-3"),
        ("-٥", "'-٥"),
        ("-5\n", "'-5\n"),
        ("-" + "9" * 41, "'-" + "9" * 41),
        ("'t Veld", "'t Veld"),
        ("12%", "12%"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_acts_gets_an_apostrophe_that_goes_again(text: str, cell: str) -> None:
    assert csvsafe.inert(text) == cell
    assert csvsafe.original(cell) == text


@pytest.mark.parametrize("cell", ["'-5", "'t Veld", "'", "''", "-5", "=1"])
def test_an_apostrophe_that_writing_would_not_put_stays(cell: str) -> None:
    assert csvsafe.original(cell) == cell


@given(HOSTILE)
@example("'\t")
@example("'-5")
@example("\r\n=")
def test_no_cell_begins_like_a_formula_and_every_cell_comes_back(text: str) -> None:
    cell = csvsafe.inert(text)

    assert csvsafe.original(cell) == text
    try:
        float(cell)  # a number acts as a number
    except ValueError:
        assert not cell.lstrip(" ").startswith((*"=+-@|%\t\r", *"＝＋－＠"))
        for segment in csvsafe._CUTS.split(cell)[2::2]:
            assert not segment.lstrip(' "').startswith(tuple("=+-@|%"))


@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE)), st.booleans())
@example([("", "", "\r")], False)  # noqa: FBT003 - hypothesis
def test_a_table_comes_back_as_it_was(
    rows: list[tuple[str, str, str]],
    bom: bool,  # noqa: FBT001 - hypothesis
) -> None:
    header = ("name", "domain", "reason")

    text = csvsafe.write(header, rows, bom=bom)
    back = csvsafe.read(text.encode(), most_rows=1000)

    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in back] == [header, *kept]


@given(st.lists(HOSTILE, min_size=2, max_size=2))
def test_any_other_reader_of_csv_sees_the_same_cells(cells: list[str]) -> None:
    text = csvsafe.write(("a", "b"), [cells])

    (_, row) = csv.reader(io.StringIO(text, newline=""))

    assert row == [csvsafe.inert(cell) for cell in cells]


@given(st.text(st.characters(), max_size=20))
def test_any_text_becomes_utf_8_without_nul(text: str) -> None:
    written = csvsafe.write(("a",), [(text,)]).encode()

    assert b"\0" not in written


def test_numbers_nothing_and_what_utf_8_cannot_hold() -> None:
    text = csvsafe.write(
        ("a", "b", "c", "d"), [(-5, -0.5, None, "x\0=\ud800")], bom=True
    )

    assert text == "\ufeffa,b,c,d\r\n-5,-0.5,,x\ufffd=\ufffd\r\n"


def test_a_row_of_another_length_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="3 cells under 2 columns"):
        csvsafe.write(("a", "b"), [("1", "2", "3")])


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\r\n1,2\r\n",
        b"\xef\xbb\xbfa,b\n1,2",
        b"a,b\r1,2\r",
        b"a;b\r\n1;2\r\n",
        b"a\tb\n1\t2\n",
        b'"a","b"\n"1","2"\n',
        b"a,b\n\n,\n 1,2".replace(b" ", b""),
    ],
)
def test_what_spreadsheets_make_of_it_is_read(data: bytes) -> None:
    assert [row.cells for row in csvsafe.read(data, most_rows=9)] == [
        ("a", "b"),
        ("1", "2"),
    ]


def test_a_row_knows_the_line_it_begins_on() -> None:
    data = b'a,b\n"1\n2\r\n3",x\n\n4,5\n'

    assert [row.line for row in csvsafe.read(data, most_rows=9)] == [1, 2, 6]


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        ("a\nü".encode("cp1252"), "not in UTF-8", 2),
        ("a,b\n1,2".encode("utf-16"), "in UTF-16", None),
        ("a,b\n1,2".encode("utf-16-le"), "NUL", 1),
        (b"a\n\xed\xa0\x80", "not in UTF-8", 2),  # a surrogate
        (b"a\nb\0c", "NUL", 2),
        (b'a,b\n1,2\n"3,4\n5,6', "must be closed", 3),
        (b'a,b\n"1"2,3', "doubled", 2),
        (b"a\n" + b"x" * 1_000_000, "longer than 100,000", 2),
        (b"a\n" + b"x" * 100_001, "longer than 100,000", 2),
        (b"a\n" + b"x\n" * 11, "more than 10 rows", 12),
    ],
)
def test_what_cannot_be_read_is_said(
    data: bytes, message: str, line: int | None
) -> None:
    with pytest.raises(BadCsv, match=message) as refused:
        csvsafe.read(data, most_rows=10)

    assert refused.value.line == line


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["'", "\t", ";", ' "', "\t=", "'=;", "9"])
def test_a_long_cell_takes_no_more_than_in_proportion(unit: str) -> None:
    def there_and_back(text: str) -> None:
        assert csvsafe.original(csvsafe.inert(text)) == text

    assert not slowness(there_and_back, repeated(unit), 250_000)

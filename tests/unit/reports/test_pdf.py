"""A report as PDF: all of it, readable by everybody, the same bytes, nothing run."""

from __future__ import annotations

import ctypes
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from claims.reports.composing import Imprint, compose
from claims.reports.document import Document
from claims.reports.facts import WeekFacts
from claims.reports.rendering.pdf import render
from claims.verdicts.states import Verdict
from tests.weekly import (
    LONG_SPEAKER,
    RIGHT_TO_LEFT,
    decision,
    facts,
    full,
    payload,
)

ROOT = Path(__file__).parents[3]
IMPRINT = Imprint(sha256="b" * 64, made="2026-11-23T06:00:00+00:00")
LACKING = "fonts lack some characters"


def document(given: WeekFacts | None = None) -> Document:
    return compose(payload(given), IMPRINT)


@pytest.fixture
def opened() -> Iterator[list[pypdfium2.PdfDocument]]:
    """Files to close."""
    files: list[pypdfium2.PdfDocument] = []
    yield files
    for file in files:
        file.close()


def pages(pdf: bytes) -> list[str]:
    """The text of each page; blanks are all alike."""
    file = pypdfium2.PdfDocument(pdf)
    try:
        found = [page.get_textpage().get_text_bounded() for page in file]
    finally:
        file.close()
    return [" ".join(text.split()) for text in found]


def text_of(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def rights(pdf: bytes) -> Iterator[tuple[float, float]]:
    """The width of each page, and how far its characters go."""
    file = pypdfium2.PdfDocument(pdf)
    for page in file:
        text = page.get_textpage()
        ends = [text.get_charbox(place)[2] for place in range(text.count_chars())]
        yield page.get_width(), max(ends)
    file.close()


def addresses(pdf: bytes) -> set[str]:
    """Where links lead."""
    file = pypdfium2.PdfDocument(pdf)
    found = set()
    for page in file:
        place, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, place, link):
            action = raw.FPDFLink_GetAction(link)
            length = raw.FPDFAction_GetURIPath(file, action, None, 0)
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(file, action, buffer, length)
            found.add(buffer.value.decode())
    file.close()
    return found - {""}


def test_every_page_says_of_which_report_it_is() -> None:
    found = pages(render(document()))

    assert len(found) > 3
    for number, page in enumerate(found, start=1):
        assert "Weekly claim report 2026-W47 · no. 3" in page
        assert "The Norland Desk" in page
        assert f"Page {number} of {len(found)}" in page


def test_all_of_the_document_is_in_it() -> None:
    given = document()
    found = text_of(render(given))

    for section in given.sections:
        assert section.title in found
    for line in given.lines:
        assert line.name in found
    for number in (1, 9, 10, 19):
        assert f"the levy would rise by {number} % in May" in found
    assert "Charges remain unchanged until further notice." in found
    assert "https://port.example/tariff" in found
    assert "Left uncorrected" in found


def test_it_says_what_it_is() -> None:
    pdf = render(document())

    file = pypdfium2.PdfDocument(pdf)
    about = file.get_metadata_dict()
    is_tagged = raw.FPDFCatalog_IsTagged(file)
    chapters = [one.get_title() for one in file.get_toc()]
    file.close()
    assert about["Title"] == "Weekly claim report 2026-W47"
    assert about["Author"] == "The Norland Desk"
    assert about["CreationDate"] == "D:20261123000000Z"  # the cut-off
    assert is_tagged
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/Lang (en-GB)" in pdf or b"/Lang(en-GB)" in pdf
    assert "Key figures" in chapters


def test_the_same_document_gives_the_same_bytes_in_any_process() -> None:
    here = hashlib.sha256(render(document())).hexdigest()
    code = (
        "import django; django.setup()\n"
        "from tests.unit.reports.test_pdf import *\n"
        "print(hashlib.sha256(render(document())).hexdigest())"
    )

    there = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert there == here


def test_an_empty_week_is_short_and_whole() -> None:
    found = pages(render(document(facts())))

    assert len(found) <= 3
    assert "Nothing was decided in this week." in " ".join(found)
    assert LACKING not in " ".join(found)


def test_five_hundred_disputed_claims_are_all_there() -> None:
    decisions = [decision(number, Verdict.DISPUTED) for number in range(500)]

    found = pages(render(document(full(decisions))))

    assert len(found) < 40
    text = " ".join(found)
    for number in range(500):
        assert f"by {number} % in May" in text


def test_only_the_first_rows_are_printed_and_it_says_so() -> None:
    decisions = [decision(number, Verdict.DISPUTED) for number in range(900)]

    assert "more rows are in the CSV" in text_of(render(document(full(decisions))))


def test_arabic_and_hebrew_have_letters() -> None:
    claims = [
        decision(1, speaker=RIGHT_TO_LEFT, content="قالت الوزيرة إن الرسوم سترتفع"),
        decision(2, speaker="שרה כהן", content="האגרה תעלה ב-4 אחוזים"),
    ]

    pdf = render(document(full(claims)))

    assert LACKING not in text_of(pdf)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf  # no letter is missing


def test_what_has_no_letters_is_said() -> None:
    pdf = render(document(full([decision(1, speaker="李明")])))

    assert LACKING in text_of(pdf)
    assert b"pdfuaid" not in pdf


def test_long_names_and_endless_words_stay_on_the_page() -> None:
    claims = [decision(1, speaker=LONG_SPEAKER[:300], content="z" * 300)]

    pdf = render(document(full(claims)))

    assert all(right <= width - 50 for width, right in rights(pdf))
    assert text_of(pdf).replace(" ", "").count("z") >= 300


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*bold* _it_ $x$ `code` <label> @ref \\ // no",
        "= Heading",
        "<script>alert(1)</script>",
        "#[",
        '")] #eval("1")',
    ],
)
def test_what_looks_like_markup_is_text(words: str) -> None:
    claims = [decision(1, speaker=words, content=words, title=words, cue=words)]

    found = text_of(render(document(full(claims))))

    assert found.count(words) >= 3


def test_controls_and_halves_of_characters_are_shown_as_such() -> None:
    claims = [decision(1, content="a\x00b\x1bc\ud800d\u202ee")]

    pdf = render(document(full(claims)))

    assert "a�b�c�d�e" in text_of(pdf)


def test_links_lead_to_the_web_alone() -> None:
    claims = [
        decision(1, url="https://gazette.example/1"),
        decision(2, url="javascript:alert(1)"),
        decision(3, url="file:///etc/passwd"),
    ]

    found = addresses(render(document(full(claims))))

    assert "https://gazette.example/1" in found
    assert "https://port.example/tariff" in found
    assert all(one.startswith("https://") for one in found)

"""Bylines, staff notes, credits and captions are told from paragraphs."""

from __future__ import annotations

import pytest

from sources.reading.body import Piece
from sources.reading.document import BlockKind
from sources.reading.lines import byline_names, classify

PARAGRAPHS = [
    Piece(
        BlockKind.PARAGRAPH, f"Paragraph {number} of the article says that it rained."
    )
    for number in range(10)
]


def kind_at_top(line: str) -> str:
    return classify([Piece(BlockKind.PARAGRAPH, line), *PARAGRAPHS])[0].kind.value


def kind_at_end(line: str) -> str:
    return classify([*PARAGRAPHS, Piece(BlockKind.PARAGRAPH, line)])[-1].kind.value


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "by Jane Doe",
        "BY JANE DOE",
        "By: Jane Doe",
        "By Jane Doe and Li Wei",
        "By Jane Doe, Li Wei and Ana de la Cruz",
        "By Jane O’Neil-Smith, Reuters",
        "By Jane Doe | Staff Writer",
        "By Wilf Garrowby, local democracy reporter",
        "Jane Doe reports",
        "Jane Doe reports from Kyiv.",
        "Written by J. R. Hartley",
        "Reporting by Jane Doe; Editing by Li Wei",
        "(Additional reporting by Jane Doe in Kyiv)",
        "Reuters contributed to this report.",
        "The Associated Press contributed to this story.",
        "(Reuters)",
        "(Norland Press Agency)",
        "[AP/Reuters]",
        "Li Wei contributed reporting to this article from Beijing.",
        "Published 27 November 2023",
        "Updated: Nov 27, 2023 10:15 GMT",
        "Tuesday 28 November 2023",
    ],
)
def test_bylines_and_credits(line: str):
    assert kind_at_top(line) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "The Coastal News Staff is a team of journalists in Norland.",
        "Jane Doe is a journalist.",
        "Jane Doe is the Gazette’s political correspondent.",
        "Jane Doe is a senior investigative reporter based in London.",
        "Jane Doe and Li Wei are freelance reporters.",
        "Jane Doe writes about the sea for Oolite.",
        "Jane Doe covers housing.",
        "Follow her on Twitter @janedoe",
        "About the author: Jane has reported since 1999.",
        "© 2023 Norland Press. All rights reserved.",
        "This article was originally published by The Conversation.",
        "Sign up for our newsletter.",
        "Read more: What the bridge cost",
    ],
)
def test_staff_notes_and_housekeeping_at_the_end(line: str):
    assert kind_at_end(line) == "about"


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Jane Doe/Norland Press",
        "Image credit: Jane Doe",
        "File photo by Jane Doe",
        "The bridge at dawn. (AP Photo/Jane Doe)",
        "The bridge at dawn. [Photo: Jane Doe]",
        "The bridge at dawn. (Jane Doe/Getty Images)",
    ],
)
def test_captions(line: str):
    assert kind_at_top(line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday, the water had risen to the windows.",
        "By all accounts the minister said nothing.",
        "The ministry reports a fall in exports.",
        "The agency reports that exports fell by a third in the spring.",
        "LONDON (Reuters) - The minister said on Monday that taxes would rise.",
        "KYIV, Nov. 27 (AP) — Officials denied it.",
        "Evan Doe is a reporter who was detained in March, officials said.",
        "Jane Doe is a journalist accused of libel.",
        "“He is a journalist,” the judge said.",
        "The minister is an economist.",
        "She reports to the president.",
        "Photographs of the bridge were shown to the court.",
        "The video, the police said, had been edited.",
        "The report was published on 27 November 2023 and runs to 61 pages in all.",
    ],
)
def test_sentences_of_an_article_stay_paragraphs(line: str):
    assert kind_at_top(line) == "paragraph"
    assert kind_at_end(line) == "paragraph"


def test_a_staff_note_in_the_middle_is_news():
    note = Piece(BlockKind.PARAGRAPH, "Jane Doe is a journalist.")

    marked = classify([*PARAGRAPHS, note, PARAGRAPHS[0]])

    assert {piece.kind for piece in marked} == {BlockKind.PARAGRAPH}


def test_several_closing_lines_are_all_marked():
    closing = ["Jane Doe is a reporter.", "Reporting by Li Wei", "© 2023 Norland Press"]

    marked = classify([*PARAGRAPHS, *(Piece(BlockKind.PARAGRAPH, x) for x in closing)])

    assert [piece.kind.value for piece in marked[-4:]] == [
        "paragraph",
        "about",
        "byline",
        "about",
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe, Reuters", "Jane Doe"),
        ("By Jane Doe and Li Wei", "Jane Doe and Li Wei"),
        ("Jane Doe reports from Kyiv", "Jane Doe"),
        ("By Tuesday, it rained.", ""),
        ("By " + "Aa " * 1_000, ""),
    ],
)
def test_names_of_a_byline(line: str, names: str):
    assert byline_names(line) == names

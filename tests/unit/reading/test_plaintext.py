"""Pasted text: what each line is, without a character changed."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from sources.reading import ReadableDocument, read, read_text
from sources.reading.errors import Empty, TooLarge

LONG = (
    "The council of Aldmoor voted on Tuesday to close the bridge for a year, after an "
    "inspector said that its cables were “thinner than anybody had assumed”."
)
OTHER = (
    "Traders on the east bank fear for their shops. “A year is a long time to sell "
    "fish to nobody,” said Maud Ellerqvist, who has kept a stall there since 1988."
)


def cut(document: ReadableDocument) -> list[tuple[str, str]]:
    return [
        (block.kind.value, document.text[block.start : block.end])
        for block in document.blocks
    ]


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in read_text(text).blocks]


def test_the_first_line_without_a_full_stop_is_the_headline():
    document = read_text(f"Bridge to close for a year\n{LONG}\n{OTHER}\n")

    assert cut(document) == [
        ("headline", "Bridge to close for a year"),
        ("paragraph", LONG),
        ("paragraph", OTHER),
    ]
    assert document.title == "Bridge to close for a year"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LONG, ["paragraph"]),
        ("A line alone", ["paragraph"]),
        (f"{LONG}\n\n{OTHER}", ["paragraph", "paragraph"]),
        (f"Will the bridge close?\n\n{LONG}", ["headline", "paragraph"]),
        (f"He resigned.\n\n{LONG}", ["paragraph", "paragraph"]),
        (f"\n\n  Bridge to close  \n\n\n{LONG}\n \n", ["headline", "paragraph"]),
        (f"{'word ' * 70}\n{LONG}", ["paragraph", "paragraph"]),
        (
            f"Bridge to close\n\n- {OTHER}\n- {OTHER}",
            ["headline", "list_item", "list_item"],
        ),
        (f"Bridge to close\nBy Jane Doe\n{LONG}", ["headline", "byline", "paragraph"]),
        (
            f"Bridge to close\nJane Doe and Li Wei\n27 November 2023\n{LONG}",
            ["headline", "paragraph", "byline", "paragraph"],
        ),
        (
            f"Bridge to close\nPublished: Nov. 27, 2023, 10:15\n{LONG}",
            ["headline", "byline", "paragraph"],
        ),
    ],
)
def test_kinds_of_blocks(text: str, expected: list[str]):
    assert kinds(text) == expected


def test_hard_wrapped_text_is_joined_without_being_changed():
    wrapped = "\n\n".join(textwrap.fill(part, 72) for part in (LONG, OTHER))
    text = f"Bridge to close for a year\n\n{wrapped}\n"

    document = read_text(text)

    assert document.text == text
    assert [kind for kind, _ in cut(document)] == ["headline", "paragraph", "paragraph"]
    assert [" ".join(words.split()) for _, words in cut(document)][1:] == [LONG, OTHER]


def test_hard_wrapped_text_without_blank_lines_breaks_after_short_lines():
    text = "\n".join(textwrap.fill(part, 66) for part in (LONG, OTHER, LONG))

    document = read_text(text)

    assert [" ".join(words.split()) for _, words in cut(document)] == [
        LONG,
        OTHER,
        LONG,
    ]


def test_short_one_sentence_lines_are_paragraphs_of_their_own():
    text = "\n".join(
        ["He said it was late.", "She said it was early.", "They left."] * 3
    )

    assert kinds(text) == ["paragraph"] * 9


def test_line_ends_of_other_systems_give_the_same_blocks():
    text = f"Bridge to close\n\n{LONG}\n\n{OTHER}"

    assert read_text(text.replace("\n", "\r\n")) == read_text(text)
    assert read(text.replace("\n", "\r").encode()).blocks == read_text(text).blocks


def test_a_given_title_is_used_and_the_text_is_left_alone():
    document = read_text(f"{LONG}\n\n{OTHER}", title="  Bridge\nto close ")

    assert document.title == "Bridge to close"
    assert document.text == f"{LONG}\n\n{OTHER}"


def test_byline_and_date_are_read_from_their_lines():
    document = read_text(
        f"Bridge to close\nBy Jane Doe, Reuters\n27 November 2023\n{LONG}"
    )

    assert document.byline == "Jane Doe"
    assert document.published is not None
    assert document.published.date.isoformat() == "2023-11-27"
    assert document.published.written == "27 November 2023"


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\x00\x01\x02", "\ufeff"])
def test_a_text_of_nothing_is_refused(text: str):
    with pytest.raises(Empty):
        read_text(text)


def test_a_text_over_the_limit_is_refused_with_both_figures():
    with pytest.raises(TooLarge, match=r"1,000,001 characters; the limit is 1,000,000"):
        read_text("a" * 1_000_001)


@pytest.mark.shared
def test_the_article_the_project_was_ordered_with():
    path = Path(__file__).parents[4] / "shared" / "articles" / "truce.txt"
    if not path.exists():
        pytest.skip("needs the shared folder beside the repository")

    document = read(path.read_bytes())
    blocks = cut(document)

    assert [kind for kind, _ in blocks] == ["headline", *["paragraph"] * 15, "about"]
    assert document.title.startswith("US reportedly seeks")
    assert (
        blocks[-1][1] == "The All Israel News Staff is a team of journalists in Israel."
    )
    assert document.skipped == ((document.blocks[-1].start, document.blocks[-1].end),)
    assert document.language == "en"

"""A report as Markdown, read again by a parser as its readers will."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claims.reports.composing import Imprint, compose
from claims.reports.document import Card, Cards, Section
from claims.reports.rendering.markdown import escape, render
from tests.unit.reports.hostile import everywhere
from tests.weekly import decision, facts, full, payload

IMPRINT = Imprint(sha256="b" * 64, made="2026-11-23T06:00:00+00:00")
HOSTILE = (
    "# 1. - > | a | b |\n\n---\n<b>x</b> `c` **d** _e_ [f](javascript:g) ![h](i) "
    "&lt; \\ ~~j~~ <https://k.example>\u2028```\n"
)
HARMLESS = frozenset(
    "heading_open heading_close inline paragraph_open paragraph_close table_open "
    "table_close thead_open thead_close tbody_open tbody_close tr_open tr_close "
    "th_open th_close td_open td_close bullet_list_open bullet_list_close "
    "list_item_open list_item_close blockquote_open blockquote_close text strong_open "
    "strong_close link_open link_close".split()
)


def read(text: str) -> list[Token]:
    """The tokens of a text, those within lines as well."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    return [
        one
        for token in tokens
        for one in (token, *(token.children or ()))
        # What stands for an escaped character has a type of its own.
        if one.type != "text_special"
    ]


def said(text: str) -> str:
    """What a reader sees of one paragraph."""
    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    assert shown.startswith("<p>")
    assert shown.endswith("</p>\n")
    inner = shown[3:-5]
    assert "<" not in inner
    return html.unescape(inner)


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "a # b #", "- no list", "+ no list", "* no list", "1. no list",
        "12) no list", "> no quotation", "---", "===", "| no | table |", "`no code`",
        "```", "~~~", "**bold** _it_", "[no](link)", "![no](picture)", "<b>no</b>",
        "<https://no.example>", "&amp; &lt;", "a\\b", "\\", "\\|", "[a]: http://b",
        "$x$", "~~no~~", "",
    ],
)  # fmt: skip
def test_text_is_read_as_it_was(text: str) -> None:
    assert said(escape(text) or "-\u200b") == (text or "-\u200b")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf", "Zs"])))
def test_any_text_is_read_as_it_was(text: str) -> None:
    if text:
        assert said(escape(text)) == text


@pytest.mark.parametrize("space", ["\n", "\r\n", "\n\n", "\u2028", "\x85", "\v", "\t"])
def test_a_line_break_in_a_text_begins_no_line(space: str) -> None:
    assert len(escape(f"a{space}# b").splitlines()) == 1


def test_what_turns_the_direction_of_a_page_is_left_out() -> None:
    assert escape("a\u202e\u2067b\u2069") == "ab"


def test_hostile_text_in_any_place_stays_text() -> None:
    document = everywhere(
        compose(payload(), IMPRINT), lambda text: f"{HOSTILE}{text}" if text else ""
    )

    tokens = read(render(document))

    assert {one.type for one in tokens} <= HARMLESS
    assert [one for one in tokens if one.type == "link_open"] == []


def test_tables_keep_their_columns() -> None:
    hostile = compose(payload(), IMPRINT)
    hostile = everywhere(hostile, lambda text: f"a|b\\|{text}\\")

    rows: list[int] = []
    heads: list[int] = []
    for one in read(render(hostile)):
        match one.type:
            case "tr_open":
                rows.append(0)
            case "td_open":
                rows[-1] += 1
            case "th_open":
                heads.append(1)

    plain = read(render(compose(payload(), IMPRINT)))
    assert sum(rows) == sum(one.type == "td_open" for one in plain)
    assert len(heads) == sum(one.type == "th_open" for one in plain)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("https://a.example/b_(c)|d`e", "https://a.example/b%5F%28c%29%7Cd%60e"),
        ("https://a.example/?b=1&amp;c", "https://a.example/?b=1&amp;c"),
        ("javascript:alert(1)", None),
        ("https://a.example/ b", None),
    ],
)
def test_links_lead_where_they_say(url: str, expected: str | None) -> None:
    made = compose(payload(facts()), IMPRINT)
    card = Card(id="1", content="c", voice="v", place="a [title]", url=url, marks=[])
    blocks = [Section("cards", "Cards", [Cards([card])])]
    values = {name: getattr(made, name) for name in made.__slots__}

    tokens = read(render(type(made)(**values | {"sections": blocks})))

    links = [one.attrGet("href") for one in tokens if one.type == "link_open"]
    assert links == ([] if expected is None else [expected])


def test_what_is_on_the_page_is_in_the_text() -> None:
    text = render(compose(payload(), IMPRINT))

    assert text.startswith("# Weekly claim report 2026-W47\n")
    assert text.endswith(".\n")
    assert "| corroborated | 8 of 8, 100\u00a0% (67\u00a0to\u00a0100\u00a0%) |" in text
    assert "- Is it so? **disputed** (2 votes, reviewers agreed" in text
    assert (
        "[Port authority, tariff of charges 2026](https://port.example/tariff)" in text
    )


def test_the_same_document_gives_the_same_text() -> None:
    assert render(compose(payload(), IMPRINT)) == render(compose(payload(), IMPRINT))


def test_an_empty_week_has_no_empty_table() -> None:
    assert "|" not in render(compose(payload(facts()), IMPRINT))


def test_rows_that_are_left_out_are_counted() -> None:
    many = [decision(number) for number in range(50 + 450 + 7)]

    text = render(compose(payload(full(many)), IMPRINT))

    assert "7 more rows are in the CSV." in text

"""Links keep their places in the text and lead to plain web addresses only."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading import MAX_LINKS, Link, Refused, read
from tests.properties import examples
from tests.unit.reading.pages import BODY, FIRST, SECOND, links, page

URL = "https://gazette.example/news/bridge"


def test_a_link_slices_its_words_and_is_absolute():
    body = (
        "<p>The  <a href='/doc/1#p2'> council\n <b>of</b> Aldmoor</a>, it said on "
        "Tuesday, has no other bridge.</p>"
    )

    document = read(page(f"{BODY}{body}"), url=URL)

    assert links(document) == [
        ("council of Aldmoor", "https://gazette.example/doc/1#p2")
    ]
    assert "The council of Aldmoor, it said on Tuesday, has" in document.text


def test_links_of_a_page_with_a_base_are_relative_to_it():
    body = f"{BODY}<p>It was in <a href='b?c=1'>the report</a> of the inspector.</p>"

    document = read(page(body, "<base href='https://docs.example/a/'>"), url=URL)

    assert links(document) == [("the report", "https://docs.example/a/b?c=1")]


def test_a_link_over_several_blocks_is_one_in_each():
    body = f"<div>{FIRST} <a href='/x'>One<br><br>two</a> {SECOND}</div>"

    document = read(page(body), url=URL)

    address = "https://gazette.example/x"
    assert links(document) == [("One", address), ("two", address)]


def test_a_relative_link_of_a_page_from_nowhere_is_dropped():
    document = read(page(f"<p>{FIRST} <a href='/x'>More of it</a> {SECOND}</p>"))

    assert document.links == ()


def test_links_left_out_with_their_block_are_left_out():
    body = f"<div>{BODY}<p><a href='/1'>A story about fish</a></p></div>"

    assert read(page(body), url=URL).links == ()


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "ftp://a.example/",
        "#part",
        "",
        " ",
        "https://user:pass@a.example/",
        "http://[half",
        "http://a.example:port/",
        "https://",
        "https://a.example/" + "x" * 2_000,
        "https://a.example/&#127;",
        "https://a.example/\u202e",
    ],
)
def test_addresses_other_than_plain_web_ones_are_dropped(href: str):
    body = f"{BODY}<p>It was in <a href='{href}'>the report</a> of the inspector.</p>"

    document = read(page(body), url=URL)

    assert document.links == ()
    assert "It was in the report of the inspector." in document.text


@pytest.mark.parametrize(
    ("href", "address"),
    [
        (" https://a.example/b c ", "https://a.example/b%20c"),
        ("https://a.example/b\n\tc", "https://a.example/bc"),
        ("//a.example", "https://a.example"),
        ("?page=2", URL + "?page=2"),
        ("HTTPS://a.example/ü", "https://a.example/ü"),
    ],
)
def test_addresses_are_read_as_browsers_read_them(href: str, address: str):
    body = f"{BODY}<p>It was in <a href='{href}'>the report</a> of the inspector.</p>"

    assert links(read(page(body), url=URL)) == [("the report", address)]


def test_the_number_of_links_is_limited():
    body = "<p>" + "<a href='/x'>y</a> they said. " * (MAX_LINKS + 5)

    document = read(page(body), url=URL)

    assert len(document.links) == MAX_LINKS


def test_a_link_without_words_is_none():
    body = f"{BODY}<p>Look<a href='/x'> <img src=y> </a>here, said the inspector.</p>"

    document = read(page(body), url=URL)

    assert document.links == ()
    assert "Look here, said" in document.text


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_a_link_of_no_length_cannot_be_made(start: int, end: int):
    with pytest.raises(ValueError, match="not a link"):
        Link(start, end, URL)


# --- For every input ---------------------------------------------------------

BLANKS = st.sampled_from(["", " ", "\n", "\t ", "\u2003", "\u00a0", "&nbsp;", "&#13;"])
PIECES = st.sampled_from([
    "word", "e\u0301", "😀", "\u200b", "&#0;", "&#1;", "&#133;", "\ufeff", "&amp;",
    "<b>bold</b>", "<i> in </i>", "<!-- no -->", "<span class='ad'>Buy</span>", "<br>",
    "\u202e", "&#xd800;", "&#x1f600;", "<img src=x>", "<sup>2</sup>", "½", "\x85",
])  # fmt: skip
INSIDE = st.lists(st.one_of(PIECES, BLANKS), max_size=6).map("".join)
HREFS = st.sampled_from([
    "/x", "https://a.example/", "javascript:x", "#y", "", "//b.example/?q=1&amp;r=2",
    "http://[", "?", "..", "https://a.example/ x", "\u202e", "&#0;",
])  # fmt: skip
ANCHORS = st.tuples(HREFS, INSIDE).map(lambda a: f"<a href='{a[0]}'>{a[1]}</a>")
PARAGRAPHS = st.lists(st.one_of(INSIDE, ANCHORS, BLANKS), max_size=8).map(
    lambda parts: f"<p>{FIRST} {''.join(parts)}</p>"
)


@examples(300)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=4).map("".join))
def test_links_of_hostile_paragraphs_lie_inside_a_block(body: str):
    document = read(page(body), url=URL)

    end = 0
    for link in document.links:
        words = document.text[link.start : link.end]
        assert end <= link.start < link.end <= len(document.text)
        assert words == " ".join(words.split())
        assert link.url.startswith(("http://", "https://"))
        assert any(b.start <= link.start and link.end <= b.end for b in document.blocks)
        end = link.end


WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=6),
    max_size=4,
).map(" ".join)


@examples(300)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_every_link_is_the_words_of_its_anchor(pairs: list[tuple[str, str]]):
    inside = "".join(
        f"{html.escape(before)}<a href='/{index}'>{html.escape(words)}</a>"
        for index, (before, words) in enumerate(pairs)
    )
    body = f"<p>{FIRST} The end of it.</p><p>{FIRST} {inside} {FIRST}</p>"

    document = read(page(body), url="https://a.example/")

    expected = []
    for index, (_, words) in enumerate(pairs):
        shown = " ".join(words.replace("\ufeff", "").split())
        if shown:
            expected.append((shown, f"https://a.example/{index}"))
    assert links(document) == expected


MARKUP = st.lists(
    st.sampled_from([
        "<a href='/x'>", "</a>", "<p>", "</p>", "<div>", "</div>", "<td>", "<tr>",
        "<table>", "</table>", "<br>", "<li>", "<h2>", "<a href='javascript:x'>", FIRST,
        "<base href='http://b.example'>", "<base href='javascript:x'>", "word", " ",
        "<blockquote class='tweet'>", "</blockquote>", "&#0;", "\ufeff", "<a href>",
    ]),
    max_size=50,
).map("".join)  # fmt: skip


@examples(300)
@given(MARKUP)
def test_links_of_broken_markup_keep_every_promise(markup: str):
    try:
        document = read(page(markup), url=URL)
    except Refused:
        return

    end = 0
    for link in document.links:
        words = document.text[link.start : link.end]
        assert end <= link.start < link.end <= len(document.text)
        assert words == " ".join(words.split())
        assert link.url.startswith(("http://", "https://"))
        assert len(link.url) <= 2_000
        end = link.end

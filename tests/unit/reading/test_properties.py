"""What holds for every input."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sources.reading import ReadableDocument, Refused, read, read_text
from tests.properties import examples

WORDS = st.sampled_from([
    "He said", "it rained.", "“Yes,”", "By Jane Doe", "\n", "\n\n", "\r\n", "\r",
    "\ud800", "😀", "e\u0301", "\u202e", "- item", "Photo: x", "\t", "  ", "x" * 90,
    "'", '"', "\x00",
    "Jane Doe is a journalist.", "27 November 2023", "\u2028", "\x0c", "\ufeff",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join))
TAGS = st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<div class='tags'>", "<article>", "</article>",
    "<h1>", "</h1>", "<h2>", "<br>", "<ul><li>", "<a href='/x'>", "</a>", "<b>", "</b>",
    "<blockquote class='twitter-tweet'>", "<p class='standfirst'>", "<!--", "-->", "<",
    "<title>", "</title>", "<script>", "</script>", "<form>", "&amp;", "&#0;",
    "&#xd800;",
    "<meta charset='utf-16'>", "<link rel=canonical href='javascript:x'>", "<time>",
    "The council voted on Tuesday to close the bridge for a year.",
])  # fmt: skip
PAGES = st.lists(st.one_of(TAGS, WORDS), max_size=60).map(" ".join)


def check(document: ReadableDocument) -> None:
    text = document.text
    text.encode("utf-8")
    assert "\x00" not in text
    assert "\r" not in text
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        assert not text[end : block.start].strip()
        words = text[block.start : block.end]
        assert words == words.strip()
        end = block.end
    assert not text[end:].strip()
    assert 0 <= document.language_probability <= 1


@given(TEXTS)
def test_blocks_of_pasted_text_cover_it_in_order(text: str):
    try:
        document = read_text(text)
    except Refused:
        return

    check(document)
    assert read_text(text) == document
    assert read_text(document.text) == document


@examples(200)
@given(PAGES)
def test_blocks_of_a_page_cover_its_text_in_order(markup: str):
    data = ("<html>" + markup).encode("utf-8", errors="surrogatepass")
    try:
        document = read(data)
    except Refused:
        return

    check(document)
    assert read(data) == document


@given(st.binary(max_size=400), st.sampled_from([None, "text/html", "text/plain", "x"]))
def test_no_bytes_raise_anything_but_a_refusal(data: bytes, content_type: str | None):
    try:
        document = read(data, url="http://a.example/b", content_type=content_type)
    except Refused:
        return

    check(document)

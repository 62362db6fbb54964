"""HTML is measured before it is parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.lib import html
from factcheck.lib.html import HtmlLimits
from tests.properties import examples

SMALL = HtmlLimits(max_bytes=1_000, max_nodes=20, max_depth=10)
MARKUP = st.text(
    st.sampled_from("<>/!-?=\"'& ;#adivpbtxscriptle\n\ud800é"), max_size=200
)


def test_the_measure_counts_what_the_tree_will_hold():
    measure = html.measure('<p class="a" id="b">one<b>two</b></p><!-- three -->')

    # html, body, p with two attributes, its text, b with its text, a comment
    assert measure.nodes == 9
    assert measure.depth == 4
    assert measure.bytes == 51


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        ("x" * 1_001, html.HtmlTooLarge),
        ("é" * 501, html.HtmlTooLarge),
        ("<i>" * 9, html.HtmlTooDeep),
        ("<i>x</i>" * 10, html.HtmlTooManyNodes),
        ("<!---->" * 21, html.HtmlTooManyNodes),
        (
            "<p a1 a2 a3 a4 a5 a6 a7 a8 a9 b1 b2 b3 b4 b5 b6 b7 b8 b9>",
            html.HtmlTooManyNodes,
        ),
        ("<" * 21, html.HtmlTooManyNodes),
    ],
)
def test_a_page_over_a_limit_is_refused(markup: str, error: type[html.HtmlError]):
    with pytest.raises(error):
        html.measure(markup, limits=SMALL)


@pytest.mark.parametrize(
    "markup", ["", " ", "x", "<!-- -->", "<?xml version='1.0'?><p>x", "a.txt"]
)
def test_odd_but_small_pages_are_parsed_without_a_warning(markup: str):
    html.measure(markup, limits=SMALL)

    assert html.read_only(markup, ["p"]) is not None


def test_a_declared_encoding_inside_the_text_does_not_matter():
    soup = html.read_only("<meta charset='iso-8859-1'><p>é “x” 😀</p>", ["p"])

    assert soup.get_text() == "é “x” 😀"


@examples(300)
@given(MARKUP)
def test_the_measure_is_an_upper_bound_of_what_is_read(markup: str):
    try:
        measure = html.measure(markup)
    except html.HtmlUnreadable:
        return

    soup = html.read_only(markup, ["a", "b", "div", "p", "script", "meta", "i"])

    assert sum(1 for _ in soup.descendants) <= measure.nodes


def test_only_the_elements_asked_for_are_read():
    soup = html.read_only('<p>no</p><link rel="a b" href="x"><p>no</p>', ["link"])

    assert [tag["rel"] for tag in soup.find_all("link")] == ["a b"]
    assert str(soup).count("<") == 1

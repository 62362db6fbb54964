"""Which elements of a page are its article: one small page for each rule."""

from __future__ import annotations

import pytest

from sources.reading import read
from tests.unit.reading.pages import BODY, FIRST, SECOND, THIRD, blocks, page

ARTICLE = [("paragraph", FIRST), ("paragraph", SECOND), ("paragraph", THIRD)]
TEASER = "Rain is likely on the coast from Friday on, and colder than it was."


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{BODY}<article><p>{TEASER}</p></article></article>",
        f"<div>{BODY}<div class='newsCaption'>{TEASER}</div></div>",
        f"<div>{BODY}<div class='PromoSmall-description'>{TEASER}</div></div>",
        f"<div>{BODY}<div class='post-author'><p>{TEASER}</p></div></div>",
        f"<div>{BODY}<div class='grid next-prev'><p>{TEASER}</p></div></div>",
        f"<div>{BODY}<div class='plus-cta'><p>{TEASER}</p></div></div>",
        f"<div>{BODY}<div id='notification-bar'><p>{TEASER}</p></div></div>",
        f"<div>{BODY}<div class='control-panel'><p>Caption of it.</p></div></div>",
        f"<div>{BODY}<p>___</p><p>* * *</p><p>\u200b</p></div>",
        f"<div>{BODY}<div>More Great Gazette Stories</div><ul><li>{TEASER}</ul></div>",
        f"<div><p>{FIRST}</p><h4>Don’t miss</h4><p>{SECOND}</p><p>{THIRD}</p></div>",
        f"<div><p>{FIRST}</p><p>Advertisement</p><p>{SECOND}</p><p>{THIRD}</p></div>",
        f"<div><p>{FIRST}</p><h3>Related news</h3><p>{SECOND}</p><p>{THIRD}</p></div>",
    ],
)
def test_what_is_not_the_article_is_left_out(body: str):
    assert blocks(body) == ARTICLE


@pytest.mark.parametrize(
    "body",
    [
        f"<article><article>{BODY}</article></article>",
        f"<div class='newsletter-cta'>{BODY}</div>",
        f"<article><div class='a'><div><p>{FIRST}</p></div></div>"
        f"<div class='b'><div><p>{SECOND}</p><p>{THIRD}</p></div></div></article>",
    ],
)
def test_most_of_a_page_is_the_article_whatever_it_is_called(body: str):
    assert blocks(body) == ARTICLE


def test_the_paragraphs_round_a_long_list_are_kept():
    items = "".join(f"<li><b>Item {n}.</b> {SECOND} {THIRD}</li>" for n in range(4))
    body = f"<main><div><p>{FIRST}</p><ol>{items}</ol><p>{THIRD}</p></div></main>"

    kinds = [kind for kind, _ in blocks(body)]

    assert kinds == ["paragraph", *["list_item"] * 4, "paragraph"]


def test_a_paragraph_with_enough_words_beside_its_links_is_kept():
    link = f"<a href='/x'>{FIRST} {SECOND}</a>"
    body = f"<div>{BODY}<p>{link} That is what she told the meeting on Monday.</p>"

    assert len(blocks(body)) == 4
    assert len(blocks(f"<div>{BODY}<p>{link} She said.</p></div>")) == 3


def test_a_row_of_a_table_is_one_block():
    rows = (
        "<tr><th>Pos.</th><th>Name</th></tr><tr><td>1</td><td>Osk</td></tr>"
        "<tr><td>2<td><a href='/w'>Wei</a> of Aldmoor</tr>"
    )

    found = blocks(f"<div>{BODY}<table>{rows}</table></div>")

    assert found[3:] == [
        ("list_item", "Pos. Name"),
        ("list_item", "1 Osk"),
        ("list_item", "2 Wei of Aldmoor"),
    ]


def test_a_table_that_lays_the_page_out_is_no_table_of_figures():
    body = f"<table><tr><td>{BODY}</td><td><p>Weather</p></td></tr></table>"

    assert blocks(body)[:3] == ARTICLE


def test_a_post_in_a_box_called_social_is_kept_as_a_quotation():
    post = "<blockquote class='twitter-tweet'><p>A sad day.</p></blockquote>"
    body = f"<div>{BODY}<div class='social-media-embed'>{post}</div></div>"

    assert blocks(body)[3:] == [("quote", "A sad day.")]


def test_a_line_called_byline_is_one():
    body = f"<div><p class='c-byline'>Jane Doe, Gazette Staff</p>{BODY}</div>"

    assert blocks(body) == [("byline", "Jane Doe, Gazette Staff"), *ARTICLE]
    sentence = "<p class='author'>Jane Doe saw the bridge fall on Tuesday evening.</p>"
    assert blocks(f"<div>{sentence}{BODY}</div>")[0][0] == "paragraph"


def test_an_article_named_after_its_author_is_no_byline():
    lines = "<br><br>".join([FIRST, "“We will sell fish to nobody”", SECOND, THIRD])

    found = blocks(f"<div class='post author-jane'>{lines}</div>")

    assert [kind for kind, _ in found] == ["paragraph"] * 4


def test_a_standfirst_inside_the_body_is_marked_and_said_once():
    standfirst = "Traders on the east bank fear for their shops."
    body = (
        f"<h1>Bridge to close for a year</h1><div class='dek'>{standfirst}</div>"
        f"<div><p>{standfirst}</p>{BODY}</div>"
    )

    found = blocks(body)

    assert found[:2] == [
        ("headline", "Bridge to close for a year"),
        ("standfirst", standfirst),
    ]
    assert found[2:] == ARTICLE


def test_a_lede_inside_the_body_is_its_first_paragraph():
    body = f"<h1>Closed for a year</h1><div><p class='lede'>{FIRST}</p>{BODY}</div>"

    assert blocks(body)[1] == ("paragraph", FIRST)


LINES = {
    "about": [
        "Sign up for our newsletter to get the best of the week in your inbox.",
        "Join our forums to keep talking about bridges, ferries and more!",
        "If you enjoyed this article, think of a membership. There is more.",
        "Email Jane Doe at jane@gazette.example or write a letter to us.",
        "Her book is out now. Follow her on Twitter or read her column.",
        "We may earn an affiliate commission if you buy through our links.",
    ],
    "byline": [
        "Source: Norland Press Agency and other agencies of the region",
        "Contributing: Bertrand Osk and Li Wei of the Gazette’s staff",
    ],
    "paragraph": [
        "Join us or leave us, the mayor told a crowd on Facebook on Monday.",
        "Get out of Twitter, she said, and get into the streets.",
        "Follow the money and you find the bridge, the report says.",
    ],
}


@pytest.mark.parametrize(
    ("line", "kind"), [(line, kind) for kind in LINES for line in LINES[kind]]
)
def test_invitations_and_credits_are_not_the_article_speaking(line: str, kind: str):
    assert blocks(f"<div>{BODY}<p>{line}</p></div>")[3:] == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Published Nov 18, 2019 at 4:07 PM | Updated at 5:36 PM CST on Nov 18, 2019",
        "Nov 18, 2019 @17:19 PM · Updated: Nov 18, 2019 @17:26 PM",
        "November 27, 2023",
    ],
)
def test_a_line_of_dates_at_the_top_is_a_byline(line: str):
    assert blocks(f"<div><p>{line}</p>{BODY}</div>") == [("byline", line), *ARTICLE]


def test_a_heading_of_dates_at_the_top_is_a_byline():
    line = "Published Nov 18, 2019 at 4:07 PM"

    assert blocks(f"<div><h3>{line}</h3>{BODY}</div>") == [("byline", line), *ARTICLE]


def test_an_article_in_the_json_ld_may_be_html():
    inside = f"<p>{FIRST}</p>\n<p>The <b>U.S.</b> agrees, said Maud Ellerqvist.</p>"
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        f'"articleBody": "{inside}"}}</script>'
    )

    document = read(page("<div id='app'></div>", script))

    assert document.text == f"{FIRST}\n\nThe U.S. agrees, said Maud Ellerqvist."

"""A page that is cut off says so, and the reader passes it on."""

from __future__ import annotations

import pytest

from sources.reading import NoticeCode, ReadableDocument, read
from tests.unit.reading.pages import BODY, FIRST, json_ld, page

LONG = "".join(f"<p>{FIRST} {number}</p>" for number in range(60))


def read_declaring(
    *, free: object, body: str = LONG, **more: object
) -> ReadableDocument:
    article = {"@type": "NewsArticle", "isAccessibleForFree": free, **more}
    return read(page(body, json_ld(article)))


@pytest.mark.parametrize("value", [False, "False", "false", "http://schema.org/False"])
def test_a_page_that_says_it_is_not_free_is_noticed(value: object):
    document = read_declaring(free=value)

    assert document.paywalled
    assert document.notice is not None
    assert document.notice.code is NoticeCode.DECLARED_PAYWALL
    assert "Paste the article's text" in document.notice.message


@pytest.mark.parametrize("value", [True, "True", "http://schema.org/True", None, 1, []])
def test_a_page_that_does_not_say_so_is_not(value: object):
    assert read_declaring(free=value).notice is None


def test_the_parts_of_an_article_count_where_the_whole_says_nothing():
    part = {"@type": "WebPageElement", "isAccessibleForFree": False}

    assert read_declaring(free=None, hasPart=part).paywalled
    assert read_declaring(free=None, hasPart=[{}, part]).paywalled
    assert not read_declaring(free=True, hasPart=part).paywalled


def test_a_locked_content_tier_counts():
    meta = "<meta property='article:content_tier' content='{}'>"

    assert read(page(LONG, meta.format("locked"))).paywalled
    assert not read(page(LONG, meta.format("metered"))).paywalled


@pytest.mark.parametrize(
    "words",
    [
        "Subscribe to continue reading",
        "Log in or subscribe to read the rest of it",
        "Already a subscriber?",
        "This article is for subscribers only.",
        "You have reached your limit of free articles.",
        "To keep reading, become a member.",
    ],
)
def test_little_text_and_an_invitation_to_subscribe_are_noticed(words: str):
    wall = f"<div class='paywall'><p>{words}</p></div>"

    document = read(page(f"<div>{BODY}</div>{wall}"))

    assert document.notice is not None
    assert document.notice.code is NoticeCode.CUT_OFF
    assert words.rstrip(".?")[:14] in document.notice.message
    assert words not in document.text
    assert read(page(LONG + wall)).notice is None


@pytest.mark.parametrize(
    "words",
    [
        "Subscribe to our newsletter",
        "Log in",
        "Read the full story",
        "Subscribers to the pension fund continue to read its letters.",
    ],
)
def test_a_short_open_page_is_not_noticed(words: str):
    assert (
        read(page(f"<div>{BODY}</div><div class='menu'>{words}</div>")).notice is None
    )


def test_words_in_a_script_are_no_invitation():
    script = "<script>show('Subscribe to continue reading')</script>"

    assert read(page(f"<div>{BODY}</div>{script}")).notice is None


def test_a_teaser_of_a_page_that_is_not_free_says_read_the_full_story():
    document = read_declaring(
        free=False, body=f"<div>{BODY}</div><b>Read the full story</b>"
    )

    assert document.notice is not None
    assert document.notice.code is NoticeCode.CUT_OFF


def test_pasted_text_has_no_notice_and_no_links():
    document = read(FIRST.encode())

    assert (document.notice, document.paywalled, document.links) == (None, False, ())

"""Title, byline and date, from wherever a page states them."""

from __future__ import annotations

import pytest

from sources.reading import ReadableDocument, read
from tests.unit.reading.pages import BODY, json_ld, page

TITLE = "Bridge over the Ald to close for a year"
NEWS = {"@type": "NewsArticle", "headline": TITLE}


def of(body: str = "", head: str = "", url: str | None = None) -> ReadableDocument:
    """A page with this above its article."""
    return read(page(f"{body}<div>{BODY}</div>", head), url=url)


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def day(document: ReadableDocument) -> str:
    return document.published.when.isoformat() if document.published else ""


# --- Title -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "declared"),
    [
        ([TITLE], TITLE),
        ([TITLE], f"Opinion | {TITLE}"),
        (["The Gazette", TITLE], f"{TITLE} - The Gazette"),
        (["Gazette", TITLE, "Ferry sinks in Aldmoor"], "Ald: bridge to close"),
        ([TITLE], "Council closes the bridge for a whole year, traders in fear"),
        (["Create a password", TITLE], TITLE[:30]),
    ],
)
def test_the_title_is_the_heading_that_says_what_is_declared(
    headings: list[str], declared: str
):
    shown = "".join(f"<h1>{heading}</h1>" for heading in headings)

    document = of(shown, f"<meta property='og:title' content='{declared}'>")

    assert document.title == TITLE


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        (f"{TITLE} - The Gazette", TITLE),
        (f"{TITLE} : Gazette", TITLE),
        (f"{TITLE} | gazette.example", TITLE),
        (f"{TITLE} — and it is late", f"{TITLE} — and it is late"),
        (f"{TITLE} — and it is late - The Gazette", f"{TITLE} — and it is late"),
    ],
)
def test_a_declared_title_loses_the_name_of_the_site_alone(declared: str, title: str):
    head = f"""<meta property='og:title' content='{declared}'>
      <meta property='og:site_name' content='The Gazette'>"""

    document = of("<h1>Most read today</h1>", head, "https://www.gazette.example/a")

    assert document.title == title


# --- Byline ------------------------------------------------------------------

PERSON = {"@type": "Person", "name": "Jane Doe"}


@pytest.mark.parametrize(
    "author",
    [
        PERSON,
        [PERSON],
        "Jane Doe",
        ["By Jane Doe"],
        {"@id": "#jane"},
        [{"@id": "#jane"}, {"@id": "#nobody"}],
        {"name": ["Jane Doe"]},
        {"name": "Jane Doe | Gazette Media for gazette.example"},
        [{"name": "https://gazette.example/jane"}, PERSON],
    ],
)
def test_authors_of_the_json_ld(author: object):
    graph = {"@graph": [{**NEWS, "author": author}, {"@id": "#jane", **PERSON}]}

    assert of(head=json_ld(graph)).byline == "Jane Doe"


def test_each_field_comes_from_the_best_object_that_has_it():
    head = json_ld(
        [
            {"@type": "WebPage", "datePublished": "2023-11-27T08:00:00Z", "author": {}},
            {"@type": "ClaimReview", "author": {"name": "The Gazette"}},
            {"@type": "MedicalWebPage", "author": PERSON, "headline": "Not this"},
            NEWS,
        ]
    )

    document = of(head=head)

    assert (document.title, document.byline) == (TITLE, "Jane Doe")
    assert day(document) == "2023-11-27T08:00:00+00:00"


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "author": {"name": "Jane Doe",},}',
        '{"@type": "NewsArticle", "author": [{"name": "Jane Doe"}]} {"x": 1}',
        '<!-- {"@type": "NewsArticle", "author": "Jane Doe"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "author": "Jane Doe"}\n//]]>',
        '{"@type": "NewsArticle", "articleBody": "a "b"", "author": "Jane Doe"}',
        '{"@type":"NewsArticle", "x": \\, "author":[{"@type":"Person", '
        '"name":"Jane Doe"}',
        '{"@type": "NewsArticle", "x": \\, "author": "Jan\\u0065 Doe"',
    ],
)
def test_broken_json_ld_is_read_as_far_as_it_goes(broken: str):
    assert of(head=script(broken)).byline == "Jane Doe"


def test_broken_json_about_something_else_says_nothing():
    broken = '{"@type": "Product", "x": \\, "author": "Jane Doe"'

    assert of(head=script(broken)).byline == ""


@pytest.mark.parametrize(
    "name", ["byl", "sailthru.author", "parsely-author", "dc.creator", "author"]
)
def test_authors_of_meta_tags(name: str):
    head = f"<meta name='{name}' content='By Jane Doe'>"

    assert of(head=head).byline == "Jane Doe"


def test_an_address_is_no_author():
    head = "<meta property='article:author' content='https://social.example/jane'>"

    assert of(head=head).byline == ""
    assert of(head=f"{head}<meta name=author content='Jane Doe'>").byline == "Jane Doe"


@pytest.mark.parametrize("weak", ["jane-d", "admin", "jd07", "The Gazette"])
def test_a_name_is_better_than_an_account_or_the_outlet(weak: str):
    head = json_ld({**NEWS, "author": weak, "publisher": {"name": "The Gazette"}})

    assert of(head=head).byline == weak
    assert of("<p class='byline'>By Jane Doe</p>", head).byline == "Jane Doe"
    declared = f"{head}<meta name='sailthru.author' content='Jane Doe'>"
    assert of(head=declared).byline == "Jane Doe"


@pytest.mark.parametrize(
    ("shown", "byline"),
    [
        ("By Jane Doe, Li Wei 2023-11-27T10:15Z News", "Jane Doe, Li Wei"),
        ("By Jane Doe and Li Wei", "Jane Doe and Li Wei"),
        ("By Jane Doe, Staff Writer", "Jane Doe"),
        ("Jane Doe About Jane Doe", "Jane Doe"),
        ("By Li Wei", "Jane Doe"),
    ],
)
def test_authors_that_are_shown_beside_the_declared_one_count(shown: str, byline: str):
    head = json_ld({**NEWS, "author": PERSON})

    assert of(f"<h1>{TITLE}</h1><p class='byline'>{shown}</p>", head).byline == byline


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<span class='author'>Jane Doe and Li Wei</span>", "Jane Doe and Li Wei"),
        ("<div itemprop='author'>Text: Jane Doe</div>", "Jane Doe"),
        ("<div itemprop='author'>Текст: Вера Иванова</div>", "Вера Иванова"),
        ("<p class='byline'>Mon Nov 27, 2023 by Jane Doe</p>", ""),
        ("<p class='byline'>By Jane Doe Nov. 27, 2023, 10:15</p>", "Jane Doe"),
        ("<p class='byline'>By Jane Doe | The Gazette</p>", "Jane Doe"),
        ("<p>By <a>Jane Doe</a> , <a>Li Wei</a> on Monday, May 1st, 2023</p>",
         "Jane Doe, Li Wei"),
        ("<a rel='author'>Jane</a>", "Jane"),
        ("<p class='author'>View author archive</p>", ""),
        ("<p class='author'>About The Author</p>", ""),
        ("<p class='author'>By the sea it is cold, and colder by night.</p>", ""),
        ("<aside><p class='author'>Li Wei</p></aside>", ""),
        ("<p>By Friday the bridge will be closed.</p>", ""),
    ],
)  # fmt: skip
def test_a_byline_that_is_only_shown(line: str, byline: str):
    assert of(f"<h1>{TITLE}</h1>{line}").byline == byline


# --- Date --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["article:published", "og:pubdate", "dcterms.date", "pub_date", "published_at"],
)
def test_dates_of_meta_tags(name: str):
    head = f"<meta name='{name}' content='2023-11-27T10:15:00Z'>"

    assert day(of(head=head)) == "2023-11-27T10:15:00+00:00"


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("Mon Nov 27 2023 10:15:00 GMT+0000", "2023-11-27T10:15:00+00:00"),
        ("Mon Nov 27 2023 10:15:00 GMT-0500 (EST)", "2023-11-27T10:15:00-05:00"),
        ("2023-11-27 10:15:00 GMT", "2023-11-27T10:15:00+00:00"),
        ("27 Nov 2023 10:15 GMT", "2023-11-27T10:15:00+00:00"),
        ("10:15:07 PM IST Nov 27, 2023", "2023-11-27"),
        ("Xxx Yyy 27 2023 10:15:00 GMT+0000", ""),
        ("0001-01-01T00:00:00Z", ""),
    ],
)
def test_dates_as_systems_write_them(written: str, when: str):
    assert day(of(head=json_ld({**NEWS, "datePublished": written}))) == when


def test_a_time_of_the_same_day_is_added_to_a_date():
    head = json_ld({**NEWS, "datePublished": "2023-11-27"})
    same = "<meta name=datePublished content='2023-11-27T10:15:00Z'>"
    other = "<meta name=datePublished content='2023-11-28T10:15:00Z'>"

    assert day(of(head=head + same)) == "2023-11-27T10:15:00+00:00"
    assert day(of(head=head + other)) == "2023-11-27"


@pytest.mark.parametrize(
    "line",
    [
        "<span class='article-publish-date'>November 27, 2023, 9:02 AM</span>",
        "<div class='press__date'>27 November 2023</div>",
        "<p class='entry-meta'>Posted on Monday, November 27th, 2023 at 9 a.m.</p>",
        "<span class='ArticlePage-datePublished'>Nov. 27, 2023</span>",
        "<time>Nov 27, 2023</time>",
        "<time class='updated'>28 Nov 2023</time><time>27 Nov 2023</time>",
        "<time>Updated 28 Nov 2023</time><time>Posted 27 Nov 2023</time>",
        "<time>28 Nov 2023</time><i itemprop='datePublished'>27 Nov 2023</i>",
        "<p class='meta'>Jane Doe<br>27 Nov 2023</p>"
        "<time class='modified'>1 Dec 2023</time>",
    ],
)  # fmt: skip
def test_a_date_that_is_only_shown(line: str):
    assert day(of(f"<h1>{TITLE}</h1>{line}")).startswith("2023-11-27")


@pytest.mark.parametrize(
    "line",
    [
        "<p class='meta'>— Maud Ellerqvist on Sunday, October 13th, 2023 in an article "
        "of a local newspaper</p>",
        "<aside><span class='date'>November 27, 2023</span></aside>",
        "<blockquote><span class='date'>November 27, 2023</span></blockquote>",
        "<span class='date'>11/12/2023</span>",
    ],
)
def test_a_date_of_something_else_is_not_taken(line: str):
    assert of(f"<h1>{TITLE}</h1>{line}").published is None


@pytest.mark.parametrize(
    ("url", "when"),
    [
        ("https://a.example/news/2023/11/27/bridge", "2023-11-27"),
        ("https://a.example/news/2023/nov/27/bridge", "2023-11-27"),
        ("https://a.example/story/2023-11-27/bridge", "2023-11-27"),
        ("https://a.example/2023/27/11/bridge", ""),
        ("https://a.example/2023/xyz/11/bridge", ""),
        ("https://a.example/1234/56/78", ""),
    ],
)
def test_the_date_in_the_address_is_better_than_none(url: str, when: str):
    assert day(of(url=url)) == when
    assert day(of("<time>1 May 2023</time>", url=url)) == "2023-05-01"


# --- Addresses ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "amp_url"),
    [
        ("https://a.example/amp/bridge#x", "https://a.example/amp/bridge"),
        ("/amp", "https://a.example/amp"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("", None),
    ],
)
def test_the_address_of_the_amp_version(href: str, amp_url: str | None):
    head = f"<link rel='amphtml' href='{href}'>"

    assert of(head=head, url="https://a.example/").amp_url == amp_url


def test_a_page_without_an_amp_version_has_no_address_of_one():
    assert of(url="https://a.example/").amp_url is None

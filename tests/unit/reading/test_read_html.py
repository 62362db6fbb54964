"""HTML pages: the article, its blocks, and what the page says about itself."""

from __future__ import annotations

import pytest

from sources.reading import read
from sources.reading.errors import NoArticleText, Refused
from tests.unit.reading.pages import BODY, FIRST, SECOND, THIRD, cut, json_ld, page


def paragraphs(data: bytes) -> list[str]:
    return [text for kind, text in cut(read(data)) if kind == "paragraph"]


def test_an_article_with_everything():
    body = f"""
      <nav><a href="/">Home</a> <a href="/news">News of the day</a></nav>
      <main><article>
        <header>
          <h1>Bridge to close for a year</h1>
          <p class="standfirst">Traders on the east bank fear for their shops.</p>
          <p class="byline">By Jane Doe</p>
        </header>
        <figure><img src="x.jpg"><figcaption>The bridge at dawn.</figcaption></figure>
        <p>{FIRST}</p>
        <aside><p>Related: {THIRD}</p></aside>
        <h2>What now?</h2>
        <p>{SECOND}</p>
        <ul><li>The bridge closes on 1 December.</li>
            <li>It opens a year later.</li></ul>
        <blockquote class="twitter-tweet"><p>A sad day for the east bank.</p>
          &mdash; Bertrand Osk (@osk) <a href="x">November 27, 2023</a></blockquote>
        <p>Jane Doe is the Gazette’s local correspondent.</p>
        <div class="share-tools">Share this on every network you can think of.</div>
        <div id="comments"><p>First! The council never said that to me.</p></div>
      </article></main>
      <footer><p>© Gazette. All rights reserved by somebody or other.</p></footer>
      <script>var p = "<p>{THIRD}</p>";</script>"""

    document = read(page(body))

    assert cut(document) == [
        ("headline", "Bridge to close for a year"),
        ("standfirst", "Traders on the east bank fear for their shops."),
        ("paragraph", FIRST),
        ("subheading", "What now?"),
        ("paragraph", SECOND),
        ("list_item", "The bridge closes on 1 December."),
        ("list_item", "It opens a year later."),
        ("quote", "A sad day for the east bank."),
        ("quote", "— Bertrand Osk (@osk) November 27, 2023"),
        ("about", "Jane Doe is the Gazette’s local correspondent."),
    ]
    assert document.text == "\n\n".join(text for _, text in cut(document))
    assert document.skipped == ((document.blocks[-1].start, document.blocks[-1].end),)
    assert document.byline == "Jane Doe"
    assert document.language == "en"


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        f"<div><div><div>{BODY}</div></div></div>",
        f"<table><tr><td>{BODY}</td></tr></table>",
        f"<form><div>{BODY}</div></form>",
        f"<div class='content has-sidebar share'>{BODY}</div>",
        f"<div>{FIRST}<br><br>{SECOND}<br/><br/>{THIRD}</div>",
        f"<div class='c'><p>{FIRST}</p></div><hr><div class='c'><p>{SECOND}</p></div>"
        f"<div class='ad'>Buy</div><div class='c'><p>{THIRD}</p></div>",
        f"{BODY}<div hidden><p>{FIRST.replace('close', 'sell')}</p></div>",
        f"{BODY}<div style='display : none'><p>Not seen at all.</p></div>",
        f"<div>{BODY}<p><a href='/1'>A story about fish</a></p></div>",
        f"<div>{BODY}<h3>More from us</h3><p>Rain on Friday, says X.</p></div>",
        f"<!-- <p>commented out text of an article</p> --><div>{BODY}</div>",
        f"<svg><text>drawn</text></svg><noscript><p>Scripts!</p></noscript>{BODY}",
    ],
)
def test_the_same_paragraphs_are_found_in_many_layouts(body: str):
    assert paragraphs(page(body)) == [FIRST, SECOND, THIRD]


def test_inline_tags_and_character_references_give_the_text_a_reader_sees():
    body = (
        "<p>The <b>U.S.</b>-led talks&nbsp;&#8212; caf&eacute;, 5&lt;6 &amp; &#0;x</p>"
    )

    (text,) = paragraphs(page(f"<div>{body}</div>"))

    assert text.startswith("The U.S.-led talks — café, 5<6 & ")
    assert "\x00" not in text


def test_the_encoding_of_the_page_is_followed():
    text = "Die Prüfung sagte “nein”, sagte der Prüfer am Freitag zu den Käufern."
    data = page(f"<p>{text}</p>", "<meta charset='windows-1252'>").decode()

    assert paragraphs(data.encode("cp1252")) == [text]
    header = "text/html; charset=windows-1252"
    document = read(f"<p>{text}</p>".encode("cp1252"), content_type=header)
    assert document.text == text


# --- What the page says about itself -----------------------------------------


def test_metadata_from_json_ld():
    head = json_ld(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebSite", "name": "not this"},
                {
                    "@type": ["NewsArticle"],
                    "headline": "Bridge to close &amp; reopen",
                    "author": [{"@type": "Person", "name": "Jane Doe"}, "By Li Wei"],
                    "datePublished": "2023-11-27T10:15:00+00:00",
                    "publisher": {"name": "The Gazette"},
                },
            ],
        }
    )

    document = read(page(BODY, head))

    assert document.title == "Bridge to close & reopen"
    assert document.byline == "Jane Doe, Li Wei"
    assert document.published is not None
    assert document.published.when.isoformat() == "2023-11-27T10:15:00+00:00"
    assert document.published.written == "2023-11-27T10:15:00+00:00"
    assert document.outlet_name == "The Gazette"


def test_metadata_from_meta_tags():
    head = """<title>Bridge to close for a year | The Gazette</title>
      <meta property="og:site_name" content="The Gazette">
      <meta name="author" content="By Jane Doe">
      <meta property="article:published_time" content="2023-11-27">
      <link rel="canonical" href="/news/bridge#top">"""

    document = read(page(BODY, head), url="https://gazette.example/amp/bridge?x=1")

    assert document.title == "Bridge to close for a year"
    assert document.byline == "Jane Doe"
    assert document.published is not None
    assert document.published.when.isoformat() == "2023-11-27"
    assert document.outlet_name == "The Gazette"
    assert document.canonical_url == "https://gazette.example/news/bridge"


def test_metadata_shown_on_the_page():
    body = f"""<h1>Bridge to close</h1><div class="author">By Jane Doe, Gazette</div>
      <time datetime="2023-11-27T10:15Z">Monday</time>{BODY}"""

    document = read(page(body))

    assert document.title == "Bridge to close"
    assert document.byline == "Jane Doe"
    assert document.published is not None
    assert document.published.when.isoformat() == "2023-11-27T10:15:00+00:00"


def test_a_page_that_says_nothing_gives_empty_values():
    document = read(page(BODY))

    assert (document.title, document.byline, document.outlet_name) == ("", "", "")
    assert document.published is None
    assert document.canonical_url is None


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "http://",
        "//",
        "x y",
        "https://user:pass@a.example/",
        "http://[half",
        "/relative",
        "https://a.example/" + "x" * 3_000,
    ],
)
def test_canonical_addresses_other_than_plain_http_are_dropped(href: str):
    document = read(page(BODY, f'<link rel="canonical" href="{href}">'))

    assert document.canonical_url is None


@pytest.mark.parametrize(
    "script",
    [
        "not json",
        "[" * 50_000,
        "9" * 9_000,
        '{"@type": "NewsArticle", "headline": 5, "author": {"name": {"a": 1}}}',
        '{"@type": "NewsArticle", "author": [[["x"]]], "datePublished": ["2023"]}',
        '{"@type": {"a": 1}, "@graph": {"@graph": {"@graph": null}}}',
        '{"@type": "NewsArticle", "headline": "&#' + "9" * 4_500 + ';"}',
        '{"@type": "NewsArticle", "headline": "' + "\x00\x01\\ud800" + '"}',
        "null",
        "",
    ],
)
def test_broken_json_ld_does_not_matter(script: str):
    head = f'<script type="application/ld+json">{script}</script>'

    assert read(page(BODY, head)).text.endswith(THIRD)


def test_a_page_drawn_by_script_is_read_from_its_json_ld():
    head = json_ld({"@type": "NewsArticle", "articleBody": f"{FIRST}\n\n{SECOND}"})

    assert paragraphs(page("<div id='app'></div>", head)) == [FIRST, SECOND]


def test_a_page_without_an_article_is_refused_with_advice():
    with pytest.raises(NoArticleText, match="paste the article's text") as refusal:
        read(page("<nav><a href='/'>Home</a></nav><p><a href='/login'>Log in</a></p>"))

    assert isinstance(refusal.value, Refused)
    assert refusal.value.code == "no_article_text"


def test_an_agency_credited_below_the_article_is_kept_as_its_byline():
    page = (
        b"<html><body><article><h1>Deal is near, officials say</h1>"
        b"<p>Two officials said on Tuesday that a deal on inspections was near.</p>"
        b"<p class='credit'>(Norland Press Agency)</p></article></body></html>"
    )

    document = read(page)

    last = document.blocks[-1]
    assert last.kind == "byline"
    assert document.text[last.start : last.end] == "(Norland Press Agency)"

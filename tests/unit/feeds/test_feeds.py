"""Feeds as sites write them: bytes in, items out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sources.feeds import MAX_ITEMS, ParsedFeed, Refused, parse

URL = "https://outlet.example/feeds/news.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="/feed.xsl"?>
<!-- made by hand -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Outlet &amp; Co</title><link>https://outlet.example/</link>
<item><title>Ferry &#8220;safe&#8221;, says board</title>
  <link>https://outlet.example/a?x=1&amp;y=2</link>
  <guid isPermaLink="false">tag:a</guid>
  <pubDate>Mon, 02 Mar 2026 10:30:00 +0100</pubDate>
  <description><![CDATA[<p>The <b>board</b> said&nbsp;so.</p>
  <!DOCTYPE x>]]></description>
</item>
<item><title>Older</title><link>/b</link>
  <pubDate>Sun, 01 Mar 2026 10:30:00 GMT</pubDate></item>
<item><title>Newest</title><guid>https://outlet.example/c</guid>
  <dc:date>2026-03-03T08:00:00Z</dc:date></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/x/">
<title type="html">The &lt;em&gt;Outlet&lt;/em&gt;</title>
<link rel="self" href="https://outlet.example/atom"/><link href="/"/>
<entry><id>urn:1</id><title type="text">1 &lt; 2 &amp;amp; so on</title>
  <link rel="enclosure" href="https://outlet.example/a.mp3"/>
  <link rel="alternate" href="a"/>
  <updated>2026-03-02T09:00:00Z</updated><published>2026-03-01T09:00:00Z</published>
  <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Short.</p></div>
  </summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://outlet.example/">
<title>Old</title><link>https://outlet.example/</link></channel>
<item rdf:about="https://outlet.example/r"><title>R</title>
<link>https://outlet.example/r</link></item></rdf:RDF>"""


def rss(items: str, *, extra: str = "") -> bytes:
    """A feed of these items."""
    head = '<rss version="2.0"><channel><title>T</title>'
    return f"{head}{extra}{items}</channel></rss>".encode()


def item(
    title: str = "T", link: str = "https://outlet.example/a", more: str = ""
) -> str:
    """An item in RSS."""
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def only(feed: ParsedFeed) -> str:
    """The title of the only item."""
    (found,) = feed.items
    return found.title


def test_rss_2_is_read() -> None:
    feed = parse(RSS.encode(), url=URL)

    assert (feed.title, feed.site_url) == (
        "The Outlet & Co",
        "https://outlet.example/",
    )
    assert feed.problems == ()
    assert [each.title for each in feed.items] == [
        "Newest",
        "Ferry “safe”, says board",
        "Older",
    ]
    newest, safe, older = feed.items
    assert safe.guid == "tag:a"
    assert safe.url == "https://outlet.example/a?x=1&y=2"
    assert safe.published == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert safe.summary == "The board said so."
    assert newest.url == newest.guid == "https://outlet.example/c"
    assert newest.published == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert older.url == older.guid == "https://outlet.example/b"


def test_atom_is_read() -> None:
    feed = parse(ATOM.encode(), url=URL)

    (entry,) = feed.items
    assert (feed.title, feed.site_url) == ("The Outlet", "https://outlet.example/")
    assert (entry.guid, entry.url) == ("urn:1", "https://outlet.example/x/a")
    assert entry.title == "1 < 2 &amp; so on"
    assert entry.published == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert entry.summary == "Short."


def test_rss_1_and_0_9_are_read() -> None:
    old = (
        "<rss version='0.91'><channel><title>O</title>" + item("N") + "</channel></rss>"
    )

    assert only(parse(RDF.encode(), url=URL)) == "R"
    assert only(parse(old.encode(), url=URL)) == "N"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings_are_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss(item("Café")).decode()

    feed = parse(text.encode(encoding), url=URL)

    assert only(feed) == "Café"


def test_a_wrongly_declared_encoding_is_seen_through() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + rss(item("Café")).decode()

    assert only(parse(text.encode(), url=URL)) == "Café"


@pytest.mark.parametrize(
    "broken",
    [
        rss(item("Bread & butter")),
        rss(item("Bread &nbsp; butter")),
        rss(item("T", more="<media:content url='x'/>")),
        rss(item() + "<item><title>cut off"),
        rss(item("A <b>bold</title>")),
        b"\n\n  <?xml version='1.0'?>" + rss(item()),
        b"PHP Warning: something\n" + rss(item()),
        rss(item("A\x0bB\x00C")),
    ],
)
def test_broken_feeds_are_read_as_well_as_they_can_be(broken: bytes) -> None:
    feed = parse(broken, url=URL)

    assert feed.items[0].url == "https://outlet.example/a"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Bread & butter", "Bread & butter"),
        ("Bread&nbsp;&amp;&eacute;", "Bread &é"),
        ("Q&A&B;", "Q&A&B;"),
        ("<![CDATA[Q&A &eacute;]]>", "Q&A é"),
        ("&#8220;x&#x201D;", "“x”"),
        ("&#0;x&#xD800;&bogus;", "\ufffdx\ufffd&bogus;"),
    ],
)
def test_entities_and_lone_ampersands_are_read(written: str, title: str) -> None:
    assert only(parse(rss(item(written)), url=URL)) == title


def test_of_a_broken_feed_the_items_are_kept_apart() -> None:
    items = "<item><title>One<link>https://outlet.example/1</link></item>" + item("Two")

    feed = parse(rss(items), url=URL)

    assert {each.url for each in feed.items} == {
        "https://outlet.example/1",
        "https://outlet.example/a",
    }


def test_what_belongs_to_others_is_not_the_items() -> None:
    data = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
    <entry><source><title>Other</title><link href="https://other.example/"/>
    <updated>2020-01-01T00:00:00Z</updated></source>
    <author><name>N</name><uri>https://n.example/</uri></author>
    <title>Mine</title><link href="https://outlet.example/m"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
    <title>No</title></div></content></entry></feed>"""

    (entry,) = parse(data.encode(), url=URL).items

    assert (entry.title, entry.url) == ("Mine", "https://outlet.example/m")
    assert entry.published is None


def test_a_broken_feed_says_so() -> None:
    feed = parse(rss(item() + "<item><title>cut off"), url=URL)

    assert feed.problems[0] == (
        "The feed is not well-formed XML; some of it may be missing."
    )


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://outlet.example/a",
        "https://user:pass@outlet.example/",
        "https://outlet.example\\@evil.example/",
        "https://[",
        "https://outlet.example/a b",
        "https://outlet.example/" + "a" * 3_000,
        "mailto:a@outlet.example",
    ],
)
def test_an_item_without_a_web_address_is_counted(link: str) -> None:
    feed = parse(rss(item(link=link) + item("Kept")), url=URL)

    assert only(feed) == "Kept"
    assert feed.problems == ("1 item is left out: without a web address.",)


def test_a_repeated_item_is_counted() -> None:
    guid = "<guid isPermaLink='false'>g</guid>"
    items = [
        item("First", "https://outlet.example/1", guid),
        item("Same guid", "https://outlet.example/2", guid),
        item("Same URL", "https://outlet.example/1"),
    ]

    feed = parse(rss("".join(items)), url=URL)

    assert only(feed) == "First"
    assert feed.problems == ("2 items are left out: repeated.",)


def test_the_newest_items_are_kept_and_the_rest_counted() -> None:
    items = "".join(
        item(str(n), f"https://outlet.example/{n}", _date(n)) for n in range(700)
    )

    feed = parse(rss(items), url=URL)

    assert len(feed.items) == MAX_ITEMS
    assert feed.items[0].title == "699"
    assert feed.problems == ("200 items are left out: older than the newest 500.",)


def _date(minutes: int) -> str:
    moment = f"2026-03-01T{minutes // 60:02}:{minutes % 60:02}:00Z"
    return f"<pubDate>{moment}</pubDate>"


def test_without_dates_the_order_of_the_feed_counts() -> None:
    items = item("1", "https://outlet.example/1") + item("2", more=_date(5))

    feed = parse(rss(items), url=URL)

    assert [each.title for each in feed.items] == ["1", "2"]
    assert feed.items[0].published is None


@pytest.mark.parametrize(
    "date", ["", "yesterday", "9999-01-01T00:00:00Z", "0000-00-00", "9" * 50_000]
)
def test_an_unreadable_date_is_none(date: str) -> None:
    feed = parse(rss(item(more=f"<pubDate>{date}</pubDate>")), url=URL)

    assert feed.items[0].published is None


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&lt;b&gt;Bold&lt;/b&gt; claim", "Bold claim"),
        ("AT&amp;amp;T", "AT&T"),
        ("5 &lt; 6", "5 < 6"),
        ("<![CDATA[<i>Ship</i> sails]]>", "Ship sails"),
        ("two\n\t lines", "two lines"),
        ("left \u202eright\u202c", "left right"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a" * 600, "a" * 499 + "…"),
        ("", ""),
    ],
)
def test_titles_are_plain_text(written: str, title: str) -> None:
    assert only(parse(rss(item(written)), url=URL)) == title


def test_a_hostile_title_stays_text_without_control_characters() -> None:
    title = only(
        parse(rss(item("&lt;script&gt;alert(1)&lt;/script&gt;\x1b[31m\u0085")), url=URL)
    )

    assert title.isprintable()
    assert "alert(1)" in title


def test_a_long_guid_is_shortened_without_two_becoming_one() -> None:
    items = "".join(
        item(f"{n}", f"https://outlet.example/{n}", f"<guid>{'g' * 900}{n}</guid>")
        for n in range(2)
    )

    guids = [each.guid for each in parse(rss(items), url=URL).items]

    assert len(set(guids)) == 2
    assert all(len(guid) <= 500 for guid in guids)


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss(""), url=URL).items == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"Hello",
        b"<!DOCTYPE html><html><title>Outlet</title></html>",
        b"<html><body><p>x</p></body></html>",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        b"%PDF-1.7",
        b"<a/>",
        b"\x00" * 1_000,
        b"/etc/passwd",
        b"https://outlet.example/feed",
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as error:
        parse(data, url=URL)

    assert error.value.code == "not_a_feed"

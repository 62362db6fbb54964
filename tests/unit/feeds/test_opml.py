"""Lists of feeds, in and out."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.feeds import FeedLink, Refused, read_opml, write_opml

OPML = b"""<?xml version="1.0" encoding="utf-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News">
  <outline type="rss" text="Outlet" title="The &amp; Outlet"
    xmlUrl="https://outlet.example/feed" htmlUrl="https://outlet.example/"/>
  <outline text="Gazette" xmlurl=" http://gazette.example/rss "/>
</outline>
<outline text="Again" xmlUrl="https://outlet.example/feed"/>
<outline text="Local" xmlUrl="file:///etc/passwd"/>
<outline text="Script" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def test_feeds_are_read_from_folders_once_each() -> None:
    assert read_opml(OPML) == (
        FeedLink(
            title="The & Outlet",
            url="https://outlet.example/feed",
            site_url="https://outlet.example/",
        ),
        FeedLink(title="Gazette", url="http://gazette.example/rss", site_url=""),
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_feed"),
        (b"<opml><body/></opml>", "not_a_feed"),
        (b"<rss><channel/></rss>", "not_a_feed"),
        (b"<!DOCTYPE opml><opml/>", "dtd"),
        (b"<opml>" + b"<outline/>" * 100_000, "too_complex"),
        (b"<opml>" + b" " * 5_000_000, "too_large"),
        (
            b"<opml>"
            + b"".join(
                b"<outline xmlUrl='http://a.example/%d'/>" % n for n in range(6_000)
            ),
            "too_large",
        ),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as error:
        read_opml(data)

    assert error.value.code == code


def test_a_broken_list_is_read_as_well_as_it_can_be() -> None:
    feeds = read_opml(OPML.replace(b"&amp;", b"&").replace(b"</body></opml>", b""))

    assert len(feeds) == 2


links = st.builds(
    FeedLink,
    title=st.text(max_size=80).map(lambda title: " ".join(title.split())),
    url=st.integers(0).map(lambda n: f"https://outlet.example/?a={n}&b=<\"'>"),
    site_url=st.sampled_from(["", "https://outlet.example/ü"]),
)


@given(st.lists(links, min_size=1, max_size=5, unique_by=lambda link: link.url))
def test_what_is_written_is_read_again(feeds: list[FeedLink]) -> None:
    written = write_opml(feeds, title="All < mine")

    read = read_opml(written)

    assert [link.url for link in read] == [link.url for link in feeds]
    assert [link.site_url for link in read] == [link.site_url for link in feeds]
    assert write_opml(read, title="All < mine") == write_opml(
        read_opml(write_opml(read)), title="All < mine"
    )


def test_titles_survive() -> None:
    link = FeedLink(title='Å & <b> "q" 😀', url="https://outlet.example/f")

    assert read_opml(write_opml([link])) == (link,)


@given(
    st.binary()
    | st.text().map(lambda text: f"<opml>{text}</opml>".encode("utf-8", "replace"))
)
def test_no_bytes_raise_anything_but_a_refusal(data: bytes) -> None:
    with contextlib.suppress(Refused):
        assert read_opml(data)

"""Feeds made to attack: nothing expanded, nothing fetched, no time lost.

The limits count processor time, which a busy machine changes little.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.feeds import Refused, parse, read_opml
from tests.properties import examples
from tests.timing import patience

ROOT = Path(__file__).parents[2]
URL = "https://outlet.example/feed"

LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><rss version='2.0'><channel><title>&j;</title></channel></rss>"
)
EXTERNAL = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "{}">]>'
    "<rss version='2.0'><channel><title>&x;</title></channel></rss>"
)
DECLARED = {
    "a billion laughs": LAUGHS,
    "one entity of a million letters": (
        f'<!DOCTYPE r [<!ENTITY a "{"a" * 100_000}">]><rss>{"&a;" * 100_000}</rss>'
    ),
    "a file": EXTERNAL.format("file:///etc/passwd"),
    "an address": EXTERNAL.format("http://127.0.0.1:9/"),
    "an external DTD": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss/>',
    "the DTD of RSS 0.91": (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"/>'
    ),
    "a parameter entity": '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///x">%p;]><rss/>',
    "in lower case": LAUGHS.replace("DOCTYPE", "doctype").replace("ENTITY", "entity"),
    "after a comment": "<!-- > --><?x ?>" + LAUGHS,
    "an entity without a DTD": "<rss><!ENTITY a 'b'><channel/></rss>",
    "after the first element": "<rss><channel/></rss>" + LAUGHS,
}


@pytest.mark.parametrize("name", DECLARED)
@pytest.mark.parametrize("read", [lambda data: parse(data, url=URL), read_opml])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: b'<?xml version="1.0" encoding="UTF-16"?>' + text.encode(),
        lambda text: b'<?xml version="1.0" encoding="utf-7"?>' + text.encode(),
        lambda text: b'<?xml version="1.0"?>' + text.encode().replace(b"!", b"\0!"),
    ],
)
def test_declarations_are_refused(
    name: str, read: Callable[[bytes], object], encode: Callable[[str], bytes]
) -> None:
    with pytest.raises(Refused) as error:
        read(encode(DECLARED[name]))

    assert error.value.code == "dtd"


# Expressions, made long where they are parsed; the program below has their names.
BOMBS = {
    "100,000 nested tags": "HEAD + '<a>' * 99_990",
    "49,000 nested and closed tags": "HEAD + '<a>' * 49_000 + '</a>' * 49_000",
    "100,001 tags": "'<a/>' * 100_001",
    "5 MB of <": "'<' * 4_999_999",
    "5 MB of <a": "'<a ' * 1_600_000",
    "99,000 tags that never close": "LOOSE + '<a ' * 99_000",
    "99,000 quotes that never close": "LOOSE + '<a href=\"' * 99_000",
    "a million comment openings": "LOOSE + '<!--' * 1_000_000",
    "500,000 CDATA openings": "LOOSE + '<![CDATA[' * 500_000",
    "300,000 CDATA sections": "LOOSE + '<![CDATA[]]>' * 300_000",
    "a million processing instructions": "LOOSE + '<?' * 1_000_000",
    "99,000 <!": "LOOSE + '<!' * 99_000",
    "99,000 end tags": "LOOSE + '</' * 99_000",
    "end tags under 49,000 open ones": "LOOSE + '<a>' * 49_000 + '</x>' * 49_000",
    "a million ampersands": "LOOSE + '&' * 1_000_000",
    "a million numbers of characters": "LOOSE + '&#' * 1_000_000",
    "a million entities": "LOOSE + '&eacute;' * 600_000",
    "20,000 attributes": "HEAD + f'<a {attributes(20_000)}/>'",
    "6,000 tags of 95 attributes": "HEAD + f'<a {attributes(95)}/>' * 6_000",
    "999 namespaces": "HEAD + ''.join(f'<a xmlns:a{i}=\"\"/>' for i in range(999))",
    "5 MB of blank lines before the feed": "'\\n' * 4_900_000 + HEAD",
    "a comment of 5 MB before it": "'<!--' + '\\n' * 4_900_000 + '-->' + HEAD",
    "99,000 empty items": "HEAD + '<item/>' * 99_000",
    "99,000 items in one another": "HEAD + '<item>' * 99_000",
    "titles in one another": "HEAD + '<item>' + '<title>x' * 99_000",
    "items with titles in one another": "HEAD + '<item><title>x' * 49_000",
    "24,000 items": "HEAD + '<item><link>http://a.b/</link></item>' * 24_000",
    "a title of 5 MB": "within('title', 'x ' * 2_400_000)",
    "a title of 5 MB of <": "within('title', cdata('<' * 4_800_000))",
    "a title of 5 MB of tags": "within('title', cdata('<b></b>' * 680_000))",
    "a title of 5 MB of entities": "within('title', cdata('&amp;' * 980_000))",
    "a date of 5 MB": "within('pubDate', '1 ' * 2_400_000)",
    "a date of dashes": "within('pubDate', '2026-' * 20_000)",
    "a date of digits": "within('pubDate', '1' * 100_000)",
    "a date of colons": "within('pubDate', 'Mon, 01 Mar 2026 ' + '10:' * 33_000)",
    "a link of 5 MB": "within('link', '/../' * 1_200_000)",
    "a guid of 5 MB": "within('guid', 'g' * 4_900_000)",
    "an author of 1 MB of @": "within('author', 'a@' * 500_000)",
    "an author of 100 KB of a.": "within('author', 'a.' * 50_000)",
    "inline markup, 90,000 tags": "ATOM + '<b>x</b>' * 45_000",
    "inline markup, nested": "ATOM + '<b>' * 45_000 + '</b>' * 45_000",
    "base upon base": "HEAD + '<a xml:base=\"x/\">' * 49_000",
    "long base upon base": 'HEAD + f\'<item xml:base="{"x/" * 3_000}">\' * 800',
    "90,000 authors": "HEAD + '<item>' + '<author>a@b.c (x)</author>' * 45_000",
    "90,000 categories": "HEAD + '<item>' + '<category>a</category>' * 45_000",
    "90,000 links": "HEAD + '<item>' + '<link>http://a.b/</link>' * 45_000",
}

# Each is parsed in a fork, so that its memory is its own; files and sockets that are
# opened meanwhile are noted.
PROGRAM = """
import json, os, resource, sys, time
from sources.feeds import Refused, parse
from tests.properties import examples

HEAD = '<rss version="2.0"><channel><title>t</title>'
LOOSE = '<rss version="2.0"><channel><item><title>a & b</title></item><b>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title>'
    '<link href="http://a.b/"/><summary type="xhtml">'
)

def within(tag, content):
    start = f"{HEAD}<item><link>http://a.b/</link><{tag}>"
    return f"{start}{content}</{tag}></item></channel></rss>"

def cdata(content):
    return f"<![CDATA[{content}]]>"

def attributes(number):
    return " ".join(f'a{i}="1"' for i in range(number))

opened = []

def note(event, arguments):
    if event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request"):
        opened.append([event, str(arguments[0])])

def attempt(data):
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opened.clear()
    started = time.process_time()
    try:
        outcome = str(len(parse(data, url="https://outlet.example/feed").items))
    except Refused as refusal:
        outcome = refusal.code
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"outcome": outcome, "seconds": seconds, "opened": list(opened),
            "megabytes": (peak - idle) / 1024}

parse(b"<rss version='2.0'><channel/></rss>", url="https://outlet.example/feed")
parse(b"<rss version='2.0'><channel>&", url="https://outlet.example/feed")
sys.addaudithook(note)
for name, source in json.load(sys.stdin).items():
    if os.fork() == 0:
        print(json.dumps([name, attempt(eval(source).encode())]), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, float]]:
    """What became of each feed."""
    laughs = {f"declared: {name}": repr(text) for name, text in DECLARED.items()}
    files = {"a file's name": "'/etc/passwd'", "an address": "'http://127.0.0.1:9/'"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        input=json.dumps(BOMBS | laughs | files),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_quickly(
    name: str, results: dict[str, dict[str, float]]
) -> None:
    result = results[name]

    assert result["seconds"] < 2 * patience(), result
    assert result["megabytes"] < 200, result


@pytest.mark.slow
def test_declarations_cost_nothing_and_nothing_is_opened(
    results: dict[str, dict[str, float]],
) -> None:
    declared = [results[f"declared: {name}"] for name in DECLARED]

    assert {result["outcome"] for result in declared} == {"dtd"}
    assert max(result["seconds"] for result in declared) < 1
    assert max(result["megabytes"] for result in declared) < 50
    assert all(result["opened"] == [] for result in results.values())


pieces = st.sampled_from(
    "<rss> <channel> <item> </item> <title> </title> <link> <link href='/a'/> <guid> "
    "<pubDate> <feed> <entry> <id> <content type='xhtml'> <content type='base64'> "
    "<svg> <math> <media:content> <itunes:image/> <georss:point> <gml:pos> <!-- --> "
    "<![CDATA[ ]]> <?xml?> & &amp; &#0; &#x110000; &#xD800; < > \" ' \0 \ud800 "
    "xmlns='x' xmlns:a='http://www.w3.org/2005/Atom' <a:feed> </a:feed> xml:base='::' "
    "<image> <url> <textInput> <author> <name> <email> <source> <enclosure/> <cloud/> "
    "<category term=''/> <dc:date> 2026-03-01 Mon, <psc:chapter start='x'/> "
    "<media:rating> "
    "<creativecommons:license> <channel/> <summary type='html'> <xhtml:body>".split(" ")
) | st.text(max_size=5)


@examples(400)
@given(
    st.binary(max_size=200)
    | st.lists(pieces, max_size=40).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )
)
@example(b"<a:feed>")
@example(b"<a:rss><b:channel><c:item><d:title>x")
@example(b"<rss><channel><item><georss:point>x")
@example(b"<rss xmlns:a='u'><b:c/></rss>")
def test_no_bytes_raise_anything_but_a_refusal(data: bytes) -> None:
    try:
        feed = parse(data, url=URL)
    except Refused:
        return
    for item in feed.items:
        assert item.url.startswith(("http://", "https://"))
        assert item.guid
        assert "\n" not in item.title + item.summary


def test_feedparser_gets_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    given_to: list[object] = []
    original = feedparser.parse

    def noting(source: object, **options: object) -> object:
        given_to.append(source)
        return original(source, **options)

    monkeypatch.setattr(feedparser, "parse", noting)

    parse(b"<rss version='2.0'><channel/></rss>", url=URL)

    assert [type(source) for source in given_to] == [io.BytesIO]

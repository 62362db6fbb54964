"""Pages made to exhaust a parser: read or refused in 2 s and 200 MB each.

The limits count processor time, which a busy machine changes little.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.timing import patience

ROOT = Path(__file__).parents[2]

BOMBS = {
    "100,000 nested div": "'<div>' * 100_000",
    "a million tags": "'<b></b>' * 1_000_000",
    "a million tags cut to the size limit": "('<b></b>' * 1_000_000)[:1_999_990]",
    "200,000 attributes": "'<a ' + ' '.join(f'a{i}=1' for i in range(200_000)) + '>'",
    "200,000 equal attributes": "'<a' + ' a=1' * 200_000 + '>'",
    "200,000 comment openings": "'<!--' * 200_000",
    "200,000 processing instructions": "'<?' * 200_000",
    "200,000 tags that never close": "'<a ' * 200_000",
    "50,000 quotes that never close": '"<a href=\'" * 50_000',
    "an unclosed title": "'<title>' + '<p>' * 600_000",
    "an unclosed script": "'<script>' + 'a<b ' * 450_000",
    "99,000 unclosed scripts": "'<script>' * 99_000",
    "10 MB of entities": "'&amp;' * 2_000_000",
    "2 MB of entities": "'<p>' + '&amp;' * 399_000",
    "2 MB of numeric entities": "'<p>' + '&#x41;' * 330_000",
    "an entity of 100,000 digits": "'<h1>&#' + '9' * 100_000 + ';</h1>'",
    "end tags under 50,000 open elements": "'<div>' * 50_000 + '</x>' * 49_000",
    "end tags under 290 open elements": "'<div>' * 290 + '</x>' * 99_000",
    "JSON nested a million deep": "'<script type=application/ld+json>' + '[' * 10**6",
    "one word of 2 MB": "'<p>' + 'A' * 1_900_000",
    "2 MB of blanks": "'<p>' + ' ' * 1_900_000 + 'x'",
    "furniture in furniture": "'<div class=\"author summary related\">' * 290"
    " + '<h1>x</h1>' + '<b>x</b>' * 24_000",
    "nested articles": "'<article>' * 280 + '<p>x y.</p>' * 30_000",
    "articles deep inside": "'<div>' * 280 + '<article>x y.</article>' * 45_000",
    "24,000 links in one paragraph": "'<p>' + '<a href=/x>y</a> said it. ' * 24_000",
    "a link over 33,000 blocks": "'<a href=/x>' + '<p>The council voted.' * 33_000",
    "long addresses": "'<p>' + ('<a href=/' + 'x' * 60 + '>y</a> said it. ') * 23_000",
    "an address of 1.9 MB": "'<p>The council voted today. <a href=/' + 'x' * 1_900_000"
    " + '>y</a>'",
    "an address of dots": "'<p>The council voted today. <a href=/' + '../' * 600_000"
    " + '>y</a>'",
    "addresses of 600 steps": "'<p>' + ('<a href=' + '../' * 600 + '>y</a> they said.')"
    " * 999",
    "19,000 rows of a table": "'<p>The council voted on Tuesday.</p><table>'"
    " + '<tr><td>1<td>2' * 19_000",
    "a row of 45,000 cells": "'<table><tr>' + '<td>1</td>' * 45_000",
    "rows inside rows": "'<table><tr><td>1<td>' * 70 + '<tr><td>2<td>3' * 18_000",
    "long items of deep lists": "'<ul>' * 280 + ('<li>' + 'they said ' * 11) * 15_000",
    "33,000 bylines": "'<h1>x</h1>' + '<p class=author>By Jane Doe</p>' * 33_000",
    "24,000 dates": "'<h1>x</h1>' + '<time class=date>1 May 2019</time>' * 24_000",
    "24,000 embedded posts": "'<div><b class=tweet>x</b></div>' * 24_000",
    "JSON of commas": "'<script type=application/ld+json>{' + ',  ' * 600_000",
    "JSON of openings": "'<script type=application/ld+json>' + '\"author\":[{'"
    " * 150_000",
    "20 graphs of 1,000": "('<script type=application/ld+json>' + json.dumps("
    "{'@graph': [{'@type': 'NewsArticle', '@id': 'x'}] * 1_000}) + '</script>') * 20",
    "a text of invitations": "'<p>' + 'subscribe sign in register ' * 60_000",
    "30,000 invitations": "'<b>subscribe sign in log in</b>' * 30_000",
    "long class names": "('<p class=\"' + 'author-' * 43 + '\">x') * 6_000",
}

# Each page is read in a fork, so that its memory is its own.
PROGRAM = """
import json, os, resource, sys, time
from sources.reading import Refused, read

def attempt(source):
    data = eval(source).encode()
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    try:
        read(data)
        outcome = "read"
    except Refused as refusal:
        outcome = refusal.code
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"outcome": outcome, "seconds": seconds, "megabytes": (peak - idle) / 1024}

read(b"<p>The minister said that the language model is in memory now.</p>")
for name, source in json.load(sys.stdin).items():
    if os.fork() == 0:
        print(json.dumps([name, attempt(source)]), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, float]]:
    """What became of each page."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        input=json.dumps(BOMBS),
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
):
    result = results[name]

    assert result["seconds"] < 2 * patience(), result
    assert result["megabytes"] < 200, result

"""What is no article is refused with a stable code and a message for a person."""

from __future__ import annotations

import gzip

import pytest

from sources.reading import Refused, read
from sources.reading.errors import CODES

SENTENCE = "The minister said on Friday that taxes would rise next year."


@pytest.mark.parametrize(
    ("data", "content_type", "code"),
    [
        (b"", None, "empty"),
        (b" \r\n\t ", None, "empty"),
        (b"\x00", None, "binary"),
        (b"a" * 5_000_000, None, "too_large"),
        (b"a" * 4_999_999, None, "too_large"),
        (b"<p>" + b"a " * 1_000_000 + b"</p>", None, "too_large"),
        (b"<p>" + b"a " * 510_000 + b"</p>", None, "too_large"),
        (b"<div>" * 400, None, "too_deep"),
        (b"<i>x</i>" * 60_000, None, "too_many_nodes"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", None, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), None, "binary"),
        (gzip.compress(b"text", mtime=0), None, "binary"),
        (b"PK\x03\x04" + bytes(26), None, "binary"),
        (bytes(range(256)) * 40, None, "binary"),
        (SENTENCE.encode("utf-16-le"), None, "binary"),  # without its mark
        (SENTENCE.encode(), "image/svg+xml", "binary"),
        (SENTENCE.encode(), "application/pdf", "not_text"),
        (b'{"a": 1}', "application/json", "not_text"),
        (b"p { color: red }", "text/css", "not_text"),
        (b"{\\rtf1\\ansi text}", None, "not_text"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", None, "not_text"),
        (b"<?xml version='1.0'?><book>x</book>", None, "not_text"),
        (b"\xff\xfe" + b"\x00\xd8" * 200, None, "malformed"),
        (b"<html><body></body></html>", None, "no_article_text"),
    ],
)
def test_refusals(data: bytes, content_type: str | None, code: str):
    with pytest.raises(Refused) as refusal:
        read(data, content_type=content_type)

    assert refusal.value.code == code
    assert code in CODES
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (SENTENCE.encode(), None),
        (SENTENCE.encode(), "text/plain; charset=utf-8"),
        (SENTENCE.encode(), "application/octet-stream"),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), None),
        (b"\xff\xfe" + SENTENCE.encode("utf-16-le"), None),
        (SENTENCE.replace("said", "sa\x00id").encode(), None),
        (f"<p>{SENTENCE}</p>".encode(), None),
        (f"<!-- x --> <p>{SENTENCE}".encode(), None),
        (f"<?xml version='1.0'?><html><p>{SENTENCE}".encode(), "application/xhtml+xml"),
        (f"<?xml version='1.0'?><html><p>{SENTENCE}".encode(), None),
    ],
)
def test_what_is_read(data: bytes, content_type: str | None):
    assert read(data, content_type=content_type).text == SENTENCE


def test_text_that_begins_with_an_angle_bracket_is_not_html():
    text = "<3 is what the minister wrote, and if a < b then b > a, said the teacher."

    assert read(text.encode()).text == text

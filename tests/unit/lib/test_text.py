"""Bytes to text and text to its stored form."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.lib.text import decode, normalise, usable_encoding

ANY_TEXT = st.text(
    st.characters(categories=["L", "N", "P", "Z", "S", "Cc", "Cs", "Mn"])
)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("page\x0cbreak\x0bhere\x85now", "page\nbreak\nhere\nnow"),
        ("He sa\x00id\x07 so\x9f.\x7f", "He said so."),
        ("tab\tstays", "tab\tstays"),
        ("\ufeffmark", "mark"),
        ("lone \ud800 and \udfff", "lone \ufffd and \ufffd"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("\ud83d\ud83d\ude00x", "\ufffd😀x"),
        ("cafe\u0301 café", "cafe\u0301 café"),
        (
            "“curly” ‘quotes’ «и» \u202eRTL\u200f",
            "“curly” ‘quotes’ «и» \u202eRTL\u200f",
        ),
        ("e\u200dm👩\u200d🚒 \u00a0\u2028", "e\u200dm👩\u200d🚒 \u00a0\u2028"),
        ("", ""),
    ],
)
def test_normalising_changes_only_what_cannot_be_stored(written: str, stored: str):
    assert normalise(written) == stored


@given(ANY_TEXT)
def test_normalised_text_is_storable_and_does_not_change_again(text: str):
    stored = normalise(text)

    stored.encode("utf-8")  # no surrogates
    assert not set(stored) & {
        chr(code) for code in range(32) if chr(code) not in "\t\n"
    }
    assert "\r" not in stored
    assert normalise(stored) == stored


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_without_control_characters_is_kept(text: str):
    assert normalise(text) == text.lstrip("\ufeff")


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("naïve – “yes”".encode(), None, "naïve – “yes”"),
        ("naïve – “yes”".encode("cp1252"), None, "naïve – “yes”"),
        ("naïve – “yes”".encode("cp1252"), "latin-1", "naïve – “yes”"),
        ("naïve – “yes”".encode("cp1252"), "utf-8", "naïve – “yes”"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        ("東京".encode("shift_jis"), "Shift_JIS", "東京"),
        (codecs.BOM_UTF8 + "é".encode(), "koi8-r", "é"),
        (codecs.BOM_UTF16_LE + "é😀".encode("utf-16-le"), None, "é😀"),
        (codecs.BOM_UTF16_BE + "é😀".encode("utf-16-be"), "utf-8", "é😀"),
        (codecs.BOM_UTF32_LE + "é😀".encode("utf-32-le"), None, "é😀"),
        ("“one” “two” ".encode() + b"\xff", None, "“one” “two” \ufffd"),
        (b"\x81\x8d", None, "\ufffd\ufffd"),
        (b"", None, ""),
    ],
)
def test_bytes_are_decoded_by_mark_then_declaration_then_sense(
    data: bytes, declared: str | None, text: str
):
    assert decode(data, declared=declared) == text


NO_ENCODINGS = "zlib hex base64 rot13 punycode idna unicode_escape utf-7 undefined mbcs"


@pytest.mark.parametrize(
    "label", [*NO_ENCODINGS.split(), "", "x" * 50, "a\x00b", "no-such", None]
)
def test_codecs_that_are_no_page_encodings_are_not_used(label: str | None):
    assert usable_encoding(label) is None


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=20)))
def test_decoding_never_raises(data: bytes, declared: str | None):
    assert isinstance(decode(data, declared=declared), str)

"""What sort of input the bytes are, before anything is parsed."""

from __future__ import annotations

from typing import Final

from sources.reading.errors import Binary, NotText
from sources.reading.patterns import (
    BEGINS_WITH_MARKUP,
    FEED,
    HEADER_CHARSET,
    LOOKS_LIKE_HTML,
    META_CHARSET,
)

_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # UTF-16, UTF-32
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
# Servers say plain text or nothing in particular about files of every kind.
_UNSAID: Final = ("", "text/plain", "application/octet-stream")
_SAMPLE: Final = 65_536  # bytes or characters looked at
_MOST_CONTROLS: Final = 0.1  # share of control bytes in a text with some damage
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def refuse_binary(data: bytes, content_type: str | None) -> None:
    """Raise ``Binary`` for what is certainly no text."""
    advice = "Hand in the article as HTML or plain text."
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise Binary(f"This is {name}, not text. {advice}")
    media_type = _media_type(content_type)
    if media_type.startswith(("image/", "audio/", "video/", "font/")):
        raise Binary(f"This is {media_type}, not text. {advice}")
    if data.startswith(_WIDE_MARKS):
        return  # every other byte of such text may be NUL
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _MOST_CONTROLS * len(sample):
        raise Binary(
            f"{controls:,} of the first {len(sample):,} bytes are control characters: "
            f"this is a binary file. {advice}"
        )


def refuse_other_formats(text: str, content_type: str | None) -> None:
    """Raise ``NotText`` for text that is data, not an article."""
    advice = "Hand in the article itself, as HTML or plain text."
    start = text[:_SAMPLE].lstrip()
    if start.startswith("{\\rtf"):
        raise NotText(f"This is RTF. Save it as plain text first. {advice}")
    if FEED.search(start[:2_000]) and start.startswith("<"):
        raise NotText(f"This is a feed or a list of pages. {advice}")
    media_type = _media_type(content_type)
    if media_type not in _UNSAID and not media_type.startswith("text/"):
        raise NotText(f"This is {media_type}, not an article. {advice}")
    if media_type in {"text/css", "text/javascript", "text/csv", "text/calendar"}:
        raise NotText(f"This is {media_type}, not an article. {advice}")
    if start.startswith("<?xml"):
        raise NotText(f"This is XML, not an article. {advice}")


def is_html(text: str, content_type: str | None) -> bool:
    """Whether to read the text as HTML: as declared, else by its first tags."""
    media_type = _media_type(content_type)
    if media_type in _HTML_TYPES:
        return True
    if media_type not in _UNSAID:
        return False
    start = text[:_SAMPLE].lstrip()
    if FEED.search(start[:2_000]):
        return False
    return (
        BEGINS_WITH_MARKUP.match(start) is not None
        and LOOKS_LIKE_HTML.search(start) is not None
    )


def declared_encoding(data: bytes, content_type: str | None) -> str | None:
    """The encoding named by the HTTP header, else by a ``<meta>`` tag."""
    if found := HEADER_CHARSET.search((content_type or "")[:500]):
        return found[1]
    start = data[:4_096].decode("latin-1")
    found = META_CHARSET.search(start)
    return found[1] if found else None


def _media_type(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()[:100]

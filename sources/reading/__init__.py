"""Reading: bytes or pasted text in, an article's text with its blocks out.

Pure: no Django, no network, no clock. Everything it raises is ``Refused``.
"""

from __future__ import annotations

from sources.reading.document import (
    MAX_LINKS,
    READER_VERSION,
    Block,
    BlockKind,
    Link,
    Notice,
    NoticeCode,
    Published,
    ReadableDocument,
)
from sources.reading.errors import ReadingError, Refused
from sources.reading.language import (
    is_supported_language,
    require_supported_language,
)
from sources.reading.reader import (
    MAX_INPUT_BYTES,
    MAX_TEXT_CHARACTERS,
    read,
    read_text,
)

__all__ = [
    "MAX_INPUT_BYTES",
    "MAX_LINKS",
    "MAX_TEXT_CHARACTERS",
    "READER_VERSION",
    "Block",
    "BlockKind",
    "Link",
    "Notice",
    "NoticeCode",
    "Published",
    "ReadableDocument",
    "ReadingError",
    "Refused",
    "is_supported_language",
    "read",
    "read_text",
    "require_supported_language",
]

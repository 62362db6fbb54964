"""Bytes to text, and text to the form we store.

What is stored is the normalised text, and every offset counts its code points;
no map back to the bytes is kept. So normalising happens once, at the door, and
changes as little as possible: composed and decomposed letters (NFC, NFD),
curly quotes, direction marks and odd blanks stay as they were written.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_BYTE_ORDER_MARKS: Final = (
    # UTF-32 first: its little-endian mark begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Python also registers codecs that are no text encodings (zlib, base64) or have
# quadratic decoders (punycode, idna): only what pages really declare is used.
_DECLARABLE: Final = frozenset(
    ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "koi8-r", "koi8-u"]
    + ["gb2312", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "shift_jis"]
    + ["cp932", "euc_kr", "cp949", "iso2022_jp", "mac-roman", "tis-620", "cp874"]
    + [f"iso8859-{part}" for part in range(1, 17)]
    + [f"cp125{page}" for page in range(9)]
)
# What the web calls latin-1 or ASCII is windows-1252 (encoding.spec.whatwg.org).
_READ_AS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}

_LINE_BREAKS: Final = re.compile("\r\n|[\r\v\f\x85]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of ``data``; never raises.

    1. A byte order mark decides. 2. Else the ``declared`` encoding, if it is one
    that pages use and the bytes fit it. 3. Else UTF-8, also when it is damaged
    in fewer places than it is sound. 4. Else windows-1252. Bytes that fit
    nothing become U+FFFD.
    """
    for mark, marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, errors="replace")
    encoding = usable_encoding(declared)
    if encoding and encoding != "utf-8":
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass  # declared wrongly: judge by the bytes instead
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_damaged(data)


def usable_encoding(label: str | None) -> str | None:
    """Python's name for an encoding a page declares; None if unknown or unsafe."""
    if not label or len(label) > 40:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):  # ValueError: a NUL inside the name
        return None
    name = _READ_AS.get(name, name)
    return name if name in _DECLARABLE else None


def _decode_damaged(data: bytes) -> str:
    """UTF-8 with some wrong bytes, or windows-1252: whichever fits better."""
    as_utf8 = data.decode("utf-8", errors="replace")
    damaged = as_utf8.count("\ufffd")
    sound = sum(map(len, re.findall("[^\x00-\x7f\ufffd]+", as_utf8)))
    if sound > damaged:
        return as_utf8
    return data.decode("cp1252", errors="replace")


def normalise(text: str) -> str:
    """``text`` in the form we store: what comes back never changes again.

    * CRLF, CR, vertical tab, form feed and NEL become a line feed;
    * a byte order mark at the start, NUL and all other control characters
      except tab and line feed are removed (PostgreSQL refuses NUL);
    * surrogate pairs are joined, lone surrogates become U+FFFD.

    Nothing else is touched. Linear in the length of the text; never raises.
    """
    if _SURROGATES.search(text):
        units = text.encode("utf-16-le", errors="surrogatepass")
        text = units.decode("utf-16-le", errors="replace")
    text = _LINE_BREAKS.sub("\n", text)
    text = _CONTROLS.sub("", text)
    return text.lstrip("\ufeff")

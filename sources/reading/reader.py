"""From bytes or pasted text to a ``ReadableDocument``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from factcheck.lib import html
from factcheck.lib.text import decode, normalise
from sources.reading.addresses import link_address, web_address
from sources.reading.body import Piece, article_pieces
from sources.reading.dates import parse_published
from sources.reading.document import (
    MAX_LINKS,
    Block,
    BlockKind,
    Link,
    Published,
    ReadableDocument,
)
from sources.reading.errors import (
    Empty,
    Malformed,
    NoArticleText,
    TooDeep,
    TooLarge,
    TooManyNodes,
)
from sources.reading.language import identify_language
from sources.reading.lines import byline_names, classify, is_date_line
from sources.reading.metadata import read_metadata
from sources.reading.paywall import paywall_notice
from sources.reading.plaintext import blocks_of
from sources.reading.sniffing import (
    declared_encoding,
    is_html,
    refuse_binary,
    refuse_other_formats,
)
from sources.reading.standfirst import find_standfirst
from sources.reading.tree import Tree, parse

MAX_INPUT_BYTES: Final = 5_000_000
"""Input of this size and above is refused unread."""
MAX_TEXT_CHARACTERS: Final = 1_000_000
"""The longest text of an article."""

_TOP: Final = 4  # pieces of the body in which the standfirst may stand
_LIMITS: Final = html.DEFAULT_LIMITS


def read(
    data: bytes, *, url: str | None = None, content_type: str | None = None
) -> ReadableDocument:
    """The article in an HTML page or a text file.

    ``content_type`` is the HTTP header, if there was one; without it the bytes
    decide. ``url`` is where the page came from, for relative addresses in it.
    Raises a ``Refused`` for everything that is not an article, and nothing else.
    The same bytes always give the same document.
    """
    if len(data) >= MAX_INPUT_BYTES:
        raise TooLarge(
            f"The input has {len(data):,} bytes; the limit is {MAX_INPUT_BYTES:,}. "
            "Hand in the article's page or text alone."
        )
    refuse_binary(data, content_type)
    text = normalise(decode(data, declared=declared_encoding(data, content_type)))
    _refuse_undecodable(text)
    if is_html(text, content_type):
        return _read_html(text, url)
    refuse_other_formats(text, content_type)
    document = read_text(text)
    return _with_address(document, url)


def read_text(text: str, *, title: str | None = None) -> ReadableDocument:
    """The article in pasted text. ``.text`` is the normalised text, unchanged.

    A ``title`` from the person is used as it is and is not put into the text.
    Raises a ``Refused`` when the text is empty or over the limit.
    """
    text = normalise(text)
    _refuse_long(text)
    blocks = blocks_of(text)
    if not blocks:
        raise Empty("There is no text. Hand in an article with at least one sentence.")
    headline = ""
    if blocks[0].kind is BlockKind.HEADLINE:
        headline = " ".join(text[blocks[0].start : blocks[0].end].split())
    given = " ".join(normalise(title or "").split())[:500]
    language, probability = identify_language(text)
    bylines = [text[b.start : b.end] for b in blocks if b.kind is BlockKind.BYLINE]
    return ReadableDocument(
        text=text,
        blocks=blocks,
        title=given or headline,
        byline=next(filter(None, map(byline_names, bylines)), ""),
        published=_date_among(bylines),
        language=language,
        language_probability=probability,
    )


# --- HTML --------------------------------------------------------------------


def _read_html(markup: str, url: str | None) -> ReadableDocument:
    tree = _parse(markup)
    metadata = read_metadata(tree, url=url)
    body = [piece for piece in article_pieces(tree) if piece.text != metadata.title]
    if not body and metadata.body:
        body = _pieces_of_text(metadata.body)
    if not body:
        raise NoArticleText(
            "No paragraph of an article was found in the page. It may need a login or "
            "be drawn by scripts: paste the article's text instead."
        )
    pieces = _with_opening(tree, metadata.title, classify(body))
    text, blocks, links = assemble(pieces, base=metadata.base_url)
    _refuse_long(text)
    language, probability = identify_language("\n".join(piece.text for piece in body))
    bylines = [piece.text for piece in pieces if piece.kind is BlockKind.BYLINE]
    return ReadableDocument(
        text=text,
        blocks=blocks,
        title=metadata.title,
        byline=metadata.byline or next(filter(None, map(byline_names, bylines)), ""),
        published=metadata.published or _date_among(bylines),
        language=language,
        language_probability=probability,
        outlet_name=metadata.outlet_name,
        canonical_url=metadata.canonical_url,
        amp_url=metadata.amp_url,
        links=links,
        notice=paywall_notice(tree, is_free=metadata.is_free, characters=len(text)),
    )


def _parse(markup: str) -> Tree:
    """The tree; raises ``TooLarge``, ``TooDeep``, ``TooManyNodes``, ``Malformed``."""
    advice = "Paste the article's text instead."
    try:
        return parse(markup, limits=_LIMITS)
    except html.HtmlTooLarge as error:
        raise TooLarge(f"The page is too large: {error}. {advice}") from error
    except html.HtmlTooDeep as error:
        raise TooDeep(f"The page is too deep: {error}. {advice}") from error
    except html.HtmlTooManyNodes as error:
        raise TooManyNodes(f"The page is too complex: {error}. {advice}") from error
    except html.HtmlError as error:
        raise Malformed(f"The page cannot be read: {error}. {advice}") from error


def _with_opening(tree: Tree, title: str, body: list[Piece]) -> list[Piece]:
    """The body after headline and standfirst, which stand outside it in most pages.

    A standfirst among the first pieces of the body is marked there; a lede there is
    the story's first paragraph.
    """
    opening = [Piece(BlockKind.HEADLINE, title)] if title else []
    standfirst = find_standfirst(tree)
    if standfirst is None or standfirst.text == title:
        return opening + body
    for index, piece in enumerate(body[:_TOP]):
        if (
            piece.text == standfirst.text
            and not standfirst.is_lede
            and body[index + 1 :]
        ):
            marked = replace(piece, kind=BlockKind.STANDFIRST)
            return [*opening, *body[:index], marked, *body[index + 1 :]]
    if not any(standfirst.text in piece.text for piece in body):
        opening.append(Piece(BlockKind.STANDFIRST, standfirst.text))
    return opening + body


def _pieces_of_text(text: str) -> list[Piece]:
    """The paragraphs of the JSON-LD's articleBody, which may be HTML."""
    if "</p>" in text or "<br" in text:
        try:
            return list(article_pieces(parse(text, limits=_LIMITS)))
        except html.HtmlError:
            return []
    return [
        Piece(BlockKind.PARAGRAPH, " ".join(text[block.start : block.end].split()))
        for block in blocks_of(text)
    ]


def assemble(
    pieces: Iterable[Piece], *, base: str | None = None
) -> tuple[str, tuple[Block, ...], tuple[Link, ...]]:
    """The pieces joined by blank lines, and where each and its links went.

    ``base`` is what relative addresses of links are relative to.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    start = 0
    for piece in pieces:
        words = normalise(piece.text).strip()  # &#0; and the like
        if not words:
            continue
        parts.append(words)
        blocks.append(Block(piece.kind, start, start + len(words)))
        # Blocks of the body come normalised; of another text no place is known.
        for anchor in piece.anchors if words == piece.text else ():
            if len(links) == MAX_LINKS:
                break
            if url := link_address(anchor.address, base=base):
                links.append(Link(start + anchor.start, start + anchor.end, url))
        start += len(words) + 2
    return "\n\n".join(parts), tuple(blocks), tuple(links)


# --- Both --------------------------------------------------------------------


def _date_among(lines: Iterable[str]) -> Published | None:
    for line in lines:
        if is_date_line(line) and (published := parse_published(line)):
            return published
    return None


def _refuse_long(text: str) -> None:
    if len(text) > MAX_TEXT_CHARACTERS:
        raise TooLarge(
            f"The text has {len(text):,} characters; the limit is "
            f"{MAX_TEXT_CHARACTERS:,}. Hand in one article at a time."
        )


def _refuse_undecodable(text: str) -> None:
    unknown = text.count("\ufffd")
    if unknown > 0.1 * len(text) and unknown > 20:
        raise Malformed(
            f"{unknown:,} of {len(text):,} characters cannot be decoded. Save the file "
            "as UTF-8 and try again."
        )


def _with_address(document: ReadableDocument, url: str | None) -> ReadableDocument:
    if not url:
        return document
    return replace(document, canonical_url=web_address(url))

"""What a page says about itself: JSON-LD, OpenGraph, ``<time>``, byline elements.

Every value is a claim of the page. It is read tolerantly, because most pages
break their own format somewhere, and within bounds, because pages are hostile.
"""

from __future__ import annotations

import html
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from factcheck.lib.text import normalise
from sources.reading.dates import parse_published
from sources.reading.document import Published
from sources.reading.lines import byline_names
from sources.reading.patterns import BYLINE_CLASS, SITE_SUFFIX
from sources.reading.tree import Element, Tree, attribute, leading_text, names_of

_LONGEST_TITLE: Final = 500  # characters
_LONGEST_NAME: Final = 200
_LONGEST_URL: Final = 2_000
_MOST_AUTHORS: Final = 12
_MOST_SCRIPTS: Final = 20
_MOST_OBJECTS: Final = 2_000  # of JSON-LD that are looked at in one page

_ARTICLE_TYPES: Final = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Article",
    "Report",
    "WebPage",
)

# JSON from outside can hold anything; each reader below checks what it takes.
Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What was found; empty strings and None where the page says nothing."""

    title: str = ""
    byline: str = ""
    published: Published | None = None
    outlet_name: str = ""
    canonical_url: str | None = None
    body: str = ""  # articleBody of the JSON-LD, for pages drawn by script


def read_metadata(tree: Tree, *, url: str | None = None) -> Metadata:
    """Everything the page says about itself; never raises."""
    article = _json_ld_article(tree)
    meta = _meta_values(tree)
    return Metadata(
        title=_title(tree, article, meta),
        byline=_byline(tree, article, meta),
        published=_published(tree, article, meta),
        outlet_name=_first(
            meta.get("og:site_name"),
            _name(article.get("publisher")),
            meta.get("application-name"),
        )[:_LONGEST_NAME],
        canonical_url=_canonical_url(tree, meta, url),
        body=_long_string(article.get("articleBody")),
    )


# --- Reading the parts -------------------------------------------------------


def _json_ld_article(tree: Tree) -> dict[str, Json]:
    """The JSON-LD object that describes the article best; empty if none does."""
    best: dict[str, Json] = {}
    best_rank = len(_ARTICLE_TYPES)
    for found in _json_ld_objects(tree):
        rank = _article_rank(found)
        if rank < best_rank:
            best, best_rank = found, rank
    return best


def _json_ld_objects(tree: Tree) -> Iterator[dict[str, Json]]:
    scripts = [
        tag for tag in tree.named("script") if "ld+json" in attribute(tag, "type")[:100]
    ]
    waiting = deque(_parse_json(tag.text or "") for tag in scripts[:_MOST_SCRIPTS])
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:_MOST_OBJECTS])
        elif isinstance(value, dict):
            yield value
            waiting.extend(
                value[key] for key in ("@graph", "mainEntity") if key in value
            )


def _parse_json(text: str) -> Json:
    """The value, or None: broken JSON-LD is common and no reason to refuse."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)  # line feeds inside strings
    except (ValueError, RecursionError):  # RecursionError: "[[[[…" ten thousand deep
        return None


def _article_rank(found: dict[str, Json]) -> int:
    types = found.get("@type")
    names = types if isinstance(types, list) else [types]
    ranks = [
        rank
        for rank, known in enumerate(_ARTICLE_TYPES)
        for name in names[:10]
        if isinstance(name, str) and name.rpartition("/")[2] == known
    ]
    return min(ranks, default=len(_ARTICLE_TYPES))


def _meta_values(tree: Tree) -> dict[str, str]:
    """Content of every ``<meta>`` by its lower-case name; the first one counts."""
    values: dict[str, str] = {}
    for tag in tree.named("meta")[:500]:
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            values.setdefault(name.lower()[:100], _clean(content))
    return values


# --- Choosing ----------------------------------------------------------------


def _title(tree: Tree, article: dict[str, Json], meta: dict[str, str]) -> str:
    """The headline: as shown on the page if one heading is it, else as declared."""
    site = meta.get("og:site_name", "")
    declared = _first(
        _string(article.get("headline")),
        meta.get("og:title"),
        meta.get("twitter:title"),
    )
    shown = [_text(tag) for tag in tree.named("h1")[:10]]
    shown = [text for text in shown if text and text != site]
    for text in shown:
        if _is_same_headline(text, declared):
            return text[:_LONGEST_TITLE]
    if declared:
        return _without_site(declared)[:_LONGEST_TITLE]
    if len(shown) == 1:
        return shown[0][:_LONGEST_TITLE]
    titles = [_text(tag) for tag in tree.named("title")[:1]]
    return _without_site(_first(*titles))[:_LONGEST_TITLE]


def _is_same_headline(shown: str, declared: str) -> bool:
    a, b = (
        "".join(filter(str.isalnum, text.lower()[:_LONGEST_TITLE]))
        for text in (shown, declared)
    )
    return len(a) >= 8 and (a == b or (len(a) >= 15 and b.startswith(a)))


def _without_site(title: str) -> str:
    found = SITE_SUFFIX.match(title[:_LONGEST_TITLE])
    return found[1].strip() if found else title


def _byline(tree: Tree, article: dict[str, Json], meta: dict[str, str]) -> str:
    authors = _names(article.get("author") or article.get("creator"))
    if not authors:
        declared = meta.get("author") or meta.get("article:author") or ""
        authors = [_without_by(declared)] if _is_name(declared) else []
    if not authors:
        authors = [name for name in [_shown_byline(tree)] if name]
    return ", ".join(authors)[:_LONGEST_TITLE]


def _shown_byline(tree: Tree) -> str:
    """The name in an element that calls itself byline or author."""
    candidates = [tree.named(name)[:1_000] for name in _BYLINE_TAGS]
    for tag in chain.from_iterable(candidates):
        names = f"{names_of(tag)} {attribute(tag, 'rel')} {attribute(tag, 'itemprop')}"
        if "author" not in names and not BYLINE_CLASS.search(names):
            continue
        text = _text(tag)
        if names_found := byline_names(text):
            return names_found
        if "author" in names and tag.tag == "a" and _is_name(text):
            return _without_by(text)
    return ""


def _published(
    tree: Tree, article: dict[str, Json], meta: dict[str, str]
) -> Published | None:
    written = [
        _string(article.get("datePublished")),
        _string(article.get("dateCreated")),
        *(meta.get(name, "") for name in _DATE_NAMES),
    ]
    for tag in tree.named("time")[:20]:
        written += [_string(tag.get("datetime")), _text(tag)]
    for candidate in written:
        if candidate and (published := parse_published(candidate)):
            return published
    return None


_BYLINE_TAGS: Final = ("a", "span", "p", "address", "div", "li")
_DATE_NAMES: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "dc.date.issued",
    "dc.date",
    "sailthru.date",
    "parsely-pub-date",
    "pubdate",
    "publish-date",
    "publication_date",
    "date",
)


def _canonical_url(tree: Tree, meta: dict[str, str], url: str | None) -> str | None:
    candidates = [
        _string(tag.get("href"))
        for tag in tree.named("link")[:500]
        if "canonical" in attribute(tag, "rel").lower().split()
    ]
    candidates += [meta.get("og:url", ""), url or ""]
    for candidate in candidates:
        if candidate and (accepted := web_address(candidate, base=url)):
            return accepted
    return None


def web_address(address: str, *, base: str | None = None) -> str | None:
    """The absolute http or https address without its fragment; None for any other.

    Addresses with a user name, with blanks or over 2,000 characters are refused.
    """
    address = address.strip()
    if len(address) > _LONGEST_URL or any(map(str.isspace, address)):
        return None
    try:
        parts = urlsplit(urljoin(base or "", address))
        host, user = parts.hostname, parts.username
    except ValueError:  # "http://[half an address"
        return None
    if parts.scheme not in {"http", "https"} or not host or user is not None:
        return None
    return urlunsplit(parts._replace(fragment=""))


# --- Strings -----------------------------------------------------------------


def _clean(text: str) -> str:
    """One line of normalised text; character references are resolved once more,
    because JSON-LD is often escaped twice."""
    return " ".join(_unescaped(text[:5_000]).split())


def _string(value: Json) -> str:
    return _clean(value) if isinstance(value, str) else ""


def _long_string(value: Json) -> str:
    return _unescaped(value) if isinstance(value, str) else ""


def _unescaped(text: str) -> str:
    try:
        return normalise(html.unescape(text))
    except ValueError:  # "&#" and more digits than Python turns into a number
        return normalise(text)


def _text(tag: Element) -> str:
    return _clean(leading_text(tag, limit=1_000))


def _first(*values: str | None) -> str:
    return next((value for value in values if value), "")


def _name(value: Json) -> str:
    """The name of a person or an organisation; the first, if there are several."""
    return next(iter(_names(value)), "")


def _names(value: Json) -> list[str]:
    found = []
    for entry in (value if isinstance(value, list) else [value])[:_MOST_AUTHORS]:
        name = entry.get("name") if isinstance(entry, dict) else entry
        name = name[0] if isinstance(name, list) and name else name
        if isinstance(name, str) and _is_name(_clean(name)):
            found.append(_without_by(_clean(name)))
    return list(dict.fromkeys(found))


def _is_name(text: str) -> bool:
    """Whether it can be a name: no address, no sentence, some letters."""
    return (
        1 < len(text) <= _LONGEST_NAME
        and "://" not in text
        and any(map(str.isalpha, text))
    )


def _without_by(text: str) -> str:
    return text[3:].strip() if text[:3].lower() == "by " else text

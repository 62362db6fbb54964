"""What a page says about itself: JSON-LD, meta tags, and what it shows.

Every value is a claim of the page. It is read tolerantly, because most pages
break their own format somewhere, and within bounds, because pages are hostile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from sources.reading.addresses import base_address, stated_address, web_address
from sources.reading.dates import parse_published
from sources.reading.document import Published
from sources.reading.jsonld import JsonLd, is_name, read_json_ld
from sources.reading.patterns import NAME_GAP, PATH_DATE, PERSON, ROLE, SITE_SUFFIX
from sources.reading.shown import (
    headings,
    linked_author,
    shown_byline,
    shown_dates,
    shown_headline,
)
from sources.reading.strings import LONGEST_NAME, LONGEST_TITLE, clean, letters_of
from sources.reading.tree import Tree, attribute

Meta = dict[str, str]

_LONGEST_STATED: Final = 1_000  # characters of a title that are looked at

# Names that publishing systems give to the fields, in the order they are trusted.
_AUTHOR_NAMES: Final = (
    "byl",
    "sailthru.author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article:author",
    "article_author",
    "author.name",
    "author",
)
_DATE_NAMES: Final = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "date.published",
    "article.published",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published",
    "published_at",
    "publication_date",
    "citation_publication_date",
    "date.release",
    "datecreated",
    "date",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What was found; empty strings and None where the page says nothing."""

    title: str = ""
    byline: str = ""
    published: Published | None = None
    outlet_name: str = ""
    canonical_url: str | None = None
    amp_url: str | None = None
    base_url: str | None = None  # what relative addresses are relative to
    body: str = ""  # articleBody of the JSON-LD, for pages drawn by script
    is_free: bool | None = None  # None: the page does not say


def read_metadata(tree: Tree, *, url: str | None = None) -> Metadata:
    """Everything the page says about itself; never raises."""
    meta = _meta_values(tree)
    json_ld = read_json_ld(tree)
    base = base_address(tree, url)
    outlet = _first(
        meta.get("og:site_name"), json_ld.publisher, meta.get("application-name")
    )
    return Metadata(
        title=_title(tree, json_ld, meta, outlet, url),
        byline=_byline(tree, json_ld, meta, outlet),
        published=_published(tree, json_ld, meta, url),
        outlet_name=outlet[:LONGEST_NAME],
        canonical_url=_first(
            stated_address(tree, "canonical", base),
            web_address(meta.get("og:url", ""), base=url) if "og:url" in meta else None,
            web_address(url) if url else None,
        )
        or None,
        amp_url=stated_address(tree, "amphtml", base),
        base_url=base,
        body=json_ld.body,
        is_free=_is_free(json_ld, meta),
    )


def _meta_values(tree: Tree) -> Meta:
    """Content of every ``<meta>`` by its lower-case name; the first one counts."""
    values: Meta = {}
    for element in tree.stated("meta", at_most=500):
        content = attribute(element, "content")
        for key in ("property", "name", "itemprop"):
            name = attribute(element, key).lower()[:100]
            if name and content.strip():
                values.setdefault(name, clean(content))
    return values


def _is_free(json_ld: JsonLd, meta: Meta) -> bool | None:
    if json_ld.is_free is not None:
        return json_ld.is_free
    tier = meta.get("article:content_tier", "").lower()
    return {"free": True, "locked": False}.get(tier)


# --- Title -------------------------------------------------------------------


def _title(
    tree: Tree, json_ld: JsonLd, meta: Meta, outlet: str, url: str | None
) -> str:
    """The headline: as shown on the page if one heading is it, else as declared."""
    shown = [text for text in headings(tree) if letters_of(text) != letters_of(outlet)]
    titles = [
        clean(element.get_text()[:_LONGEST_STATED])
        for element in tree.stated("title", at_most=1)
    ]
    declared = [
        json_ld.headline,
        meta.get("og:title", ""),
        meta.get("twitter:title", ""),
    ]
    if headline := shown_headline(shown, [*declared, *titles]):
        return headline
    sites = [outlet, urlsplit(url or "").hostname or ""] if _is_valid(url) else [outlet]
    if title := _first(*declared):
        return _without_site(title, sites)[:LONGEST_TITLE]
    if len(shown) == 1:
        return shown[0][:LONGEST_TITLE]
    title = _first(*titles)
    found = SITE_SUFFIX.match(title[:LONGEST_TITLE])
    return (found[1].strip() if found else title)[:LONGEST_TITLE]


def _is_valid(url: str | None) -> bool:
    return bool(url) and web_address(url or "") is not None


def _without_site(title: str, sites: Iterable[str]) -> str:
    """The title without a last part that names the site ("… - The Gazette")."""
    found = SITE_SUFFIX.match(title[:LONGEST_TITLE])
    if not found:
        return title
    suffix = letters_of(found[2])
    if any(
        suffix in letters_of(site) or letters_of(site) in suffix
        for site in sites
        if site
    ):
        return found[1].strip()
    return title


# --- Byline ------------------------------------------------------------------


def _byline(tree: Tree, json_ld: JsonLd, meta: Meta, outlet: str) -> str:
    """The authors: as declared, or as shown where that says more.

    1. JSON-LD, then meta tags; account names ("kevin-r", "admin") and the outlet's
    own name count only if nothing better is found. 2. What the page shows, if it
    names the declared authors and others, or if nothing was declared.
    """
    candidates = [", ".join(filter(None, map(_person, json_ld.authors)))]
    candidates += [_person(meta.get(name, "")) for name in _AUTHOR_NAMES]
    declared = [name for name in candidates if name]
    best = next((name for name in declared if not _is_weak(name, outlet)), "")
    shown = shown_byline(tree)
    if not best or _adds_to(shown, best):
        best = _first(shown, best, *declared, linked_author(tree))
    return best[:LONGEST_TITLE]


def _person(name: str) -> str:
    """A name as declared, without "By" and what follows a bar; "" if it is none."""
    name = name.partition(" | ")[0].strip(" |,;")
    name = name[3:].strip() if name[:3].lower() == "by " else name
    return name if is_name(name) else ""


def _is_weak(name: str, outlet: str) -> bool:
    is_account = " " not in name and (name.islower() or not name.isalpha())
    return is_account or letters_of(name) == letters_of(outlet)


def _adds_to(shown: str, declared: str) -> bool:
    """Whether the shown names are the declared ones and those of more people."""
    names = set(map(letters_of, NAME_GAP.split(declared)))
    found = NAME_GAP.split(shown)
    others = [name for name in found if letters_of(name) not in names]
    return (
        0 < len(others) == len(found) - len(names)
        and names <= set(map(letters_of, found))
        and all(PERSON.match(name) and not ROLE.search(name) for name in others)
    )


# --- Date --------------------------------------------------------------------


def _published(
    tree: Tree, json_ld: JsonLd, meta: Meta, url: str | None
) -> Published | None:
    """The first date of those stated, with its time if another one of that day
    has it."""
    first: Published | None = None
    for candidate in _dates(tree, json_ld, meta, url):
        if first is None:
            first = candidate
        if isinstance(first.when, datetime):
            return first
        if isinstance(candidate.when, datetime) and candidate.date == first.date:
            return candidate
    return first


def _dates(
    tree: Tree, json_ld: JsonLd, meta: Meta, url: str | None
) -> Iterator[Published]:
    for written in [*json_ld.dates, *(meta.get(name, "") for name in _DATE_NAMES)]:
        if published := parse_published(written):
            yield published
    yield from shown_dates(tree)
    if url and (found := PATH_DATE.search(url[:500].lower())):
        year, month, day = found.groups()
        words = f"{day} {month} {year}" if month.isalpha() else ""
        written = words or f"{year}-{int(month):02}-{int(day):02}"
        if published := parse_published(written):
            yield published


def _first(*values: str | None) -> str:
    return next((value for value in values if value), "")

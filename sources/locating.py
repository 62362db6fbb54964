"""Finding the article that is known under an address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from factcheck.core.errors import Refused
from sources.addresses import address_key, is_home, site_of, written_form
from sources.independence import compare
from sources.independence.outlets import well_known_outlets
from sources.models import Article, ArticleAddress, Outlet
from sources.reading import ReadableDocument

_is_web_url = URLValidator(schemes=["http", "https"])


def web_url(url: str | None) -> str | None:
    """The address in its written form; None if there is none.

    `Refused` for what is no web address.
    """
    if not url or not url.strip():
        return None
    try:
        written = written_form(url)
        _is_web_url(written)
    except ValidationError as error:
        raise Refused(
            "This is no web address: it must begin with http:// or https:// and "
            "name a host.",
            code="invalid_url",
        ) from error
    except ValueError as error:
        raise Refused(
            f"This is no web address that can be used: {error}.", code="invalid_url"
        ) from error
    return written


def addresses_of(
    document: ReadableDocument, *, given_url: str | None, fetched_from: str | None
) -> list[str]:
    """The article's addresses in their written form, the canonical one first.

    A page's word for its own address counts if it names another page of the site
    it came from, or if nothing else is known; a site's first page is no article.
    """
    came_from = [url for url in (web_url(fetched_from), given_url) if url is not None]
    stated = _written_or_none(document.canonical_url)
    if stated is None:
        return came_from
    if not came_from:
        return [stated]
    sites = {site_of(url) for url in came_from}
    if is_home(stated) or site_of(stated) not in sites:
        return came_from
    return [stated, *came_from]


def at_address(urls: list[str]) -> Article | None:
    """The article known under one of the addresses; the last, as given, is asked
    first, because that is what its reviewers know it by.
    """
    known = {
        address.key: address.article
        for address in ArticleAddress.objects.filter(
            key__in={address_key(url) for url in urls}
        ).select_related("article")
    }
    found = (known.get(address_key(url)) for url in reversed(urls))
    return next((article for article in found if article is not None), None)


def articles_at(urls: Iterable[str]) -> dict[str, int]:
    """Those of the addresses under which an article is known, with its primary key."""
    keys = {}
    for url in urls:
        with suppress(ValueError):  # no address of an article here either
            keys[url] = address_key(written_form(url))
    if not keys:
        return {}
    known = ArticleAddress.objects.filter(key__in=set(keys.values()))
    found = dict(known.values_list("key", "article"))
    return {url: found[key] for url, key in keys.items() if key in found}


def sites_of(names: Collection[str]) -> set[str]:
    """The domains of outlets and agencies of these names: in the register, and of
    those that are well known.
    """
    if not names:
        return set()
    kept = Outlet.objects.filter(name__in=names).exclude(domain=None)
    found = {domain for domain in kept.values_list("domain", flat=True) if domain}
    for outlet in well_known_outlets():
        if outlet.name in names:
            found.update(outlet.domains)
    return found


def is_there(article: Article, urls: list[str], document: ReadableDocument) -> bool:
    """Whether the document is a text of the article that was found for its addresses.

    If only what the page states led to it, the texts must have something in common:
    some sites give all their pages one canonical address.
    """
    came_from = {address_key(url) for url in urls[1:]}
    if not came_from or article.addresses.filter(key__in=came_from).exists():
        return True
    latest = article.snapshots.order_by("-number").first()
    return latest is None or compare(latest.text, document.text).shares_text


def note_addresses(article: Article, urls: list[str]) -> list[str]:
    """Remember the addresses as the article's, unless they are another's.

    Returns those under which it was not known before.
    """
    by_key = {address_key(url): url for url in urls}
    known = ArticleAddress.objects.filter(key__in=by_key)
    for key in known.values_list("key", flat=True):
        del by_key[key]
    if not by_key:
        return []
    ArticleAddress.objects.bulk_create(
        [
            ArticleAddress(article=article, key=key, url=url)
            for key, url in by_key.items()
        ],
        ignore_conflicts=True,  # another article may have come first
    )
    mine = article.addresses.filter(key__in=by_key)
    return list(mine.values_list("url", flat=True))


def _written_or_none(url: str | None) -> str | None:
    """What a page says of itself, if it can be used."""
    try:
        return web_url(url)
    except Refused:
        return None

"""Small pieces of pages that several of them need."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.models import Claim
from sources.models import Article, Snapshot


def article_url(article: Article) -> str:
    """The reading page of an article's newest text."""
    return reverse("admin:sources_article_read", args=[article.public_id])


def reading_url(snapshot: Snapshot, claim: Claim | None = None) -> str:
    """The reading page of a text, at a claim if one is given.

    The article's row must be loaded. The text's number is only in the address
    where it is not the first.
    """
    query: dict[str, object] = {}
    if snapshot.number != 1:
        query["snapshot"] = snapshot.number
    if claim is not None:
        query["claim"] = claim.public_id
    url = article_url(snapshot.article)
    anchor = "#claim" if claim is not None else ""
    return f"{url}?{urlencode(query)}{anchor}" if query else url


def share_bar(share: float) -> SafeString:
    """A number from 0 to 1 as a bar with its percentage beside it."""
    percent = round(share * 100)
    return format_html(
        '<span class="confidence"><meter min="0" max="100" value="{}"'
        ' aria-hidden="true"></meter> {}&nbsp;%</span>',
        percent,
        percent,
    )

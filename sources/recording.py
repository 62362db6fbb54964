"""What the ledger keeps of outlets, articles and their texts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from factcheck.core import audit
from factcheck.core.models import Action
from sources.models import Article, Outlet, Snapshot

OF_OUTLET: Final = ("name", "domain", "kind", "owner_group", "country", "language")
_OF_ARTICLE: Final = (
    "title",
    "byline",
    "canonical_url",
    "published_at",
    "published_on",
    "language",
)


def outlet_entered(outlet: Outlet) -> audit.Deed:
    """The outlet is new in the register."""
    return audit.Deed(
        action=Action.OUTLET_CREATED,
        subject=outlet,
        after=audit.values_of(outlet, OF_OUTLET),
    )


def article_values(article: Article) -> dict[str, object]:
    """The article without its texts."""
    outlet = article.outlet.name if article.outlet else None
    return {**audit.values_of(article, _OF_ARTICLE), "outlet": outlet}


def article_added(snapshot: Snapshot, *, feed: str = "") -> audit.Deed:
    """An article is new, with its first text; ``feed`` is the one that named it."""
    came_from = {"fetched_from": snapshot.fetched_from, "feed": feed}
    return audit.Deed(
        action=Action.ARTICLE_ADDED,
        subject=snapshot.article,
        after={
            **article_values(snapshot.article),
            "text_sha256": snapshot.sha256,
            **{name: value for name, value in came_from.items() if value},
        },
    )


def article_changes(
    article: Article, before: audit.Values, *, addresses: Collection[str]
) -> list[audit.Deed]:
    """What is otherwise of an article than `article_values` were; nothing if nothing.

    ``addresses`` are those under which it was not known before.
    """
    was, now = audit.difference(before, article_values(article))
    if addresses:
        known = list(article.addresses.values_list("url", flat=True))
        earlier = [url for url in known if url not in addresses]
        was, now = {**was, "addresses": earlier}, {**now, "addresses": known}
    if not now:
        return []
    return [
        audit.Deed(
            action=Action.ARTICLE_CHANGED, subject=article, before=was, after=now
        )
    ]


def text_added(snapshot: Snapshot, *, before: Snapshot) -> audit.Deed:
    """An article has another text than the one ``before``."""
    after = _of_text(snapshot)
    if snapshot.fetched_from:
        after["fetched_from"] = snapshot.fetched_from
    if snapshot.reread_of is not None:
        after["reread_of"] = snapshot.reread_of.number
    return audit.Deed(
        action=Action.ARTICLE_TEXT_ADDED,
        subject=snapshot.article,
        before=_of_text(before),
        after=after,
    )


def _of_text(snapshot: Snapshot) -> dict[str, object]:
    return {"number": snapshot.number, "text_sha256": snapshot.sha256}

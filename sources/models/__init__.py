"""The tables of the sources app."""

from sources.models.article import Article, ArticleAddress, Origin
from sources.models.feed import Feed, FeedItem, FeedState
from sources.models.fetch import Fetch, FetchState
from sources.models.origin import (
    AgencyCredit,
    Citation,
    Comparison,
    Fingerprint,
    OriginOverride,
    Overlap,
    OverrideDecision,
)
from sources.models.outlet import Outlet, OutletKind, OutletRating, Reliability
from sources.models.snapshot import Snapshot

__all__ = [
    "AgencyCredit",
    "Article",
    "ArticleAddress",
    "Citation",
    "Comparison",
    "Feed",
    "FeedItem",
    "FeedState",
    "Fetch",
    "FetchState",
    "Fingerprint",
    "Origin",
    "OriginOverride",
    "Outlet",
    "OutletKind",
    "OutletRating",
    "Overlap",
    "OverrideDecision",
    "Reliability",
    "Snapshot",
]

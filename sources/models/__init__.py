"""The tables of the sources app."""

from sources.models.article import Article, ArticleAddress
from sources.models.fetch import Fetch, FetchState
from sources.models.outlet import Outlet, OutletKind
from sources.models.snapshot import Snapshot

__all__ = [
    "Article",
    "ArticleAddress",
    "Fetch",
    "FetchState",
    "Outlet",
    "OutletKind",
    "Snapshot",
]

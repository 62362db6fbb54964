"""The tables of the sources app."""

from sources.models.article import Article
from sources.models.outlet import Outlet, OutletKind
from sources.models.snapshot import Snapshot

__all__ = ["Article", "Outlet", "OutletKind", "Snapshot"]

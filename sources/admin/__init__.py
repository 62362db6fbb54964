"""Admin pages of outlets; the list of articles is completed by the claims app."""

from sources.admin.articles import ArticleListAdmin
from sources.admin.fetches import FetchAdmin
from sources.admin.outlets import OutletAdmin

__all__ = ["ArticleListAdmin", "FetchAdmin", "OutletAdmin"]

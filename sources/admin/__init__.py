"""Admin pages of outlets, feeds and fetches; the list of articles is completed by the
claims app.
"""

from factcheck.core.admin.jobs import JobAdmin
from sources.admin.articles import ArticleListAdmin
from sources.admin.feeds import FeedAdmin
from sources.admin.fetches import FetchAdmin
from sources.admin.outlets import OutletAdmin
from sources.feeding import POLL
from sources.fetching import FETCH

JobAdmin.subject_pages[POLL] = "admin:sources_feed_change"
JobAdmin.subject_pages[FETCH] = "admin:sources_fetch_change"
JobAdmin.subject_nouns |= {POLL: "feed", FETCH: "fetch"}

__all__ = ["ArticleListAdmin", "FeedAdmin", "FetchAdmin", "OutletAdmin"]

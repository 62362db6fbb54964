"""Admin pages of claims and speakers, and of articles with their claims."""

from claims.admin.articles import ArticleAdmin
from claims.admin.claims import ClaimAdmin
from claims.admin.speakers import SpeakerAdmin
from claims.services import EXTRACT
from factcheck.core.admin.jobs import JobAdmin

JobAdmin.subject_pages[EXTRACT] = "admin:claims_snapshot_read"

__all__ = ["ArticleAdmin", "ClaimAdmin", "SpeakerAdmin"]

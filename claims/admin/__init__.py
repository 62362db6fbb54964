"""Admin pages of claims and speakers, and of articles with their claims."""

from claims.admin.articles import ArticleAdmin
from claims.admin.claims import ClaimAdmin
from claims.admin.reports import WeeklyReportAdmin
from claims.admin.speakers import SpeakerAdmin
from claims.admin.subscribers import ReportSubscriberAdmin
from claims.reports.delivering import SEND
from claims.services import EXTRACT
from factcheck.core.admin.jobs import JobAdmin

JobAdmin.subject_pages[EXTRACT] = "admin:claims_snapshot_read"
JobAdmin.subject_pages[SEND] = "admin:claims_weeklyreport_change"
JobAdmin.subject_nouns[SEND] = "report"

__all__ = [
    "ArticleAdmin",
    "ClaimAdmin",
    "ReportSubscriberAdmin",
    "SpeakerAdmin",
    "WeeklyReportAdmin",
]

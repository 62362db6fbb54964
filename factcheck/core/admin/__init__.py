"""Admin pages of people, tokens, webhooks, jobs and the ledger. Importing this
registers them.
"""

from factcheck.core.admin.audit import AuditEventAdmin
from factcheck.core.admin.jobs import JobAdmin
from factcheck.core.admin.tokens import ApiTokenAdmin
from factcheck.core.admin.users import UserAdmin
from factcheck.core.admin.webhooks import WebhookEndpointAdmin

__all__ = [
    "ApiTokenAdmin",
    "AuditEventAdmin",
    "JobAdmin",
    "UserAdmin",
    "WebhookEndpointAdmin",
]

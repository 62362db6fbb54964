"""The tables of the core app."""

from factcheck.core.models.audit import Action, AuditEvent, LedgerHead
from factcheck.core.models.job import Job, JobState
from factcheck.core.models.token import ApiToken
from factcheck.core.models.user import User
from factcheck.core.models.webhook import (
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookState,
)

__all__ = [
    "Action",
    "ApiToken",
    "AuditEvent",
    "Job",
    "JobState",
    "LedgerHead",
    "User",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "WebhookState",
]

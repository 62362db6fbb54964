"""The permission table: what each role may do. There is no other.

Permissions have Django's own names (``app.action_model``), so that the admin,
the API and the services ask one question, ``user.has_perm(name)``, and get one
answer. What is not listed is denied.
"""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a person does here. Each user has exactly one role."""

    READER = "reader", "reader"
    REVIEWER = "reviewer", "reviewer"
    ADJUDICATOR = "adjudicator", "adjudicator"
    EDITOR = "editor", "editor"
    AUDITOR = "auditor", "auditor"


_READ = frozenset(
    f"{app}.view_{model}"
    for app, names in {
        "sources": (
            "outlet",
            "outletrating",
            "article",
            "snapshot",
            "fetch",
            "feed",
            "origin",
            "originoverride",
        ),
        "claims": (
            "claim",
            "correction",
            "evidence",
            "extractionrun",
            "review",
            "speaker",
            "speakeralias",
            "speakermerge",
            "speakerrole",
            "speakersplit",
            "weeklyreport",
        ),
    }.items()
    for model in names
)
_USE_API = frozenset({"core.view_job", "claims.extract_text"})
_ADD_ARTICLES = frozenset({"sources.add_article", "claims.add_extractionrun"})
_JUDGE = frozenset(
    {"sources.add_originoverride", "claims.add_review", "claims.add_evidence"}
)
_ADJUDICATE = frozenset({"claims.adjudicate_review"})
# Who is who among speakers: merge, split, aliases, roles.
_KEEP_SPEAKERS = frozenset({"claims.change_speaker"})
# What the engine made of a text: widen, split, add, reject claims.
_CORRECT = frozenset({"claims.change_claim"})
_OWN_TOKENS = frozenset({"core.view_apitoken", "core.add_apitoken"})
_KEEP_REGISTER = frozenset(
    {
        "sources.add_outlet",
        "sources.change_outlet",
        "sources.add_outletrating",
        "sources.add_feed",
        "sources.change_feed",
    }
)
# Others' jobs, not only one's own, and the ledger.
_SEE_ALL_WORK = frozenset({"core.view_any_job", "core.view_auditevent"})
_MANAGE = frozenset(
    {
        "core.view_user",
        "core.add_user",
        "core.change_user",
        "core.change_apitoken",
        "core.retry_job",
        "sources.delete_article",
        # They send what happens here to elsewhere.
        "core.view_webhookendpoint",
        "core.add_webhookendpoint",
        "core.change_webhookendpoint",
        "core.delete_webhookendpoint",
        # Their e-mail addresses are nobody else's business.
        "claims.view_reportsubscriber",
        "claims.add_reportsubscriber",
        "claims.change_reportsubscriber",
        "claims.delete_reportsubscriber",
        "claims.send_weeklyreport",
    }
)

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.READER: _READ | _USE_API | _OWN_TOKENS,
    Role.REVIEWER: _READ | _USE_API | _OWN_TOKENS | _ADD_ARTICLES | _JUDGE | _CORRECT,
    Role.ADJUDICATOR: (
        _READ
        | _USE_API
        | _OWN_TOKENS
        | _ADD_ARTICLES
        | _JUDGE
        | _CORRECT
        | _ADJUDICATE
        | _KEEP_SPEAKERS
    ),
    Role.EDITOR: (
        _READ
        | _USE_API
        | _OWN_TOKENS
        | _ADD_ARTICLES
        | _JUDGE
        | _ADJUDICATE
        | _KEEP_SPEAKERS
        | _CORRECT
        | _KEEP_REGISTER
        | _SEE_ALL_WORK
        | _MANAGE
    ),
    Role.AUDITOR: (
        _READ
        | _USE_API
        | _SEE_ALL_WORK
        | frozenset({"core.view_user", "core.view_apitoken"})
    ),
}


def role_allows(role: str, permission: str) -> bool:
    """Whether the table gives ``permission`` to ``role``; unknown roles have none."""
    return role in Role.values and permission in PERMISSIONS[Role(role)]

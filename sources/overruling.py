"""A person's word on whether two articles are one origin."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from factcheck.core import audit
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Action, User
from sources.grouping import regroup
from sources.models import Article, OriginOverride, OverrideDecision
from sources.wording import shortened

LONGEST_REASON = 2_000  # characters


def overrule(
    *,
    one: Article,
    other: Article,
    decision: OverrideDecision,
    reason: str,
    by: User,
) -> OriginOverride:
    """Decide that two articles are one origin, or two, or as the rules say.

    The decision goes before every rule until the next one on the same two; all of
    them stay, with who, when and why. Raises `PermissionDenied`, or `Refused`
    without a reason.
    """
    if not by.has_perm("sources.add_originoverride"):
        raise PermissionDenied("Your role does not allow deciding on origins.")
    reason = reason.strip()
    if not reason:
        raise Refused("Say why: others will read it.", code="reason_required")
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason)} characters; at most {LONGEST_REASON} fit.",
            code="reason_too_long",
        )
    if one == other:
        raise Refused("Give two articles.", code="same_article")
    first, second = sorted((one, other), key=lambda article: article.pk)
    with transaction.atomic():
        held = OriginOverride.objects.filter(a=first, b=second).order_by("-id").first()
        row = OriginOverride.objects.create(
            a=first, b=second, decision=decision, reason=reason, decided_by=by
        )
        regroup([first.pk, second.pk])
        label = " and ".join(f"“{shortened(a.title, 90)}”" for a in (first, second))
        audit.record(
            action=Action.ORIGIN_OVERRULED,
            subject=replace(audit.subject_of(row), label=label),
            before={"decision": held.decision if held else None},
            after={
                "decision": row.decision,
                "articles": [first.public_id, second.public_id],
            },
            reason=reason,
            by=by,
        )
    return row

"""What the ledger says of a claim, for people who may not read all of it."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from claims.models import Claim, Evidence, Review
from claims.review.showing import Sight
from factcheck.core.models import Action, AuditEvent

OF_VOTES: Final = frozenset({Action.REVIEW_RECORDED, Action.REVIEW_TAKEN_BACK})
_KNOWN_TO_ALL: Final = frozenset({"aspect", "is_adjudication"})
"""What of a blind vote everybody may know."""

Values = dict[str, Any]  # Any: JSON


def events_of(claim: Claim) -> QuerySet[AuditEvent]:
    """What happened to the claim in any text of its article, and to its evidence."""
    claims = Claim.objects.filter(thread=claim.thread)
    pieces = Evidence.objects.of_thread(claim.thread)
    about = [
        *claims.values_list("public_id", flat=True),
        *pieces.values_list("public_id", flat=True),
    ]
    return AuditEvent.objects.filter(subject_id__in=[str(one) for one in about])


def as_seen_by(sight: Sight, event: AuditEvent) -> tuple[Values, Values]:
    """Before and after, without what a blind vote would be known by."""
    before, after = event.values_before, event.values_after
    if event.action not in OF_VOTES:
        return before, after
    review = review_of(sight, event)
    if review is not None and sight.shows(review):
        return before, after
    return {}, {name: after[name] for name in after if name in _KNOWN_TO_ALL}


def review_of(sight: Sight, event: AuditEvent) -> Review | None:
    """The vote that an event of one of the claim's votes is about."""
    if event.action not in OF_VOTES:
        return None
    key = event.values_after["review"]
    return next((one for one in sight.reviews if str(one.public_id) == key), None)

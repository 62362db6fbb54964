"""What happened to a claim, in the API: from the ledger, without anything blind."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers

from claims.api.review_shape import (
    VOTE_EXAMPLE,
    VoteSerializer,
    reviews_to_show,
    vote_to_dict,
)
from claims.models import Claim, Review
from claims.review.recounting import as_seen_by, events_of, review_of
from claims.review.showing import Sight
from factcheck.core.api.audit import EXAMPLE as EVENT_EXAMPLE
from factcheck.core.api.audit import AuditEventSerializer
from factcheck.core.api.views import ListView, caller
from factcheck.core.models import AuditEvent

_NAMES = (
    "id",
    "number",
    "happened_at",
    "actor",
    "channel",
    "action",
    "subject",
    "before",
    "after",
    "reason",
)
_EXAMPLE = {
    **{name: EVENT_EXAMPLE[name] for name in _NAMES},
    "action": "review.recorded",
    "channel": "api",
    "subject": {
        "kind": "claims.claim",
        "id": "5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41",
        "label": "The service will stop in May",
    },
    "before": {},
    "after": {
        "review": VOTE_EXAMPLE["id"],
        "aspect": "content",
        "sealed": "ab" * 32,
        "is_adjudication": False,
    },
    "vote": VOTE_EXAMPLE,
}


class HappeningSerializer(AuditEventSerializer):
    """An event of the ledger about a claim, and the vote that it is about."""

    vote = serializers.SerializerMethodField(
        help_text="The vote that was recorded, if the caller may see it; a null also "
        "where the event is about no vote."
    )

    class Meta(AuditEventSerializer.Meta):
        fields = (*_NAMES, "vote")
        read_only_fields = fields

    def get_before(self, event: AuditEvent) -> dict[str, Any]:  # Any: JSON
        """The values that changed, as far as the caller may know."""
        return as_seen_by(self.context["sight"], event)[0]

    def get_after(self, event: AuditEvent) -> dict[str, Any]:  # Any: JSON
        """The same, afterwards."""
        return as_seen_by(self.context["sight"], event)[1]

    @extend_schema_field(VoteSerializer(allow_null=True))
    def get_vote(self, event: AuditEvent) -> Any:  # Any: JSON
        """The vote."""
        sight: Sight = self.context["sight"]
        review = review_of(sight, event)
        if review is None or not sight.shows(review):
            return None
        votes: dict[int, Review] = self.context["votes"]
        return vote_to_dict(votes[review.pk], sight)


@extend_schema_view(
    get=extend_schema(
        operation_id="claim_history",
        summary="Read a claim's history",
        description="Who did what to the claim, in any text of its article, to its "
        "evidence and its decision: the newest first, from the ledger. That somebody "
        "voted is told at once; how, once the vote is revealed.",
        tags=["reviews"],
        examples=[OpenApiExample("A vote", value=_EXAMPLE, response_only=True)],
    )
)
class ClaimHistoryView(ListView[AuditEvent]):
    """What happened to one claim."""

    permissions = {"GET": "claims.view_review"}
    serializer_class = HappeningSerializer
    queryset = AuditEvent.objects.all()
    orderings = {"-number": ("-number",), "number": ("number",)}
    shown: dict[str, Any] = {}  # Any: for the serializer; of each request

    def get_queryset(self) -> QuerySet[AuditEvent]:
        """The events of the claim's thread; 404 when there is no such claim."""
        claim = get_object_or_404(Claim, public_id=self.kwargs["id"])
        sight = Sight.of(claim, viewer=caller(self.request))
        votes = {review.pk: review for review in reviews_to_show(sight.shown())}
        self.shown = {"sight": sight, "votes": votes}
        return events_of(claim)

    def get_serializer_context(self) -> dict[str, Any]:  # Any: DRF's own
        """With what the caller may see."""
        return {**super().get_serializer_context(), **self.shown}

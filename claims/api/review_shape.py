"""Votes and what follows from them, as the API shows them to one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from rest_framework import serializers

from claims.models import Claim, Doubt, Review, ReviewEvidence, Staleness
from claims.models.choices import values_of
from claims.representation import moment
from claims.review.showing import Sight
from claims.review.voting import sealed
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.models import User

VERDICTS = values_of(Verdict)
ASPECTS = values_of(Aspect)
_CLAIM_URL = "/api/v1/claims/5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41/"
PERSON_EXAMPLE = {"id": "f31c1274-4398-4127-a96b-e23aede62d70", "name": "Ana Lind"}
VOTE_EXAMPLE: dict[str, Any] = {  # Any: JSON
    "id": "0f6b2a44-5d3e-4b7e-9a61-8c2f4e1d7b90",
    "claim_id": "5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41",
    "claim_url": _CLAIM_URL,
    "aspect": "content",
    "verdict": "not_checkable",
    "rationale": "A plan, and May has not come yet.",
    "scope_note": "The ferry from Skarne; as announced on 30 March.",
    "evidence_ids": [],
    "reviewer": PERSON_EXAMPLE,
    "snapshot": {
        "id": "b7f2b7a0-4c0f-4c39-9a0c-4d1f7a9e2b21",
        "url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/snapshots/1/",
        "number": 1,
    },
    "created_at": "2026-03-31T09:12:00Z",
    "supersedes": None,
    "is_additional": False,
    "is_adjudication": False,
    "counts": True,
    "is_revealed": False,
    "seal": None,
    "sealed": None,
}
STATE_EXAMPLE: dict[str, Any] = {  # Any: JSON
    "attribution": {"verdict": None, "agreement": "none"},
    "content": {"verdict": None, "agreement": "single"},
    "decided_at": None,
    "is_stale": False,
    "is_high_risk": False,
    "reach": 1,
    "priority": -763.2,
    "thread": "5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41",
}
DETAIL_EXAMPLE: dict[str, Any] = {  # Any: JSON
    **STATE_EXAMPLE,
    "attribution": {
        **STATE_EXAMPLE["attribution"],
        "quorum": 2,
        "votes_cast": 0,
        "votes_filling_quorum": 0,
        "is_revealed": False,
        "own_vote": None,
    },
    "content": {
        **STATE_EXAMPLE["content"],
        "quorum": 2,
        "votes_cast": 1,
        "votes_filling_quorum": 1,
        "is_revealed": False,
        "own_vote": VOTE_EXAMPLE,
    },
    "doubts": [],
}


class PersonSerializer(serializers.Serializer[Any]):  # Any: plain values
    """A user."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class SnapshotJudgedSerializer(serializers.Serializer[Any]):  # Any: plain values
    """The text that somebody read."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    number = serializers.IntegerField()


class VoteSerializer(serializers.Serializer[Any]):  # Any: plain values
    """One recorded vote; it never changes, a later one supersedes it."""

    id = serializers.UUIDField()
    claim_id = serializers.UUIDField(
        help_text="In the text it was given on; the claim may continue in a later one."
    )
    claim_url = serializers.CharField()
    aspect = serializers.ChoiceField(choices=ASPECTS)
    verdict = serializers.ChoiceField(
        choices=VERDICTS,
        allow_null=True,
        help_text="Null where the vote it supersedes was taken back.",
    )
    rationale = serializers.CharField()
    scope_note = serializers.CharField(
        help_text="For which time, place and meaning of its words."
    )
    evidence_ids = serializers.ListField(child=serializers.UUIDField())
    reviewer = PersonSerializer()
    snapshot = SnapshotJudgedSerializer()
    created_at = serializers.DateTimeField()
    supersedes = serializers.UUIDField(
        allow_null=True, help_text="The same person's vote before this one."
    )
    is_additional = serializers.BooleanField(
        help_text="By who found its evidence: heard, but it fills no quorum."
    )
    is_adjudication = serializers.BooleanField()
    counts = serializers.BooleanField(
        help_text="Whether it has a part in the claim's state as it is now."
    )
    is_revealed = serializers.BooleanField(
        help_text="Whether everybody may see it; until then its reviewer alone."
    )
    seal = serializers.CharField(
        allow_null=True, help_text="Random; null until the vote is revealed."
    )
    sealed = serializers.CharField(
        allow_null=True,
        help_text="What the ledger held in place of the vote while it was blind: "
        "SHA-256 of the vote with its seal. Null until it is revealed.",
    )

    def to_representation(self, instance: Any) -> dict[str, Any]:  # Any: JSON
        """A row of `reviews_to_show`, or what `vote_to_dict` made of one."""
        if isinstance(instance, Review):
            return vote_to_dict(instance, self.context["sight"])
        shown: dict[str, Any] = super().to_representation(instance)
        return shown


class AspectStateSerializer(serializers.Serializer[Any]):  # Any: plain values
    """What follows from the votes on one aspect."""

    verdict = serializers.ChoiceField(
        choices=VERDICTS, allow_null=True, help_text="Null until it is decided."
    )
    agreement = serializers.ChoiceField(choices=values_of(Agreement))


class ReviewStateSerializer(serializers.Serializer[Any]):  # Any: plain values
    """How the review of a claim stands."""

    attribution = AspectStateSerializer(help_text="Did this speaker say this?")
    content = AspectStateSerializer(help_text="Is it so?")
    decided_at = serializers.DateTimeField(
        allow_null=True, help_text="When both aspects were; null: not yet."
    )
    is_stale = serializers.BooleanField(
        help_text="Whether something puts the decision in doubt."
    )
    is_high_risk = serializers.BooleanField(help_text="It needs a larger quorum.")
    reach = serializers.IntegerField(
        help_text="Articles of its origin that carry it, when it was found."
    )
    priority = serializers.FloatField(
        help_text="What is checked first, the largest number; see `queues/`."
    )
    thread = serializers.UUIDField(
        help_text="One for the claim in all texts of its article: votes and evidence "
        "on any of them belong to it."
    )


class AspectDetailSerializer(AspectStateSerializer):
    """The same, with how far the vote on it has come."""

    quorum = serializers.IntegerField(help_text="How many agreeing votes decide it.")
    votes_cast = serializers.IntegerField(
        help_text="Reviewers whose vote counts now, without adjudicators."
    )
    votes_filling_quorum = serializers.IntegerField(
        help_text="Those of them that are not additional."
    )
    is_revealed = serializers.BooleanField(
        help_text="Whether everybody may see the votes: from a quorum or conflict on."
    )
    own_vote = VoteSerializer(allow_null=True, help_text="The caller's.")


class DoubtSerializer(serializers.ModelSerializer[Staleness]):
    """One reason why a decision may no longer hold."""

    kind = serializers.ChoiceField(choices=Doubt.values)

    class Meta:
        model = Staleness
        fields = ("kind", "detail", "since")
        read_only_fields = fields


class ReviewDetailSerializer(ReviewStateSerializer):
    """How the review of one claim stands, for the caller."""

    attribution = AspectDetailSerializer(help_text="Did this speaker say this?")
    content = AspectDetailSerializer(help_text="Is it so?")
    doubts = DoubtSerializer(many=True, help_text="What put the decision in doubt.")


def reviews_to_show(reviews: Iterable[Review]) -> QuerySet[Review]:
    """The same votes with all that showing them needs, in two queries."""
    named = ReviewEvidence.objects.select_related("evidence").order_by("pk")
    return (
        Review.objects.filter(pk__in=[review.pk for review in reviews])
        .select_related("claim", "reviewer", "snapshot__article")
        .only(
            *(field.name for field in Review._meta.concrete_fields),
            "claim__public_id",
            "reviewer__public_id",
            "reviewer__username",
            "reviewer__display_name",
            "snapshot__public_id",
            "snapshot__number",
            "snapshot__article__public_id",
        )
        .prefetch_related(
            Prefetch("named", named.only("review_id", "evidence__public_id"))
        )
    )


def vote_to_dict(review: Review, sight: Sight) -> dict[str, Any]:  # Any: JSON
    """One of `reviews_to_show`, as `VoteSerializer` describes it.

    For a vote that the viewer may see. The seal is left out while it is blind, also
    from its own reviewer: it would prove the vote to others.
    """
    is_open = sight.is_open(review)
    article = review.snapshot.article
    return {
        "id": str(review.public_id),
        "claim_id": str(review.claim.public_id),
        "claim_url": reverse("api:claim", args=[review.claim.public_id]),
        "aspect": review.aspect,
        "verdict": review.verdict or None,
        "rationale": review.rationale,
        "scope_note": review.scope_note,
        "evidence_ids": [str(one.evidence.public_id) for one in review.named.all()],
        "reviewer": person_to_dict(review.reviewer),
        "snapshot": {
            "id": str(review.snapshot.public_id),
            "url": reverse(
                "api:snapshot", args=[article.public_id, review.snapshot.number]
            ),
            "number": review.snapshot.number,
        },
        "created_at": moment(review.created_at),
        "supersedes": _id_of(review.supersedes_id, sight),
        "is_additional": review.is_additional,
        "is_adjudication": review.is_adjudication,
        "counts": sight.counts(review),
        "is_revealed": is_open,
        "seal": review.seal if is_open else None,
        "sealed": sealed(review) if is_open else None,
    }


def person_to_dict(user: User) -> dict[str, str]:
    """As `PersonSerializer` describes it."""
    return {"id": str(user.public_id), "name": str(user)}


def review_detail(
    claim: Claim, state: dict[str, Any], *, viewer: User
) -> dict[str, Any]:  # Any: JSON
    """``state``, the part of a claim that is the same for all, with what this person
    may see besides.
    """
    sight = Sight.of(claim, viewer=viewer)
    own = [vote for aspect in Aspect if (vote := sight.own(aspect))]
    votes = {vote.aspect: vote for vote in reviews_to_show(own)} if own else {}
    doubts = Staleness.objects.filter(claim__thread=claim.thread, settled_at=None)
    detail = {**state, "doubts": DoubtSerializer(doubts.order_by("id"), many=True).data}
    for aspect, found in sight.states.items():
        vote = votes.get(aspect)
        detail[aspect] = {
            **state[aspect],
            "quorum": found.quorum,
            "votes_cast": len(found.votes),
            "votes_filling_quorum": found.filling,
            "is_revealed": found.is_revealed,
            "own_vote": None if vote is None else vote_to_dict(vote, sight),
        }
    return detail


def _id_of(key: int | None, sight: Sight) -> str | None:
    ids = (str(review.public_id) for review in sight.reviews if review.pk == key)
    return next(ids, None)

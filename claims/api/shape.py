"""How a claim in JSON is described in OpenAPI. The values themselves come from
``claims/representation.py``; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.review_shape import (
    DETAIL_EXAMPLE,
    STATE_EXAMPLE,
    ReviewDetailSerializer,
    ReviewStateSerializer,
    review_detail,
)
from claims.extraction.model import (
    Certainty,
    Channel,
    Commitment,
    QuoteType,
    SpeakerKind,
    Tier,
)
from claims.models import Claim, Ending, Progress, Rejection
from claims.parts import Part
from claims.representation import claim_to_dict
from factcheck.core.api.views import caller

SPEAKER_KINDS = [kind.value for kind in SpeakerKind]
CHANNELS = [word.value for word in Channel]
PARTS = [part.value for part in Part]


class SpanField(serializers.ListField):
    """``[start, end]``: half-open, in Unicode code points of the snapshot's text."""

    def __init__(self, **options: Any) -> None:  # Any: DRF's options
        child = serializers.IntegerField(min_value=0)
        super().__init__(child=child, min_length=2, max_length=2, **options)


class FragmentsSerializer(serializers.Serializer[Any]):  # Any: JSON
    """Words of the text, and where they stand."""

    text = serializers.CharField(help_text="Several fragments are joined by ` … `.")
    spans = serializers.ListField(child=SpanField())


class CueSerializer(FragmentsSerializer):
    """The words that introduce the attribution; empty for the outlet's own sentence."""

    lemma = serializers.CharField()


class AttributedSpeakerSerializer(FragmentsSerializer):
    """Who said it, or who relays it: as written, and resolved."""

    name = serializers.CharField(
        allow_null=True, help_text="The resolved name; null if nobody is named."
    )
    kind = serializers.ChoiceField(choices=SPEAKER_KINDS)
    role = serializers.CharField(allow_null=True)


class SaidAtSerializer(serializers.Serializer[Any]):  # Any: JSON
    """When it was said: as written, and resolved."""

    text = serializers.CharField()
    span = SpanField()
    date = serializers.DateField(allow_null=True)


class ConfidenceSerializer(serializers.Serializer[Any]):  # Any: JSON
    """How sure the engine is: probabilities, 0 to 1."""

    overall = serializers.FloatField()
    cue = serializers.FloatField()
    speaker = serializers.FloatField()
    content = serializers.FloatField()
    resolution = serializers.FloatField()


class ExtractedClaimSerializer(serializers.Serializer[Any]):  # Any: JSON
    """A claim as the engine found it."""

    content = FragmentsSerializer(help_text="What was said.")
    cue = CueSerializer()
    speaker = AttributedSpeakerSerializer()
    via = AttributedSpeakerSerializer(
        many=True, help_text="Those who relay it, from the speaker to us."
    )
    quote_type = serializers.ChoiceField(choices=[word.value for word in QuoteType])
    tier = serializers.ChoiceField(choices=[word.value for word in Tier])
    commitment = serializers.ChoiceField(
        choices=[word.value for word in Commitment],
        help_text="How far the author stands behind it.",
    )
    certainty = serializers.ChoiceField(
        choices=[word.value for word in Certainty],
        help_text="How firmly the speaker asserts it.",
    )
    negated = serializers.BooleanField()
    channel = serializers.ChoiceField(
        choices=CHANNELS, help_text="Empty when not stated."
    )
    said_at = SaidAtSerializer(allow_null=True)
    sentence = SpanField(help_text="The sentence it stands in.")
    check_worthiness = serializers.FloatField(
        allow_null=True,
        help_text="What to check first, 0 to 1, not whether it matters or is so; null "
        "if stored by an engine that did not score.",
    )
    confidence = ConfidenceSerializer(
        allow_null=True, help_text="Null while only a person has found it."
    )
    why = serializers.ListField(
        child=serializers.CharField(), help_text="The engine's reasons."
    )


class ArticleOfClaimSerializer(serializers.Serializer[Any]):  # Any: JSON
    """The article a claim is in."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    title = serializers.CharField()


class SnapshotOfClaimSerializer(serializers.Serializer[Any]):  # Any: JSON
    """The text whose characters the claim's spans count."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    number = serializers.IntegerField()


class ClaimSerializer(ExtractedClaimSerializer):
    """A stored claim."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    article = ArticleOfClaimSerializer()
    snapshot = SnapshotOfClaimSerializer()
    ordinal = serializers.IntegerField(help_text="Its place in the article, from 1.")
    fingerprint = serializers.CharField(
        help_text="Of the words as first found: stays the same when a newer engine "
        "finds the claim again, and when it is corrected."
    )
    engine = serializers.CharField(
        allow_null=True,
        help_text="Version of rules and model that found it last; null while only a "
        "person has.",
    )
    progress = serializers.ChoiceField(
        choices=Progress.values, help_text="How far its review has come."
    )
    ending = serializers.ChoiceField(
        choices=Ending.values,
        help_text="What became of it in the article's next text; empty: nothing yet, "
        "or it is in the newest.",
    )
    continues = serializers.UUIDField(
        allow_null=True, help_text="The same claim in the text before this one."
    )
    continued_by = serializers.UUIDField(
        allow_null=True, help_text="The same claim in the next text."
    )
    added_by = serializers.CharField(
        allow_null=True, help_text="Who added it because the engine had missed it."
    )
    corrected_at = serializers.DateTimeField(
        allow_null=True, help_text="When a person last corrected it."
    )
    settled = serializers.ListField(
        child=serializers.ChoiceField(choices=PARTS),
        help_text="The parts that a person decided on: no run of the engine changes "
        "them.",
    )
    rejection = serializers.ChoiceField(
        choices=Rejection.values,
        help_text="Why a person took it off the lists; empty: it stands.",
    )
    merged_into = serializers.UUIDField(
        allow_null=True, help_text="The claim that has its words now."
    )
    split_from = serializers.UUIDField(
        allow_null=True, help_text="The claim of which it was a part."
    )
    created_at = serializers.DateTimeField()
    review = ReviewStateSerializer()
    speaker_id = serializers.UUIDField(allow_null=True)
    via_ids = serializers.ListField(
        child=serializers.UUIDField(allow_null=True),
        help_text="Speakers of `via`, in its order.",
    )

    def to_representation(self, instance: Claim) -> dict[str, Any]:  # Any: JSON
        """The claim as every face shows it."""
        return claim_to_dict(instance)


class ClaimDetailSerializer(ClaimSerializer):
    """A stored claim, with how its review stands for the caller."""

    review = ReviewDetailSerializer()

    def to_representation(self, instance: Claim) -> dict[str, Any]:  # Any: JSON
        """The claim, and what this caller may see of its votes."""
        shown = super().to_representation(instance)
        viewer = caller(self.context["request"])
        detail = review_detail(instance, shown["review"], viewer=viewer)
        return {**shown, "review": detail}


EXTRACTED_EXAMPLE: dict[str, Any] = {
    "content": {"text": "The service will stop in May", "spans": [[30, 58]]},
    "cue": {"text": "said", "spans": [[72, 76]], "lemma": "say"},
    "speaker": {
        "text": "the council",
        "spans": [[60, 71]],
        "name": "the council",
        "kind": "organisation",
        "role": None,
    },
    "via": [],
    "quote_type": "indirect",
    "tier": "speech",
    "commitment": "neutral",
    "certainty": "CT+",
    "negated": False,
    "channel": "",
    "said_at": None,
    "sentence": [30, 77],
    "check_worthiness": 0.125,
    "confidence": {
        "overall": 0.9,
        "cue": 0.98,
        "speaker": 0.97,
        "content": 0.96,
        "resolution": 0.95,
    },
    "why": [
        "'said' introduces speech",
        "worth a check 0.12; for it: a name; against it: about the future",
    ],
}
CLAIM_EXAMPLE: dict[str, Any] = {
    "id": "5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41",
    "url": "/api/v1/claims/5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41/",
    "article": {
        "id": "3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11",
        "url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/",
        "title": "Ferry service to stop in May",
    },
    "snapshot": {
        "id": "b7f2b7a0-4c0f-4c39-9a0c-4d1f7a9e2b21",
        "url": "/api/v1/articles/3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11/snapshots/1/",
        "number": 1,
    },
    "ordinal": 1,
    "fingerprint": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "engine": "1",
    "progress": "new",
    "ending": "",
    "continues": None,
    "continued_by": None,
    "added_by": None,
    "corrected_at": None,
    "settled": [],
    "rejection": "",
    "merged_into": None,
    "split_from": None,
    "created_at": "2026-03-31T08:15:02Z",
    "review": STATE_EXAMPLE,
    "speaker_id": "9d2f6f0a-5a55-4c1e-8d0c-7b2b8b1f3c31",
    "via_ids": [],
    **EXTRACTED_EXAMPLE,
}
CLAIM_DETAIL_EXAMPLE = {**CLAIM_EXAMPLE, "review": DETAIL_EXAMPLE}

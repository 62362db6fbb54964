"""What a correction looks like in the API: as it is asked for, and as it is kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from rest_framework import serializers

from claims.api.shape import CLAIM_EXAMPLE, SPEAKER_KINDS, ClaimSerializer, SpanField
from claims.corrections import GIVEN, NewClaim, Who
from claims.corrections.places import MOST_FRAGMENTS
from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.models import Claim, Correction, CorrectionKind, SpanRole, Speaker
from claims.models.correction import LONGEST_REASON
from claims.storing import LONGEST_LEMMA, LONGEST_NAME
from factcheck.core.api.serializers import StrictCharField, StrictSerializer

ROLES: Final = [SpanRole.CONTENT.value, SpanRole.CUE.value, SpanRole.SPEAKER.value]
CORRECTION_KINDS: Final = CorrectionKind.values
REJECTIONS: Final = [reason.value for reason in GIVEN]


class _NumberField(serializers.IntegerField):
    """A whole number; strings and truth values are not turned into one."""

    def to_internal_value(self, data: Any) -> int:  # Any: JSON
        """The number. Anything else is the error ``invalid``."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class SpansField(serializers.ListField):
    """Half-open spans in code points of the snapshot's text."""

    def __init__(self, **options: Any) -> None:  # Any: DRF's options
        span = SpanField()
        span.child = _NumberField(min_value=0)
        super().__init__(child=span, max_length=MOST_FRAGMENTS, **options)


class _CorrectionRequest(StrictSerializer):
    """What every correction takes."""

    kind = serializers.ChoiceField(choices=CORRECTION_KINDS)
    reason = StrictCharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="Others read it.",
    )


class _SpeakerRequest(StrictSerializer):
    """Who speaks: an id, or a kind and a name."""

    speaker = serializers.UUIDField(required=False, help_text="Id of the speaker.")
    speaker_kind = serializers.ChoiceField(choices=SPEAKER_KINDS, required=False)
    speaker_name = StrictCharField(
        required=False,
        max_length=LONGEST_NAME,
        help_text="With `speaker_kind`, in place of an id. The speaker of this name, "
        "or a new one. Left out for `unattributed_hearsay` and `unknown`.",
    )
    speaker_role = StrictCharField(required=False, max_length=LONGEST_NAME)

    def validate_speaker(self, public_id: uuid.UUID) -> Speaker:
        """The speaker with this id."""
        speaker = Speaker.objects.filter(public_id=public_id).first()
        if speaker is None:
            raise serializers.ValidationError(
                "There is no such speaker.", code="does_not_exist"
            )
        return speaker

    def who(self) -> Who | None:
        """The speaker of the validated input; None if it says nothing of one."""
        given = self.validated_data
        if not given.keys() & {"speaker", "speaker_kind", "speaker_name"}:
            return None
        kind = given.get("speaker_kind")
        return Who(
            speaker=given.get("speaker"),
            name=given.get("speaker_name", ""),
            kind=SpeakerKind(kind) if kind else None,
            role=given.get("speaker_role", ""),
        )


class RespanSerializer(_CorrectionRequest):
    """Other words for content, cue or speaker."""

    role = serializers.ChoiceField(choices=ROLES)
    spans = SpansField(
        help_text="All fragments; an empty list for a speaker whom nobody names. Words "
        "of the cue are taken out of the others."
    )


class RespeakerSerializer(_CorrectionRequest, _SpeakerRequest):
    """Another speaker."""


class RecueSerializer(_CorrectionRequest):
    """Another class for the cue."""

    commitment = serializers.ChoiceField(choices=[word.value for word in Commitment])
    lemma = StrictCharField(
        required=False,
        max_length=LONGEST_LEMMA,
        help_text="The word of which the cue is a form; as it was by default.",
    )


class RetierSerializer(_CorrectionRequest):
    """Another tier; the outlet's own sentence is another claim."""

    tier = serializers.ChoiceField(choices=[word.value for word in Tier])


class SplitSerializer(_CorrectionRequest):
    """Several claims of one: give `at` or `parts`."""

    at = _NumberField(
        required=False,
        min_value=0,
        help_text="The character before which the content is cut.",
    )
    parts = serializers.ListField(
        child=SpansField(),
        required=False,
        help_text="The content of each part; the claim itself keeps the first.",
    )


class MergeSerializer(_CorrectionRequest):
    """One claim of several: this one takes the others' contents."""

    claims = serializers.ListField(
        child=serializers.UUIDField(),
        min_length=1,
        max_length=9,
        help_text="Ids of the others.",
    )

    def validate_claims(self, ids: list[uuid.UUID]) -> list[Claim]:
        """The claims with these ids, in their order."""
        found = {
            claim.public_id: claim
            for claim in Claim.objects.filter(public_id__in=ids).select_related(
                "snapshot"
            )
        }
        missing = [str(public_id) for public_id in ids if public_id not in found]
        if missing:
            raise serializers.ValidationError(
                f"There is no claim {missing[0]}.", code="does_not_exist"
            )
        return [found[public_id] for public_id in ids]


class RejectSerializer(_CorrectionRequest):
    """Off the lists: it is no claim."""

    rejection = serializers.ChoiceField(
        choices=REJECTIONS, help_text="`other` needs words in `reason`."
    )


class RestoreSerializer(_CorrectionRequest):
    """Back on the lists."""


REQUESTS: Final[dict[str, type[serializers.Serializer[Any]]]] = {
    CorrectionKind.RESPAN.value: RespanSerializer,
    CorrectionKind.RESPEAKER.value: RespeakerSerializer,
    CorrectionKind.RECUE.value: RecueSerializer,
    CorrectionKind.RETIER.value: RetierSerializer,
    CorrectionKind.SPLIT.value: SplitSerializer,
    CorrectionKind.MERGE.value: MergeSerializer,
    CorrectionKind.REJECT.value: RejectSerializer,
    CorrectionKind.RESTORE.value: RestoreSerializer,
}


def request_of(data: Any) -> serializers.Serializer[Any]:  # Any: JSON
    """The validated request for a correction. Raises DRF's `ValidationError`."""
    kind = data.get("kind") if isinstance(data, Mapping) else None
    form: serializers.Serializer[Any] = REQUESTS.get(str(kind), _AnyRequest)(data=data)
    form.is_valid(raise_exception=True)
    return form


def one_kind_each(
    result: dict[str, Any], **context: object
) -> dict[str, Any]:  # Any: OpenAPI
    """Post-processing hook: each request for a correction has its own kind, which a
    field that they share cannot say.
    """
    schemas = result["components"]["schemas"]
    for kind, form in REQUESTS.items():
        name = form.__name__.replace("Serializer", "Request")
        schemas[name]["properties"]["kind"] = {"type": "string", "const": kind}
    return result


class _AnyRequest(serializers.Serializer[Any]):  # Any: says only what is wrong
    kind = serializers.ChoiceField(choices=list(REQUESTS))


class NewClaimSerializer(_SpeakerRequest):
    """A claim that the engine missed."""

    snapshot = _NumberField(
        required=False,
        min_value=1,
        help_text="Number of the text that the spans count; the newest by default.",
    )
    content = SpansField(min_length=1)
    cue = SpansField(
        required=False,
        help_text="Needed, but for the outlet's own sentence (tier `outlet`).",
    )
    speaker_spans = SpansField(
        required=False, help_text="The words for the speaker, if one is named."
    )
    tier = serializers.ChoiceField(
        choices=[word.value for word in Tier],
        required=False,
        help_text="By the cue, unless given.",
    )
    commitment = serializers.ChoiceField(
        choices=[word.value for word in Commitment],
        required=False,
        help_text="By the cue, unless given.",
    )
    reason = StrictCharField(
        required=False, allow_blank=True, max_length=LONGEST_REASON
    )

    def new_claim(self) -> NewClaim:
        """The validated input, for the service."""
        given = self.validated_data
        tier, commitment = given.get("tier"), given.get("commitment")
        return NewClaim(
            content=given["content"],
            cue=given.get("cue", []),
            speaker=given.get("speaker_spans", []),
            who=self.who(),
            tier=Tier(tier) if tier else None,
            commitment=Commitment(commitment) if commitment else None,
        )


class CorrectionSerializer(serializers.ModelSerializer[Correction]):
    """What a person did to a claim."""

    id = serializers.UUIDField(source="public_id")
    claim_id = serializers.UUIDField(
        source="claim.public_id",
        help_text="The claim that was corrected: this one, or one that it continues.",
    )
    kind = serializers.ChoiceField(choices=CORRECTION_KINDS)
    before = serializers.DictField(help_text="The values that changed, as they were.")
    after = serializers.DictField(help_text="As they became.")
    by = serializers.CharField(help_text="Who did it.")
    engine = serializers.CharField(
        help_text="The version that was corrected; empty if none had found the claim."
    )

    class Meta:
        model = Correction
        fields = (
            "id",
            "claim_id",
            "kind",
            "before",
            "after",
            "reason",
            "by",
            "at",
            "engine",
        )
        read_only_fields = fields


class CorrectedSerializer(serializers.Serializer[Any]):  # Any: see the view
    """What was done, and the claims as they are now."""

    corrections = CorrectionSerializer(many=True)
    claims = ClaimSerializer(many=True)


CORRECTION_EXAMPLE: dict[str, Any] = {
    "id": "0b0d9c0e-54a5-4f0e-8f0e-4a3b8f2b6d11",
    "claim_id": CLAIM_EXAMPLE["id"],
    "kind": "respan",
    "before": {
        "content": {"text": "The service will stop in May, it", "spans": [[30, 62]]}
    },
    "after": {"content": {"text": "The service will stop in May", "spans": [[30, 58]]}},
    "reason": "“it” belongs to what follows.",
    "by": "ana",
    "at": "2026-03-31T09:12:44Z",
    "engine": "1",
}
CORRECTED_EXAMPLE: dict[str, Any] = {
    "corrections": [CORRECTION_EXAMPLE],
    "claims": [
        {
            **CLAIM_EXAMPLE,
            "corrected_at": "2026-03-31T09:12:44Z",
            "settled": ["content"],
        }
    ],
}

"""How splits of speakers look in JSON."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db.models import QuerySet
from rest_framework import serializers

from claims.api.speaker_shapes import (
    OTHER,
    SPEAKER,
    MoveSerializer,
    NamedSpeakerSerializer,
    ObstacleSerializer,
    found,
)
from claims.extraction.model import SpeakerKind
from claims.models import Claim, Speaker, SpeakerSplit
from claims.speaking import (
    LONGEST_NAME,
    LONGEST_REASON,
    MOST_CLAIMS,
    NEW_KINDS,
    NewSpeaker,
    SplitPreview,
)
from factcheck.core.api.serializers import StrictCharField, StrictSerializer

KINDS: Final = [kind.value for kind in NEW_KINDS]
_MOST_ALIASES = 100
_SPLIT = "51d0f5a7-3c64-4a4e-9d8f-7f0f1c6a2b90"
_CLAIM = "3f0c8a52-7a0e-4d57-b0a3-2e5d8f3a9b11"

CHOICE_EXAMPLE: Final = {
    "claims": [_CLAIM],
    "aliases": ["Ms Castellan"],
    "name": "Mara Castellan",
    "kind": SpeakerKind.NAMED_PERSON.value,
}
SPLIT_EXAMPLE: Final = {
    "id": _SPLIT,
    "url": f"/api/v1/speaker-splits/{_SPLIT}/",
    "speaker": {"id": SPEAKER, "name": "Mira Castellan"},
    "into": {"id": OTHER, "name": "Mara Castellan"},
    "is_into_new": True,
    "reason": "Her sister said it.",
    "claim_count": 1,
    "done_by": "zoë",
    "done_at": "2026-03-31T08:15:00Z",
    "undone_by": None,
    "undone_at": None,
}
SPLIT_PREVIEW_EXAMPLE: Final = {
    "speaker": SPLIT_EXAMPLE["speaker"],
    "into": {"id": None, "name": "Mara Castellan"},
    "claim_count": 1,
    "remaining_count": 3,
    "decided_count": 0,
    "aliases": ["Ms Castellan"],
    "obstacles": [],
}


class SpeakerSplitSerializer(MoveSerializer[SpeakerSplit]):
    """Whose claims were given to whom, by whom and why, and whether it was undone."""

    route = "api:speaker-split"

    speaker = NamedSpeakerSerializer(help_text="The one whose claims they were.")

    class Meta:
        model = SpeakerSplit
        fields = (
            "id",
            "url",
            "speaker",
            "into",
            "is_into_new",
            "reason",
            "claim_count",
            "done_by",
            "done_at",
            "undone_by",
            "undone_at",
        )
        read_only_fields = fields


class OtherSpeakerSerializer(
    serializers.Serializer[Any]
):  # Any: a row or a plain value
    """The other speaker; without an id while they have no row."""

    id = serializers.UUIDField(source="public_id", default=None, allow_null=True)
    name = serializers.CharField()


class SplitPreviewSerializer(serializers.Serializer[SplitPreview]):
    """What a split would change."""

    speaker = NamedSpeakerSerializer()
    into = OtherSpeakerSerializer()
    claim_count = serializers.SerializerMethodField(
        help_text="Claims that would be given away."
    )
    remaining_count = serializers.IntegerField(
        source="remaining", help_text="Claims that would stay."
    )
    decided_count = serializers.IntegerField(
        help_text="Decided claims among those given: they must be looked at again."
    )
    aliases = serializers.SerializerMethodField()
    obstacles = ObstacleSerializer(many=True)

    def get_claim_count(self, preview: SplitPreview) -> int:
        """How many claims it would give away."""
        return len(preview.claims)

    def get_aliases(self, preview: SplitPreview) -> list[str]:
        """The names that would lead to the other speaker."""
        return [alias.text for alias in preview.aliases]


class SplitChoiceSerializer(StrictSerializer):
    """What is another speaker's, and who that is: `into`, or `name` for a new one."""

    claims = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=MOST_CLAIMS,
        help_text="Ids of the other speaker's claims.",
    )
    aliases = serializers.ListField(
        child=StrictCharField(max_length=LONGEST_NAME),
        required=False,
        max_length=_MOST_ALIASES,
        help_text="Names, to the letter, that lead to the other speaker from now on.",
    )
    into = serializers.UUIDField(
        required=False, help_text="Id of the other speaker, who is here already."
    )
    name = StrictCharField(
        required=False,
        max_length=LONGEST_NAME,
        help_text="In place of `into`: the name of a speaker who is made for it.",
    )
    kind = serializers.ChoiceField(
        choices=KINDS,
        required=False,
        help_text="With `name`; a named person by default. Who is split from an "
        "unnamed speaker remains what that one is.",
    )

    def validate_claims(self, ids: list[uuid.UUID]) -> list[int]:
        """The keys of these claims."""
        rows = Claim.objects.filter(public_id__in=ids).values_list("public_id", "pk")
        keys = dict(rows)
        missing = next((one for one in ids if one not in keys), None)
        if missing is not None:
            raise serializers.ValidationError(
                f"There is no claim {missing}.", code="does_not_exist"
            )
        return list(keys.values())

    def validate_into(self, public_id: uuid.UUID) -> Speaker:
        """The speaker with this id."""
        return found(Speaker.objects.filter(public_id=public_id), "speaker")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:  # Any: values
        """One other speaker, not two."""
        if ("into" in attrs) is ("name" in attrs):
            raise serializers.ValidationError("Give either into or name.")
        if "kind" in attrs and "name" not in attrs:
            raise serializers.ValidationError(
                {"kind": ["Only a new speaker is given a kind."]}
            )
        return attrs

    def choice(self, speaker: Speaker) -> dict[str, Any]:  # Any: of the service
        """The validated input for the service. Raises `ValidationError` for aliases
        that the speaker never had.
        """
        given = self.validated_data
        texts = given.get("aliases", [])
        keys = dict(speaker.aliases.filter(text__in=texts).values_list("text", "pk"))
        if missing := [text for text in texts if text not in keys]:
            raise serializers.ValidationError(
                {
                    "aliases": [
                        serializers.ErrorDetail(
                            f"“{missing[0]}” is no alias of theirs.", "does_not_exist"
                        )
                    ]
                }
            )
        kind = SpeakerKind(given.get("kind", SpeakerKind.NAMED_PERSON))
        return {
            "speaker": speaker,
            "claims": given.get("claims", []),
            "aliases": list(keys.values()),
            "into": given.get("into") or NewSpeaker(given["name"], kind),
        }


class NewSplitSerializer(SplitChoiceSerializer):
    """What is another speaker's, who that is, and why."""

    reason = StrictCharField(max_length=LONGEST_REASON, help_text="Others read it.")


def splits_to_show() -> QuerySet[SpeakerSplit]:
    """Splits with both speakers and those who made and undid them."""
    return SpeakerSplit.objects.select_related(
        "speaker", "into", "done_by", "undone_by"
    )

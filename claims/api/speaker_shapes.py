"""How speakers, merges and what is said about them look in JSON."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Final, TypeVar

from django.db.models import Count, Model, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from rest_framework import serializers

from claims.api.shape import CLAIM_EXAMPLE, SPEAKER_KINDS, ClaimSerializer
from claims.models import (
    Claim,
    Speaker,
    SpeakerAlias,
    SpeakerMerge,
    SpeakerRole,
    SpeakerSplit,
)
from claims.speaking import LONGEST_NAME, LONGEST_REASON, MergePreview
from factcheck.core.api.serializers import StrictCharField, StrictSerializer
from sources.models import Article

Row = TypeVar("Row", bound=Model)
Move = TypeVar("Move", SpeakerMerge, SpeakerSplit)

SPEAKER: Final = "9d2f6f0a-5a55-4c1e-8d0c-7b2b8b1f3c31"
OTHER: Final = "1f0b7c1d-2a52-4b0e-9b6b-6a7d3f0c2e11"
_MERGE = "c2a7f0de-2f6b-4b61-8b0a-0f1f3f4d5a66"
REASON: Final = "The harbour's own page has both names."

SPEAKER_EXAMPLE: Final = {
    "id": SPEAKER,
    "url": f"/api/v1/speakers/{SPEAKER}/",
    "name": "Mira Castellan",
    "kind": "named_person_with_role",
    "role": "harbour master",
    "article_id": None,
    "wikidata": "Q4242",
    "merged_into": None,
    "merged": [{"id": OTHER, "name": "M. Castellan"}],
    "aliases": ["Castellan", "Ms Castellan"],
    "roles": [
        {
            "id": "7a1f6f3e-0c1d-4f53-9a44-0b9c4c2f8d21",
            "text": "harbour master",
            "since": "2024-05-01",
            "until": None,
            "article_id": None,
        }
    ],
    "claim_count": 4,
    "created_at": "2026-03-31T08:15:00Z",
}
MERGE_EXAMPLE: Final = {
    "id": _MERGE,
    "url": f"/api/v1/speaker-merges/{_MERGE}/",
    "speaker": {"id": OTHER, "name": "M. Castellan"},
    "into": {"id": SPEAKER, "name": "Mira Castellan"},
    "reason": REASON,
    "claim_count": 3,
    "done_by": "zoë",
    "done_at": "2026-03-31T08:15:00Z",
    "undone_by": None,
    "undone_at": None,
}

PREVIEW_EXAMPLE: Final = {
    "speaker": MERGE_EXAMPLE["speaker"],
    "into": MERGE_EXAMPLE["into"],
    "claim_count": 3,
    "article_count": 2,
    "relayed_count": 0,
    "decided_count": 1,
    "aliases": ["Mr Castellan"],
    "obstacles": [],
    "warnings": ["Both speak in one article: look whether they are two people there."],
    "samples": [CLAIM_EXAMPLE],
}


class NamedSpeakerSerializer(serializers.ModelSerializer[Speaker]):
    """A speaker by id and name."""

    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Speaker
        fields = ("id", "name")
        read_only_fields = fields


class RoleSerializer(serializers.ModelSerializer[SpeakerRole]):
    """What a speaker is or was, and which article says so."""

    id = serializers.UUIDField(source="public_id")
    article_id = serializers.UUIDField(
        source="article.public_id", default=None, allow_null=True
    )

    class Meta:
        model = SpeakerRole
        fields = ("id", "text", "since", "until", "article_id")
        read_only_fields = fields


class SpeakerSerializer(serializers.ModelSerializer[Speaker]):
    """A speaker, what people said of them, and how many claims they made."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=SPEAKER_KINDS)
    article_id = serializers.UUIDField(
        source="article.public_id",
        default=None,
        allow_null=True,
        help_text="Set for speakers without a name of their own: they belong to "
        "this article and are never the same as another article's.",
    )
    wikidata = serializers.SerializerMethodField(
        help_text="Id of the Wikidata item; null if nobody gave one."
    )
    merged_into = serializers.UUIDField(
        source="merged_into.public_id",
        default=None,
        allow_null=True,
        help_text="Set if this speaker is the same as that one, which has the claims.",
    )
    merged = NamedSpeakerSerializer(
        many=True, help_text="Speakers that turned out to be this one."
    )
    aliases: Any = serializers.SlugRelatedField(  # Any: of another model
        slug_field="text", many=True, read_only=True
    )
    roles = RoleSerializer(many=True, help_text="As people entered them.")
    claim_count = serializers.IntegerField()

    class Meta:
        model = Speaker
        fields = (
            "id",
            "url",
            "name",
            "kind",
            "role",
            "article_id",
            "wikidata",
            "merged_into",
            "merged",
            "aliases",
            "roles",
            "claim_count",
            "created_at",
        )
        read_only_fields = fields

    def get_url(self, speaker: Speaker) -> str:
        """Where this speaker is."""
        return reverse("api:speaker", args=[speaker.public_id])

    def get_wikidata(self, speaker: Speaker) -> str | None:
        """The id, if there is one."""
        return speaker.wikidata or None


class MoveSerializer(serializers.ModelSerializer[Move]):
    """What merges and splits have in common. ``route`` is where one of them is."""

    route: ClassVar[str]

    id = serializers.UUIDField(source="public_id")
    url = serializers.SerializerMethodField()
    into = NamedSpeakerSerializer()
    claim_count = serializers.SerializerMethodField(
        help_text="Claims that were moved by it."
    )
    done_by = serializers.CharField(
        source="done_by.username", default=None, allow_null=True
    )
    undone_by = serializers.CharField(
        source="undone_by.username", default=None, allow_null=True
    )

    def get_url(self, move: Move) -> str:
        """Where it is."""
        return reverse(self.route, args=[move.public_id])

    def get_claim_count(self, move: Move) -> int:
        """How many claims it moved."""
        return len(move.claim_ids)


class MergeSerializer(MoveSerializer[SpeakerMerge]):
    """Who was merged into whom, by whom and why, and whether it was undone."""

    route = "api:speaker-merge"

    speaker = NamedSpeakerSerializer(help_text="The one that was merged.")

    class Meta:
        model = SpeakerMerge
        fields = (
            "id",
            "url",
            "speaker",
            "into",
            "reason",
            "claim_count",
            "done_by",
            "done_at",
            "undone_by",
            "undone_at",
        )
        read_only_fields = fields


class ObstacleSerializer(serializers.Serializer[Any]):  # Any: a plain value
    """Why the merge would be refused."""

    code = serializers.CharField()
    detail = serializers.CharField(source="text")


class MergePreviewSerializer(serializers.Serializer[MergePreview]):
    """What a merge would change."""

    speaker = NamedSpeakerSerializer()
    into = NamedSpeakerSerializer()
    claim_count = serializers.IntegerField(help_text="Claims that would be moved.")
    article_count = serializers.IntegerField(help_text="Articles they are in.")
    relayed_count = serializers.IntegerField(
        help_text="Claims of others that the speaker relays."
    )
    decided_count = serializers.IntegerField(
        help_text="Decided claims among them: they must be looked at again."
    )
    aliases = serializers.ListField(child=serializers.CharField())
    obstacles = ObstacleSerializer(many=True)
    warnings = serializers.ListField(
        child=serializers.CharField(), help_text="What to look at before."
    )
    samples = ClaimSerializer(many=True, help_text="The newest of the claims.")


class SpeakerChangeSerializer(StrictSerializer):
    """What can be changed of a speaker; what is left out stays."""

    wikidata = StrictCharField(
        required=False,
        allow_null=True,
        max_length=20,
        help_text="Id of a Wikidata item, such as `Q42`; null takes it away.",
    )


class NewMergeSerializer(StrictSerializer):
    """The speaker that the other one is, and why."""

    into = serializers.UUIDField(help_text="Id of the speaker who gets the claims.")
    reason = StrictCharField(max_length=LONGEST_REASON, help_text="Others read it.")

    def validate_into(self, public_id: uuid.UUID) -> Speaker:
        """The speaker with this id."""
        return found(Speaker.objects.filter(public_id=public_id), "speaker")


class UndoSerializer(StrictSerializer):
    """Why it is taken back."""

    reason = StrictCharField(max_length=LONGEST_REASON, help_text="Others read it.")


class NewAliasSerializer(StrictSerializer):
    """Another way a speaker is written."""

    text = StrictCharField(max_length=LONGEST_NAME)


class NewRoleSerializer(StrictSerializer):
    """What a speaker is or was."""

    text = StrictCharField(max_length=LONGEST_NAME)
    since = serializers.DateField(
        required=False, allow_null=True, help_text="The first day, if known."
    )
    until = serializers.DateField(
        required=False, allow_null=True, help_text="The last day, if it is over."
    )
    article = serializers.UUIDField(
        required=False, allow_null=True, help_text="Id of the article that says so."
    )

    def validate_article(self, public_id: uuid.UUID | None) -> Article | None:
        """The article with this id."""
        if public_id is None:
            return None
        return found(Article.objects.filter(public_id=public_id), "article")


def found(rows: QuerySet[Row], what: str) -> Row:
    """The row. Raises `ValidationError` if there is none."""
    row = rows.first()
    if row is None:
        message = f"There is no such {what}."
        raise serializers.ValidationError(message, code="does_not_exist")
    return row


def speakers_to_show() -> QuerySet[Speaker]:
    """Speakers with all that is shown of them and ``claim_count``."""
    # Counted row by row of the page: a join would count all speakers' claims.
    own = Claim.objects.current().filter(speaker=OuterRef("pk"))
    count = own.order_by().values("speaker").annotate(n=Count("pk")).values("n")
    return (
        Speaker.objects.select_related("article", "merged_into")
        .prefetch_related(
            Prefetch("aliases", SpeakerAlias.objects.standing()),
            Prefetch("roles", SpeakerRole.objects.select_related("article")),
            "merged",
        )
        .annotate(claim_count=Coalesce(Subquery(count), 0))
    )


def merges_to_show() -> QuerySet[SpeakerMerge]:
    """Merges with both speakers and those who made and undid them."""
    return SpeakerMerge.objects.select_related(
        "speaker", "into", "done_by", "undone_by"
    )

"""Evidence as the API shows and takes it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.review_shape import (
    ASPECTS,
    PERSON_EXAMPLE,
    PersonSerializer,
    person_to_dict,
)
from claims.api.shape import SPEAKER_KINDS, SpanField
from claims.extraction.model import SpeakerKind
from claims.models import Acceptance, Evidence, Speaker, Stance
from claims.review.gathering import (
    LONGEST_EXCERPT,
    LONGEST_NOTE,
    LONGEST_TITLE,
    Offer,
)
from claims.verdicts.states import Aspect
from factcheck.core.api.serializers import StrictCharField, StrictSerializer
from factcheck.core.models.audit import LONGEST_REASON
from sources.addresses import LONGEST_URL
from sources.models import Snapshot

Row = TypeVar("Row", bound=Model)
_ID = "c41d7f5e-93a0-4c0e-8f57-2b1f6c3d9e08"
LARGEST_PLACE = 2**31 - 1  # of a character: what the column holds
EVIDENCE_EXAMPLE: dict[str, Any] = {  # Any: JSON
    "id": _ID,
    "url": f"/api/v1/evidence/{_ID}/",
    "claim_id": "5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41",
    "claim_url": "/api/v1/claims/5b1d7a0e-2a68-4f6f-9f1e-0d6c1a7b5c41/",
    "aspect": "content",
    "stance": "contradicts",
    "title": "Ferry timetable, summer 2026",
    "excerpt": "Skarne – Mainland: daily until 30 September.",
    "passage": None,
    "page_url": "https://ferries.example/timetable",
    "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "speaker": None,
    "speaker_kind": "document",
    "is_primary": True,
    "is_interested": False,
    "is_independent": True,
    "independence_reason": "Nothing was found that the two have in common.",
    "note": "",
    "acceptance": "accepted",
    "added_by": PERSON_EXAMPLE,
    "added_at": "2026-03-31T09:05:00Z",
    "decided_by": None,
    "decided_at": None,
    "decision_reason": "",
}
DOCUMENT_EXAMPLE = {
    "aspect": "content",
    "stance": "contradicts",
    "url": "https://ferries.example/timetable",
    "title": "Ferry timetable, summer 2026",
    "excerpt": "Skarne – Mainland: daily until 30 September.",
    "is_primary": True,
}
PASSAGE_EXAMPLE = {
    "aspect": "content",
    "stance": "supports",
    "article": "3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11",
    "words": "the last boat leaves on 30 April",
}


class PlaceOfEvidenceSerializer(serializers.Serializer[Any]):  # Any: JSON
    """Where a passage of an article here stands."""

    article_url = serializers.CharField()
    snapshot_id = serializers.UUIDField()
    snapshot_url = serializers.CharField()
    span = SpanField()

    def to_representation(self, instance: Evidence) -> dict[str, Any]:  # Any: JSON
        """The place; its snapshot is there."""
        snapshot = instance.snapshot
        assert snapshot is not None  # noqa: S101 - for the type checker
        article = snapshot.article.public_id
        return {
            "article_url": reverse("api:article", args=[article]),
            "snapshot_id": str(snapshot.public_id),
            "snapshot_url": reverse("api:snapshot", args=[article, snapshot.number]),
            "span": [instance.start, instance.end],
        }


class SpeakerOfEvidenceSerializer(serializers.ModelSerializer[Speaker]):
    """Who speaks in it."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Speaker
        fields = ("id", "url", "name")
        read_only_fields = fields

    def get_url(self, speaker: Speaker) -> str:
        """Where this speaker is."""
        return reverse("api:speaker", args=[speaker.public_id])


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A passage of an article here, or an outside document, for or against a claim."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    claim_id = serializers.UUIDField(
        source="claim.public_id",
        help_text="In the text it was offered on; it belongs to the claim's thread.",
    )
    claim_url = serializers.SerializerMethodField()
    aspect = serializers.ChoiceField(choices=ASPECTS)
    stance = serializers.ChoiceField(choices=Stance.values)
    passage = serializers.SerializerMethodField(
        help_text="Null for a document, and once its article was deleted."
    )
    page_url = serializers.CharField(
        source="url", help_text="Address of the page it is from; empty: it has none."
    )
    speaker = SpeakerOfEvidenceSerializer(allow_null=True)
    speaker_kind = serializers.ChoiceField(choices=SPEAKER_KINDS)
    acceptance = serializers.ChoiceField(
        choices=Acceptance.values, help_text="Only what is `accepted` counts."
    )
    added_by = serializers.SerializerMethodField(
        help_text="Null if the engine suggested it."
    )
    decided_by = serializers.SerializerMethodField()

    class Meta:
        model = Evidence
        fields = tuple(EVIDENCE_EXAMPLE)
        read_only_fields = fields

    def get_url(self, piece: Evidence) -> str:
        """Where this piece is."""
        return reverse("api:evidence", args=[piece.public_id])

    def get_claim_url(self, piece: Evidence) -> str:
        """Where its claim is."""
        return reverse("api:claim", args=[piece.claim.public_id])

    @extend_schema_field(PlaceOfEvidenceSerializer(allow_null=True))
    def get_passage(self, piece: Evidence) -> Any:  # Any: JSON
        """Its place in an article here."""
        return None if piece.snapshot is None else PlaceOfEvidenceSerializer(piece).data

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_added_by(self, piece: Evidence) -> Any:  # Any: JSON
        """Its finder."""
        return None if piece.added_by is None else person_to_dict(piece.added_by)

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_decided_by(self, piece: Evidence) -> Any:  # Any: JSON
        """Who accepted or rejected it last."""
        return None if piece.decided_by is None else person_to_dict(piece.decided_by)


@dataclass(frozen=True, slots=True)
class GivenPassage:
    """Where a passage is: by its place, or by its words."""

    snapshot: Snapshot
    start: int | None
    end: int | None
    words: str


class NewEvidenceSerializer(StrictSerializer):
    """A passage of an article here, or an outside document."""

    aspect = serializers.ChoiceField(choices=ASPECTS)
    stance = serializers.ChoiceField(choices=Stance.values)
    note = StrictCharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)
    is_primary = serializers.BooleanField(
        required=False,
        help_text="A recording, an official record, the speaker's own post or text.",
    )
    is_interested = serializers.BooleanField(
        required=False, help_text="It speaks for the interest of the claim's speaker."
    )
    speaker = serializers.UUIDField(
        required=False,
        help_text="Id of who speaks in it. Without it and `speaker_kind`: for a "
        "passage as the claims there have it, for a document the document itself.",
    )
    speaker_kind = serializers.ChoiceField(choices=SPEAKER_KINDS, required=False)
    snapshot = serializers.UUIDField(
        required=False, help_text="A passage: id of the text it stands in."
    )
    article = serializers.UUIDField(
        required=False,
        help_text="A passage: id of the article in whose newest text `words` stand.",
    )
    start = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_PLACE,
        help_text="Characters of the snapshot's text; with `end`.",
    )
    end = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_PLACE)
    words = StrictCharField(
        required=False,
        max_length=LONGEST_EXCERPT,
        help_text="In place of `start` and `end`: the words, which stand there once.",
    )
    url = StrictCharField(
        required=False, max_length=LONGEST_URL, help_text="A document: its address."
    )
    title = StrictCharField(required=False, max_length=LONGEST_TITLE)
    excerpt = StrictCharField(
        required=False, max_length=LONGEST_EXCERPT, help_text="The words that matter."
    )
    sha256 = serializers.RegexField(
        "^[0-9a-f]{64}$",
        required=False,
        help_text="Of the document, in lower case; without it the excerpt's is kept.",
    )

    def validate_speaker(self, public_id: uuid.UUID) -> Speaker:
        """The speaker with this id."""
        return _found(Speaker.objects.filter(public_id=public_id).first(), "speaker")

    def validate_snapshot(self, public_id: uuid.UUID) -> Snapshot:
        """The text with this id."""
        snapshots = Snapshot.objects.select_related("article")
        return _found(snapshots.filter(public_id=public_id).first(), "snapshot")

    def validate_article(self, public_id: uuid.UUID) -> Snapshot:
        """The newest text of the article with this id."""
        texts = Snapshot.objects.select_related("article").order_by("-number")
        newest = texts.filter(article__public_id=public_id).first()
        return _found(newest, "article")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:  # Any: values
        """One of the ways to say what it is, and all of that one."""
        given = attrs.keys() & _WAYS_FIELDS
        if given not in _WAYS and given - {"sha256"} not in _WAYS:
            raise serializers.ValidationError(
                "Give either a passage: snapshot with start and end, or snapshot or "
                "article with words; or a document: url, title and excerpt.",
                code="ambiguous" if given else "required",
            )
        if "sha256" in given and "url" not in given:
            raise serializers.ValidationError(
                {"sha256": "A passage has the hash of its text."}, code="ambiguous"
            )
        return attrs

    def offer(self) -> Offer:
        """What its finder says of it, for the services."""
        given = self.validated_data
        kind = given.get("speaker_kind")
        return Offer(
            aspect=Aspect(given["aspect"]),
            stance=Stance(given["stance"]),
            note=given.get("note", ""),
            is_primary=given.get("is_primary", False),
            is_interested=given.get("is_interested", False),
            speaker=given.get("speaker"),
            speaker_kind=None if kind is None else SpeakerKind(kind),
        )

    def passage(self) -> GivenPassage | None:
        """Where the passage is; None for a document."""
        given = self.validated_data
        snapshot = given.get("snapshot") or given.get("article")
        if snapshot is None:
            return None
        return GivenPassage(
            snapshot, given.get("start"), given.get("end"), given.get("words", "")
        )


_WAYS = (
    {"snapshot", "start", "end"},
    {"snapshot", "words"},
    {"article", "words"},
    {"url", "title", "excerpt"},
)
_WAYS_FIELDS = frozenset({"sha256"}).union(*_WAYS)


class EvidenceDecisionSerializer(StrictSerializer):
    """Whether a piece counts, and why."""

    acceptance = serializers.ChoiceField(
        choices=[Acceptance.ACCEPTED.value, Acceptance.REJECTED.value]
    )
    reason = StrictCharField(max_length=LONGEST_REASON)


def _found(row: Row | None, what: str) -> Row:
    if row is None:
        message = f"There is no such {what}."
        raise serializers.ValidationError(message, code="does_not_exist")
    return row

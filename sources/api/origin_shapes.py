"""Origins, comparisons and decisions as the API shows them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from factcheck.core.api.serializers import StrictCharField, StrictSerializer
from sources.api.articles import EXAMPLE as ARTICLE
from sources.api.articles import OutletOfArticleSerializer
from sources.independence import EdgeKind, Sharing, Why
from sources.models import Article, OriginOverride, OverrideDecision
from sources.overruling import LONGEST_REASON
from sources.provenance import Group, Member, Take

MOST_PASSAGES = 1_000  # of two texts that are listed
OTHER = "0d1a0a52-1c56-4c7e-9f0a-5b8b0b3c9e44"
OTHER_URL = f"/api/v1/articles/{OTHER}/"
_MEMBER = {name: ARTICLE[name] for name in ("id", "url", "title", "outlet")}
DECISION_EXAMPLE = {
    "id": "c5b7e9f0-7f6a-4a51-8d47-0e6d1c2b3a49",
    "article_urls": [ARTICLE["url"], OTHER_URL],
    "decision": "join",
    "reason": "The Tribune’s editor told us that they took it from the Gazette.",
    "decided_by": "reviewer",
    "decided_at": "2026-03-31T09:30:00Z",
    "holds": True,
}
PROVENANCE_EXAMPLE = {
    "article_count": 2,
    "origin_count": 1,
    "origins": [
        {
            "name": "Ferry service to stop in May",
            "agencies": [],
            "is_circular": False,
            "articles": [
                {**_MEMBER, "reasons": []},
                {
                    "id": OTHER,
                    "url": OTHER_URL,
                    "title": "No more ferries from May",
                    "outlet": None,
                    "reasons": ["84% of the wording of the shorter text is the same."],
                },
            ],
            "takes": [
                {
                    "article_url": OTHER_URL,
                    "kind": "cites",
                    "source": "Bay Radio",
                    "source_url": None,
                    "reason": "Names Bay Radio as its source.",
                    "span": [212, 221],
                }
            ],
            "take_count": 1,
        }
    ],
    "overrides": [DECISION_EXAMPLE],
}
COMPARED_EXAMPLE = {
    "article_url": ARTICLE["url"],
    "other_url": OTHER_URL,
    "snapshot_url": f"{ARTICLE['url']}snapshots/1/",
    "other_snapshot_url": f"{OTHER_URL}snapshots/1/",
    "is_one_origin": True,
    "is_compared": True,
    "why": ["84% of the wording of the shorter text is the same."],
    "sharing": "same_text",
    "score": 0.84,
    "reasons": [
        {
            "code": "same_text",
            "text": "Same text: 84% of the shorter text’s wording is in the other (42 "
            "of 50 five-word runs).",
        }
    ],
    "passages": [
        {
            "span": [30, 331],
            "other_span": [26, 327],
            "words": 46,
            "quoted": False,
            "standing": False,
        }
    ],
    "passage_count": 1,
    "overrides": [],
}


class SpanField(serializers.ListField):
    """Start and end, half-open, in code points."""

    def __init__(self, **options: Any) -> None:  # Any: DRF's options
        super().__init__(
            child=serializers.IntegerField(min_value=0),
            min_length=2,
            max_length=2,
            **options,
        )


class MemberSerializer(serializers.Serializer[Member]):
    """An article of an origin."""

    id = serializers.UUIDField(source="article.public_id")
    url = serializers.SerializerMethodField()
    title = serializers.CharField(source="article.title")
    outlet = OutletOfArticleSerializer(source="article.outlet", allow_null=True)
    reasons = serializers.ListField(
        child=serializers.CharField(),
        help_text="What joins it to the first article of the list, step by step; "
        "empty for that one.",
    )

    def get_url(self, member: Member) -> str:
        """Where the article is."""
        return url_of(member.article)


class TakeSerializer(serializers.Serializer[Take]):
    """What an article took from outside its origin."""

    article_url = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in EdgeKind])
    source = serializers.CharField(  # type: ignore[assignment]  # DRF takes it away
        help_text="Name of the outlet, or title of the article."
    )
    source_url = serializers.SerializerMethodField()
    reason = serializers.CharField()
    span = SpanField(
        allow_null=True,
        help_text="Where the article says so, in its newest text or its byline; null "
        "for shared passages, which comparing the two shows.",
    )

    def get_article_url(self, take: Take) -> str:
        """The article that took it."""
        return url_of(take.taker)

    def get_source_url(self, take: Take) -> str | None:
        """The article it was taken from, if it is known."""
        return url_of(take.source_article) if take.source_article else None


class OriginSerializer(serializers.Serializer[Group]):
    """Articles that count as one."""

    name = serializers.CharField(
        help_text="The agency, or the title of the article where it began."
    )
    agencies = serializers.ListField(child=serializers.CharField())
    is_circular = serializers.BooleanField(
        help_text="Its articles and others name each other as their source."
    )
    articles = MemberSerializer(source="members", many=True)
    takes = TakeSerializer(many=True, help_text="At most 200.")
    take_count = serializers.IntegerField(min_value=0)


class OverrideSerializer(serializers.ModelSerializer[OriginOverride]):
    """A person's decision on two articles."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    article_urls = serializers.SerializerMethodField()
    decision = serializers.ChoiceField(choices=OverrideDecision.values)
    decided_by = serializers.SerializerMethodField()
    holds = serializers.BooleanField(
        help_text="False where a later decision on the same two replaced it."
    )

    class Meta:
        model = OriginOverride
        fields = (
            "id",
            "article_urls",
            "decision",
            "reason",
            "decided_by",
            "decided_at",
            "holds",
        )
        read_only_fields = fields

    def get_article_urls(self, row: OriginOverride) -> list[str]:
        """Both articles."""
        return [url_of(row.a), url_of(row.b)]

    def get_decided_by(self, row: OriginOverride) -> str | None:
        """Who; null if the account was deleted."""
        return str(row.decided_by) if row.decided_by else None


class ProvenanceSerializer(serializers.Serializer[Any]):  # Any: see ``_shown``
    """Some articles by origin."""

    article_count = serializers.IntegerField(min_value=0)
    origin_count = serializers.IntegerField(
        min_value=0, help_text="How many independent origins the articles have."
    )
    origins = OriginSerializer(source="groups", many=True)
    overrides = OverrideSerializer(many=True, help_text="The latest first, at most 20.")


class ReasonSerializer(serializers.Serializer[Any]):  # Any: a reason of an overlap
    """Why two texts were judged so."""

    code = serializers.ChoiceField(choices=[why.value for why in Why])
    text = serializers.CharField()


class PassageSerializer(serializers.Serializer[Any]):  # Any: a passage of an overlap
    """Words that both texts have."""

    span = SpanField(source="a", help_text="In the text of the article in the path.")
    other_span = SpanField(source="b", help_text="In the other's text.")
    words = serializers.IntegerField(min_value=0)
    quoted = serializers.BooleanField(
        help_text="Inside quotation marks: two may quote one statement; not counted."
    )
    standing = serializers.BooleanField(
        help_text="A phrase that very many articles have; not counted."
    )


class ComparisonSerializer(serializers.Serializer[Any]):  # Any: see ``_compared``
    """Two articles held against each other."""

    article_url = serializers.CharField()
    other_url = serializers.CharField()
    snapshot_url = serializers.CharField()
    other_snapshot_url = serializers.CharField()
    is_one_origin = serializers.BooleanField(
        help_text="Whether they count as one; decisions and credits have a say in it."
    )
    is_compared = serializers.BooleanField(
        help_text="False while a text is newer than the last comparison with all "
        "others: until then `is_one_origin` goes by the text before."
    )
    why = serializers.ListField(
        child=serializers.CharField(), help_text="Why they count as one."
    )
    sharing = serializers.ChoiceField(choices=[one.value for one in Sharing])
    score = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text="Share of the shorter text's wording that is in the other.",
    )
    reasons = ReasonSerializer(many=True)
    passages = PassageSerializer(many=True, help_text="At most 1,000.")
    passage_count = serializers.IntegerField(min_value=0)
    overrides = OverrideSerializer(many=True, help_text="The latest first, at most 20.")


class NewOverrideSerializer(StrictSerializer):
    """A decision on the article in the path and another."""

    other = serializers.UUIDField(help_text="Id of the other article.")
    decision = serializers.ChoiceField(
        choices=OverrideDecision.values,
        help_text="`join`: one origin. `separate`: two. `follow_rules`: no decision.",
    )
    reason = StrictCharField(
        max_length=LONGEST_REASON, help_text="Others read it; reports list it."
    )

    def validate_other(self, public_id: uuid.UUID) -> Article:
        """The article with this id."""
        article = Article.objects.filter(public_id=public_id).first()
        if article is None:
            message = "There is no such article."
            raise serializers.ValidationError(message, code="does_not_exist")
        return article


def marked(rows: Iterable[OriginOverride]) -> list[OriginOverride]:
    """The rows, newest first, each with ``holds``."""
    decisions = list(rows)
    seen: set[tuple[int, int]] = set()
    for row in decisions:
        pair = row.a_id, row.b_id
        row.holds = pair not in seen  # type: ignore[attr-defined]
        seen.add(pair)
    return decisions


def url_of(article: Article) -> str:
    """Where the article is."""
    return reverse("api:article", args=[article.public_id])

"""Corrections in the API: what people changed, and where to change it."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from claims import corrections
from claims.api.claims import ArticleClaimListView
from claims.api.correction_shapes import (
    CORRECTED_EXAMPLE,
    CORRECTION_EXAMPLE,
    REQUESTS,
    CorrectedSerializer,
    CorrectionSerializer,
    NewClaimSerializer,
    request_of,
)
from claims.api.shape import CLAIM_EXAMPLE, ClaimSerializer
from claims.extraction.model import Commitment, Tier
from claims.models import Claim, Correction, CorrectionKind, Rejection, SpanRole
from factcheck.core.api.preconditions import IF_MATCH, tagged, versions_seen
from factcheck.core.api.views import ListView, caller
from factcheck.core.errors import Refused
from sources.models import Article, Snapshot

_BODY: Final = PolymorphicProxySerializer(
    "NewCorrection", {**REQUESTS}, resource_type_field_name="kind"
)
_ASKED: Final[dict[str, dict[str, Any]]] = {  # Any: JSON
    "Other words": {
        "kind": "respan",
        "role": "content",
        "spans": [[30, 58]],
        "reason": "“it” belongs to what follows.",
    },
    "Another speaker": {
        "kind": "respeaker",
        "speaker_kind": "named_person",
        "speaker_name": "Mira Castellan",
    },
    "Another class of the cue": {"kind": "recue", "commitment": "distancing"},
    "Another tier": {"kind": "retier", "tier": "stance"},
    "Two claims of one": {"kind": "split", "at": 46},
    "One claim of two": {"kind": "merge", "claims": [CLAIM_EXAMPLE["id"]]},
    "No claim": {"kind": "reject", "rejection": "not_a_claim"},
    "A claim after all": {"kind": "restore"},
}


@extend_schema_view(
    get=extend_schema(
        operation_id="claim_corrections",
        summary="List a claim's corrections",
        description="What people changed in the claim, also in earlier texts of its "
        "article, the newest first. Rows are added and never changed.",
        tags=["claims"],
        examples=[
            OpenApiExample("A correction", value=CORRECTION_EXAMPLE, response_only=True)
        ],
    ),
    post=extend_schema(
        operation_id="correct_claim",
        summary="Correct a claim",
        description="Changes words, speaker, class of the cue or tier; splits, merges, "
        "rejects or restores. The claim keeps its id and all that is attached to it, "
        "also when the engine runs again: what a person settled stays. Answers with "
        "the rows and the claims that changed. For reviewers, adjudicators and "
        "editors.",
        tags=["claims"],
        parameters=[IF_MATCH],
        request=_BODY,
        responses={201: OpenApiResponse(CorrectedSerializer, "It is corrected.")},
        examples=[
            *(
                OpenApiExample(name, value=value, request_only=True)
                for name, value in _ASKED.items()
            ),
            OpenApiExample("Corrected", value=CORRECTED_EXAMPLE, response_only=True),
        ],
    ),
)
class ClaimCorrectionsView(ListView[Correction]):
    """The corrections of a claim, and where to make one."""

    permissions = {"GET": "claims.view_correction", "POST": "claims.change_claim"}
    serializer_class = CorrectionSerializer
    queryset = Correction.objects.select_related("by", "claim")
    orderings = {"-at": ("-id",), "at": ("id",)}

    def get_queryset(self) -> QuerySet[Correction]:
        """Those of the claim and of the claims it continues."""
        claim = get_object_or_404(Claim, public_id=self.kwargs["id"])
        return super().get_queryset().filter(claim__in=corrections.chain_of(claim))

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Correct the claim."""
        claims = Claim.objects.select_related("snapshot__article")
        claim = get_object_or_404(claims, public_id=id)
        form = request_of(request.data)
        given: dict[str, Any] = {  # Any: what the serializer validated
            "reason": form.validated_data.get("reason", ""),
            "by": caller(request),
            "seen": versions_seen(request),
        }
        rows = _correct(claim, form, given)
        now = Claim.objects.with_everything().in_bulk([row.claim_id for row in rows])
        shown = CorrectedSerializer(
            {"corrections": rows, "claims": [now[row.claim_id] for row in rows]}
        )
        response = Response(shown.data, status=status.HTTP_201_CREATED)
        return tagged(response, version=rows[0].claim.version)


@extend_schema_view(
    post=extend_schema(
        operation_id="add_claim",
        summary="Add a claim that the engine missed",
        description="Stores a claim by its places in the text. It is marked as added "
        "by a person, and no run of the engine withdraws it; if a newer engine finds "
        "it, the two are one. For reviewers, adjudicators and editors.",
        tags=["articles"],
        request=NewClaimSerializer,
        responses={201: OpenApiResponse(ClaimSerializer, "It is on the list.")},
        examples=[
            OpenApiExample(
                "A claim",
                value={
                    "content": [[30, 58]],
                    "cue": [[72, 76]],
                    "speaker_spans": [[60, 71]],
                    "speaker_kind": "organisation",
                    "speaker_name": "the council",
                },
                request_only=True,
            ),
            OpenApiExample("The claim", value=CLAIM_EXAMPLE, response_only=True),
        ],
    ),
)
class ArticleClaimsView(ArticleClaimListView):
    """The claims of an article, and where to add one."""

    permissions = {"GET": "claims.view_claim", "POST": "claims.change_claim"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Add a claim."""
        article = get_object_or_404(Article, public_id=id)
        form = NewClaimSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        claim = corrections.add_claim(
            snapshot=_snapshot(article, given.get("snapshot")),
            given=form.new_claim(),
            reason=given.get("reason", ""),
            by=caller(request),
        )
        shown = ClaimSerializer(Claim.objects.with_everything().get(pk=claim.pk))
        response = Response(shown.data, status=status.HTTP_201_CREATED)
        response["Location"] = reverse("api:claim", args=[claim.public_id])
        return tagged(response, version=claim.version)


def _snapshot(article: Article, number: int | None) -> Snapshot:
    """The text with this number, by default the newest. Raises `Refused`."""
    texts = article.snapshots.order_by("-number")
    snapshot = texts.filter(number=number).first() if number else texts.first()
    if snapshot is None:
        raise Refused("The article has no such text.", code="no_such_text")
    return snapshot


def _correct(
    claim: Claim, form: Any, given: dict[str, Any]
) -> list[Correction]:  # Any: see above
    """Call the service of the kind."""
    values = form.validated_data
    row: Correction
    match values["kind"]:
        case CorrectionKind.RESPAN:
            role, spans = SpanRole(values["role"]), values["spans"]
            row = corrections.respan(claim=claim, role=role, spans=spans, **given)
        case CorrectionKind.RESPEAKER:
            who = form.who() or corrections.Who()
            row = corrections.change_speaker(claim=claim, who=who, **given)
        case CorrectionKind.RECUE:
            row = corrections.change_cue_class(
                claim=claim,
                commitment=Commitment(values["commitment"]),
                lemma=values.get("lemma", ""),
                **given,
            )
        case CorrectionKind.RETIER:
            tier = Tier(values["tier"])
            row = corrections.change_tier(claim=claim, tier=tier, **given)
        case CorrectionKind.SPLIT:
            at, parts = values.get("at"), values.get("parts", [])
            return corrections.split(claim=claim, at=at, parts=parts, **given)
        case CorrectionKind.MERGE:
            return corrections.merge(claims=[claim, *values["claims"]], **given)
        case CorrectionKind.REJECT:
            rejection = Rejection(values["rejection"])
            row = corrections.reject(claim=claim, rejection=rejection, **given)
        case _:
            row = corrections.restore(claim=claim, **given)
    return [row]

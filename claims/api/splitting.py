"""One speaker who is two, in the API: preview, split, undo."""

from __future__ import annotations

import uuid
from typing import Final

from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from claims import speaking
from claims.api.speaker_shapes import UndoSerializer
from claims.api.speaking import MoveFilters
from claims.api.split_shapes import (
    CHOICE_EXAMPLE,
    SPLIT_EXAMPLE,
    SPLIT_PREVIEW_EXAMPLE,
    NewSplitSerializer,
    SpeakerSplitSerializer,
    SplitChoiceSerializer,
    SplitPreviewSerializer,
    splits_to_show,
)
from claims.models import Speaker, SpeakerSplit
from factcheck.core.api.preconditions import IF_MATCH, versions_seen
from factcheck.core.api.views import ApiView, DetailView, ListView, caller

_REASON: Final = SPLIT_EXAMPLE["reason"]
_A_SPLIT: Final = OpenApiExample("A split", value=SPLIT_EXAMPLE, response_only=True)


@extend_schema_view(
    post=extend_schema(
        operation_id="preview_split",
        summary="See what a split would change",
        description="How many of the speaker's claims would be given to another, how "
        "many stay, how many decisions must be looked at again, and what speaks "
        "against it. Changes nothing.",
        tags=["speakers"],
        request=SplitChoiceSerializer,
        responses={200: SplitPreviewSerializer},
        examples=[
            OpenApiExample("A choice", value=CHOICE_EXAMPLE, request_only=True),
            OpenApiExample(
                "A preview", value=SPLIT_PREVIEW_EXAMPLE, response_only=True
            ),
        ],
    )
)
class SplitPreviewView(ApiView):
    """What giving claims of a speaker to another would change."""

    permissions = {"POST": "claims.view_speaker"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """The preview."""
        speaker = get_object_or_404(Speaker, public_id=id)
        form = SplitChoiceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        preview = speaking.preview_split(**form.choice(speaker))
        return Response(SplitPreviewSerializer(preview).data)


@extend_schema_view(
    post=extend_schema(
        operation_id="split_speaker",
        summary="Split a speaker",
        description="Says that some of the speaker's claims, and names, are another's: "
        "one who is here already, or a new one. The claims stay with them when the "
        "engine runs again; decisions on the claims must be looked at again. Who is "
        "split from a speaker without a name of their own remains in its article. It "
        "can be undone. For adjudicators and editors.",
        tags=["speakers"],
        parameters=[IF_MATCH],
        request=NewSplitSerializer,
        responses={201: OpenApiResponse(SpeakerSplitSerializer, "They are two.")},
        examples=[
            OpenApiExample(
                "A split",
                value={**CHOICE_EXAMPLE, "reason": _REASON},
                request_only=True,
            ),
            _A_SPLIT,
        ],
    )
)
class SplitView(ApiView):
    """Where to split a speaker."""

    permissions = {"POST": "claims.change_speaker"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Split."""
        speaker = get_object_or_404(Speaker, public_id=id)
        form = NewSplitSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        row = speaking.split(
            **form.choice(speaker),
            reason=form.validated_data["reason"],
            by=caller(request),
            seen=versions_seen(request),
        )
        shown = SpeakerSplitSerializer(row).data
        answer = Response(shown, status=status.HTTP_201_CREATED)
        answer["Location"] = reverse("api:speaker-split", args=[row.public_id])
        return answer


class SplitFilters(MoveFilters):
    """What splits can be filtered by."""

    class Meta:
        model = SpeakerSplit
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="speaker_splits",
        summary="List splits of speakers",
        description="Whose claims were given to whom, by whom and why, the last first; "
        "also those that were undone.",
        tags=["speakers"],
        examples=[_A_SPLIT],
    )
)
class SplitListView(ListView[SpeakerSplit]):
    """The splits."""

    permissions = {"GET": "claims.view_speakersplit"}
    serializer_class = SpeakerSplitSerializer
    filterset_class = SplitFilters
    queryset = splits_to_show()


@extend_schema_view(
    get=extend_schema(
        operation_id="speaker_split",
        summary="Read a split of speakers",
        description="One split, and whether it was undone.",
        tags=["speakers"],
        examples=[_A_SPLIT],
    )
)
class SplitRowView(DetailView[SpeakerSplit]):
    """One split."""

    permissions = {"GET": "claims.view_speakersplit"}
    serializer_class = SpeakerSplitSerializer
    queryset = splits_to_show()


@extend_schema_view(
    post=extend_schema(
        operation_id="undo_split",
        summary="Undo a split of speakers",
        description="Brings back the claims and names that the split gave away, as far "
        "as they are still there, and nothing else. A speaker who was made by it "
        "remains. If one of the two was merged since, undo that first. For "
        "adjudicators and editors.",
        tags=["speakers"],
        request=UndoSerializer,
        responses={200: OpenApiResponse(SpeakerSplitSerializer, "They are one again.")},
        examples=[
            OpenApiExample(
                "A reason", value={"reason": "She said it herself."}, request_only=True
            ),
            _A_SPLIT,
        ],
    )
)
class UndoSplitView(ApiView):
    """Where to undo a split."""

    permissions = {"POST": "claims.change_speaker"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Undo it."""
        split = get_object_or_404(SpeakerSplit, public_id=id)
        form = UndoSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        speaking.undo_split(split=split, by=caller(request), **form.validated_data)
        row = splits_to_show().get(pk=split.pk)
        return Response(SpeakerSplitSerializer(row).data)

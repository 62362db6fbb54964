"""What people say about speakers, in the API: merges, aliases, roles."""

from __future__ import annotations

import uuid
from typing import Final

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from claims import speaking
from claims.api.speaker_shapes import (
    MERGE_EXAMPLE,
    PREVIEW_EXAMPLE,
    REASON,
    SPEAKER,
    SPEAKER_EXAMPLE,
    MergePreviewSerializer,
    MergeSerializer,
    Move,
    NewAliasSerializer,
    NewMergeSerializer,
    NewRoleSerializer,
    SpeakerSerializer,
    UndoSerializer,
    merges_to_show,
    speakers_to_show,
)
from claims.api.speakers import shown
from claims.models import Speaker, SpeakerMerge, SpeakerRole
from factcheck.core.api.filters import BooleanFilter
from factcheck.core.api.preconditions import IF_MATCH, versions_seen
from factcheck.core.api.problems import BadRequest, Fault
from factcheck.core.api.views import ApiView, DetailView, ListView, caller

_THE_SPEAKER: Final = OpenApiExample(
    "The speaker", value=SPEAKER_EXAMPLE, response_only=True
)
_A_MERGE: Final = OpenApiExample("A merge", value=MERGE_EXAMPLE, response_only=True)
_CHANGES: Final = {"POST": "claims.change_speaker", "DELETE": "claims.change_speaker"}


@extend_schema_view(
    get=extend_schema(
        operation_id="preview_merge",
        summary="See what a merge would change",
        description="How many claims would be moved from the speaker to another, how "
        "many decisions must be looked at again, and what speaks against it. Changes "
        "nothing.",
        tags=["speakers"],
        parameters=[
            OpenApiParameter(
                "into",
                {"type": "string", "format": "uuid"},
                required=True,
                description="Id of the other speaker.",
            )
        ],
        responses=MergePreviewSerializer,
        examples=[
            OpenApiExample("A preview", value=PREVIEW_EXAMPLE, response_only=True)
        ],
    )
)
class MergePreviewView(ApiView):
    """What merging a speaker into another would change."""

    permissions = {"GET": "claims.view_speaker"}

    def parameters(self) -> frozenset[str]:
        """The other speaker."""
        return frozenset({"into"})

    def get(self, request: Request, id: uuid.UUID) -> Response:
        """The preview."""
        speaker = get_object_or_404(Speaker, public_id=id)
        into = Speaker.objects.filter(public_id=_id_in(request, "into")).first()
        if into is None:
            raise _fault("into", "does_not_exist", "There is no such speaker.")
        preview = speaking.preview_merge(speaker, into)
        return Response(MergePreviewSerializer(preview).data)


@extend_schema_view(
    post=extend_schema(
        operation_id="merge_speaker",
        summary="Merge a speaker into another",
        description="Says that the two are one. All claims, relays, aliases and roles "
        "become the other's; the speaker's own id leads there. Decisions on the claims "
        "must be looked at again. Speakers without a name are never merged with one "
        "that has a name, nor with one of another article. It can be undone. For "
        "adjudicators and editors.",
        tags=["speakers"],
        parameters=[IF_MATCH],
        request=NewMergeSerializer,
        responses={201: OpenApiResponse(MergeSerializer, "They are one.")},
        examples=[
            OpenApiExample(
                "A merge", value={"into": SPEAKER, "reason": REASON}, request_only=True
            ),
            _A_MERGE,
        ],
    )
)
class MergeView(ApiView):
    """Where to merge a speaker into another."""

    permissions = {"POST": "claims.change_speaker"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Merge."""
        speaker = get_object_or_404(Speaker, public_id=id)
        form = NewMergeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        row = speaking.merge(
            speaker=speaker,
            by=caller(request),
            seen=versions_seen(request),
            **form.validated_data,
        )
        answer = Response(MergeSerializer(row).data, status=status.HTTP_201_CREATED)
        answer["Location"] = reverse("api:speaker-merge", args=[row.public_id])
        return answer


class MoveFilters(django_filters.FilterSet):
    """What merges and splits can be filtered by."""

    speaker = django_filters.UUIDFilter(
        method="of_speaker", help_text="Id of one of the two."
    )
    undone = BooleanFilter(method="by_undone")

    def of_speaker(
        self, moves: QuerySet[Move], name: str, value: uuid.UUID
    ) -> QuerySet[Move]:
        """Those with this speaker on either side."""
        return moves.filter(Q(speaker__public_id=value) | Q(into__public_id=value))

    def by_undone(
        self,
        moves: QuerySet[Move],
        name: str,
        value: bool,  # noqa: FBT001 - django-filter's signature
    ) -> QuerySet[Move]:
        """Those that were undone, or that hold."""
        return moves.filter(undone_at__isnull=not value)


class MergeFilters(MoveFilters):
    """What merges can be filtered by."""

    class Meta:
        model = SpeakerMerge
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="speaker_merges",
        summary="List merges of speakers",
        description="Who was merged into whom, by whom and why, the last first; also "
        "those that were undone.",
        tags=["speakers"],
        examples=[_A_MERGE],
    )
)
class MergeListView(ListView[SpeakerMerge]):
    """The merges."""

    permissions = {"GET": "claims.view_speakermerge"}
    serializer_class = MergeSerializer
    filterset_class = MergeFilters
    queryset = merges_to_show()


@extend_schema_view(
    get=extend_schema(
        operation_id="speaker_merge",
        summary="Read a merge of speakers",
        description="One merge, and whether it was undone.",
        tags=["speakers"],
        examples=[_A_MERGE],
    )
)
class MergeRowView(DetailView[SpeakerMerge]):
    """One merge."""

    permissions = {"GET": "claims.view_speakermerge"}
    serializer_class = MergeSerializer
    queryset = merges_to_show()


@extend_schema_view(
    post=extend_schema(
        operation_id="undo_merge",
        summary="Undo a merge of speakers",
        description="Brings back what the merge moved, as far as it is still there, "
        "and nothing else. If the other speaker was merged on since, undo that first. "
        "For adjudicators and editors.",
        tags=["speakers"],
        request=UndoSerializer,
        responses={200: OpenApiResponse(MergeSerializer, "They are two again.")},
        examples=[
            OpenApiExample(
                "A reason", value={"reason": "They are brothers."}, request_only=True
            ),
            _A_MERGE,
        ],
    )
)
class UndoMergeView(ApiView):
    """Where to undo a merge."""

    permissions = {"POST": "claims.change_speaker"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Undo it."""
        merge = get_object_or_404(SpeakerMerge, public_id=id)
        form = UndoSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        speaking.undo_merge(merge=merge, by=caller(request), **form.validated_data)
        row = merges_to_show().get(pk=merge.pk)
        return Response(MergeSerializer(row).data)


class _DetailsView(ApiView):
    """Adds something to a speaker (POST) and takes it away again (DELETE)."""

    permissions = _CHANGES
    removed_by: str  # the parameter that says what is taken away

    def parameters(self) -> frozenset[str]:
        """What is taken away."""
        is_removal = self.request.method == "DELETE"
        return frozenset({self.removed_by} if is_removal else ())


@extend_schema_view(
    post=extend_schema(
        operation_id="add_alias",
        summary="Say how a speaker is also written",
        description="The engine takes the name for this speaker from now on. A name "
        "that is another speaker's is refused. For adjudicators and editors.",
        tags=["speakers"],
        request=NewAliasSerializer,
        responses={
            201: OpenApiResponse(SpeakerSerializer, "It is one of the aliases.")
        },
        examples=[
            OpenApiExample("An alias", value={"text": "Castellan"}, request_only=True),
            _THE_SPEAKER,
        ],
    ),
    delete=extend_schema(
        operation_id="remove_alias",
        summary="Say how a speaker is not written",
        description="Takes an alias away; the engine does not bring it back. For "
        "adjudicators and editors.",
        tags=["speakers"],
        parameters=[
            OpenApiParameter(
                "text",
                {"type": "string", "minLength": 1, "maxLength": speaking.LONGEST_NAME},
                required=True,
                description="The alias, to the letter.",
            )
        ],
        responses={200: OpenApiResponse(SpeakerSerializer, "It is gone.")},
        examples=[_THE_SPEAKER],
    ),
)
class AliasesView(_DetailsView):
    """The aliases of a speaker."""

    removed_by = "text"

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Add one."""
        speaker = get_object_or_404(Speaker, public_id=id)
        form = NewAliasSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        speaking.add_alias(speaker=speaker, by=caller(request), **form.validated_data)
        return _now(speaker, status.HTTP_201_CREATED)

    def delete(self, request: Request, id: uuid.UUID) -> Response:
        """Take one away."""
        speaker = get_object_or_404(Speaker, public_id=id)
        text = request.query_params.get("text")
        if text is None:
            raise _fault("text", "required", "Say which alias.")
        speaking.remove_alias(speaker=speaker, text=text, by=caller(request))
        return _now(speaker, status.HTTP_200_OK)


@extend_schema_view(
    post=extend_schema(
        operation_id="add_role",
        summary="Say what a speaker is or was",
        description="A role in words, with its first and last day if they are known, "
        "and the article that says so. For adjudicators and editors.",
        tags=["speakers"],
        request=NewRoleSerializer,
        responses={201: OpenApiResponse(SpeakerSerializer, "It is one of the roles.")},
        examples=[
            OpenApiExample(
                "A role",
                value={"text": "harbour master", "since": "2024-05-01"},
                request_only=True,
            ),
            _THE_SPEAKER,
        ],
    ),
    delete=extend_schema(
        operation_id="remove_role",
        summary="Take back a role of a speaker",
        description="For a role that was entered by mistake; one that is over has a "
        "last day. For adjudicators and editors.",
        tags=["speakers"],
        parameters=[
            OpenApiParameter(
                "role",
                {"type": "string", "format": "uuid"},
                required=True,
                description="Id of the role.",
            )
        ],
        responses={200: OpenApiResponse(SpeakerSerializer, "It is gone.")},
        examples=[_THE_SPEAKER],
    ),
)
class RolesView(_DetailsView):
    """The roles of a speaker."""

    removed_by = "role"

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Add one."""
        speaker = get_object_or_404(Speaker, public_id=id)
        form = NewRoleSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        speaking.add_role(speaker=speaker, by=caller(request), **form.validated_data)
        return _now(speaker, status.HTTP_201_CREATED)

    def delete(self, request: Request, id: uuid.UUID) -> Response:
        """Take one back."""
        speaker = get_object_or_404(Speaker, public_id=id)
        roles = SpeakerRole.objects.filter(speaker=speaker)
        role = roles.filter(public_id=_id_in(request, "role")).first()
        if role is None:
            raise Http404
        speaking.remove_role(role=role, by=caller(request))
        return _now(speaker, status.HTTP_200_OK)


def _now(speaker: Speaker, code: int) -> Response:
    """The speaker as it is now."""
    return shown(speakers_to_show().get(pk=speaker.pk), status=code)


def _id_in(request: Request, name: str) -> uuid.UUID:
    """The id in a parameter of the query. `BadRequest` when there is none."""
    try:
        return uuid.UUID(request.query_params.get(name, ""))
    except ValueError as error:
        raise _fault(name, "invalid", "Give an id.") from error


def _fault(parameter: str, code: str, detail: str) -> BadRequest:
    return BadRequest(Fault(parameter=parameter, code=code, detail=detail))

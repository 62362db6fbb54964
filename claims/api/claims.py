"""Claims in the API."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.shape import (
    CLAIM_DETAIL_EXAMPLE,
    CLAIM_EXAMPLE,
    ClaimDetailSerializer,
    ClaimSerializer,
)
from claims.extraction.model import (
    Certainty,
    Commitment,
    QuoteType,
    SpeakerKind,
    Tier,
)
from claims.models import Claim, Ending, Progress, Rejection, Speaker
from claims.models.choices import choices_of
from claims.verdicts.states import Agreement, Verdict
from factcheck.core.api.filters import (
    BooleanFilter,
    ChoiceInFilter,
    search_filter,
    since_and_until,
)
from factcheck.core.api.preconditions import ETAG, tagged
from factcheck.core.api.problems import BadRequest, Fault
from factcheck.core.api.views import DetailView, ListView
from sources.models import Article

LARGEST_NUMBER = 999_999  # of a snapshot: far beyond any, within the column
_WITHDRAWN = (
    "Claims that a newer engine did not find again are withdrawn; they are listed "
    "only when `progress` or `progress__in` asks for them."
)
_REJECTED = (
    "Those that a person rejected or merged are listed only when `rejected` or "
    "`rejection` asks for them."
)
_CONTINUED = (
    "A claim that the article's next text continues is listed once, as it is there, "
    "unless `ending` asks for it."
)


class _CertaintyField(forms.ChoiceField):
    """Reads ``CT+`` also where the plus was not escaped and came as a blank."""

    def to_python(self, value: Any) -> str:  # Any: form input
        """The word, with its plus."""
        return str(super().to_python(value)).replace(" ", "+")


class CertaintyFilter(django_filters.ChoiceFilter):
    """One of FactBank's words."""

    field_class = _CertaintyField

    def __init__(self, **options: Any) -> None:  # Any: django-filter's options
        super().__init__(empty_label=None, **options)
        # Options of django-filter's own choice field that Django's has not.
        for name in ("empty_label", "null_label", "null_value"):
            self.extra.pop(name, None)


class CertaintyInFilter(django_filters.BaseInFilter, CertaintyFilter):
    """Several of FactBank's words."""


def _word(column: str, choices: list[tuple[str, str]]) -> dict[str, Any]:
    """``column`` and ``column__in`` for a column of words."""
    return {
        column: django_filters.ChoiceFilter(choices=choices),
        f"{column}__in": ChoiceInFilter(
            field_name=column, lookup_expr="in", choices=choices
        ),
    }


def _share(column: str, what: str) -> dict[str, Any]:
    """``column__gte`` and ``column__lte`` for a number from 0 to 1."""
    return {
        f"{column}__{lookup}": django_filters.NumberFilter(
            field_name=column,
            lookup_expr=lookup,
            min_value=0,
            max_value=1,
            help_text=f"{what}, 0 to 1: at {words}.",
        )
        for lookup, words in (("gte", "least"), ("lte", "most"))
    }


class ClaimFilters(django_filters.FilterSet):
    """What claims can be filtered by."""

    article = django_filters.UUIDFilter(
        field_name="snapshot__article__public_id", help_text="Id of the article."
    )
    outlet = django_filters.UUIDFilter(
        field_name="snapshot__article__outlet__public_id", help_text="Id of the outlet."
    )
    speaker = django_filters.UUIDFilter(
        method="of_speaker",
        help_text="Id of the speaker, or of one that was merged into them.",
    )
    certainty = CertaintyFilter(
        choices=choices_of(Certainty), help_text="In a URL the plus is written %2B."
    )
    certainty__in = CertaintyInFilter(
        field_name="certainty",
        lookup_expr="in",
        choices=choices_of(Certainty),
        help_text="Several, with commas between them.",
    )
    negated = BooleanFilter(field_name="is_negated")
    locals().update(_word("tier", choices_of(Tier)))
    locals().update(_word("commitment", choices_of(Commitment)))
    locals().update(_word("quote_type", choices_of(QuoteType)))
    locals().update(_word("speaker_kind", choices_of(SpeakerKind)))
    locals().update(_word("progress", Progress.choices))
    locals().update(_word("ending", [c for c in Ending.choices if c[0]]))
    locals().update(_word("attribution_verdict", choices_of(Verdict)))
    locals().update(_word("attribution_agreement", choices_of(Agreement)))
    locals().update(_word("content_verdict", choices_of(Verdict)))
    locals().update(_word("content_agreement", choices_of(Agreement)))
    is_stale = BooleanFilter(field_name="is_stale")
    is_high_risk = BooleanFilter(field_name="is_high_risk")
    locals().update(_word("rejection", [c for c in Rejection.choices if c[0]]))
    rejected = BooleanFilter(method="by_rejected")
    corrected = BooleanFilter(method="by_corrected")
    locals().update(_share("check_worthiness", "A share"))
    locals().update(_share("confidence", "A probability"))
    locals().update(since_and_until("created_at"))
    search = search_filter("by_words", "Words in the content or the speaker's name.")

    class Meta:
        model = Claim
        fields: list[str] = []

    def of_speaker(
        self, claims: QuerySet[Claim], name: str, value: uuid.UUID
    ) -> QuerySet[Claim]:
        """Claims of the speaker that the id leads to."""
        meant = Speaker.objects.filter(public_id=value)
        return claims.filter(
            speaker__in=meant.values(pk_now=Coalesce("merged_into", "pk"))
        )

    def by_rejected(
        self,
        claims: QuerySet[Claim],
        name: str,
        value: bool,  # noqa: FBT001 - django-filter's signature
    ) -> QuerySet[Claim]:
        """Claims that a person took off the lists, or the others."""
        stands = Q(rejection=Rejection.NONE)
        return claims.filter(~stands if value else stands)

    def by_corrected(
        self,
        claims: QuerySet[Claim],
        name: str,
        value: bool,  # noqa: FBT001 - as above
    ) -> QuerySet[Claim]:
        """Claims that a person corrected, added or rejected, or the others."""
        return claims.filter(corrected_at__isnull=not value)

    def by_words(
        self, claims: QuerySet[Claim], name: str, value: str
    ) -> QuerySet[Claim]:
        """Claims whose content or speaker contains the words."""
        return claims.filter(
            Q(content_text__icontains=value)
            | Q(speaker_text__icontains=value)
            | Q(speaker__name__icontains=value)
        )


@extend_schema_view(
    get=extend_schema(
        operation_id="claims",
        summary="List claims",
        description=f"Claims of all articles, the last stored first. {_WITHDRAWN} "
        f"{_REJECTED} {_CONTINUED}",
        tags=["claims"],
        examples=[OpenApiExample("A claim", value=CLAIM_EXAMPLE, response_only=True)],
    )
)
class ClaimListView(ListView[Claim]):
    """The claims."""

    permissions = {"GET": "claims.view_claim"}
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilters
    queryset = Claim.objects.with_everything()

    def get_queryset(self) -> QuerySet[Claim]:
        """The claims that stand, each once, unless the caller asks for others."""
        claims = self._standing()
        if {"ending", "ending__in"} & self.request.query_params.keys():
            return claims
        return claims.exclude(ending=Ending.CONTINUED)

    def _standing(self) -> QuerySet[Claim]:
        claims, asked = super().get_queryset(), self.request.query_params.keys()
        if not asked & {"progress", "progress__in"}:
            claims = claims.exclude(progress=Progress.WITHDRAWN)
        if not asked & {"rejected", "rejection", "rejection__in"}:
            claims = claims.filter(rejection=Rejection.NONE)
        return claims


@extend_schema_view(
    get=extend_schema(
        operation_id="article_claims",
        summary="List an article's claims",
        description="The claims in an article's newest text, or in the snapshot with "
        f"the given number, in the order of the text. {_WITHDRAWN} {_REJECTED}",
        tags=["articles"],
        parameters=[
            OpenApiParameter(
                "snapshot",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
                description="Number of the snapshot; the newest by default.",
            )
        ],
        examples=[OpenApiExample("A claim", value=CLAIM_EXAMPLE, response_only=True)],
    )
)
class ArticleClaimListView(ClaimListView):
    """The claims of one article."""

    orderings = {"ordinal": ("ordinal", "id"), "-ordinal": ("-ordinal", "-id")}

    def parameters(self) -> frozenset[str]:
        """Those of every list of claims, and ``snapshot``."""
        return super().parameters() | {"snapshot"}

    def get_queryset(self) -> QuerySet[Claim]:
        """The claims of one snapshot; 404 when there is no such article or number."""
        article = get_object_or_404(Article, public_id=self.kwargs["id"])
        snapshots = article.snapshots.order_by("-number")
        if number := self.request.query_params.get("snapshot"):
            snapshots = snapshots.filter(number=_number(number))
        newest = snapshots.values_list("pk", flat=True).first()
        if newest is None:
            raise Http404
        return self._standing().filter(snapshot_id=newest)


@extend_schema_view(
    get=extend_schema(
        operation_id="claim",
        summary="Read a claim",
        description="One claim: who said what, in which words, how sure the engine "
        "is, and how its review stands, with the caller's own votes. A rejected one is "
        "still here, and says why. Send its `ETag` as `If-Match` with whatever changes "
        "the claim.",
        tags=["claims"],
        parameters=[ETAG],
        examples=[
            OpenApiExample("A claim", value=CLAIM_DETAIL_EXAMPLE, response_only=True)
        ],
    )
)
class ClaimView(DetailView[Claim]):
    """One claim."""

    permissions = {"GET": "claims.view_claim"}
    serializer_class = ClaimDetailSerializer
    queryset = Claim.objects.with_everything()

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The claim, tagged with its version."""
        claim = self.get_object()
        shown = self.get_serializer(claim).data
        return tagged(Response(shown), version=claim.version)


def _number(text: str) -> int:
    """A snapshot's number; `BadRequest` when it is none."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:7]) <= LARGEST_NUMBER:
        return int(text[:7])
    detail = f"Give a whole number from 1 to {LARGEST_NUMBER}."
    raise BadRequest(Fault(parameter="snapshot", code="invalid", detail=detail))

"""Handing text in: to be kept with its claims, or only to have it read."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from claims import services
from claims.api.shape import EXTRACTED_EXAMPLE, ExtractedClaimSerializer
from factcheck.core.api import jobs
from factcheck.core.api.serializers import (
    ArticleTextField,
    DateOrMomentField,
    StrictCharField,
    StrictSerializer,
)
from factcheck.core.api.views import ApiView, caller
from factcheck.core.models import User
from sources.api import articles, fetches
from sources.fetching import Asked, fetch_again
from sources.models import Article
from sources.services import LONGEST_OUTLET, LONGEST_TITLE, LONGEST_URL, Submission

_HTML = "text/html; charset=utf-8"
_TEXT_EXAMPLE = (
    "Ferry service to stop in May\n\nThe service will stop in May, the council said."
)


class TextSerializer(StrictSerializer):
    """What both ways of handing text in take."""

    text = ArticleTextField(
        required=False,
        help_text="Plain text, the headline on the first line if there is one.",
    )
    html = ArticleTextField(required=False, help_text="The whole page.")
    published_at = DateOrMomentField(
        required=False,
        help_text="When it was published: what its “on Monday” counts from. "
        "Wins over what the page says.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:  # Any: values
        """One of the two, not both."""
        if "text" in attrs and "html" in attrs:
            raise serializers.ValidationError(
                "Give either text or html, not both.", code="ambiguous"
            )
        if not attrs.keys() & {"text", "html", "url"}:
            raise serializers.ValidationError(
                "Give the article as text or as html.", code="required"
            )
        return attrs

    def submission(self) -> Submission:
        """The validated input, for the services."""
        given = self.validated_data
        html = given.get("html")
        return Submission(
            # "replace": a body can hold half characters, which UTF-8 cannot.
            data=None if html is None else html.encode("utf-8", "replace"),
            text=given.get("text"),
            content_type=_HTML if html is not None else "",
            url=given.get("url"),
            outlet=given.get("outlet"),
            title=given.get("title"),
            published=given.get("published_at"),
        )


class NewArticleSerializer(TextSerializer):
    """An article to keep."""

    url = StrictCharField(
        required=False,
        max_length=LONGEST_URL,
        help_text="Where it was published. Without `text` or `html` the page is "
        "fetched from there.",
    )
    outlet = StrictCharField(
        required=False, max_length=LONGEST_OUTLET, help_text="Its name or its domain."
    )
    title = StrictCharField(required=False, max_length=LONGEST_TITLE)


class SubmittedSerializer(articles.ArticleSerializer):
    """The article, and the work on it."""

    job = serializers.SerializerMethodField(
        help_text="Null when no engine reads the article's language."
    )

    class Meta(articles.ArticleSerializer.Meta):
        fields = (*articles.ArticleSerializer.Meta.fields, "job")
        read_only_fields = fields

    @extend_schema_field(jobs.JobSerializer(allow_null=True))
    def get_job(self, article: Article) -> Any:  # Any: JSON
        """The job in the serializer's context."""
        job = self.context["job"]
        return None if job is None else jobs.JobSerializer(job).data


class ExtractionSerializer(serializers.Serializer[Any]):  # Any: JSON
    """What the engine found in a text that is not kept."""

    engine = serializers.CharField(help_text="Version of rules and model.")
    title = serializers.CharField()
    language = serializers.CharField(help_text="ISO 639-1, as detected.")
    text = serializers.CharField(
        help_text="The text whose code points the spans count: what was handed in, "
        "without markup and control characters."
    )
    claims = ExtractedClaimSerializer(many=True)


_ACCEPTED = PolymorphicProxySerializer(
    "Accepted",
    [SubmittedSerializer, fetches.AskedSerializer],
    resource_type_field_name=None,
)
_OPEN_JOB = {**jobs.EXAMPLE, "state": "queued", "progress": 0.0, "finished_at": None}
_TO_BE_FETCHED = OpenApiExample(
    "To be fetched",
    value={
        "fetch": {
            **fetches.EXAMPLE,
            "state": "asked",
            "article_url": None,
            "snapshot_url": None,
            "finished_at": None,
        },
        "job": {**_OPEN_JOB, "kind": "sources.fetch"},
    },
    response_only=True,
    status_codes=["202"],
)


@extend_schema_view(
    post=extend_schema(
        operation_id="add_article",
        summary="Add an article",
        description="Stores the article and has its claims extracted. Give `text` or "
        "`html`, or `url` alone: then the page is fetched. The same text of the same "
        "article is stored once, however often it is handed in.\n\n"
        "201: stored, and the work has ended; `job` says how. 200: the same text was "
        "here already. 202: a worker is at it; follow `Location`. A page that cannot "
        "be had is 422, with its reason.",
        tags=["articles"],
        request=NewArticleSerializer,
        responses={
            200: OpenApiResponse(
                SubmittedSerializer, "This very text was here already."
            ),
            201: OpenApiResponse(
                SubmittedSerializer, "Stored, and extraction has ended."
            ),
            202: OpenApiResponse(
                _ACCEPTED,
                "Stored, and extraction is to come; or the page is to be fetched.",
            ),
        },
        examples=[
            OpenApiExample(
                "Text",
                value={
                    "text": _TEXT_EXAMPLE,
                    "outlet": "Harbour Gazette",
                    "published_at": "2026-03-31",
                },
                request_only=True,
            ),
            OpenApiExample(
                "Done",
                value={**articles.EXAMPLE, "job": jobs.EXAMPLE},
                response_only=True,
                status_codes=["200", "201"],
            ),
            OpenApiExample(
                "To come",
                value={**articles.EXAMPLE, "claim_count": None, "job": _OPEN_JOB},
                response_only=True,
                status_codes=["202"],
            ),
            _TO_BE_FETCHED,
        ],
    )
)
class ArticlesView(articles.ArticleListView):
    """The articles, and where to add one."""

    permissions = {"GET": "sources.view_article", "POST": "sources.add_article"}

    def post(self, request: Request) -> Response:
        """Store an article and have its claims extracted."""
        form = NewArticleSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        submitted = services.submit(submission=form.submission(), by=caller(request))
        if isinstance(submitted, Asked):
            return fetches.accepted(submitted, caller(request))
        return _answer(submitted, caller(request))


@extend_schema_view(
    get=extend_schema(
        operation_id="article_fetches",
        summary="List an article's fetches",
        description="When its page was asked for, and what came of it.",
        tags=["articles"],
        examples=[OpenApiExample("A fetch", value=fetches.EXAMPLE, response_only=True)],
    ),
    post=extend_schema(
        operation_id="fetch_article",
        summary="Fetch an article again",
        description="Looks whether the page has changed. Another text becomes the "
        "article's next snapshot (201); the claims whose words are unchanged are "
        "carried over. 200: unchanged. 202: a worker is at it; follow `Location`. "
        "A page that cannot be had is 422, with its reason.",
        tags=["articles"],
        request=None,
        responses={
            200: OpenApiResponse(SubmittedSerializer, "The text is unchanged."),
            201: OpenApiResponse(SubmittedSerializer, "The text has changed."),
            202: OpenApiResponse(_ACCEPTED, "The page is to be fetched."),
        },
        examples=[
            OpenApiExample(
                "Done",
                value={**articles.EXAMPLE, "job": jobs.EXAMPLE},
                response_only=True,
                status_codes=["200", "201"],
            ),
            _TO_BE_FETCHED,
        ],
    ),
)
class ArticleFetchesView(fetches.FetchListView):
    """An article's fetches, and where to ask for one."""

    permissions = {"GET": "sources.view_fetch", "POST": "sources.add_article"}

    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Fetch the article's page."""
        article = get_object_or_404(Article, public_id=id)
        user = caller(request)
        submitted = services.ended(fetch_again(article=article, by=user))
        if isinstance(submitted, Asked):
            return fetches.accepted(submitted, user)
        return _answer(submitted, user)


def _answer(submitted: services.Submitted, user: User) -> Response:
    """The article and the work on it; the status says how far that is."""
    job = submitted.job
    article = articles.articles_to_show().get(pk=submitted.article.pk)
    shown = SubmittedSerializer(article, context={"job": job})
    answer = Response(shown.data)
    if job is not None and not job.is_finished:
        answer.status_code = status.HTTP_202_ACCEPTED
    elif submitted.is_new:
        answer.status_code = status.HTTP_201_CREATED
    here = reverse("api:article", args=[article.public_id])
    answer["Location"] = (job and jobs.job_link(job, user)) or here
    return answer


@extend_schema_view(
    post=extend_schema(
        operation_id="extract",
        summary="Extract claims without storing anything",
        description="Runs the engine over a text and returns what it found, in the "
        "same shape as stored claims. Nothing is kept.",
        tags=["extract"],
        request=TextSerializer,
        responses=ExtractionSerializer,
        examples=[
            OpenApiExample("Text", value={"text": _TEXT_EXAMPLE}, request_only=True),
            OpenApiExample(
                "What was found",
                value={
                    "engine": "1",
                    "title": _TEXT_EXAMPLE.partition("\n")[0],
                    "language": "en",
                    "text": _TEXT_EXAMPLE,
                    "claims": [EXTRACTED_EXAMPLE],
                },
                response_only=True,
            ),
        ],
    )
)
class ExtractView(ApiView):
    """The engine, for a text that is not kept."""

    permissions = {"POST": "claims.extract_text"}
    throttle_scope = "extract"

    def post(self, request: Request) -> Response:
        """What the engine finds in the text."""
        form = TextSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        document, extraction = services.extract_submission(
            submission=form.submission(), by=caller(request)
        )
        return Response(
            {
                "title": document.title,
                "language": document.language,
                "text": document.text,
                **extraction.to_dict(),
            }
        )


def text_or_html(
    result: dict[str, Any], **context: object
) -> dict[str, Any]:  # Any: OpenAPI
    """Post-processing hook: a body has one of the two, which no field can say."""
    schemas = result["components"]["schemas"]
    one_of = [{"required": ["text"]}, {"required": ["html"]}]
    schemas["TextRequest"]["oneOf"] = one_of
    schemas["NewArticleRequest"]["anyOf"] = [*one_of, {"required": ["url"]}]
    return result

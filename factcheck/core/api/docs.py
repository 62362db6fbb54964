"""The API's description, a page to read it on, and what is at no other path."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.core.api import schema  # noqa: F401 - its extension registers itself
from factcheck.core.api.views import ApiView


class SchemaView(ApiView, SpectacularAPIView):
    """This API in OpenAPI 3.1; for everybody."""

    permission_classes = [AllowAny]
    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer2]

    @extend_schema(
        operation_id="schema",
        summary="Read this description",
        description="The API in OpenAPI 3.1: JSON, or YAML for `Accept: "
        "application/yaml`. No token is needed.",
        tags=["schema"],
        auth=[],
        responses=OpenApiResponse(OpenApiTypes.OBJECT, "An OpenAPI document."),
        examples=[
            OpenApiExample(
                "The beginning",
                value={"openapi": "3.1.0", "info": {"title": "factcheck"}},
                response_only=True,
                media_type=renderer.media_type,
            )
            for renderer in (OpenApiJsonRenderer2, OpenApiYamlRenderer2)
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The document."""
        response: Response = super().get(  # type: ignore[no-untyped-call]
            request, *args, **kwargs
        )
        return response


class DocsView(TemplateView):
    """The description as a page (Swagger UI, from our own static files)."""

    template_name = "api/docs.html"


@method_decorator(csrf_exempt, name="dispatch")
class AnyOtherPath(View):
    """Serves a path that lacks its last slash as if it had it; 404 for the rest.

    A redirect would lose the body of a POST.
    """

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        """The response of the view that was meant."""
        try:
            match = resolve(f"{request.path_info}/")
        except Resolver404 as error:
            raise Http404 from error
        if request.path_info.endswith("/") or match.url_name == "any-other-path":
            raise Http404
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response

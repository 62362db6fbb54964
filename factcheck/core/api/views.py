"""What the views of the API have in common."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.db.models import Model
from django.http import HttpRequest
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework import generics, status
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    NotAuthenticated,
)
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from factcheck.core.api import pagination
from factcheck.core.api.filters import parameter_faults
from factcheck.core.api.problems import BadRequest
from factcheck.core.models import User

Row = TypeVar("Row", bound=Model)


def caller(request: Request) -> User:
    """Who calls, in a view that no anonymous caller reaches."""
    user = request.user
    if not isinstance(user, User):
        raise NotAuthenticated
    return user


class ApiView(APIView):
    """A view with the manners of this API.

    1. Who calls? A wrong token is an error. 2. Not too often? Wrong tokens count
    too. 3. Is there such a method, and may they use it? 4. Are all parameters of
    the query known?
    """

    permissions: ClassVar[dict[str, str]] = {}
    """The permission each method needs; a method that is not named is denied."""

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse what must not reach the handler."""
        self.format_kwarg = None
        accepted = self.perform_content_negotiation(request)
        request.accepted_renderer, request.accepted_media_type = accepted
        request.version, request.versioning_scheme = None, None
        try:
            self.perform_authentication(request)
        except APIException:
            self.check_throttles(request)
            raise
        self.check_throttles(request)
        if not self._is_public and not request.user.is_authenticated:
            raise NotAuthenticated
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        self.check_permissions(request)
        if request.method != "OPTIONS":
            faults = parameter_faults(request.query_params, self.parameters())
            if faults:
                raise BadRequest(*faults)

    def parameters(self) -> frozenset[str]:
        """The names of the query's parameters."""
        return frozenset()

    def options(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> Response:
        """Tell the methods, in ``Allow``."""
        return Response(status=status.HTTP_204_NO_CONTENT)

    def finalize_response(
        self, request: Request, response: Any, *args: object, **kwargs: object
    ) -> Any:  # Any: DRF's or Django's response
        """Let no shared cache keep what one caller may see."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ("Authorization", "Cookie"))
        patch_cache_control(response, private=True, no_cache=True)
        return response

    @property
    def _is_public(self) -> bool:
        return AllowAny in self.permission_classes


class FileView(ApiView):
    """A view that answers with a file: its address says of which type."""

    def perform_content_negotiation(
        self,
        request: Request,
        force: bool = False,  # noqa: FBT001, FBT002 - DRF's signature
    ) -> tuple[Any, str]:  # Any: DRF's renderer
        """Whatever ``Accept`` says; what is wrong is told in JSON."""
        return JSONRenderer(), str(JSONRenderer.media_type)


class ListView(ApiView, generics.ListAPIView[Row]):
    """A list in pages, with filters and orderings."""

    orderings: ClassVar[dict[str, tuple[str, ...]]] = {
        "-created_at": ("-id",),
        "created_at": ("id",),
    }
    filterset_class: ClassVar[Any] = None  # Any: django-filter has no types

    def parameters(self) -> frozenset[str]:
        """The filters' names and those of paging."""
        filters = getattr(self.filterset_class, "base_filters", {})
        return pagination.PARAMETERS | frozenset(filters)


@method_decorator(conditional_page, name="dispatch")
class DetailView(ApiView, generics.RetrieveAPIView[Row]):
    """One row by its public id, with an ETag: an unchanged row is answered 304."""

    lookup_field = "public_id"
    lookup_url_kwarg = "id"

"""Errors as RFC 9457 says: ``application/problem+json``, one shape for all.

Under ``/api/`` every error has it, also those that no view raises: unknown
paths, hosts we do not serve, and our own failures.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import (
    PermissionDenied as DjangoPermissionDenied,
)
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.views import defaults
from rest_framework import exceptions, status
from rest_framework.views import set_rollback

from factcheck.core.errors import (
    FactcheckError,
    PermissionDenied,
    Refused,
    Transient,
)

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
API_PREFIX: Final = "/api/"
TYPE_PREFIX: Final = "urn:factcheck:problem:"
RETRY_AFTER: Final = 5  # seconds, when we cannot know better

TITLES: Final = {
    400: "The request is not correct",
    401: "Authentication is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported media type",
    422: "The input was refused",
    428: "If-Match is needed",
    429: "Too many requests",
    500: "Our mistake",
    503: "Not available at the moment",
}
# Codes of refusals that have an HTTP status of their own; the others are 422.
_STATUS_OF_REFUSAL: Final = {"too_large": 413, "changed": 412}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a request: in its body, or in its query."""

    code: str
    detail: str
    pointer: str | None = None  # JSON Pointer into the body
    parameter: str | None = None  # name of a query parameter

    def to_dict(self) -> dict[str, str]:
        """The fault as it stands in ``errors``."""
        where = (
            {"pointer": self.pointer or ""}
            if self.parameter is None
            else {"parameter": self.parameter}
        )
        return {**where, "code": self.code, "detail": self.detail}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, before it becomes a response."""

    status: int
    code: str
    detail: str
    faults: tuple[Fault, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


class BadRequest(exceptions.APIException):
    """400 with the faults found; views raise it for parameters of the query."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid"
    default_detail = "The request is not correct; see errors."

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


class TooLarge(exceptions.APIException):
    """413: the body is longer than this installation takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


def exception_handler(
    error: Exception,
    context: Mapping[str, Any],  # Any: DRF's own context
) -> HttpResponse | None:
    """DRF's hook: the response for ``error``; None for what only we can correct,
    which Django then logs and hands to `server_error`.
    """
    problem = _problem_of(error)
    if problem is None:
        return None
    set_rollback()
    return respond(context["request"], problem)


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The response for a problem; ``instance`` is the path that was asked."""
    body: dict[str, Any] = {  # Any: JSON
        "type": TYPE_PREFIX + problem.code,
        "title": TITLES.get(problem.status, "The request failed"),
        "status": problem.status,
        "detail": problem.detail,
        "instance": escape_uri_path(request.path),
        "errors": [fault.to_dict() for fault in problem.faults],
    }
    # Messages may repeat what was sent, and JSON can smuggle in half characters.
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(
        content,
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )


def _problem_of(error: Exception) -> Problem | None:
    match error:
        case exceptions.APIException():
            return _of_api_exception(error)
        case Http404():
            return _plain(404, "not_found", "There is nothing here that you may see.")
        case PermissionDenied():
            return _plain(403, error.code, str(error))
        case DjangoPermissionDenied():
            return _plain(403, "permission_denied", "Your role does not allow this.")
        case Refused():
            code = error.code
            return _plain(_STATUS_OF_REFUSAL.get(code, 422), code, str(error))
        case Transient():
            return _unavailable(error.code, str(error), error.retry_after)
        case FactcheckError():
            log.error("%s: %s", error.code, error)
            return _unavailable(error.code, str(error), None)
        case RequestDataTooBig():
            return _plain(413, "too_large", "The body is too large.")
        case SuspiciousOperation():
            return _plain(400, "bad_request", "The request is not correct.")
        case OperationalError() | InterfaceError():
            log.warning("Database not available: %s", type(error).__name__)
            return _unavailable("database", "The database does not answer.", None)
    return None


def _of_api_exception(error: exceptions.APIException) -> Problem:
    headers: list[tuple[str, str]] = []
    # DRF's `handle_exception` puts the challenge here for 401.
    if challenge := getattr(error, "auth_header", None):
        headers.append(("WWW-Authenticate", challenge))
    if isinstance(error, exceptions.Throttled):
        wait: float | None = getattr(error, "wait", None)  # not in DRF's types
        headers.append(("Retry-After", str(math.ceil(wait or RETRY_AFTER))))
    if isinstance(error, BadRequest):
        faults = error.faults
    elif isinstance(error, exceptions.ValidationError):
        faults = tuple(_faults_of(error.detail, pointer=""))
    else:
        faults = ()
    if faults:
        detail = str(BadRequest.default_detail)
        code = "invalid"
    else:
        detail = str(error.detail)
        code = getattr(error.detail, "code", error.default_code)
    return Problem(
        status=error.status_code,
        code=code,
        detail=detail,
        faults=faults,
        headers=tuple(headers),
    )


def _faults_of(detail: object, *, pointer: str) -> Iterator[Fault]:
    """DRF's nested messages as flat faults with JSON Pointers (RFC 6901)."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            part = str(name).replace("~", "~0").replace("/", "~1")
            here = "" if name == "non_field_errors" else f"/{part}"
            yield from _faults_of(inner, pointer=pointer + here)
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for inner in detail:
            yield from _faults_of(inner, pointer=pointer)
    else:
        code = str(getattr(detail, "code", "invalid"))
        yield Fault(pointer=pointer, code=code, detail=str(detail))


def _plain(status_code: int, code: str, detail: str) -> Problem:
    return Problem(status=status_code, code=code, detail=detail)


def _unavailable(code: str, detail: str, retry_after: float | None) -> Problem:
    seconds = math.ceil(retry_after) if retry_after else RETRY_AFTER
    return Problem(
        status=503, code=code, detail=detail, headers=(("Retry-After", str(seconds)),)
    )


# --- Django's own error handlers (named in factcheck/urls.py) -----------------


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: in our shape under ``/api/``, as a page elsewhere."""
    if request.path.startswith(API_PREFIX):
        return respond(
            request, _plain(400, "bad_request", "The request is not correct.")
        )
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: in our shape under ``/api/``, as a page elsewhere."""
    if request.path.startswith(API_PREFIX):
        return respond(
            request, _plain(403, "permission_denied", "Your role does not allow this.")
        )
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: in our shape under ``/api/``, as a page elsewhere."""
    if request.path.startswith(API_PREFIX):
        return respond(request, _plain(404, "not_found", "There is nothing here."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without any detail: Django has logged it."""
    if request.path.startswith(API_PREFIX):
        return respond(
            request,
            _plain(
                500,
                "server_error",
                "Something went wrong on our side. It has been logged.",
            ),
        )
    return defaults.server_error(request)

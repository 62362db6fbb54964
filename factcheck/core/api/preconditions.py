"""``If-Match``: a change reaches only what its author has seen (RFC 9110, 13.1.1).

Who reads a row that several people change gets a tag with it, and sends the tag back
with the change. If somebody else was faster, the change is refused with 412 and
nothing is lost; without a tag it is refused with 428.

A tag is the row's version and, after it, the hash of the answer:
``"7-94a1c0d2e3f4b5a6"``. A version is a number that grows with each change by a
person, and it alone is compared: a count that an extraction raised meanwhile is no
collision. The hash makes 304 true: with it every difference is another tag.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.core.api.problems import BadRequest, Fault
from factcheck.core.versions import Seen

IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The `ETag` of what you have read, with its quotes; `*` changes it "
    "however it is by now.",
)
ETAG: Final = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200],
    description="For `If-Match` and `If-None-Match`.",
)

# A proxy that compresses marks tags as weak; the version in them is the same.
_TAG = re.compile(r'(?:W/)?"([0-9]{1,18})-[0-9a-f]{16}"')


class PreconditionRequired(exceptions.APIException):
    """428: the caller has not said what it has seen."""

    status_code = 428
    default_code = "precondition_required"
    default_detail = (
        "Others may change this too. Read it first and send its ETag as If-Match."
    )


def versions_seen(request: Request) -> Seen:
    """The versions that the change is meant for; None for ``If-Match: *``.

    Tags that are not ours stand for no version. Hand the result to the service, which
    compares under its lock and raises `factcheck.core.errors.Changed` (412). Raises
    `PreconditionRequired` without the header and `BadRequest` if it has no tag.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionRequired
    tags = parse_etags(header)
    if not tags:
        detail = "Give the ETag of what you have read, with its quotes."
        raise BadRequest(Fault(parameter="If-Match", code="invalid", detail=detail))
    if tags == ["*"]:
        return None
    found = (_TAG.fullmatch(tag) for tag in tags)
    return frozenset(int(match[1]) for match in found if match)


def tagged(response: Response, *, version: int) -> Response:
    """The same response; it gets its ``ETag`` when it is rendered."""

    def add_tag(rendered: Any) -> None:  # Any: as in Django
        content = hashlib.sha256(rendered.content).hexdigest()[:16]
        rendered.headers["ETag"] = f'"{version}-{content}"'

    response.add_post_render_callback(add_tag)
    return response


def not_modified(request: Request, *, tag: str) -> HttpResponseBase | None:
    """304 if the caller has what this tag is of; None if it is to be sent, with it.

    For what costs so much to write that its tag is known before.
    """
    response = get_conditional_response(request, etag=tag)
    if response is not None:
        response.headers["ETag"] = tag
    return response

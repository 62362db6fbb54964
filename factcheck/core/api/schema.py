"""The OpenAPI description: what drf-spectacular cannot see in the views."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from factcheck.core.api.problems import MEDIA_TYPE, TITLES, TYPE_PREFIX

Json = dict[str, Any]  # Any: OpenAPI is free-form JSON

_WHEN: Final = {
    400: "The request is malformed, or has unknown or wrong fields or parameters.",
    401: "No token, or one that is unknown or revoked.",
    403: "The caller's role does not allow it.",
    404: "There is no such thing, or the caller may not know of it.",
    406: "Only JSON can be had.",
    412: "It was changed since it had the tag in `If-Match`: read it again.",
    413: "The body or the article is too long.",
    415: "Only JSON can be sent.",
    422: "The input is well-formed, but cannot be taken; `type` and `detail` say why.",
    428: "`If-Match` is missing.",
    429: "Too many calls; come back after `Retry-After` seconds.",
    503: "The database or the engine is not available; try again after `Retry-After` "
    "seconds.",
    500: "Our mistake. It has been logged.",
}
_CODES: Final = {
    400: "invalid",
    401: "not_authenticated",
    403: "permission_denied",
    404: "not_found",
    406: "not_acceptable",
    412: "changed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "unsupported_language",
    428: "precondition_required",
    429: "throttled",
    500: "server_error",
    503: "database",
}
_PROBLEM: Final[Json] = {
    "type": "object",
    "description": "An error as RFC 9457 says.",
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": f"`{TYPE_PREFIX}` and a code that does not change.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "For the person who reads it."},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "JSON Pointer into the body, if it is there.",
                    },
                    "parameter": {
                        "type": "string",
                        "description": "Name of the query parameter, if it is there.",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_FAULTS: Final = [
    {
        "parameter": "ordering",
        "code": "unknown",
        "detail": "Give one of -created_at, created_at.",
    }
]


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells OpenAPI of our tokens."""

    target_class = "factcheck.core.api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> Json:
        """The security scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token from `manage.py createtoken`.",
        }


def complete(result: Json, **context: object) -> Json:
    """Post-processing hook: every operation's error responses, and that bodies have
    no other fields.
    """
    components = result["components"]
    for name, described in components["schemas"].items():
        # A choice of several bodies leaves it to them.
        if name.endswith("Request") and "oneOf" not in described:
            described["additionalProperties"] = False
    components["schemas"]["Problem"] = _PROBLEM
    components["responses"] = {
        f"Problem{status}": _response(status) for status in sorted(_WHEN)
    }
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
            for status in _statuses(path, method, operation):
                reference = {"$ref": f"#/components/responses/Problem{status}"}
                operation["responses"].setdefault(str(status), reference)
    return result


def _statuses(path: str, method: str, operation: Json) -> list[int]:
    statuses = {400, 406, 429, 500, 503}
    if operation.get("security"):
        statuses |= {401, 403}
    if "{" in path:
        statuses.add(404)
    if method in ("post", "put", "patch", "delete"):
        statuses.add(422)
    if any(given["name"] == "If-Match" for given in operation.get("parameters", [])):
        statuses |= {412, 428}
    if "requestBody" in operation:
        statuses |= {413, 415}
    return sorted(statuses)


def _response(status: int) -> Json:
    faults = _FAULTS if status == 400 else []
    example = {
        "type": TYPE_PREFIX + _CODES[status],
        "title": TITLES[status],
        "status": status,
        "detail": _WHEN[status],
        "instance": "/api/v1/articles/",
        "errors": faults,
    }
    response: Json = {
        "description": _WHEN[status],
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example,
            }
        },
    }
    if status in (429, 503):
        seconds = {"type": "integer", "description": "Seconds to wait."}
        response["headers"] = {"Retry-After": {"schema": seconds}}
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return response

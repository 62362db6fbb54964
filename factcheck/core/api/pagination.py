"""Lists in pages that neither skip nor repeat a row while rows come and go.

A cursor names the row a page ends with, not a number of rows to skip, so that
the thousandth page costs what the first does and nothing is counted. Cursors
are signed: one that was made up or altered is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.db.models import Model, Q
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from factcheck.core.api.problems import BadRequest, Fault

DEFAULT_SIZE: Final = 25
LARGEST_SIZE: Final = 100
PARAMETERS: Final = frozenset({"cursor", "page_size", "ordering"})
_SALT: Final = "factcheck.api.cursor"


@dataclass(frozen=True, slots=True)
class _Cursor:
    """A place in a list: after (or, going back, before) the row with ``position``."""

    ordering: str
    backwards: bool
    position: tuple[Any, ...]  # Any: the values of the ordering's columns

    def written(self) -> str:
        """The cursor as it goes into a URL."""
        content = [self.ordering, int(self.backwards), *self.position]
        return signing.dumps(content, salt=_SALT)


class KeysetPagination(BasePagination):
    """Pages of the orderings a view offers.

    A view has ``orderings``, a mapping of the name a caller gives to columns,
    the first being the default. The last column is unique and none is ever
    null: together they name a row.
    """

    def paginate_queryset(
        self,
        queryset: Any,  # Any: every list has its own model
        request: Request,
        view: APIView | None = None,
    ) -> list[Any]:
        """The rows of the page asked for.

        Raises `BadRequest` for an ordering that is not offered, a page size out
        of bounds, and a cursor that is not ours or belongs to another ordering.
        """
        orderings: dict[str, tuple[str, ...]] = getattr(view, "orderings", {})
        self._request = request
        self._ordering = _ordering(request, orderings)
        columns = orderings[self._ordering]
        size = _size(request)
        cursor = _cursor(request, self._ordering, len(columns))
        backwards = cursor is not None and cursor.backwards
        if backwards:
            columns = tuple(_reversed(column) for column in columns)
        if cursor is not None:
            queryset = queryset.filter(_beyond(columns, cursor.position))
        rows = list(queryset.order_by(*columns)[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        self._names = [column.lstrip("-") for column in columns]
        self._next = self._place(rows, -1) if more or backwards else None
        self._previous = (
            self._place(rows, 0) if (more if backwards else cursor) else None
        )
        return rows

    def get_paginated_response(self, data: Any) -> Response:  # Any: JSON
        """``next`` and ``previous`` as links, and the ``results``."""
        return Response(
            {
                "next": self._link(self._next, backwards=False),
                "previous": self._link(self._previous, backwards=True),
                "results": data,
            }
        )

    def get_paginated_response_schema(
        self,
        schema: dict[str, Any],  # Any: OpenAPI
    ) -> dict[str, Any]:
        """How a page is described in OpenAPI."""
        link = {"type": ["string", "null"], "format": "uri-reference"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {
                    **link,
                    "description": "The page after this one; null if none.",
                    "example": "/api/v1/claims/?cursor=WyItY3JlYXRlZF9hdCIsMCw0Ml0",
                },
                "previous": {
                    **link,
                    "description": "The page before; null if none.",
                    "example": None,
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """The parameters of every list, for OpenAPI."""
        orderings: dict[str, tuple[str, ...]] = getattr(view, "orderings", {})
        names = list(orderings)
        return [
            {
                "name": "cursor",
                "in": "query",
                "schema": {"type": "string", "minLength": 1},
                "description": "From `next` or `previous` of another page.",
            },
            {
                "name": "ordering",
                "in": "query",
                "schema": {"type": "string", "enum": names, "default": names[0]},
                "description": "`created_at` is the order in which rows were stored; "
                "`-` reverses.",
            },
            {
                "name": "page_size",
                "in": "query",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_SIZE,
                    "default": DEFAULT_SIZE,
                },
                "description": "How many results at most.",
            },
        ]

    def _place(self, rows: Sequence[Model], index: int) -> tuple[Any, ...] | None:
        if not rows:  # what the cursor pointed at is gone: begin again
            return ()
        return tuple(getattr(rows[index], name) for name in self._names)

    def _link(self, place: tuple[Any, ...] | None, *, backwards: bool) -> str | None:
        if place is None:
            return None
        query = self._request.query_params.copy()
        query.pop("cursor", None)
        if place:
            query["cursor"] = _Cursor(self._ordering, backwards, place).written()
        path: str = self._request.path
        return f"{path}?{query.urlencode()}" if query else path


def _ordering(request: Request, orderings: dict[str, tuple[str, ...]]) -> str:
    name = request.query_params.get("ordering") or next(iter(orderings))
    if name not in orderings:
        known = ", ".join(orderings)
        raise BadRequest(
            Fault(parameter="ordering", code="unknown", detail=f"Give one of {known}.")
        )
    return name


def _size(request: Request) -> int:
    text = request.query_params.get("page_size")
    if text is None:
        return DEFAULT_SIZE
    if text.isascii() and text.isdigit() and len(text) <= 3:
        size = int(text)
        if 1 <= size <= LARGEST_SIZE:
            return size
    detail = f"Give a whole number from 1 to {LARGEST_SIZE}."
    raise BadRequest(Fault(parameter="page_size", code="invalid", detail=detail))


def _cursor(request: Request, ordering: str, columns: int) -> _Cursor | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        content = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        content = None
    if (
        not isinstance(content, list)
        or content[:1] != [ordering]
        or len(content) != 2 + columns
    ):
        detail = "This cursor is not from a list in this order. Begin without one."
        raise BadRequest(Fault(parameter="cursor", code="invalid", detail=detail))
    return _Cursor(ordering, bool(content[1]), tuple(content[2:]))


def _reversed(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _beyond(columns: tuple[str, ...], position: tuple[Any, ...]) -> Q:
    """Rows after ``position``: greater in the first column, or equal there and
    greater in the second, and so on.
    """
    beyond = Q()
    equal = Q()
    for column, value in zip(columns, position, strict=True):
        name = column.lstrip("-")
        comparison = "lt" if column.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{name}__{comparison}": value})
        equal &= Q(**{name: value})
    return beyond

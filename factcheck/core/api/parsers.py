"""Reading request bodies: JSON of bounded size, whatever was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Never

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from factcheck.core.api.problems import TooLarge


class StrictJSONParser(BaseParser):
    """UTF-8 JSON (RFC 8259): no NaN, no name twice, no deeper than the stack.

    DRF's own parser reads a body of any length, takes codecs from the request's
    ``charset`` and lets a thousand brackets end in an internal error.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: Any,  # Any: DRF gives a request or a file
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,  # Any: DRF's own
    ) -> Any:  # Any: JSON
        """The parsed body. Raises `TooLarge` (413) or `ParseError` (400)."""
        longest: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body: bytes = stream.read(longest + 1)
        if len(body) > longest:
            raise TooLarge(f"The body has more than {longest} bytes.")
        try:
            return json.loads(
                body.decode("utf-8"),
                parse_constant=_no_constant,
                object_pairs_hook=_no_name_twice,
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(
                "The body is no JSON text in UTF-8, or has a name twice in one object."
            ) from error


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON")


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # Any: JSON
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members

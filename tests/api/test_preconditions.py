"""``If-Match``: what is read from it, and what tags look like."""

from __future__ import annotations

import pytest
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from factcheck.core.api.preconditions import (
    PreconditionRequired,
    tagged,
    versions_seen,
)
from factcheck.core.api.problems import BadRequest
from factcheck.core.errors import Changed
from factcheck.core.versions import check_seen

HASH = "94a1c0d2e3f4b5a6"


def with_header(value: str | None) -> Request:
    """A change with this ``If-Match``."""
    headers = {} if value is None else {"HTTP_IF_MATCH": value}
    return APIView().initialize_request(APIRequestFactory().patch("/", **headers))


def tag_of(content: object, *, version: int) -> str:
    """The tag of an answer."""
    response = tagged(Response(content), version=version)
    response.accepted_renderer = JSONRenderer()
    response.accepted_media_type = "application/json"
    response.renderer_context = {}
    return str(response.render()["ETag"])


@pytest.mark.parametrize(
    ("header", "versions"),
    [
        (f'"7-{HASH}"', {7}),
        (f'W/"7-{HASH}"', {7}),
        (f'"7-{HASH}", "9-{HASH}"', {7, 9}),
        (f'  "0-{HASH}"  ', {0}),
        ('"7"', set()),
        ('"of another server"', set()),
        (f'"-7-{HASH}"', set()),
        (f'"٧-{HASH}"', set()),
        (f'"{"9" * 19}-{HASH}"', set()),
        ("*", None),
    ],
)
def test_the_versions_that_were_seen(header: str, versions: set[int] | None) -> None:
    seen = versions_seen(with_header(header))

    assert seen == (versions if versions is None else frozenset(versions))


@pytest.mark.parametrize("header", [None, "", "   "])
def test_without_a_tag_nothing_is_changed(header: str | None) -> None:
    with pytest.raises(PreconditionRequired) as caught:
        versions_seen(with_header(header))

    assert caught.value.status_code == 428


@pytest.mark.parametrize("header", [f"7-{HASH}", "seven", ","])
def test_what_is_no_tag_is_told(header: str) -> None:
    with pytest.raises(BadRequest) as caught:
        versions_seen(with_header(header))

    assert [fault.parameter for fault in caught.value.faults] == ["If-Match"]


def test_a_tag_leads_back_to_its_version() -> None:
    tag = tag_of({"name": "Mira"}, version=12)

    assert versions_seen(with_header(tag)) == {12}


def test_each_difference_is_another_tag() -> None:
    tags = {
        tag_of({"count": 1}, version=1),
        tag_of({"count": 2}, version=1),
        tag_of({"count": 1}, version=2),
    }

    assert len(tags) == 3
    assert tag_of({"count": 1}, version=1) in tags


def test_only_the_versions_seen_are_changed() -> None:
    check_seen(3, None, what="It")
    check_seen(3, frozenset({2, 3}), what="It")

    with pytest.raises(Changed, match=r"^It was changed by somebody else") as caught:
        check_seen(3, frozenset({2}), what="It")
    with pytest.raises(Changed):
        check_seen(3, frozenset(), what="It")
    assert caught.value.code == "changed"

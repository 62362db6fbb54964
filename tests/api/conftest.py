"""Callers of the API. What they are answered is held against docs/openapi.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache as remember
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from rest_framework.test import APIClient

from factcheck.core.models import ApiToken, User
from tests.factories import make_user

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "docs" / "openapi.yaml"


@remember
def openapi() -> dict[str, Any]:
    """The checked-in description of the API."""
    return read_yaml(OPENAPI.read_text(encoding="utf-8"))


def read_yaml(text: str | bytes) -> dict[str, Any]:
    """A YAML document, read by libyaml: the same code in Python takes seconds."""
    document: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return document


class Caller(APIClient):
    """A client that fails the test when an answer is not as the description says."""

    user: User

    def request(self, **environ: Any) -> Any:
        """The response, checked."""
        response = super().request(**environ)
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"].lower()
        if method in ("get", "post", "put", "patch"):
            check_against_description(path, method, response)
        return response


def check_against_description(path: str, method: str, response: Any) -> None:
    """Fail unless status, media type and body are described for the path."""
    template = _template(path)
    operation = openapi()["paths"].get(template, {}).get(method)
    if operation is None or response.status_code == 304:
        return
    status, media_type = str(response.status_code), response["Content-Type"]
    assert status in operation["responses"], f"{status} is not described for {path}"
    pointer = f"#/paths/{escaped(template)}/{method}/responses/{status}"
    if reference := operation["responses"][status].get("$ref"):
        pointer = reference
    if media_type == "application/json" or status >= "400":
        schema = f"{pointer}/content/{escaped(media_type)}/schema"
        validator_of(schema).validate(response.json())


@remember
def validator_of(pointer: str) -> Draft202012Validator:
    """Validates what the schema at this place of the description is for."""
    described = Resource.from_contents(openapi(), default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:openapi", described)
    return Draft202012Validator(
        {"$ref": f"urn:openapi{pointer}"},
        registry=registry,
        format_checker=FormatChecker(),
    )


@remember
def _templates() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", template) + "$"), template)
        for template in openapi()["paths"]
    ]


def _template(path: str) -> str:
    matching = (t for pattern, t in _templates() if pattern.match(path))
    return next(matching, "")


def escaped(part: str) -> str:
    """A name as it stands in a JSON Pointer."""
    return part.replace("~", "~0").replace("/", "~1")


@pytest.fixture(autouse=True)
def _no_calls_counted() -> Iterator[None]:
    """Start each test with unused allowances."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def anonymous(db: None) -> Caller:
    """Somebody without a token."""
    return Caller()


@pytest.fixture
def caller(db: None) -> Callable[[str], Caller]:
    """Makes a caller whose token's owner has the role."""

    def make(role: str) -> Caller:
        client = Caller()
        client.user = make_user(role, password=None)  # hashing is slow
        _, text = ApiToken.objects.issue(user=client.user, name="test")
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
        return client

    return make


@pytest.fixture
def reader(caller: Callable[[str], Caller]) -> Caller:
    """Somebody who may read."""
    return caller("reader")


@pytest.fixture
def reviewer(caller: Callable[[str], Caller]) -> Caller:
    """Somebody who may also add articles."""
    return caller("reviewer")

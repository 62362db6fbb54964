"""The OpenAPI description: checked in, valid, complete, and true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.conftest import (
    OPENAPI,
    Caller,
    escaped,
    openapi,
    read_yaml,
    validator_of,
)

SUCCESS = ("200", "201", "202", "204")


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation, with its method and path."""
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


@pytest.fixture(params=list(operations()), ids=lambda pair: str(pair[0]))
def operation(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One operation."""
    described: dict[str, Any] = request.param[1]
    return described


def test_the_checked_in_description_is_what_the_code_gives(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"

    call_command("spectacular", file=str(made), fail_on_warn=True)

    assert made.read_text(encoding="utf-8") == OPENAPI.read_text(encoding="utf-8"), (
        "The API has changed. If that was meant, run\n"
        "    python manage.py spectacular --fail-on-warn --file docs/openapi.yaml\n"
        "and have the difference reviewed with the change."
    )


def test_it_is_openapi_3_1() -> None:
    assert openapi()["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(openapi()).validate()


def test_it_is_served_as_json_and_yaml_to_everybody(anonymous: Caller) -> None:
    as_json = anonymous.get("/api/v1/schema/")
    as_yaml = anonymous.get("/api/v1/schema/", HTTP_ACCEPT="application/yaml")

    assert as_json["Content-Type"] == "application/json"
    assert as_json.json() == read_yaml(as_yaml.content) == openapi()


def test_every_operation_is_explained_with_examples(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert len(operation["description"]) > 20
    assert all(parameter.get("description") for parameter in _own_parameters(operation))
    contents = [
        media
        for status, response in operation["responses"].items()
        if status in SUCCESS
        for media in response.get("content", {}).values()
    ]
    contents += operation.get("requestBody", {}).get("content", {}).values()
    assert contents or "204" in operation["responses"]
    assert all(media.get("examples") for media in contents)


def test_every_operation_tells_its_errors(operation: dict[str, Any]) -> None:
    is_public = operation["operationId"] == "schema"
    needed = {"400", "406", "429", "500", "503"} | (
        set() if is_public else {"401", "403"}
    )

    assert needed <= operation["responses"].keys()
    for status in operation["responses"].keys() - set(SUCCESS):
        reference = operation["responses"][status]["$ref"]
        problem = openapi()["components"]["responses"][reference.rsplit("/", 1)[1]]
        assert list(problem["content"]) == ["application/problem+json"]


def test_every_operation_but_the_description_needs_a_login(
    operation: dict[str, Any],
) -> None:
    security = operation.get("security")

    if operation["operationId"] == "schema":
        assert not security
    else:
        assert security == [{"token": []}, {"cookieAuth": []}]


def test_every_example_is_as_its_schema_says(operation: dict[str, Any]) -> None:
    name = next(name for name, other in operations() if other is operation)
    method, path = name.split(" ")
    place = f"#/paths/{escaped(path)}/{method}"
    contents = {
        f"{place}/responses/{status}/content/{escaped(media_type)}": media
        for status, response in operation["responses"].items()
        for media_type, media in response.get("content", {}).items()
    } | {
        f"{place}/requestBody/content/{escaped(media_type)}": media
        for media_type, media in operation.get("requestBody", {})
        .get("content", {})
        .items()
    }

    for pointer, media in contents.items():
        for example in media["examples"].values():
            validator_of(f"{pointer}/schema").validate(example["value"])


def test_examples_of_problems_are_problems() -> None:
    problems = validator_of("#/components/schemas/Problem")

    for response in openapi()["components"]["responses"].values():
        problems.validate(response["content"]["application/problem+json"]["example"])


def _own_parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Parameters whose name and list of words do not say all there is to say."""
    return [
        parameter
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
        and "enum" not in parameter["schema"]
        and "enum" not in parameter["schema"].get("items", {})
    ]

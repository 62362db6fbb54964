"""Errors, limits and media types."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from redis.exceptions import ConnectionError as RedisUnreachable

from factcheck.core.models import Job
from tests.api.conftest import Caller
from tests.factories import make_claim, make_user

JSON = "application/json"
MEMBERS = {"type", "title", "status", "detail", "instance", "errors"}


def is_problem(answer: Any, status: int) -> bool:
    """Whether the answer is a problem of RFC 9457 with this status."""
    body = answer.json()
    return bool(
        answer.status_code == body["status"] == status
        and answer["Content-Type"] == "application/problem+json"
        and body.keys() == MEMBERS
        and body["type"].startswith("urn:factcheck:problem:")
        and body["title"]
        and body["detail"]
    )


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/claims/",
        "/api/v1/claims/7/",
        "/api/v1/claims//",
        "/api/v1/%00/",
        "/api/v1/%ff%fe/",
        "/api/v1/a%0d%0ab: c/",
        "/api/v1/CLAIMS/",
        "/api/v1/claims/../claims/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_path_is_a_problem(
    anonymous: Caller, path: str, method: str
) -> None:
    answer = anonymous.generic(method, path)

    assert is_problem(answer, 404)


def test_a_method_that_is_not_there_is_a_problem_that_names_the_others(
    reader: Caller,
) -> None:
    answer = reader.delete("/api/v1/claims/")

    assert is_problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "LINK"])
def test_a_method_nobody_knows_is_a_problem(reader: Caller, method: str) -> None:
    answer = reader.generic(method, "/api/v1/claims/")

    assert is_problem(answer, 405)


def test_only_json_can_be_had(reader: Caller) -> None:
    for wanted in ("text/html", "application/xml", "text/*;q=0.5"):
        assert is_problem(reader.get("/api/v1/claims/", HTTP_ACCEPT=wanted), 406)
    for wanted in ("*/*", "application/*", "application/json", "text/html, */*;q=0.1"):
        answer = reader.get("/api/v1/claims/", HTTP_ACCEPT=wanted)
        assert (answer.status_code, answer["Content-Type"]) == (200, JSON)


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "nonsense",
        "",
    ],
)
def test_only_json_can_be_sent(reader: Caller, media_type: str) -> None:
    answer = reader.generic("POST", "/api/v1/extract/", b"text=x", media_type)

    assert is_problem(answer, 415)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'text': 1}",
        b'{"text": NaN}',
        b'{"text": Infinity}',
        b'{"text": "a", "text": "b"}',
        b'{"text": "\xff"}',
        b"\xef\xbb\xbf{}",
        '{"text": "a"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 100_000,
        b"\x00",
    ],
)
def test_what_is_no_json_is_a_problem(reader: Caller, body: bytes) -> None:
    answer = reader.generic("POST", "/api/v1/extract/", body, JSON)

    assert is_problem(answer, 400)


@pytest.mark.parametrize("charset", ["rot13", "hex", "zlib", "utf-16"])
def test_a_charset_changes_nothing(reader: Caller, charset: str) -> None:
    answer = reader.generic(
        "POST", "/api/v1/extract/", b"{}", f"application/json; charset={charset}"
    )

    assert is_problem(answer, 400)


def test_a_host_that_is_not_ours_is_a_problem(anonymous: Caller) -> None:
    assert is_problem(anonymous.get("/api/v1/claims/", HTTP_HOST="evil.example"), 400)


def test_a_session_without_the_right_is_a_problem(db: None) -> None:
    browser = Client()
    browser.force_login(make_user("reader", password=None))

    answer = browser.post("/api/v1/articles/", {"text": "x"}, content_type=JSON)

    assert is_problem(answer, 403)


def test_our_own_failure_tells_nothing_but_is_logged(
    reader: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    claim = make_claim()
    claim.snapshot.claims.update(confidence_parts={})  # no row of ours is like that
    reader.raise_request_exception = False

    with caplog.at_level(logging.ERROR, "django.request"):
        answer = reader.get(f"/api/v1/claims/{claim.public_id}/")

    assert is_problem(answer, 500)
    assert "KeyError" not in answer.content.decode()
    assert "KeyError" in caplog.text
    assert "fc_" not in caplog.text


def test_a_database_that_is_away_is_worth_another_try(
    reader: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*args: object, **kwargs: object) -> None:
        raise OperationalError("could not connect to server at db.internal")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", unreachable)

    answer = reader.get("/api/v1/claims/")

    assert is_problem(answer, 503)
    assert int(answer["Retry-After"]) > 0
    assert "db.internal" not in answer.content.decode()


def test_pages_outside_the_api_keep_their_own_errors(client: Client, db: None) -> None:
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


# --- Limits ---------------------------------------------------------------------


@pytest.fixture
def allow(settings: Any) -> Callable[..., None]:
    """Sets allowances a minute; those not named are without limit."""

    def set_allowances(**allowances: int) -> None:
        scopes = dict.fromkeys(("anonymous", "user", "write", "extract"), 0)
        settings.API_PER_MINUTE = scopes | allowances

    return set_allowances


def test_too_many_calls_are_told_when_to_come_back(
    reader: Caller, caller: Callable[[str], Caller], allow: Callable[..., None]
) -> None:
    allow(user=2)

    answers = [reader.get("/api/v1/claims/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert is_problem(answers[-1], 429)
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert caller("reader").get("/api/v1/claims/").status_code == 200


def test_guessing_tokens_is_limited_by_address(
    anonymous: Caller, allow: Callable[..., None]
) -> None:
    allow(anonymous=2)
    anonymous.credentials(HTTP_AUTHORIZATION="Bearer fc_a_b")

    statuses = [anonymous.get("/api/v1/claims/").status_code for _ in range(3)]

    assert statuses == [401, 401, 429]
    # The header is the caller's own word: without a proxy it is not believed.
    elsewhere = anonymous.get("/api/v1/claims/", HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert elsewhere.status_code == 429


def test_writes_and_extractions_have_limits_of_their_own(
    reviewer: Caller, allow: Callable[..., None]
) -> None:
    allow(write=1, extract=2)

    writes = [reviewer.post("/api/v1/articles/", {}).status_code for _ in range(2)]
    extracts = [reviewer.post("/api/v1/extract/", {}).status_code for _ in range(3)]

    assert writes == [400, 429]
    assert extracts == [400, 400, 429]
    assert reviewer.get("/api/v1/articles/").status_code == 200
    assert not Job.objects.exists()


def test_the_docs_are_limited_too(
    anonymous: Caller, allow: Callable[..., None]
) -> None:
    allow(anonymous=1)

    statuses = [anonymous.get("/api/v1/schema/").status_code for _ in range(2)]

    assert statuses == [200, 429]


def test_a_cache_that_is_away_lets_calls_through(
    reader: Caller,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def unreachable(*args: object, **kwargs: object) -> None:
        raise RedisUnreachable("no route")

    monkeypatch.setattr(type(cache._connections["default"]), "add", unreachable)

    assert reader.get("/api/v1/claims/").status_code == 200
    assert "calls are not counted" in caplog.text


def test_problems_repeat_what_was_sent_as_text_only(reader: Caller) -> None:
    answer = reader.get("/api/v1/claims/?tier=<script>")

    assert answer["Content-Type"] == "application/problem+json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.content)["errors"][0]["parameter"] == "tier"

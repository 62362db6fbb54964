"""Handing text in: to keep it, and only to have it read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from claims.models import Claim, ExtractionRun
from claims.representation import engine_part, stored_part
from factcheck.core.models import Job, JobState
from sources import samples
from sources.models import Article, Outlet, Snapshot
from tests.api.conftest import Caller
from tests.factories import make_claim

TEXT = (
    "Council to close the pool\n\n"
    "The swimming pool on Mill Lane will close in May, council leader Jane Okafor said "
    "on Monday. “We cannot heat it any more,” she said. Officials reportedly looked at "
    "two other sites."
)
HTML = (
    "<!doctype html><html lang=en><head><title>Council to close the pool</title></head>"
    "<body><article><h1>Council to close the pool</h1><p>"
    + "</p><p>".join(TEXT.split("\n\n")[1:])
    + "</p></article></body></html>"
)
JSON = "application/json"
Post = Callable[..., Any]


@pytest.fixture
def post(
    reviewer: Caller,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Post:
    """Posts an article as a reviewer; in process, the job runs after the commit.

    The test's own transaction never commits, so the job runs once the view has
    answered; the answer to the same article given again tells how it ended.
    """

    def run(body: Any, *, by: Caller = reviewer) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return by.post("/api/v1/articles/", json.dumps(body), content_type=JSON)

    return run


@pytest.fixture
def post_in_process(transactional_db: None, caller: Callable[[str], Caller]) -> Post:
    """Posts an article with real commits, so that the job has ended when it answers."""
    reviewer = caller("reviewer")
    return lambda body: reviewer.post("/api/v1/articles/", body)


def stored_rows() -> list[int]:
    """How many rows a submission could have made."""
    models = (Outlet, Article, Snapshot, Job, ExtractionRun, Claim)
    return [model.objects.count() for model in models]


def test_in_process_the_answer_has_the_claim_count(post_in_process: Post) -> None:
    answer = post_in_process({"text": TEXT, "outlet": "The Gazette"})

    shown = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == shown["url"]
    assert shown["job"]["state"] == "succeeded"
    assert shown["claim_count"] == Claim.objects.count() > 0
    assert shown["outlet"]["name"] == "The Gazette"


def test_with_a_worker_the_answer_says_where_to_follow_the_work(
    reviewer: Caller, settings: Any
) -> None:
    settings.JOBS_IN_PROCESS = False

    answer = reviewer.post("/api/v1/articles/", {"text": TEXT})

    shown = answer.json()
    assert answer.status_code == 202
    assert answer["Location"] == shown["job"]["url"]
    assert (shown["job"]["state"], shown["claim_count"]) == ("queued", None)
    assert reviewer.get(answer["Location"]).json() == shown["job"]


def test_who_hands_in_what_another_did_is_sent_to_the_article(
    reviewer: Caller, caller: Callable[[str], Caller], settings: Any
) -> None:
    settings.JOBS_IN_PROCESS = False
    reviewer.post("/api/v1/articles/", {"text": TEXT})
    other = caller("reviewer")

    answer = other.post("/api/v1/articles/", {"text": TEXT})

    assert answer.status_code == 202
    assert answer["Location"] == answer.json()["url"]
    assert other.get(answer.json()["job"]["url"]).status_code == 404
    assert Article.objects.count() == 1
    assert Job.objects.filter(kind="claims.extract").count() == 1


def test_the_same_text_again_changes_nothing(post: Post) -> None:
    body = {"text": TEXT, "url": "https://gazette.example/pool"}
    first = post(body).json()
    before = stored_rows()

    again = post(body)

    assert again.status_code == 200
    assert again.json()["id"] == first["id"]
    assert again.json()["claim_count"] > 0
    assert stored_rows() == before


def test_a_page_is_read_and_published_at_decides_the_day(
    post: Post, reader: Caller
) -> None:
    answer = post({"html": HTML, "published_at": "2026-11-18T23:30:00-05:00"}).json()

    assert answer["title"] == "Council to close the pool"
    assert answer["published_at"] == "2026-11-19T04:30:00Z"
    assert answer["published_on"] == "2026-11-18"
    claims = reader.get(answer["claims_url"]).json()["results"]
    said = [c["said_at"]["date"] for c in claims if c["said_at"]]
    assert said == ["2026-11-16"]


@pytest.mark.parametrize("offset", ["-19:05", "+23:59"])
def test_an_offset_that_no_place_has_is_no_error(post: Post, offset: str) -> None:
    moment = f"2026-11-18T12:00:00{offset}"
    page = HTML.replace(
        "<title>",
        f'<meta property="article:published_time" content="{moment}"><title>',
    )

    answers = [post({"text": TEXT, "published_at": moment}), post({"html": page})]

    assert [answer.json()["published_on"] for answer in answers] == ["2026-11-18"] * 2


def test_a_job_that_was_refused_says_why(reviewer: Caller, settings: Any) -> None:
    settings.JOBS_IN_PROCESS = False
    job_url = reviewer.post("/api/v1/articles/", {"text": TEXT})["Location"]
    Job.objects.update(
        state=JobState.REFUSED, reason="Too long.", finished_at="2026-01-01T00:00:00Z"
    )

    shown = reviewer.get(job_url).json()

    assert (shown["state"], shown["reason"]) == ("refused", "Too long.")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"url": "http://127.0.0.1/pool"}, 422, "blocked_address"),
        ({"text": ""}, 422, "empty"),
        ({"text": " \n\u0000"}, 422, "empty"),
        ({"html": ""}, 422, None),
        ({"html": "<p></p>"}, 422, None),
        ({"text": "a" * 6_000_000}, 413, "too_large"),
        ({"html": "%PDF-1.7 \u0001\u0002\u0003 obj endobj"}, 422, "binary"),
        ({"text": TEXT, "url": "ftp://gazette.example/"}, 422, "invalid_url"),
        ({"text": TEXT, "url": "javascript:alert(1)"}, 422, "invalid_url"),
        (
            {"text": TEXT, "url": "https://me:secret@gazette.example/"},
            422,
            "invalid_url",
        ),
    ],
)
def test_what_cannot_be_an_article_is_refused_and_leaves_nothing(
    post: Post, body: dict[str, Any], status: int, code: str | None
) -> None:
    answer = post(body)

    assert answer.status_code == status
    if code:
        assert answer.json()["type"] == f"urn:factcheck:problem:{code}"
    assert len(answer.json()["detail"]) > 10
    assert stored_rows() == [0] * 6


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "", "required"),
        ({"title": "Pool"}, "", "required"),
        ({"text": TEXT, "html": HTML}, "", "ambiguous"),
        ({"text": 7}, "/text", "invalid"),
        ({"text": None}, "/text", "null"),
        ({"text": [TEXT]}, "/text", "invalid"),
        ({"text": TEXT, "title": True}, "/title", "invalid"),
        ({"text": TEXT, "title": "x" * 501}, "/title", "max_length"),
        ({"text": TEXT, "outlet": "\u0000"}, "/outlet", None),
        ({"text": TEXT, "outlet": "\ud800"}, "/outlet", None),
        ({"text": TEXT, "published_at": "Monday"}, "/published_at", "invalid"),
        ({"text": TEXT, "published_at": "2026-02-30"}, "/published_at", "invalid"),
        (
            {"text": TEXT, "published_at": "2026-02-01T10:00:00"},
            "/published_at",
            "invalid",
        ),
        (
            {"text": TEXT, "published_at": "0001-01-01T00:00:00+14:00"},
            "/published_at",
            "invalid",
        ),
        ({"text": TEXT, "published_at": 20260201}, "/published_at", "invalid"),
        ({"text": TEXT, "a/b~c": 1}, "/a~1b~0c", "unknown_field"),
        ({"text": TEXT, "\ud800": 1}, "/?", "unknown_field"),
        ([TEXT], "", "invalid"),
        ("text", "", "invalid"),
        (None, "", None),
    ],
)
def test_what_is_wrong_with_the_body_is_pointed_at(
    post: Post, body: Any, pointer: str, code: str | None
) -> None:
    answer = post(body)

    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["pointer"] == pointer
    assert code is None or error["code"] == code
    assert stored_rows() == [0] * 6


@pytest.mark.parametrize(
    "field",
    [
        "id",
        "status",
        "state",
        "verdict",
        "reviewer",
        "added_by",
        "requested_by",
        "extraction_confidence",
        "created_at",
        "claim_count",
        "language",
        "canonical_url",
        "snapshot",
        "job",
        "unheard_of",
    ],
)
def test_fields_that_are_ours_to_set_are_refused(post: Post, field: str) -> None:
    answer = post({"text": TEXT, field: "x"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "pointer": f"/{field}",
            "code": "unknown_field",
            "detail": "There is no such field, or it cannot be set.",
        }
    ]
    assert stored_rows() == [0] * 6


def test_extract_takes_no_fields_of_an_article_to_keep(reader: Caller) -> None:
    answer = reader.post("/api/v1/extract/", {"text": TEXT, "outlet": "The Gazette"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/outlet"


def test_extract_stores_nothing_and_its_spans_slice_the_text(reader: Caller) -> None:
    odd = TEXT.replace("\n", "\r\n").replace("pool", "po\u0000ol 🏊 e\u0301", 2)

    body = json.dumps({"text": odd + "\ud800"})
    answer = reader.post("/api/v1/extract/", body, content_type=JSON)

    found = answer.json()
    assert answer.status_code == 200
    assert found["language"] == "en"
    assert found["claims"]
    for claim in found["claims"]:
        for part in (claim["content"], claim["cue"], claim["speaker"], *claim["via"]):
            fragments = [found["text"][start:end] for start, end in part["spans"]]
            assert " … ".join(fragments) == part["text"]
    assert stored_rows() == [0] * 6


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param(sample, marks=[] if number < 2 else [pytest.mark.slow])
        for number, sample in enumerate(samples.load())
    ],
    ids=lambda sample: str(sample.file_name),
)
def test_a_kept_claim_is_what_extract_says(
    post: Post, reader: Caller, sample: samples.Sample
) -> None:
    kind = "html" if sample.file_name.endswith(".html") else "text"
    body = {
        kind: sample.data.decode("utf-8"),
        "published_at": sample.published.isoformat(),
    }

    extracted = reader.post("/api/v1/extract/", body).json()
    article = post(body).json()

    stored = reader.get(article["claims_url"] + "?page_size=100").json()["results"]
    known = set(stored_part(Claim.objects.with_everything()[0]))
    of_the_engine = [
        {name: value for name, value in claim.items() if name not in known}
        for claim in stored
    ]
    assert of_the_engine == extracted["claims"]
    assert {claim["engine"] for claim in stored} == {extracted["engine"]}
    snapshot = reader.get(article["snapshot"]["url"]).json()
    assert snapshot["text"] == extracted["text"]
    assert article["title"] == extracted["title"]


def test_the_two_parts_of_a_claim_share_no_name(db: None) -> None:
    make_claim()
    claim = Claim.objects.with_everything().get()

    assert not stored_part(claim).keys() & engine_part(claim).keys()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_body_beyond_the_limit_is_not_read(reader: Caller) -> None:
    answer = reader.post("/api/v1/extract/", {"text": "a" * 2000})

    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:factcheck:problem:too_large"

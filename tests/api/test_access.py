"""Who may call what: every route of the API, every role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from claims.models import SpeakerMerge, SpeakerSplit
from factcheck.core.permissions import Role
from tests.api.conftest import Caller
from tests.factories import (
    make_article,
    make_claim,
    make_delivery,
    make_feed,
    make_fetch,
    make_job,
    make_passage,
    make_report,
    make_speaker,
    make_webhook,
)

EVERYBODY = frozenset(Role.values)
ADDING = EVERYBODY - {Role.READER, Role.AUDITOR}
EDITORS = frozenset({Role.EDITOR.value})
KEEPERS = frozenset({Role.ADJUDICATOR.value, Role.EDITOR.value})
JUDGING = ADDING
ADJUDICATING = frozenset({Role.ADJUDICATOR.value, Role.EDITOR.value})
CORRECTING = ADDING
SEE_ALL = frozenset({Role.EDITOR, Role.AUDITOR})
UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Route(NamedTuple):
    """Which roles reach the handler of each method; nobody else does."""

    methods: dict[str, frozenset[str]]
    is_public: bool = False


ROUTES = {
    "articles": Route({"GET": EVERYBODY, "POST": ADDING}),
    "article": Route({"GET": EVERYBODY}),
    "article-claims": Route({"GET": EVERYBODY, "POST": CORRECTING}),
    "snapshots": Route({"GET": EVERYBODY}),
    "snapshot": Route({"GET": EVERYBODY}),
    "article-fetches": Route({"GET": EVERYBODY, "POST": ADDING}),
    "article-origin": Route({"GET": EVERYBODY}),
    "article-compare": Route({"GET": EVERYBODY}),
    "article-overrides": Route({"POST": JUDGING}),
    "origins": Route({"GET": EVERYBODY}),
    "fetch": Route({"GET": EVERYBODY}),
    "claims": Route({"GET": EVERYBODY}),
    "claim": Route({"GET": EVERYBODY}),
    "claim-evidence": Route({"GET": EVERYBODY, "POST": JUDGING}),
    "evidence": Route({"GET": EVERYBODY}),
    "evidence-decision": Route({"POST": JUDGING}),
    "claim-reviews": Route({"GET": EVERYBODY, "POST": JUDGING}),
    "claim-adjudication": Route({"POST": ADJUDICATING}),
    "claim-reopening": Route({"POST": ADJUDICATING}),
    "claim-confirmation": Route({"POST": ADJUDICATING}),
    "claim-risk": Route({"PUT": JUDGING}),
    "claim-history": Route({"GET": EVERYBODY}),
    "queues": Route({"GET": EVERYBODY}),
    "queue-claims": Route({"GET": EVERYBODY}),
    "review-withdrawal": Route({"POST": JUDGING}),
    "claim-corrections": Route({"GET": EVERYBODY, "POST": CORRECTING}),
    "speakers": Route({"GET": EVERYBODY}),
    "speaker": Route({"GET": EVERYBODY, "PATCH": KEEPERS}),
    "speaker-merge-preview": Route({"GET": EVERYBODY}),
    "merge-speaker": Route({"POST": KEEPERS}),
    "speaker-split-preview": Route({"POST": EVERYBODY}),
    "split-speaker": Route({"POST": KEEPERS}),
    "speaker-aliases": Route({"POST": KEEPERS, "DELETE": KEEPERS}),
    "speaker-roles": Route({"POST": KEEPERS, "DELETE": KEEPERS}),
    "speaker-merges": Route({"GET": EVERYBODY}),
    "speaker-merge": Route({"GET": EVERYBODY}),
    "undo-merge": Route({"POST": KEEPERS}),
    "speaker-splits": Route({"GET": EVERYBODY}),
    "speaker-split": Route({"GET": EVERYBODY}),
    "undo-split": Route({"POST": KEEPERS}),
    "outlets": Route({"GET": EVERYBODY}),
    "outlet": Route({"GET": EVERYBODY}),
    "feeds": Route({"GET": EVERYBODY, "POST": EDITORS}),
    "feed": Route({"GET": EVERYBODY, "PATCH": EDITORS}),
    "feed-items": Route({"GET": EVERYBODY}),
    "feed-polls": Route({"POST": EDITORS}),
    "weekly-reports": Route({"GET": EVERYBODY}),
    "weekly-report": Route({"GET": EVERYBODY}),
    "weekly-report-form": Route({"GET": EVERYBODY}),
    "webhooks": Route({"GET": EDITORS, "POST": EDITORS}),
    "webhook": Route({"GET": EDITORS, "PATCH": EDITORS, "DELETE": EDITORS}),
    "webhook-rotation": Route({"POST": EDITORS}),
    "webhook-test": Route({"POST": EDITORS}),
    "webhook-deliveries": Route({"GET": EDITORS}),
    "webhook-replay": Route({"POST": EDITORS}),
    "job": Route({"GET": EVERYBODY}),
    "audit": Route({"GET": SEE_ALL}),
    "extract": Route({"POST": EVERYBODY}),
    "schema": Route({"GET": EVERYBODY}, is_public=True),
    "docs": Route({"GET": EVERYBODY}, is_public=True),
    "any-other-path": Route({}, is_public=True),
}
NEED_A_TAG = {
    "evidence-decision",
    "claim-reviews",
    "claim-adjudication",
    "claim-reopening",
    "claim-confirmation",
    "claim-risk",
    "review-withdrawal",
}
# No body is needed; 202: what is promised comes after the commit.
NEED_NO_BODY = {
    "feed-polls": 202,
    "webhook-rotation": 200,
    "webhook-test": 202,
    "webhook-replay": 202,
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LISTED = [name for name in ROUTES if name != "any-other-path"]


def api_routes() -> dict[str, URLPattern]:
    """The routes under /api/, by name, as Django resolves them."""
    found: dict[str, URLPattern] = {}
    for mounted in get_resolver().url_patterns:
        if isinstance(mounted, URLResolver) and str(mounted.pattern).startswith("api/"):
            for pattern in mounted.url_patterns:
                assert isinstance(pattern, URLPattern)
                found[str(pattern.name)] = pattern
    return found


@pytest.fixture
def paths(db: None) -> dict[str, str]:
    """An existing path for each route; the job is nobody's."""
    claim = make_claim(make_article())
    article = claim.snapshot.article
    assert claim.speaker
    assert article.outlet
    ids = {
        "article": article.public_id,
        "article-claims": article.public_id,
        "snapshots": article.public_id,
        "snapshot": article.public_id,
        "article-fetches": article.public_id,
        "article-origin": article.public_id,
        "article-compare": article.public_id,
        "article-overrides": article.public_id,
        "fetch": make_fetch(article).public_id,
        "claim": claim.public_id,
        "claim-evidence": claim.public_id,
        "claim-reviews": claim.public_id,
        "claim-adjudication": claim.public_id,
        "claim-reopening": claim.public_id,
        "claim-confirmation": claim.public_id,
        "claim-risk": claim.public_id,
        "claim-history": claim.public_id,
        "review-withdrawal": UNKNOWN,
        "claim-corrections": claim.public_id,
        "speaker": claim.speaker.public_id,
        "outlet": article.outlet.public_id,
        "job": make_job().public_id,
    }
    feed = make_feed()
    ids |= dict.fromkeys(("feed", "feed-items", "feed-polls"), feed.public_id)
    of_speaker = ("merge-speaker", "speaker-merge-preview")
    of_speaker += ("split-speaker", "speaker-split-preview")
    of_speaker += ("speaker-aliases", "speaker-roles")
    ids |= dict.fromkeys(of_speaker, claim.speaker.public_id)
    merge = SpeakerMerge.objects.create(
        speaker=make_speaker(), into=claim.speaker, reason="one"
    )
    ids |= dict.fromkeys(("speaker-merge", "undo-merge"), merge.public_id)
    split = SpeakerSplit.objects.create(
        speaker=make_speaker(), into=claim.speaker, is_into_new=False, reason="two"
    )
    ids |= dict.fromkeys(("speaker-split", "undo-split"), split.public_id)
    piece = make_passage(claim)
    ids |= dict.fromkeys(("evidence", "evidence-decision"), piece.public_id)
    delivery = make_delivery()
    of_webhook = ("webhook-rotation", "webhook-test")
    of_webhook += ("webhook-deliveries", "webhook-replay")
    ids |= dict.fromkeys(of_webhook, delivery.endpoint.public_id)
    ids["webhook"] = make_webhook().public_id  # is deleted
    other, report = make_article(), make_report()
    queries = {
        "origins": f"?articles={article.public_id}",
        "speaker-merge-preview": f"?into={merge.speaker.public_id}",
    }
    return {
        name: "/api/v1/"
        + str(pattern.pattern)
        .replace("<uuid:id>", str(ids.get(name)))
        .replace("<uuid:other_id>", str(other.public_id))
        .replace("<uuid:delivery_id>", str(delivery.public_id))
        .replace("<int:number>", "1")
        .replace("<slug:name>", "open")
        .replace("<week:week>", str(report.week))
        .replace("<form:form>", "md")
        + queries.get(name, "")
        for name, pattern in api_routes().items()
    }


def test_every_route_is_listed_here() -> None:
    assert set(api_routes()) == set(ROUTES)


def test_every_view_is_closed_unless_it_says_otherwise() -> None:
    for name, pattern in api_routes().items():
        view: Any = getattr(pattern.callback, "cls", None)
        if view is None or ROUTES[name].is_public:
            continue
        assert [c.__name__ for c in view.permission_classes] == ["RolePermission"]
        assert set(view.permissions) == set(ROUTES[name].methods), name


def test_anonymous_callers_reach_only_the_description(
    anonymous: Caller, paths: dict[str, str]
) -> None:
    public = {m: 200 if m in ("GET", "HEAD") else 405 for m in METHODS}
    closed = dict.fromkeys(METHODS, 401)

    assert answers(anonymous, paths) == {
        name: public if ROUTES[name].is_public else closed for name in LISTED
    }


@pytest.mark.parametrize("role", Role.values)
def test_each_role_reaches_what_the_table_allows(
    caller: Callable[[str], Caller], paths: dict[str, str], role: str
) -> None:
    assert answers(caller(role), paths) == {
        name: {method: expected(name, method, role) for method in METHODS}
        for name in LISTED
    }


def expected(name: str, method: str, role: str) -> int:
    """The status that the table above means for an existing path."""
    allowed = ROUTES[name].methods.get("GET" if method == "HEAD" else method)
    if allowed is None:
        return 405
    if role not in allowed:
        return 403
    if name == "job" and role not in (Role.EDITOR, Role.AUDITOR):
        return 404
    if name == "article-fetches" and method == "POST":
        return 422  # it was pasted: there is nothing to fetch
    if name in NEED_NO_BODY and method == "POST":
        return NEED_NO_BODY[name]
    if (name, method) == ("webhook", "DELETE"):
        return 204
    if name in NEED_A_TAG and method not in ("GET", "HEAD"):
        return 428
    if name == "speaker" and method == "PATCH":
        return 428  # a speaker is changed as it was seen
    # An empty body or query is wrong, but it was the handler that said so.
    return 400 if method in ("POST", "DELETE") else 200


def answers(client: Caller, paths: dict[str, str]) -> dict[str, dict[str, int]]:
    """The status that each method of each route is answered with."""
    found = {}
    for name in LISTED:
        cache.clear()  # these are more calls than a minute allows
        found[name] = {
            method: client.generic(
                method, paths[name], "{}", "application/json"
            ).status_code
            for method in METHODS
        }
    return found


@pytest.mark.parametrize("role", Role.values)
def test_jobs_of_others_do_not_exist_except_for_who_may_see_all(
    caller: Callable[[str], Caller], role: str
) -> None:
    someone, other = caller(role), caller("reviewer")
    own = make_job(requested_by=someone.user)
    others = make_job(requested_by=other.user)

    seen = [
        someone.get(f"/api/v1/jobs/{id}/").status_code
        for id in (own.public_id, others.public_id, UNKNOWN)
    ]

    may_see_all = role in (Role.EDITOR, Role.AUDITOR)
    assert seen == [200, 200 if may_see_all else 404, 404]


def test_options_tells_the_methods_and_needs_a_login(
    reader: Caller, anonymous: Caller
) -> None:
    answer = reader.options("/api/v1/extract/")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "POST, OPTIONS"
    assert anonymous.options("/api/v1/extract/").status_code == 401


def test_a_user_who_was_switched_off_is_a_stranger_at_once(reader: Caller) -> None:
    reader.user.is_active = False
    reader.user.save(update_fields=["is_active"])

    assert reader.get("/api/v1/claims/").status_code == 401


def test_a_session_needs_the_csrf_token_to_write(reviewer: Caller) -> None:
    browser = Caller(enforce_csrf_checks=True)
    browser.force_login(reviewer.user)

    reading = browser.get("/api/v1/claims/")
    writing = browser.post("/api/v1/extract/", {"text": "x"})

    assert reading.status_code == 200
    assert writing.status_code == 403
    assert "CSRF" in writing.json()["detail"]


def test_other_sites_are_not_let_in(reader: Caller) -> None:
    answer = reader.get("/api/v1/claims/", HTTP_ORIGIN="https://elsewhere.example")

    assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert "private" in answer["Cache-Control"]
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))

"""Webhooks in the API: what each call does, what is refused, what is never shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from claims.api.report_shapes import EVENT_EXAMPLE
from claims.reports.freezing import report_on
from factcheck.core import webhooks
from factcheck.core.models import (
    Job,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookState,
)
from factcheck.core.permissions import Role
from factcheck.lib import clock
from factcheck.lib.weeks import week_named
from tests.api.conftest import Caller, openapi, validator_of
from tests.factories import make_article, make_delivery, make_webhook

WEBHOOKS = "/api/v1/webhooks/"
ADDRESS = "https://receiver.example/hook"
NEW = {"endpoint_url": ADDRESS, "events": ["report.made"]}
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def editor(caller: Callable[[str], Caller]) -> Caller:
    """Somebody who may keep webhooks."""
    return caller(Role.EDITOR)


def test_a_webhook_is_added_and_its_secret_shown_once(editor: Caller) -> None:
    added = editor.post(WEBHOOKS, {**NEW, "description": "The desk's"})

    assert added.status_code == 201
    assert "no-store" in added["Cache-Control"]
    assert added["Location"] == added.json()["url"]
    endpoint = WebhookEndpoint.objects.get()
    assert added.json()["secret"] == endpoint.secret
    assert (endpoint.url, endpoint.description) == (ADDRESS, "The desk's")
    assert endpoint.added_by == editor.user
    for path in (WEBHOOKS, added["Location"]):
        shown = editor.get(path).content.decode()
        assert ADDRESS in shown
        assert "whsec_" not in shown


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**NEW, "endpoint_url": "http://10.0.0.1/"}, 422, "blocked_address"),
        ({**NEW, "endpoint_url": "javascript:alert(1)"}, 422, "bad_url"),
        ({**NEW, "endpoint_url": "https://receiver.example:25/"}, 422, "blocked_port"),
        ({**NEW, "endpoint_url": f"https://r.example/{'x' * 2_000}"}, 400, "invalid"),
        ({**NEW, "endpoint_url": 7}, 400, "invalid"),
        ({**NEW, "events": []}, 400, "invalid"),
        ({**NEW, "events": ["report.unmade"]}, 400, "invalid"),
        ({**NEW, "events": "report.made"}, 400, "invalid"),
        ({**NEW, "secret": "whsec_bXkgb3du"}, 400, "invalid"),
        ({**NEW, "is_active": False}, 400, "invalid"),
        ({"endpoint_url": ADDRESS}, 400, "invalid"),
        ({}, 400, "invalid"),
    ],
)
def test_what_is_no_webhook_is_refused(
    editor: Caller, body: dict[str, Any], status: int, code: str
) -> None:
    answer = editor.post(WEBHOOKS, body)

    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:factcheck:problem:{code}"
    assert not WebhookEndpoint.objects.exists()


def test_one_address_has_one_webhook(editor: Caller) -> None:
    editor.post(WEBHOOKS, NEW)

    answer = editor.post(WEBHOOKS, NEW)

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:factcheck:problem:exists"


def test_what_is_given_is_changed_and_the_rest_stays(editor: Caller) -> None:
    endpoint = make_webhook(description="The desk's")

    answer = editor.patch(f"{WEBHOOKS}{endpoint.public_id}/", {"is_active": False})

    assert answer.status_code == 200
    assert (answer.json()["is_active"], answer.json()["description"]) == (
        False,
        "The desk's",
    )
    was = endpoint.secret
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.secret) == (False, was)


@pytest.mark.parametrize(
    "body",
    [{"secret": "whsec_bXkgb3du"}, {"added_by": "root"}, {"events": []}, {"id": "x"}],
)
def test_what_cannot_be_changed_is_refused(
    editor: Caller, body: dict[str, Any]
) -> None:
    endpoint = make_webhook()

    answer = editor.patch(f"{WEBHOOKS}{endpoint.public_id}/", body)

    assert answer.status_code == 400


def test_a_new_secret_is_shown_once(editor: Caller) -> None:
    endpoint = make_webhook()
    old = endpoint.secret

    answer = editor.post(f"{WEBHOOKS}{endpoint.public_id}/rotate/")

    endpoint.refresh_from_db()
    assert answer.json()["secret"] == endpoint.secret != old
    assert answer.json()["old_secret_until"] is not None
    assert old not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_deleted_webhook_is_gone_with_its_log(editor: Caller) -> None:
    endpoint = make_delivery().endpoint
    path = f"{WEBHOOKS}{endpoint.public_id}/"

    assert editor.delete(path).status_code == 204

    assert editor.get(path).status_code == 404
    assert not WebhookDelivery.objects.exists()


def test_the_log_comes_in_pages_the_last_first(editor: Caller) -> None:
    endpoint = make_webhook()
    made = [make_delivery(endpoint) for _ in range(3)]
    make_delivery()
    path = f"{WEBHOOKS}{endpoint.public_id}/deliveries/"

    first = editor.get(f"{path}?page_size=2").json()
    second = editor.get(first["next"]).json()

    ids = [row["id"] for row in (*first["results"], *second["results"])]
    assert ids == [str(one.public_id) for one in reversed(made)]
    assert second["next"] is None
    assert editor.get(f"{path}?state=failed").json()["results"] == []
    assert editor.get(f"{path}?state=lost").status_code == 400
    assert editor.get(f"{path}?endpoint=1").status_code == 400
    assert editor.get(f"{WEBHOOKS}{UNKNOWN}/deliveries/").status_code == 404


def test_a_delivery_is_sent_again(editor: Caller) -> None:
    delivery = make_delivery(state=WebhookState.FAILED, error="No.", attempts=5)
    path = f"{WEBHOOKS}{delivery.endpoint.public_id}/deliveries/"
    (row,) = editor.get(path).json()["results"]

    answer = editor.post(row["replay_url"])

    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    job = Job.objects.get(kind=webhooks.DELIVER)
    assert job.subject_id == delivery.pk


def test_a_delivery_of_another_webhook_is_not_there(editor: Caller) -> None:
    delivery = make_delivery()
    other = make_webhook()

    answer = editor.post(
        f"{WEBHOOKS}{other.public_id}/deliveries/{delivery.public_id}/replay/"
    )

    assert answer.status_code == 404
    assert not Job.objects.filter(kind=webhooks.DELIVER).exists()


def test_a_test_is_promised_unless_the_webhook_is_off(editor: Caller) -> None:
    on, off = make_webhook(), make_webhook(is_active=False)

    sent = editor.post(f"{WEBHOOKS}{on.public_id}/test/")
    refused = editor.post(f"{WEBHOOKS}{off.public_id}/test/")

    assert (sent.status_code, sent.json()["event"]) == (202, "webhook.test")
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:factcheck:problem:switched_off"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EDITOR])
def test_others_do_not_know_of_webhooks(
    caller: Callable[[str], Caller], role: Role
) -> None:
    endpoint = make_webhook()
    someone = caller(role)

    assert someone.get(WEBHOOKS).status_code == 403
    assert someone.get(f"{WEBHOOKS}{endpoint.public_id}/").status_code == 403
    assert someone.get(f"{WEBHOOKS}{UNKNOWN}/").status_code == 403


@pytest.mark.django_db
def test_events_are_what_the_description_says() -> None:
    make_webhook()
    week = week_named("2026-W47")
    with clock.standing_at(week.begins):
        make_article()
    with clock.standing_at(week.ends + timedelta(hours=6)):
        report_on(week)

    assert set(openapi()["webhooks"]) == set(WebhookEvent.values)
    described = "#/webhooks/report.made/post/requestBody/content/application~1json"
    body = validator_of(f"{described}/schema")
    body.validate(EVENT_EXAMPLE)
    body.validate(json.loads(WebhookDelivery.objects.get().body))

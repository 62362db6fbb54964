"""Webhooks in the admin: kept by editors, their secret shown once, each with a log."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.core.admin import webhooks as pages
from factcheck.core.models import (
    Action,
    AuditEvent,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookState,
)
from factcheck.core.permissions import Role
from tests.admin.conftest import Login
from tests.factories import make_delivery, make_user, make_webhook

PINNED = json.loads(
    (Path(__file__).parent / "query_counts.json").read_text(encoding="utf-8")
)
ADDRESS = "https://receiver.example/hook"
FORM = {"url": ADDRESS, "description": "Desk", "events": ["report.made"]}
ADD = reverse("admin:core_webhookendpoint_add")
LIST = reverse("admin:core_webhookendpoint_changelist")

pytestmark = pytest.mark.django_db


def page_of(endpoint: WebhookEndpoint, page: str = "change") -> str:
    return reverse(f"admin:core_webhookendpoint_{page}", args=[endpoint.pk])


def replay_of(delivery: WebhookDelivery) -> str:
    ids = [delivery.endpoint_id, delivery.public_id]
    return reverse("admin:core_webhookendpoint_replay", args=ids)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_new_webhook_shows_its_secret_once(login: Login) -> None:
    client = login()

    shown = client.post(ADD, FORM)

    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert (endpoint.url, endpoint.events) == (ADDRESS, ["report.made"])
    assert AuditEvent.objects.get().action == Action.WEBHOOK_ADDED
    for url in (LIST, page_of(endpoint), page_of(endpoint, "history")):
        content = client.get(url, follow=True).content.decode()
        assert "whsec_" not in content
        assert "Desk" in content


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"url": "http://10.0.0.1/hook"}, "10.0.0.1 is not a public address"),
        ({"url": "https://taken.example/"}, "This address has a webhook already."),
        ({"url": ""}, "This field is required."),
        ({"events": []}, "This field is required."),
        ({"events": ["report.unmade"]}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_in_the_form(
    login: Login, fields: dict[str, object], says: str
) -> None:
    make_webhook("https://taken.example/")

    shown = login().post(ADD, {**FORM, **fields})

    assert says in shown.content.decode()
    assert WebhookEndpoint.objects.count() == 1


def test_a_webhook_is_changed_and_switched_off(login: Login) -> None:
    endpoint = make_webhook()

    login().post(page_of(endpoint), FORM)  # a box that is not ticked is not sent

    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.is_active) == (ADDRESS, False)
    event = AuditEvent.objects.get()
    assert event.action == Action.WEBHOOK_CHANGED
    assert event.values_after["is_active"] is False


def test_a_new_secret_is_shown_once_and_made_by_a_button_alone(login: Login) -> None:
    endpoint, client = make_webhook(), login()
    old, url = endpoint.secret, page_of(endpoint, "rotate")
    assert client.get(url).status_code == 405

    shown = client.post(url)

    endpoint.refresh_from_db()
    assert endpoint.secret != old
    content = shown.content.decode()
    assert endpoint.secret in content
    assert old not in content
    assert "the old secret signs as well" in content
    assert "no-store" in shown["Cache-Control"]


def test_the_log_says_what_became_of_each_event(login: Login) -> None:
    endpoint = make_webhook()
    make_delivery(endpoint, body='{"type":"<b>report.made</b>"}')
    failed = make_delivery(
        endpoint,
        state=WebhookState.FAILED,
        status=503,
        attempts=5,
        error="The receiver answered 503.",
    )
    client = login()

    shown = client.get(page_of(endpoint)).content.decode()

    assert "The receiver answered 503." in shown
    assert "&lt;b&gt;report.made&lt;/b&gt;" in shown
    assert re.findall(r'badge badge-(\w+)">(\w+)<', shown) == [
        ("failed", "failed"),
        ("waiting", "waiting"),
    ]

    told = client.post(replay_of(failed), follow=True).content.decode()
    failed.refresh_from_db()
    assert failed.state == WebhookState.WAITING
    assert "To be sent by a worker." in told


def test_a_test_is_sent_by_a_button(login: Login) -> None:
    on, off = make_webhook(), make_webhook(is_active=False)
    client = login()

    told = client.post(page_of(on, "test"), follow=True).content.decode()
    refused = client.post(page_of(off, "test"), follow=True).content.decode()

    assert on.deliveries.get().event == "webhook.test"
    assert "webhook.test" in told
    assert "The webhook is switched off." in refused
    assert not off.deliveries.exists()


def test_what_is_deleted_is_counted_and_in_the_ledger(login: Login) -> None:
    endpoint = make_webhook()
    told = [make_delivery(endpoint) for _ in range(3)]
    client, url = login(), page_of(endpoint, "delete")

    asked = client.get(url).content.decode()
    assert "deliveries: 3" in asked.lower()
    assert str(told[0].event_id) not in asked
    client.post(url, {"post": "yes"})

    assert not WebhookEndpoint.objects.exists()
    assert AuditEvent.objects.get().action == Action.WEBHOOK_DELETED


def test_several_are_deleted_by_an_action(login: Login) -> None:
    chosen = [make_webhook().pk for _ in range(2)]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}

    login().post(LIST, data)

    assert not WebhookEndpoint.objects.exists()
    assert AuditEvent.objects.filter(action=Action.WEBHOOK_DELETED).count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EDITOR])
def test_others_press_no_button(login: Login, role: Role) -> None:
    delivery = make_delivery(state=WebhookState.FAILED)
    endpoint, client = delivery.endpoint, login(role)

    for url in (
        page_of(endpoint, "rotate"),
        page_of(endpoint, "test"),
        replay_of(delivery),
    ):
        assert client.post(url).status_code == 403

    secret = endpoint.secret
    endpoint.refresh_from_db()
    delivery.refresh_from_db()
    assert (endpoint.secret, delivery.state) == (secret, WebhookState.FAILED)
    assert endpoint.deliveries.count() == 1


def test_list_and_page_need_the_pinned_number_of_queries(login: Login) -> None:
    client, endpoint = login(), make_webhook(added_by=make_user())
    make_delivery(endpoint)
    few = [queries_of(client, url) for url in (LIST, page_of(endpoint))]

    for _ in range(pages.SHOWN_DELIVERIES + 5):
        make_webhook(added_by=make_user())
        make_delivery(endpoint)
    many = [queries_of(client, url) for url in (LIST, page_of(endpoint))]

    names = ("core_webhookendpoint_changelist", "core_webhookendpoint_change")
    assert few == many == [PINNED[name] for name in names]
    shown = client.get(page_of(endpoint)).content.decode()
    assert "The newest 50 deliveries" in shown
    assert shown.count("Send again") == 50

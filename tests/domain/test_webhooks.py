"""Webhooks: who is told of what, signed, until it has arrived; and nobody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from claims.corrections.existence import reject
from claims.models import Rejection, WeeklyReport
from claims.reports.freezing import report_on, scope_of
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core import jobs, webhooks
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import (
    Action,
    AuditEvent,
    Job,
    JobState,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookState,
)
from factcheck.core.permissions import Role
from factcheck.core.webhook_delivery import sign
from factcheck.lib.clock import standing_at
from factcheck.lib.weeks import week_named
from tests.factories import (
    make_article,
    make_claim,
    make_delivery,
    make_outlet,
    make_reviewers,
    make_user,
    make_webhook,
)
from tests.sites import Site, Writer, page, redirect, site

pytestmark = pytest.mark.django_db

W47 = datetime(2026, 11, 16, tzinfo=UTC)
SIX = W47 + timedelta(weeks=1, hours=6)
ADDRESS = "https://receiver.example/hook"
MADE = [WebhookEvent.REPORT_MADE]


@pytest.fixture
def editor() -> User:
    """Somebody who keeps webhooks."""
    return make_user(Role.EDITOR)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Site]:
    """A receiver on loopback, which the settings allow; it takes everything."""
    answers: dict[str, bytes | Writer] = {"/hook": page(b"", status="204 Taken")}
    with site(answers) as made:
        settings.FETCH_PORTS = [80, 443, made.port]
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.SITE_URL = "https://facts.norland.example"
        yield made


@pytest.fixture
def endpoint(receiver: Site, editor: User) -> WebhookEndpoint:
    """A webhook of the receiver's."""
    return webhooks.add_endpoint(url=receiver.url("/hook"), events=MADE, by=editor)


def answer(receiver: Site, *answers: bytes) -> None:
    """Have the receiver answer so, one after the other, and the last for ever."""
    following = chain(answers, repeat(answers[-1]))
    receiver.answers = {"/hook": lambda connection: connection.sendall(next(following))}


def make_report(week: str = "2026-W47", **options: str) -> WeeklyReport:
    """A report, made at six on the Monday after its week."""
    with standing_at(W47):
        make_article()
    monday = datetime.combine(week_named(week).after().monday, SIX.time(), tzinfo=UTC)
    with standing_at(monday):
        return report_on(week_named(week), **options)


def promised() -> WebhookDelivery:
    """The one delivery there is."""
    return WebhookDelivery.objects.select_related("endpoint").get()


def job_of(delivery: WebhookDelivery) -> Job:
    """What sends it."""
    return Job.objects.get(kind=webhooks.DELIVER, subject_id=delivery.pk)


def work(delivery: WebhookDelivery) -> JobState | None:
    """One attempt, when it is due; what became of the job."""
    job = job_of(delivery)
    with standing_at(job.run_after):
        state = jobs.run(job.pk)
    delivery.refresh_from_db()
    return state


def is_signed(receiver: Site, secret: str, request: int = -1) -> bool:
    """Whether one of the request's signatures is by this secret, as receivers see it.

    Not by our own code: this is what the specification says.
    """
    head = [
        receiver.header(f"webhook-{name}", request) or ""
        for name in ("id", "timestamp", "signature")
    ]
    key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    content = f"{head[0]}.{head[1]}.".encode() + receiver.bodies[request]
    digest = hmac.new(key, content, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}" in head[2].split(" ")


# --- The signature ----------------------------------------------------------


def test_the_published_example_has_its_published_signature() -> None:
    """From the test suite of standard-webhooks/standard-webhooks, MIT."""
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        event_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_endpoint_has_a_secret_of_its_own() -> None:
    one, other = make_webhook().secret, make_webhook().secret

    assert one != other
    assert one.startswith("whsec_")
    assert len(base64.b64decode(one.removeprefix("whsec_"), validate=True)) == 32


# --- A report's event -------------------------------------------------------


def test_a_report_that_is_made_is_told_of(
    receiver: Site, endpoint: WebhookEndpoint
) -> None:
    report = make_report()
    delivery = promised()

    assert work(delivery) == JobState.SUCCEEDED

    assert receiver.requests[0].startswith("POST /hook HTTP/1.1\r\n")
    assert receiver.header("content-type") == "application/json"
    assert receiver.header("webhook-id") == str(delivery.event_id)
    assert is_signed(receiver, endpoint.secret)
    assert receiver.bodies == [delivery.body.encode()]
    week = "https://facts.norland.example/api/v1/reports/weekly/2026-W47"
    assert json.loads(delivery.body) == {
        "type": "report.made",
        "timestamp": "2026-11-23T06:00:00.000Z",
        "data": {
            "id": str(report.public_id),
            "week": "2026-W47",
            "scope": "all",
            "number": 1,
            "sha256": report.sha256,
            "links": {"json": f"{week}.json", "html": f"{week}.html"},
            "errata": [],
        },
    }
    assert (delivery.state, delivery.status) == (WebhookState.DELIVERED, 204)
    assert (delivery.attempts, delivery.error) == (1, "")
    assert delivery.delivered_at is not None


def test_a_report_on_an_outlet_says_which_and_leads_there(
    endpoint: WebhookEndpoint, settings: Settings
) -> None:
    settings.SITE_URL = ""
    outlet = make_outlet("Aldmoor Gazette")
    with standing_at(W47):
        make_article(outlet=outlet)

    make_report(scope=scope_of(outlet))

    told = json.loads(promised().body)["data"]
    path = f"/api/v1/reports/weekly/2026-W47.html?outlet={outlet.public_id}"
    assert told["scope"] == str(outlet.public_id)
    assert told["links"]["html"] == path
    assert "Aldmoor" not in promised().body


def test_errata_are_counted_and_not_told() -> None:
    make_webhook()
    ballots = [
        Ballot(aspect=aspect, verdict=Verdict.UNVERIFIED, rationale="why")
        for aspect in Aspect
    ]
    first, second = make_reviewers(2)
    with standing_at(W47 + timedelta(days=1)):
        claim = make_claim(make_article())
        for person in (first, second):
            vote(claim=claim, ballots=ballots, by=person)
    make_report()
    with standing_at(SIX):
        reject(
            claim=claim, rejection=Rejection.NOT_A_CLAIM, by=make_user(Role.ADJUDICATOR)
        )

    make_report("2026-W48")

    body = WebhookDelivery.objects.latest("id").body
    assert json.loads(body)["data"]["errata"] == [{"week": "2026-W47", "count": 1}]
    assert claim.content_text not in body
    assert str(claim.public_id) not in body


def test_nobody_is_told_who_did_not_ask_or_is_switched_off(editor: User) -> None:
    make_webhook(events=[])
    make_webhook(is_active=False)

    make_report()

    assert not WebhookDelivery.objects.exists()
    assert not Job.objects.filter(kind=webhooks.DELIVER).exists()


def test_all_who_asked_are_told_of_one_event_once(receiver: Site) -> None:
    one, other = make_webhook(), make_webhook()

    make_report()
    make_report()

    told = WebhookDelivery.objects.order_by("id")
    assert [delivery.endpoint for delivery in told] == [one, other]
    assert len({delivery.event_id for delivery in told}) == 1
    assert len({delivery.body for delivery in told}) == 1


def test_what_is_not_committed_is_not_told_of(endpoint: WebhookEndpoint) -> None:
    def fail() -> None:
        with transaction.atomic():
            webhooks.announce(WebhookEvent.REPORT_MADE, make_user(), {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not WebhookDelivery.objects.exists()
    assert not Job.objects.filter(kind=webhooks.DELIVER).exists()


def test_more_than_64_kilobytes_are_not_announced(endpoint: WebhookEndpoint) -> None:
    with pytest.raises(ValueError, match="at most 65536 bytes"):
        webhooks.announce(WebhookEvent.REPORT_MADE, make_user(), {"x": "y" * 65_536})


# --- Until it has arrived ---------------------------------------------------


def test_what_was_not_taken_is_sent_again_under_the_same_id(
    receiver: Site, endpoint: WebhookEndpoint
) -> None:
    answer(receiver, page(b"", status="500 Oops"), page(b"thanks"))
    delivery = make_promise(endpoint)

    assert work(delivery) == JobState.QUEUED
    assert (delivery.state, delivery.status) == (WebhookState.WAITING, 500)
    assert "The receiver answered 500." in delivery.error
    assert work(delivery) == JobState.SUCCEEDED

    assert (delivery.state, delivery.status) == (WebhookState.DELIVERED, 200)
    assert (delivery.attempts, delivery.error) == (2, "")
    ids = {receiver.header("webhook-id", request) for request in (0, 1)}
    times = [int(receiver.header("webhook-timestamp", n) or 0) for n in (0, 1)]
    assert ids == {str(delivery.event_id)}
    assert times[0] + 60 <= times[1] <= times[0] + 72  # of the attempt, not the event
    assert is_signed(receiver, endpoint.secret, 0)
    assert is_signed(receiver, endpoint.secret, 1)


def make_promise(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """An event that is to be sent to the endpoint."""
    with standing_at(SIX):
        webhooks.announce(WebhookEvent.REPORT_MADE, make_user(), {})
    return endpoint.deliveries.get()


def test_after_five_attempts_in_five_hours_it_has_failed(
    receiver: Site, endpoint: WebhookEndpoint
) -> None:
    answer(receiver, page(b"", status="503 Later"))
    delivery = make_promise(endpoint)

    states = [work(delivery) for _ in range(5)]

    assert states == [JobState.QUEUED] * 4 + [JobState.QUARANTINED]
    assert (delivery.state, delivery.attempts) == (WebhookState.FAILED, 5)
    tried = job_of(delivery).run_after - SIX
    assert timedelta(hours=5, minutes=11) <= tried <= timedelta(hours=6, minutes=15)
    assert len(receiver.requests) == 5


def test_a_receiver_says_how_long_it_wants_to_be_left_alone(
    receiver: Site, endpoint: WebhookEndpoint
) -> None:
    answer(receiver, page(b"", status="429 Slowly", Retry_After="7200"))
    delivery = make_promise(endpoint)

    work(delivery)

    assert job_of(delivery).run_after - SIX == timedelta(hours=2)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(
    status: int, receiver: Site, endpoint: WebhookEndpoint
) -> None:
    answer(receiver, redirect(receiver.url("/other"), status=f"{status} Elsewhere"))
    delivery = make_promise(endpoint)

    assert work(delivery) == JobState.QUEUED

    assert (delivery.state, delivery.status) == (WebhookState.WAITING, status)
    assert "No redirect is followed" in delivery.error
    assert receiver.paths == ["/hook"]


def test_a_receiver_that_is_gone_is_told_nothing_more(
    receiver: Site, endpoint: WebhookEndpoint
) -> None:
    answer(receiver, page(b"", status="410 Gone"))
    first, second = make_promise(endpoint), make_delivery(endpoint)
    jobs.enqueue(kind=webhooks.DELIVER, subject_id=second.pk, is_urgent=False)

    assert work(first) == JobState.REFUSED
    assert work(second) == JobState.REFUSED

    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert second.error == "The webhook is switched off."
    assert len(receiver.requests) == 1
    event = AuditEvent.objects.get(action=Action.WEBHOOK_CHANGED)
    assert event.values_after == {"is_active": False}
    assert (event.actor_name, "410" in event.reason) == ("", True)


def test_a_private_address_is_sent_nothing(receiver: Site, settings: Settings) -> None:
    delivery = make_promise(make_webhook(receiver.url("/hook")))
    settings.FETCH_ALLOW_NETWORKS = []

    states = [work(delivery) for _ in range(5)]

    assert states == [JobState.QUEUED] * 4 + [JobState.QUARANTINED]
    assert (delivery.state, delivery.status) == (WebhookState.FAILED, None)
    assert "not a public address" in delivery.error
    assert receiver.connections == 0


def test_nobody_there_may_be_there_later(
    receiver: Site, endpoint: WebhookEndpoint, settings: Settings
) -> None:
    settings.FETCH_PORTS = [1]
    delivery = make_promise(make_webhook("http://127.0.0.1:1/hook"))

    assert work(delivery) == JobState.QUEUED

    assert (delivery.state, delivery.status) == (WebhookState.WAITING, None)
    assert "127.0.0.1 cannot be reached" in delivery.error


def test_a_deleted_webhook_is_sent_nothing(
    receiver: Site, endpoint: WebhookEndpoint, editor: User
) -> None:
    job = job_of(make_promise(endpoint))
    webhooks.delete_endpoint(endpoint=endpoint, by=editor)

    assert jobs.run(job.pk) == JobState.CANCELLED

    assert receiver.connections == 0


# --- What people do ---------------------------------------------------------


@pytest.mark.parametrize("answers", [[page(b"")], [page(b"", status="400 No")]])
def test_a_delivery_is_sent_again_when_somebody_says_so(
    answers: list[bytes], receiver: Site, endpoint: WebhookEndpoint, editor: User
) -> None:
    answer(receiver, *answers, page(b""))
    delivery = make_promise(endpoint)
    work(delivery)
    was = delivery.state

    with standing_at(SIX + timedelta(minutes=2)):
        webhooks.replay(delivery=delivery, by=editor)
        assert delivery.state == WebhookState.WAITING
        newest = Job.objects.filter(kind=webhooks.DELIVER).latest("id")
        assert jobs.run(newest.pk) == JobState.SUCCEEDED

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (WebhookState.DELIVERED, 2)
    assert receiver.header("webhook-id", 0) == receiver.header("webhook-id", 1)
    event = AuditEvent.objects.get(action=Action.WEBHOOK_REPLAYED)
    assert event.subject_id == str(endpoint.public_id)
    assert event.values_before == {"state": was}
    assert event.values_after["event_id"] == str(delivery.event_id)


def test_a_test_arrives_like_an_event(
    receiver: Site, endpoint: WebhookEndpoint, editor: User
) -> None:
    delivery = webhooks.send_test(endpoint=endpoint, by=editor)

    assert work(delivery) == JobState.SUCCEEDED

    sent = json.loads(receiver.bodies[0])
    assert sent["type"] == "webhook.test"
    assert sent["data"] == {"id": str(endpoint.public_id)}
    assert is_signed(receiver, endpoint.secret)


def test_for_a_day_the_old_secret_signs_beside_the_new_one(
    receiver: Site, endpoint: WebhookEndpoint, editor: User
) -> None:
    old = endpoint.secret
    with standing_at(SIX):
        webhooks.rotate_secret(endpoint=endpoint, by=editor)
    delivery = make_promise(endpoint)
    work(delivery)
    later = make_delivery(endpoint)
    jobs.enqueue(kind=webhooks.DELIVER, subject_id=later.pk, is_urgent=False)
    Job.objects.update(run_after=SIX + timedelta(hours=24))
    work(later)

    new = endpoint.secret
    assert new != old
    assert [is_signed(receiver, new, n) for n in (0, 1)] == [True, True]
    assert [is_signed(receiver, old, n) for n in (0, 1)] == [True, False]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.1/hook", "blocked_address"),
        ("https://localhost/hook", "blocked_address"),
        ("https://receiver.example:25/hook", "blocked_port"),
        ("https://user:pass@receiver.example/", "bad_url"),
        ("file:///etc/passwd", "bad_url"),
        ("receiver.example", "bad_url"),
        ("https://receiver.example/" + "ü" * 500, "bad_url"),
        (ADDRESS, "exists"),
        ("HTTPS://Receiver.EXAMPLE:443/hook#part", "exists"),
    ],
)
def test_an_address_that_nothing_can_be_sent_to_is_refused(
    url: str, code: str, editor: User
) -> None:
    webhooks.add_endpoint(url=ADDRESS, events=MADE, by=editor)

    with pytest.raises(Refused) as error:
        webhooks.add_endpoint(url=url, events=MADE, by=editor)

    assert error.value.code == code
    assert WebhookEndpoint.objects.count() == 1


@pytest.mark.parametrize("events", [[], ["report.unmade"], ["report.made", "*"]])
def test_unknown_events_are_refused(events: list[str], editor: User) -> None:
    with pytest.raises(Refused, match=r"Choose at least one event: report\.made"):
        webhooks.add_endpoint(url=ADDRESS, events=events, by=editor)


def test_there_are_not_more_than_fifty(editor: User) -> None:
    for _ in range(webhooks.MOST_ENDPOINTS):
        make_webhook()

    with pytest.raises(Refused, match="There are 50 webhooks"):
        webhooks.add_endpoint(url=ADDRESS, events=MADE, by=editor)


DEEDS: dict[str, Callable[[WebhookEndpoint, User], object]] = {
    "add": lambda one, by: webhooks.add_endpoint(url=ADDRESS, events=MADE, by=by),
    "change": lambda one, by: webhooks.change_endpoint(
        endpoint=one, by=by, is_active=True
    ),
    "delete": lambda one, by: webhooks.delete_endpoint(endpoint=one, by=by),
    "rotate": lambda one, by: webhooks.rotate_secret(endpoint=one, by=by),
    "test": lambda one, by: webhooks.send_test(endpoint=one, by=by),
    "replay": lambda one, by: webhooks.replay(delivery=make_delivery(one), by=by),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EDITOR])
def test_nobody_but_editors_keeps_webhooks(deed: str, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        DEEDS[deed](make_webhook(), make_user(role))

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("deed", ["test", "replay"])
def test_a_webhook_that_is_off_is_sent_nothing(deed: str, editor: User) -> None:
    with pytest.raises(Refused, match="switched off"):
        DEEDS[deed](make_webhook(is_active=False), editor)


def test_the_ledger_tells_what_was_done_and_no_secret(
    editor: User, caplog: pytest.LogCaptureFixture, receiver: Site
) -> None:
    caplog.set_level(logging.DEBUG)
    url = receiver.url("/hook?key=s3cret")

    one = webhooks.add_endpoint(url=url, events=MADE, description="Desk", by=editor)
    secrets = [one.secret]
    webhooks.rotate_secret(endpoint=one, by=editor)
    secrets.append(one.secret)
    other = url.replace("s3cret", "an0ther")
    webhooks.change_endpoint(endpoint=one, by=editor, url=other)
    webhooks.change_endpoint(endpoint=one, by=editor, is_active=True)  # it is
    delivery = webhooks.send_test(endpoint=one, by=editor)
    work(delivery)
    webhooks.replay(delivery=delivery, by=editor)
    webhooks.delete_endpoint(endpoint=one, by=editor)

    events = list(AuditEvent.objects.order_by("number"))
    assert [event.action for event in events] == [
        Action.WEBHOOK_ADDED,
        Action.WEBHOOK_SECRET_ROTATED,
        Action.WEBHOOK_CHANGED,
        Action.WEBHOOK_TESTED,
        Action.WEBHOOK_REPLAYED,
        Action.WEBHOOK_DELETED,
    ]
    origin = f"http://127.0.0.1:{receiver.port}"
    assert {event.subject_label for event in events} == {f"{origin} (Desk)"}
    assert events[0].values_after["origin"] == origin
    assert set(events[2].values_after) == {"url_sha256"}
    told = "".join(f"{event.before}{event.after}" for event in events)
    told += caplog.text + "".join(Job.objects.values_list("reason", flat=True))
    for hidden in ("s3cret", "an0ther", "/hook", "whsec_", *secrets):
        assert hidden not in told
    assert "POST, 404" in caplog.text


# --- The database refuses ---------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"url": "ftp://receiver.example/"}, "webhook_has_address"),
        ({"secret": "plain"}, "webhook_has_secret"),
        ({"old_secret": "whsec_eA=="}, "webhook_old_secret_ends"),
        ({"old_secret_until": SIX}, "webhook_old_secret_ends"),
    ],
)
def test_an_endpoint_without_sense_is_no_row(
    fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_webhook(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "lost"}, "webhook_state_known"),
        ({"state": "delivered"}, "webhook_delivered_has_time"),
        ({"delivered_at": SIX}, "webhook_delivered_has_time"),
        ({"body": "x" * 65_537}, "webhook_body_bounded"),
    ],
)
def test_a_delivery_without_sense_is_no_row(
    fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_delivery(**fields)


def test_an_endpoint_is_told_of_an_event_once() -> None:
    told = make_delivery()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_delivery(told.endpoint, event_id=told.event_id)

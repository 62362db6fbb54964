"""Webhooks: events of this installation for whoever asked to be told of them.

`announce` writes a row for each endpoint in the transaction in which something happens,
with a job that sends it once that is committed (`factcheck.core.webhook_delivery`).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from typing import Final

from django.db import IntegrityError, models, transaction

from factcheck.core import audit, jobs, outbound
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.ledger import canonical_json
from factcheck.core.models import (
    Action,
    Job,
    JobState,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookState,
)
from factcheck.core.models.webhook import LARGEST_BODY, LONGEST_URL, new_secret
from factcheck.lib import clock

DELIVER: Final = "core.deliver_webhook"
TEST: Final = "webhook.test"
"""The event that `send_test` sends; nobody subscribes to it."""
MOST_ENDPOINTS: Final = 50
BOTH_SIGN_FOR: Final = timedelta(hours=24)
"""How long the old secret signs beside a new one, so that no event is refused."""
_PERMISSION: Final = "core.{}_webhookendpoint"
_RECORDED: Final = ("origin", "description", "events", "is_active")
"""What the ledger keeps of an endpoint, with a hash of the whole address."""


# --- What happens -----------------------------------------------------------


def announce(
    event: WebhookEvent, subject: models.Model, values: Mapping[str, object]
) -> int:
    """Promise the event to each endpoint that asked for it; how many those are.

    In the caller's transaction. ``subject`` is a row with a public id, which becomes
    ``data.id``; ``values`` are the rest of ``data``, plain JSON. Raises `ValueError` if
    that is more than `LARGEST_BODY`.
    """
    active = WebhookEndpoint.objects.filter(is_active=True).order_by("id")
    told = [endpoint for endpoint in active if event in endpoint.events]
    if told:
        subject_id = audit.subject_of(subject).id
        _promise(told, event, {"id": subject_id, **values})
    return len(told)


# --- What people do ---------------------------------------------------------


def checked_address(url: str) -> str:
    """The address as it is stored. Raises `Refused` if nothing could be sent there."""
    checked = outbound.require_fetchable(url)
    if len(checked) > LONGEST_URL:
        raise Refused(
            f"The address has more than {LONGEST_URL:,} characters.", code="bad_url"
        )
    return checked


def add_endpoint(
    *, url: str, events: Sequence[str], by: User, description: str = ""
) -> WebhookEndpoint:
    """A new endpoint, with its secret, which is to be shown now and never again.

    Raises `PermissionDenied`, and `Refused` for an address that nothing can be sent to
    or that has a webhook, for unknown events, and where there are too many.
    """
    _check(by, "add")
    endpoint = WebhookEndpoint(
        url=checked_address(url),
        description=description,
        events=_checked_events(events),
        added_by=by,
    )
    with transaction.atomic():
        if WebhookEndpoint.objects.count() >= MOST_ENDPOINTS:
            raise Refused(
                f"There are {MOST_ENDPOINTS} webhooks: delete one first.",
                code="too_many",
            )
        _save(endpoint)
        audit.record(
            action=Action.WEBHOOK_ADDED,
            subject=endpoint,
            after=_recorded(endpoint),
            by=by,
        )
    return endpoint


def change_endpoint(
    *,
    endpoint: WebhookEndpoint,
    by: User,
    url: str | None = None,
    description: str | None = None,
    events: Sequence[str] | None = None,
    is_active: bool | None = None,
) -> None:
    """Change what is given. Raises as `add_endpoint`."""
    _check(by, "change")
    given = {
        "url": None if url is None else checked_address(url),
        "description": description,
        "events": None if events is None else _checked_events(events),
        "is_active": is_active,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    with transaction.atomic():
        row = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        known = _recorded(row)
        for name, value in changes.items():
            setattr(row, name, value)
        _save(row, changes)
        before, after = audit.difference(known, _recorded(row))
        if after:
            audit.record(
                action=Action.WEBHOOK_CHANGED,
                subject=row,
                before=before,
                after=after,
                by=by,
            )
    endpoint.refresh_from_db()


def delete_endpoint(*, endpoint: WebhookEndpoint, by: User) -> None:
    """Delete it with its deliveries. Raises `PermissionDenied`."""
    _check(by, "delete")
    subject, before = audit.subject_of(endpoint), _recorded(endpoint)
    with transaction.atomic():
        endpoint.delete()
        audit.record(
            action=Action.WEBHOOK_DELETED, subject=subject, before=before, by=by
        )


def rotate_secret(*, endpoint: WebhookEndpoint, by: User) -> None:
    """Give it a secret to be shown now and never again; the old one signs for a day.

    Raises `PermissionDenied`.
    """
    _check(by, "change")
    with transaction.atomic():
        row = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        row.old_secret, row.secret = row.secret, new_secret()
        row.old_secret_until = clock.now() + BOTH_SIGN_FOR
        row.save(update_fields=["secret", "old_secret", "old_secret_until"])
        audit.record(
            action=Action.WEBHOOK_SECRET_ROTATED,
            subject=row,
            after={"old_secret_until": row.old_secret_until},
            by=by,
        )
    endpoint.refresh_from_db()


def send_test(*, endpoint: WebhookEndpoint, by: User) -> WebhookDelivery:
    """Promise the endpoint an event that says nothing, to see whether it arrives.

    Raises `PermissionDenied`, or `Refused` if the endpoint is switched off.
    """
    _check(by, "change")
    _require_active(endpoint)
    with transaction.atomic():
        (delivery,) = _promise([endpoint], TEST, {"id": str(endpoint.public_id)})
        audit.record(action=Action.WEBHOOK_TESTED, subject=endpoint, by=by)
    return delivery


def replay(*, delivery: WebhookDelivery, by: User) -> None:
    """Have it sent again, whatever became of it, or at once if it waits.

    It is the same event: who has it already knows it by its id. Raises
    `PermissionDenied`, or `Refused` if the endpoint is switched off.
    """
    _check(by, "change")
    with transaction.atomic():
        rows = WebhookDelivery.objects.select_for_update(of=("self",))
        row = rows.select_related("endpoint").get(pk=delivery.pk)
        _require_active(row.endpoint)
        was = row.state
        row.state, row.delivered_at = WebhookState.WAITING, None
        row.save(update_fields=["state", "delivered_at"])
        job = jobs.enqueue(kind=DELIVER, subject_id=row.pk, is_urgent=False)
        # One that waits for its next attempt begins anew.
        waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
        waiting.update(attempts=0, run_after=clock.now())
        audit.record(
            action=Action.WEBHOOK_REPLAYED,
            subject=row.endpoint,
            before={"state": was},
            after={"event": row.event, "event_id": row.event_id},
            by=by,
        )
    delivery.refresh_from_db()


# --- Rows -------------------------------------------------------------------


def _promise(
    endpoints: Sequence[WebhookEndpoint], event: str, values: Mapping[str, object]
) -> list[WebhookDelivery]:
    """A delivery of one event for each, with a job; in the caller's transaction."""
    now = clock.now().astimezone(UTC).isoformat(timespec="milliseconds")
    body = canonical_json(
        {"type": event, "timestamp": now.replace("+00:00", "Z"), "data": values}
    )
    if len(body) > LARGEST_BODY:
        raise ValueError(f"an event has at most {LARGEST_BODY} bytes")
    event_id = uuid.uuid4()
    promised = [
        WebhookDelivery.objects.create(
            endpoint=endpoint, event=event, event_id=event_id, body=body
        )
        for endpoint in endpoints
    ]
    for delivery in promised:
        jobs.enqueue(kind=DELIVER, subject_id=delivery.pk, is_urgent=False)
    return promised


def _save(
    endpoint: WebhookEndpoint, changed: Mapping[str, object] | None = None
) -> None:
    """Raises `Refused` if the address has a webhook."""
    try:
        with transaction.atomic():
            endpoint.save(update_fields=changed)
    except IntegrityError as error:
        raise Refused("This address has a webhook already.", code="exists") from error


def _recorded(endpoint: WebhookEndpoint) -> dict[str, object]:
    url_sha256 = hashlib.sha256(endpoint.url.encode()).hexdigest()
    return {**audit.values_of(endpoint, _RECORDED), "url_sha256": url_sha256}


def _checked_events(events: Sequence[str]) -> list[str]:
    """The events, each once. Raises `Refused` for unknown ones, and for none."""
    if not events or set(events) - set(WebhookEvent.values):
        known = ", ".join(WebhookEvent.values)
        raise Refused(f"Choose at least one event: {known}.", code="unknown_event")
    return sorted(set(events))


def _require_active(endpoint: WebhookEndpoint) -> None:
    if not endpoint.is_active:
        raise Refused("The webhook is switched off.", code="switched_off")


def _check(by: User, deed: str) -> None:
    if not by.has_perm(_PERMISSION.format(deed)):
        raise PermissionDenied("Your role does not allow changing webhooks.")

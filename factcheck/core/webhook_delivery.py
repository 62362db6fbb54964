"""Events sent to webhooks: signed, tried again, at least once.

As the specification *Standard Webhooks* 1.0.0 has it: the headers ``webhook-id``,
``webhook-timestamp`` and ``webhook-signature``, which is the HMAC-SHA256 of
``id.timestamp.body`` under the endpoint's secret. A worker that dies cannot say what
became of its attempt and leaves it to the next one: an event may arrive twice, with the
same ``webhook-id``, and is not lost.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
from typing import Final

from django.db import transaction
from django.db.models import F

from factcheck.core import audit, jobs, outbound
from factcheck.core.errors import Gone, Refused, Transient
from factcheck.core.models import (
    Action,
    Job,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookState,
)
from factcheck.core.models.webhook import SECRET_PREFIX
from factcheck.lib import clock
from factcheck.lib.http import Posted

_PAUSES: Final = (60, 600, 3_600, 14_400)
"""Seconds after each attempt in vain: a receiver may be down for some hours."""
_FINAL: Final = ("gone", "switched_off")


def sign(secret: str, *, event_id: str, timestamp: int, body: str) -> str:
    """The signature of one message as it stands in ``webhook-signature``."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{event_id}.{timestamp}.{body}".encode()
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def run_delivery(run: jobs.Run) -> None:
    """Handler of ``core.deliver_webhook`` jobs: one attempt, and what came of it."""
    rows = WebhookDelivery.objects.select_related("endpoint")
    delivery = rows.filter(pk=run.subject_id).first()
    if delivery is None:
        raise Gone("The webhook was deleted.")
    if delivery.state == WebhookState.DELIVERED:
        return
    try:
        _attempt(delivery, run)
    except (Refused, Transient) as error:
        _fail(delivery, error, run)


def _attempt(delivery: WebhookDelivery, run: jobs.Run) -> None:
    """Send it. Raises `Refused` or `Transient` unless the receiver has it."""
    if not delivery.endpoint.is_active:
        raise Refused("The webhook is switched off.", code="switched_off")
    _note(delivery, attempts=F("attempts") + 1, status=None)
    posted = _post(delivery, run)
    _note(delivery, status=posted.status)
    if posted.status == 410:
        _switch_off(delivery.endpoint)
    _require_taken(posted)
    _note(delivery, state=WebhookState.DELIVERED, error="", delivered_at=clock.now())


def _post(delivery: WebhookDelivery, run: jobs.Run) -> Posted:
    now = clock.now()
    timestamp, event_id = int(now.timestamp()), str(delivery.event_id)
    signatures = [
        sign(secret, event_id=event_id, timestamp=timestamp, body=delivery.body)
        for secret in delivery.endpoint.signing_secrets(now)
    ]
    return outbound.post(
        delivery.endpoint.url,
        delivery.body.encode("ascii"),
        headers={
            "Content-Type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(signatures),
        },
        alive=lambda: run.renew(0.5),
    )


def _require_taken(posted: Posted) -> None:
    """Raise what any status but a 2xx means."""
    status = posted.status
    if 200 <= status < 300:
        return
    if status == 410:
        raise Refused(
            "The receiver answered 410, that it wants no more: it is switched off.",
            code="gone",
        )
    if 300 <= status < 400:
        raise Transient(
            f"The receiver answered {status}, which leads elsewhere. No redirect is "
            "followed: give the webhook the address it leads to.",
            code="redirected",
        )
    raise Transient(
        f"The receiver answered {status}. Any status from 200 to 299 says that it has "
        "the event.",
        code="not_taken",
        retry_after=posted.retry_after,
    )


def _fail(delivery: WebhookDelivery, error: Refused | Transient, run: jobs.Run) -> None:
    """Note the reason with the delivery; the job's own tells no path and no query.

    Also what trying again does not help a page, such as a certificate that is out of
    date, somebody may set right meanwhile. Raises `Refused` where nobody will, else
    `Transient`.
    """
    is_final = error.code in _FINAL
    is_over = is_final or jobs.is_last_attempt(run)
    state = WebhookState.FAILED if is_over else WebhookState.WAITING
    _note(delivery, state=state, error=str(error))
    words = f"{delivery.endpoint} has not taken the event: see its page."
    if is_final:
        raise Refused(words, code=error.code) from None
    asked = error.retry_after if isinstance(error, Transient) else None
    pause = max(_pause(run), asked or 0.0)
    raise Transient(words, code=error.code, retry_after=pause) from None


def _switch_off(endpoint: WebhookEndpoint) -> None:
    with transaction.atomic():
        active = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=True)
        if active.update(is_active=False):
            audit.record(
                action=Action.WEBHOOK_CHANGED,
                subject=endpoint,
                before={"is_active": True},
                after={"is_active": False},
                reason="The receiver answered 410: it wants no more.",
                by=None,
            )


def _note(delivery: WebhookDelivery, **values: object) -> None:
    """Write down what came of an attempt, unless another has succeeded meanwhile."""
    rows = WebhookDelivery.objects.filter(pk=delivery.pk)
    rows.exclude(state=WebhookState.DELIVERED).update(**values)


def _pause(run: jobs.Run) -> float:
    """Seconds until the next attempt: longer each time, and not all at once."""
    tried = Job.objects.values_list("attempts", flat=True).get(pk=run.job_id)
    pause = _PAUSES[min(tried, len(_PAUSES)) - 1]
    return pause * random.uniform(1.0, 1.2)  # noqa: S311 - jitter, not a secret

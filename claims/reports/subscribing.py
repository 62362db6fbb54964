"""Who gets the weekly report by e-mail. The ledger knows them, but no address."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from claims.models import ReportSubscriber
from claims.models.delivery import new_token
from claims.models.report import ALL
from factcheck.core import audit
from factcheck.core.errors import PermissionDenied
from factcheck.core.models import Action, User
from factcheck.lib import clock

_PERMISSION: Final = "claims.{}_reportsubscriber"


def save_subscriber(*, subscriber: ReportSubscriber, by: User) -> None:
    """Store a new subscriber, or the changes to one, as ``by`` entered them.

    Whoever unsubscribed and is switched on again counts as new: earlier reports are
    not sent after them. Raises `PermissionDenied`.
    """
    is_new = subscriber.pk is None
    _check(by, "add" if is_new else "change")
    with transaction.atomic():
        rows = ReportSubscriber.objects.select_for_update()
        stored = rows.filter(pk=subscriber.pk).first()
        if is_new:
            subscriber.added_by = by
        elif subscriber.is_active and stored and not stored.is_active:
            subscriber.unsubscribed_at = None
            subscriber.since = clock.now()
        is_moved = stored is not None and stored.email != subscriber.email
        if is_moved:
            subscriber.token = new_token()  # old e-mails lie in another's mailbox
        subscriber.save()
        known = _recorded(stored) if stored else {}
        before, after = audit.difference(known, _recorded(subscriber))
        after = dict(after)
        if is_moved:
            after["address"] = "another"
        if after:
            audit.record(
                action=Action.SUBSCRIBER_ADDED if is_new else Action.SUBSCRIBER_CHANGED,
                subject=audit.subject_of(subscriber),
                before=before if stored else {},
                after=after,
                by=by,
            )


def forget_subscriber(*, subscriber: ReportSubscriber, by: User) -> None:
    """Delete the address; what was sent to it is still counted.

    Raises `PermissionDenied`.
    """
    _check(by, "delete")
    subject = audit.subject_of(subscriber)
    with transaction.atomic():
        subscriber.delete()
        audit.record(action=Action.SUBSCRIBER_FORGOTTEN, subject=subject, by=by)


def unsubscribe(token: str) -> bool:
    """Take whoever has this token off the list; whether anybody was taken off."""
    with transaction.atomic():
        rows = ReportSubscriber.objects.select_for_update()
        subscriber = rows.filter(token=token, is_active=True).first()
        if subscriber is None:
            return False
        subscriber.is_active = False
        subscriber.unsubscribed_at = clock.now()
        subscriber.save(update_fields=["is_active", "unsubscribed_at"])
        audit.record(
            action=Action.SUBSCRIBER_LEFT,
            subject=audit.subject_of(subscriber),
            before={"is_active": True},
            after={"is_active": False},
            reason="By the link in an e-mail.",
            by=None,
        )
    return True


def subscribed_outlets() -> dict[int, UUID]:
    """Outlets that somebody gets reports on: their keys and public ids."""
    rows = ReportSubscriber.objects.filter(is_active=True, outlet__isnull=False)
    pairs = rows.order_by().values_list("outlet", "outlet__public_id").distinct()
    return dict(sorted(pairs))


def _recorded(subscriber: ReportSubscriber) -> dict[str, object]:
    outlet = subscriber.outlet
    scope = ALL if outlet is None else str(outlet.public_id)
    return {"scope": scope, "is_active": subscriber.is_active}


def _check(by: User, deed: str) -> None:
    if not by.has_perm(_PERMISSION.format(deed)):
        raise PermissionDenied("Your role does not allow changing subscribers.")

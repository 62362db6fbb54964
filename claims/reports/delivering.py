"""Reports to subscribers: one job and one row for each e-mail, at most one e-mail.

A row is *waiting* until the mail server is reached, and *being sent* from then on,
which is committed before the server hears of the e-mail. Whoever finds a row being
sent by somebody else cannot know what became of it: it is *not known*, and only a
person sends it again (`docs/decisions/0019-one-email-or-none.md`).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Final, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from claims.models import DeliveryState, ReportDelivery, ReportSubscriber, WeeklyReport
from claims.reports.formats import document_of
from claims.reports.mailing import (
    Enclosed,
    NotKnown,
    NotSent,
    compose_message,
    connected,
    new_message_id,
    pdf_of,
    why_not,
)
from factcheck.core import audit, jobs
from factcheck.core.errors import Gone, PermissionDenied, Refused, Transient
from factcheck.core.models import Action, Job, User
from factcheck.lib import clock

DELIVER: Final = "claims.deliver_report"
SEND: Final = "claims.send_report"
MAY_SEND: Final = "claims.send_weeklyreport"
_PAUSES: Final = (60, 600, 3_600, 14_400)
"""Seconds after each attempt in vain: a mail server may be down for some hours."""
_STILL_OPEN: Final = (DeliveryState.WAITING, DeliveryState.FAILED)
"""From which an e-mail may be begun: nothing was sent yet."""

Made = TypeVar("Made")


def promise(report: WeeklyReport) -> None:
    """Have a report sent that is made in the caller's transaction."""
    if not why_not() and ReportSubscriber.objects.to(report).exists():
        jobs.enqueue(kind=SEND, subject_id=report.pk, is_urgent=False)


def due_subscribers(report: WeeklyReport) -> QuerySet[ReportSubscriber]:
    """Who gets the report by itself: whoever had subscribed by its week's end."""
    subscribers = ReportSubscriber.objects.to(report)
    return subscribers.filter(since__lte=report.cut_off)


def send_by_hand(*, report: WeeklyReport, by: User) -> int:
    """Have it sent to all subscribers who have not got it; how many those are.

    Raises `PermissionDenied`, or `Refused` if no e-mails are sent from here.
    """
    _check(by)
    return send(report, ReportSubscriber.objects.to(report), by=by)


def send_again(*, delivery: ReportDelivery, by: User) -> None:
    """Have one e-mail sent once more, after it failed or nobody knows of it.

    Raises `PermissionDenied`, or `Refused` where this would be a second one.
    """
    _check(by)
    with transaction.atomic():
        rows = ReportDelivery.objects.select_for_update(of=("self",))
        row = rows.select_related("report", "subscriber").get(pk=delivery.pk)
        if row.subscriber is None or not row.subscriber.is_active:
            raise Refused("This subscriber is off the list.", code="unsubscribed")
        if not row.may_be_sent_again:
            raise Refused(
                f"This e-mail is {row.get_state_display()}.", code="sent_already"
            )
        was = row.state
        row.state, row.error = DeliveryState.WAITING, ""
        row.save(update_fields=["state", "error"])
        jobs.enqueue(kind=DELIVER, subject_id=row.pk, is_urgent=False)
        audit.record(
            action=Action.REPORT_SENT_AGAIN,
            subject=row.report,
            before={"state": was},
            after={"subscriber": row.subscriber.public_id},
            by=by,
        )


def send(
    report: WeeklyReport, subscribers: QuerySet[ReportSubscriber], *, by: User | None
) -> int:
    """Promise the report to each of them who has it not promised; how many those are.

    Raises `Refused` if no e-mails are sent from here.
    """
    reason = why_not()
    if reason:
        raise Refused(f"No e-mails are sent from here. {reason}", code="no_mail")
    with transaction.atomic():
        keys = set(subscribers.values_list("pk", flat=True))
        known = ReportDelivery.objects.filter(report=report, subscriber__in=keys)
        new = keys - set(known.values_list("subscriber", flat=True))
        # Somebody else may be promising the same: one row stays.
        ReportDelivery.objects.bulk_create(
            (ReportDelivery(report=report, subscriber_id=key) for key in sorted(new)),
            ignore_conflicts=True,
            batch_size=500,
        )
        promised = ReportDelivery.objects.filter(report=report, subscriber__in=new)
        for key in promised.values_list("pk", flat=True):
            jobs.enqueue(kind=DELIVER, subject_id=key, is_urgent=False)
        if new:
            audit.record(
                action=Action.REPORT_SENT,
                subject=report,
                after={"subscribers": len(new)},
                by=by,
            )
    return len(new)


def run_delivery(run: jobs.Run) -> None:
    """Handler of ``claims.deliver_report`` jobs.

    1. Put the e-mail together. 2. Reach the mail server. 3. Commit that it is being
    sent. 4. Hand it over. 5. Note what came of it. Dying before step 3 costs nothing;
    dying after it leaves a row that no job touches again.
    """
    rows = ReportDelivery.objects.select_related("report", "subscriber")
    delivery = rows.filter(pk=run.subject_id).first()
    if delivery is None:
        raise Gone("The delivery was removed.")
    if delivery.state == DeliveryState.SENDING:
        _lose_sight(delivery)
        return
    if delivery.state not in _STILL_OPEN:
        return
    subscriber = delivery.subscriber
    if subscriber is None or not subscriber.is_active:
        _note(delivery, DeliveryState.CANCELLED)
        return
    try:
        _deliver(delivery, subscriber, run)
    except NotSent as error:
        _fail(delivery, error, run)


def _deliver(
    delivery: ReportDelivery, subscriber: ReportSubscriber, run: jobs.Run
) -> None:
    reason = why_not()
    if reason:
        raise NotSent(reason, is_final=True)
    document = document_of(delivery.report)
    pdf = _while_renewing(run, lambda: pdf_of(document))
    message_id = delivery.message_id or new_message_id(delivery.public_id)
    enclosed = Enclosed(delivery.report, document, pdf)
    message = compose_message(enclosed, subscriber, message_id)
    with connected() as send_message:
        run.renew(0.5)
        if not _begin(delivery, message_id):
            return
        try:
            send_message(message)
        except NotKnown as error:
            _note(delivery, DeliveryState.UNKNOWN, str(error))
        else:
            _note(delivery, DeliveryState.SENT)


def _begin(delivery: ReportDelivery, message_id: str) -> bool:
    """Commit that the e-mail is being sent here; False if that is no longer ours."""
    begun = ReportDelivery.objects.filter(
        pk=delivery.pk, state__in=_STILL_OPEN, attempts=delivery.attempts
    ).update(
        state=DeliveryState.SENDING,
        attempts=F("attempts") + 1,
        message_id=message_id,
        begun_at=clock.now(),
        error="",
    )
    delivery.attempts += begun
    return begun == 1


def _note(delivery: ReportDelivery, state: DeliveryState, error: str = "") -> None:
    """What came of this attempt. Nobody knows better, unless another was begun."""
    ReportDelivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(
        state=state,
        error=error,
        sent_at=clock.now() if state == DeliveryState.SENT else None,
    )


def _lose_sight(delivery: ReportDelivery) -> None:
    """Whoever was sending it has died, or is so slow that it will still say."""
    ReportDelivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts
    ).update(
        state=DeliveryState.UNKNOWN,
        error="The worker stopped while it handed the e-mail over.",
    )


def _fail(delivery: ReportDelivery, error: NotSent, run: jobs.Run) -> None:
    """Note the reason with the e-mail; the job's own names no address.

    Raises `Refused` if trying again is no use, else `Transient`.
    """
    if error.is_final or jobs.is_last_attempt(run):
        _note(delivery, DeliveryState.FAILED, str(error))
    else:
        _note(delivery, DeliveryState.WAITING, str(error))
    words = "The e-mail was not sent: see the report's page."
    if error.is_final:
        raise Refused(words, code=error.code) from None
    tried = Job.objects.values_list("attempts", flat=True).get(pk=run.job_id)
    pause = _PAUSES[min(tried, len(_PAUSES)) - 1]
    raise Transient(words, code=error.code, retry_after=pause) from None


def _while_renewing(run: jobs.Run, make: Callable[[], Made]) -> Made:
    """Make something that takes long and needs no database, and keep the job."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        made = pool.submit(make)
        while not wait([made], timeout=settings.JOB_LEASE_SECONDS / 3).done:
            run.renew(0.1)
        return made.result()


def _check(by: User) -> None:
    if not by.has_perm(MAY_SEND):
        raise PermissionDenied("Your role does not allow sending reports.")

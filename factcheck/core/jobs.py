"""Background work that is neither lost nor done twice.

The row is the promise, the message a hint. ``enqueue`` inserts a `Job` in the
caller's transaction and nudges a worker after the commit. Whoever runs the job
takes it by a conditional update under a short lease, which it renews between
steps; when a worker dies its lease ends and the next nudge, or the sweep, has
the job run again. Attempts are counted on the row *before* running, because a
job that kills its process is redelivered for ever otherwise (celery#9082).

Without Redis the nudge runs the job at once in this process.
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError as BrokerUnreachable

from factcheck.core import acting, audit
from factcheck.core.errors import Busy, FactcheckError, Gone, Refused, Transient
from factcheck.core.models import Action, Job, JobState, User
from factcheck.core.models.job import OPEN_STATES
from factcheck.lib import clock

log = logging.getLogger(__name__)

# A delayed message is held by a worker, unacknowledged, so it must come well
# before the broker's visibility timeout; longer waits are left to the sweep.
LONGEST_COUNTDOWN = 60.0  # seconds
LONGEST_RETRY_DELAY = 600.0  # seconds
RETRIABLE_STATES = (JobState.QUARANTINED, JobState.REFUSED, JobState.TIMED_OUT)
_RETRY_CHANGES = ("state", "attempts", "reason")
SWEEP_LIMIT = 500  # jobs nudged by one sweep: repeats of a backlog stay few


class LeaseLost(FactcheckError):
    """Another worker has the job now; this one must stop without a trace."""

    code = "lease_lost"


class TimedOut(FactcheckError):
    """The job ran longer than JOB_TIME_LIMIT_SECONDS."""

    code = "timed_out"


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt at a job, as its handler sees it."""

    job_id: int
    subject_id: int
    lease: uuid.UUID
    started: float  # monotonic seconds

    def renew(self, progress: float) -> None:
        """Keep the job for another lease; ``progress`` is the share done, 0 to 1.

        Raises `LeaseLost` when the lease ended meanwhile and `TimedOut` when
        the job has used up its time. Handlers call this between steps.
        """
        if time.monotonic() - self.started > settings.JOB_TIME_LIMIT_SECONDS:
            raise TimedOut(_time_limit_reason())
        renewed = _mine(self).update(
            lease_until=clock.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            progress=progress,
        )
        if renewed != 1:
            raise LeaseLost(f"job {self.job_id} was taken over")


Handler = Callable[[Run], None]


def enqueue(
    *,
    kind: str,
    subject_id: int,
    key: str | None = None,
    requested_by: User | AnonymousUser | None = None,
    is_urgent: bool = True,
) -> Job:
    """Promise a piece of work; it starts only after the caller's commit.

    ``kind`` is one of ``settings.JOB_HANDLERS``. While an open job has the same
    ``key`` (default: kind and subject) that job is returned instead. Without a
    broker a job that is not urgent is left to ``manage.py runjobs``: a hundred
    pages of a feed must not be fetched in somebody's request.
    """
    job, _ = get_or_enqueue(
        kind=kind,
        subject_id=subject_id,
        key=key,
        requested_by=requested_by,
        is_urgent=is_urgent,
    )
    return job


def get_or_enqueue(
    *,
    kind: str,
    subject_id: int,
    key: str | None = None,
    requested_by: User | AnonymousUser | None = None,
    is_urgent: bool = True,
) -> tuple[Job, bool]:
    """As `enqueue`, and whether the job is a new one."""
    if kind not in settings.JOB_HANDLERS:
        raise ValueError(f"no handler for jobs of kind {kind!r}")
    key = key or f"{kind}:{subject_id}"
    owner = requested_by if isinstance(requested_by, User) else None
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, key=key, subject_id=subject_id, requested_by=owner
            )
    except IntegrityError:
        open_job = Job.objects.filter(key=key, state__in=OPEN_STATES).first()
        if open_job is None:  # it ended between the two statements
            return get_or_enqueue(
                kind=kind,
                subject_id=subject_id,
                key=key,
                requested_by=requested_by,
                is_urgent=is_urgent,
            )
        return open_job, False
    if is_urgent or not settings.JOBS_IN_PROCESS:
        transaction.on_commit(lambda: nudge(job.pk))
    return job, True


def nudge(job_id: int, *, seconds: float = 0.0) -> None:
    """Have a job looked at soon: in process, or by a worker through the broker.

    A broker that cannot be reached is logged and no error: the sweep will find
    the row.
    """
    if settings.JOBS_IN_PROCESS:
        run(job_id)
        return
    from factcheck.core.tasks import run_job  # tasks import this module

    try:
        run_job.apply_async((job_id,), countdown=seconds or None)
    except BrokerUnreachable as error:
        log.warning("Broker unreachable, job %s waits for the sweep: %s", job_id, error)


def run(job_id: int) -> JobState | None:
    """Take and run a job. Returns its state afterwards; None if it was not ours
    to run (finished, not due, held by another worker, or taken over meanwhile).
    """
    attempt = _take(job_id)
    if attempt is None:
        _quarantine_if_worn_out(job_id)
        return None
    job = Job.objects.get(pk=job_id)
    try:
        handler: Handler = import_string(settings.JOB_HANDLERS[job.kind])
        with acting.through(acting.Channel.JOB, request_id=job.public_id):
            handler(attempt)
    except LeaseLost:
        log.warning("Job %s was taken over while it ran here", job_id)
        return None
    except Gone as error:
        return _finish(attempt, JobState.CANCELLED, str(error))
    except Refused as error:
        return _finish(attempt, JobState.REFUSED, str(error))
    except (TimedOut, SoftTimeLimitExceeded):
        return _finish(attempt, JobState.TIMED_OUT, _time_limit_reason())
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is counted
        return _try_again(attempt, job, error)
    return _finish(attempt, JobState.SUCCEEDED, "")


def is_last_attempt(run: Run) -> bool:
    """Whether the job is not tried again if this attempt fails."""
    attempts = Job.objects.values_list("attempts", flat=True).get(pk=run.job_id)
    return bool(attempts >= settings.JOB_MAX_ATTEMPTS)


def seconds_until_due(job_id: int) -> float | None:
    """How long until an open job may be taken, in seconds; None if it is final."""
    job = Job.objects.filter(pk=job_id, state__in=OPEN_STATES).first()
    if job is None:
        return None
    due_at = job.lease_until if job.state == JobState.RUNNING else job.run_after
    return max(0.0, (due_at - clock.now()).total_seconds()) if due_at else 0.0


def due_job_ids(*, limit: int) -> list[int]:
    """The jobs a worker may take now, oldest first."""
    due = Job.objects.due(clock.now()).order_by("run_after", "id")
    return list(due.values_list("pk", flat=True)[:limit])


def sweep() -> int:
    """Nudge what was left behind; returns how many jobs that were."""
    left = due_job_ids(limit=SWEEP_LIMIT)
    for job_id in left:
        nudge(job_id)
    return len(left)


def run_every_minute() -> None:
    """Ask all that has something to do from time to time (``settings.EVERY_MINUTE``).

    One that fails does not keep the others from their turn.
    """
    for name in settings.EVERY_MINUTE:
        try:
            import_string(name)()
        except Exception:
            log.exception("%s failed; it is asked again in a minute", name)


def retry(*, job: Job, by: User) -> bool:
    """Put a quarantined, refused or timed-out job back in the queue.

    Returns False when it is not in such a state, or when a newer job for the
    same work is open. Raises `Refused` when ``by`` may not do this.
    """
    if not by.has_perm("core.retry_job"):
        raise Refused("Only an editor may retry a job.", code="permission_denied")
    if Job.objects.filter(key=job.key, state__in=OPEN_STATES).exists():
        return False
    with transaction.atomic():
        ended = Job.objects.select_for_update().filter(
            pk=job.pk, state__in=RETRIABLE_STATES
        )
        row = ended.first()
        if row is None:
            return False
        before = audit.values_of(row, _RETRY_CHANGES)
        row.state, row.attempts, row.reason = JobState.QUEUED, 0, ""
        row.run_after, row.finished_at = clock.now(), None
        row.save(update_fields=[*_RETRY_CHANGES, "run_after", "finished_at"])
        audit.record(
            action=Action.JOB_RETRIED,
            subject=audit.subject_of(row),
            before=before,
            after=audit.values_of(row, _RETRY_CHANGES),
            by=by,
        )
        transaction.on_commit(lambda: nudge(row.pk))
    return True


def _take(job_id: int) -> Run | None:
    now, lease = clock.now(), uuid.uuid4()
    taken = (
        Job.objects.due(now)
        .filter(pk=job_id, attempts__lt=settings.JOB_MAX_ATTEMPTS)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease=lease,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            progress=0.0,
        )
    )
    if taken != 1:
        return None
    subject_id = Job.objects.values_list("subject_id", flat=True).get(pk=job_id)
    return Run(job_id, subject_id, lease, time.monotonic())


def _mine(attempt: Run) -> QuerySet[Job]:
    return Job.objects.filter(
        pk=attempt.job_id, state=JobState.RUNNING, lease=attempt.lease
    )


def _finish(attempt: Run, state: JobState, reason: str) -> JobState | None:
    finished = _mine(attempt).update(
        state=state,
        reason=reason,
        progress=1.0 if state == JobState.SUCCEEDED else F("progress"),
        lease=None,
        lease_until=None,
        finished_at=clock.now(),
    )
    return state if finished else None


def _try_again(attempt: Run, job: Job, error: Exception) -> JobState | None:
    """Queue the job for later, or quarantine it after its last attempt."""
    if isinstance(error, Busy):
        log.info("Job %s waits for its turn", job.pk)
    else:
        log.exception("Job %s, attempt %s, failed", job.pk, job.attempts)
    reason = f"{type(error).__name__}: {error}"
    if job.attempts >= settings.JOB_MAX_ATTEMPTS and not isinstance(error, Busy):
        return _finish(
            attempt,
            JobState.QUARANTINED,
            f"Failed {job.attempts} times; the last time with {reason}",
        )
    delay = (
        getattr(error, "retry_after", None) if isinstance(error, Transient) else None
    )
    again = _mine(attempt).update(
        attempts=F("attempts") - int(isinstance(error, Busy)),
        state=JobState.QUEUED,
        reason=f"Attempt {job.attempts} failed with {reason}",
        run_after=clock.now() + timedelta(seconds=delay or _delay(job.attempts)),
        lease=None,
        lease_until=None,
    )
    return JobState.QUEUED if again else None


def _quarantine_if_worn_out(job_id: int) -> None:
    Job.objects.due(clock.now()).filter(
        pk=job_id, attempts__gte=settings.JOB_MAX_ATTEMPTS
    ).update(
        state=JobState.QUARANTINED,
        reason=(
            f"The process died {settings.JOB_MAX_ATTEMPTS} times while it worked on "
            "this. Look at the worker's log and memory before you retry it."
        ),
        lease=None,
        lease_until=None,
        finished_at=clock.now(),
    )


def _delay(attempts: int) -> float:
    """Seconds before the next attempt: doubling, with jitter, bounded."""
    longest = min(
        settings.JOB_RETRY_SECONDS * 2.0 ** (attempts - 1), LONGEST_RETRY_DELAY
    )
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret


def _time_limit_reason() -> str:
    return (
        f"Stopped after {settings.JOB_TIME_LIMIT_SECONDS} seconds, the time limit of "
        "a job (JOB_TIME_LIMIT_SECONDS)."
    )

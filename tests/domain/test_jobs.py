"""Jobs: promised in the caller's transaction, run once, counted, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from factcheck.core import acting, jobs
from factcheck.core.errors import Busy, Gone, Refused, Transient
from factcheck.core.models import Job, JobState
from factcheck.core.permissions import Role
from factcheck.lib import clock
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ran: list[int] = []


def note(run: jobs.Run) -> None:
    """A handler that only remembers that it ran."""
    ran.append(run.subject_id)


def refuse(run: jobs.Run) -> None:
    """A handler whose input is at fault."""
    raise Refused("This text is in Welsh.")


def find_nothing(run: jobs.Run) -> None:
    """A handler whose subject was deleted."""
    raise Gone("The article was deleted.")


def break_down(run: jobs.Run) -> None:
    """A handler with a bug."""
    raise ZeroDivisionError("0 / 0")


def ask_for_patience(run: jobs.Run) -> None:
    """A handler that knows when to try again."""
    raise Transient("busy", retry_after=300)


def wait_for_a_turn(run: jobs.Run) -> None:
    """A handler whose turn it is not."""
    raise Busy("others read this site", retry_after=3)


def take_too_long(run: jobs.Run) -> None:
    """A handler that the worker's soft limit stops."""
    raise SoftTimeLimitExceeded


def lose_the_lease(run: jobs.Run) -> None:
    """A handler that another worker overtakes."""
    Job.objects.filter(pk=run.job_id).update(
        lease="00000000-0000-4000-8000-000000000000"
    )
    run.renew(0.5)
    ran.append(-1)  # never reached


occasions: list[acting.Occasion] = []


def note_the_occasion(run: jobs.Run) -> None:
    """A handler that remembers on which occasion it ran."""
    occasions.append(acting.present())


HANDLERS = (
    note,
    note_the_occasion,
    refuse,
    find_nothing,
    break_down,
    ask_for_patience,
    wait_for_a_turn,
    take_too_long,
    lose_the_lease,
)


@pytest.fixture(autouse=True)
def handlers(settings: Settings) -> None:
    """Give the handlers above to the jobs of each test."""
    ran.clear()
    settings.JOBS_IN_PROCESS = True
    settings.JOB_HANDLERS = {
        handler.__name__: f"{__name__}.{handler.__name__}" for handler in HANDLERS
    }


def queued(kind: Callable[[jobs.Run], None]) -> Job:
    """A job that waits: its nudge is not sent, as after a crash."""
    return jobs.enqueue(kind=kind.__name__, subject_id=7)


def test_a_job_starts_only_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = queued(note)
        assert ran == []

    job.refresh_from_db()
    assert (ran, job.state, job.attempts, job.progress) == ([7], "succeeded", 1, 1.0)


def test_an_exception_after_enqueue_leaves_no_job(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def enqueue_and_fail() -> None:
        with transaction.atomic():
            queued(note)
            raise RuntimeError

    with (
        django_capture_on_commit_callbacks(execute=True) as callbacks,
        pytest.raises(RuntimeError),
    ):
        enqueue_and_fail()

    assert (Job.objects.count(), callbacks, ran) == (0, [], [])


def test_asking_twice_for_the_same_work_queues_it_once() -> None:
    first, second = queued(note), queued(note)

    assert first == second


def test_finished_work_can_be_asked_for_again() -> None:
    first = queued(note)
    jobs.run(first.pk)

    assert queued(note) != first


def test_an_unknown_kind_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="no handler"):
        jobs.enqueue(kind="claims.unheard_of", subject_id=1)


@pytest.mark.parametrize(
    ("handler", "state", "reason"),
    [
        (refuse, JobState.REFUSED, "This text is in Welsh."),
        (find_nothing, JobState.CANCELLED, "The article was deleted."),
        (take_too_long, JobState.TIMED_OUT, "300 seconds"),
        (break_down, JobState.QUEUED, "ZeroDivisionError"),
        (ask_for_patience, JobState.QUEUED, "busy"),
    ],
)
def test_how_a_run_ends_and_why(
    handler: Callable[[jobs.Run], None], state: JobState, reason: str
) -> None:
    job = queued(handler)

    assert jobs.run(job.pk) == state

    job.refresh_from_db()
    assert job.state == state
    assert reason in job.reason


def test_the_time_to_try_again_is_kept() -> None:
    job = queued(ask_for_patience)

    jobs.run(job.pk)

    wait = jobs.seconds_until_due(job.pk)
    assert wait is not None
    assert 295 < wait <= 300


def test_five_failures_and_the_job_is_quarantined() -> None:
    job = queued(break_down)

    for _ in range(7):
        Job.objects.filter(pk=job.pk).update(run_after=clock.now())
        jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("quarantined", 5)
    assert "Failed 5 times; the last time with ZeroDivisionError" in job.reason


def test_a_job_that_kills_its_process_is_quarantined_and_those_behind_it_run() -> None:
    killer, next_one = queued(break_down), queued(note)
    Job.objects.filter(pk=killer.pk).update(
        state="running",
        attempts=5,
        lease="00000000-0000-4000-8000-000000000000",
        lease_until=clock.now() - timedelta(seconds=1),
    )

    jobs.sweep()

    killer.refresh_from_db()
    next_one.refresh_from_db()
    assert (killer.state, next_one.state) == ("quarantined", "succeeded")
    assert "process died 5 times" in killer.reason


def test_a_job_under_a_live_lease_is_left_alone() -> None:
    job = queued(note)
    Job.objects.filter(pk=job.pk).update(
        state="running",
        attempts=1,
        lease="00000000-0000-4000-8000-000000000000",
        lease_until=clock.now() + timedelta(seconds=10),
    )

    assert jobs.run(job.pk) is None
    assert ran == []


def test_a_job_left_by_a_dead_worker_is_run_again_by_the_sweep() -> None:
    job = queued(note)
    Job.objects.filter(pk=job.pk).update(
        state="running",
        attempts=1,
        lease="00000000-0000-4000-8000-000000000000",
        lease_until=clock.now() - timedelta(seconds=1),
    )

    assert jobs.sweep() == 1

    job.refresh_from_db()
    assert (job.state, job.attempts, ran) == ("succeeded", 2, [7])


def test_waiting_for_a_turn_is_no_attempt(settings: Settings) -> None:
    job = queued(wait_for_a_turn)

    for _ in range(settings.JOB_MAX_ATTEMPTS + 2):
        Job.objects.filter(pk=job.pk).update(run_after=clock.now())
        assert jobs.run(job.pk) == JobState.QUEUED

    job.refresh_from_db()
    assert job.attempts == 0
    assert job.run_after > clock.now()


def test_who_lost_the_lease_stops_and_writes_nothing() -> None:
    job = queued(lose_the_lease)

    assert jobs.run(job.pk) is None

    job.refresh_from_db()
    assert (job.state, ran) == ("running", [])


def test_a_finished_job_does_not_run_again() -> None:
    job = queued(note)

    assert jobs.run(job.pk) == JobState.SUCCEEDED
    assert jobs.run(job.pk) is None
    assert ran == [7]


def test_only_an_editor_retries_a_quarantined_job(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    job = queued(note)
    Job.objects.filter(pk=job.pk).update(
        state="quarantined", attempts=5, finished_at=clock.now(), reason="broken"
    )

    with pytest.raises(Refused):
        jobs.retry(job=job, by=make_user(role=Role.REVIEWER))
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.retry(job=job, by=make_user(role=Role.EDITOR))

    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason) == ("succeeded", 1, "")


def test_what_a_job_does_is_the_jobs_even_inside_a_request() -> None:
    job = queued(note_the_occasion)
    occasions.clear()

    with acting.through(acting.Channel.ADMIN) as request:
        jobs.run(job.pk)
        assert acting.present() == request

    assert occasions == [acting.Occasion(acting.Channel.JOB, job.public_id)]

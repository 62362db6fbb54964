"""The loop of a worker without a broker: what is due, one job after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from factcheck.core import jobs
from factcheck.core.models import JobState

_AT_ONCE = 10  # jobs between two looks at the clock


def work_until(
    stop: threading.Event,
    *,
    interval: float = 1.0,
    on_end: Callable[[int, JobState], None] = lambda job_id, state: None,
) -> None:
    """Run due jobs, and each minute what is asked each minute, until ``stop`` is set.

    A job that has begun is finished first. ``interval`` is the seconds between looks
    when nothing is due; ``on_end`` hears of each job that ran here.
    """
    next_tick = 0.0
    while not stop.is_set():
        if time.monotonic() >= next_tick:
            jobs.run_every_minute()
            next_tick = time.monotonic() + 60
        if not _run_some(stop, on_end):
            close_old_connections()
            stop.wait(interval)


def work_off(
    stop: threading.Event,
    *,
    on_end: Callable[[int, JobState], None] = lambda job_id, state: None,
) -> None:
    """Run what is due, and what that makes due, until nothing is or ``stop`` is set."""
    while not stop.is_set() and _run_some(stop, on_end):
        pass


def _run_some(stop: threading.Event, on_end: Callable[[int, JobState], None]) -> bool:
    """Whether anything was due."""
    due = jobs.due_job_ids(limit=_AT_ONCE)
    for job_id in due:
        if stop.is_set():
            break
        state = jobs.run(job_id)
        if state is not None:
            on_end(job_id, state)
    return bool(due)

"""The Celery tasks. A message carries a job's id and nothing else."""

from __future__ import annotations

from celery import shared_task

from factcheck.core import jobs


@shared_task(name="core.run_job")
def run_job(job_id: int) -> None:
    """Run a job if it is due; if it will be due soon, look again then.

    The second look covers a message redelivered after a crash: the dead
    worker's lease still has some seconds to go, the sweep may be a minute away.
    """
    jobs.run(job_id)
    wait = jobs.seconds_until_due(job_id)
    if wait is not None and wait < jobs.LONGEST_COUNTDOWN:
        jobs.nudge(job_id, seconds=wait + 0.5)


@shared_task(name="core.every_minute")
def every_minute() -> None:
    """Nudge the jobs whose message or worker was lost, poll the feeds that are due."""
    jobs.sweep()
    jobs.run_every_minute()

"""Jobs: work promised to somebody, as rows that outlive every process."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from factcheck.lib import clock


class JobState(models.TextChoices):
    """Where a job stands. The last five are final."""

    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    SUCCEEDED = "succeeded", "succeeded"
    REFUSED = "refused", "refused"  # the input cannot be processed
    CANCELLED = "cancelled", "cancelled"  # its subject is gone
    TIMED_OUT = "timed_out", "timed out"
    QUARANTINED = "quarantined", "quarantined"  # failed too often


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Reads on jobs."""

    def due(self, now: datetime) -> JobQuerySet:
        """Jobs that a worker may take: waiting for it, or left by a dead one."""
        waiting = models.Q(state=JobState.QUEUED, run_after__lte=now)
        left = models.Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(waiting | left)


class Job(models.Model):
    """One piece of background work.

    ``subject_id`` is the primary key of what it works on; what kind of row that
    is follows from ``kind``. ``key`` names the work itself: two open jobs never
    share one, so that asking twice queues once.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=50)
    key = models.CharField(max_length=200)
    subject_id = models.BigIntegerField()
    state = models.CharField(
        max_length=20, choices=JobState.choices, default=JobState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=clock.now, db_default=Now())
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    progress = models.FloatField(default=0.0, help_text="Share done, 0 to 1.")
    reason = models.TextField(
        blank=True, help_text="Why it ended as it did, or why it is tried again."
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Job]] = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        permissions = [
            ("retry_job", "Can put a quarantined job back in the queue"),
            ("view_any_job", "Can see the jobs of others"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=JobState.RUNNING,
                    lease__isnull=False,
                    lease_until__isnull=False,
                )
                | (~models.Q(state=JobState.RUNNING) & models.Q(lease__isnull=True)),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN_STATES, finished_at__isnull=True)
                | (
                    ~models.Q(state__in=OPEN_STATES)
                    & models.Q(finished_at__isnull=False)
                ),
                name="job_final_has_end",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=OPEN_STATES),
                name="job_open_key_unique",
            ),
        ]
        indexes = [
            # "The newest job for this text", asked when it is shown or submitted again.
            models.Index(fields=["kind", "subject_id"], name="job_by_subject"),
            # The sweep and `runjobs` look for open jobs by time.
            models.Index(
                fields=["run_after"],
                condition=models.Q(state__in=OPEN_STATES),
                name="job_open_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} ({self.state})"

    @property
    def is_finished(self) -> bool:
        """Whether the job will not run again by itself."""
        return self.state not in OPEN_STATES

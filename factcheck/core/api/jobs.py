"""Jobs: what became of work that was asked for."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers

from factcheck.core.api.views import DetailView, caller
from factcheck.core.models import Job, JobState, User

EXAMPLE = {
    "id": "0b9c2a51-3f8f-4f4e-9c3e-5a1c3b9b7c10",
    "url": "/api/v1/jobs/0b9c2a51-3f8f-4f4e-9c3e-5a1c3b9b7c10/",
    "kind": "claims.extract",
    "state": "succeeded",
    "progress": 1.0,
    "attempts": 1,
    "reason": "",
    "created_at": "2026-03-31T08:15:00Z",
    "finished_at": "2026-03-31T08:15:02Z",
}


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job as its requester sees it."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()
    state = serializers.ChoiceField(
        choices=JobState.values,
        help_text="`queued` and `running` are open, all others final.",
    )
    progress = serializers.FloatField(help_text="Share done, 0 to 1.")

    class Meta:
        model = Job
        fields = (
            "id",
            "url",
            "kind",
            "state",
            "progress",
            "attempts",
            "reason",
            "created_at",
            "finished_at",
        )
        read_only_fields = fields

    def get_url(self, job: Job) -> str:
        """Where this job is."""
        return reverse("api:job", args=[job.public_id])


@extend_schema_view(
    get=extend_schema(
        operation_id="job",
        summary="Read a job",
        description="What became of work that was asked for. Ask again while `state` "
        "is `queued` or `running`. Others' jobs are shown to editors and auditors "
        "only.",
        tags=["jobs"],
        examples=[OpenApiExample("A finished job", value=EXAMPLE, response_only=True)],
    )
)
class JobView(DetailView[Job]):
    """One job of the caller's own; any job for whoever may see all."""

    permissions = {"GET": "core.view_job"}
    serializer_class = JobSerializer
    queryset = Job.objects.all()

    def get_queryset(self) -> QuerySet[Job]:
        """The jobs that exist for this caller."""
        jobs = super().get_queryset()
        user = caller(self.request)
        if user.has_perm("core.view_any_job"):
            return jobs
        return jobs.filter(requested_by=user)


def job_link(job: Job, user: User) -> str | None:
    """Where ``user`` can follow an open job; None if it is final or not theirs."""
    if job.is_finished:
        return None
    if job.requested_by_id == user.pk or user.has_perm("core.view_any_job"):
        return reverse("api:job", args=[job.public_id])
    return None

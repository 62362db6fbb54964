"""Jobs: what the product still owes, did, or could not do, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from factcheck.core.admin.lists import ReadOnlyAdmin, badge, link, shortened
from factcheck.core.errors import Refused
from factcheck.core.jobs import RETRIABLE_STATES, retry
from factcheck.core.models import Job, User


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin[Job]):
    """Everybody sees the jobs they asked for; editors and auditors see all.

    ``subject_pages`` names, by kind of job, the page of what it works on, and
    ``subject_nouns`` what that is, if it is no text; the app that owns the kind adds
    its own.
    """

    subject_pages: ClassVar[dict[str, str]] = {}
    subject_nouns: ClassVar[dict[str, str]] = {}

    list_display = (
        "job",
        "subject",
        "state_badge",
        "attempts",
        "why",
        "requested_by",
        "created_at",
        "finished_at",
    )
    list_display_links = ("job",)
    list_select_related = ("requested_by",)
    list_filter = ("state",)
    ordering = ("-id",)
    sortable_by = ("job",)
    actions = ("retry_selected",)
    change_form_template = "admin/core/job/change_form.html"
    fields = (
        "job",
        "subject",
        "state_badge",
        "reason",
        "attempts",
        "progress",
        "requested_by",
        "created_at",
        "run_after",
        "finished_at",
        "public_id",
    )
    readonly_fields = ("job", "subject", "state_badge")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """The jobs this user may know of."""
        jobs = super().get_queryset(request)
        if request.user.has_perm("core.view_user"):
            return jobs
        return jobs.filter(requested_by=request.user.pk)

    def get_urls(self) -> list[URLPattern]:
        """The stock pages and the button on a job's page."""
        again = path(
            "<int:job_id>/retry/",
            self.admin_site.admin_view(require_POST(self.retry_view)),
            name="core_job_retry",
        )
        return [again, *super().get_urls()]

    def retry_view(self, request: HttpRequest, job_id: int) -> HttpResponse:
        """Put one job back in the queue, and show it."""
        job = self.get_queryset(request).filter(pk=job_id).first()
        if job is None or not self.has_view_permission(request, job):
            raise Http404("no such job")
        self._retry(request, [job])
        return HttpResponseRedirect(reverse("admin:core_job_change", args=[job_id]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,  # Any: as in Django
    ) -> HttpResponse:
        """The job's page, with the retry button where it would do something."""
        can_retry = (
            request.user.has_perm("core.retry_job")
            and object_id.isdecimal()
            and self.get_queryset(request)
            .filter(pk=int(object_id), state__in=RETRIABLE_STATES)
            .exists()
        )
        context = {"can_retry": can_retry, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whether the retry action is offered."""
        return request.user.has_perm("core.retry_job")

    @admin.action(description="Retry selected jobs", permissions=["retry"])
    def retry_selected(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Put jobs that gave up back in the queue."""
        self._retry(request, list(queryset))

    def _retry(self, request: HttpRequest, jobs: list[Job]) -> None:
        user = request.user
        if not isinstance(user, User):  # the admin admits nobody else
            return
        try:
            queued = sum(retry(job=job, by=user) for job in jobs)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        if queued:
            self.message_user(request, f"Back in the queue: {queued}.")
        if left := len(jobs) - queued:
            self.message_user(
                request,
                f"Left as they are: {left}. Only a quarantined, refused or timed-out "
                "job can be retried, and only while no newer one does the same work.",
                messages.WARNING,
            )

    @admin.display(description="job", ordering="id")
    def job(self, job: Job) -> str:
        """Number and kind."""
        return f"{job.pk} · {job.kind}"

    @admin.display(description="about")
    def subject(self, job: Job) -> SafeString | str:
        """A link to what the job works on, where there is a page for it."""
        page = self.subject_pages.get(job.kind)
        if page is None:
            return str(job.subject_id)
        noun = self.subject_nouns.get(job.kind, "text")
        return link(reverse(page, args=[job.subject_id]), f"{noun} {job.subject_id}")

    @admin.display(description="state", ordering="state")
    def state_badge(self, job: Job) -> SafeString:
        """The state as a label."""
        return badge(job.state, job.get_state_display())

    @admin.display(description="reason")
    def why(self, job: Job) -> str:
        """The beginning of the reason."""
        return shortened(job.reason, 140)

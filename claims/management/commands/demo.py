"""``manage.py demo``: the product with sample articles, on this machine alone."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from claims.management.commands._story import tell
from claims.models import Progress
from claims.reports.freezing import missing_weeks, report_on
from claims.services import submit_article
from factcheck.core import jobs
from factcheck.core.errors import Refused
from factcheck.core.models import Job, User
from factcheck.core.people import save_user
from factcheck.core.permissions import Role
from factcheck.core.working import work_until
from factcheck.lib import clock
from sources.models import Article, Outlet
from sources.register import save_outlet
from sources.samples import Sample, SampleOutlet, load
from sources.services import Submission

USERNAME = "reviewer"
TERMS = {
    "REPORT_ABOUT": "The fact desk of the samples is invented, and so are its papers, "
    "its reviewers and who pays them. A newsroom says here who it is, who funds it "
    "and how it works (REPORT_ABOUT).",
    "REPORT_CONTACT": "the desk, desk@norland.example (REPORT_CONTACT)",
    "REPORT_CONTEST": "write to the readers' editor, readers@norland.example, which "
    "claim you mean and what speaks against its verdict. You have an answer within a "
    "week; what changes becomes an erratum (REPORT_CONTEST).",
}
"""What its reports say where nobody has set it."""
DELAY = timedelta(minutes=20)  # after it was published a sample comes in
PATIENCE = 10.0  # seconds for a job that has begun when the server is stopped

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Sets up what is missing, then serves. Running it again changes nothing."""

    help = (
        "Create the database, load the sample articles, extract their claims and "
        "serve the admin and the API on 127.0.0.1. May be run again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --port and --no-serve."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--no-serve", action="store_true", help="stop when everything is loaded"
        )

    def handle(self, *, port: int, no_serve: bool, **options: Any) -> None:
        """Migrate, load, extract, log in, serve."""
        if not no_serve:
            _require_free(port)
        call_command("migrate", verbosity=0)
        articles = {sample.file_name: self._add(sample) for sample in load()}
        self._tell(articles)
        password = _login()
        address = f"http://127.0.0.1:{port}/"
        self.stdout.write(
            f"\n  Admin:     {address}admin/\n"
            f"  Login:     {USERNAME}\n"
            f"  Password:  {password}\n"
            f"  API:       {address}api/v1/docs/\n\n"
        )
        if no_serve:
            return
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
        with _worker():
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def _tell(self, articles: dict[str, Article]) -> None:
        """Votes of invented reviewers, and the reports on their weeks."""
        try:
            tell(articles)
        except Refused as error:  # such as one that FETCH_PORTS rules out
            self.stderr.write(f"Nobody has judged the samples: {error}")
        for name, words in TERMS.items():
            if not getattr(settings, name):
                setattr(settings, name, words)
        for week in list(missing_weeks()):
            report = report_on(week)
            self.stdout.write(f"     report  {report.week}")

    def _add(self, sample: Sample) -> Article:
        submission = Submission(
            data=sample.data,
            content_type=sample.content_type,
            url=sample.url,
            outlet=sample.outlet.domain,
            published=sample.published,
        )
        try:
            with clock.standing_at(sample.published + DELAY):
                _register(sample.outlet)
                submitted = submit_article(submission=submission, by=None)
                _finish(submitted.job)
        except Refused as error:
            raise CommandError(f"{sample.file_name}: {error}") from error
        found = submitted.snapshot.claims.exclude(progress=Progress.WITHDRAWN)
        count = found.count()  # with those that the story rejects
        self.stdout.write(f"{count:4d} claims  {submitted.article.title}")
        return submitted.article


def _register(outlet: SampleOutlet) -> None:
    if Outlet.objects.filter(domain=outlet.domain).exists():
        return
    row = Outlet(
        name=outlet.name,
        domain=outlet.domain,
        kind=outlet.kind,
        country=outlet.country,
        language=outlet.language,
    )
    save_outlet(outlet=row, by=None)


def _finish(job: Job | None) -> None:
    """Run what an earlier demo that was stopped has left of a sample."""
    if job is not None and not job.is_finished and settings.JOBS_IN_PROCESS:
        jobs.run(job.pk)


@contextmanager
def _worker() -> Iterator[None]:
    """A worker beside the server: without one, what feeds bring would wait for ever.

    With a broker Celery's workers do this. In a thread, because the model takes some
    hundred megabytes, which requests and jobs so share.
    """
    if not settings.JOBS_IN_PROCESS:
        yield
        return
    stop = threading.Event()
    worker = threading.Thread(target=_work, args=(stop,), name="worker", daemon=True)
    before = signal.signal(signal.SIGTERM, _leave)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        # What takes longer is done again when its lease has ended.
        worker.join(PATIENCE)
        signal.signal(signal.SIGTERM, before)


def _work(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            work_until(stop)
        except Exception:
            log.exception("The worker failed; it goes on in five seconds")
            stop.wait(5)
    connection.close()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """End as on Ctrl-C, so that a job that has begun is finished."""
    sys.exit(0)


def _require_free(port: int) -> None:
    """Say at once that the server could not listen, not after all the loading."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Port {port} cannot be used ({error}). Give another one: "
            "make demo PORT=8001"
        ) from error


def _login() -> str:
    """The reviewer's password: made on the first run, kept beside the database.

    A user of that name whom somebody else made, or whose password was changed,
    keeps it.
    """
    path = settings.DATA_DIR / "demo-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="utf-8")
    password = path.read_text(encoding="utf-8").strip()
    user = User.objects.filter(username=USERNAME).first()
    if user is None:
        user = User(username=USERNAME, role=Role.REVIEWER, display_name="Demo reviewer")
        user.set_password(password)
        save_user(user=user, by=None)
    elif not user.check_password(password):
        return "(the one you have set)"
    return password

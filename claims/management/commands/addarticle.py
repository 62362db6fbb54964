"""``manage.py addarticle``: take an article in and show its claims."""

from __future__ import annotations

import json
import shutil
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.management.commands._input import published, submission
from claims.models import Claim
from claims.representation import claim_to_dict
from claims.services import Submitted, ended, submit
from claims.table import claims_table, printable
from factcheck.core.errors import Refused
from factcheck.core.models import Job, JobState
from sources.fetching import Asked


class Command(BaseCommand):
    """Stores an article and prints the claims found in it."""

    help = (
        "Store an article (a web address, an HTML or text file, or - for standard "
        "input), extract "
        "its claims and print them. Exit code 1 if it cannot be taken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the article and what is known about it."""
        parser.add_argument("article", metavar="URL|FILE|-")
        parser.add_argument("--outlet", help="name or domain of the outlet")
        parser.add_argument("--title", help="headline, if the article does not say")
        parser.add_argument("--url", help="where the file was published")
        parser.add_argument(
            "--published", type=published, metavar="DATE", help="ISO 8601"
        )
        parser.add_argument(
            "--json", action="store_true", help="print JSON instead of a table"
        )
        parser.add_argument(
            "--wait",
            type=float,
            default=120.0,
            metavar="SECONDS",
            help="how long to wait for a worker (default 120)",
        )

    def handle(self, *, article: str, **options: Any) -> None:  # Any: argparse
        """Submit, wait for the job, print."""
        try:
            submitted = submit(
                submission=submission(
                    article,
                    outlet=options["outlet"],
                    title=options["title"],
                    url=options["url"],
                    when=options["published"],
                ),
                by=None,
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        if isinstance(submitted, Asked):
            submitted = self._fetched(submitted, seconds=options["wait"])
        if submitted.job is not None:
            self._wait_for(submitted.job, seconds=options["wait"])
        else:
            self.stderr.write(
                f"The article is stored; no engine reads its language "
                f"({submitted.article.language}), so no claims were extracted."
            )
        found = Claim.objects.of_snapshot(submitted.snapshot).with_everything()
        claims = [claim_to_dict(claim) for claim in found]
        if options["json"]:
            self._print_json(submitted, claims)
        else:
            self._print_table(submitted, claims)

    def _fetched(self, asked: Asked, *, seconds: float) -> Submitted:
        """What the fetch brought; raises `CommandError` when it brings nothing."""
        give_up = time.monotonic() + seconds
        while not asked.job.is_finished and time.monotonic() < give_up:
            time.sleep(0.25)
            asked.job.refresh_from_db()
        asked.fetch.refresh_from_db()
        try:
            fetched = ended(asked)
        except Refused as error:
            raise CommandError(str(error)) from error
        if isinstance(fetched, Asked):
            raise CommandError(
                f"The page is not fetched yet; job {asked.job.public_id} is "
                f"{asked.job.state}. {asked.fetch.reason or 'Is a worker running?'}"
            )
        return fetched

    def _wait_for(self, job: Job, *, seconds: float) -> None:
        """Return when the job has succeeded; raise `CommandError` otherwise."""
        give_up = time.monotonic() + seconds
        while not job.is_finished and time.monotonic() < give_up:
            if self.stderr.isatty():
                self.stderr.write(f"\r{job.progress:4.0%} extracted", ending="")
            time.sleep(0.25)
            job.refresh_from_db()
        if job.state == JobState.SUCCEEDED:
            return
        if job.is_finished:
            raise CommandError(f"The article is stored, but: {job.reason}")
        raise CommandError(
            f"The article is stored; job {job.public_id} is {job.state}. "
            f"{job.reason or 'Is a worker running?'}"
        )

    def _print_json(self, submitted: Submitted, claims: list[dict[str, Any]]) -> None:
        article = submitted.article
        shown = {
            "article": str(article.public_id),
            "snapshot": str(submitted.snapshot.public_id),
            "title": article.title,
            "is_new": submitted.is_new,
            "claims": claims,
        }
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))

    def _print_table(self, submitted: Submitted, claims: list[dict[str, Any]]) -> None:
        article = submitted.article
        state = "added" if submitted.is_new else "was there already"
        self.stdout.write(f"{printable(article.title)} ({state})")
        self.stdout.write(
            f"outlet: {printable(str(article.outlet or '-'))}   "
            f"published: {article.published_on or '-'}   claims: {len(claims)}\n\n"
        )
        width = shutil.get_terminal_size((100, 24)).columns
        self.stdout.write(claims_table(claims, width=width))

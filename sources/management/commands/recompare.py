"""``manage.py recompare``: stored texts against each other, with the present rules."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck.core.models import JobState
from sources.comparing import ask_to_compare, newest_texts, not_compared


class Command(BaseCommand):
    """Asks for the comparison of newest texts with all others."""

    help = (
        "Compare the newest texts of articles with all others: those that never were, "
        "or only by older rules (after an upgrade), or --all (after an outlet was "
        "registered as an agency, or renamed). May be stopped and run again. Without "
        "Redis the work is done at once; else workers do it. Exit code 1 if a "
        "comparison fails."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --all."""
        parser.add_argument(
            "--all",
            action="store_true",
            help="also those compared by the present rules",
        )

    def handle(self, *, all: bool, **options: object) -> None:
        """Ask for one text after the other; count what became of it."""
        wanted = newest_texts() if all else not_compared()
        ids = list(wanted.values_list("pk", flat=True))
        done, waiting, failed = 0, 0, 0
        for number, snapshot_id in enumerate(ids, start=1):
            job = ask_to_compare(snapshot_id)
            if job.state == JobState.SUCCEEDED:
                done += 1
            elif job.is_finished:
                failed += 1
                self.stderr.write(f"text {snapshot_id}: {job.reason}")
            else:
                waiting += 1
            if self.stderr.isatty():
                # The next line, whatever it is, is written over this one.
                self.stderr.write(f"{number} of {len(ids)} texts\r", ending="")
        self.stdout.write(
            f"{len(ids)} texts: {done} compared, {waiting} left to a worker, "
            f"{failed} failed."
        )
        if failed:
            raise CommandError(
                f"{failed} comparison(s) failed; the jobs say why (Jobs in the admin)."
            )

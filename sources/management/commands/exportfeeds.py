"""``manage.py exportfeeds``: the list of feeds for another feed reader."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources.feeding import export_opml
from sources.models import Feed


class Command(BaseCommand):
    """Writes the feeds as OPML."""

    help = "Write all feeds as an OPML list, to a file or to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", nargs="?", default="-", metavar="FILE|-")

    def handle(self, *, file: str, **options: object) -> None:
        """Write."""
        feeds = list(Feed.objects.order_by("title", "id"))
        written = export_opml(feeds)
        if file == "-":
            self.stdout.write(written.decode("utf-8"), ending="")
            return
        try:
            Path(file).write_bytes(written)
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from error
        self.stderr.write(f"Feeds written to {file}: {len(feeds)}.")

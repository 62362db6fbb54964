"""``manage.py importoutlets``: the register of outlets from CSV."""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources.outlet_sheet import COLUMNS, MOST_BYTES
from sources.register import NotImported, import_outlets
from sources.wording import one_line


class Command(BaseCommand):
    """Enters a sheet into the register, wholly or not at all."""

    help = (
        "Create and update outlets from a CSV file in UTF-8, as exportoutlets writes "
        f"it. Columns: {', '.join(COLUMNS)}; only name is required. A row stands for "
        "the outlet of its domain, else of its name; a new grade adds a dated rating. "
        "If anything is wrong, every fault is named, nothing is stored and the exit "
        "code is 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument(
            "file", metavar="FILE|-", help="the CSV file; - is standard input"
        )

    def handle(self, *, file: str, **options: object) -> None:
        """Import, and say what was done or what is wrong."""
        data = _read(file)
        try:
            imported = import_outlets(data, by=None)
        except NotImported as error:
            for fault in error.faults:
                self.stderr.write(one_line(str(fault)))
            if error.count > len(error.faults):
                self.stderr.write(f"… and {error.count - len(error.faults)} more.")
            raise CommandError(str(error)) from error
        self.stdout.write(str(imported))


def _read(place: str) -> bytes:
    # A little over what is taken, so that the service can say that it is too much.
    if place == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(place).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"Cannot read {place}: {error.strerror}.") from error

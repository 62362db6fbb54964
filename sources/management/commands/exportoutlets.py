"""``manage.py exportoutlets``: the register of outlets as CSV."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources.register import export_outlets


class Command(BaseCommand):
    """Writes the register to standard output or a file."""

    help = (
        "Write the register of outlets, with today's grades, as CSV in UTF-8. Cells "
        "that a spreadsheet would take for a formula begin with an apostrophe, which "
        "importoutlets takes off again. Exit code 1 if the file cannot be written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and --bom."""
        parser.add_argument(
            "file",
            nargs="?",
            default="-",
            metavar="FILE",
            help="where to write it (default: standard output); replaced if it exists",
        )
        parser.add_argument(
            "--bom",
            action="store_true",
            help="begin with a byte order mark, by which Excel knows UTF-8",
        )

    def handle(self, *, file: str, bom: bool, **options: object) -> None:
        """Write it."""
        text = export_outlets(bom=bom)
        if file == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(file).write_bytes(text.encode())
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from error

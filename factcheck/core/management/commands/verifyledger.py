"""``manage.py verifyledger``: whether the ledger is whole."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck.core.ledger import verify


class Command(BaseCommand):
    """Walks along the chain; exit code 1 at the first link that does not hold."""

    help = (
        "Check that no event of the audit ledger was altered, moved, left out or cut "
        "off, and print how many there are and the hash of the last. Keep that hash "
        "elsewhere, and give it next time as --expect-head."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --from and --expect-head."""
        parser.add_argument(
            "--from",
            dest="first",
            type=int,
            default=1,
            metavar="N",
            help="begin at event N and believe what lies before (default 1)",
        )
        parser.add_argument(
            "--expect-head",
            dest="expected",
            metavar="HASH",
            help="a hash printed earlier: it must be in the ledger",
        )

    def handle(self, *, first: int, expected: str | None, **options: object) -> None:
        """Verify and print."""
        if first < 1:
            raise CommandError("Events are counted from 1: give --from 1 or more.")
        found = verify(first=first, expected=expected.lower() if expected else None)
        if found.broken is not None:
            broken = found.broken
            named = f" ({broken.public_id})" if broken.public_id else ""
            raise CommandError(
                f"The ledger is broken at event {broken.number}{named}: "
                f"{broken.fault}. The {found.count} read before it hold."
            )
        extent = f", {first} to {found.number}" if found.count else ""
        self.stdout.write(f"{found.count} events hold{extent}.")
        self.stdout.write(f"head {found.number} {found.hash}")
        if found.expected_at is not None:
            later = found.number - found.expected_at
            self.stdout.write(
                f"The expected head is event {found.expected_at}; {later} came later."
            )

"""``manage.py weeklyreport``: make reports on finished weeks, write or check one."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import WeeklyReport
from claims.reports.formats import Format, document_of, files_of
from claims.reports.freezing import (
    Verification,
    missing_weeks,
    report_on,
    scope_of,
    verify,
)
from factcheck.core.errors import FactcheckError
from factcheck.lib.weeks import Week, week_named
from sources.addresses import outlet_domain
from sources.models import Outlet

WRONG_USE = 2  # the exit code


class Command(BaseCommand):
    """Makes what is missing; what is there is never made again."""

    help = (
        "Make the report on one finished week and on those before it that have none, "
        "or (without --week) on every finished week without a report, in order. A "
        "report that is there is left as it is. Prints what each says in short, or "
        "writes it into files. With --verify, nothing is made: a report is built anew "
        "from the ledger as of its cut-off, and compared. Exit code 0 if all went "
        "well, 1 if a report cannot be made or does not hold, 2 for wrong use."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the week, the scope and the form."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--week", type=_week, metavar="WEEK", help="ISO 8601: 2026-W47"
        )
        which.add_argument(
            "--verify", type=_week, metavar="WEEK", help="check the report on this week"
        )
        parser.add_argument(
            "--outlet", metavar="DOMAIN", help="on the articles of this outlet alone"
        )
        parser.add_argument(
            "--format",
            type=Format,
            choices=list(Format),
            metavar="|".join(Format),
            help="write each report into a file; as csv, one for each of its tables",
        )
        parser.add_argument(
            "--output",
            type=Path,
            metavar="DIR",
            help="where the files go; it is made if it is not there (default: .)",
        )

    def handle(self, *, outlet: str | None, **options: Any) -> None:  # Any: argparse
        """Make, then print or write; or check."""
        if options["output"] and not options["format"]:
            raise CommandError("--output needs --format.", returncode=WRONG_USE)
        if options["verify"] and options["format"]:
            raise CommandError("--verify writes no files.", returncode=WRONG_USE)
        scope = scope_of(_outlet(outlet))
        try:
            if options["verify"]:
                self._check(_report(options["verify"], scope))
                return
            made = 0
            for report in self._reports(options["week"], scope):
                self._show(report, options["format"], options["output"] or Path())
                made += 1
        except FactcheckError as error:
            raise CommandError(str(error)) from error
        if not made:
            self.stdout.write("No finished week is without a report.")

    def _reports(self, week: Week | None, scope: str) -> Iterator[WeeklyReport]:
        """The report on the week, or each that is missing, as it is made."""
        if week is not None:
            yield report_on(week, scope=scope, tell=self._tell)
            return
        for missing in missing_weeks(scope):
            yield report_on(missing, scope=scope, tell=self._tell)

    def _show(self, report: WeeklyReport, form: Format | None, folder: Path) -> None:
        if form is None:
            document = document_of(report)
            self.stdout.write(f"{document.title} (no. {report.number})")
            self.stdout.write(f"  {document.subtitle}")
            self.stdout.write(f"  {document.summary}")
            self.stdout.write(f"  SHA-256 {report.sha256}")
            return
        self._tell(f"{report.week}: {form}")
        for name, content in files_of(report, form):
            _write(folder, name, content)
            self.stdout.write(str(folder / name))

    def _check(self, report: WeeklyReport) -> None:
        """Say that the report holds, or where it does not."""
        found = verify(report, tell=self._tell)
        if found.holds:
            self.stdout.write(f"{report.week} holds: SHA-256 {report.sha256}.")
            return
        for place in found.differences or ():
            self.stdout.write(place)
        verdict = "does not hold" if found.fault or found.differences else "is intact"
        raise CommandError(f"{report.week} {verdict}: {_why_not(found)}.")

    def _tell(self, step: str) -> None:
        if self.stderr.isatty():
            # The next line, whatever it is, is written over this one.
            self.stderr.write(f"\x1b[2K{step}\r", ending="")


def _week(text: str) -> Week:
    try:
        return week_named(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _outlet(domain: str | None) -> Outlet | None:
    if domain is None:
        return None
    try:
        outlet = Outlet.objects.filter(domain=outlet_domain(domain)).first()
    except ValueError as error:
        raise CommandError(str(error), returncode=WRONG_USE) from error
    if outlet is None:
        raise CommandError(f"There is no outlet with the domain {domain!r}.")
    return outlet


def _report(week: Week, scope: str) -> WeeklyReport:
    report = WeeklyReport.objects.filter(monday=week.monday, scope=scope).first()
    if report is None:
        raise CommandError(f"There is no report on {week}: make it with --week {week}.")
    return report


def _why_not(found: Verification) -> str:
    reasons = [found.fault] if found.fault else []
    if found.differences is None:
        reasons.append(
            f"it was made by version {found.report.generator} of the generator, and "
            "this version cannot build it anew"
        )
    elif found.differences:
        reasons.append(f"built anew, it differs in {len(found.differences)} place(s)")
    return "; ".join(reasons)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write the file whole or not at all."""
    part = folder / f".{name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(folder / name)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(
            f"Cannot write {os.fspath(folder / name)}: {error.strerror}."
        ) from error

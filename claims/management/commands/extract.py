"""``manage.py extract``: claims of texts, without a database."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.management.commands._input import Unreadable, published, submission
from claims.services import extract_exactly, extract_submission
from claims.table import claims_table, printable
from factcheck.core.errors import FactcheckError, Refused


class Command(BaseCommand):
    """Runs the engine and stores nothing."""

    help = (
        "Extract claims from text or HTML files (or standard input) and print them. "
        "No database is touched. Exit code 1 if any input could not be read."
    )
    requires_migrations_checks = False
    requires_system_checks = ()  # no server is asked

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the files and the format."""
        parser.add_argument("files", nargs="*", default=["-"], metavar="FILE|-")
        parser.add_argument(
            "--format", choices=("table", "json", "jsonl"), default="table"
        )
        parser.add_argument(
            "--published", type=published, metavar="DATE", help="ISO 8601"
        )
        parser.add_argument(
            "--outlet",
            action="store_true",
            help="also list the article's own factual sentences that are attributed "
            "to nobody, as claims of tier outlet",
        )
        parser.add_argument(
            "--jsonl-in",
            action="store_true",
            help='each input line is {"doc_id", "text"}, each output line {"doc_id", '
            '"engine", "claims"}; spans count characters of the text as given',
        )

    def handle(
        self, *, files: list[str], format: str, jsonl_in: bool, **options: Any
    ) -> None:  # Any: argparse
        """Print the claims of every input; go on after one that is refused."""
        if jsonl_in:
            self._extract_lines(
                files, when=options["published"], outlet_tier=options["outlet"]
            )
            return
        failures, results = 0, []
        for file in files:
            try:
                given = submission(file, when=options["published"])
                document, extraction = extract_submission(
                    submission=given, by=None, outlet_tier=options["outlet"]
                )
            except (Refused, Unreadable) as error:
                failures += 1
                self.stderr.write(f"{file}: {error}")
                continue
            except FactcheckError as error:
                raise CommandError(str(error)) from error
            result = {"doc_id": file, "text": document.text, **extraction.to_dict()}
            if format == "table":
                self._print_table(file, document.title, result["claims"])
            elif format == "jsonl":
                self.stdout.write(json.dumps(result, ensure_ascii=False))
            else:
                results.append(result)
        if format == "json":
            self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2))
        if failures:
            raise CommandError(f"{failures} input(s) could not be read.")

    def _extract_lines(
        self, files: list[str], *, when: date | datetime | None, outlet_tier: bool
    ) -> None:
        for file in files:
            for doc_id, text in _documents(file):
                try:
                    extraction = extract_exactly(
                        text, published=when, outlet_tier=outlet_tier
                    )
                except FactcheckError as error:
                    raise CommandError(str(error)) from error
                result = {"doc_id": doc_id, **extraction.to_dict()}
                self.stdout.write(json.dumps(result, ensure_ascii=False))

    def _print_table(self, name: str, title: str, claims: list[dict[str, Any]]) -> None:
        width = shutil.get_terminal_size((100, 24)).columns
        self.stdout.write(f"{printable(name)}: {printable(title)}\n")
        self.stdout.write(claims_table(claims, width=width) + "\n")


def _documents(file: str) -> Iterator[tuple[str, str]]:
    """Id and text of each line; a malformed line ends the command."""
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            doc_id, text = record["doc_id"], record["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(
                f'{file}, line {number}: not a JSON object with "doc_id" and "text".'
            ) from error
        if not isinstance(doc_id, str) or not isinstance(text, str):
            raise CommandError(
                f'{file}, line {number}: "doc_id" and "text" must be strings.'
            )
        yield doc_id, text


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        yield from sys.stdin
        return
    try:
        with Path(file).open(encoding="utf-8") as lines:
            yield from lines
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Cannot read {file}: {error}.") from error

"""``manage.py exportcorrections``: what people corrected, for training."""

from __future__ import annotations

import argparse
import json
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, time
from pathlib import Path
from typing import IO

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    OutputWrapper,
)
from django.utils.dateparse import parse_date

from claims.corrections.exporting import corpus_rows


class Command(BaseCommand):
    """Writes corrected texts as annotated documents, one JSON object a line."""

    help = (
        "Write every text in which a person corrected, added or rejected a claim, "
        "with all its claims as they stand now, one JSON object a line: "
        '{"doc_id", "text", "attributions": [{"source", "cue", "content": '
        "[[start, end], …]}]}. It is what training/ and the command evaluate read. "
        "Left out: the outlet's own sentences, and claims inside other claims."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the day and the file."""
        parser.add_argument(
            "--since",
            type=_day,
            metavar="DATE",
            help="only texts with a correction on that day or later (UTC), 2026-03-31",
        )
        parser.add_argument(
            "--output",
            default="-",
            metavar="FILE|-",
            help="where to write (default: standard output)",
        )

    def handle(self, *, since: datetime | None, output: str, **options: object) -> None:
        """Write text by text."""
        texts = claims = 0
        try:
            with _opened(output, self.stdout) as file:
                for row in corpus_rows(since=since):
                    # Half characters, which UTF-8 cannot write, stay escaped.
                    file.write(f"{json.dumps(row)}\n")
                    texts += 1
                    claims += len(row["attributions"])
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
        self.stderr.write(f"Corrected texts: {texts}, with {claims} claims.")


def _day(text: str) -> datetime:
    try:
        day = parse_date(text)
    except ValueError:  # well-formed, but no day of the calendar
        day = None
    if day is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-03-31")
    return datetime.combine(day, time.min, tzinfo=UTC)


def _opened(
    output: str, standard: OutputWrapper
) -> AbstractContextManager[IO[str] | OutputWrapper]:
    if output == "-":
        return nullcontext(standard)
    return Path(output).open("w", encoding="utf-8", newline="\n")

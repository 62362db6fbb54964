"""``manage.py evaluate``: how good the engine is on annotated documents."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.evaluation import (
    Evaluation,
    MalformedLine,
    as_dict,
    as_lines,
    read_document,
)
from claims.management.commands._input import Unreadable
from claims.services import extract_exactly
from factcheck.core.errors import FactcheckError


class Command(BaseCommand):
    """Runs the engine as configured and compares; nothing is stored."""

    help = (
        "Run the engine over annotated documents, one JSON object a line: "
        '{"text", "attributions": [{"source", "cue", "content": [[start, end], …]}]}, '
        "and print how much of them it finds. Claims that somebody relays are left "
        "out, because such corpora annotate the outermost attribution only. No "
        "database is touched. Exit code 1 if a line could not be read."
    )
    requires_migrations_checks = False
    requires_system_checks = ()  # no server is asked

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and what is shown of it."""
        parser.add_argument("gold", metavar="GOLD.jsonl|-")
        parser.add_argument(
            "--punct", action="store_true", help="count punctuation marks as words"
        )
        parser.add_argument(
            "--json", action="store_true", help="print JSON instead of a table"
        )
        parser.add_argument(
            "--limit", type=_count, metavar="N", help="only the first N documents"
        )
        parser.add_argument(
            "--by-class", action="store_true", help="recall by class of annotation"
        )
        parser.add_argument(
            "--calibration",
            action="store_true",
            help="whether claims are right as often as their confidence says",
        )

    def handle(self, *, gold: str, **options: Any) -> None:  # Any: argparse
        """Compare document by document, then print."""
        evaluation = Evaluation(punct=options["punct"])
        engine, malformed = "", 0
        for number, line in _lines(gold):
            if evaluation.scores.documents == options["limit"]:
                break
            try:
                document = read_document(line)
            except MalformedLine as error:
                malformed += 1
                self.stderr.write(f"{gold}, line {number}: {error}")
                continue
            try:
                extraction = extract_exactly(document.text, published=None)
            except FactcheckError as error:
                raise CommandError(str(error)) from error
            engine = extraction.engine
            evaluation.add(document, extraction.attributions)
            self._show_progress(evaluation)
        if evaluation.scores.documents:
            self._print(evaluation, engine=engine, options=options)
        elif not malformed:
            raise CommandError(f"{gold} holds no document.")
        if malformed:
            raise CommandError(f"{malformed} line(s) could not be read.")

    def _show_progress(self, evaluation: Evaluation) -> None:
        if self.stderr.isatty():
            # The next line, whatever it is, is written over this one.
            self.stderr.write(f"{evaluation.scores.documents} documents\r", ending="")

    def _print(
        self, evaluation: Evaluation, *, engine: str, options: dict[str, Any]
    ) -> None:  # Any: argparse
        shown = {name: options[name] for name in ("by_class", "calibration")}
        if options["json"]:
            result = {"engine": engine, **as_dict(evaluation, **shown)}
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"engine {engine}")
        for line in as_lines(evaluation, **shown):
            self.stdout.write(line)


def _count(text: str) -> int:
    try:
        count = int(text)
    except ValueError:
        count = 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of documents")
    return count


def _lines(place: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers."""
    try:
        with _opened(place) as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise Unreadable(f"Cannot read {place}: {error.strerror}.") from error


def _opened(place: str) -> AbstractContextManager[IO[bytes]]:
    if place == "-":
        return nullcontext(sys.stdin.buffer)
    return Path(place).open("rb")

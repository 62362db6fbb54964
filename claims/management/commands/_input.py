"""What the commands that take an article share: reading it, and saying what failed."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import CommandError

from sources.services import Submission


class Unreadable(CommandError):
    """The file is not there, or may not be read."""


# A little over what the reader takes, so that it can say by how much it is too big.
LARGEST_READ = 16 * 1024 * 1024  # bytes


def published(text: str) -> date | datetime:
    """Parse ``--published``: an ISO 8601 date or date-time."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else _moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no ISO 8601 date or date-time: write 2026-11-22 or "
            "2026-11-22T06:30+01:00"
        ) from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def submission(
    place: str,
    *,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    when: date | datetime | None = None,
) -> Submission:
    """The article at ``place``: a file, a URL, or "-" for standard input."""
    if place.startswith(("http://", "https://")):
        return Submission(url=place, outlet=outlet, title=title, published=when)
    return Submission(
        data=read(place),
        content_type=_content_type(place),
        url=url,
        outlet=outlet,
        title=title,
        published=when,
    )


def read(place: str) -> bytes:
    """The file's bytes, "-" for standard input; raises `Unreadable`."""
    if place == "-":
        return sys.stdin.buffer.read(LARGEST_READ)
    try:
        with Path(place).open("rb") as file:
            return file.read(LARGEST_READ)
    except OSError as error:
        raise Unreadable(f"Cannot read {place}: {error.strerror}.") from error


def _content_type(place: str) -> str:
    suffix = Path(place).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml"):
        return "text/html"
    return "text/plain" if suffix in (".txt", ".text") else ""

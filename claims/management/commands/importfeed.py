"""``manage.py importfeed``: follow a feed or a list of them, take in what is new."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.management.commands._bringing import Bringing, Outcome, newest_item
from claims.management.commands._input import read
from claims.table import printable
from factcheck.core.errors import Refused
from sources.feeding import Followed, follow, import_opml
from sources.models import Feed


class Command(BaseCommand):
    """Follows feeds, polls them, fetches what is new and prints it."""

    help = (
        "Follow a feed (its web address) or the feeds of an OPML file (- for standard "
        "input), poll them now, fetch their new articles, extract their claims and "
        "print them. May be run again at any time: each item is taken once. Exit code "
        "1 if a feed or one of its articles cannot be had."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the feeds and how to wait for them."""
        parser.add_argument("place", metavar="URL|FILE.opml|-")
        parser.add_argument(
            "--outlet",
            help="name or domain of the outlet of all their articles (of feeds that "
            "are not followed yet)",
        )
        parser.add_argument(
            "--no-wait",
            action="store_true",
            help="leave the articles to a worker or to manage.py runjobs",
        )
        parser.add_argument(
            "--wait",
            type=float,
            default=600.0,
            metavar="SECONDS",
            help="how long to wait for articles and retries (default 600)",
        )
        parser.add_argument(
            "--json", action="store_true", help="print JSON instead of a table"
        )

    def handle(
        self,
        *,
        place: str,
        outlet: str | None,
        no_wait: bool,
        wait: float,
        **options: Any,  # Any: argparse
    ) -> None:
        """Follow, do or wait for the work, print."""
        newest = newest_item()
        followed = _follow(place, outlet=outlet)
        bringing = Bringing([one.feed for one in followed], newest=newest)
        ended = True
        if not no_wait:
            try:
                ended = bringing.finish(seconds=wait, tell=self._tell)
            except KeyboardInterrupt as error:
                raise CommandError(
                    "Stopped. manage.py runjobs, or a worker, goes on with the rest."
                ) from error
            if self.stderr.isatty():
                self.stderr.write("\r\033[K", ending="")
        feeds = list(Feed.objects.filter(pk__in=[one.feed.pk for one in followed]))
        outcome = bringing.outcome()
        if options["json"]:
            self._print_json(feeds, outcome)
        else:
            self._print_table(feeds, followed, outcome)
        _require_success(feeds, outcome, ended=ended)

    def _tell(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} articles fetched", ending="")

    def _print_json(self, feeds: list[Feed], outcome: Outcome) -> None:
        shown = {
            "feeds": [
                {
                    "id": str(feed.public_id),
                    "feed_url": feed.url,
                    "title": feed.title,
                    "state": feed.state.value,
                    "code": feed.code,
                    "reason": feed.reason,
                }
                for feed in feeds
            ],
            "articles": [
                {
                    "article": str(brought.article.public_id),
                    "title": brought.article.title,
                    "item_url": brought.url,
                    "claims": brought.claims,
                }
                for brought in outcome.new
            ],
            "known": outcome.known,
            "failures": [
                {"item_url": one.url, "code": one.code, "reason": one.reason}
                for one in outcome.failures
            ],
            "waiting": outcome.waiting,
        }
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))

    def _print_table(
        self, feeds: list[Feed], followed: list[Followed], outcome: Outcome
    ) -> None:
        width = max(60, shutil.get_terminal_size((100, 24)).columns)
        new = {one.feed.pk for one in followed if one.is_new}
        for feed in feeds:
            since = "followed now" if feed.pk in new else "followed already"
            title = printable(feed.title or feed.url)
            self.stdout.write(f"{title} ({since}): {feed.state.label}")
            if feed.reason:
                self.stdout.write(_indented(feed.reason, width))
        if outcome.new:
            self.stdout.write("\nClaims  New article")
            self.stdout.write("──────  " + "─" * (width - 8))
        for brought in outcome.new:
            count = "–" if brought.claims is None else str(brought.claims)
            title = textwrap.shorten(
                printable(brought.article.title), width - 8, placeholder="…"
            )
            self.stdout.write(f"{count:>6}  {title}")
        if outcome.failures:
            self.stdout.write("\nNot taken")
            self.stdout.write("─" * width)
        for failure in outcome.failures:
            self.stdout.write(printable(failure.url))
            self.stdout.write(_indented(f"{failure.code}: {failure.reason}", width))
        self.stdout.write(
            f"\nNew articles: {len(outcome.new)}. Here already: {outcome.known}. "
            f"Not taken: {len(outcome.failures)}. Waiting: {len(outcome.waiting)}."
        )


def _follow(place: str, *, outlet: str | None) -> list[Followed]:
    """Raises `CommandError` with the reason; then no feed is followed."""
    try:
        if place.startswith(("http://", "https://")):
            return [follow(url=place, by=None, outlet=outlet)]
        return import_opml(data=read(place), by=None, outlet=outlet)
    except Refused as error:
        raise CommandError(str(error)) from error


def _require_success(feeds: list[Feed], outcome: Outcome, *, ended: bool) -> None:
    """Raise `CommandError`, and so exit with 1, when something is missing."""
    missing = []
    if failing := sum(1 for feed in feeds if feed.failures):
        missing.append(f"feeds that cannot be read: {failing}")
    if outcome.failures:
        missing.append(f"articles that cannot be had: {len(outcome.failures)}")
    if not ended:
        missing.append(
            f"articles that still wait: {len(outcome.waiting)} (is a worker running? "
            "manage.py runjobs goes on with them)"
        )
    if missing:
        raise CommandError(f"Not everything is here; {', '.join(missing)}.")


def _indented(text: str, width: int) -> str:
    return textwrap.fill(
        printable(text), width, initial_indent="    ", subsequent_indent="    "
    )

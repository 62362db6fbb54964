"""``manage.py reread``: stored pages again, with the present reader."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck.core.errors import FactcheckError
from sources.models import Article
from sources.reading import READER_VERSION
from sources.services import reread_article
from sources.snapshots import read_again


class Command(BaseCommand):
    """Reads the raw bytes of the newest snapshots again."""

    help = (
        "Read stored pages again with the present reader. Where it reads a page "
        "differently, the article gets a new text, its claims are extracted again, "
        "and reviews stay with the claims whose words are unchanged. Exit code 1 if "
        "a page cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the articles and --dry-run."""
        parser.add_argument(
            "articles",
            nargs="*",
            metavar="ID",
            help="public ids of articles (default: all that an older reader has read)",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would change, store nothing",
        )

    def handle(
        self, *, articles: list[str], dry_run: bool, **options: Any
    ) -> None:  # Any: argparse
        """Go through the articles one by one; what fails is named and passed over."""
        changed, unchanged, failed = 0, 0, 0
        for article in _articles(articles):
            try:
                is_changed = (
                    _would_change(article)
                    if dry_run
                    else reread_article(article) is not None
                )
            except FactcheckError as error:
                failed += 1
                self.stderr.write(f"{article.public_id}: {error}")
                continue
            changed += is_changed
            unchanged += not is_changed
            if is_changed:
                self.stdout.write(f"{article.public_id}  {article.title}")
        self.stdout.write(
            f"Reader {READER_VERSION}: {changed} read differently, {unchanged} as "
            f"before, {failed} not readable."
        )
        if failed:
            raise CommandError(f"{failed} article(s) could not be read again.")


def _articles(ids: list[str]) -> list[Article]:
    if not ids:
        return list(
            Article.objects.exclude(snapshots__reader_version=READER_VERSION)
            .filter(snapshots__isnull=False)
            .distinct()
            .order_by("pk")
        )
    found = []
    for public_id in ids:
        try:
            found.append(Article.objects.get(public_id=public_id))
        except (Article.DoesNotExist, ValueError, TypeError) as error:
            raise CommandError(
                f"There is no article {public_id}. Ids are in the API and in the "
                "address of the article's page."
            ) from error
    return found


def _would_change(article: Article) -> bool:
    latest = article.snapshots.order_by("-number").first()
    return latest is not None and read_again(latest).text != latest.text

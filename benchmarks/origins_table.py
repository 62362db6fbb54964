"""How fast copies are found in the installation's own table: ``origins_table.py DATA``.

``DATA`` is the folder that ``independence.py`` reads. Makes a database of its own
beside the one in DATABASE_URL (PostgreSQL or SQLite), fills it with the fingerprints
of 100,000 articles put together as there, and times what the product does for each
new article: keeping its fingerprints, and looking up which articles to compare.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.db import connection, transaction

from sources.comparing import keep_fingerprints, likely_copies
from sources.independence import fingerprints
from sources.models import Article, Fingerprint
from tests.factories import make_article
from tests.quality.copies import SEED, load_articles

_FILLED = 100_000
_AT_ONCE = 1_000
_TIMED = 500


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    connection.creation.create_test_db(verbosity=0)
    try:
        measure(folder)
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]))


def measure(folder: Path) -> None:
    """Fill the table, then time new articles one by one."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    paragraphs = [
        part
        for article in load_articles(folder).values()
        for part in article.text.split("\n")
        if len(part) > 40
    ]

    def text() -> str:
        return "\n\n".join(chance.sample(paragraphs, 8))

    began = time.perf_counter()
    for _ in range(_FILLED // _AT_ONCE):
        fill([text() for _ in range(_AT_ONCE)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"{connection.vendor}: {_FILLED:,} articles, "
        f"{Fingerprint.objects.count():,} fingerprints, "
        f"filled in {time.perf_counter() - began:.0f} s; {table_size()}"
    )
    keeping: list[float] = []
    looking: list[float] = []
    cpu = time.process_time()
    for _ in range(_TIMED):
        snapshot = make_article(text(), extracted=False).snapshots.get()
        own = fingerprints(snapshot.text)
        began = time.perf_counter()
        keep_fingerprints(snapshot, own)
        kept = time.perf_counter()
        likely_copies(snapshot, own)
        looking.append(1000 * (time.perf_counter() - kept))
        keeping.append(1000 * (kept - began))
    cpu = time.process_time() - cpu
    for name, times in (("keep", keeping), ("look up", looking)):
        times.sort()
        print(
            f"{name:8} p50 {times[_TIMED // 2]:.1f} ms  "
            f"p95 {times[_TIMED * 95 // 100]:.1f} ms  max {times[-1]:.1f} ms"
        )
    print(f"both, of this process {1000 * cpu / _TIMED:.1f} ms CPU an article")


def fill(texts: list[str]) -> None:
    """Articles with their fingerprints, many at once."""
    with transaction.atomic():
        found = [fingerprints(words) for words in texts]
        articles = Article.objects.bulk_create(
            Article(title="filled", language="en", fingerprint_count=len(own))
            for own in found
        )
        Fingerprint.objects.bulk_create(
            [
                Fingerprint(article=article, value=value)
                for article, own in zip(articles, found, strict=True)
                for value in own
            ],
            batch_size=10_000,
        )


def table_size() -> str:
    """What the table and its indexes take on disk, where the database says."""
    if connection.vendor != "postgresql":
        return "size not asked"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('sources_fingerprint')")
        (size,) = cursor.fetchone() or (0,)
    return f"{size / 1e6:,.0f} MB on disk"


if __name__ == "__main__":
    main()

"""What a weekly report costs: ``report.py [CLAIMS [CLAIMS_OF_THE_WEEK]]``.

Makes a database of its own beside the one in DATABASE_URL (PostgreSQL), fills it with
claims of many weeks (1,000,000, of which 20,000 each week), a fifth of them decided by
two votes on both questions, and makes the report on the last week in a process of its
own. Printed are seconds, the most memory that process took, and the sizes of the faces.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
os.environ.setdefault("ALLOW_IN_PROCESS_JOBS", "true")

import django

django.setup()

from django.db import connection, models

from claims.models import Claim, ExtractionRun, Review, Speaker
from claims.models.report import ALL
from claims.reports.building import build
from claims.reports.composing import Imprint, compose
from claims.reports.freezing import sha256_of, terms_now, window_of
from claims.reports.gathering import gather
from claims.reports.rendering import html, pdf
from factcheck.core.ledger import canonical_json
from factcheck.core.permissions import Role
from factcheck.lib.weeks import week_named
from sources.models import Article, Snapshot
from tests.factories import make_article, make_claim, make_outlet, make_user

WEEK = week_named("2026-W47")
PER_ARTICLE = 20
OUTLETS = 40
SPEAKERS = 2_000
REVIEWERS = 10
DECIDED = 5  # one claim in so many


def main() -> None:
    """Fill, then measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("claims", type=int, nargs="?", default=1_000_000)
    parser.add_argument("weekly", type=int, nargs="?", default=20_000)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    if connection.vendor != "postgresql":
        sys.exit("DATABASE_URL must name a PostgreSQL server.")
    name = connection.creation.create_test_db(verbosity=0)
    try:
        began = time.perf_counter()
        fill(options.claims, options.weekly)
        print(
            f"{Claim.objects.count():,} claims, {Review.objects.count():,} votes "
            f"stored in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        subprocess.run(
            [sys.executable, __file__, "--measure"],
            env=os.environ | {"DATABASE_URL": url},
            check=True,
        )
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]))


def measure() -> None:
    """Make the report on the last week, and its faces."""
    print(f"{most_memory():.0f} MB before anything is read")
    began = time.perf_counter()
    facts = gather(
        window_of(WEEK, ALL, terms_now()),
        lambda step: print(f"{time.perf_counter() - began:6.1f} s  {step}", flush=True),
    )
    payload = canonical_json(build(facts))
    print(
        f"{time.perf_counter() - began:6.1f} s  payload of {len(payload):,} bytes, "
        f"{len(facts.decisions):,} decisions; {most_memory():.0f} MB at most"
    )
    document = compose(json.loads(payload), Imprint(sha256_of(payload)))
    for name, render in (("HTML", html.render), ("PDF", pdf.render)):
        began = time.perf_counter()
        size = len(render(document))
        print(f"{time.perf_counter() - began:6.1f} s  {name} of {size:,} bytes")
    print(f"{most_memory():.0f} MB at most")


def most_memory() -> float:
    """The most that this process has had in memory, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def fill(count: int, weekly: int) -> None:
    """So many claims, so many of them a week, up to the end of `WEEK`."""
    outlets = [make_outlet(f"Outlet {number}") for number in range(OUTLETS)]
    article = make_article(outlet=outlets[0])
    claim = make_claim(article, check_worthiness=0.5)
    reviewers = [make_user(Role.REVIEWER) for _ in range(REVIEWERS)]
    step = timedelta(weeks=1) / weekly
    first = f"timestamptz '{(WEEK.ends - step * count).isoformat()}'"
    claims_step = f"interval '{step.total_seconds()} seconds'"
    articles = count // PER_ARTICLE
    copy(
        Speaker, claim.speaker, SPEAKERS,
        id="1000 + n", public_id="gen_random_uuid()", name="'Speaker ' || n",
    )  # fmt: skip
    copy(
        Article, article, articles,
        id="1000 + n", public_id="gen_random_uuid()",
        outlet_id=f"{outlets[0].pk} + n % {OUTLETS}", title="'Pool to close, ' || n",
        created_at=f"{first} + n * {PER_ARTICLE} * {claims_step}",
    )  # fmt: skip
    copy(
        Snapshot, article.snapshots.get(), articles,
        id="1000 + n", public_id="gen_random_uuid()", article_id="1000 + n",
        fetched_at=f"{first} + n * {PER_ARTICLE} * {claims_step}",
    )  # fmt: skip
    copy(
        ExtractionRun, claim.run, articles,
        id="1000 + n", public_id="gen_random_uuid()", snapshot_id="1000 + n",
    )  # fmt: skip
    decided = f"n % {DECIDED} = 0"
    copy(
        Claim, claim, count,
        id="1000 + n", public_id="gen_random_uuid()", thread="gen_random_uuid()",
        snapshot_id=f"1000 + n / {PER_ARTICLE}", run_id=f"1000 + n / {PER_ARTICLE}",
        fingerprint="md5(n::text)", ordinal=f"n % {PER_ARTICLE} + 1",
        speaker_id=f"1000 + (n * 7919) % {SPEAKERS}",
        check_worthiness="(n * 37 % 100) / 100.0", confidence="0.5 + n % 50 / 100.0",
        created_at=f"{first} + n * {claims_step}",
        progress=f"CASE WHEN {decided} THEN 'decided' ELSE 'new' END",
        **{
            f"{aspect}_{part}": f"CASE WHEN {decided} THEN '{value}' ELSE '{none}' END"
            for aspect in ("attribution", "content")
            for part, value, none in (
                ("verdict", "unverified", ""), ("agreement", "quorum", "none"),
            )
        },
    )  # fmt: skip
    vote = Review(
        claim=claim, reviewer=reviewers[0], aspect="content", verdict="unverified",
        rationale="Nothing was found that says so.", snapshot=claim.snapshot,
        is_additional=False, is_adjudication=False,
    )  # fmt: skip
    # Four votes on each decided claim, some minutes after it was found.
    number = f"(n / 4 * {DECIDED})"
    copy(
        Review, vote, count // DECIDED * 4,
        id="1000 + n", public_id="gen_random_uuid()", cast="gen_random_uuid()",
        claim_id=f"1000 + {number}", snapshot_id=f"1000 + {number} / {PER_ARTICLE}",
        reviewer_id=f"{reviewers[0].pk} + n / 2 % 2",
        aspect="CASE WHEN n % 2 = 0 THEN 'content' ELSE 'attribution' END",
        created_at=f"{first} + {number} * {claims_step} + interval '1 second'",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def copy(
    model: type[models.Model],
    pattern: models.Model | None,
    count: int,
    **expressions: str,
) -> None:
    """Rows like ``pattern``, but for these columns, SQL of their number ``n``."""
    table = model._meta.db_table
    fields = model._meta.concrete_fields
    columns = [field.column for field in fields]
    given = [
        field.get_db_prep_save(getattr(pattern, field.attname), connection)
        for field in fields
        if field.column not in expressions
    ]
    names = ", ".join(map(connection.ops.quote_name, columns))
    values = ", ".join(
        expressions[column].replace("%", "%%") if column in expressions else "%s"
        for column in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) "  # noqa: S608 - our own words
            f"SELECT {values} FROM generate_series(0, %s::bigint - 1) AS n",
            [*given, count],
        )


if __name__ == "__main__":
    main()

"""What the dashboard's figures cost: ``dashboard.py [CLAIMS]``.

Makes a database of its own beside the one in DATABASE_URL, fills it with claims of half
a year, of which 60 % have votes and 45 % are decided, and times the figures, a page of
overruled votes and the verdicts of a speaker.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, ExtractionRun, Progress, Review, Speaker
from claims.review.figures import WEEKS, figures
from claims.review.overruled import overruled_votes
from claims.review.speaker_verdicts import verdict_shares
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.models import User
from factcheck.lib import clock
from sources.models import Article, Snapshot

PER_ARTICLE = 20
DAYS = 182
REVIEWERS = 20
VERDICTS = (Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("claims", type=int, nargs="?", default=100_000)
    wanted = parser.parse_args().claims
    connection.creation.create_test_db(verbosity=0)
    try:
        measure(wanted)
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]))


def measure(wanted: int) -> None:
    """Fill the tables, and time each reading of them."""
    chance = random.Random(1)  # noqa: S311 - reproducible, not secret
    people = [
        User.objects.create_user(f"reviewer{number}", role="reviewer")
        for number in range(REVIEWERS)
    ]
    speaker = Speaker.objects.create(name="Ada Lind", kind="named_person")
    for first in range(0, wanted, 10_000):
        add(min(10_000, wanted - first), speaker, people, chance)
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE" if connection.vendor != "postgresql" else "VACUUM ANALYZE"
        )
    print(
        f"{connection.vendor}: {Claim.objects.count():,} claims, "
        f"{Review.objects.count():,} votes"
    )
    for weeks in WEEKS:
        timed(f"figures of {weeks} weeks", partial(figures, by=people[0], weeks=weeks))
    timed("overruled votes, a page", partial(overruled_votes, by=people[0]))
    timed("verdicts of a speaker", partial(verdict_shares, speaker))


def add(
    count: int, speaker: Speaker, people: list[User], chance: random.Random
) -> None:
    """Claims with votes on both aspects, found and voted on in the last half year."""
    now = clock.now()
    claims, reviews, times = [], [], []
    for _ in range(count // PER_ARTICLE):
        article = Article.objects.create(title="Pool", language="en")
        snapshot = Snapshot.objects.create(
            article=article, number=1, sha256=uuid.uuid4().hex * 2,
            text="Words. " * 300, blocks=[], raw_name="none", raw_sha256="0" * 64,
            content_type="text/plain", reader_version="benchmark",
        )  # fmt: skip
        run = ExtractionRun.objects.create(
            snapshot=snapshot, engine="benchmark", claim_count=PER_ARTICLE, seconds=1
        )
        for ordinal in range(PER_ARTICLE):
            found = now - timedelta(days=chance.random() * DAYS)
            claim = claim_of(snapshot, run, ordinal, chance)
            if chance.random() < 0.1:
                claim.speaker = speaker
            claims.append(claim)
            times.append(found)
            if chance.random() < 0.6:
                reviews += votes_on(claim, found, people, chance, now=now)
    Claim.objects.bulk_create(claims, batch_size=1_000)
    Review.objects.bulk_create([review for review, _ in reviews], batch_size=1_000)
    move_back(claims, times, [(review.pk, when) for review, when in reviews])


def claim_of(
    snapshot: Snapshot, run: ExtractionRun, ordinal: int, chance: random.Random
) -> Claim:
    """An open statement."""
    return Claim(
        snapshot=snapshot, run=run, fingerprint=uuid.uuid4().hex * 2, ordinal=ordinal,
        tier="speech", speaker_kind="named_person", speaker_text="Ada Lind",
        cue_text="said", cue_lemma="said", content_text="The pool will close. " * 5,
        quote_type="indirect", commitment="neutral", certainty="CT+", is_negated=False,
        sentence_start=0, sentence_end=90, check_worthiness=chance.random(),
        confidence=0.9, confidence_parts={"cue": 1}, why=["cue verb"] * 9,
    )  # fmt: skip


def votes_on(
    claim: Claim,
    found: datetime,
    people: list[User],
    chance: random.Random,
    *,
    now: datetime,
) -> list[tuple[Review, datetime]]:
    """Two votes on each aspect, or one; what follows is set on the claim."""
    made = []
    moment = found
    is_single = chance.random() < 0.15
    claim.progress = Progress.IN_REVIEW
    voters = chance.sample(people, 1 if is_single else 2)
    for aspect in Aspect:
        given = [chance.choice(VERDICTS)]
        if not is_single:
            given.append(
                given[0] if chance.random() < 0.85 else chance.choice(VERDICTS)
            )
        for person, verdict in zip(voters, given, strict=True):
            moment = min(moment + timedelta(hours=chance.random() * 24), now)
            review = Review(
                claim=claim, reviewer=person, aspect=aspect, verdict=verdict,
                rationale="Looked, found none.", snapshot=claim.snapshot,
                is_additional=False, is_adjudication=False,
            )  # fmt: skip
            made.append((review, moment))
        agreement = Agreement.SINGLE
        if len(given) == 2:
            is_quorum = given[0] == given[1]
            agreement = Agreement.QUORUM if is_quorum else Agreement.CONFLICT
            if is_quorum:
                setattr(claim, f"{aspect}_verdict", given[0])
        setattr(claim, f"{aspect}_agreement", agreement)
    if claim.attribution_verdict and claim.content_verdict:
        claim.progress, claim.decided_at = Progress.DECIDED, moment
    return made


def move_back(
    claims: list[Claim], times: list[datetime], votes: list[tuple[int, datetime]]
) -> None:
    """Set the times of the rows, which the database gives and its triggers guard."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE claims_claim SET created_at = %s WHERE id = %s",
            [(when, claim.pk) for claim, when in zip(claims, times, strict=True)],
        )
        cursor.execute("SET session_replication_role = replica")
        cursor.executemany(
            "UPDATE claims_review SET created_at = %s WHERE id = %s",
            [(when, pk) for pk, when in votes],
        )
        cursor.execute("SET session_replication_role = DEFAULT")


def timed(name: str, deed: Callable[[], object]) -> None:
    """Print the best of three, and the number of queries."""
    seconds = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            deed()
            seconds.append(time.perf_counter() - started)
    slowest = max(queries, key=lambda query: float(query["time"]))
    print(
        f"{name}: {min(seconds):.2f} s, {len(queries)} queries, "
        f"the slowest {float(slowest['time']):.2f} s"
    )


if __name__ == "__main__":
    main()

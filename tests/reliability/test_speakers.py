"""Speakers who are changed by several at the same moment, on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.servers import Factcheck

pytestmark = [pytest.mark.live, pytest.mark.postgres]

# Runs within the installation: threads that begin together, each with a connection
# of its own.
RACE = """
import json, threading, time
from dataclasses import replace
from django.db import connection, transaction
from django.db.models import F
from claims.models import Claim, Relay, Speaker, SpeakerMerge, SpeakerSplit
from claims.services import extract_exactly
from claims.speaking import NewSpeaker, merge, split, undo_merge, undo_split
from claims.storing import store
from factcheck.core.errors import Refused
from tests.factories import make_article, make_claim, make_speaker, make_user

faults, refused = [], []
editor = make_user("editor")
TEXT = "Pool\\n\\nThe pool will close in May, Jane Okafor said."

def together(*calls):
    barrier = threading.Barrier(len(calls))
    def run(call):
        try:
            barrier.wait()
            call()
        except Refused as error:
            refused.append(error.code)
        except Exception as error:
            faults.append(repr(error))
        finally:
            connection.close()
    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

def merging(speaker, into):
    return lambda: merge(speaker=speaker, into=into, reason="one", by=editor)

def storing(article, engine):
    snapshot = article.snapshots.get()
    found = replace(extract_exactly(snapshot.text, published=None), engine=engine)
    return lambda: store(snapshot=snapshot, extraction=found)

def one_within_the_other(first, second):
    "The second begins when the first has done all but its commit."
    begun = threading.Event()
    def outer():
        with transaction.atomic():
            first()
            begun.set()
            time.sleep(0.3)
    def inner():
        begun.wait()
        second()
    together(outer, inner)

def state():
    merged = Speaker.objects.exclude(merged_into=None)
    return {
        "faults": faults,
        "refused": sorted(set(refused)),
        "on_merged": Claim.objects.exclude(speaker__merged_into=None).count()
        + Relay.objects.exclude(speaker__merged_into=None).count(),
        "not_in_one_step": merged.exclude(merged_into__merged_into=None).count(),
    }
"""
SOUND = {"faults": [], "on_merged": 0, "not_in_one_step": 0}


@pytest.fixture
def installed(
    factcheck_process: Callable[..., Factcheck], migrated_postgres_url: str
) -> Factcheck:
    """PostgreSQL, migrated, and jobs that wait for a worker."""
    return factcheck_process(
        DATABASE_URL=migrated_postgres_url,
        REDIS_URL="redis://127.0.0.1:1/0",
        EXTRACTION_MODEL="rules",
    )


def outcome(factcheck: Factcheck, race: str, *more: str) -> dict[str, object]:
    """What the installation holds after the race, and what else it counts."""
    extra = ", ".join(f'"{name}": {name}' for name in more)
    script = f"{RACE}\n{race}\nprint(json.dumps({{**state(), {extra}}}))"
    printed = factcheck.manage("shell", "-v0", "-c", script)
    found: dict[str, object] = json.loads(printed.stdout.strip().splitlines()[-1])
    return found


def test_two_who_merge_each_way_do_not_both_win(installed: Factcheck) -> None:
    race = """
for _ in range(10):
    one, other = make_speaker(), make_speaker()
    for speaker in (one, other):
        make_claim(resolved=speaker)
    together(merging(one, other), merging(other, one))
won = SpeakerMerge.objects.count()
"""
    found = outcome(installed, race, "won")

    assert found == {**SOUND, "refused": ["merged"], "won": 10}


def test_chains_of_merges_at_one_time_end_in_one_step(installed: Factcheck) -> None:
    race = """
for _ in range(10):
    a, b, c, d = speakers = [make_speaker() for _ in range(4)]
    for speaker in speakers:
        make_claim(resolved=speaker)
    together(merging(a, b), merging(b, c), merging(c, d), merging(d, a))
"""
    found = outcome(installed, race)

    codes = found.pop("refused")
    assert found == SOUND
    assert isinstance(codes, list)
    assert set(codes) <= {"merged", "changed"}


def test_claims_stored_during_a_merge_are_the_other_speakers(
    installed: Factcheck,
) -> None:
    race = """
jane, mayor = make_speaker("Jane Okafor"), make_speaker("Mayor Okafor")
def again():
    row = SpeakerMerge.objects.first()
    undo_merge(merge=row, reason="two", by=editor)
    Claim.objects.filter(speaker=mayor).update(speaker=jane)
for _ in range(5):
    old, *new = [make_article(TEXT, extracted=False) for _ in range(4)]
    storing(old, "engine 1")()
    calls = [storing(article, "engine 2") for article in (old, *new)]
    together(merging(jane, mayor), *calls)
    again()
article = make_article(TEXT, extracted=False)
one_within_the_other(storing(article, "engine 1"), merging(jane, mayor))
again()
one_within_the_other(merging(jane, mayor), storing(article, "engine 2"))
claims = Claim.objects.filter(speaker=mayor).count()
"""
    found = outcome(installed, race, "claims")

    assert found == {**SOUND, "refused": [], "claims": 21}


def test_a_claim_given_away_while_it_is_read_again_stays_there(
    installed: Factcheck,
) -> None:
    race = """
lost = 0
for number in range(8):
    article = make_article(TEXT, extracted=False)
    storing(article, "engine 1")()
    claim = Claim.objects.get(snapshot__article=article)
    new = NewSpeaker(f"June {number}")
    giving = lambda: split(
        speaker=claim.speaker, claims=[claim.pk], into=new, reason="two", by=editor
    )
    together(giving, storing(article, "engine 2"))
    claim.refresh_from_db()
    lost += claim.speaker.name != new.name
article = make_article(TEXT, extracted=False)
storing(article, "engine 1")()
claim, new = Claim.objects.get(snapshot__article=article), NewSpeaker("June")
one_within_the_other(storing(article, "engine 2"), giving)
one_within_the_other(
    lambda: undo_split(split=SpeakerSplit.objects.first(), reason="two", by=editor),
    storing(article, "engine 3"),
)
claim.refresh_from_db()
lost += claim.speaker.name != "Jane Okafor"
"""
    found = outcome(installed, race, "lost")

    assert found == {**SOUND, "refused": [], "lost": 0}


def test_two_who_undo_a_merge_undo_it_once(installed: Factcheck) -> None:
    race = """
for _ in range(5):
    speaker = make_speaker()
    make_claim(resolved=speaker)
    row = merge(speaker=speaker, into=make_speaker(), reason="one", by=editor)
    undoing = lambda: undo_merge(merge=row, reason="two", by=editor)
    together(undoing, undoing)
back = Claim.objects.filter(speaker__merges_away__isnull=False).count()
"""
    found = outcome(installed, race, "back")

    assert found == {**SOUND, "refused": ["already_undone"], "back": 5}

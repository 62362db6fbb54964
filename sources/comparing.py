"""Comparing each new text with all others: what was copied, credited and cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from factcheck.core import jobs
from factcheck.core.errors import Gone
from factcheck.core.models import Job
from factcheck.lib import clock
from sources.grouping import lock_articles, newest_snapshots, regroup
from sources.independence import (
    FINGERPRINT_VERSION,
    Candidate,
    Prepared,
    Sharing,
    candidates,
    compare,
    fingerprints,
    prepare,
    to_look_up,
    too_common,
)
from sources.independence import Overlap as Found
from sources.models import Article, Comparison, Fingerprint, Overlap, Snapshot
from sources.naming import note_names

COMPARE = "sources.compare"
_AT_ONCE = 500  # numbers in one IN list


def run_compare(run: jobs.Run) -> None:
    """Handler of ``sources.compare`` jobs: one text against all others.

    May run twice, and at the same time as for another text: the fingerprints are
    committed before others are looked up, so that of two copies that come at once
    at least the later one meets the other; and what is stored of a pair is only
    taken away by who has compared it again. Raises `Gone` when the snapshot was
    deleted meanwhile.
    """
    snapshot = (
        Snapshot.objects.select_related("article__outlet")
        .filter(pk=run.subject_id)
        .first()
    )
    if snapshot is None:
        raise Gone("The article was deleted before it was compared.")
    note_names(snapshot)
    prepared = prepare(snapshot.text)
    own = fingerprints(prepared)
    if not keep_fingerprints(snapshot, own):
        return
    run.renew(0.3)
    compared = _compared(snapshot, prepared, own, run)
    if not _keep_overlaps(snapshot, compared):
        return
    regroup([snapshot.article_id])
    Comparison.objects.update_or_create(
        snapshot=snapshot,
        defaults={"version": FINGERPRINT_VERSION, "compared_at": clock.now()},
    )
    run.renew(1.0)


def not_compared() -> QuerySet[Snapshot]:
    """The newest texts that the present rules have not compared with the others."""
    present = Comparison.objects.filter(
        snapshot=OuterRef("pk"), version=FINGERPRINT_VERSION
    )
    return newest_texts().exclude(Exists(present))


def newest_texts() -> QuerySet[Snapshot]:
    """The newest text of each article, without the words."""
    newer = Snapshot.objects.filter(
        article=OuterRef("article"), number__gt=OuterRef("number")
    )
    return Snapshot.objects.exclude(Exists(newer)).only("pk").order_by("pk")


def ask_to_compare(snapshot_id: int) -> Job:
    """Promise that a text will be compared with all others, perhaps again.

    Returns the job as it is then: where no worker does them it has ended.
    """
    job = jobs.enqueue(kind=COMPARE, subject_id=snapshot_id)
    job.refresh_from_db()
    return job


def overlap_of(a: Snapshot, b: Snapshot) -> Found:
    """What two texts have in common, judged as the job judges it.

    ``passages`` are in the order of ``a``. Nothing is stored.
    """
    first, second = prepare(a.text), prepare(b.text)
    smaller = min(fingerprints(first), fingerprints(second), key=len)
    return compare(first, second, common=too_common(_frequencies(smaller)))


def keep_fingerprints(snapshot: Snapshot, own: Sequence[int]) -> bool:
    """Store how others find the text; False if it is not its article's newest."""
    article_id = snapshot.article_id
    with transaction.atomic():
        if lock_articles([article_id]).get(article_id) != snapshot.pk:
            return False
        Fingerprint.objects.filter(article=article_id).delete()
        Fingerprint.objects.bulk_create(
            [Fingerprint(article_id=article_id, value=value) for value in own],
            batch_size=1_000,
        )
        Article.objects.filter(pk=article_id).update(fingerprint_count=len(own))
    return True


def _compared(
    snapshot: Snapshot, prepared: Prepared, own: tuple[int, ...], run: jobs.Run
) -> list[Overlap]:
    """What the text has in common with the newest texts that may be its copies."""
    likely, common = likely_copies(snapshot, own)
    others = [candidate.key for candidate in likely]
    newest = newest_snapshots(others)
    texts = [newest[key] for key in others if key in newest]
    texts += sorted(_to_judge_again(snapshot) - set(texts))
    found = []
    for number, pk in enumerate(texts):
        other = Snapshot.objects.filter(pk=pk).first()
        if other is None:
            continue
        ready = {snapshot.pk: prepared, other.pk: prepare(other.text)}
        a, b = sorted(ready)
        found.append(_row(a, b, compare(ready[a], ready[b], common=common)))
        run.renew(0.3 + 0.6 * number / len(texts))
    return found


def likely_copies(
    snapshot: Snapshot, own: Sequence[int]
) -> tuple[list[Candidate[int]], frozenset[int]]:
    """The articles worth comparing with, by primary key, likeliest first; and which
    of the fingerprints are standing phrases.
    """
    frequencies = _frequencies(own)
    shared, sizes = _shared(to_look_up(own, frequencies), besides=snapshot.article_id)
    likely = candidates(len(own), shared, sizes)
    return likely, too_common(frequencies)


def _to_judge_again(snapshot: Snapshot) -> set[int]:
    """The texts whose overlap with this one was only judged by older rules."""
    if Comparison.objects.filter(
        snapshot=snapshot, version=FINGERPRINT_VERSION
    ).exists():
        return set()
    judged = Overlap.objects.filter(Q(a=snapshot) | Q(b=snapshot))
    both = {pk for pair in judged.values_list("a", "b") for pk in pair}
    present = Comparison.objects.filter(
        snapshot__in=both, version=FINGERPRINT_VERSION
    ).values_list("snapshot", flat=True)
    return both - {snapshot.pk} - set(present)


def _keep_overlaps(snapshot: Snapshot, compared: Sequence[Overlap]) -> bool:
    """Store what was found; False if the text is not its article's newest any more.

    The other article of a pair may have got a newer text meanwhile: then the job of
    that one has found, or will find, this one's fingerprints. Pairs that were not
    compared here stay, for another job may just have stored them.
    """
    article_id = snapshot.article_id
    mine = Overlap.objects.filter(Q(a__article=article_id) | Q(b__article=article_id))
    texts = {pk for row in compared for pk in (row.a_id, row.b_id)}
    before = mine.values_list("a__article", "b__article")
    concerned = {article_id, *(pk for pair in before for pk in pair)}
    others = Snapshot.objects.filter(pk__in=texts).values_list("article", flat=True)
    with transaction.atomic():
        newest = lock_articles(concerned.union(others))
        if newest.get(article_id) != snapshot.pk:
            return False
        mine.exclude(Q(a=snapshot) | Q(b=snapshot)).delete()
        valid = set(newest.values())
        rows = [row for row in compared if {row.a_id, row.b_id} <= valid]
        apart = [row for row in rows if row.sharing == Sharing.NOTHING]
        unlike = {pk for row in apart for pk in (row.a_id, row.b_id)}
        mine.filter(a__in=unlike, b__in=unlike).delete()
        Overlap.objects.bulk_create(
            [row for row in rows if row.sharing != Sharing.NOTHING],
            update_conflicts=True,
            unique_fields=["a", "b"],
            update_fields=["sharing", "score", "reasons", "passages"],
        )
    return True


def _row(a: int, b: int, overlap: Found) -> Overlap:
    return Overlap(
        a_id=a,
        b_id=b,
        sharing=overlap.sharing,
        score=overlap.score,
        reasons=[str(reason) for reason in overlap.reasons],
        passages=[
            {
                "a": list(passage.a),
                "b": list(passage.b),
                "words": passage.words,
                "counts": passage.counts,
            }
            for passage in overlap.passages
        ],
    )


def _frequencies(values: Sequence[int]) -> dict[int, int]:
    """How many articles have each of the fingerprints."""
    found: dict[int, int] = {}
    for some in _parts(values):
        rows = Fingerprint.objects.filter(value__in=some).order_by()
        counted = rows.values_list("value").annotate(n=Count("article_id"))
        found.update(counted)
    return found


def _shared(
    values: Sequence[int], *, besides: int
) -> tuple[dict[int, int], dict[int, int]]:
    """How many of the fingerprints each other article has, and how many in all."""
    shared: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for some in _parts(values):
        rows = Fingerprint.objects.filter(value__in=some).exclude(article=besides)
        counted = rows.order_by().values_list(
            "article_id", "article__fingerprint_count"
        )
        for article_id, size, count in counted.annotate(n=Count("value")):
            shared[article_id] = shared.get(article_id, 0) + count
            sizes[article_id] = size
    return shared, sizes


def _parts(values: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]

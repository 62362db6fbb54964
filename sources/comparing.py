"""Comparing each new text with all others: what was copied, credited and cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet

from factcheck.core import jobs
from factcheck.core.errors import Gone
from sources.grouping import regroup
from sources.independence import (
    Candidate,
    KnownOutlet,
    Link,
    Prepared,
    Sharing,
    candidates,
    compare,
    find_citations,
    find_credits,
    fingerprints,
    prepare,
    to_look_up,
    too_common,
)
from sources.independence import Overlap as Comparison
from sources.models import (
    AgencyCredit,
    Article,
    Citation,
    Fingerprint,
    Outlet,
    OutletKind,
    Overlap,
    Snapshot,
)

COMPARE = "sources.compare"
Row = TypeVar("Row", bound=Model)
_AT_ONCE = 500  # numbers in one IN list


def run_compare(run: jobs.Run) -> None:
    """Handler of ``sources.compare`` jobs: one text against all others.

    May run twice, and at the same time as for another text: the fingerprints are
    committed before others are looked up, so that of two copies that come at once
    at least the later one meets the other. Raises `Gone` when the snapshot was
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
    if not _is_newest(snapshot):
        return
    prepared = prepare(snapshot.text)
    own = fingerprints(prepared)
    keep_fingerprints(snapshot.article, own)
    run.renew(0.3)
    found = _overlaps(snapshot, prepared, own, run)
    _keep_overlaps(snapshot.article, found)
    regroup(snapshot.article)
    run.renew(1.0)


def note_names(snapshot: Snapshot) -> None:
    """Store the agencies and outlets that the text names, once more if need be."""
    register = list(Outlet.objects.order_by("pk"))
    known = [
        KnownOutlet(
            name=outlet.name,
            domains=(outlet.domain,) if outlet.domain else (),
            is_agency=outlet.kind == OutletKind.AGENCY,
        )
        for outlet in register
    ]
    by_name = {outlet.name: outlet for outlet in register}
    article = snapshot.article
    credits = find_credits(snapshot.text, byline=article.byline, outlets=known)
    citations = find_citations(
        snapshot.text,
        publisher=article.outlet.name if article.outlet else "",
        outlets=known,
        links=[Link(one["start"], one["end"], one["url"]) for one in snapshot.links],
    )
    _replace(
        AgencyCredit.objects.filter(snapshot=snapshot),
        [
            AgencyCredit(
                snapshot=snapshot,
                name=credit.agency[:200],
                kind=credit.kind.value,
                place=credit.place.value,
                start=credit.start,
                end=credit.end,
            )
            for credit in credits
        ],
        names=("name", "kind", "place", "start", "end"),
    )
    _replace(
        Citation.objects.filter(snapshot=snapshot),
        [
            Citation(
                snapshot=snapshot,
                outlet=by_name.get(citation.outlet),
                name=citation.outlet[:200],
                written=citation.written[:300],
                pattern=citation.pattern.value,
                start=citation.start,
                end=citation.end,
            )
            for citation in citations
            if not citation.is_self
        ],
        names=("outlet_id", "name", "written", "pattern", "start", "end"),
    )


def _is_newest(snapshot: Snapshot) -> bool:
    newer = Snapshot.objects.filter(
        article_id=snapshot.article_id, number__gt=snapshot.number
    )
    return not newer.exists()


def keep_fingerprints(article: Article, own: Iterable[int]) -> None:
    """Put the fingerprints of the article's newest text in place of the old ones."""
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        Fingerprint.objects.filter(article=article).delete()
        Fingerprint.objects.bulk_create(
            [Fingerprint(article=article, value=value) for value in own],
            batch_size=1_000,
        )


def _overlaps(
    snapshot: Snapshot, prepared: Prepared, own: tuple[int, ...], run: jobs.Run
) -> list[Overlap]:
    """The overlaps with other articles' newest texts."""
    likely, common = likely_copies(snapshot.article, own)
    found = []
    for number, candidate in enumerate(likely):
        other = (
            Snapshot.objects.filter(article_id=candidate.key)
            .order_by("-number")
            .first()
        )
        if other is None:
            continue
        first, second = sorted((snapshot, other), key=lambda one: one.pk)
        texts = {snapshot.pk: prepared, other.pk: prepare(other.text)}
        overlap = compare(texts[first.pk], texts[second.pk], common=common)
        if overlap.sharing != Sharing.NOTHING:
            found.append(_row(first, second, overlap))
        run.renew(0.3 + 0.6 * number / len(likely))
    return found


def likely_copies(
    article: Article, own: tuple[int, ...]
) -> tuple[list[Candidate[int]], frozenset[int]]:
    """The articles worth comparing with, by primary key, likeliest first; and which
    of the fingerprints are standing phrases.
    """
    frequencies = _frequencies(own)
    shared = _shared(to_look_up(own, frequencies), besides=article)
    likely = candidates(len(own), shared, _sizes(shared))
    return likely, too_common(frequencies)


def _keep_overlaps(article: Article, found: list[Overlap]) -> None:
    """Put these in place of the article's old ones; who stays keeps its row."""
    pairs = {(row.a_id, row.b_id) for row in found}
    old = Overlap.objects.filter(Q(a__article=article) | Q(b__article=article))
    with transaction.atomic():
        gone = [
            pk for pk, a, b in old.values_list("pk", "a", "b") if (a, b) not in pairs
        ]
        Overlap.objects.filter(pk__in=gone).delete()
        Overlap.objects.bulk_create(
            found,
            update_conflicts=True,
            unique_fields=["a", "b"],
            update_fields=["sharing", "score", "reasons", "passages"],
        )


def _replace(old: QuerySet[Row], new: list[Row], *, names: tuple[str, ...]) -> None:
    """Put the new rows in place of the old, if they say anything else."""

    def said(rows: Iterable[Row]) -> list[tuple[str, ...]]:
        return sorted(tuple(str(getattr(row, n)) for n in names) for row in rows)

    with transaction.atomic():
        if said(old) == said(new):
            return
        old.delete()
        old.model._default_manager.bulk_create(new, ignore_conflicts=True)


def _row(a: Snapshot, b: Snapshot, overlap: Comparison) -> Overlap:
    return Overlap(
        a=a,
        b=b,
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


def _frequencies(values: tuple[int, ...]) -> dict[int, int]:
    """How many articles have each of the fingerprints."""
    found: dict[int, int] = {}
    for some in _parts(values):
        rows = Fingerprint.objects.filter(value__in=some).order_by()
        counted = rows.values_list("value").annotate(n=Count("article_id"))
        found.update(counted)
    return found


def _shared(values: list[int], *, besides: Article) -> dict[int, int]:
    """How many of the fingerprints each other article has."""
    found: dict[int, int] = {}
    for some in _parts(values):
        rows = Fingerprint.objects.filter(value__in=some).exclude(article=besides)
        counted = rows.order_by().values_list("article_id").annotate(n=Count("value"))
        for article_id, count in counted:
            found[article_id] = found.get(article_id, 0) + count
    return found


def _sizes(articles: Iterable[int]) -> dict[int, int]:
    """How many fingerprints the articles have in all."""
    found: dict[int, int] = {}
    for some in _parts(list(articles)):
        rows = Fingerprint.objects.filter(article_id__in=some).order_by()
        found.update(rows.values_list("article_id").annotate(n=Count("value")))
    return found


def _parts(values: list[int] | tuple[int, ...]) -> Iterable[list[int]]:
    for start in range(0, len(values), _AT_ONCE):
        yield list(values[start : start + _AT_ONCE])

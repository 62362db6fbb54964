"""Whom a text names: the agencies it credits, the outlets it cites."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from sources.grouping import lock_articles
from sources.independence import (
    KnownOutlet,
    Link,
    find_citations,
    find_credits,
)
from sources.models import AgencyCredit, Citation, Outlet, OutletKind, Snapshot

_LONGEST_NAME = 200  # characters of a name's column
_LONGEST_WRITTEN = 300


def note_names(snapshot: Snapshot) -> None:
    """Store the agencies and outlets that the text names, as the register is now.

    What is stored already stays as it is, with its primary keys.
    """
    register = list(Outlet.objects.order_by("-pk"))
    known = [
        KnownOutlet(
            name=outlet.name,
            domains=(outlet.domain,) if outlet.domain else (),
            is_agency=outlet.kind == OutletKind.AGENCY,
        )
        for outlet in reversed(register)
    ]
    by_name = {outlet.name: outlet for outlet in register}  # of two, the first
    credits = _credits(snapshot, known)
    citations = _citations(snapshot, known, by_name)
    with transaction.atomic():
        lock_articles([snapshot.article_id])
        if _values(snapshot.credits.all()) != _values(credits):
            snapshot.credits.all().delete()
            AgencyCredit.objects.bulk_create(credits)
        if _values(snapshot.citations.order_by("id")) != _values(citations):
            snapshot.citations.all().delete()
            Citation.objects.bulk_create(citations)


def _credits(snapshot: Snapshot, known: list[KnownOutlet]) -> list[AgencyCredit]:
    found = find_credits(snapshot.text, byline=snapshot.article.byline, outlets=known)
    return [
        AgencyCredit(
            snapshot=snapshot,
            name=credit.agency[:_LONGEST_NAME],
            kind=credit.kind,
            place=credit.place,
            start=credit.start,
            end=credit.end,
        )
        for credit in found
    ]


def _citations(
    snapshot: Snapshot, known: list[KnownOutlet], by_name: dict[str, Outlet]
) -> list[Citation]:
    outlet = snapshot.article.outlet
    found = find_citations(
        snapshot.text,
        publisher=outlet.name if outlet else "",
        outlets=known,
        links=[Link(one["start"], one["end"], one["url"]) for one in snapshot.links],
    )
    rows = {
        (citation.start, citation.end, citation.outlet[:_LONGEST_NAME]): Citation(
            snapshot=snapshot,
            outlet=by_name.get(citation.outlet),
            name=citation.outlet[:_LONGEST_NAME],
            written=citation.written[:_LONGEST_WRITTEN],
            pattern=citation.pattern,
            start=citation.start,
            end=citation.end,
        )
        for citation in found
        if not citation.is_self
    }
    return list(rows.values())


def _values(rows: Iterable[AgencyCredit] | Iterable[Citation]) -> list[object]:
    """The columns of the rows but their keys."""
    return [
        [
            getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        ]
        for row in rows
    ]

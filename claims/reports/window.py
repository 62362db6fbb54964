"""Of what time and of which articles a report is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from claims.models.report import ALL
from claims.reports.as_of import Thread, changed_since, threads_at
from claims.reports.facts import Terms
from factcheck.lib.weeks import Week

Rows = TypeVar("Rows", bound=Model)


@dataclass(frozen=True)
class Window:
    """A week, [``begins``, ``cut_off``), and a scope: everything, or one outlet.

    The cut-off is the week's end; for a preview of the present week it is now.
    """

    week: Week
    begins: datetime
    cut_off: datetime
    scope: str
    terms: Terms

    @property
    def outlet(self) -> UUID | None:
        """Public id of the outlet whose articles it is of; None for all."""
        return None if self.scope == ALL else UUID(self.scope)

    def within(self, rows: QuerySet[Rows], article: str) -> QuerySet[Rows]:
        """Those rows whose article, found by these names, is in the scope."""
        if self.outlet is None:
            return rows
        return rows.filter(**{f"{article}outlet__public_id": self.outlet})

    def holds(self, thread: Thread) -> bool:
        """Whether the claim is in the scope."""
        outlet = thread.claim.snapshot.article.outlet
        return self.outlet is None or (
            outlet is not None and outlet.public_id == self.outlet
        )

    def threads(self, keys: Iterable[UUID]) -> Iterator[tuple[UUID, Thread]]:
        """These claims, as far as they are in the scope, as of the cut-off."""
        for key, thread in threads_at(keys, self.cut_off):
            if self.holds(thread):
                yield key, thread

    def covers(self, moment: datetime) -> bool:
        """Whether a moment lies in the week."""
        return self.begins <= moment < self.cut_off

    @cached_property
    def changed(self) -> set[UUID]:
        """Claims that may be otherwise now than they were at the cut-off."""
        return changed_since(self.cut_off)

"""What feeds bring: the work that is still owed for it, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from claims.models import Claim
from claims.services import EXTRACT
from factcheck.core import jobs
from factcheck.core.models import Job, JobState
from factcheck.core.models.job import OPEN_STATES
from factcheck.lib import clock
from sources.feeding import POLL
from sources.fetching import FETCH
from sources.models import Article, Feed, FeedItem, FetchState, Snapshot

_AT_ONCE = 10  # jobs between two looks at what is owed
_PAUSE = 0.25  # seconds between two looks while others work, or a retry is to come


@dataclass(frozen=True, slots=True)
class Brought:
    """An article that is here now, with the number of its claims."""

    article: Article
    url: str
    claims: int | None  # None: not extracted


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be had, and why; ``code`` is stable."""

    url: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the items that are watched."""

    new: list[Brought]
    known: int  # pages whose text was here already
    failures: list[Failure]
    waiting: list[str]  # addresses whose page is still to be fetched


class Bringing:
    """The items of some feeds: those that come now, and those not yet fetched.

    ``newest`` is the last item that there was before the feeds were followed.
    """

    def __init__(self, feeds: list[Feed], *, newest: int) -> None:
        self._feeds = [feed.pk for feed in feeds]
        left = FeedItem.objects.filter(
            feed__in=self._feeds, pk__lte=newest, fetch__state=FetchState.ASKED
        )
        self._items = FeedItem.objects.filter(
            Q(pk__gt=newest) | Q(pk__in=list(left.values_list("pk", flat=True))),
            feed__in=self._feeds,
        )

    def finish(self, *, seconds: float, tell: Callable[[int, int], None]) -> bool:
        """Wait until nothing is owed; without a broker do the work here.

        False when ``seconds`` were not enough. ``tell`` hears how many of the pages
        have been dealt with, and of how many.
        """
        give_up = time.monotonic() + seconds
        while self._owed().exists():
            if time.monotonic() > give_up:
                return False
            if not (settings.JOBS_IN_PROCESS and self._work(clock.now(), tell)):
                time.sleep(_PAUSE)
            tell(*self._progress())
        return True

    def outcome(self) -> Outcome:
        """What has come so far, the oldest item first."""
        new: list[Brought] = []
        failures: list[Failure] = []
        waiting: list[str] = []
        known = 0
        items = self._items.select_related("fetch__article", "fetch__snapshot")
        for item in items.order_by("pk"):
            fetch = item.fetch
            if item.refusal:
                failures.append(Failure(item.url, "refused", item.refusal))
            elif fetch is None:  # its article was deleted meanwhile
                continue
            elif fetch.state == FetchState.FAILED:
                failures.append(Failure(item.url, fetch.code, fetch.reason))
            elif fetch.article is None or fetch.snapshot is None:
                waiting.append(item.url)
            elif fetch.state == FetchState.UNCHANGED:
                known += 1
            else:
                claims = _claims_of(fetch.snapshot)
                new.append(Brought(fetch.article, item.url, claims))
                failures += _failed_extraction(fetch.snapshot, item.url)
        return Outcome(new, known, failures, waiting)

    def _owed(self) -> QuerySet[Job]:
        """The open jobs on which the result depends."""
        fetches = self._items.filter(fetch__isnull=False)
        texts = fetches.filter(fetch__snapshot__isnull=False)
        return Job.objects.filter(
            Q(kind=POLL, subject_id__in=self._feeds)
            | Q(kind=FETCH, subject_id__in=fetches.values("fetch"))
            | Q(
                kind__in=list(settings.SNAPSHOT_JOBS),
                subject_id__in=texts.values("fetch__snapshot"),
            ),
            state__in=OPEN_STATES,
        )

    def _work(self, now: datetime, tell: Callable[[int, int], None]) -> bool:
        """Run some of what is owed and due; whether there was any."""
        due = Job.objects.due(now).filter(pk__in=self._owed().values("pk"))
        found = list(due.order_by("run_after", "id").values_list("pk", flat=True))
        for job_id in found[:_AT_ONCE]:
            jobs.run(job_id)
            tell(*self._progress())
        return bool(found)

    def _progress(self) -> tuple[int, int]:
        counts = self._items.aggregate(
            left=Count("pk", filter=Q(fetch__state=FetchState.ASKED)), all=Count("pk")
        )
        return counts["all"] - counts["left"], counts["all"]


def newest_item() -> int:
    """The last item of any feed; 0 if there is none."""
    return FeedItem.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _claims_of(snapshot: Snapshot) -> int | None:
    if not snapshot.runs.exists():
        return None
    return Claim.objects.of_snapshot(snapshot).count()


def _failed_extraction(snapshot: Snapshot, url: str) -> list[Failure]:
    failed = Job.objects.filter(
        kind=EXTRACT,
        subject_id=snapshot.pk,
        state__in=(JobState.REFUSED, JobState.TIMED_OUT, JobState.QUARANTINED),
    ).first()
    return [Failure(url, failed.state, failed.reason)] if failed else []

"""Fetching articles: asking for a page, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from factcheck.core import audit, jobs, outbound
from factcheck.core.errors import Busy, Gone, PermissionDenied, Refused, Transient
from factcheck.core.models import Action, Job, User
from factcheck.lib import clock
from factcheck.lib.http import PAGES, Fetched
from sources.addresses import address_key
from sources.locating import web_url
from sources.models import Article, Fetch, FetchState, Snapshot
from sources.services import Submission, add_article, fitting
from sources.wording import LONGEST_OUTLET, LONGEST_TITLE

FETCH = "sources.fetch"


@dataclass(frozen=True, slots=True)
class Asked:
    """A fetch that was asked for, and the job that does it."""

    fetch: Fetch
    job: Job


def ask_for(
    *,
    url: str | None,
    by: User | None,
    outlet: str | None = None,
    title: str | None = None,
    published: datetime | date | None = None,
) -> Asked:
    """Have the page at ``url`` fetched and added as an article.

    While the same page is being fetched already, that fetch is returned. ``by`` is
    None for the machine's own operator. Raises `PermissionDenied`, or `Refused` for
    what is no web address that can be fetched.
    """
    if by is not None and not by.has_perm("sources.add_article"):
        raise PermissionDenied("Your role does not allow adding articles.")
    given = {
        "outlet": fitting(outlet, "outlet", LONGEST_OUTLET),
        "title": fitting(title, "title", LONGEST_TITLE),
        "published": published.isoformat() if published else "",
    }
    with transaction.atomic():
        fetch, job, is_new = _promise(url, given, by=by)
        if is_new:
            audit.record(
                action=Action.FETCH_ASKED,
                subject=fetch,
                after={
                    "url": fetch.url,
                    **{name: value for name, value in given.items() if value},
                    "job": job.public_id,
                },
                by=by,
            )
    return Asked(_fresh(fetch), _fresh_job(job))


def fetch_found(*, url: str, outlet: str | None) -> Fetch:
    """Have a page fetched that a feed names; the one under way if there is one.

    In the caller's transaction. A worker does it, also where there is no broker.
    Raises `Refused` for what is no web address that can be fetched.
    """
    return _promise(url, {"outlet": outlet or ""}, by=None, is_urgent=False)[0]


def fetch_again(*, article: Article, by: User | None) -> Asked:
    """Look whether the article has changed. Raises as `ask_for` does."""
    if article.canonical_url is None:
        raise Refused(
            "This article was pasted, without a web address: nothing can be fetched.",
            code="no_address",
        )
    return ask_for(url=article.canonical_url, by=by)


def run_fetch(run: jobs.Run) -> None:
    """Handler of ``sources.fetch`` jobs.

    May run twice: a fetch that has ended is left as it is. A page that cannot be
    had is noted on the fetch, with its reason, before the error goes on.
    """
    fetch = Fetch.objects.select_related("asked_by").filter(pk=run.subject_id).first()
    if fetch is None:
        raise Gone("The fetch was deleted before it was made.")
    if fetch.state in (FetchState.CHANGED, FetchState.UNCHANGED):
        return
    last = _last_success(fetch)
    try:
        page = outbound.fetch(
            fetch.url,
            kinds=PAGES,
            etag=last.etag if last else "",
            last_modified=last.last_modified if last else "",
            alive=lambda: run.renew(0.3),
        )
        run.renew(0.8)
        _keep(fetch, page, last)
    except Refused as error:
        _note_failure(fetch, error.code, str(error), state=FetchState.FAILED)
        raise
    except Transient as error:
        is_last = jobs.is_last_attempt(run) and not isinstance(error, Busy)
        state = FetchState.FAILED if is_last else FetchState.ASKED
        _note_failure(fetch, error.code, str(error), state=state)
        raise
    run.renew(1.0)


def _promise(
    url: str | None,
    given: dict[str, str],
    *,
    by: User | None,
    is_urgent: bool = True,
) -> tuple[Fetch, Job, bool]:
    """The fetch of this page, its job, and whether it was not under way already."""
    written = web_url(url)
    if written is None:
        raise Refused("Give the web address of the article.", code="empty")
    outbound.require_fetchable(written)
    fetch = Fetch.objects.create(url=written, given=given, asked_by=by)
    job = jobs.enqueue(
        kind=FETCH,
        subject_id=fetch.pk,
        key=f"{FETCH}:{sha256(address_key(written).encode()).hexdigest()}",
        requested_by=by,
        is_urgent=is_urgent,
    )
    if job.subject_id == fetch.pk:
        return fetch, job, True
    fetch.delete()
    return Fetch.objects.get(pk=job.subject_id), job, False


def _keep(fetch: Fetch, page: Fetched, last: Fetch | None) -> None:
    """The article and the end of the fetch, in one transaction."""
    deeds: Sequence[audit.Deed] = ()
    with transaction.atomic():
        if page.not_modified:
            if last is None or last.snapshot is None:
                raise Transient(
                    "The server says that the page is unchanged, but it is not here."
                )
            snapshot, is_new = last.snapshot, False
        else:
            added = add_article(submission=_submission(fetch, page), by=fetch.asked_by)
            snapshot, is_new, deeds = added.snapshot, added.is_new, added.deeds
        Fetch.objects.filter(pk=fetch.pk).update(
            state=FetchState.CHANGED if is_new else FetchState.UNCHANGED,
            article_id=snapshot.article_id,
            snapshot=snapshot,
            code="",
            reason="",
            etag=page.etag[:500] or (last.etag if last and page.not_modified else ""),
            last_modified=page.last_modified[:100]
            or (last.last_modified if last and page.not_modified else ""),
            finished_at=clock.now(),
        )
        audit.record_all(deeds, by=fetch.asked_by)


def _submission(fetch: Fetch, page: Fetched) -> Submission:
    kind = page.content_type
    if page.charset:
        kind = f"{kind}; charset={page.charset}"
    given: dict[str, Any] = fetch.given  # Any: JSON
    return Submission(
        data=page.content,
        content_type=kind[:100],
        url=fetch.url,
        outlet=given.get("outlet") or None,
        title=given.get("title") or None,
        published=_day_or_moment(given.get("published") or ""),
        fetched_from=page.url,
        headers=page.headers,
        feed=_feed_of(fetch),
    )


def _feed_of(fetch: Fetch) -> str:
    """The address of the feed that named the page first; empty if none did."""
    urls = fetch.feed_items.order_by("pk").values_list("feed__url", flat=True)
    return urls.first() or ""


def _last_success(fetch: Fetch) -> Fetch | None:
    """The last fetch of this very URL, if the article still has the text it brought."""
    last = (
        Fetch.objects.select_related("snapshot")
        .filter(url=fetch.url, snapshot__isnull=False)
        .order_by("-id")
        .first()
    )
    if last is None or last.snapshot is None:
        return None
    newest = Snapshot.objects.filter(article_id=last.snapshot.article_id)
    number = newest.order_by("-number").values_list("number", flat=True)[0]
    return last if last.snapshot.number == number else None


def _note_failure(fetch: Fetch, code: str, reason: str, *, state: FetchState) -> None:
    known = Fetch.objects.filter(url=fetch.url, article__isnull=False)
    Fetch.objects.filter(pk=fetch.pk).update(
        state=state,
        code=code[:50],
        reason=reason,
        article_id=known.order_by("-id").values_list("article", flat=True).first(),
        finished_at=clock.now() if state == FetchState.FAILED else None,
    )


def _day_or_moment(written: str) -> date | datetime | None:
    if not written:
        return None
    if len(written) == 10:
        return date.fromisoformat(written)
    return datetime.fromisoformat(written)


def _fresh(fetch: Fetch) -> Fetch:
    """As it is now: without a broker the job has ended already."""
    return Fetch.objects.select_related("article", "snapshot").get(pk=fetch.pk)


def _fresh_job(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)

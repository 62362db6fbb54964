"""Following feeds: which are due, what is new in them, what went wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction

from factcheck.core import jobs, outbound
from factcheck.core.errors import Busy, Gone, PermissionDenied, Refused, Transient
from factcheck.core.models import Job, User
from factcheck.lib import clock
from factcheck.lib.http import FEEDS, Fetched
from sources import feeds
from sources.feeds import FeedItem as Found
from sources.feeds import FeedLink, ParsedFeed
from sources.fetching import ask_for
from sources.locating import web_url
from sources.models import Feed, FeedItem, Outlet
from sources.registering import outlet_for
from sources.services import fitting
from sources.wording import LONGEST_OUTLET, LONGEST_TITLE, shortened

POLL = "sources.poll"
LONGEST_WAIT = timedelta(hours=24)  # between two polls of a feed that fails
_AT_ONCE = 200  # feeds that are asked for by one tick

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that is followed now."""

    feed: Feed
    job: Job
    is_new: bool


def follow(
    *,
    url: str,
    by: User | None,
    outlet: Outlet | str | None = None,
    title: str = "",
    is_urgent: bool = True,
) -> Followed:
    """Follow the feed at ``url`` and have it polled at once.

    A feed that is there already is switched on again and otherwise stays as it is.
    ``outlet`` is a row of the register, or a name or domain. Without a broker a feed
    that is not urgent waits for ``manage.py runjobs``. ``by`` is None for the
    machine's own operator. Raises `PermissionDenied`, or `Refused` for what is no
    address that can be fetched.
    """
    if by is not None and not by.has_perm("sources.add_feed"):
        raise PermissionDenied("Your role does not allow following feeds.")
    written = web_url(url)
    if written is None:
        raise Refused("Give the web address of a feed.", code="empty")
    outbound.require_fetchable(written)
    with transaction.atomic():
        feed = Feed.objects.filter(url=written).first()
        is_new = feed is None
        if feed is None:
            feed, is_new = Feed.objects.get_or_create(
                url=written,
                defaults={
                    "title": fitting(title, "title", LONGEST_TITLE),
                    "outlet": _outlet(outlet),
                    "added_by": by,
                },
            )
        if not feed.is_active:
            Feed.objects.filter(pk=feed.pk).update(is_active=True)
        job = jobs.enqueue(
            kind=POLL, subject_id=feed.pk, requested_by=by, is_urgent=is_urgent
        )
    feed.refresh_from_db()
    job.refresh_from_db()
    return Followed(feed, job, is_new)


def change(
    *,
    feed: Feed,
    by: User | None,
    title: str | None = None,
    outlet: Outlet | str | None = None,
    is_active: bool | None = None,
) -> Feed:
    """Change what people say of a feed; what is None stays as it is.

    An outlet of "" takes it away: then each article's address says whose it is. A
    feed that is switched on is due at once. Raises `PermissionDenied`, or `Refused`
    for a title or outlet that is too long.
    """
    if by is not None and not by.has_perm("sources.change_feed"):
        raise PermissionDenied("Your role does not allow changing feeds.")
    with transaction.atomic():
        changes: dict[str, object] = {}
        if title is not None:
            changes["title"] = fitting(title, "title", LONGEST_TITLE)
        if outlet is not None:
            changes["outlet"] = _outlet(outlet)
        if is_active is not None:
            changes["is_active"] = is_active
            if is_active and not feed.is_active:
                changes["next_poll_at"] = clock.now()
        if changes:
            Feed.objects.filter(pk=feed.pk).update(**changes)
    feed.refresh_from_db()
    return feed


def _outlet(named: Outlet | str | None) -> Outlet | None:
    if isinstance(named, str):
        name = fitting(named, "outlet", LONGEST_OUTLET)
        return outlet_for(name, url=None, stated_name="")
    return named


def import_opml(
    *, data: bytes, by: User | None, outlet: str | None = None
) -> list[Followed]:
    """Follow every feed of an OPML list; raises as `follow` does, all or none.

    Without a broker they are polled by ``manage.py runjobs``, not here: a list has
    hundreds.
    """
    try:
        links = feeds.read_opml(data)
    except feeds.Refused as error:
        raise Refused(str(error), code=error.code) from error
    with transaction.atomic():
        return [_follow_link(link, by=by, outlet=outlet) for link in links]


def _follow_link(link: FeedLink, *, by: User | None, outlet: str | None) -> Followed:
    try:
        return follow(
            url=link.url, by=by, outlet=outlet, title=link.title, is_urgent=False
        )
    except PermissionDenied:
        raise
    except Refused as error:
        raise Refused(
            f"Nothing was imported, because of {link.url}: {error}", code=error.code
        ) from error


def export_opml(followed: Iterable[Feed]) -> bytes:
    """The feeds as an OPML list."""
    return feeds.write_opml(
        FeedLink(title=feed.title, url=feed.url, site_url=feed.site_url)
        for feed in followed
    )


def poll(*, feed: Feed, by: User | None, is_urgent: bool = True) -> Job:
    """Have the feed polled now; an open poll of it is returned instead.

    One that is switched off is read too, and stays off. Raises `PermissionDenied`.
    """
    if by is not None and not by.has_perm("sources.change_feed"):
        raise PermissionDenied("Your role does not allow polling feeds.")
    job = jobs.enqueue(
        kind=POLL, subject_id=feed.pk, requested_by=by, is_urgent=is_urgent
    )
    job.refresh_from_db()
    return job


def poll_due() -> int:
    """Have every feed polled whose time has come; returns how many those are."""
    due = list(Feed.objects.due(clock.now())[:_AT_ONCE])
    for feed in due:
        poll(feed=feed, by=None)
    return len(due)


def run_poll(run: jobs.Run) -> None:
    """Handler of ``sources.poll`` jobs.

    1. Fetch, unless it is unchanged. 2. Each item that is new, and the promise to
    fetch its page, in a transaction of its own. 3. Note what to ask with next time.
    Dying in between loses nothing: until step 3 the feed is sent again, and an item
    is kept once. A failure is noted on the feed, which is polled again after a wait
    that doubles each time. Raises `Gone`, or `Refused` where polling again is no use.
    """
    feed = Feed.objects.filter(pk=run.subject_id).first()
    if feed is None:
        raise Gone("The feed was removed before it was polled.")
    try:
        page = outbound.fetch(
            feed.url,
            kinds=FEEDS,
            etag=feed.etag,
            last_modified=feed.last_modified,
            alive=lambda: run.renew(0.1),
        )
        parsed = None if page.not_modified else _parse(page)
    except Busy:
        raise  # its host is being read by others: that is no fault of the feed
    except Transient as error:
        _note_failure(feed, error.code, str(error), wait=error.retry_after or 0)
        return
    except Refused as error:
        _note_failure(feed, error.code, str(error))
        raise
    if parsed is not None:
        _take_in(feed, parsed, run)
    _note_success(feed, page, parsed)


def _parse(page: Fetched) -> ParsedFeed:
    try:
        return feeds.parse(page.content, url=page.url)
    except feeds.Refused as error:
        raise Refused(str(error), code=error.code) from error


def _take_in(feed: Feed, parsed: ParsedFeed, run: jobs.Run) -> None:
    """The items that are new, the oldest first."""
    keys = [_key(item) for item in parsed.items]
    known = set(
        FeedItem.objects.filter(feed=feed, key__in=keys).values_list("key", flat=True)
    )
    new = [item for item in reversed(parsed.items) if _key(item) not in known]
    for number, item in enumerate(new):
        run.renew(0.2 + 0.7 * number / len(new))
        _keep(feed, item)


def _keep(feed: Feed, item: Found) -> None:
    """The item's row with the promise to fetch its page: both or neither."""
    row = FeedItem(
        feed=feed,
        key=_key(item),
        url=item.url,
        title=shortened(item.title),
        published_at=item.published,
    )
    try:
        with transaction.atomic():
            row.save()
            try:
                asked = ask_for(
                    url=item.url,
                    by=None,
                    outlet=feed.outlet.domain or feed.outlet.name
                    if feed.outlet
                    else None,
                    is_urgent=False,
                )
            except Refused as error:  # a private address, say: shown on the item
                row.refusal = str(error)
                row.save(update_fields=["refusal"])
                return
            row.fetch = asked.fetch
            row.save(update_fields=["fetch"])
    except IntegrityError:  # another worker keeps it
        log.info("Item of feed %s was kept by another worker", feed.pk)


def _key(item: Found) -> str:
    return sha256(item.guid.encode("utf-8", "surrogatepass")).hexdigest()


def _note_success(feed: Feed, page: Fetched, parsed: ParsedFeed | None) -> None:
    now = clock.now()
    changes: dict[str, object] = {
        "next_poll_at": now + timedelta(seconds=settings.FEED_INTERVAL_SECONDS),
        "polled_at": now,
        "succeeded_at": now,
        "failures": 0,
        "code": "",
        "reason": "",
    }
    if parsed is not None:
        # What may have been cut off must come whole next time, not as "unchanged".
        changes |= {
            "etag": page.etag[:500] if parsed.is_sound else "",
            "last_modified": page.last_modified[:100] if parsed.is_sound else "",
            "site_url": parsed.site_url[:2000],
            "problems": list(parsed.problems),
        }
        if not feed.title:
            changes["title"] = shortened(parsed.title)
    Feed.objects.filter(pk=feed.pk).update(**changes)


def _note_failure(feed: Feed, code: str, reason: str, *, wait: float = 0.0) -> None:
    now = clock.now()
    failures = feed.failures + 1
    doubled = settings.FEED_INTERVAL_SECONDS * 2.0 ** min(failures, 20)
    pause = min(timedelta(seconds=max(doubled, wait)), LONGEST_WAIT)
    changes: dict[str, object] = {
        "polled_at": now,
        "next_poll_at": now + pause,
        "failures": failures,
        "code": code[:50],
        "reason": reason,
    }
    if code == "gone":  # 410: it will not come back
        changes["is_active"] = False
    Feed.objects.filter(pk=feed.pk).update(**changes)
    log.warning("Feed %s cannot be read: %s", feed.pk, code)

"""Following feeds: which are due, what is new in them, what went wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction

from factcheck.core import audit, jobs, outbound
from factcheck.core.errors import Busy, Gone, PermissionDenied, Refused, Transient
from factcheck.core.models import Action, Job, User
from factcheck.lib import clock
from factcheck.lib.http import FEEDS, Fetched
from sources import feeds
from sources.feeds import FeedItem as Found
from sources.feeds import FeedLink, ParsedFeed
from sources.fetching import fetch_found
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
    _check(by, "sources.add_feed", "following feeds")
    with transaction.atomic():
        followed, deeds = _follow(
            url=url, by=by, outlet=outlet, title=title, is_urgent=is_urgent
        )
        audit.record_all(deeds, by=by)
    followed.feed.refresh_from_db()
    followed.job.refresh_from_db()
    return followed


def _follow(
    *,
    url: str,
    by: User | None,
    outlet: Outlet | str | None,
    title: str,
    is_urgent: bool,
) -> tuple[Followed, list[audit.Deed]]:
    """As `follow`, and what to record of it."""
    written = web_url(url)
    if written is None:
        raise Refused("Give the web address of a feed.", code="empty")
    outbound.require_fetchable(written)
    deeds: list[audit.Deed] = []
    feed, is_new = Feed.objects.select_for_update().filter(url=written).first(), False
    if feed is None:
        feed, is_new = Feed.objects.get_or_create(
            url=written,
            defaults={
                "title": fitting(title, "title", LONGEST_TITLE),
                "outlet": _outlet(outlet, deeds),
                "added_by": by,
            },
        )
    was_active = feed.is_active
    if not was_active:
        feed.is_active = True
        feed.save(update_fields=["is_active"])
    job, is_asked = jobs.get_or_enqueue(
        kind=POLL, subject_id=feed.pk, requested_by=by, is_urgent=is_urgent
    )
    if is_new:
        after = {"url": feed.url, **_said_of(feed)}
        deeds.append(audit.Deed(action=Action.FEED_FOLLOWED, subject=feed, after=after))
    elif not was_active:
        deeds.append(_changed(feed, {"is_active": False}, {"is_active": True}))
    elif is_asked:
        deeds.append(_poll_asked(feed, job))
    return Followed(feed, job, is_new), deeds


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
    _check(by, "sources.change_feed", "changing feeds")
    with transaction.atomic():
        deeds: list[audit.Deed] = []
        rows = Feed.objects.select_related("outlet").select_for_update(of=("self",))
        row = rows.get(pk=feed.pk)
        known = _said_of(row)
        if title is not None:
            row.title = fitting(title, "title", LONGEST_TITLE)
        if outlet is not None:
            row.outlet = _outlet(outlet, deeds)
        if is_active is not None:
            if is_active and not row.is_active:
                row.next_poll_at = clock.now()
            row.is_active = is_active
        before, after = audit.difference(known, _said_of(row))
        if after:
            row.save(update_fields=["title", "outlet", "is_active", "next_poll_at"])
            deeds.append(_changed(row, before, after))
        audit.record_all(deeds, by=by)
    feed.refresh_from_db()
    return feed


def _outlet(named: Outlet | str | None, deeds: list[audit.Deed]) -> Outlet | None:
    if isinstance(named, str):
        name = fitting(named, "outlet", LONGEST_OUTLET)
        return outlet_for(name, url=None, stated_name="", deeds=deeds)
    return named


def _said_of(feed: Feed) -> dict[str, object]:
    """What people say of a feed. Two outlets may have one name."""
    outlet = feed.outlet
    return {
        "title": feed.title,
        "outlet": outlet.name if outlet else None,
        "outlet_id": outlet.public_id if outlet else None,
        "is_active": feed.is_active,
    }


def _changed(feed: Feed, before: audit.Values, after: audit.Values) -> audit.Deed:
    return audit.Deed(
        action=Action.FEED_CHANGED, subject=feed, before=before, after=after
    )


def _poll_asked(feed: Feed, job: Job) -> audit.Deed:
    return audit.Deed(
        action=Action.FEED_POLL_ASKED, subject=feed, after={"job": job.public_id}
    )


def _check(by: User | None, permission: str, deed: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(f"Your role does not allow {deed}.")


def import_opml(
    *, data: bytes, by: User | None, outlet: str | None = None
) -> list[Followed]:
    """Follow every feed of an OPML list; raises as `follow` does, all or none.

    Without a broker they are polled by ``manage.py runjobs``, not here: a list has
    hundreds.
    """
    _check(by, "sources.add_feed", "following feeds")
    try:
        links = feeds.read_opml(data)
    except feeds.Refused as error:
        raise Refused(str(error), code=error.code) from error
    with transaction.atomic():
        found = [_follow_link(link, by=by, outlet=outlet) for link in links]
        audit.record_all((deed for _, deeds in found for deed in deeds), by=by)
    return [followed for followed, _ in found]


def _follow_link(
    link: FeedLink, *, by: User | None, outlet: str | None
) -> tuple[Followed, list[audit.Deed]]:
    try:
        return _follow(
            url=link.url, by=by, outlet=outlet, title=link.title, is_urgent=False
        )
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
    _check(by, "sources.change_feed", "polling feeds")
    with transaction.atomic():
        job, is_new = jobs.get_or_enqueue(
            kind=POLL, subject_id=feed.pk, requested_by=by, is_urgent=is_urgent
        )
        if is_new:
            audit.record_all([_poll_asked(feed, job)], by=by)
    job.refresh_from_db()
    return job


def poll_due() -> int:
    """Have every feed polled whose time has come; returns how many those are."""
    due = list(Feed.objects.due(clock.now())[:_AT_ONCE])
    for feed in due:
        jobs.enqueue(kind=POLL, subject_id=feed.pk)
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
                row.fetch = fetch_found(
                    url=item.url,
                    outlet=feed.outlet.domain or feed.outlet.name
                    if feed.outlet
                    else None,
                )
            except Refused as error:  # a private address, say: shown on the item
                row.refusal = str(error)
                row.save(update_fields=["refusal"])
                return
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
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(**changes)
        if code == "gone":  # 410: it will not come back
            _switch_off(feed, reason)
    log.warning("Feed %s cannot be read: %s", feed.pk, code)


def _switch_off(feed: Feed, reason: str) -> None:
    """Poll it no more, unless somebody has switched it off already."""
    on = Feed.objects.filter(pk=feed.pk, is_active=True)
    if on.update(is_active=False):
        audit.record(
            action=Action.FEED_CHANGED,
            subject=feed,
            before={"is_active": True},
            after={"is_active": False},
            reason=reason,
            by=None,
        )

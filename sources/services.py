"""Taking articles in: from what somebody submits to an Article and a Snapshot."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction

from factcheck.core import audit
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import User
from factcheck.lib import clock
from sources import raw
from sources.addresses import LONGEST_URL, address_key
from sources.locating import (
    addresses_of,
    at_address,
    is_there,
    note_addresses,
    web_url,
)
from sources.models import Article, ArticleAddress, Snapshot
from sources.reading import (
    NoticeCode,
    ReadableDocument,
    read,
    read_text,
    require_supported_language,
)
from sources.reading import errors as reading
from sources.recording import (
    article_added,
    article_changes,
    article_values,
    text_added,
)
from sources.registering import outlet_for
from sources.snapshots import (
    PASTED,
    bring_up_to_date,
    enqueue_snapshot_jobs,
    write_snapshot,
)
from sources.wording import LONGEST_OUTLET, LONGEST_TITLE, one_line, shortened

__all__ = ["LONGEST_OUTLET", "LONGEST_TITLE", "LONGEST_URL", "Submission"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An article as somebody hands it in: exactly one of ``data`` and ``text``.

    ``data`` is a file's content, ``text`` what was pasted. ``url`` says where it
    was published. What is given here wins over what the page says of itself.
    """

    data: bytes | None = None
    text: str | None = None
    content_type: str = ""  # of ``data``; empty when unknown
    url: str | None = None
    outlet: str | None = None  # a name or a domain
    title: str | None = None
    published: datetime | date | None = None
    # What was fetched and not handed in: where it was after redirects, and the
    # answer's headers in lower case. Then the page's word counts for its own site.
    fetched_from: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    feed: str = ""  # the address of the feed that named it


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a submission."""

    article: Article
    snapshot: Snapshot
    is_new: bool  # False: this very text of this article was there already
    deeds: Sequence[audit.Deed]  # for the ledger


def read_submission(submission: Submission) -> ReadableDocument:
    """The submission as a document that an engine can read; nothing is stored.

    Raises `Refused`, with the reader's code and a message for the person, for
    what cannot be read or is in a language without an engine.
    """
    if submission.url and submission.data is None and submission.text is None:
        raise Refused(
            "An address alone is fetched only to be stored: add the article, or hand "
            "in its text.",
            code="url_not_supported",
        )
    document = _read(submission)
    try:
        require_supported_language(document)
    except reading.Refused as error:
        raise Refused(str(error), code=error.code) from error
    return document


def add_article(*, submission: Submission, by: User | None) -> Added:
    """Store what was submitted: an article with a snapshot of its text.

    The same address, however it is spelled, is the same article: another text there
    becomes its next snapshot, the same text changes nothing. Without a URL the same
    text from the same outlet is the same article. A title or date given for an
    article that is there already corrects it. A new snapshot has the jobs of
    ``settings.SNAPSHOT_JOBS`` enqueued, unless no engine reads its language.
    ``by`` is None for the machine's own operator (command line) and for what feeds
    bring. Raises `PermissionDenied`, or `Refused` for input that cannot be taken.

    For the caller's transaction, which records the ``deeds`` of what comes back when
    all else is stored: from the first record to the commit nobody else can, so nothing
    after it may wait for others.
    """
    if by is not None and not by.has_perm("sources.add_article"):
        raise PermissionDenied("Your role does not allow adding articles.")
    title = fitting(submission.title, "title", LONGEST_TITLE)
    outlet_name = fitting(submission.outlet, "outlet", LONGEST_OUTLET)
    given_url = web_url(submission.url)
    document = _read(submission)
    urls = addresses_of(
        document, given_url=given_url, fetched_from=submission.fetched_from
    )
    deeds: list[audit.Deed] = []
    found, urls = _at_address(urls, document, is_given=given_url is not None)
    article = _locked(
        found
        or _pasted_or_new(
            document,
            submission,
            urls=urls,
            outlet_name=outlet_name,
            title=title,
            by=by,
            deeds=deeds,
        )
    )
    before = article_values(article)
    if found:
        _correct(article, title=title, published=submission.published)
    addresses = note_addresses(article, urls)
    latest = _latest(article)
    if latest is not None:
        deeds += article_changes(article, before, addresses=addresses)
    snapshot, is_new = _snapshot(latest, article, document, submission, deeds=deeds)
    if is_new:
        enqueue_snapshot_jobs(snapshot, by=by)
    return Added(article, snapshot, is_new, deeds)


def reread_article(article: Article) -> Snapshot | None:
    """Read the raw bytes of the newest snapshot again with the present reader, for
    the machine's operator.

    Returns the new snapshot, whose claims continue those of the old one, or None
    when the present reader reads the same. Raises `Refused` when it cannot read
    them, `RawLost` when they are not there any more.
    """
    with transaction.atomic():
        latest = _latest(_locked(article))
        if latest is None:
            return None
        newest = bring_up_to_date(latest)
        if newest == latest:
            return None
        audit.record_all([text_added(newest, before=latest)], by=None)
        return newest


def _read(submission: Submission) -> ReadableDocument:
    if submission.data is None and submission.text is None:
        raise Refused("There is nothing to read: give a text or a file.", code="empty")
    if submission.data is not None and submission.text is not None:
        raise Refused("Give either a text or a file, not both.", code="ambiguous")
    try:
        if submission.text is not None:
            return read_text(submission.text, title=submission.title or None)
        document = read(
            submission.data or b"",
            url=submission.fetched_from or submission.url,
            content_type=submission.content_type or None,
        )
    except reading.Refused as error:
        raise Refused(str(error), code=error.code) from error
    notice = document.notice
    if submission.fetched_from and notice and notice.code == NoticeCode.CUT_OFF:
        raise Refused(
            f"{notice.message} Open the page in a browser, and paste its text.",
            code="paywall",
        )
    return document


def _at_address(
    urls: list[str], document: ReadableDocument, *, is_given: bool
) -> tuple[Article | None, list[str]]:
    """The article that is known there, and which of the addresses the text has."""
    article = at_address(urls)
    if article and not is_there(article, urls, document):
        return None, urls[1:]
    if article and not is_given:
        _require_text(article, _sha256(document))
    return article, urls


def _correct(
    article: Article, *, title: str, published: datetime | date | None
) -> None:
    """Take over what was given by hand; what a page says of itself changes nothing."""
    changed = []
    if title and title != article.title:
        article.title = title
        changed.append("title")
    known = article.published_at, article.published_on
    if published is not None and _moment_and_day(published) != known:
        article.published_at, article.published_on = _moment_and_day(published)
        changed += ["published_at", "published_on"]
    if changed:
        article.save(update_fields=changed)


def _require_text(article: Article, digest: str) -> None:
    """Refuse a page that merely says it is a version of an article we have.

    Anybody can write another article's address into a page; who hands it in has
    to say that it came from there.
    """
    if not article.snapshots.filter(sha256=digest).exists():
        raise Refused(
            f"The page says that its address is {article.canonical_url}, which is "
            "stored with another text. If this is a newer version, give the URL too.",
            code="url_known",
        )


def _pasted_or_new(
    document: ReadableDocument,
    submission: Submission,
    *,
    urls: list[str],
    outlet_name: str,
    title: str,
    by: User | None,
    deeds: list[audit.Deed],
) -> Article:
    """The outlet's article of this very text, if neither has an address; else a new
    one, or the one that somebody else added a moment ago.
    """
    url = urls[0] if urls else None
    outlet = outlet_for(
        outlet_name, url=url, stated_name=document.outlet_name, deeds=deeds
    )
    pasted = Article.objects.filter(
        canonical_url=None, outlet=outlet, snapshots__sha256=_sha256(document)
    )
    there = None if url else pasted.first()
    if there:
        return there
    stated = document.published.when if document.published else None
    moment, day = _moment_and_day(submission.published or stated)
    fields = {
        "outlet": outlet,
        "title": title or shortened(document.title) or shortened(document.text),
        "byline": shortened(document.byline),
        "published_at": moment,
        "published_on": day,
        "language": document.language,
        "added_by": by,
    }
    try:
        with transaction.atomic():
            article = Article.objects.create(canonical_url=url, **fields)
            if url:  # whoever else adds it now fails on this key
                ArticleAddress.objects.create(
                    article=article, key=address_key(url), url=url
                )
            return article
    except IntegrityError:
        there = at_address(urls)
        if there is None:
            raise
        return there


def _in_utc(moment: datetime) -> datetime:
    """The moment without its offset, of which PostgreSQL takes less than 16 hours."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Refused(
            "The time of publication lies before the year 1 or after 9999.",
            code="invalid_published",
        ) from error


def _snapshot(
    latest: Snapshot | None,
    article: Article,
    document: ReadableDocument,
    submission: Submission,
    *,
    deeds: list[audit.Deed],
) -> tuple[Snapshot, bool]:
    """The document as a text of the article, and whether it is a new one.

    What is stored is added to ``deeds``.
    """
    digest = _sha256(document)
    if latest and latest.sha256 == digest:
        return latest, False
    if latest and submission.fetched_from:
        # What a better reader sees differently is no change by the outlet.
        stored, latest = latest, _as_read_now(latest)
        if latest != stored:
            deeds.append(text_added(latest, before=stored))
        if latest.sha256 == digest:
            return latest, False
    if submission.fetched_from is None:
        # A file of an older text is no news; a page that shows it again is.
        known = article.snapshots.filter(sha256=digest).first()
        if known:
            return known, False
    content = submission.data
    if content is None:
        content = (submission.text or "").encode("utf-8", "surrogatepass")
    snapshot = write_snapshot(
        article,
        document,
        number=latest.number + 1 if latest else 1,
        raw_name=raw.keep(content),
        raw_sha256=hashlib.sha256(content).hexdigest(),
        content_type=submission.content_type or PASTED,
        headers=dict(submission.headers),
        fetched_from=submission.fetched_from or "",
        fetched_at=clock.now(),
    )
    deeds.append(
        text_added(snapshot, before=latest)
        if latest
        else article_added(snapshot, feed=submission.feed)
    )
    return snapshot, True


def _sha256(document: ReadableDocument) -> str:
    return hashlib.sha256(document.text.encode()).hexdigest()


def _locked(article: Article) -> Article:
    """The article as it is, for one writer at a time."""
    rows = Article.objects.select_related("outlet").select_for_update(of=("self",))
    return rows.get(pk=article.pk)


def _latest(article: Article) -> Snapshot | None:
    """The newest snapshot. Under the lock numbers have no gaps or twins."""
    return article.snapshots.order_by("-number").first()


def _as_read_now(latest: Snapshot) -> Snapshot:
    """The newest snapshot as the present reader reads it, if it can."""
    try:
        return bring_up_to_date(latest)
    except (Refused, raw.RawLost) as error:
        log.warning("Snapshot %s stays as it was read: %s", latest.pk, error)
        return latest


def _moment_and_day(
    published: datetime | date | None,
) -> tuple[datetime | None, date | None]:
    """What is stored: the moment in UTC, if it is known, and the outlet's own day."""
    if isinstance(published, datetime):
        return _in_utc(published), published.date()
    return None, published


def fitting(text: str | None, field: str, longest: int) -> str:
    """The text in one line; `Refused` if it is longer than its column."""
    text = one_line(text or "")
    if len(text) > longest:
        raise Refused(
            f"The {field} has {len(text)} characters; at most {longest} fit.",
            code=f"{field}_too_long",
        )
    return text

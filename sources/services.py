"""Taking articles in: from what somebody submits to an Article and a Snapshot."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction

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
from sources.models import Article, ArticleAddress, Outlet, Snapshot
from sources.reading import (
    NoticeCode,
    ReadableDocument,
    read,
    read_text,
    require_supported_language,
)
from sources.reading import errors as reading
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


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a submission."""

    article: Article
    snapshot: Snapshot
    is_new: bool  # False: this very text of this article was there already


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
    bring. Raises `PermissionDenied`, or `Refused` for input that cannot be taken;
    then nothing is stored.
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
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    with transaction.atomic():
        article = at_address(urls)
        if article and not is_there(article, urls, document):
            urls = urls[1:]
            article = None
        if article and not given_url:
            _require_text(article, digest)
        if article is None:
            url = urls[0] if urls else None
            outlet = outlet_for(outlet_name, url=url, stated_name=document.outlet_name)
            article = (None if url else _pasted(outlet, digest)) or _new_article(
                document, submission, urls=urls, outlet=outlet, title=title, by=by
            )
        else:
            _correct(article, title=title, published=submission.published)
        note_addresses(article, urls)
        snapshot, is_new = _snapshot(article, document, submission, digest)
        if is_new:
            enqueue_snapshot_jobs(snapshot, by=by)
    return Added(article, snapshot, is_new)


def reread_article(article: Article) -> Snapshot | None:
    """Read the raw bytes of the newest snapshot again with the present reader.

    Returns the new snapshot, whose claims continue those of the old one, or None
    when the present reader reads the same. Raises `Refused` when it cannot read
    them, `RawLost` when they are not there any more.
    """
    with transaction.atomic():
        latest = _locked_latest(article)
        if latest is None:
            return None
        newest = bring_up_to_date(latest)
        return None if newest == latest else newest


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


def _pasted(outlet: Outlet | None, digest: str) -> Article | None:
    return Article.objects.filter(
        canonical_url=None, outlet=outlet, snapshots__sha256=digest
    ).first()


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


def _new_article(
    document: ReadableDocument,
    submission: Submission,
    *,
    urls: list[str],
    outlet: Outlet | None,
    title: str,
    by: User | None,
) -> Article:
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
            article = Article.objects.create(
                canonical_url=urls[0] if urls else None, **fields
            )
            for url in urls[:1]:  # whoever else adds it now fails on this key
                ArticleAddress.objects.create(
                    article=article, key=address_key(url), url=url
                )
            return article
    except IntegrityError:  # somebody else added it a moment ago
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
    article: Article, document: ReadableDocument, submission: Submission, digest: str
) -> tuple[Snapshot, bool]:
    latest = _locked_latest(article)
    if latest and latest.sha256 == digest:
        return latest, False
    if latest and submission.fetched_from:
        # What a better reader sees differently is no change by the outlet.
        latest = _as_read_now(latest)
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
    return snapshot, True


def _locked_latest(article: Article) -> Snapshot | None:
    """The newest snapshot, for one writer at a time: numbers have no gaps or twins."""
    Article.objects.select_for_update().get(pk=article.pk)
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

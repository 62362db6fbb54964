"""Taking articles in: from what somebody submits to an Article and a Snapshot."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import Max

from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import User
from factcheck.lib import clock
from sources.models import Article, Outlet, Snapshot
from sources.reading import (
    ReadableDocument,
    read,
    read_text,
    require_supported_language,
)
from sources.reading import errors as reading

LONGEST_TITLE = 500  # characters, the width of the column
LONGEST_OUTLET = 200
LONGEST_URL = 2000

_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.[a-z]{2,63}")
# Parameters that say how a reader came to a page, not which page it is.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid")

_is_web_url = URLValidator(schemes=["http", "https"])


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


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a submission."""

    article: Article
    snapshot: Snapshot
    is_new: bool  # False: this very text of this article was there already


def read_submission(submission: Submission) -> ReadableDocument:
    """The submission as a document; nothing is stored.

    Raises `Refused`, with the reader's code and a message for the person, for
    what cannot be read or is in a language without an engine.
    """
    if submission.data is None and submission.text is None:
        if submission.url:
            raise Refused(
                "Articles cannot be fetched from the network yet. Save the page and "
                "hand in the file, or paste its text; give the URL beside it.",
                code="url_not_supported",
            )
        raise Refused("There is nothing to read: give a text or a file.", code="empty")
    if submission.data is not None and submission.text is not None:
        raise Refused("Give either a text or a file, not both.", code="ambiguous")
    try:
        if submission.text is not None:
            document = read_text(submission.text, title=submission.title or None)
        else:
            document = read(
                submission.data or b"",
                url=submission.url,
                content_type=submission.content_type or None,
            )
        require_supported_language(document)
    except reading.Refused as error:
        raise Refused(str(error), code=error.code) from error
    return document


def add_article(*, submission: Submission, by: User | None) -> Added:
    """Store what was submitted: an article with a snapshot of its text.

    The same URL is the same article: another text there becomes its next
    snapshot, the same text changes nothing. Without a URL the same text from the
    same outlet is the same article. A title or date given for an article that is
    there already corrects it. ``by`` is None for the machine's own
    operator (command line). Raises `PermissionDenied`, or `Refused` for input
    that cannot be taken; then nothing is stored.
    """
    if by is not None and not by.has_perm("sources.add_article"):
        raise PermissionDenied("Your role does not allow adding articles.")
    title = _fitting(submission.title, "title", LONGEST_TITLE)
    outlet_name = _fitting(submission.outlet, "outlet", LONGEST_OUTLET)
    given_url = _web_url(submission.url)
    document = read_submission(submission)
    url = given_url or document.canonical_url
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    with transaction.atomic():
        outlet = _outlet(outlet_name, url=url, stated_name=document.outlet_name)
        article = _known_article(url=url, outlet=outlet, digest=digest)
        if article and not given_url and url:
            _require_text(article, digest)
        if article is None:
            article = _new_article(
                document, submission, url=url, outlet=outlet, title=title, by=by
            )
        else:
            _correct(article, title=title, published=submission.published)
        snapshot, is_new = _snapshot(article, document, submission, digest)
    return Added(article, snapshot, is_new)


def _known_article(
    *, url: str | None, outlet: Outlet | None, digest: str
) -> Article | None:
    if url:
        return Article.objects.filter(canonical_url=url).first()
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
    url: str | None,
    outlet: Outlet | None,
    title: str,
    by: User | None,
) -> Article:
    stated = document.published.when if document.published else None
    moment, day = _moment_and_day(submission.published or stated)
    fields = {
        "outlet": outlet,
        "title": title or _shortened(document.title) or _shortened(document.text),
        "byline": _shortened(document.byline),
        "published_at": moment,
        "published_on": day,
        "language": document.language,
        "added_by": by,
    }
    try:
        with transaction.atomic():
            return Article.objects.create(canonical_url=url, **fields)
    except IntegrityError:  # somebody else added this URL a moment ago
        return Article.objects.get(canonical_url=url)


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
    # One writer at a time per article, so that numbers have no gaps or twins.
    Article.objects.select_for_update().get(pk=article.pk)
    known = article.snapshots.filter(sha256=digest).first()
    if known:
        return known, False
    raw = submission.data
    if raw is None:
        raw = (submission.text or "").encode("utf-8", "surrogatepass")
    last = article.snapshots.aggregate(last=Max("number"))["last"] or 0
    snapshot = Snapshot.objects.create(
        article=article,
        number=last + 1,
        sha256=digest,
        text=document.text,
        blocks=[asdict(block) for block in document.blocks],
        raw=zlib.compress(raw),
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        content_type=submission.content_type or "text/plain; charset=utf-8",
        reader_version=document.reader_version,
        fetched_at=clock.now(),
    )
    return snapshot, True


def _moment_and_day(
    published: datetime | date | None,
) -> tuple[datetime | None, date | None]:
    """What is stored: the moment in UTC, if it is known, and the outlet's own day."""
    if isinstance(published, datetime):
        return _in_utc(published), published.date()
    return None, published


def _outlet(name: str, *, url: str | None, stated_name: str) -> Outlet | None:
    """The outlet that was named, or else the one the URL belongs to.

    A name that looks like a domain is one. What a page says of its own
    publisher only names a new outlet of the URL's domain, never picks another.
    """
    domain = _domain_of(url) if url else None
    if _DOMAIN.fullmatch(name.lower()):
        name, domain = "", name.lower().removeprefix("www.")
    if name:
        found = Outlet.objects.filter(name__iexact=name).order_by("id").first()
        return found or _new_outlet(name=name, domain=domain)
    if domain is None:
        return None
    found = Outlet.objects.filter(domain=domain).first()
    return found or _new_outlet(
        name=_shortened(stated_name, LONGEST_OUTLET) or domain, domain=domain
    )


def _new_outlet(*, name: str, domain: str | None) -> Outlet:
    if domain and Outlet.objects.filter(domain=domain).exists():
        domain = None  # somebody else's pages: the name given stands for itself
    try:
        with transaction.atomic():
            return Outlet.objects.create(name=name, domain=domain)
    except IntegrityError:  # somebody else registered it a moment ago
        same = {"domain": domain} if domain else {"name__iexact": name}
        return Outlet.objects.filter(**same).order_by("id")[0]


def _domain_of(url: str) -> str | None:
    host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
    return host or None


def _web_url(url: str | None) -> str | None:
    """The address in one written form: no fragment, no tracking parameters."""
    if not url or not url.strip():
        return None
    url = url.strip()
    try:
        _is_web_url(url)
        parts = urlsplit(url)
    except (ValidationError, ValueError) as error:
        raise Refused(
            "This is no web address: it must begin with http:// or https:// and "
            "name a host.",
            code="invalid_url",
        ) from error
    if parts.username or parts.password or len(url) > LONGEST_URL:
        raise Refused(
            "The web address must not contain a user name or password, and at most "
            f"{LONGEST_URL} characters.",
            code="invalid_url",
        )
    query = parse_qsl(parts.query, keep_blank_values=True)
    telling = [pair for pair in query if not _TRACKING.fullmatch(pair[0])]
    return urlunsplit(
        parts._replace(
            scheme=parts.scheme.lower(),
            netloc=parts.netloc.lower(),
            query=parts.query if telling == query else urlencode(telling),
            fragment="",
        )
    )


def _fitting(text: str | None, field: str, longest: int) -> str:
    text = _one_line(text or "")
    if len(text) > longest:
        raise Refused(
            f"The {field} has {len(text)} characters; at most {longest} fit.",
            code=f"{field}_too_long",
        )
    return text


def _shortened(text: str, longest: int = LONGEST_TITLE) -> str:
    text = _one_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _one_line(text: str) -> str:
    """The text without line breaks and without characters that act on others.

    Directional marks can make a name read as another. U+200D stays: it joins
    emoji.
    """
    shown = (
        char
        for char in " ".join(text.split())
        if char == "\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return "".join(shown).strip()

"""Use cases of claims: submit an article, run the engine, keep what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from claims.carrying import carry_over
from claims.extraction import EngineUnavailable, Extraction, Extractor
from claims.extraction.model import Span
from claims.models import ExtractionRun
from claims.storing import store
from factcheck.core import audit, jobs
from factcheck.core.errors import FactcheckError, Gone, PermissionDenied, Refused
from factcheck.core.models import Job, User
from sources.fetching import Asked, ask_for
from sources.models import Article, FetchState, Snapshot
from sources.reading import BlockKind, ReadableDocument
from sources.reading.document import SKIPPED_KINDS
from sources.services import (
    Submission,
    add_article,
    read_submission,
)

EXTRACT = "claims.extract"


class EngineMissing(FactcheckError):
    """The engine cannot start on this machine; the message says what to install."""

    code = "engine_unavailable"


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a submission: the article, its text, and the work on it."""

    article: Article
    snapshot: Snapshot
    job: Job | None  # None: no engine reads the article's language
    is_new: bool


def submit(*, submission: Submission, by: User | None) -> Submitted | Asked:
    """Store what was handed in, or have it fetched if it is a web address alone.

    `Asked` comes back while the page is still to be fetched: a worker does it, or
    its server was not to be had just now and is asked again. Raises what
    `submit_article` and `sources.fetching.ask_for` do, and `Refused` with the
    fetch's own reason when the page could not be had.
    """
    if submission.url is None or submission.data or submission.text:
        return submit_article(submission=submission, by=by)
    return ended(
        ask_for(
            url=submission.url,
            by=by,
            outlet=submission.outlet,
            title=submission.title,
            published=submission.published,
        )
    )


def ended(asked: Asked) -> Submitted | Asked:
    """What the fetch brought, if it has ended. Raises `Refused` if it failed."""
    fetch = asked.fetch
    if fetch.state == FetchState.FAILED:
        raise Refused(fetch.reason, code=fetch.code)
    if fetch.snapshot is None or fetch.article is None:
        return asked
    return Submitted(
        fetch.article,
        fetch.snapshot,
        _last_extraction(fetch.snapshot),
        is_new=fetch.state == FetchState.CHANGED,
    )


def submit_article(*, submission: Submission, by: User | None) -> Submitted:
    """Store an article and have its claims extracted.

    The article, its snapshot and the job come into being together or not at
    all. In process the job has ended when this returns; with a worker it is
    open. Raises as `sources.services.add_article` does.
    """
    with transaction.atomic():
        added = add_article(submission=submission, by=by)
        job = _last_extraction(added.snapshot)
        if job is None and added.article.has_engine:
            job = jobs.enqueue(
                kind=EXTRACT, subject_id=added.snapshot.pk, requested_by=by
            )
        audit.record_all(added.deeds, by=by)
    if job is not None:
        job.refresh_from_db()
    return Submitted(added.article, added.snapshot, job, added.is_new)


def extract_submission(
    *,
    submission: Submission,
    by: User | AnonymousUser | None,
    outlet_tier: bool = False,
) -> tuple[ReadableDocument, Extraction]:
    """Read and extract without storing anything.

    ``outlet_tier`` lists the outlet's own sentences even if the setting does not.
    Spans count characters of the document's text. ``by`` is None for the command
    line. Raises `PermissionDenied`, `Refused` for input that cannot be read,
    `EngineMissing` when there is no engine.
    """
    if by is not None and not by.has_perm("claims.extract_text"):
        raise PermissionDenied("Your role does not allow running the engine.")
    document = read_submission(submission)
    stated = document.published.date if document.published else None
    extraction = _extractor().extract(
        document.text,
        published=_day(submission.published) or stated,
        skip=[Span(start, end) for start, end in document.skipped],
        outlet_tier=outlet_tier or settings.EXTRACTION_OUTLET_TIER,
    )
    return document, extraction


def extract_exactly(
    text: str, *, published: datetime | date | None, outlet_tier: bool = False
) -> Extraction:
    """The claims of a text just as it is, without reading it as an article first.

    For corpora, whose spans must count characters of the text they came with; the
    outlet's own sentences are listed only for ``outlet_tier``, whatever the setting.
    Raises `EngineMissing` when there is no engine.
    """
    return _extractor().extract(
        text, published=_day(published), outlet_tier=outlet_tier
    )


def run_extraction(run: jobs.Run) -> None:
    """Handler of ``claims.extract`` jobs: the engine over one snapshot.

    May run twice: a snapshot that the present engine has read already is left
    as it is. Raises `Gone` when the snapshot was deleted meanwhile.
    """
    snapshot = (
        Snapshot.objects.select_related("article").filter(pk=run.subject_id).first()
    )
    if snapshot is None:
        raise Gone("The article was deleted before its claims were extracted.")
    extractor = _extractor()
    outlet_tier: bool = settings.EXTRACTION_OUTLET_TIER
    engine = extractor.version_of(outlet_tier=outlet_tier)
    if ExtractionRun.objects.filter(snapshot=snapshot, engine=engine).exists():
        carry_over(snapshot)  # a run that died in between has not
        return
    run.renew(0.0)
    extraction = extractor.extract(
        snapshot.text,
        published=snapshot.article.published_on,
        skip=[
            Span(block["start"], block["end"])
            for block in snapshot.blocks
            if BlockKind(block["kind"]) in SKIPPED_KINDS
        ],
        on_progress=lambda done, total: run.renew(done / max(total, 1)),
        outlet_tier=outlet_tier,
    )
    run.renew(1.0)
    store(snapshot=snapshot, extraction=extraction)
    carry_over(snapshot)


def _extractor() -> Extractor:
    try:
        return Extractor(
            settings.EXTRACTION_MODEL,
            settings.EXTRACTION_PARSER,
            threshold=settings.EXTRACTION_THRESHOLD,
        )
    except EngineUnavailable as error:
        raise EngineMissing(str(error)) from error


def _day(published: datetime | date | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published


def _last_extraction(snapshot: Snapshot) -> Job | None:
    """The newest extraction job of a snapshot, if one did or may still succeed."""
    return (
        Job.objects.filter(
            kind=EXTRACT,
            subject_id=snapshot.pk,
            state__in=("queued", "running", "succeeded"),
        )
        .order_by("-id")
        .first()
    )

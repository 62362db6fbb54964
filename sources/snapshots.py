"""Writing snapshots, and reading the bytes of old ones with a better reader."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Final

from django.conf import settings

from factcheck.core import jobs
from factcheck.core.errors import Refused
from factcheck.core.models import User
from sources import raw
from sources.models import Article, Snapshot
from sources.reading import READER_VERSION, ReadableDocument, read, read_text
from sources.reading import errors as reading

PASTED: Final = "text/plain; charset=utf-8"
"""Content type of what was pasted; its raw bytes are the text in UTF-8."""


def write_snapshot(
    article: Article, document: ReadableDocument, **fields: object
) -> Snapshot:
    """A snapshot row of the document; ``fields`` say where its bytes came from."""
    return Snapshot.objects.create(
        article=article,
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        text=document.text,
        blocks=_blocks(document),
        links=[asdict(link) for link in document.links],
        reader_version=document.reader_version,
        **fields,
    )


def enqueue_snapshot_jobs(snapshot: Snapshot, *, by: User | None = None) -> None:
    """Promise the work that every new text needs (``settings.SNAPSHOT_JOBS``)."""
    for kind, is_for_engine in settings.SNAPSHOT_JOBS.items():
        if not is_for_engine or snapshot.article.has_engine:
            jobs.enqueue(kind=kind, subject_id=snapshot.pk, requested_by=by)


def bring_up_to_date(snapshot: Snapshot) -> Snapshot:
    """The snapshot, or a new one of the same bytes if the present reader differs.

    Within a transaction that holds the article's lock; ``snapshot`` is its newest.
    Raises `Refused` when the bytes cannot be read now, `RawLost` without them.
    """
    if snapshot.reader_version == READER_VERSION:
        return snapshot
    document = read_again(snapshot)
    if document.text == snapshot.text and _blocks(document) == snapshot.blocks:
        return snapshot
    newer = write_snapshot(
        snapshot.article,
        document,
        number=snapshot.number + 1,
        reread_of=snapshot,
        raw_name=snapshot.raw_name,
        raw_sha256=snapshot.raw_sha256,
        content_type=snapshot.content_type,
        headers=snapshot.headers,
        fetched_from=snapshot.fetched_from,
        fetched_at=snapshot.fetched_at,
    )
    enqueue_snapshot_jobs(newer)
    return newer


def read_again(snapshot: Snapshot) -> ReadableDocument:
    """What the present reader makes of the snapshot's bytes; nothing is stored."""
    content = raw.load(snapshot.raw_name)
    article = snapshot.article
    try:
        if snapshot.content_type == PASTED:
            return read_text(content.decode("utf-8", "surrogatepass"))
        return read(
            content,
            url=snapshot.fetched_from or article.canonical_url,
            content_type=snapshot.content_type,
        )
    except reading.Refused as error:
        raise Refused(
            f"The text {snapshot.number} of “{article}” cannot be read again: {error}",
            code=error.code,
        ) from error


def _blocks(document: ReadableDocument) -> list[dict[str, object]]:
    return [asdict(block) for block in document.blocks]

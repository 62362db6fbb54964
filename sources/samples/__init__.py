"""Sample articles: invented news for the demonstration and the quality tests.

People, places, outlets and events are made up, and every address ends in
``.example``. Between them the articles contain each form of attribution the
engine knows. ``floods-*`` tell one story as two outlets report it;
``strait-reprint`` is an outlet's edited copy of the agency's ``strait-agency``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class SampleOutlet:
    """The publisher of a sample article."""

    name: str
    domain: str
    kind: str  # a value of Outlet.kind: news, agency
    country: str  # ISO 3166-1 alpha-2
    language: str  # BCP 47


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample article, as its outlet delivers it."""

    file_name: str
    data: bytes  # a full HTML page, or UTF-8 text with the headline on line one
    content_type: str
    url: str
    outlet: SampleOutlet
    published: datetime  # aware: with the outlet's own offset
    title: str
    byline: str


def load() -> tuple[Sample, ...]:
    """All sample articles, earliest publication first.

    Reads only files of this package; a manifest that names a missing file raises
    ``FileNotFoundError``, one that lacks a field ``KeyError``.
    """
    folder = files(__name__)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    outlets = {key: SampleOutlet(**row) for key, row in manifest["outlets"].items()}
    samples = (
        Sample(
            file_name=row["file"],
            data=(folder / row["file"]).read_bytes(),
            content_type=CONTENT_TYPES[row["file"][row["file"].rindex(".") :]],
            url=row["url"],
            outlet=outlets[row["outlet"]],
            published=datetime.fromisoformat(row["published"]),
            title=row["title"],
            byline=row["byline"],
        )
        for row in manifest["articles"]
    )
    return tuple(sorted(samples, key=lambda sample: sample.published))

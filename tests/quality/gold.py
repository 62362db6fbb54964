"""The hand-made annotations of the articles, resolved to spans.

An annotation quotes the article instead of counting characters, so that it can be
read and edited by hand (``README.md`` beside this file has the format). Here each
quoted string is searched in the text the reader gives: it must be there, and be
there once. ``load`` and ``load_articles`` raise ``GoldError`` otherwise, and
``faults`` lists what is wrong with how the spans of an article lie to one another.
``tests.quality.check`` says all of it at once, for who writes annotations.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from claims.extraction.model import (
    Certainty,
    Channel,
    Commitment,
    QuoteType,
    Span,
    SpeakerKind,
    Tier,
)
from sources.reading import ReadableDocument, read
from sources.samples import Sample
from sources.samples import load as load_samples

FOLDER = Path(__file__).parent / "gold"
ARTICLES = Path(__file__).parent / "articles"
SPLITS = ("tuning", "held_out")  # folders of ``ARTICLES``
STYLES = ("british", "american")
SAMPLES = {  # genre and style, which the annotations of the samples do not name
    "floods-gazette": ("local government", "british"),
    "floods-review": ("local government", "british"),
    "levy-politics": ("politics", "british"),
    "court-ferries": ("court", "american"),
    "reef-science": ("science", "american"),
    "strait-agency": ("diplomacy", "american"),
    "strait-reprint": ("diplomacy", "american"),
    "rowing-sport": ("sport", "british"),
}
ARTICLE_FIELDS = {"genre", "style", "published", "speakers", "claims"}
SPEAKER_FIELDS = {"name", "kind", "role"}
RELAY_FIELDS = {"who", "text"}
FIELDS = {
    "at", "who", "speaker", "cue", "content", "via", "quote_type", "tier",
    "commitment", "certainty", "negated", "channel", "said_at", "tags",
}  # fmt: skip
DOCUMENT_CHANNELS = {Channel.DOCUMENT, Channel.COURT}
OPENING_MARKS = '“‘"'
TARGET = re.compile(r"\[\[(.+?)\]\]")  # the annotated part of a quoted context

Row = dict[str, Any]  # Any: JSON written by hand


class GoldError(ValueError):
    """An annotation does not fit its article; the message says which and why."""


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """Who speaks, resolved. The first name is the best; others are right as well."""

    names: tuple[str, ...]
    kind: SpeakerKind
    role: str | None = None


@dataclass(frozen=True, slots=True)
class GoldRelay:
    """One link of a via chain."""

    speaker: GoldSpeaker
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One attribution as the annotator sees it; spans in the order of the text."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    speaker: tuple[Span, ...]  # empty when nobody is named
    resolved: GoldSpeaker
    via: tuple[GoldRelay, ...]  # from the speaker towards us
    quote_type: QuoteType
    tier: Tier
    commitment: Commitment
    certainty: Certainty
    negated: bool
    channel: Channel
    said_at: Span | None
    said_on: date | None  # the day meant by ``said_at``, when it means one
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article, its readable text and its annotations."""

    file_name: str
    genre: str
    style: str  # of quotation: one of ``STYLES``
    text: str
    published: date
    skipped: tuple[Span, ...]  # what the reader says is not the article's text
    claims: tuple[GoldClaim, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read, and the rows of its annotations before they are resolved."""

    path: Path  # of the annotations
    file_name: str  # of the article
    genre: str
    style: str
    published: date
    document: ReadableDocument
    speakers: Row
    rows: tuple[Row, ...]


NOBODY = GoldSpeaker(names=(), kind=SpeakerKind.UNATTRIBUTED_HEARSAY)


def load() -> tuple[GoldArticle, ...]:
    """All sample articles with their annotations, in the order of the samples.

    Raises ``GoldError`` if a sample has no annotations, if a quoted string is
    missing or ambiguous, or if a value is not one of the product's words.
    """
    return tuple(resolve(draft_of_sample(sample)) for sample in load_samples())


def load_articles(split: str) -> tuple[GoldArticle, ...]:
    """All articles of a split, by name; raises as ``load`` does."""
    return tuple(resolve(draft_of(path)) for path in paths(split))


def paths(split: str) -> tuple[Path, ...]:
    """The annotations of a split; ``GoldError`` if a text has none."""
    folder = ARTICLES / split
    found = tuple(sorted(folder.glob("*.json")))
    texts = {path.stem for path in folder.glob("*.txt")}
    if alone := texts - {path.stem for path in found}:
        raise GoldError(f"{folder}: no annotations of {', '.join(sorted(alone))}")
    return found


def draft_of_sample(sample: Sample) -> Draft:
    """A sample article beside its rows; ``GoldError`` if they do not belong."""
    path = FOLDER / f"{sample.file_name.rpartition('.')[0]}.json"
    if not path.exists():
        raise GoldError(f"{sample.file_name}: no annotations at {path}")
    rows = _json(path)
    if rows["file"] != sample.file_name:
        raise GoldError(f"{path.name} annotates {rows['file']}")
    genre, style = SAMPLES[path.stem]
    return Draft(
        path=path,
        file_name=sample.file_name,
        genre=genre,
        style=style,
        published=sample.published.date(),
        document=read(sample.data, url=sample.url),
        speakers=rows["speakers"],
        rows=tuple(rows["claims"]),
    )


def draft_of(path: Path) -> Draft:
    """An article of a split beside its rows; ``GoldError`` if the file is no such."""
    text_path = path.with_suffix(".txt")
    if not text_path.exists():
        raise GoldError(f"no article at {text_path}")
    rows = _json(path)
    if wrong := rows.keys() ^ ARTICLE_FIELDS:
        raise GoldError(f"unknown or missing at the top: {', '.join(sorted(wrong))}")
    if rows["style"] not in STYLES:
        raise GoldError(f"style {rows['style']!r} is not one of {', '.join(STYLES)}")
    try:
        published = date.fromisoformat(rows["published"])
    except ValueError as fault:
        raise GoldError(f"published: {fault}") from fault
    return Draft(
        path=path,
        file_name=text_path.name,
        genre=rows["genre"],
        style=rows["style"],
        published=published,
        document=read(text_path.read_bytes(), url=f"https://gold.example/{path.stem}"),
        speakers=rows["speakers"],
        rows=tuple(rows["claims"]),
    )


def resolve(source: Draft) -> GoldArticle:
    """The annotations of an article as spans; raises as ``load`` does."""
    speakers = {key: speaker_of(row) for key, row in source.speakers.items()}
    claims = []
    for number, row in enumerate(source.rows, start=1):
        try:
            claims.append(claim_of(row, source.document.text, speakers))
        except (GoldError, KeyError, ValueError) as fault:
            raise GoldError(f"{source.path.name}, claim {number}: {fault}") from fault
    return article_of(source, claims)


def article_of(source: Draft, claims: Iterable[GoldClaim]) -> GoldArticle:
    """The drafted article with these claims."""
    return GoldArticle(
        file_name=source.file_name,
        genre=source.genre,
        style=source.style,
        text=source.document.text,
        published=source.published,
        skipped=tuple(Span(start, end) for start, end in source.document.skipped),
        claims=tuple(claims),
    )


def faults(checked: GoldArticle) -> Iterator[str]:
    """What is wrong with how an article's annotated spans lie to one another."""
    for one in checked.claims:
        for fault in claim_faults(one, checked):
            content = checked.text[one.content[0].start : one.content[-1].end]
            yield f"{checked.file_name}: {fault}: {content!r}"


def find(literal: str | list[str], text: str, regions: tuple[Span, ...]) -> list[Span]:
    """Where an annotation's strings stand: a span for each.

    A string is searched in ``regions`` first and, if it is not there, in the
    whole text; white space matches any white space. In ``"he [[said]] so"`` the
    double brackets mark the annotated part. Raises ``GoldError`` unless there is
    exactly one place.
    """
    literals = [literal] if isinstance(literal, str) else literal
    return [_find_one(wanted, text, regions) for wanted in literals]


def _find_one(literal: str, text: str, regions: tuple[Span, ...]) -> Span:
    pattern = _pattern(literal)
    whole = (Span(0, len(text)),)
    for places in (regions, whole):
        hits = {
            Span(*match.span("target"))
            for place in places
            for match in pattern.finditer(text, place.start, place.end)
        }
        if len(hits) == 1:
            return hits.pop()
        if hits:
            raise GoldError(f"{literal!r} is there {len(hits)} times: add context")
    raise GoldError(f"{literal!r} is not in the text")


def _pattern(literal: str) -> re.Pattern[str]:
    """The literal as a pattern: whole words, any white space, as is or composed."""
    if marked := TARGET.search(literal):
        parts = literal[: marked.start()], marked[1], literal[marked.end() :]
    else:
        parts = "", literal, ""
    before, target, after = (
        r"\s+".join(_either_form(word) for word in re.split(r"\s+", part))
        for part in parts
    )
    left = r"(?<!\w)" if re.match(r"\w", before or target) else ""
    right = r"(?!\w)" if re.search(r"\w$", literal.replace("]]", "")) else ""
    return re.compile(f"{left}{before}(?P<target>{target}){after}{right}")


def _either_form(word: str) -> str:
    """The word as written or with its accents composed, as a reader may do."""
    composed = unicodedata.normalize("NFC", word)
    if composed == word:
        return re.escape(word)
    return f"(?:{re.escape(word)}|{re.escape(composed)})"


def regions_of(at: str | list[str], text: str) -> tuple[Span, ...]:
    """The paragraphs (lines of the text) that begin with the given words.

    Raises ``GoldError`` unless exactly one begins with each.
    """
    openings = [at] if isinstance(at, str) else at
    found = []
    for opening in openings:
        hits = [
            Span(*line.span())
            for line in re.finditer(r"[^\n]+", text)
            if re.match(_pattern(opening).pattern, line[0].strip())
        ]
        if len(hits) != 1:
            raise GoldError(f"{len(hits)} paragraphs begin with {opening!r}")
        found.extend(hits)
    return tuple(found)


def _json(path: Path) -> Row:
    try:
        rows: Row = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise GoldError("the article has no annotations") from fault
    except json.JSONDecodeError as fault:
        raise GoldError(f"not JSON: {fault}") from fault
    return rows


def speaker_of(row: Row) -> GoldSpeaker:
    """A row of ``speakers``; ``ValueError`` if its kind is none of the product's."""
    return GoldSpeaker(tuple(row["name"]), SpeakerKind(row["kind"]), row.get("role"))


def claim_of(row: Row, text: str, speakers: dict[str, GoldSpeaker]) -> GoldClaim:
    """A row of ``claims`` as spans of the text; raises at the first thing wrong."""
    if unknown := row.keys() - FIELDS:
        raise GoldError(f"unknown fields {sorted(unknown)}")
    if ("who" in row) != ("speaker" in row):
        raise GoldError("'who' and 'speaker' come together or not at all")
    regions = regions_of(row["at"], text)
    said_at, said_on = row.get("said_at", (None, None))
    return GoldClaim(
        content=tuple(find(row["content"], text, regions)),
        cue=tuple(find(row["cue"], text, regions)),
        speaker=tuple(find(row["speaker"], text, regions)) if "who" in row else (),
        resolved=speakers[row["who"]] if "who" in row else NOBODY,
        via=tuple(
            GoldRelay(speakers[relay["who"]], tuple(find(relay["text"], text, regions)))
            for relay in row.get("via", ())
        ),
        quote_type=QuoteType(row.get("quote_type", "indirect")),
        tier=Tier(row.get("tier", "speech")),
        commitment=Commitment(row.get("commitment", "neutral")),
        certainty=Certainty(row.get("certainty", "CT+")),
        negated=row.get("negated", False),
        channel=Channel(row.get("channel", "")),
        said_at=find(said_at, text, regions)[0] if said_at else None,
        said_on=date.fromisoformat(said_on) if said_on else None,
        tags=tuple(row.get("tags", ())),
    )


def claim_faults(claim: GoldClaim, article: GoldArticle) -> Iterator[str]:
    """What is wrong with the spans and values of one claim of an article."""
    text = article.text
    outside = [*claim.cue, *claim.speaker, *([claim.said_at] if claim.said_at else [])]
    spans = sorted([*claim.content, *outside])
    if list(claim.content) != sorted(claim.content):
        yield "fragments out of order"
    if any(one.overlaps(other) for one, other in pairwise(spans)):
        yield "content, cue, speaker and time overlap"
    if any(text[span.start : span.end].strip() != text[span.start : span.end]
           for span in spans):  # fmt: skip
        yield "a span begins or ends with white space"
    for skipped in article.skipped:
        if any(span.overlaps(skipped) for span in spans):
            yield "a span lies in text that is not the article's"
    if (
        claim.resolved.kind is SpeakerKind.DOCUMENT
        and claim.channel not in DOCUMENT_CHANNELS
    ):
        yield "a document that does not speak as a document"
    if claim.negated != claim.certainty.value.endswith("-"):
        yield "negation and certainty disagree"
    if claim.said_on and claim.said_on > article.published:
        yield "said after it was published"
    yield from _quotation_faults(claim, text)
    yield from _relay_faults(claim, article.claims)


def _quotation_faults(claim: GoldClaim, text: str) -> Iterator[str]:
    first = claim.content[0]
    has_mark = any(
        mark in text[span.start : span.end]
        for span in claim.content
        for mark in OPENING_MARKS
    )
    if claim.quote_type is QuoteType.DIRECT:
        in_transcript = [text[cue.start : cue.end] for cue in claim.cue] == [":"]
        if not in_transcript and text[first.start - 1] not in OPENING_MARKS:
            yield "a direct quotation without its opening mark before it"
    elif has_mark != (claim.quote_type is QuoteType.MIXED):
        yield "quotation marks and quote type disagree"


def _relay_faults(claim: GoldClaim, claims: tuple[GoldClaim, ...]) -> Iterator[str]:
    """A relayed claim lies in one by its relay, who has the rest of the chain.

    An outlet that somebody told something is a relay without words of its own.
    """
    if not claim.via or claim.via[0].speaker.kind is SpeakerKind.OTHER_OUTLET:
        return
    relay, *rest = claim.via
    if not any(
        outer.speaker == relay.spans
        and list(outer.via) == rest
        and all(any(o.covers(c) for o in outer.content) for c in claim.content)
        for outer in claims
    ):
        yield "no claim of the relay contains this one"

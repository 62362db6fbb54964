"""Say everything that is wrong with annotations, for the person who writes them.

    python -m tests.quality.check [FILE.json …]

Without an argument all annotations are checked. An error names the file and line,
the claim and the field; the exit status is 1 if there is any.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path

from claims.extraction.model import (
    Certainty,
    Channel,
    Commitment,
    QuoteType,
    Span,
    SpeakerKind,
    Tier,
)
from sources.samples import load as load_samples
from tests.quality import gold

VALUES: dict[str, type[StrEnum]] = {
    "quote_type": QuoteType,
    "tier": Tier,
    "commitment": Commitment,
    "certainty": Certainty,
    "channel": Channel,
}
NEEDED = ("at", "cue", "content")
Load = Callable[[], gold.Draft]

ROW_OPENING = re.compile(r'"at"\s*:')
AROUND = 20  # characters of context shown of a string that is there twice
FEWEST_CLAIMS = 12
WORDS = range(250, 701)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of one file found."""

    path: Path
    errors: tuple[str, ...]  # each with its line, claim and field
    counts: str  # a line of figures; empty if the file could not be read


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the errors and the counts of each file; 1 if there is an error."""
    names = sys.argv[1:] if arguments is None else arguments
    checked = [check(*each) for each in _loaders([Path(name) for name in names])]
    for one in checked:
        sys.stdout.write("".join(f"{error}\n" for error in one.errors))
        sys.stdout.write(f"{one.path.name}: {one.counts or 'not read'}\n")
    errors = sum(len(one.errors) for one in checked)
    sys.stdout.write(f"{len(checked)} files, {errors} errors\n")
    return 1 if errors else 0


def _loaders(paths: Sequence[Path]) -> Iterator[tuple[Path, Load]]:
    """Each file to be checked with the call that reads it."""
    wanted = [path.resolve() for path in paths]
    for sample in load_samples():
        path = gold.FOLDER / f"{Path(sample.file_name).stem}.json"
        if not wanted or path in wanted:
            yield path, partial(gold.draft_of_sample, sample)
    texts = gold.ARTICLES.glob("*/*.txt")  # one without annotations is an error
    rows = {
        *gold.ARTICLES.glob("*/*.json"),
        *(one.with_suffix(".json") for one in texts),
    }
    for path in paths or sorted(rows):
        if path.resolve().parent != gold.FOLDER:
            yield path, partial(gold.draft_of, path)


def check(path: Path, load: Load) -> Checked:
    """Everything wrong with one file."""
    try:
        draft = load()
    except (gold.GoldError, KeyError, OSError) as fault:
        return Checked(path, (f"{path}: {fault!s}",), "")
    errors = [f"{path}: {error}" for error in _article_errors(draft)]
    speakers = {}
    for key, row in draft.speakers.items():
        found = list(_speaker_errors(row))
        errors += [f"{path}: speaker {key!r}: {error}" for error in found]
        if not found:
            speakers[key] = gold.speaker_of(row)
    lines = _lines(path)
    places = []
    claims: list[gold.GoldClaim] = []
    for number, row in enumerate(draft.rows, start=1):
        place = f"{path}:{lines.get(number, 0)}: claim {number} ({_label(row)})"
        found = list(row_errors(row, draft))
        errors += [f"{place}: {error}" for error in found]
        if not found and _keys(row) <= speakers.keys():
            claims.append(gold.claim_of(row, draft.document.text, speakers))
            places.append(place)
    article = gold.article_of(draft, claims)
    for place, claim in zip(places, claims, strict=True):
        errors += [f"{place}: {fault}" for fault in gold.claim_faults(claim, article)]
    errors += [f"{path}: {error}" for error in _repeated(article)]
    return Checked(path, tuple(errors), _counts(draft, claims))


def row_errors(row: gold.Row, draft: gold.Draft) -> Iterator[str]:
    """What keeps a row of ``claims`` from being resolved, field by field."""
    yield from _word_errors(row)
    if ("who" in row) != ("speaker" in row):
        yield "'who' and 'speaker' come together or not at all"
    for key in sorted(_keys(row) - draft.speakers.keys()):
        yield f"nobody is called {key!r} under 'speakers'"
    text = draft.document.text
    try:
        regions = gold.regions_of(row.get("at", ()), text)
    except gold.GoldError as fault:
        yield f"at: {fault}{_hint(str(row['at']), text)}"
        regions = ()
    for name, literal in _literals(row):
        try:
            gold.find(literal, text, regions)
        except gold.GoldError as fault:
            yield f"{name}: {fault}{_hint(literal, text, regions)}"
    yield from _time_errors(row)


def _word_errors(row: gold.Row) -> Iterator[str]:
    """Fields and values that are not of the format."""
    for name in sorted(row.keys() - gold.FIELDS):
        yield f"unknown field {name!r}; known: {', '.join(sorted(gold.FIELDS))}"
    for name in NEEDED:
        if not row.get(name):
            yield f"{name}: missing"
    for name, kind in VALUES.items():
        if name in row and row[name] not in set(kind):
            yield f"{name}: {row[name]!r} is none of {_words(kind)}"
    if not isinstance(row.get("negated", False), bool):
        yield "negated: true or false, without quotation marks"
    for relay in row.get("via", ()):
        if wrong := relay.keys() ^ gold.RELAY_FIELDS:
            yield f"via: unknown or missing {', '.join(sorted(wrong))}"


def _time_errors(row: gold.Row) -> Iterator[str]:
    if "said_at" not in row:
        return
    if not isinstance(row["said_at"], list) or len(row["said_at"]) != 2:
        yield 'said_at: give ["the phrase", "2026-11-05"] or ["the phrase", null]'
        return
    day = row["said_at"][1]
    try:
        if day is not None:
            date.fromisoformat(day)
    except ValueError as fault:
        yield f"said_at: {fault}"


def _speaker_errors(row: gold.Row) -> Iterator[str]:
    for name in sorted(row.keys() - gold.SPEAKER_FIELDS):
        yield f"unknown field {name!r}"
    if not isinstance(row.get("name"), list) or not row["name"]:
        yield 'name: give a list, the best name first: ["Ann Example"]'
    if row.get("kind") not in set(SpeakerKind):
        yield f"kind: {row.get('kind')!r} is none of {_words(SpeakerKind)}"
    has_role = row.get("kind") == SpeakerKind.NAMED_PERSON_WITH_ROLE
    if has_role != bool(row.get("role")):
        yield "role: needed by named_person_with_role, and by no other kind"


def _article_errors(draft: gold.Draft) -> Iterator[str]:
    words = len(draft.document.text.split())
    if words not in WORDS:
        yield f"{words} words; an article has {WORDS.start} to {WORDS.stop - 1}"
    if len(draft.rows) < FEWEST_CLAIMS:
        yield f"{len(draft.rows)} claims; an article has {FEWEST_CLAIMS} or more"
    used = {key for row in draft.rows for key in _keys(row)}
    for key in sorted(draft.speakers.keys() - used):
        yield f"speaker {key!r} says nothing and relays nothing"


def _repeated(article: gold.GoldArticle) -> Iterator[str]:
    seen = Counter((claim.cue, claim.content) for claim in article.claims)
    for (_, content), times in seen.items():
        if times > 1:
            words = article.text[content[0].start : content[-1].end]
            yield f"annotated {times} times: {words!r}"


def _keys(row: gold.Row) -> set[str]:
    """The speakers a row names."""
    relays = {relay["who"] for relay in row.get("via", ()) if "who" in relay}
    return relays | ({row["who"]} if "who" in row else set())


def _literals(row: gold.Row) -> Iterator[tuple[str, str]]:
    """Every string of a row that quotes the article, with its field."""
    for name in ("speaker", "cue", "content"):
        value = row.get(name, [])
        for literal in [value] if isinstance(value, str) else value:
            yield name, literal
    for relay in row.get("via", ()):
        if "text" in relay:
            yield "via", relay["text"]
    said_at = row.get("said_at")
    if isinstance(said_at, list) and said_at and isinstance(said_at[0], str):
        yield "said_at", said_at[0]


def _hint(literal: str, text: str, regions: Iterable[Span] = ()) -> str:
    """Where a string stands that is there twice, or where one that is not breaks."""
    plain = literal.replace("[[", "").replace("]]", "")
    places = [text[one.start : one.end] for one in regions]
    for place in [*places, text]:
        starts = [match.start() for match in re.finditer(re.escape(plain), place)]
        if len(starts) > 1:
            return " – " + " | ".join(
                repr(place[max(0, at - AROUND) : at + len(plain) + AROUND])
                for at in starts
            )
    for length in range(len(plain) - 1, 3, -1):
        at = text.find(plain[:length])
        if at >= 0:
            goes_on = text[at : at + length + AROUND]
            return f" – the text goes on {goes_on!r}, not {plain[: length + AROUND]!r}"
    return ""


def _lines(path: Path) -> dict[int, int]:
    """The line on which each row of ``claims`` begins."""
    text = path.read_text(encoding="utf-8")
    return {
        number: text.count("\n", 0, match.start()) + 1
        for number, match in enumerate(ROW_OPENING.finditer(text), start=1)
    }


def _label(row: gold.Row) -> str:
    cue = row.get("cue", "no cue")
    words = cue if isinstance(cue, str) else " … ".join(cue)
    return f"{row.get('at', '')!s:.30}, {words}"


def _words(kind: type[StrEnum]) -> str:
    return ", ".join(repr(one.value) for one in kind)


def _counts(draft: gold.Draft, claims: Sequence[gold.GoldClaim]) -> str:
    """Figures by which the writer sees whether an article is varied enough."""
    quotes = Counter(claim.quote_type.value for claim in claims)
    tiers = Counter(claim.tier.value for claim in claims)
    parts = [
        f"{len(draft.document.text.split())} words",
        f"{len(draft.rows)} claims",
        *(f"{count} {word}" for word, count in (quotes + tiers).most_common()),
        f"{sum(bool(claim.via) for claim in claims)} relayed",
        f"{sum(claim.negated for claim in claims)} negated",
    ]
    return f"{draft.genre}, {draft.style}: " + ", ".join(parts)


if __name__ == "__main__":
    sys.exit(main())

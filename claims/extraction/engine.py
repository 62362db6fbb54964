"""The engine: a text goes in, its attributed claims come out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Final

from claims.extraction.assembly import assemble, position
from claims.extraction.errors import BadInput
from claims.extraction.finding import (
    Candidate,
    Page,
    find_candidates,
    link_across,
    settled,
)
from claims.extraction.finding.outlet import find_own_sentences
from claims.extraction.finding.tagged import join_tagged
from claims.extraction.labels import find_labels
from claims.extraction.language import (
    DEFAULT_PARSER,
    MODEL_LOCK,
    load_parser,
    load_tokenizer,
    parser_version,
)
from claims.extraction.mentions import Mention, find_mentions
from claims.extraction.model import Extraction, Span
from claims.extraction.outlet import own_claims
from claims.extraction.quotations import Quotation, find_quotations
from claims.extraction.segmentation import (
    Unit,
    find_paragraphs,
    find_units,
    is_prose,
    outlets_in_datelines,
    parsable_copy,
)
from claims.extraction.tagger.finding import Tagged, find_tagged
from claims.extraction.tagger.reading import Reader
from claims.extraction.tagger.weights import (
    DEFAULT_MODEL,
    RULES_ONLY,
    load_weights,
)
from claims.extraction.tagger.words import read_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULES_VERSION: Final = "13"
# The parser's memory grows with the batch, in characters more than in paragraphs.
BATCH_UNITS: Final = 24
BATCH_CHARACTERS: Final = 6_000

# Share of the work that the trained model does, for the progress shown.
TAGGING_SHARE: Final = 0.75

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text and its parts."""

    text: str
    copy: str  # for tokenizer and parser: as long as the text
    paragraphs: list[Span]
    quotations: list[Quotation]
    units: list[Unit]
    labels: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Cut:
        """The parts of any string."""
        copy = parsable_copy(text)
        paragraphs = find_paragraphs(copy)
        quotations = find_quotations(text, paragraphs)
        units = list(find_units(copy, paragraphs))
        labels = find_labels(copy, paragraphs)
        return cls(text, copy, paragraphs, quotations, units, labels)

    def prose(self, skip: Sequence[Span]) -> list[Span]:
        """The paragraphs that are English prose and touch none of ``skip``."""
        return [
            span
            for span in self.paragraphs
            if not any(span.overlaps(one) for one in skip)
            and is_prose(self.copy[span.start : span.end])
        ]


@dataclass(slots=True)
class _Findings:
    """What has been read so far of one text."""

    candidates: list[Candidate] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    own: list[Candidate] | None = None  # the outlet's sentences, if asked for


class Extractor:
    """Finds attributed claims in English news text.

    ``model`` names the trained model that finds them: ``standard``, ``fast``, or
    ``rules`` for none. ``parser`` names spaCy's pipeline, which a model that parses
    (``fast``) has no use for. ``threshold`` is the confidence (0-1) from which what
    the model finds counts, instead of the model's own. Making an extractor loads
    both, once for each process and name; raises ``EngineUnavailable`` when it cannot.
    ``extract`` may be called from several threads; they take turns.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        parser: str = DEFAULT_PARSER,
        *,
        threshold: float | None = None,
    ) -> None:
        self._weights = None if model == RULES_ONLY else load_weights(model)
        if self._weights is not None and threshold is not None:
            self._weights = replace(
                self._weights,
                name=f"{self._weights.name}-from-{threshold:g}",
                threshold=threshold,
            )
        self._reader: Reader | None = None
        trained = f"{self._weights.name}+" if self._weights else ""
        self.version = f"{trained}rules-{RULES_VERSION}"
        if self._weights is not None and self._weights.syntax is not None:
            self._nlp: Language = load_tokenizer()
            self._reader = Reader(self._weights, self._weights.syntax, self._nlp)
        else:
            self._nlp = load_parser(parser)
            self.version += f"+{parser}-{parser_version(self._nlp)}"

    def extract(
        self,
        text: str,
        published: date | None = None,
        skip: Sequence[Span] = (),
        on_progress: Progress | None = None,
        *,
        outlet_tier: bool = False,
    ) -> Extraction:
        """All claims of a text, by position. Any string is accepted.

        ``published`` dates "on Monday" and the like. Nothing that touches a span
        of ``skip`` becomes a claim. ``on_progress(done, total)`` is called between
        batches of paragraphs with counts of characters; what it raises ends the
        run and reaches the caller. ``outlet_tier`` adds the outlet's own factual
        sentences that are part of no claim.
        """
        if not isinstance(text, str):
            raise BadInput(f"text must be a string, not {type(text).__name__}")
        began = perf_counter()
        report = on_progress or _no_progress
        cut = _Cut.of(text)
        found = _Findings(own=[] if outlet_tier else None)
        seconds = {"segment": perf_counter() - began}
        self._find(cut, skip, found, seconds, report)
        parsed = perf_counter()
        rejected: Counter[str] = Counter()
        attributions = assemble(
            text,
            link_across(found.candidates, cut.quotations, cut.paragraphs),
            found.mentions,
            cut.quotations,
            own_outlets=outlets_in_datelines(cut.copy, cut.paragraphs),
            published=published,
            skip=skip,
            rejected=rejected,
        )
        if found.own is not None:
            attributions += own_claims(
                text, found.own, attributions, skip=skip, rejected=rejected
            )
            attributions.sort(key=position)
        report(len(text), len(text))
        seconds["assemble"] = perf_counter() - parsed
        counts = dict(sorted(rejected.items()))
        version = self.version_of(outlet_tier=outlet_tier)
        return Extraction(version, tuple(attributions), counts, seconds)

    def version_of(self, *, outlet_tier: bool) -> str:
        """The ``engine`` of an extraction: what is asked for is part of it."""
        return f"{self.version}+outlet" if outlet_tier else self.version

    def _find(
        self,
        cut: _Cut,
        skip: Sequence[Span],
        found: _Findings,
        seconds: dict[str, float],
        report: Progress,
    ) -> None:
        """Tag and parse the text, in one pass if the model can, and read its units."""
        began = perf_counter()
        total = len(cut.text)
        on_tagged = partial(_report_share, report, total, 0.0, TAGGING_SHARE)
        tagged: list[Tagged] = []
        if self._weights is not None and self._reader is None:
            words = read_words(cut.text, cut.prose(skip), cut.quotations)
            tagged, _ = find_tagged(cut.text, words, self._weights, on_tagged)
        # Strings met in this text are forgotten with it, or workers would grow.
        with MODEL_LOCK, self._nlp.memory_zone():
            parsed: Iterator[tuple[Unit, Doc]] = self._piped(cut.units)
            if self._reader is not None:
                tagged, parsed = self._reader.read(
                    cut.copy, cut.units, cut.quotations, on_tagged
                )
            seconds["tag"] = perf_counter() - began
            share = TAGGING_SHARE if self._weights else 0.0
            reported = 0
            for unit, doc in parsed:
                self._read(Page(doc, unit, cut.quotations, cut.labels), tagged, found)
                if unit.end - reported > BATCH_CHARACTERS:
                    reported = unit.end
                    _report_share(report, total, share, 1 - share, reported)
        seconds["parse_and_find"] = perf_counter() - began - seconds["tag"]

    def _piped(self, units: Sequence[Unit]) -> Iterator[tuple[Unit, Doc]]:
        """All units, parsed by spaCy's pipeline in batches."""
        for batch in _batches(units):
            texts = (unit.text for unit in batch)
            docs = self._nlp.pipe(texts, batch_size=BATCH_UNITS)
            yield from zip(batch, docs, strict=True)

    def _read(self, page: Page, tagged: Sequence[Tagged], found: _Findings) -> None:
        """Keep what was found on a page; its parse itself is dropped."""
        candidates = find_candidates(page)
        if self._weights is not None:
            candidates = join_tagged(page, candidates, _within(tagged, page))
        found.candidates.extend(settled(page, candidates))
        found.mentions.extend(find_mentions(page))
        if found.own is not None:
            found.own.extend(find_own_sentences(page))


def _report_share(
    report: Progress, total: int, done: float, share: float, end: int
) -> None:
    """Report a step that does a share of the work and got up to a character."""
    report(int(done * total + share * end), total)


def _within(tagged: Sequence[Tagged], page: Page) -> Sequence[Tagged]:
    """What the model found whose cue begins on a page; both by position."""
    low = bisect_left(tagged, page.base, key=_cue_start)
    return tagged[low : bisect_left(tagged, page.end, key=_cue_start)]


def _cue_start(one: Tagged) -> int:
    return one.cue[0].start


def _no_progress(done: int, total: int) -> None:
    """For callers who do not watch."""


def _batches(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    batch: list[Unit] = []
    size = 0
    for unit in units:
        length = unit.end - unit.start
        if batch and (size + length > BATCH_CHARACTERS or len(batch) == BATCH_UNITS):
            yield batch
            batch, size = [], 0
        batch.append(unit)
        size += length
    if batch:
        yield batch

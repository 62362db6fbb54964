"""The engine: a text goes in, its attributed claims come out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Final

from claims.extraction.assembly import assemble, position
from claims.extraction.errors import BadInput
from claims.extraction.finding import Candidate, Page, find_candidates, link_across
from claims.extraction.finding.outlet import find_own_sentences
from claims.extraction.finding.tagged import join_tagged
from claims.extraction.language import (
    DEFAULT_PARSER,
    MODEL_LOCK,
    load_parser,
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
from claims.extraction.tagger.weights import (
    DEFAULT_MODEL,
    RULES_ONLY,
    load_weights,
)

if TYPE_CHECKING:
    from spacy.language import Language

RULES_VERSION: Final = "9"
# The parser's memory grows with the batch, in characters more than in paragraphs.
BATCH_UNITS: Final = 24
BATCH_CHARACTERS: Final = 6_000

# Share of the work that the trained model does, for the progress shown.
TAGGING_SHARE: Final = 0.75

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Findings:
    """What has been read so far of one text."""

    candidates: list[Candidate] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    own: list[Candidate] | None = None  # the outlet's sentences, if asked for


class Extractor:
    """Finds attributed claims in English news text.

    ``model`` names the trained model that finds them: ``standard``, ``fast``, or
    ``rules`` for none. ``parser`` names spaCy's pipeline. Making an extractor loads
    both, once for each process and name; raises ``EngineUnavailable`` when it
    cannot. ``extract`` may be called from several threads; they take turns.
    """

    def __init__(
        self, model: str = DEFAULT_MODEL, parser: str = DEFAULT_PARSER
    ) -> None:
        self._weights = None if model == RULES_ONLY else load_weights(model)
        self._nlp: Language = load_parser(parser)
        trained = f"{self._weights.name}+" if self._weights else ""
        parsed = f"{parser}-{parser_version(self._nlp)}"
        self.version = f"{trained}rules-{RULES_VERSION}+{parsed}"

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
        copy = parsable_copy(text)
        paragraphs = find_paragraphs(copy)
        quotations = find_quotations(text, paragraphs)
        segmented = perf_counter()
        on_progress = on_progress or _no_progress
        report = on_progress
        read = [one for one in paragraphs if not any(one.overlaps(s) for s in skip)]
        tagged = self._tag(text, copy, read, quotations, report)
        share = TAGGING_SHARE if self._weights else 0.0
        tagged_by = perf_counter()

        def on_parsed(end: int) -> None:
            done = share * len(text) + (1 - share) * end
            report(int(done), len(text))

        units = find_units(copy, paragraphs)
        found = _Findings(own=[] if outlet_tier else None)
        self._find(units, quotations, tagged, found, on_parsed)
        parsed = perf_counter()
        rejected: Counter[str] = Counter()
        attributions = assemble(
            text,
            link_across(found.candidates, quotations, paragraphs),
            found.mentions,
            quotations,
            own_outlets=outlets_in_datelines(copy, paragraphs),
            published=published,
            skip=skip,
            rejected=rejected,
        )
        if found.own is not None:
            attributions += own_claims(
                text, found.own, attributions, skip=skip, rejected=rejected
            )
            attributions.sort(key=position)
        on_progress(len(text), len(text))
        seconds = {
            "segment": segmented - began,
            "tag": tagged_by - segmented,
            "parse_and_find": parsed - tagged_by,
            "assemble": perf_counter() - parsed,
        }
        counts = dict(sorted(rejected.items()))
        version = self.version_of(outlet_tier=outlet_tier)
        return Extraction(version, tuple(attributions), counts, seconds)

    def version_of(self, *, outlet_tier: bool) -> str:
        """The ``engine`` of an extraction: what is asked for is part of it."""
        return f"{self.version}+outlet" if outlet_tier else self.version

    def _tag(
        self,
        text: str,
        copy: str,
        paragraphs: Sequence[Span],
        quotations: Sequence[Quotation],
        report: Progress,
    ) -> list[Tagged]:
        """What the trained model finds in the paragraphs that are English prose."""
        if self._weights is None:
            return []
        prose = [span for span in paragraphs if is_prose(copy[span.start : span.end])]

        def on_read(end: int) -> None:
            report(int(TAGGING_SHARE * end), len(text))

        return find_tagged(text, prose, quotations, self._weights, on_read)

    def _find(
        self,
        units: Iterator[Unit],
        quotations: Sequence[Quotation],
        tagged: Sequence[Tagged],
        found: _Findings,
        on_read: Callable[[int], None],
    ) -> None:
        """Read all units; ``on_read`` hears after each batch how far it got."""
        # Strings met in this text are forgotten with it, or workers would grow.
        with MODEL_LOCK, self._nlp.memory_zone():
            for batch in _batches(units):
                self._read(batch, quotations, tagged, found)
                on_read(batch[-1].end)

    def _read(
        self,
        batch: Sequence[Unit],
        quotations: Sequence[Quotation],
        tagged: Sequence[Tagged],
        found: _Findings,
    ) -> None:
        """Parse a batch and keep what was found; the parse itself is dropped."""
        docs = self._nlp.pipe((unit.text for unit in batch), batch_size=BATCH_UNITS)
        for unit, doc in zip(batch, docs, strict=True):
            page = Page(doc, unit, quotations)
            candidates = find_candidates(page)
            if self._weights is not None:
                candidates = join_tagged(page, candidates, _within(tagged, unit))
            found.candidates.extend(candidates)
            found.mentions.extend(find_mentions(page))
            if found.own is not None:
                found.own.extend(find_own_sentences(page))


def _within(tagged: Sequence[Tagged], unit: Unit) -> Sequence[Tagged]:
    """What the model found whose cue begins in a unit; both by position."""
    low = bisect_left(tagged, unit.start, key=_cue_start)
    return tagged[low : bisect_left(tagged, unit.end, key=_cue_start)]


def _cue_start(one: Tagged) -> int:
    return one.cue[0].start


def _no_progress(done: int, total: int) -> None:
    """For callers who do not watch."""


def _batches(units: Iterator[Unit]) -> Iterator[list[Unit]]:
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

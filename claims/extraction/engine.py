"""The engine: a text goes in, its attributed claims come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Final

from claims.extraction.assembly import assemble
from claims.extraction.errors import BadInput
from claims.extraction.finding import Candidate, Page, find_candidates, link_across
from claims.extraction.language import (
    DEFAULT_MODEL,
    MODEL_LOCK,
    load_model,
    model_version,
)
from claims.extraction.mentions import Mention, find_mentions
from claims.extraction.model import Extraction, Span
from claims.extraction.quotations import Quotation, find_quotations
from claims.extraction.segmentation import (
    Unit,
    find_paragraphs,
    find_units,
    outlets_in_datelines,
    parsable_copy,
)

if TYPE_CHECKING:
    from spacy.language import Language

RULES_VERSION: Final = "6"
# The parser's memory grows with the batch, in characters more than in paragraphs.
BATCH_UNITS: Final = 24
BATCH_CHARACTERS: Final = 6_000

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Findings:
    """What has been read so far of one text."""

    candidates: list[Candidate] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


class Extractor:
    """Finds attributed claims in English news text.

    Making one loads the language model, once for each process and model name;
    raises ``EngineUnavailable`` when it cannot. ``extract`` may be called from
    several threads; they take turns.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self._nlp: Language = load_model(model)
        self.version = f"rules-{RULES_VERSION}+{model}-{model_version(self._nlp)}"

    def extract(
        self,
        text: str,
        published: date | None = None,
        skip: Sequence[Span] = (),
        on_progress: Progress | None = None,
    ) -> Extraction:
        """All claims of a text, by position. Any string is accepted.

        ``published`` dates "on Monday" and the like. Nothing that touches a span
        of ``skip`` becomes a claim. ``on_progress(done, total)`` is called between
        batches of paragraphs with counts of characters; what it raises ends the
        run and reaches the caller.
        """
        if not isinstance(text, str):
            raise BadInput(f"text must be a string, not {type(text).__name__}")
        began = perf_counter()
        copy = parsable_copy(text)
        paragraphs = find_paragraphs(copy)
        quotations = find_quotations(text, paragraphs)
        segmented = perf_counter()
        on_progress = on_progress or _no_progress
        units = find_units(copy, paragraphs)
        found = self._find(units, quotations, lambda end: on_progress(end, len(text)))
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
        on_progress(len(text), len(text))
        seconds = {
            "segment": segmented - began,
            "parse_and_find": parsed - segmented,
            "assemble": perf_counter() - parsed,
        }
        counts = dict(sorted(rejected.items()))
        return Extraction(self.version, tuple(attributions), counts, seconds)

    def _find(
        self,
        units: Iterator[Unit],
        quotations: Sequence[Quotation],
        on_read: Callable[[int], None],
    ) -> _Findings:
        """Read all units; ``on_read`` hears after each batch how far it got."""
        found = _Findings()
        # Strings met in this text are forgotten with it, or workers would grow.
        with MODEL_LOCK, self._nlp.memory_zone():
            for batch in _batches(units):
                self._read(batch, quotations, found)
                on_read(batch[-1].end)
        return found

    def _read(
        self,
        batch: Sequence[Unit],
        quotations: Sequence[Quotation],
        found: _Findings,
    ) -> None:
        """Parse a batch and keep what was found; the parse itself is dropped."""
        docs = self._nlp.pipe((unit.text for unit in batch), batch_size=BATCH_UNITS)
        for unit, doc in zip(batch, docs, strict=True):
            page = Page(doc, unit, quotations)
            found.candidates.extend(find_candidates(page))
            found.mentions.extend(find_mentions(page))


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

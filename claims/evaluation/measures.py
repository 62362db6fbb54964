"""How much of what was annotated was found, and how much of what was found is right.

Spans are sets of tokens (`tokens`). Of each part – cue, speaker, content – over
the whole corpus:

exact    the same span was annotated for that part. A span of several pieces is one
         span; one that is given twice (a cue with two contents) counts once.
overlap  the same, but any shared token is enough, one to one.
soft     precision: mean share of a found span's tokens that are annotated for that
         part; recall: mean share of an annotated span's tokens that were found.
token    precision and recall of the tokens that belong to the part at all.
piece    as exact, but each unbroken piece of a span counts by itself.

Attributions are matched one to one so that the summed token F1 of their contents is
as large as possible (ties: cue, then speaker); without a shared content token there
is no match. A part that is not stated equals one that is not stated, and no other.

triple_strict    speaker, cue and content are exact
pair_strict      speaker and content are exact
triple_lenient   token F1 of at least 0.5 on speaker and on content
content_lenient  token F1 of at least 0.5 on content
lenient_sourced  triple_lenient without the annotations that name no speaker; what is
                 matched to those does not count
link             share with the right speaker of the content_lenient matches

*exact* is the strict measure of Pareti et al. 2013 and of Scheible et al. 2016,
*soft* the partial one of Pareti et al. 2013, *piece* that of taggers that know no
spans of several pieces (with punctuation: CofeNet 2022).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Final

from claims.evaluation.documents import Annotation
from claims.evaluation.matching import heaviest_pairs
from claims.evaluation.tokens import Tokens, covered, f1, pieces

LENIENT: Final = 0.5  # token F1 from which a part counts as found

TokenSet = frozenset[int]


class Part(StrEnum):
    """The parts of an attribution."""

    CUE = "cue"
    SPEAKER = "speaker"
    CONTENT = "content"


class SpanMeasure(StrEnum):
    """How spans of one part are counted."""

    EXACT = "exact"
    OVERLAP = "overlap"
    SOFT = "soft"
    TOKEN = "token"  # noqa: S105 - a word of the text, not a secret
    PIECE = "piece"


class WholeMeasure(StrEnum):
    """How whole attributions are counted."""

    TRIPLE_STRICT = "triple_strict"
    PAIR_STRICT = "pair_strict"
    TRIPLE_LENIENT = "triple_lenient"
    LENIENT_SOURCED = "lenient_sourced"
    CONTENT_LENIENT = "content_lenient"


@dataclass(frozen=True, slots=True)
class Parts:
    """The tokens of one attribution, part by part."""

    speaker: TokenSet
    cue: TokenSet
    content: TokenSet

    def of(self, part: Part) -> TokenSet:
        """The tokens of one part; empty if it is not stated."""
        match part:
            case Part.CUE:
                return self.cue
            case Part.SPEAKER:
                return self.speaker
            case Part.CONTENT:
                return self.content

    def __bool__(self) -> bool:
        return bool(self.speaker or self.cue or self.content)


@dataclass(frozen=True, slots=True)
class Match:
    """An annotation and what was matched to it: their numbers, F1 of each part."""

    gold: int
    found: int
    speaker: float
    cue: float
    content: float

    @property
    def is_content_lenient(self) -> bool:
        """Whether the content is about right."""
        return self.content >= LENIENT

    @property
    def is_lenient(self) -> bool:
        """Whether content and speaker are about right."""
        return min(self.content, self.speaker) >= LENIENT

    @property
    def is_pair_strict(self) -> bool:
        """Whether content and speaker are exact."""
        return min(self.content, self.speaker) == 1

    @property
    def is_strict(self) -> bool:
        """Whether content, speaker and cue are exact."""
        return min(self.content, self.speaker, self.cue) == 1


@dataclass(slots=True)
class Tally:
    """Sums from which precision and recall follow."""

    right_found: float = 0
    found: int = 0
    right_gold: float = 0
    gold: int = 0

    def add(
        self, right: float, *, found: int, gold: int, right_gold: float | None = None
    ) -> None:
        """Count; ``right_gold`` where it is not the number that is right of found."""
        self.right_found += right
        self.found += found
        self.right_gold += right if right_gold is None else right_gold
        self.gold += gold

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 if nothing was found."""
        return self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what was annotated that was found; 0 if nothing was annotated."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _span_tallies() -> dict[tuple[Part, SpanMeasure], Tally]:
    return {(part, measure): Tally() for part in Part for measure in SpanMeasure}


def _whole_tallies() -> dict[WholeMeasure, Tally]:
    return {measure: Tally() for measure in WholeMeasure}


@dataclass(slots=True)
class Scores:
    """The measures over all documents added so far."""

    documents: int = 0
    gold: int = 0
    found: int = 0
    spans: dict[tuple[Part, SpanMeasure], Tally] = field(default_factory=_span_tallies)
    wholes: dict[WholeMeasure, Tally] = field(default_factory=_whole_tallies)

    @property
    def link(self) -> float:
        """Share with the right speaker of the matches with about the right content."""
        aligned = self.wholes[WholeMeasure.CONTENT_LENIENT].right_found
        right = self.wholes[WholeMeasure.TRIPLE_LENIENT].right_found
        return right / aligned if aligned else 0.0

    def add(self, gold: Sequence[Parts], found: Sequence[Parts]) -> list[Match]:
        """Count one document; the matches of its attributions."""
        self.documents += 1
        self.gold += len(gold)
        self.found += len(found)
        for part in Part:
            self._add_spans(
                part, [one.of(part) for one in gold], [one.of(part) for one in found]
            )
        matches = match(gold, found)
        self._add_wholes(gold, found, matches)
        return matches

    def _add_spans(
        self, part: Part, gold_spans: list[TokenSet], found_spans: list[TokenSet]
    ) -> None:
        gold, found = _distinct(gold_spans), _distinct(found_spans)
        sizes = {"gold": len(gold), "found": len(found)}
        of = {measure: self.spans[part, measure] for measure in SpanMeasure}
        of[SpanMeasure.EXACT].add(len(set(gold) & set(found)), **sizes)
        shared = {
            (i, j): 1.0
            for i, one in enumerate(gold)
            for j, other in enumerate(found)
            if not one.isdisjoint(other)
        }
        of[SpanMeasure.OVERLAP].add(len(heaviest_pairs(shared)), **sizes)
        gold_tokens, found_tokens = _union(gold), _union(found)
        of[SpanMeasure.SOFT].add(
            sum(len(one & gold_tokens) / len(one) for one in found),
            right_gold=sum(len(one & found_tokens) / len(one) for one in gold),
            **sizes,
        )
        _add_sets(of[SpanMeasure.TOKEN], gold_tokens, found_tokens)
        _add_sets(
            of[SpanMeasure.PIECE],
            frozenset(chain.from_iterable(map(pieces, gold))),
            frozenset(chain.from_iterable(map(pieces, found))),
        )

    def _add_wholes(
        self, gold: Sequence[Parts], found: Sequence[Parts], matches: list[Match]
    ) -> None:
        sourced = [one for one in matches if gold[one.gold].speaker]
        right = {
            WholeMeasure.TRIPLE_STRICT: sum(one.is_strict for one in matches),
            WholeMeasure.PAIR_STRICT: sum(one.is_pair_strict for one in matches),
            WholeMeasure.TRIPLE_LENIENT: sum(one.is_lenient for one in matches),
            WholeMeasure.CONTENT_LENIENT: sum(
                one.is_content_lenient for one in matches
            ),
        }
        for measure, count in right.items():
            self.wholes[measure].add(count, gold=len(gold), found=len(found))
        self.wholes[WholeMeasure.LENIENT_SOURCED].add(
            sum(one.is_lenient for one in sourced),
            gold=sum(bool(one.speaker) for one in gold),
            found=len(found) - len(matches) + len(sourced),
        )


def parts_of(tokens: Tokens, annotation: Annotation) -> Parts:
    """The tokens an attribution covers."""
    return Parts(
        speaker=covered(tokens, annotation.speaker),
        cue=covered(tokens, annotation.cue),
        content=covered(tokens, annotation.content),
    )


def match(gold: Sequence[Parts], found: Sequence[Parts]) -> list[Match]:
    """Annotations and findings of one document, paired by their contents."""
    alike: dict[tuple[int, int], Match] = {}
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            if not one.content.isdisjoint(other.content):
                alike[i, j] = Match(
                    i,
                    j,
                    speaker=f1(one.speaker, other.speaker),
                    cue=f1(one.cue, other.cue),
                    content=f1(one.content, other.content),
                )
    weights = {
        pair: one.content + 1e-2 * one.cue + 1e-3 * one.speaker
        for pair, one in alike.items()
    }
    return [alike[pair] for pair in heaviest_pairs(weights)]


def _distinct(spans: Iterable[TokenSet]) -> list[TokenSet]:
    """Each span once, in the order of the text; parts that are not stated left out."""
    return sorted({span for span in spans if span}, key=sorted)


def _union(spans: Iterable[TokenSet]) -> TokenSet:
    return frozenset(chain.from_iterable(spans))


def _add_sets(tally: Tally, gold: Set[object], found: Set[object]) -> None:
    tally.add(len(gold & found), gold=len(gold), found=len(found))

"""Sort annotations into classes, to see where claims are missed.

All rules look at words and marks alone. They are rough – expect one in ten to be in
a neighbouring class – but the same whatever engine or language model is measured.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from claims.evaluation.documents import Annotation
from claims.evaluation.speakers import SpeakerClass, speaker_class
from claims.evaluation.tokens import Tokens, covered, find_tokens, pieces
from claims.evaluation.vocabulary import (
    ABBREVIATIONS,
    ATTITUDE_VERBS,
    CUE_ADVERBS,
    CUE_NOUNS,
    DETERMINERS,
    FUNCTION_WORDS,
    LIGHT_VERBS,
    SPEECH_VERBS,
)
from claims.extraction.model import QuoteType, Span
from claims.extraction.patterns import SENTENCE_END
from claims.extraction.quotations import find_quotations
from claims.extraction.segmentation import find_paragraphs, parsable_copy

ROLES: Final = ("speaker", "cue", "content")


class Axis(StrEnum):
    """What annotations are sorted by."""

    FORM = "form"
    PIECES = "pieces"
    EXTENT = "extent"
    SPEAKER = "speaker"
    CUE = "cue"
    ORDER = "order"


class Pieces(StrEnum):
    """Whether the content is interrupted."""

    ONE = "one piece"
    SEVERAL = "several pieces"


class Extent(StrEnum):
    """How far the content reaches."""

    SENTENCE = "within a sentence"
    SENTENCES = "several sentences"
    PARAGRAPHS = "several paragraphs"


class CueClass(StrEnum):
    """What sort of word the cue is."""

    SPEECH_VERB = "speech verb"
    ATTITUDE_VERB = "attitude verb"
    OTHER_VERB = "other verb"
    NOUN = "noun cue"
    ACCORDING_TO = "according to"
    ADVERB = "adverb"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one annotation; those of its content need a content."""

    form: QuoteType | None
    pieces: Pieces | None
    extent: Extent | None
    speaker: SpeakerClass
    cue: CueClass
    order: str  # "speaker, cue, content"; what is not stated is left out

    def __iter__(self) -> Iterator[tuple[Axis, str]]:
        """Each axis on which the annotation has a class, with the class."""
        for axis in Axis:
            found: str | None = getattr(self, axis)
            if found is not None:
                yield axis, found


class Classifier:
    """Sorts the annotations of one text."""

    def __init__(self, text: str) -> None:
        copy = parsable_copy(text)
        paragraphs = find_paragraphs(copy)
        self._text = text
        self._tokens: Tokens = find_tokens(text)
        self._words = [text[start:end] for start, end in self._tokens]
        self._known = frozenset(self._words)
        self._paragraphs = [paragraph.start for paragraph in paragraphs]
        self._sentences = _sentence_starts(copy)
        self._quoted = covered(
            self._tokens,
            (quotation.span for quotation in find_quotations(text, paragraphs)),
        )

    def classes_of(self, annotation: Annotation) -> Classes:
        """The classes of an annotation of this text."""
        content = covered(self._tokens, annotation.content)
        cue = sorted(covered(self._tokens, annotation.cue))
        return Classes(
            form=self._form(content) if content else None,
            pieces=_pieces(content) if content else None,
            extent=self._extent(content) if content else None,
            speaker=speaker_class(self._text, annotation.speaker, self._known),
            cue=self._cue(cue),
            order=_order(annotation),
        )

    def _form(self, content: frozenset[int]) -> QuoteType:
        if content <= self._quoted:
            return QuoteType.DIRECT
        is_partly = not content.isdisjoint(self._quoted)
        return QuoteType.MIXED if is_partly else QuoteType.INDIRECT

    def _extent(self, content: frozenset[int]) -> Extent:
        first, last = self._tokens[min(content)][0], self._tokens[max(content)][0]
        if _between(self._paragraphs, first, last):
            return Extent.PARAGRAPHS
        if _between(self._sentences, first, last):
            return Extent.SENTENCES
        return Extent.SENTENCE

    def _cue(self, numbers: Sequence[int]) -> CueClass:
        """The class of the words with these numbers."""
        words = [self._words[number].lower() for number in numbers]
        if words[:1] == ["according"] or words == ["per"]:
            return CueClass.ACCORDING_TO
        if words and set(words) <= CUE_ADVERBS:
            return CueClass.ADVERB
        if set(words) <= FUNCTION_WORDS:
            return CueClass.OTHER
        verbs = {
            word
            for number, word in zip(numbers, words, strict=True)
            if not self._is_noun(number)
        }
        if verbs & SPEECH_VERBS:
            return CueClass.SPEECH_VERB
        if verbs & ATTITUDE_VERBS:
            return CueClass.ATTITUDE_VERB
        if verbs - CUE_NOUNS - LIGHT_VERBS - FUNCTION_WORDS - DETERMINERS:
            return CueClass.OTHER_VERB
        return CueClass.NOUN

    def _is_noun(self, number: int) -> bool:
        """Whether a determiner or a possessive stands before the word.

        Or one word further back: "Okafor's earlier claim".
        """
        word = self._words[number].lower()
        if word.endswith("ing"):
            return False
        before = [one.lower() for one in self._words[max(0, number - 2) : number]]
        if before and _makes_noun(before[-1]):
            return True
        return word in CUE_NOUNS and bool(before) and _makes_noun(before[0])


def _makes_noun(word: str) -> bool:
    return word in DETERMINERS or word.endswith(("'s", "’s", "s'", "s’"))


def _pieces(content: frozenset[int]) -> Pieces:
    return Pieces.ONE if len(pieces(content)) == 1 else Pieces.SEVERAL


def _order(annotation: Annotation) -> str:
    stated: list[tuple[Span, str]] = []
    for role in ROLES:
        spans: tuple[Span, ...] = getattr(annotation, role)
        if spans:
            stated.append((min(spans), role))
    return ", ".join(role for _, role in sorted(stated))


def _sentence_starts(copy: str) -> list[int]:
    """Where a sentence begins after another one, abbreviations aside."""
    starts = []
    for match in SENTENCE_END.finditer(copy):
        follows = copy[match.end() : match.end() + 2].lstrip("\"“'([")[:1]
        word = copy[max(0, match.start() - 12) : match.start()].rsplit(None, 1)[-1:]
        is_short = bool(word) and _is_abbreviation(word[0])
        if (follows.isupper() or follows.isdigit()) and not is_short:
            starts.append(match.end())
    return starts


def _is_abbreviation(word: str) -> bool:
    bare = word.lstrip("\"“'([").lower()
    return len(bare) == 1 or "." in bare or bare in ABBREVIATIONS


def _between(places: Sequence[int], first: int, last: int) -> bool:
    """Whether one of the places lies after ``first``, up to ``last``."""
    return bisect_right(places, first) < bisect_right(places, last)

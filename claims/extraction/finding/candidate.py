"""What finding hands on: places in the text, nothing interpreted yet.

This is the seam. Whatever finds attributions (rules, or the trained model with their
help) gives candidates; speakers, via, commitment, certainty, dates and confidence are
worked out from them by the other modules, which do not care how they were found.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.extraction.model import Span
from claims.extraction.tagger.sureness import Sureness


@dataclass(frozen=True, slots=True)
class Candidate:
    """One attribution as found: absolute spans, in the order of the text."""

    rule: str
    cue: tuple[Span, ...]
    lemma: str
    frame: str  # construction: C, Q, X, O, P, according, hearsay, noun, colon
    content: tuple[Span, ...]
    speaker: tuple[Span, ...] = ()
    speaker_head: int | None = None  # offset of the head word of the speaker
    antecedent: Span | None = None  # what a relative "who" refers to
    hearer: Span | None = None  # whom it was told: "told Radio Tarn"
    sentence: Span = field(default=Span(0, 1))
    paragraph: int = 0
    times: tuple[Span, ...] = ()  # temporal phrases of the cue's own clause
    negated: bool = False
    modal: str = ""  # "would", "may", … on the cue
    aside: tuple[str, ...] = ()  # lower-case adverbs of the cue: "only"
    cue_words: tuple[str, ...] = ()  # lower-case words of the cue
    marks: tuple[str, ...] = ()  # hedges and negations of the content's main clause
    inherited: bool = False  # speaker taken from a governing clause
    in_quotation: bool = False
    sureness: Sureness | None = None  # of the trained model, if that found it
    guessed: bool = False  # a quotation was joined over other sentences

    @property
    def start(self) -> int:
        """Offset of the first character of cue or content."""
        first = self.cue[0].start
        return min(first, self.content[0].start) if self.content else first

"""Make annotations and claims from the words they are made of."""

from __future__ import annotations

from collections.abc import Iterable

from claims.evaluation import Annotation, Document
from claims.extraction.model import (
    Attribution,
    Certainty,
    Channel,
    Commitment,
    Confidence,
    Content,
    Cue,
    QuoteType,
    Span,
    Speaker,
    SpeakerKind,
    Tier,
)

Words = str | tuple[str, ...]


def spans(text: str, words: Words) -> tuple[Span, ...]:
    """Where the words stand; each piece must stand in the text exactly once."""
    pieces = (words,) if isinstance(words, str) else words
    found = []
    for piece in filter(None, pieces):
        assert text.count(piece) == 1, piece
        found.append(Span(text.index(piece), text.index(piece) + len(piece)))
    return tuple(found)


def annotation(
    text: str, *, speaker: Words = "", cue: Words = "", content: Words = ""
) -> Annotation:
    """An annotation of the text."""
    return Annotation(spans(text, speaker), spans(text, cue), spans(text, content))


def document(text: str, *annotations: Annotation) -> Document:
    """A text with annotations."""
    return Document(text, annotations)


def claim(one: Annotation, *, confidence: float = 0.5) -> Attribution:
    """A claim that the engine might have found, with the spans of an annotation."""
    return Attribution(
        content=Content("", one.content),
        cue=Cue("", one.cue, ""),
        speaker=Speaker("", one.speaker, None, SpeakerKind.UNKNOWN),
        via=(),
        quote_type=QuoteType.INDIRECT,
        tier=Tier.SPEECH,
        commitment=Commitment.NEUTRAL,
        certainty=Certainty.CERTAIN,
        negated=False,
        channel=Channel.NOT_STATED,
        said_at=None,
        sentence=Span(0, 1),
        check_worthiness=0.5,
        confidence=Confidence(confidence, 1.0, 1.0, 1.0, 1.0),
        why=(),
    )


def claims(annotations: Iterable[Annotation]) -> list[Attribution]:
    """Claims with the spans of annotations."""
    return [claim(one) for one in annotations]

"""Predictions made of annotations, with the faults that engines have."""

from __future__ import annotations

import random

from claims.evaluation import Annotation, Document
from claims.extraction.model import Span

Spans = tuple[Span, ...]


def perturbed(document: Document, *, seed: int) -> tuple[Annotation, ...]:
    """The annotations of a document, some of them missed, shifted, mixed up, doubled.

    The same seed gives the same faults.
    """
    draw = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    length = len(document.text)
    found = []
    for one in document.annotations:
        if draw.random() < 0.2:
            continue
        other = draw.choice(document.annotations)
        speaker, cue = (
            _moved(draw.choice([one] * 5 + [other]).speaker, length, 15, draw),
            _moved(draw.choice([one] * 5 + [other]).cue, length, 15, draw),
        )
        found.append(Annotation(speaker, cue, _moved(one.content, length, 60, draw)))
        if draw.random() < 0.1:
            found.append(found[-1])
        if draw.random() < 0.1:
            content = _moved(other.content, length, 60, draw)
            found.append(Annotation(one.speaker, other.cue, content))
    return tuple(found)


def _moved(spans: Spans, length: int, far: int, draw: random.Random) -> Spans:
    """Some pieces left out, some borders moved by up to ``far`` characters."""
    moved = []
    for span in spans:
        start, end = span.start, span.end
        if draw.random() < 0.3:
            start = max(0, start + draw.randint(-far, far // 2))
        if draw.random() < 0.3:
            end = min(length, end + draw.randint(-far // 2, far))
        if start < end and draw.random() > 0.15:
            moved.append(Span(start, end))
    return tuple(moved)

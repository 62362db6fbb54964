"""The outlet's own sentences as claims: those that are part of no other claim.

They have no cue. Nobody else answers for them, and the author asserts them
himself: that is commitment *endorsing*, tier and speaker kind *outlet*.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from claims.extraction.certainty import certainty_of
from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import merge_spans
from claims.extraction.model import (
    Attribution,
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
from claims.extraction.nesting import touches
from claims.extraction.reasons import RULE_REASONS
from claims.extraction.worth import worth_of

_NO_CUE: Final = Cue("", (), "")
# Of 1,286 such sentences of PolNeAR's training articles, 64 in 100 touch no annotated
# attribution (``benchmarks/outlet_sentences.py``); the rest is as sure as its form.
_CONFIDENCE: Final = Confidence(
    overall=0.64, cue=0.64, speaker=1.0, content=1.0, resolution=1.0
)
_LABEL: Final = ":"  # the lemma of a label's cue
_ITSELF: Final = Speaker("", (), None, SpeakerKind.OUTLET)


def own_claims(
    text: str,
    sentences: Sequence[Candidate],
    claims: Sequence[Attribution],
    *,
    skip: Sequence[Span],
    rejected: Counter[str],
) -> list[Attribution]:
    """Claims of the sentences that touch no claim and no span of ``skip``.

    In an interview set with labels ("MAYOR: …") a paragraph without one may go on
    with the answer: after the second label nothing is taken for the outlet's own.
    ``rejected`` counts what was left out, by reason.
    """
    labels = sorted(c.cue.spans[0].start for c in claims if c.cue.lemma == _LABEL)
    labelled_from = labels[1] if len(labels) > 1 else len(text)
    taken = merge_spans(span for claim in claims for span in _spans(claim))
    found: list[Attribution] = []
    for sentence in sentences:
        if touches((sentence.sentence,), skip):
            rejected["own sentence in a skipped block"] += 1
        elif _is_taken(sentence.sentence, taken):
            rejected["own sentence that is part of a claim"] += 1
        elif sentence.sentence.start >= labelled_from:
            rejected["own sentence after speakers' labels"] += 1
        else:
            found.append(_claim(text, sentence))
    return found


def _spans(claim: Attribution) -> Iterator[Span]:
    yield from claim.content.spans
    yield from claim.cue.spans
    for speaker in (claim.speaker, *claim.via):
        yield from speaker.spans


def _is_taken(sentence: Span, taken: Sequence[Span]) -> bool:
    """Whether a sentence overlaps one of the sorted, disjoint spans."""
    index = bisect_left(taken, sentence.end, key=_start) - 1
    return index >= 0 and taken[index].end > sentence.start


def _start(span: Span) -> int:
    return span.start


def _claim(text: str, sentence: Candidate) -> Attribution:
    (content,) = sentence.content
    words = text[content.start : content.end]
    certainty = certainty_of(Commitment.ENDORSING, sentence, is_question=False)
    worth = worth_of(words, tier=Tier.OUTLET, certainty=certainty)
    return Attribution(
        content=Content(words, sentence.content),
        cue=_NO_CUE,
        speaker=_ITSELF,
        via=(),
        quote_type=QuoteType.INDIRECT,
        tier=Tier.OUTLET,
        commitment=Commitment.ENDORSING,
        certainty=certainty,
        negated=certainty.value.endswith("-"),
        channel=Channel.NOT_STATED,
        said_at=None,
        sentence=sentence.sentence,
        check_worthiness=worth.score,
        confidence=_CONFIDENCE,
        why=(RULE_REASONS[sentence.rule], worth.reason),
    )

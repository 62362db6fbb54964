"""From candidates to claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from claims.extraction.finding.candidate import Candidate
from claims.extraction.mentions import Mention
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
from claims.extraction.quotations import Quotation


def assemble(
    text: str,
    candidates: Sequence[Candidate],
    mentions: Sequence[Mention],
    quotations: Sequence[Quotation],
    *,
    published: date | None,
    skip: Sequence[Span],
    rejected: Counter[str],
) -> list[Attribution]:
    """Claims in the order of the text; ``rejected`` counts what was dropped and why."""
    out = []
    for c in candidates:
        if any(s.overlaps(b) for b in skip for s in (*c.cue, *c.content)):
            rejected["skipped block"] += 1
            continue
        out.append(
            Attribution(
                content=Content(joined(text, c.content), c.content),
                cue=Cue(joined(text, c.cue), c.cue, c.lemma),
                speaker=Speaker(
                    joined(text, c.speaker), c.speaker, None, SpeakerKind.UNKNOWN
                ),
                via=(),
                quote_type=QuoteType.INDIRECT,
                tier=Tier.SPEECH,
                commitment=Commitment.NEUTRAL,
                certainty=Certainty.CERTAIN,
                negated=c.negated,
                channel=Channel.NOT_STATED,
                said_at=None,
                sentence=c.sentence,
                confidence=Confidence(0.5, 0.5, 0.5, 0.5, 0.5),
                why=(c.rule,),
            )
        )
    return out


def joined(text: str, spans: Sequence[Span]) -> str:
    """The fragments as stored: joined by " … "."""
    return " … ".join(text[span.start : span.end] for span in spans)

"""One line for the reader on what each word of a claim means."""

from __future__ import annotations

from typing import Final

from claims.extraction.model import Certainty, Commitment, QuoteType, Tier
from claims.parts import Part

COMMITMENT: Final = {
    Commitment.ENDORSING: "the author presents it as so",
    Commitment.NEUTRAL: "the author only reports it",
    Commitment.NEUTRAL_EVIDENTIAL: "the author names where it comes from",
    Commitment.DISTANCING: "the author keeps a distance: it may be doubted",
    Commitment.HEARSAY: "nobody is named who answers for it",
    Commitment.PROJECTION: "a forecast; nobody is named who makes it",
    Commitment.WEAK: "the author may have inferred it",
    Commitment.BELIEF: "a state of mind, known only from what was said",
    Commitment.DIRECTIVE: "a demand, a promise or a warning, not a statement",
    Commitment.NEGATIVE: "the speaker says that it is not so",
    Commitment.QUESTION: "a question: nothing is asserted",
}
CERTAINTY: Final = {
    Certainty.CERTAIN: "the speaker states it as certain",
    Certainty.CERTAIN_NOT: "the speaker states as certain that it is not so",
    Certainty.PROBABLE: "the speaker calls it probable",
    Certainty.PROBABLE_NOT: "the speaker calls it improbable",
    Certainty.POSSIBLE: "the speaker calls it possible",
    Certainty.POSSIBLE_NOT: "the speaker says that it may not be so",
    Certainty.UNCOMMITTED: "the speaker does not say whether it is so",
}
TIER: Final = {
    Tier.SPEECH: "words that were said or written",
    Tier.EVIDENTIAL: "something known from a document, a finding or hearsay",
    Tier.STANCE: "an attitude: a belief, a hope, a wish",
    Tier.OUTLET: "the outlet's own sentence",
}
QUOTE_TYPE: Final = {
    QuoteType.DIRECT: "the speaker's own words, quoted",
    QuoteType.INDIRECT: "in the author's words",
    QuoteType.MIXED: "partly quoted, partly in the author's words",
}
CONFIDENCE_PARTS: Final = {
    "cue": "that the cue introduces an attribution",
    "speaker": "that these words name the speaker",
    "content": "where the content begins and ends",
    "resolution": "who the speaker is",
}
"""What each part of the confidence is about, in the order shown."""
PARTS: Final = {
    Part.CONTENT: "content",
    Part.CUE: "cue",
    Part.SPEAKER_WORDS: "words for the speaker",
    Part.SPEAKER: "speaker",
    Part.CUE_CLASS: "class of the cue",
    Part.TIER: "tier",
    Part.STANDING: "whether it is a claim",
}
"""What each part is called that people can correct."""

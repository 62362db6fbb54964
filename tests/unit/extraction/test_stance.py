"""Commitment, certainty, tier, channel and quotation type of a claim."""

from __future__ import annotations

import pytest

from claims.extraction import (
    Certainty,
    Channel,
    Commitment,
    Extractor,
    QuoteType,
    Tier,
)

COMMITMENTS = [
    ("Ruiz said that the dam is safe.", "neutral", "speech"),
    ("Ruiz confirmed that the dam is safe.", "endorsing", "speech"),
    ("Ruiz claimed that the dam is safe.", "distancing", "speech"),
    ("Ruiz suggested that the dam is safe.", "weak", "speech"),
    ("Ruiz hopes that the dam is safe.", "belief", "stance"),
    ("Ruiz urged residents to leave.", "directive", "stance"),
    ("Ruiz agreed to pay the fine.", "directive", "stance"),
    ("Ruiz denied that the dam is safe.", "negative", "stance"),
    ("Ruiz asked whether the dam is safe.", "question", "speech"),
    ("The study shows that the dam is safe.", "endorsing", "evidential"),
    ("The dam is safe, according to Ruiz.", "neutral_evidential", "speech"),
    ("The dam is safe, according to a study.", "neutral_evidential", "evidential"),
    ("The dam is reportedly safe.", "hearsay", "speech"),
    ("The dam is expected to break.", "projection", "stance"),
]


@pytest.mark.parametrize(("text", "commitment", "tier"), COMMITMENTS)
def test_the_cue_sets_commitment_and_tier(
    extractor: Extractor, text: str, commitment: str, tier: str
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert claim.commitment is Commitment(commitment)
    assert claim.tier is Tier(tier)


CERTAINTIES = [
    ("Ruiz said that the dam is safe.", "CT+"),
    ("Ruiz said that the dam is not safe.", "CT-"),
    ("Ruiz said that the dam may break.", "PS+"),
    ("Ruiz said that the dam might not break.", "PS-"),
    ("Ruiz said that the dam will probably break.", "PR+"),
    ("Ruiz indicated that the dam is safe.", "PR+"),
    ("Ruiz denied that the dam is safe.", "CT-"),
    ("Ruiz hopes that the dam is safe.", "Uu"),
    ("Ruiz did not say that the dam is safe.", "Uu"),
    ("Ruiz does not think that the dam is safe.", "PR-"),
    ("The dam is reportedly safe.", "Uu"),
    ("“Is the dam safe?” Ruiz said.", "Uu"),
]


@pytest.mark.parametrize(("text", "certainty"), CERTAINTIES)
def test_hedges_and_negation_set_certainty(
    extractor: Extractor, text: str, certainty: str
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert claim.certainty is Certainty(certainty)


def test_a_negated_cue_is_marked(extractor: Extractor) -> None:
    (claim,) = extractor.extract("Ruiz never said that the dam is safe.").attributions

    assert claim.negated


CHANNELS = [
    ("Ruiz tweeted that the dam is safe.", Channel.POST),
    ("“The dam is safe,” Ruiz wrote on X.", Channel.POST),
    ("“The dam is safe,” Ruiz said in an interview.", Channel.INTERVIEW),
    ("Ruiz told reporters that the dam is safe.", Channel.BRIEFING),
    ("“The dam is safe,” Ruiz said in a speech.", Channel.SPEECH),
    ("“The dam is safe,” Ruiz said in a statement.", Channel.DOCUMENT),
    ("Ruiz testified that the dam is safe.", Channel.COURT),
    ("Ruiz told CNN that the dam is safe.", Channel.OTHER_MEDIA),
    ("Ruiz said that the dam is safe.", Channel.NOT_STATED),
]


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_the_medium_is_read_from_the_sentence(
    extractor: Extractor, text: str, channel: Channel
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert claim.channel is channel


QUOTE_TYPES = [
    ("“The dam is safe,” Ruiz said.", QuoteType.DIRECT),
    ("Ruiz said that the dam is safe.", QuoteType.INDIRECT),
    ("Ruiz said that the dam is “as safe as a house.”", QuoteType.MIXED),
]


@pytest.mark.parametrize(("text", "quote_type"), QUOTE_TYPES)
def test_marks_tell_direct_from_reported_speech(
    extractor: Extractor, text: str, quote_type: QuoteType
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert claim.quote_type is quote_type

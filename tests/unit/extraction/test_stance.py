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
    ("Ruiz denied that the dam is safe.", "negative", "speech"),
    ("Ruiz rejected the claim.", "negative", "speech"),
    ("Ruiz warned that the dam may break.", "directive", "speech"),
    ("Ruiz warned residents to leave.", "directive", "stance"),
    ("Ruiz promised that nobody would be moved.", "directive", "stance"),
    ("Ruiz agreed that the dam is safe.", "neutral", "speech"),
    ("Ruiz blamed the council for the delay.", "distancing", "speech"),
    ("The report states that the dam is safe.", "neutral", "speech"),
    ("The figures suggest that the dam is safe.", "weak", "evidential"),
    ("Ruiz suggested that the dam be closed.", "weak", "speech"),
    ("The team found that the dam is safe.", "endorsing", "evidential"),
    ("Ruiz asked whether the dam is safe.", "question", "speech"),
    ("The study shows that the dam is safe.", "endorsing", "evidential"),
    ("The dam is safe, according to Ruiz.", "neutral_evidential", "evidential"),
    ("The dam is safe, according to a study.", "neutral_evidential", "evidential"),
    ("The dam is reportedly safe.", "hearsay", "evidential"),
    ("The dam is expected to break.", "projection", "evidential"),
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
    ("Ruiz said there had been no talks.", "CT-"),
    ("Ruiz said nobody would be moved.", "CT-"),
    ("Ruiz said the dam was not only safe but cheap.", "CT+"),
    ("Ruiz said the dam, which is not old, is safe.", "CT+"),
    ("Ruiz said the dam would hold if it did not rain.", "CT+"),
    ("Ruiz said she could not rule out a flood.", "PS+"),
    ("Ruiz doubts that the dam is safe.", "PR-"),
    ("Ruiz denied that the dam could break.", "CT-"),
    ("Ruiz warned that the dam could break.", "PS+"),
    ("Ruiz promised to close the dam.", "Uu"),
    ("Ruiz promised that the dam would not be closed.", "CT-"),
    ("The dam is expected to break.", "PR+"),
    ("Ruiz said the miners believed a fairy tale.", "CT+"),
    ("“I think the dam is safe,” Ruiz said.", "PR+"),
    ("Ruiz would say only that the dam is safe.", "CT+"),
]


@pytest.mark.parametrize(("text", "certainty"), CERTAINTIES)
def test_hedges_and_negation_set_certainty(
    extractor: Extractor, text: str, certainty: str
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert claim.certainty is Certainty(certainty)


@pytest.mark.parametrize(("text", "certainty"), CERTAINTIES)
def test_negated_says_what_the_sign_of_certainty_says(
    extractor: Extractor, text: str, certainty: str
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert claim.negated is certainty.endswith("-")


def test_what_was_never_said_is_asserted_by_nobody(extractor: Extractor) -> None:
    (claim,) = extractor.extract("Ruiz never said that the dam is safe.").attributions

    assert claim.certainty is Certainty.UNCOMMITTED
    assert not claim.negated


CHANNELS = [
    ("Ruiz tweeted that the dam is safe.", Channel.POST),
    ("“The dam is safe,” Ruiz wrote on X.", Channel.POST),
    ("“The dam is safe,” Ruiz said in an interview.", Channel.INTERVIEW),
    ("Ruiz told reporters that the dam is safe.", Channel.BRIEFING),
    ("“The dam is safe,” Ruiz said in a speech.", Channel.SPEECH),
    ("“The dam is safe,” Ruiz said in a statement.", Channel.DOCUMENT),
    ("Ruiz testified that the dam is safe.", Channel.COURT),
    ("Ruiz told CNN that the dam is safe.", Channel.OTHER_MEDIA),
    ("Ruiz told parliament that the dam is safe.", Channel.SPEECH),
    ("Ruiz said in a two-line reply that the dam is safe.", Channel.DOCUMENT),
    ("The judge ruled that the dam is safe.", Channel.COURT),
    ("Ruiz, who was not involved in the study, said it was late.", Channel.NOT_STATED),
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

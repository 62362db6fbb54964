"""The outlet's own sentences: listed on demand, and only what is one."""

from __future__ import annotations

import pytest

from claims.extraction import (
    Attribution,
    Certainty,
    Commitment,
    Extractor,
    Span,
    SpeakerKind,
    Tier,
)

OWN = [
    "The bridge over the Tarn was closed for nine days in March.",
    "Salt Harbour has twelve ferries.",
    "There were no talks between the two sides.",
    "The levy had been raised twice since 2019.",
    "Three of the pumps do not work.",
]
NOT_OWN = [
    ("a headline", "Council closes swimming pool in Mill Lane"),
    ("a question", "Was the bridge over the Tarn closed?"),
    ("too short", "The bridge was closed."),
    ("the future", "The bridge over the Tarn will close in June."),
    ("what should be", "The council should close the bridge in June."),
    ("an imperative", "Send your letters to the editor by Friday."),
    ("no main verb", "A dozen boats, all of them from the harbour."),
    ("the writer", "We rely on readers in the whole valley."),
    ("the reader", "You have three days to claim your refund."),
    ("a condition", "If the dam fails, the valley is lost to the river."),
    ("left open", "It remains to be seen whether the council agrees."),
    ("quoted words", "The “peace bridge” was closed for nine days."),
    ("attributed", "The bridge was closed for nine days, the mayor said."),
    ("hearsay", "The bridge was reportedly closed for nine days."),
]


def own(extractor: Extractor, text: str) -> list[Attribution]:
    """The claims of tier outlet."""
    found = extractor.extract(text, outlet_tier=True).attributions
    return [claim for claim in found if claim.tier is Tier.OUTLET]


@pytest.mark.parametrize("sentence", OWN)
def test_a_factual_sentence_is_listed(extractor: Extractor, sentence: str) -> None:
    (claim,) = own(extractor, sentence)

    assert claim.content.text == sentence.rstrip(".")
    (span,) = claim.content.spans
    assert sentence[span.start : span.end] == claim.content.text
    assert claim.cue.text == claim.cue.lemma == claim.speaker.text == ""
    assert not claim.cue.spans
    assert claim.speaker.kind is SpeakerKind.OUTLET
    assert claim.commitment is Commitment.ENDORSING
    assert claim.check_worthiness > 0
    assert claim.confidence.overall < 0.7


@pytest.mark.parametrize(
    ("why", "text"), NOT_OWN, ids=[why.replace(" ", "-") for why, _ in NOT_OWN]
)
def test_what_is_no_statement_of_the_outlet_is_not(
    extractor: Extractor, why: str, text: str
) -> None:
    assert own(extractor, text) == []


def test_they_are_off_by_default(extractor: Extractor) -> None:
    text = " ".join(OWN)

    plain = extractor.extract(text)

    assert plain.attributions == ()
    assert plain.engine == extractor.version
    assert not any("own sentence" in reason for reason in plain.rejected)


def test_the_other_claims_stay_and_the_engine_is_another(extractor: Extractor) -> None:
    text = f"{OWN[0]} The mayor said that the bridge was safe. {OWN[1]}"

    plain = extractor.extract(text)
    more = extractor.extract(text, outlet_tier=True)

    tiers = [claim.tier for claim in more.attributions]
    assert tiers == [Tier.OUTLET, Tier.SPEECH, Tier.OUTLET]
    assert more.attributions[1:2] == plain.attributions
    assert more.engine == extractor.version_of(outlet_tier=True) != plain.engine
    assert more.rejected["own sentence that is part of a claim"] == 1


def test_negation_and_hedges_are_read(extractor: Extractor) -> None:
    (denied,) = own(extractor, "The pumps have never worked in winter.")
    (hedged,) = own(extractor, "The pumps apparently work in winter again.")

    assert (denied.certainty, denied.negated) == (Certainty.CERTAIN_NOT, True)
    assert hedged.certainty is Certainty.PROBABLE


def test_skipped_blocks_are_skipped(extractor: Extractor) -> None:
    text = "\n\n".join(OWN[:2])
    skip = [Span(text.index(OWN[1]), len(text))]

    extraction = extractor.extract(text, skip=skip, outlet_tier=True)

    (claim,) = extraction.attributions
    assert claim.content.text == OWN[0].rstrip(".")
    assert extraction.rejected["own sentence in a skipped block"] == 1


def test_answers_that_go_on_after_a_label_are_the_speakers(
    extractor: Extractor,
) -> None:
    text = (
        f"{OWN[1]}\n\nBRADDOCK: Was the bridge closed?\n\n"
        f"FINCHAMP: It was, and for good reason.\n\n{OWN[0]}"
    )

    (claim,) = own(extractor, text)

    assert claim.content.text == OWN[1].rstrip(".")

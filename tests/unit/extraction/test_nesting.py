"""Which attributions inside another's content are claims of their own."""

from __future__ import annotations

import pytest

from claims.extraction import Attribution, Extractor


def relayed(extractor: Extractor, text: str) -> list[Attribution]:
    return [claim for claim in extractor.extract(text).attributions if claim.via]


INNER = [
    ("A diplomat said that Tarn had asked for a delay.", "had asked for"),
    ("Ana Ruiz said the harbour board had promised to repair the pier.", "promised"),
    ("A clerk said that the audit blames the board for the losses.", "blames"),
    ("“Berg promised value,” Ana Ruiz said. “We got a car park.”", "promised"),
    ("“We asked for twenty pumps,” Ana Ruiz said.", "asked for"),
    ("A porter said that Ruiz would like the clubs to talk.", "would like"),
]


@pytest.mark.parametrize(("text", "cue"), INNER)
def test_what_a_speaker_reports_of_others_is_relayed(
    extractor: Extractor, text: str, cue: str
) -> None:
    assert any(cue in claim.cue.text for claim in relayed(extractor, text))


NOT_INNER = [
    "“I don’t blame the captain,” Ana Ruiz said.",
    "“Nobody could think that the pier was safe,” Ana Ruiz said.",
    "“They’ll find out what a flood smells like,” Ana Ruiz said.",
    "“We know that the pier is old,” Ana Ruiz said.",
    "Ana Ruiz said that the porters admire the view.",
    "The museum is expected to support three hundred jobs.",
    "Ana Ruiz said that the guild would reject the offer.",
]


@pytest.mark.parametrize("text", NOT_INNER)
def test_what_nobody_has_said_is_not_relayed(extractor: Extractor, text: str) -> None:
    assert relayed(extractor, text) == []


def test_a_second_verb_in_the_tense_of_the_first_shares_its_speaker(
    extractor: Extractor,
) -> None:
    text = (
        "Ana Ruiz said members would gain from the plan and called on ministers to"
        " publish it."
    )

    claims = extractor.extract(text).attributions

    assert [claim.speaker.name for claim in claims] == ["Ana Ruiz", "Ana Ruiz"]
    assert all(claim.via == () for claim in claims)

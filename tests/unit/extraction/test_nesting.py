"""Which attributions inside another's content are claims of their own."""

from __future__ import annotations

import pytest

from claims.extraction import Attribution, Channel, Extractor, QuoteType


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


CHAINS = [
    (
        "Ana Ruiz told Radio Kestrel she could hear the sirens saying the pier was"
        " lost.",
        "saying",
        ["Ana Ruiz", "Radio Kestrel"],
    ),
    (
        "The Kestrel Ledger reported that a bank had lent the club a fortune, citing"
        " two people familiar with the loan.",
        "citing",
        ["Kestrel Ledger"],
    ),
    (
        "According to a log filed on Monday in the county court, a guard at the pier"
        " told police that he had seen a van.",
        "told",
        ["log filed on Monday in the county court"],
    ),
]


@pytest.mark.parametrize(("text", "cue", "via"), CHAINS)
def test_those_who_relay_stand_from_the_speaker_towards_us(
    extractor: Extractor, text: str, cue: str, via: list[str]
) -> None:
    found = [c for c in extractor.extract(text).attributions if c.cue.text == cue]

    names = [(relay.name or relay.text) for claim in found for relay in claim.via]
    assert [name.removeprefix("a ").removeprefix("The ") for name in names] == via


def test_whoever_is_quoted_as_saying_is_the_speaker(extractor: Extractor) -> None:
    text = "The agency quoted Piet Hale as saying that the dam was safe."

    (inner,) = relayed(extractor, text)

    assert inner.speaker.name == "Piet Hale"


def test_a_second_statement_in_the_authors_tense_is_nobody_elses(
    extractor: Extractor,
) -> None:
    text = (
        "Half of the voters said the harbour is unsafe, while 29 percent believe that"
        " the bond will be spent as promised."
    )

    claims = extractor.extract(text).attributions

    assert all(claim.via == () for claim in claims)
    assert claims[0].content.text == "the harbour is unsafe"


TRANSCRIPT = (
    "BERG: The board says it is safe. Where does that leave you?\n\n"
    "RUIZ: Every town has a list of bad pipes.\n\n"
    "There was a report in 2019. The board argued that two pipes were plenty.\n\n"
    "BERG: You sat on that board."
)


def test_a_turn_goes_on_in_the_paragraph_without_a_label(extractor: Extractor) -> None:
    claims = extractor.extract(TRANSCRIPT).attributions

    (argued,) = (claim for claim in claims if claim.cue.text == "argued")
    assert [relay.text for relay in argued.via] == ["RUIZ"]


def test_a_turn_states_what_comes_before_its_question(extractor: Extractor) -> None:
    turn = extractor.extract(TRANSCRIPT).attributions[0]

    assert turn.content.text == "The board says it is safe."
    assert turn.quote_type is QuoteType.DIRECT


def test_marks_around_the_cue_do_not_quote_an_inner_claim(
    extractor: Extractor,
) -> None:
    (inner,) = relayed(
        extractor, "“Berg told me that the pier was lost,” Ana Ruiz said on Monday."
    )

    assert inner.quote_type is QuoteType.INDIRECT


def test_a_promise_that_is_somebodys_is_relayed_with_its_infinitive(
    extractor: Extractor,
) -> None:
    text = "Ruiz’s pledge to sell the yard is popular, the survey found."

    (inner,) = relayed(extractor, text)

    assert inner.content.text == "to sell the yard"


CHANNELS = [
    ("Ana Ruiz told a Senate subcommittee that the pier was safe.", Channel.SPEECH),
    ("Ana Ruiz told me that the pier was safe.", Channel.INTERVIEW),
    ("Ana Ruiz told this newspaper that the pier was safe.", Channel.INTERVIEW),
    (
        "“The pier is safe,” Ana Ruiz told analysts on a conference call.",
        Channel.BRIEFING,
    ),
    ("In written testimony, Ana Ruiz said the pier was safe.", Channel.DOCUMENT),
    ("Ana Ruiz said in her programme notes that it was safe.", Channel.DOCUMENT),
]


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_the_channel_is_read_from_the_words_around_the_content(
    extractor: Extractor, text: str, channel: Channel
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert claim.channel is channel


def test_the_channel_of_an_inner_claim_is_not_that_of_the_outer_one(
    extractor: Extractor,
) -> None:
    (inner,) = relayed(
        extractor, "The affidavit says that a clerk recalled that the van was white."
    )

    assert inner.channel is Channel.NOT_STATED


def test_what_others_call_a_statement_is_no_part_of_it(extractor: Extractor) -> None:
    text = (
        "The board said the pier was safe after the storm, a statement the guild"
        " called “a story for tourists”."
    )

    claims = extractor.extract(text).attributions

    assert claims[0].content.text == "the pier was safe after the storm"
    assert all(claim.via == () for claim in claims)

"""Whom pronouns, nicknames and labels stand for, shown by the words around them."""

from __future__ import annotations

from datetime import date

import pytest

from claims.extraction import Extractor, SpeakerKind
from tests.called import called

# text, speaker as written, resolved name
MEANT = [
    pytest.param(
        "Noor Ito, a clerk, sued. Her lawyer, Sam Okoro, said she had lost her job. "
        "“She is tired,” he said.",
        "he",
        "Sam Okoro",
        id="whose lawyer it is tells nothing of the lawyer",
    ),
    pytest.param(
        "Maxine Oler was born in Ruggen. Her mother, she says, feared the telephone.",
        "she",
        "Maxine Oler",
        id="who says it of her mother is not her mother",
    ),
    pytest.param(
        "By Corbin Wu\n\nWendell Strand drove home. He said that the road was shut.",
        "He",
        "Wendell Strand",
        id="nobody means who wrote the article",
    ),
    pytest.param(
        "Cllr Edwina Stall spoke first. Piers Stall, her husband, spoke next. "
        "Mrs Stall said that the map was wrong.",
        "Mrs Stall",
        "Edwina Stall",
        id="of two with one name the one of that sex",
    ),
    pytest.param(
        "Walter Eames, 61, ran the store. “It was the beer,” Walt said.",
        "Walt",
        "Walter Eames",
        id="a short form of a given name",
    ),
    pytest.param(
        "William Carey ran the store. “It was the beer,” Bill said.",
        "Bill",
        "William Carey",
        id="a nickname of a given name",
    ),
    pytest.param(
        "Norland state radio had its own version. It reported that the dam held.",
        "It",
        "Norland state radio",
        id="an outlet without a name of its own",
    ),
    pytest.param(
        "Two nurses spoke to the Echo. One of the two said she slept in her car. "
        "“It is warm,” she said.",
        "she",
        "One of the two",
        id="one of several",
    ),
    pytest.param(
        "Their opposite number in Ostrana, Major Sanda Breck, was angry. "
        "“That is a lie,” she said.",
        "she",
        "Sanda Breck",
        id="a name that the parse hangs on a place",
    ),
    pytest.param(
        "A spokesman for the rebels, who gave his name only as Captain Bero, said "
        "that the town had fallen.",
        "A spokesman for the rebels",
        "Bero",
        id="who gives a name",
    ),
]


@pytest.mark.parametrize(("text", "written", "name"), MEANT)
def test_resolves_whom_the_words_mean(
    extractor: Extractor, text: str, written: str, name: str
) -> None:
    speakers = called(extractor, text, written)

    assert {one.name for one in speakers} == {name}


QUESTIONS = (
    "Noemi Falk runs a café below the dam.\n\n"
    "Q: The council says the wall is safe. Do you agree?\n\n"
    "A: They told us in May that it was sound.\n\n"
    "Q: And then?\n\n"
    "A: I asked the mayor to close it."
)


def test_whoever_answers_is_the_person_of_the_interview(extractor: Extractor) -> None:
    turns = [c for c in extractor.extract(QUESTIONS).attributions if c.cue.text == ":"]

    assert [turn.speaker.text for turn in turns] == ["A", "A"]
    assert {turn.speaker.name for turn in turns} == {"Noemi Falk"}


def test_what_the_outlet_asks_is_its_own_voice(extractor: Extractor) -> None:
    extraction = extractor.extract(QUESTIONS)

    assert all(claim.speaker.text != "Q" for claim in extraction.attributions)
    assert extraction.rejected["the outlet's own question"] == 2


NAMED_TURNS = (
    "The café owner {falk} talks to {sarr}.\n\n"
    "{asks}: Is the dam safe?\n\n{says}: The council told us that it was.\n\n"
    "{asks}: And was it?\n\n{says}: My husband said it would fall."
)


@pytest.mark.parametrize(
    ("asks", "says"), [("Jon Sarr", "Noemi Falk"), ("Sarr", "Falk"), ("JS", "NF")]
)
def test_names_before_paragraphs_say_whose_turn_it_is(
    extractor: Extractor, asks: str, says: str
) -> None:
    text = NAMED_TURNS.format(falk="Noemi Falk", sarr="Jon Sarr", asks=asks, says=says)

    found = extractor.extract(text).attributions

    relayed = [claim for claim in found if claim.via]
    assert [claim.cue.text for claim in relayed] == ["told", "said"]
    assert {relay.name for claim in relayed for relay in claim.via} == {"Noemi Falk"}


@pytest.mark.parametrize(
    "text",
    [
        "Ingredients: flour.\n\nMethod: stir.\n\nIngredients: milk.\n\nMethod: bake.",
        "Kick-off: noon.\n\nReferee: Jon Sarr.\n\nKick-off: three.",
        "Update: it holds.\n\nUpdate: it leaks.\n\nUpdate: it broke.",
    ],
)
def test_rubrics_are_nobodys_turn(extractor: Extractor, text: str) -> None:
    assert extractor.extract(text).attributions == ()


def test_a_court_that_hears_something_does_not_say_it(extractor: Extractor) -> None:
    standard = Extractor("standard")
    text = "Hale told a clerk to burn the file, a jury heard on Tuesday."

    found = {
        claim.cue.text.split()[0]: claim
        for claim in standard.extract(text, published=date(2026, 3, 4)).attributions
    }

    assert found["heard"].speaker.kind is SpeakerKind.UNATTRIBUTED_HEARSAY
    assert found["told"].via == ()

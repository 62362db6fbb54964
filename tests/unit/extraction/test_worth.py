"""What is worth a check comes before what nobody can check."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.checkworthiness import score
from claims.extraction.model import Certainty, Tier
from claims.extraction.worth import WEIGHTS, worth_of
from claims.extraction.worth_signs import PHRASES, SIGNS, signs_of
from training.worth import is_held_out, learn, matrix

# The first of each pair is to be checked before the second.
PAIRS = [
    ("Unemployment fell to 4.2 percent.", "Unemployment is terrible."),
    ("The council spent £3 million on the pier.", "The council should spend more."),
    ("The dam was inspected in 2019.", "Was the dam inspected in 2019?"),
    ("Salt Harbour exports more than Ost.", "I hope Salt Harbour exports more."),
    ("Eleven people were killed.", "Eleven people may be killed."),
    ("The ferry sank in May.", "The ferry would sink if it sailed."),
    ("Tarn voted against the levy.", "Tarn is a wonderful man."),
    ("that Ms Okafor resigned on Friday", "to resign on Friday"),
    ("Ms Okafor resigned on Friday", "Ms Okafor … to resign on Friday"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_facts_come_before_what_is_felt_wished_or_asked(
    first: str, second: str
) -> None:
    assert score(first).score > score(second).score


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("It cost 40 crowns.", "figure"),
        ("Four in ten per cent", "quantity"),
        ("sales rose", "change"),
        ("a larger fleet than Ost’s", "comparison"),
        ("because of the storm", "causal"),
        ("the mayor of Salt Harbour", "name"),
        ("Salt Harbour beat Ost", "names"),
        ("the NPA", "acronym"),
        ("he doesn’t vote", "negation"),
        ("The bridge will close", "future"),
        ("Why did it sink?", "question"),
        ("it may sink", "modal"),
        ("she wanted out", "past"),
    ],
)
def test_a_sign_is_seen(text: str, sign: str) -> None:
    assert sign in signs_of(text).names


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("It sank in May", "modal"),
        ("It sank in May", "name"),
        ("It sank. Nobody drowned.", "name"),
        ("The bed was red", "past"),
        ("", "figure"),
    ],
)
def test_a_sign_is_not_imagined(text: str, sign: str) -> None:
    assert sign not in signs_of(text).names


def test_what_nobody_asserts_is_worth_less() -> None:
    content = "the bridge was closed in 2019"
    plain = worth_of(content)

    stance = worth_of(content, tier=Tier.STANCE, certainty=Certainty.UNCOMMITTED)
    unsaid = worth_of(content, certainty=Certainty.UNCOMMITTED)

    assert stance.score < unsaid.score < plain.score
    assert "an attitude or an intention, not a statement" in stance.speaks_against
    assert "the speaker does not say that it is so" in unsaid.speaks_against


def test_hearsay_is_worth_as_much_as_a_statement() -> None:
    content = "the bridge was closed in 2019"

    hearsay = worth_of(content, tier=Tier.EVIDENTIAL, certainty=Certainty.UNCOMMITTED)

    assert hearsay == worth_of(content)


def test_the_weightiest_signs_are_told_the_weightiest_first() -> None:
    worth = worth_of("I think 40 percent of the ferries were sold, more than in 2009")

    assert worth.speaks_for[0] == "a figure"
    assert len(worth.speaks_for) + len(worth.speaks_against) == 4
    assert worth.reason.startswith(f"worth a check {worth.score:.2f}; for it: a figure")


def test_without_signs_the_reason_says_so() -> None:
    assert worth_of("").reason.endswith("; no sign")


@given(st.text())
def test_any_text_has_a_score(text: str) -> None:
    assert 0 <= worth_of(text).score <= 1


def test_every_sign_has_its_learned_weight() -> None:
    learned = json.loads(WEIGHTS.read_text(encoding="utf-8"))["signs"]

    assert tuple(learned) == SIGNS == tuple(PHRASES)


def test_learning_finds_the_sign_that_decides_and_knows_no_chance() -> None:
    texts = ["It cost 40 crowns", "It cost a lot"] * 20
    worth = np.array([True, False] * 20)

    weights = learn(matrix(texts), worth)

    assert int(np.argmax(weights)) == 2 + SIGNS.index("figure")
    assert (weights == learn(matrix(texts), worth)).all()


def test_one_example_in_five_is_held_out() -> None:
    held = sum(is_held_out(str(number)) for number in range(1000))

    assert 150 < held < 250

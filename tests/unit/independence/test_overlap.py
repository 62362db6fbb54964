"""Copies are told from shared quotations, and shown passage by passage."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.independence import Sharing, Why, compare, prepare
from sources.independence.fingerprints import fingerprints
from tests.unit.independence.stories import (
    OTHER,
    UNRELATED,
    WIRE,
    copy_edited,
    cut,
    embedded,
    localised,
    other_byline,
)


@pytest.mark.parametrize(
    "rework", [other_byline, cut, localised, copy_edited, embedded, str.upper]
)
def test_a_reworked_copy_is_one_text(rework):
    overlap = compare(WIRE, rework(WIRE))

    assert overlap.same_origin, overlap.reasons


def test_two_reports_with_the_same_quotations_are_apart():
    overlap = compare(WIRE, OTHER)

    assert overlap.sharing is Sharing.NOTHING
    assert [passage.quoted for passage in overlap.passages] == [True, False, True]
    assert overlap.reasons[-1].code is Why.ONLY_QUOTATIONS


def test_a_report_that_keeps_all_quotations_and_rewords_the_rest_is_reworked():
    quotations = "\n\n".join(
        f"“It was boat {n} of the winter that we lost to the ice on day {n},” he said."
        for n in range(8)
    )
    one, two, three, four = WIRE.split("\n\n")
    reworked = f"{three.split('. ')[0]}. {OTHER.splitlines()[0]}\n\n{quotations}"

    overlap = compare(f"{three} {four}\n\n{quotations}", reworked)
    apart = compare(f"{one} {two}\n\n{quotations}", reworked)

    assert overlap.same_origin
    assert [one.code for one in overlap.reasons] == [Why.REWORKED]
    assert apart.sharing is Sharing.NOTHING


def test_unrelated_texts_share_nothing():
    overlap = compare(WIRE, UNRELATED)

    assert (overlap.score, overlap.passages) == (0.0, ())


def test_a_text_that_takes_two_sentences_shares_text():
    taken = " ".join(WIRE.split("\n\n")[0].split(". ")[:1])
    overlap = compare(WIRE, f"{OTHER}\n\n{taken}. {UNRELATED}")

    assert overlap.sharing is Sharing.SHARES_TEXT
    assert not overlap.same_origin


def test_one_long_passage_in_two_long_texts_shares_text():
    passage = WIRE.split("\n\n")[2]
    numbers = [" ".join(f"{letter}{n}" for n in range(900)) for letter in "ab"]
    overlap = compare(f"{numbers[0]} {passage}", f"{numbers[1]} {passage}")

    assert overlap.score < 0.1
    assert overlap.reasons[0].code is Why.LONG_PASSAGE
    assert overlap.sharing is Sharing.SHARES_TEXT


def test_a_standing_phrase_makes_no_copy_of_a_brief():
    phrase = "He was speaking at the weekly meeting of the harbour board"
    first = f"Gulls stole a hat, the mayor said on Friday. {phrase}."
    second = f"Rain will fall, an official said. {phrase}."

    assert compare(first, second).sharing is Sharing.NOTHING


def test_credit_and_copyright_lines_do_not_count():
    tail = (
        "\n\nCopyright 2026 The Norland Press Agency. All rights reserved. This "
        "material may not be published, broadcast, rewritten or redistributed.\n"
        "Ann Bell and Tom Cray in Saltholm contributed to this report."
    )

    assert compare(OTHER + tail, UNRELATED + tail).score == 0.0


def test_phrases_that_many_articles_have_do_not_count():
    phrase = (
        "The talks began in April after the closure of the strait, through which "
        "a third of the grain of the region had passed in every year since the war"
    )
    first, second = f"{OTHER}\n\n{phrase}.", f"{UNRELATED}\n\n{phrase}."
    common = frozenset(fingerprints(phrase))

    overlap = compare(first, second, common=common)

    assert compare(first, second).score > 0.1
    assert overlap.score == 0.0
    assert [passage.standing for passage in overlap.passages] == [True]


def test_identical_interviews_are_one_text_though_all_is_quoted():
    quoted = "“" + WIRE.replace("“", "").replace("”", "").replace("\n\n", " ") + "”"

    assert compare(quoted, quoted).reasons[0].code is Why.IDENTICAL


def test_typing_makes_no_difference():
    text = "Le café près du château était fermé, dit-on, depuis l’été de 1911. " * 2
    decomposed = unicodedata.normalize("NFD", text).replace("’", "'").upper()

    assert compare(text, decomposed).score == 1.0


def test_words_known_to_be_quoted_do_not_count():
    post = WIRE.split("\n\n")[2]
    first, second = f"{OTHER}\n\n{post}", f"{UNRELATED}\n\n{post}"
    as_quoted = [
        prepare(text, quoted=[(text.index(post), len(text))])
        for text in (first, second)
    ]

    assert compare(first, second).shares_text
    assert not compare(*as_quoted).shares_text


@pytest.mark.parametrize("text", ["", " ", "One two.", "“", "\ud800 a b c d e f"])
def test_next_to_nothing_shares_nothing(text: str):
    assert compare(text, text).sharing is Sharing.NOTHING
    assert compare(text, WIRE).score == 0.0


SENTENCES = WIRE.replace("\n\n", " ").split(". ")


@given(
    st.lists(st.sampled_from(SENTENCES), max_size=12),
    st.lists(st.sampled_from(SENTENCES), max_size=12),
)
def test_passages_slice_to_the_same_words_and_order_does_not_matter(a, b):
    first, second = ". ".join(a), ". ".join(b)
    assume(first != second)

    overlap, turned = compare(first, second), compare(second, first)

    assert (overlap.score, overlap.sharing) == (turned.score, turned.sharing)
    assert overlap.reasons == turned.reasons
    assert sorted((p.b, p.a) for p in overlap.passages) == sorted(
        (p.a, p.b) for p in turned.passages
    )
    for one in overlap.passages:
        words = [prepare(first[slice(*one.a)]), prepare(second[slice(*one.b)])]
        left, right = ([w for s in p.sections for w in s.words] for p in words)
        assert left == right
        assert len(left) == one.words >= 5

"""Fingerprints are few, stable, and find copies by equality."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.independence import (
    candidates,
    compare,
    count_shared,
    fingerprints,
    to_look_up,
    too_common,
)
from tests.unit.independence.stories import OTHER, UNRELATED, WIRE, cut, embedded

TEXTS = {"wire": WIRE, "cut": cut(WIRE), "embedded": embedded(WIRE), "other": OTHER}


def lookup(text: str, texts: dict[str, str]):
    own = set(fingerprints(text))
    rows = [(key, one) for key in texts for one in fingerprints(texts[key])]
    sizes = {key: len(fingerprints(texts[key])) for key in texts}
    shared = count_shared(row for row in rows if row[1] in own)
    return candidates(len(own), shared, sizes)


def test_fingerprints_are_the_same_for_ever():
    # Stored in tables: a change needs a new FINGERPRINT_VERSION.
    text = "The harbour board voted on Tuesday to close the old north pier at once."

    assert fingerprints(text) == (
        -3152574270722908836,
        6629046966745672723,
    )


def test_they_fit_a_signed_64_bit_column():
    found = fingerprints(WIRE)

    assert found == tuple(sorted(set(found)))
    assert all(-(2**63) <= one < 2**63 for one in found)
    assert 20 < len(found) < 60


def test_copies_are_candidates_and_other_reports_are_not():
    assert {one.key for one in lookup(WIRE, TEXTS)} == {"wire", "embedded", "cut"}
    assert lookup(UNRELATED, {"other": OTHER}) == []


def test_the_estimate_is_near_the_containment():
    [found] = [one for one in lookup(WIRE, TEXTS) if one.key == "embedded"]

    assert found.estimate == pytest.approx(compare(WIRE, embedded(WIRE)).score, abs=0.1)


def test_common_fingerprints_are_not_looked_up():
    own = list(range(20))
    frequencies = {one: 2_000 if one < 5 else one for one in own}

    assert to_look_up(own, frequencies) == list(range(5, 20))
    assert too_common(frequencies) == frozenset(range(5))


def test_a_story_that_everybody_prints_is_still_looked_up():
    own = list(range(20))

    found = to_look_up(own, {one: 1_001 + one for one in own})

    assert found == list(range(8))


def test_candidates_are_limited_and_in_a_fixed_order():
    shared = {f"k{n}": 5 for n in range(100)}
    sizes = dict.fromkeys(shared, 10)

    found = candidates(10, shared, sizes, at_most=3)

    assert [one.key for one in found] == ["k0", "k1", "k10"]
    assert found == candidates(10, dict(reversed(shared.items())), sizes, at_most=3)


def test_an_article_without_fingerprints_has_no_candidates():
    assert fingerprints("Short.") == ()
    assert candidates(0, {"a": 0}, {"a": 0}) == []


@given(st.text(alphabet="abcde \n\"'.", max_size=300))
def test_case_changes_no_fingerprint(text: str):
    assert fingerprints(text) == fingerprints(text.upper())

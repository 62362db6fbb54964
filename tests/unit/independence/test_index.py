"""The index in memory finds what a search through all texts finds."""

from __future__ import annotations

import random

from sources.independence import fingerprints
from sources.independence.index import FingerprintIndex
from tests.unit.independence.stories import OTHER, UNRELATED, WIRE, cut, embedded


def test_copies_are_found_among_many_and_others_are_not():
    chance = random.Random(5)  # noqa: S311 - reproducible
    index = FingerprintIndex()
    for _ in range(30):
        index.add([chance.randrange(-(2**63), 2**63) for _ in range(10_000)])
    keys = [
        index.add(fingerprints(one))
        for one in (cut(WIRE), OTHER, embedded(WIRE), UNRELATED)
    ]
    index.flush()
    late = index.add(fingerprints(WIRE))

    found = index.find(fingerprints(WIRE))

    assert {one.key for one in found} == {keys[0], keys[2], late}
    assert len(index) == 35
    assert index.bytes > 12 * 300_000


def test_a_phrase_of_too_many_texts_finds_none_of_them():
    index = FingerprintIndex(too_common=20)
    phrase = list(range(5))
    for key in range(30):
        index.add([*phrase, *range(1000 * (key + 1), 1000 * (key + 1) + 20)])

    found = index.find([*phrase, *range(2000, 2020)])

    assert [one.key for one in found] == [1]


def test_an_empty_index_finds_nothing():
    assert FingerprintIndex().find([1, 2]) == []

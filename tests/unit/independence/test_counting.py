"""Which pieces of evidence count as one, rule by rule."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from sources.independence import (
    ArticleFacts,
    Cited,
    ClaimFacts,
    Copy,
    Credit,
    CreditKind,
    CreditPlace,
    Decision,
    Evidence,
    Ground,
    Override,
    Sharing,
    count_origins,
    find_origins,
    independent,
    outlet_key,
    roots_of,
)
from tests.unit.independence.test_origins import COPIES, FACTS, OVERRIDES


def article(key: str, *cited: str, hour: int = 8, part: str = "") -> ArticleFacts:
    """An article of an outlet that is called as it is, in capitals."""
    credit = Credit(part, CreditKind.CONTRIBUTED, CreditPlace.CLOSING, 0, 9)
    return ArticleFacts(
        id=key,
        outlet=key.upper(),
        published=datetime(2026, 11, 18, hour, tzinfo=UTC),
        credits=(credit,) if part else (),
        citations=tuple(Cited(outlet=outlet) for outlet in cited),
    )


def grounds(articles, a: str, b: str, **more) -> list[Ground]:
    found = independent(
        find_origins(articles, **more), Evidence(article=a), Evidence(article=b)
    )
    assert found.independent is (
        found.grounds[0].ground in (Ground.NOTHING_FOUND, Ground.SEPARATED)
    )
    return [one.ground for one in found.grounds]


def test_articles_with_nothing_in_common_are_independent():
    assert grounds([article("a"), article("b")], "a", "b") == [Ground.NOTHING_FOUND]


def test_one_article_is_not_two():
    assert grounds([article("a")], "a", "a") == [Ground.SAME_ARTICLE]


def test_copies_are_one_origin():
    copy = Copy(a="a", b="b", sharing=Sharing.SAME_TEXT, score=0.9)

    found = grounds([article("a"), article("b")], "a", "b", copies=[copy])

    assert found == [Ground.SAME_ORIGIN]


def test_who_cites_derives_along_the_chain():
    articles = [article("a", "B", hour=10), article("b", "C", hour=9), article("c")]
    origins = find_origins(articles)

    found = independent(origins, Evidence(article="a"), Evidence(article="c"))

    assert [one.ground for one in found.grounds] == [Ground.DERIVED]
    assert [link.reason for link in found.grounds[0].links] == [
        "Names B as its source.",
        "Names C as its source.",
    ]
    assert [key for key, _ in roots_of(origins, "a")] == ["c"]


def test_two_that_cite_a_third_lean_on_it():
    articles = [article("a", "Reuters"), article("b", "Reuters")]
    origins = find_origins(articles)

    assert grounds(articles, "a", "b") == [Ground.COMMON_SOURCE]
    assert [key for key, _ in roots_of(origins, "a")] == [outlet_key("Reuters")]


def test_what_a_sister_article_cites_is_not_the_article_s():
    articles = [
        article("a"),
        ArticleFacts(id="a2", outlet="A", citations=(Cited(outlet="Reuters"),)),
        article("b", "Reuters"),
    ]

    assert grounds(articles, "a", "b") == [Ground.NOTHING_FOUND]
    assert grounds(articles, "a", "a2") == [Ground.SAME_ORIGIN]
    assert grounds(articles, "a2", "b") == [Ground.COMMON_SOURCE]


def test_an_earlier_article_does_not_derive_from_a_later_one():
    articles = [article("a", hour=8), article("b", "A", hour=7)]

    # "b" names A for something that A published before.
    assert grounds(articles, "a", "b") == [Ground.COMMON_SOURCE]
    assert roots_of(find_origins(articles), "b")[0][0] == outlet_key("A")


def test_an_agency_that_contributed_to_both_is_a_common_source():
    articles = [article("a", part="AFP"), article("b", part="AFP")]

    assert grounds(articles, "a", "b") == [Ground.COMMON_SOURCE]


def test_shared_passages_make_one_derive_from_the_other():
    copy = Copy(a="a", b="b", sharing=Sharing.SHARES_TEXT, score=0.2)
    articles = [article("a"), article("b", hour=9)]

    assert grounds(articles, "a", "b", copies=[copy]) == [Ground.DERIVED]


def test_a_reviewer_s_separation_goes_before_texts_and_citations():
    copy = Copy(a="a", b="b", sharing=Sharing.SAME_TEXT, score=0.9)
    override = Override(a="b", b="a", decision=Decision.SEPARATE, reason="They met.")
    articles = [article("a"), article("b", "A", hour=9)]

    found = grounds(articles, "a", "b", copies=[copy], overrides=[override])

    assert found == [Ground.SEPARATED]


def test_an_unknown_article_is_an_error():
    with pytest.raises(KeyError):
        grounds([article("a")], "a", "b")


SPEAKERS = [
    (ClaimFacts(speaker="vohl"), ClaimFacts(speaker="druvane"), None),
    (ClaimFacts(speaker="vohl"), ClaimFacts(speaker="vohl"), Ground.SAME_SPEAKER),
    (
        ClaimFacts(speaker="vohl", interest="Varesh"),
        ClaimFacts(speaker="druvane", interest="Varesh"),
        Ground.SAME_INTEREST,
    ),
    (ClaimFacts(utterance="t1"), ClaimFacts(utterance="t1"), Ground.SAME_UTTERANCE),
    (
        ClaimFacts(kind="anonymous_source", description="a source close to Varesh"),
        ClaimFacts(kind="role_unnamed", description="two Norland officials"),
        Ground.BOTH_ANONYMOUS,
    ),
    (ClaimFacts(speaker="vohl"), ClaimFacts(kind="anonymous_source"), None),
    (
        ClaimFacts(speaker="vohl"),
        ClaimFacts(kind="unattributed_hearsay"),
        Ground.NOBODY_ANSWERS,
    ),
]


@pytest.mark.parametrize(("first", "second", "ground"), SPEAKERS)
def test_speakers(first: ClaimFacts, second: ClaimFacts, ground: Ground | None):
    origins = find_origins([article("a"), article("b")])

    found = independent(
        origins,
        Evidence(article="a", claim=first),
        Evidence(article="b", claim=second),
    )

    assert found.independent is (ground is None)
    assert found.grounds[0].ground is (ground or Ground.NOTHING_FOUND)


NAMED = ClaimFacts(speaker="thune")
OFFICIAL = ClaimFacts(kind="role_unnamed", description="a Norland official")
DIPLOMAT = ClaimFacts(kind="role_unnamed", description="the diplomats")
HEARSAY = ClaimFacts(kind="unattributed_hearsay")

COUNTS = [
    ([], 0),
    ([("a", NAMED)], 1),
    ([("a", NAMED), ("b", NAMED)], 1),
    ([("a", NAMED), ("b", ClaimFacts(speaker="vohl"))], 2),
    ([("a", OFFICIAL)], 0),
    ([("a", OFFICIAL), ("b", DIPLOMAT)], 1),
    ([("a", OFFICIAL), ("b", OFFICIAL)], 0),
    ([("a", OFFICIAL), ("a", DIPLOMAT)], 0),
    ([("a", NAMED), ("b", OFFICIAL)], 2),
    ([("a", NAMED), ("b", OFFICIAL), ("c", DIPLOMAT)], 2),
    ([("a", NAMED), ("a", OFFICIAL)], 1),
    ([("a", HEARSAY), ("b", HEARSAY)], 0),
    ([("a", NAMED), ("b", HEARSAY)], 1),
    # Unnamed sources beside them do not make one of two named ones.
    (
        [
            ("a", NAMED),
            ("a", OFFICIAL),
            ("b", ClaimFacts(speaker="vohl")),
            ("b", DIPLOMAT),
        ],
        2,
    ),
]


@pytest.mark.parametrize(("pieces", "expected"), COUNTS)
def test_counts(pieces: list[tuple[str, ClaimFacts]], expected: int):
    origins = find_origins([article(key) for key in "abc"])
    evidence = [Evidence(article=key, claim=claim) for key, claim in pieces]

    assert count_origins(origins, evidence).origins == expected


def test_five_copies_of_one_wire_story_are_one_source():
    keys = "abcde"
    copies = [
        Copy(a="a", b=key, sharing=Sharing.SAME_TEXT, score=0.8) for key in "bcde"
    ]
    origins = find_origins([article(key) for key in keys], copies=copies)

    count = count_origins(origins, [Evidence(article=key) for key in keys])

    assert (count.origins, count.groups) == (1, ((0, 1, 2, 3, 4),))


def test_circular_reports_are_one_and_marked():
    articles = [
        ArticleFacts(id="a", outlet="A", citations=(Cited(outlet="B"),)),
        ArticleFacts(id="b", outlet="B", citations=(Cited(outlet="A"),)),
        article("c"),
    ]
    origins = find_origins(articles)

    count = count_origins(origins, [Evidence(article=key) for key in "abc"])

    assert (count.origins, count.circular) == (2, (0, 1))


@given(FACTS, COPIES, OVERRIDES)
def test_the_answer_is_the_same_both_ways_and_agrees_with_the_origins(
    articles, copies, overrides
):
    origins = find_origins(articles, copies=copies, overrides=overrides)

    for a in "abcd":
        for b in "abcdefgh":
            one = independent(origins, Evidence(article=a), Evidence(article=b))
            other = independent(origins, Evidence(article=b), Evidence(article=a))
            assert one.independent is other.independent
            assert [g.ground for g in one.grounds] == [g.ground for g in other.grounds]
            if origins.same_origin(a, b):
                assert not one.independent
    evidence = [Evidence(article=key) for key in "abcdefgh"]
    count = count_origins(origins, evidence)
    assert 1 <= count.origins <= len(origins.origins)
    assert sorted(at for group in count.groups for at in group) == list(range(8))

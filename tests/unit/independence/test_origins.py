"""Which articles are one origin, and the chain of joins that says why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.independence import (
    ArticleFacts,
    Cited,
    Copy,
    Credit,
    CreditKind,
    CreditPlace,
    Decision,
    Override,
    Rule,
    Sharing,
    find_origins,
    outlet_key,
)


def at(hour: int) -> datetime:
    return datetime(2026, 11, 18, hour, tzinfo=UTC)


def credited(agency: str, *, kind: CreditKind = CreditKind.CREDITED) -> Credit:
    return Credit(agency, kind, CreditPlace.DATELINE, 0, 12)


def same_text(a: str, b: str, score: float = 0.9) -> Copy:
    return Copy(a=a, b=b, sharing=Sharing.SAME_TEXT, score=score)


def separate(a: str, b: str, *, decided: datetime | None = None) -> Override:
    return Override(
        a=a, b=b, decision=Decision.SEPARATE, reason="They met.", decided=decided
    )


def join(a: str, b: str, *, decided: datetime | None = None) -> Override:
    return Override(
        a=a, b=b, decision=Decision.JOIN, reason="One press release.", decided=decided
    )


def groups(origins) -> list[tuple[str, ...]]:
    return sorted(one.articles for one in origins.origins)


def test_articles_with_nothing_in_common_are_apart():
    found = find_origins([ArticleFacts(id="a"), ArticleFacts(id="b")])

    assert groups(found) == [("a",), ("b",)]
    assert found.why("a", "b") == ()


def test_copies_are_one_origin_whose_root_is_the_earliest():
    articles = [
        ArticleFacts(id="a", outlet="A", published=at(12)),
        ArticleFacts(id="b", outlet="B", published=at(9)),
        ArticleFacts(id="c", outlet="C"),
    ]
    copies = [same_text("a", "b"), same_text("b", "c", 0.5)]

    found = find_origins(articles, copies=copies)

    assert groups(found) == [("a", "b", "c")]
    assert found.origin_of("c").root == "b"
    assert [one.rule for one in found.why("a", "c")] == [Rule.SAME_TEXT] * 2
    assert found.why("a", "c")[1].score == 0.5


def test_shared_passages_alone_join_nothing():
    copy = Copy(a="a", b="b", sharing=Sharing.SHARES_TEXT, score=0.2)

    found = find_origins([ArticleFacts(id="a"), ArticleFacts(id="b")], copies=[copy])

    assert groups(found) == [("a",), ("b",)]
    assert {edge.kind for edge in found.edges} == {"shares_text"}


def test_the_agency_credited_is_the_origin():
    articles = [
        ArticleFacts(id="a", outlet="A", credits=(credited("Reuters"),)),
        ArticleFacts(id="b", outlet="B", credits=(credited("Reuters"),)),
        ArticleFacts(id="r", outlet="Reuters", is_agency=True),
    ]

    found = find_origins(articles)

    assert groups(found) == [("a", "b", "r")]
    assert found.origin_of("a").root == outlet_key("Reuters")
    assert found.origin_of("a").name == "Reuters"
    [to_agency, from_agency] = found.why("a", "b")
    assert to_agency.rule is Rule.AGENCY_CREDIT
    assert (to_agency.span, to_agency.b) == ((0, 12), outlet_key("Reuters"))
    assert from_agency.a == "b"


def test_an_agency_that_only_contributed_is_an_edge():
    credit = credited("AFP", kind=CreditKind.CONTRIBUTED)
    articles = [
        ArticleFacts(id="a", outlet="A", credits=(credit,)),
        ArticleFacts(id="b", outlet="AFP", is_agency=True),
    ]

    found = find_origins(articles)

    assert groups(found) == [("a",), ("b",)]
    assert [(one.kind, one.source) for one in found.edges] == [
        ("contributed", outlet_key("AFP"))
    ]


def test_two_agencies_credited_at_once_do_not_become_one():
    both = (credited("AP"), credited("AFP"))
    articles = [
        ArticleFacts(id="a", credits=both),
        ArticleFacts(id="b", credits=(credited("AP"),)),
        ArticleFacts(id="c", credits=(credited("AFP"),)),
    ]

    assert groups(find_origins(articles)) == [("a",), ("b",), ("c",)]


def test_outlets_of_one_owner_are_one_origin():
    articles = [
        ArticleFacts(id="a", outlet="Gazette", owner="Fen Media"),
        ArticleFacts(id="b", outlet="Review", owner="Fen Media"),
        ArticleFacts(id="c", outlet="Oolite"),
    ]

    found = find_origins(articles)

    assert groups(found) == [("a", "b"), ("c",)]
    assert {one.rule for one in found.why("a", "b")} == {Rule.SAME_OWNER}


def test_a_paper_that_prints_a_wire_story_does_not_become_the_wire():
    articles = [
        ArticleFacts(id="own", outlet="A"),
        ArticleFacts(id="reprint", outlet="A", credits=(credited("Reuters"),)),
        ArticleFacts(id="other", outlet="B", credits=(credited("Reuters"),)),
        ArticleFacts(id="copy", outlet="A", published=at(9)),
        ArticleFacts(id="copied", outlet="C", published=at(8)),
    ]

    found = find_origins(articles, copies=[same_text("copy", "copied")])

    assert groups(found) == [("copied", "copy"), ("other", "reprint"), ("own",)]


def test_a_reviewer_joins_and_separates_with_a_reason():
    articles = [ArticleFacts(id=key) for key in "abcd"]
    overrides = [separate("b", "a"), join("c", "d")]

    found = find_origins(articles, copies=[same_text("a", "b")], overrides=overrides)

    assert groups(found) == [("a",), ("b",), ("c", "d")]
    [overruled] = found.overruled
    assert (overruled.join.rule, overruled.by) == (Rule.SAME_TEXT, overrides[0])
    assert found.why("c", "d")[0].reason == "One press release."
    assert set(found.overrides) == set(overrides)
    assert found.is_separated("a", "b")


def test_the_later_decision_holds_and_without_times_the_separation():
    articles = [ArticleFacts(id="a"), ArticleFacts(id="b")]
    later = [separate("a", "b", decided=at(8)), join("b", "a", decided=at(9))]
    undated = [join("a", "b"), separate("a", "b")]

    assert find_origins(articles, overrides=later).same_origin("a", "b")
    assert not find_origins(articles, overrides=undated).same_origin("a", "b")


def test_a_third_copy_goes_where_it_is_more_alike():
    articles = [ArticleFacts(id=key) for key in "abc"]
    copies = [same_text("a", "b"), same_text("a", "c", 0.4), same_text("b", "c", 0.8)]

    found = find_origins(articles, copies=copies, overrides=[separate("a", "b")])

    assert groups(found) == [("a",), ("b", "c")]


def test_a_loop_of_citations_is_circular():
    articles = [
        ArticleFacts(id="a", outlet="A", citations=(Cited(outlet="B"),)),
        ArticleFacts(id="b", outlet="B", citations=(Cited(outlet="C"),)),
        ArticleFacts(id="c", outlet="C", citations=(Cited(outlet="", article="a"),)),
        ArticleFacts(id="d", outlet="D", citations=(Cited(outlet="A"),)),
    ]

    found = find_origins(articles)

    circular = {key for one in found.origins if one.is_circular for key in one.articles}
    assert circular == {"a", "b", "c"}


def test_a_citation_of_a_later_article_goes_to_its_outlet():
    cites = (Cited(outlet="B", article="b"),)
    articles = [
        ArticleFacts(id="a", outlet="A", published=at(8), citations=cites),
        ArticleFacts(id="b", outlet="B", published=at(9)),
    ]

    assert [one.source for one in find_origins(articles).edges] == [outlet_key("B")]


def test_contradicting_credits_are_named():
    articles = [
        ArticleFacts(id="a", credits=(credited("AP"),)),
        ArticleFacts(id="b", credits=(credited("AFP"),)),
    ]

    found = find_origins(articles, copies=[same_text("a", "b")])

    assert found.origin_of("a").agencies == ("AFP", "AP")


def test_rules_can_be_limited():
    articles = [
        ArticleFacts(id="a", outlet="A"),
        ArticleFacts(id="b", outlet="A"),
    ]

    assert groups(find_origins(articles, rules={Rule.SAME_TEXT})) == [("a",), ("b",)]


@pytest.mark.parametrize("name", ["", "outlet:A", "owner:A"])
def test_what_cannot_name_an_article_is_refused(name: str):
    with pytest.raises(ValueError, match="cannot name an article"):
        ArticleFacts(id=name)


def test_one_article_twice_is_refused():
    with pytest.raises(ValueError, match="same id"):
        find_origins([ArticleFacts(id="a"), ArticleFacts(id="a")])


# --- Properties --------------------------------------------------------------

KEYS = st.sampled_from("abcdefgh")
OUTLETS = st.sampled_from(["", "A", "B", "Reuters"])
ARTICLES = st.builds(
    lambda outlet, owner, hour, agencies, cited: {
        "outlet": outlet,
        "owner": owner,
        "is_agency": outlet == "Reuters",
        "published": None if hour == 0 else at(hour),
        "credits": tuple(credited(one) for one in agencies),
        "citations": tuple(Cited(outlet=one) for one in cited),
    },
    OUTLETS,
    st.sampled_from(["", "", "X"]),
    st.integers(0, 3),
    st.lists(st.sampled_from(["Reuters", "AFP"]), max_size=2),
    st.lists(OUTLETS, max_size=2),
)
PAIRS = st.tuples(KEYS, KEYS).filter(lambda pair: pair[0] != pair[1])
COPIES = st.lists(
    st.builds(
        lambda pair, sharing, score: Copy(
            a=pair[0], b=pair[1], sharing=sharing, score=score
        ),
        PAIRS,
        st.sampled_from([Sharing.SAME_TEXT, Sharing.SHARES_TEXT]),
        st.sampled_from([0.3, 0.6, 0.9]),
    ),
    max_size=10,
)
OVERRIDES = st.lists(
    st.builds(
        lambda pair, decision, hour: Override(
            a=pair[0],
            b=pair[1],
            decision=decision,
            reason="Because.",
            decided=None if hour == 0 else at(hour),
        ),
        PAIRS,
        st.sampled_from(list(Decision)),
        st.integers(0, 3),
    ),
    max_size=4,
)
FACTS = st.lists(ARTICLES, min_size=8, max_size=8).map(
    lambda rows: [
        ArticleFacts(id=key, **row) for key, row in zip("abcdefgh", rows, strict=True)
    ]
)


@given(FACTS, COPIES, OVERRIDES, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(articles, copies, overrides, chance):
    found = find_origins(articles, copies=copies, overrides=overrides)
    for one in (articles, copies, overrides):
        chance.shuffle(one)
    turned = [Copy(a=c.b, b=c.a, sharing=c.sharing, score=c.score) for c in copies]

    again = find_origins(articles, copies=turned, overrides=overrides)

    assert again.origins == found.origins
    assert again.edges == found.edges
    assert again.overruled == found.overruled


@given(FACTS, COPIES, OVERRIDES)
def test_origins_part_the_articles_and_every_pair_has_its_chain(
    articles, copies, overrides
):
    found = find_origins(articles, copies=copies, overrides=overrides)

    everything = sorted(key for one in found.origins for key in one.articles)
    assert everything == list("abcdefgh")
    for a in everything:
        for b in everything:
            chain = found.why(a, b)
            assert found.same_origin(a, b) is found.same_origin(b, a)
            assert bool(chain) is (found.same_origin(a, b) and a != b)
            key = a
            for one in chain:
                assert key in (one.a, one.b)
                key = one.b if one.a == key else one.a
            assert not chain or key == b
            assert len(found.why(b, a)) == len(chain)
            assert not (found.is_separated(a, b) and found.same_origin(a, b))


@given(COPIES, st.data())
def test_overruling_a_join_splits_its_origin_and_no_other(copies, data):
    articles = [ArticleFacts(id=key) for key in "abcdefgh"]
    before = find_origins(articles, copies=copies)
    joins = [one for origin in before.origins for one in origin.joins]
    if not joins:
        return
    overruled = data.draw(st.sampled_from(joins))

    after = find_origins(
        articles, copies=copies, overrides=[separate(overruled.a, overruled.b)]
    )

    old = before.origin_of(overruled.a).articles
    first, second = (
        after.origin_of(key).articles for key in (overruled.a, overruled.b)
    )
    assert first != second
    assert sorted(first + second) == list(old)
    assert {g for g in groups(before) if g != old} == {
        g for g in groups(after) if g not in (first, second)
    }
    assert all(
        {one.join.a in first, one.join.b in first} == {True, False}
        for one in after.overruled
    )

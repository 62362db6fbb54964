"""Origins in the API: what is one, why, what is shared, and what people decide."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.models import Article, OriginOverride, OverrideDecision
from sources.overruling import LONGEST_REASON, overrule
from tests.api.conftest import Caller
from tests.factories import (
    compare_now,
    make_article,
    make_compared,
    make_outlet,
    make_snapshot,
    make_user,
)
from tests.unit.independence.stories import OTHER, UNRELATED, WIRE, other_byline

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def path_of(article: Article, *rest: str) -> str:
    return "/".join(("/api/v1/articles", str(article.public_id), *rest, ""))


@pytest.fixture
def copies(db: None) -> tuple[Article, Article]:
    """A wire story and its reprint, which cites another outlet besides."""
    make_outlet("Skarne Herald")
    wire = make_compared(WIRE, outlet=make_outlet("Quayside Wire", kind="agency"))
    reprint = make_compared(
        f"{other_byline(WIRE)}\n\nThe plan was first reported by the Skarne Herald."
    )
    return wire, reprint


def counted(caller: Caller, *articles: object) -> Any:
    """The answer for a set of articles or ids."""
    ids = ",".join(str(getattr(one, "public_id", one)) for one in articles)
    return caller.get("/api/v1/origins/", {"articles": ids})


def test_an_articles_origin_names_its_copies_and_why(
    reader: Caller, copies: tuple[Article, Article]
) -> None:
    wire, reprint = copies

    shown = reader.get(path_of(reprint, "origin")).json()

    (origin,) = shown["origins"]
    assert (shown["article_count"], shown["origin_count"]) == (2, 1)
    assert (origin["name"], origin["agencies"]) == ("Quayside Wire", ["Quayside Wire"])
    first, second = origin["articles"]
    assert (first["url"], first["reasons"]) == (path_of(reprint), [])
    assert (second["id"], second["title"]) == (str(wire.public_id), wire.title)
    assert second["outlet"]["name"] == "Quayside Wire"
    assert second["reasons"][0].endswith(
        "of the wording of the shorter text is the same."
    )
    (take,) = origin["takes"]
    start, end = take.pop("span")
    assert "Skarne Herald" in reprint.snapshots.get().text[start:end]
    assert take == {
        "article_url": path_of(reprint),
        "kind": "cites",
        "source": "Skarne Herald",
        "source_url": None,
        "reason": "Names Skarne Herald as its source.",
    }
    assert (origin["take_count"], shown["overrides"]) == (1, [])


def test_articles_of_one_origin_show_one_id(
    reader: Caller, copies: tuple[Article, Article]
) -> None:
    alone = make_compared(UNRELATED)

    ids = [reader.get(path_of(one)).json()["origin_id"] for one in (*copies, alone)]

    assert ids[0] == ids[1] is not None
    assert ids[2] is None
    listed = reader.get("/api/v1/articles/").json()["results"]
    assert sorted(map(str, ids)) == sorted(str(one["origin_id"]) for one in listed)


def test_the_origins_of_a_chosen_set_are_counted(
    reader: Caller, copies: tuple[Article, Article]
) -> None:
    other = make_compared(OTHER)

    shown = counted(reader, *copies, other).json()

    assert (shown["article_count"], shown["origin_count"]) == (3, 2)
    assert sorted(len(origin["articles"]) for origin in shown["origins"]) == [1, 2]


def test_two_reprints_are_one_although_the_wire_is_not_asked_about(
    reader: Caller,
) -> None:
    first, *_, last = WIRE.split("\n\n")
    ends = make_compared(f"{first}\n\n{UNRELATED}"), make_compared(f"{last}\n\n{OTHER}")
    make_compared(f"{first}\n\n{last}")

    shown = counted(reader, *ends).json()

    assert (shown["article_count"], shown["origin_count"]) == (2, 1)
    assert len(shown["origins"][0]["articles"][1]["reasons"]) == 2


def test_an_article_named_twice_counts_once(reader: Caller) -> None:
    article = make_article()

    assert counted(reader, article, article).json()["article_count"] == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("x", "invalid"),
        (f"{UNKNOWN},", "invalid"),
        (",".join([UNKNOWN] * 201), "invalid"),
        (UNKNOWN, "does_not_exist"),
    ],
    ids=["no id", "an empty one", "too many", "unknown"],
)
def test_a_wrong_set_is_an_error_of_the_parameter(
    reader: Caller, given: str, code: str
) -> None:
    answer = reader.get("/api/v1/origins/", {"articles": given})

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("articles", code)


@pytest.mark.parametrize("query", [{}, {"articles": ""}, {"ids": UNKNOWN}])
def test_a_set_must_be_given_and_nothing_else(
    reader: Caller, query: dict[str, str]
) -> None:
    assert reader.get("/api/v1/origins/", query).status_code == 400


def test_two_hundred_articles_are_counted(reader: Caller) -> None:
    articles = [
        make_article(f"Text number {number}.", extracted=False) for number in range(200)
    ]

    assert counted(reader, *articles).json()["origin_count"] == 200


def test_a_comparison_shows_what_both_have(
    reader: Caller, copies: tuple[Article, Article]
) -> None:
    wire, reprint = copies

    shown = reader.get(path_of(reprint, "compare", str(wire.public_id))).json()

    assert (shown["is_one_origin"], shown["sharing"]) == (True, "same_text")
    assert shown["score"] > 0.9
    assert shown["reasons"][0]["code"] == "same_text"
    assert shown["snapshot_url"] == path_of(reprint, "snapshots", "1")
    assert shown["passage_count"] == len(shown["passages"]) > 1
    mine, theirs = (one.snapshots.get().text for one in (reprint, wire))
    for passage in shown["passages"]:
        words, other = (
            text[slice(*passage[name])].split()
            for text, name in ((mine, "span"), (theirs, "other_span"))
        )
        assert words == other
    assert any(passage["quoted"] for passage in shown["passages"])


def test_a_comparison_is_of_the_newest_texts(reader: Caller) -> None:
    one, two = make_compared(WIRE), make_compared(WIRE)
    make_snapshot(one, UNRELATED)
    path = path_of(one, "compare", str(two.public_id))

    early = reader.get(path).json()
    compare_now(one)
    shown = reader.get(path).json()

    assert (early["is_compared"], early["is_one_origin"]) == (False, True)
    assert early["sharing"] == shown["sharing"]
    assert shown["is_compared"]
    assert shown["snapshot_url"] == path_of(one, "snapshots", "2")
    assert (shown["is_one_origin"], shown["sharing"]) == (False, "nothing")
    assert shown["passages"] == []


def test_there_is_nothing_to_compare_with_itself_or_nobody(reader: Caller) -> None:
    article = make_article()

    for other in (article.public_id, UNKNOWN):
        url = path_of(article, "compare", str(other))
        assert reader.get(url).status_code == 404
    assert reader.get(f"/api/v1/articles/{UNKNOWN}/origin/").status_code == 404


# --- Decisions ----------------------------------------------------------------


def test_a_decision_is_kept_and_holds(reviewer: Caller) -> None:
    one, two = make_compared(WIRE), make_compared(OTHER)
    body = {"other": str(two.public_id), "decision": "join", "reason": "One text."}

    answer = reviewer.post(path_of(one, "overrides"), body)

    row = OriginOverride.objects.get()
    assert answer.status_code == 201
    assert answer["Location"] == path_of(one, "compare", str(two.public_id))
    decided = answer.json()
    assert decided["id"] == str(row.public_id)
    assert decided["article_urls"] == [path_of(one), path_of(two)]
    assert (decided["reason"], decided["holds"]) == ("One text.", True)
    assert decided["decided_by"] == str(reviewer.user)
    shown = reviewer.get(path_of(two, "origin")).json()
    assert (shown["origin_count"], shown["overrides"]) == (1, [decided])
    assert shown["origins"][0]["articles"][1]["reasons"] == ["One text."]


def test_only_the_latest_decision_on_two_articles_holds(reviewer: Caller) -> None:
    one, two = make_compared(WIRE), make_compared(WIRE)
    for decision in ("separate", "follow_rules", "separate"):
        body = {"other": str(two.public_id), "decision": decision, "reason": "So."}
        reviewer.post(path_of(one, "overrides"), body)

    for shown in (
        reviewer.get(path_of(one, "origin")).json(),
        counted(reviewer, one, two).json(),
        reviewer.get(path_of(one, "compare", str(two.public_id))).json(),
    ):
        assert [row["holds"] for row in shown["overrides"]] == [True, False, False]


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"reason": ""}, "/reason", "blank"),
        ({"reason": "  "}, "/reason", "blank"),
        ({"reason": None}, "/reason", "null"),
        ({"reason": 5}, "/reason", "invalid"),
        ({"reason": "x" * (LONGEST_REASON + 1)}, "/reason", "max_length"),
        ({"reason": "a\x00b"}, "/reason", "null_characters_not_allowed"),
        ({"decision": "maybe"}, "/decision", "invalid_choice"),
        ({"other": "x"}, "/other", "invalid"),
        ({"other": UNKNOWN}, "/other", "does_not_exist"),
        ({"decided_by": "root"}, "/decided_by", "unknown_field"),
        ({"holds": True}, "/holds", "unknown_field"),
    ],
)
def test_a_wrong_decision_is_refused_and_nothing_kept(
    reviewer: Caller, changed: dict[str, object], pointer: str, code: str
) -> None:
    one, two = make_article(), make_article()
    body = {"other": str(two.public_id), "decision": "join", "reason": "So."}

    answer = reviewer.post(path_of(one, "overrides"), body | changed)

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert not OriginOverride.objects.exists()


def test_each_field_of_a_decision_is_needed(reviewer: Caller) -> None:
    answer = reviewer.post(path_of(make_article(), "overrides"), {})

    faults = {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}
    assert faults == dict.fromkeys(("/other", "/decision", "/reason"), "required")


def test_an_article_is_not_decided_on_with_itself(reviewer: Caller) -> None:
    article = make_article()
    body = {"other": str(article.public_id), "decision": "join", "reason": "So."}

    answer = reviewer.post(path_of(article, "overrides"), body)

    assert answer.status_code == 422
    assert answer.json()["type"].endswith(":same_article")


def test_a_decision_outlives_the_account_that_made_it(reader: Caller) -> None:
    one, two = make_article(), make_article()
    user = make_user("reviewer")
    overrule(one=one, other=two, decision=OverrideDecision.JOIN, reason="So.", by=user)
    user.delete()

    (row,) = reader.get(path_of(one, "origin")).json()["overrides"]

    assert row["decided_by"] is None


# --- Names --------------------------------------------------------------------


def test_a_snapshot_tells_whom_it_names(
    reader: Caller, copies: tuple[Article, Article]
) -> None:
    article = make_compared(f"By Quayside Wire\n\n{UNRELATED}")
    text = article.snapshots.get().text

    credited = reader.get(path_of(article, "snapshots", "1")).json()
    citing = reader.get(path_of(copies[1], "snapshots", "1")).json()

    (credit,) = credited["credits"]
    assert text[credit.pop("start") : credit.pop("end")]
    assert credit == {"name": "Quayside Wire", "kind": "credited", "place": "head"}
    (citation,) = citing["citations"]
    assert citation["name"] == "Skarne Herald"
    assert reader.get(citation["outlet_url"]).json()["name"] == "Skarne Herald"
    words = citing["text"][citation["start"] : citation["end"]]
    assert citation["written"] in words
    listed = reader.get(path_of(article, "snapshots")).json()["results"][0]
    assert "credits" not in listed


# --- Size ---------------------------------------------------------------------


def test_more_copies_need_no_more_queries(reader: Caller) -> None:
    articles = [make_compared(WIRE) for _ in range(3)]

    def queries() -> list[int]:
        found = []
        for ask in (
            lambda: reader.get(path_of(articles[0], "origin")),
            lambda: counted(reader, *articles),
            lambda: reader.get(
                path_of(articles[0], "compare", str(articles[1].public_id))
            ),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert ask().status_code == 200
            found.append(len(captured))
        return found

    reader.get(path_of(articles[0]))  # notes that the token was used
    few = queries()
    articles += [make_compared(WIRE) for _ in range(9)]

    assert queries() == few


def test_ids_are_not_guessed_from_the_numbers_of_rows(reader: Caller) -> None:
    article = make_article()

    answer = reader.get("/api/v1/origins/", {"articles": str(article.pk)})

    assert answer.status_code == 400
    assert uuid.UUID(reader.get(path_of(article)).json()["id"]) == article.public_id

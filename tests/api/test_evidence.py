"""Evidence in the API: offered as a passage or a document, and decided on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Evidence, Stance
from claims.review.gathering import LONGEST_NOTE
from claims.verdicts.states import Aspect
from tests.api.conftest import Caller
from tests.factories import (
    make_article,
    make_claim,
    make_continued,
    make_outlet,
    make_passage,
    make_snapshot,
    make_speaker,
)

UNKNOWN = "00000000-0000-4000-8000-000000000000"
WORDS = "The pool shuts in May, the mayor confirmed."
DOCUMENT = {
    "aspect": "content",
    "stance": "contradicts",
    "url": "https://council.example/minutes",
    "title": "Minutes of 23 November",
    "excerpt": "The pool stays open.",
}


def path_of(claim: Claim) -> str:
    return f"/api/v1/claims/{claim.public_id}/evidence/"


def offered(caller: Caller, claim: Claim, **body: object) -> Any:
    """The answer to an offer that supports the claim's content."""
    return caller.post(
        path_of(claim), {"aspect": "content", "stance": "supports"} | body
    )


def test_a_document_is_kept_and_its_independence_told_at_once(reviewer: Caller) -> None:
    claim = make_claim()

    answer = reviewer.post(path_of(claim), DOCUMENT | {"is_primary": True})

    piece = Evidence.objects.get()
    shown = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == shown["url"] == f"/api/v1/evidence/{piece.public_id}/"
    assert shown["page_url"] == DOCUMENT["url"]
    assert (shown["speaker_kind"], shown["passage"]) == ("document", None)
    assert shown["is_independent"] is True
    assert shown["independence_reason"]
    assert shown["acceptance"] == "accepted"
    assert shown["added_by"]["name"] == str(reviewer.user)
    assert (piece.is_primary, piece.added_by) == (True, reviewer.user)
    assert reviewer.get(shown["url"]).json() == shown
    assert reviewer.get(path_of(claim)).json()["results"] == [shown]


def test_what_is_not_independent_says_why(reviewer: Caller) -> None:
    outlet = make_outlet("The Council", domain="council.example")
    claim = make_claim(make_article(outlet=outlet))

    shown = reviewer.post(path_of(claim), DOCUMENT).json()

    assert shown["is_independent"] is False
    assert "the claim's own outlet" in shown["independence_reason"]


@pytest.mark.parametrize("way", ["place", "words", "article"])
def test_a_passage_is_named_by_its_place_or_its_words(
    reviewer: Caller, way: str
) -> None:
    claim, article = make_claim(), make_article(f"News\n\n{WORDS} More of it.")
    snapshot = article.snapshots.get()
    body = {
        "place": {"snapshot": str(snapshot.public_id), "start": 6, "end": 49},
        "words": {"snapshot": str(snapshot.public_id), "words": f" {WORDS}\n"},
        "article": {"article": str(article.public_id), "words": WORDS},
    }[way]

    shown = offered(reviewer, claim, **body).json()

    assert shown["excerpt"] == WORDS
    assert shown["passage"] == {
        "article_url": f"/api/v1/articles/{article.public_id}/",
        "snapshot_id": str(snapshot.public_id),
        "snapshot_url": f"/api/v1/articles/{article.public_id}/snapshots/1/",
        "span": [6, 49],
    }
    assert shown["speaker_kind"] == "outlet"


def test_an_articles_words_are_those_of_its_newest_text(reviewer: Caller) -> None:
    claim, article = make_claim(), make_article(WORDS)
    make_snapshot(article, "Something else.")

    answer = offered(reviewer, claim, article=str(article.public_id), words=WORDS)

    assert answer.status_code == 422
    assert answer.json()["type"].endswith(":not_found")


def test_a_speaker_can_be_named(reviewer: Caller) -> None:
    claim, speaker = make_claim(), make_speaker("Ada Lind")

    shown = reviewer.post(
        path_of(claim), DOCUMENT | {"speaker": str(speaker.public_id)}
    ).json()

    assert shown["speaker"] == {
        "id": str(speaker.public_id),
        "url": f"/api/v1/speakers/{speaker.public_id}/",
        "name": "Ada Lind",
    }


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"aspect": None}, "/aspect", "null"),
        ({"aspect": "truth"}, "/aspect", "invalid_choice"),
        ({"stance": "agrees"}, "/stance", "invalid_choice"),
        ({"url": ""}, "/url", "blank"),
        ({"title": 7}, "/title", "invalid"),
        ({"excerpt": "a\x00"}, "/excerpt", "null_characters_not_allowed"),
        ({"sha256": "AB" * 32}, "/sha256", "invalid"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, "/note", "max_length"),
        ({"speaker": UNKNOWN}, "/speaker", "does_not_exist"),
        ({"speaker_kind": "king"}, "/speaker_kind", "invalid_choice"),
        ({"is_primary": "maybe"}, "/is_primary", "invalid"),
        ({"acceptance": "accepted"}, "/acceptance", "unknown_field"),
        ({"is_independent": True}, "/is_independent", "unknown_field"),
        ({"added_by": "root"}, "/added_by", "unknown_field"),
        ({"snapshot": UNKNOWN}, "/snapshot", "does_not_exist"),
        ({"article": UNKNOWN}, "/article", "does_not_exist"),
        ({"start": -1}, "/start", "min_value"),
        ({"start": 2**31}, "/start", "max_value"),
        ({"words": "x"}, "", "ambiguous"),
    ],
)
def test_a_wrong_offer_is_an_error_of_its_field(
    reviewer: Caller, body: dict[str, object], pointer: str, code: str
) -> None:
    answer = reviewer.post(path_of(make_claim()), DOCUMENT | body)

    assert answer.status_code == 400
    faults = {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}
    assert faults[pointer] == code
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("", "required"),
        ("snapshot", "ambiguous"),
        ("snapshot start", "ambiguous"),
        ("snapshot start end words", "ambiguous"),
        ("article start end", "ambiguous"),
        ("article snapshot words", "ambiguous"),
        ("url title", "ambiguous"),
        ("url title excerpt words", "ambiguous"),
    ],
)
def test_it_is_one_passage_or_one_document(
    reviewer: Caller, names: str, code: str
) -> None:
    article = make_article(WORDS)
    values = DOCUMENT | {
        "snapshot": str(article.snapshots.get().public_id),
        "article": str(article.public_id),
        "start": 0,
        "end": 9,
        "words": WORDS,
    }

    answer = offered(reviewer, make_claim(), **{n: values[n] for n in names.split()})

    assert answer.status_code == 400
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"url": "http://localhost/minutes"}, "blocked_address"),
        ({"url": "not an address"}, "bad_url"),
    ],
)
def test_the_services_refusals_are_answered(
    reviewer: Caller, changed: dict[str, str], code: str
) -> None:
    answer = reviewer.post(path_of(make_claim()), DOCUMENT | changed)

    assert answer.status_code == 422
    assert answer.json()["type"].endswith(f":{code}")


def test_ones_own_article_is_no_evidence_nor_is_a_place_outside(
    reviewer: Caller,
) -> None:
    claim = make_claim()
    own = str(claim.snapshot.public_id)
    other = str(make_article(WORDS).snapshots.get().public_id)

    answers = [
        offered(reviewer, claim, snapshot=own, start=0, end=9),
        offered(reviewer, claim, snapshot=other, start=0, end=10_000),
        offered(reviewer, claim, snapshot=other, words="nowhere to be found"),
    ]

    codes = [answer.json()["type"].rpartition(":")[2] for answer in answers]
    assert codes == ["own_article", "outside_text", "not_found"]


def test_the_evidence_of_all_texts_is_listed_and_filtered(reader: Caller) -> None:
    claim = make_claim()
    a = make_passage(claim, "It shuts.")
    b = make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
    newer = make_continued(claim)
    c = make_passage(newer, "The tape.", aspect=Aspect.ATTRIBUTION, is_interested=True)

    def found(query: str, of: Claim = newer) -> list[str]:
        answer = reader.get(f"{path_of(of)}?ordering=created_at&{query}")
        return [piece["id"] for piece in answer.json()["results"]]

    assert found("") == found("", claim) == [str(one.public_id) for one in (a, b, c)]
    assert found("stance=contradicts") == [str(b.public_id)]
    assert found("aspect=attribution") == [str(c.public_id)]
    assert found("is_independent=false") == [str(c.public_id)]
    assert found("acceptance=rejected") == []
    assert reader.get(f"{path_of(newer)}?reviews=1").status_code == 400


def test_a_piece_is_rejected_by_who_has_seen_it_as_it_is(reviewer: Caller) -> None:
    claim = make_claim()
    piece = make_passage(claim)
    path = f"/api/v1/evidence/{piece.public_id}/"
    body = {"acceptance": "rejected", "reason": "That was last summer."}

    tag = reviewer.get(path)["ETag"]
    unseen = reviewer.post(f"{path}decision/", body)
    make_passage(claim, "It shuts.")
    stale = reviewer.post(f"{path}decision/", body, HTTP_IF_MATCH=tag)
    now = reviewer.get(path)["ETag"]
    done = reviewer.post(f"{path}decision/", body, HTTP_IF_MATCH=now)
    again = reviewer.post(f"{path}decision/", body, HTTP_IF_MATCH=done["ETag"])

    statuses = [answer.status_code for answer in (unseen, stale, done, again)]
    assert statuses == [428, 412, 200, 422]
    shown = done.json()
    assert shown["acceptance"] == "rejected"
    assert shown["decision_reason"] == "That was last summer."
    assert shown["decided_by"]["name"] == str(reviewer.user)
    assert again.json()["type"].endswith(":no_change")


def test_a_decision_needs_a_word_and_a_reason(reviewer: Caller) -> None:
    path = f"/api/v1/evidence/{make_passage(make_claim()).public_id}/decision/"

    for body in (
        {"acceptance": "suggested", "reason": "x"},
        {"acceptance": "rejected"},
    ):
        assert reviewer.post(path, body, HTTP_IF_MATCH="*").status_code == 400


def test_more_evidence_needs_no_more_queries(reader: Caller) -> None:
    claim = make_claim()
    make_passage(claim)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(path_of(claim)).status_code == 200
        return len(captured)

    reader.get(path_of(claim))  # notes that the token was used
    few = queries()
    for number in range(8):
        make_passage(claim, f"It shuts, no. {number}.", speaker=f"Witness {number}")

    assert queries() == few

"""Correcting claims by the API, with exactly the rules of the services."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, Correction
from sources.models import Article
from tests.api.conftest import Caller
from tests.factories import make_article, make_claim, make_speaker

TEXT = (
    "Council to close the pool\n\n"
    "The pool will close in May 😀 and the library in June, John Smith said. "
    "He added that a new one would open."
)
POOL = "The pool will close in May 😀"
WHOLE = f"{POOL} and the library in June"


@pytest.fixture
def article(db: None) -> Article:
    return make_article(TEXT)


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, content=WHOLE)


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def url_of(claim: Claim) -> str:
    return f"/api/v1/claims/{claim.public_id}/"


def tag_of(client: Caller, claim: Claim) -> str:
    return str(client.get(url_of(claim))["ETag"])


def correct(client: Caller, claim: Claim, tag: str | None = "*", **body: Any) -> Any:
    """Ask for a correction, by default of the claim however it is."""
    headers = {} if tag is None else {"HTTP_IF_MATCH": tag}
    url = f"{url_of(claim)}corrections/"
    return client.post(url, body, format="json", **headers)


def test_a_correction_answers_with_what_was_and_is(
    reviewer: Caller, claim: Claim
) -> None:
    tag = tag_of(reviewer, claim)

    answer = correct(
        reviewer, claim, tag, kind="respan", role="content", spans=[at(POOL)],
        reason="Two claims.",
    )  # fmt: skip

    assert answer.status_code == 201
    (row,) = answer.json()["corrections"]
    assert row["before"]["content"] == {"text": WHOLE, "spans": [at(WHOLE)]}
    assert row["after"]["content"] == {"text": POOL, "spans": [at(POOL)]}
    assert (row["by"], row["reason"]) == (reviewer.user.username, "Two claims.")
    (now,) = answer.json()["claims"]
    assert now["content"]["text"] == POOL
    assert now["settled"] == ["content"]
    assert answer["ETag"] != tag
    listed = reviewer.get(f"{url_of(claim)}corrections/").json()["results"]
    assert listed == [row]


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ({"kind": "recue", "commitment": "weak", "lemma": "hint"}, {"lemma": "hint"}),
        ({"kind": "retier", "tier": "stance"}, {"tier": "stance"}),
        (
            {
                "kind": "respeaker",
                "speaker_kind": "role_unnamed",
                "speaker_name": "a clerk",
            },
            {"name": "a clerk"},
        ),
        (
            {"kind": "respeaker", "speaker_kind": "unattributed_hearsay"},
            {"name": None},
        ),
        ({"kind": "reject", "rejection": "not_a_claim"}, {"rejection": "not_a_claim"}),
    ],
)
def test_each_kind_of_correction(
    reviewer: Caller, claim: Claim, body: dict[str, Any], changed: dict[str, Any]
) -> None:
    answer = correct(reviewer, claim, **body)

    assert answer.status_code == 201
    (now,) = answer.json()["claims"]
    shown = {**now["cue"], **now["speaker"], **now}
    assert {name: shown[name] for name in changed} == changed


def test_a_speaker_is_given_by_id(reviewer: Caller, claim: Claim) -> None:
    mayor = make_speaker("Mary Jones")

    answer = correct(reviewer, claim, kind="respeaker", speaker=str(mayor.public_id))

    assert answer.json()["claims"][0]["speaker_id"] == str(mayor.public_id)


def test_a_claim_is_split_and_merged_again(reviewer: Caller, claim: Claim) -> None:
    answer = correct(reviewer, claim, kind="split", at=at(" and the")[0])

    first, second = answer.json()["claims"]
    assert first["id"] == str(claim.public_id)
    assert second["split_from"] == first["id"]

    answer = correct(reviewer, claim, kind="merge", claims=[second["id"]])

    assert [one["rejection"] for one in answer.json()["claims"]] == ["", "merged"]
    assert answer.json()["claims"][1]["merged_into"] == first["id"]


def test_a_missed_claim_is_added(reviewer: Caller, article: Article) -> None:
    body = {
        "content": [at("a new one would open")],
        "cue": [at("added")],
        "speaker_spans": [at("He")],
        "speaker_kind": "named_person",
        "speaker_name": "John Smith",
    }

    answer = reviewer.post(
        f"/api/v1/articles/{article.public_id}/claims/", body, format="json"
    )

    assert answer.status_code == 201
    added, told = reviewer.get(answer["Location"]).json(), answer.json()
    for shown in (added, told):
        del shown["review"]  # who reads one claim sees its votes too
    assert added == told
    assert added["added_by"] == reviewer.user.username
    assert (added["engine"], added["confidence"]) == (None, None)
    assert added["cue"]["lemma"] == "add"
    again = reviewer.post(
        f"/api/v1/articles/{article.public_id}/claims/", body, format="json"
    )
    assert (again.status_code, again.json()["type"][-12:]) == (422, "already_here")


def test_rejected_claims_are_listed_when_asked_for(
    reviewer: Caller, claim: Claim
) -> None:
    correct(reviewer, claim, kind="reject", rejection="duplicate")
    of_article = f"/api/v1/articles/{claim.snapshot.article.public_id}/claims/"

    def count(query: str = "", path: str = "/api/v1/claims/") -> int:
        return len(reviewer.get(path + query).json()["results"])

    assert (count(), count(path=of_article)) == (0, 0)
    assert count("?rejected=true") == count("?rejection=duplicate") == 1
    assert count("?rejected=true", of_article) == 1
    assert count("?rejection=other") == count("?rejected=false") == 0
    assert count("?corrected=true&rejected=true") == 1

    correct(reviewer, claim, kind="restore")

    assert count() == count("?corrected=true") == 1


def test_a_stale_correction_is_refused(reviewer: Caller, claim: Claim) -> None:
    tag = tag_of(reviewer, claim)
    first = correct(reviewer, claim, tag, kind="retier", tier="stance")

    late = correct(reviewer, claim, tag, kind="retier", tier="speech")
    blind = correct(reviewer, claim, None, kind="retier", tier="speech")

    statuses = [answer.status_code for answer in (first, late, blind)]
    assert statuses == [201, 412, 428]

    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "add"},
        {"kind": "retier"},
        {"kind": "retier", "tier": "speech", "commitment": "weak"},
        {"kind": "respan", "role": "via", "spans": [[0, 5]]},
        {"kind": "respan", "role": "content", "spans": [["0", "5"]]},
        {"kind": "respan", "role": "content", "spans": [[0, 5, 6]]},
        {"kind": "respan", "role": "content", "spans": [[True, 5]]},
        {"kind": "split", "at": "5"},
        {"kind": "merge", "claims": ["00000000-0000-4000-8000-000000000000"]},
        {"kind": "reject", "rejection": "merged"},
        {"kind": "respeaker", "speaker": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_a_malformed_correction_is_400(
    reviewer: Caller, claim: Claim, body: dict[str, Any]
) -> None:
    assert correct(reviewer, claim, **body).status_code == 400
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "respan", "role": "content", "spans": []}, "no_content"),
        ({"kind": "respan", "role": "content", "spans": [[0, 9999]]}, "no_place"),
        ({"kind": "split"}, "split_where"),
        ({"kind": "restore"}, "nothing_changed"),
        ({"kind": "respeaker"}, "nobody"),
        ({"kind": "reject", "rejection": "other"}, "reason_required"),
    ],
)
def test_what_cannot_be_is_422(
    reviewer: Caller, claim: Claim, body: dict[str, Any], code: str
) -> None:
    answer = correct(reviewer, claim, **body)

    assert answer.status_code == 422
    assert answer.json()["type"] == f"urn:factcheck:problem:{code}"


def test_readers_see_corrections_and_make_none(
    reader: Caller, reviewer: Caller, claim: Claim
) -> None:
    correct(reviewer, claim, kind="retier", tier="stance")

    assert correct(reader, claim, kind="retier", tier="speech").status_code == 403
    assert len(reader.get(f"{url_of(claim)}corrections/").json()["results"]) == 1


def test_an_answer_costs_the_same_for_many_corrections(
    reviewer: Caller, claim: Claim, django_assert_max_num_queries: Any
) -> None:
    url = f"{url_of(claim)}corrections/"
    correct(reviewer, claim, kind="retier", tier="stance")
    with django_assert_max_num_queries(12) as captured:
        reviewer.get(url)
        once = len(captured)
    for tier in ("speech", "stance", "evidential", "speech"):
        correct(reviewer, claim, kind="retier", tier=tier)

    with django_assert_max_num_queries(once):
        assert len(reviewer.get(url).json()["results"]) == 5

"""Speakers split in the API, with the rules of the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import AliasState, Claim, Speaker, SpeakerAlias, SpeakerSplit
from claims.speaking import NewSpeaker, split
from factcheck.core.models import AuditEvent
from tests.api.conftest import Caller
from tests.api.test_access import UNKNOWN
from tests.api.test_speakers import keeper, path_of, tag_of
from tests.factories import make_article, make_claim, make_speaker

__all__ = ["keeper"]  # the fixture

WHY = "Her sister said it."


def choice(*claims: Claim, **more: Any) -> dict[str, Any]:
    """A body that gives the claims to somebody new."""
    ids = [str(claim.public_id) for claim in claims]
    return {"claims": ids, "name": "Mara Castellan", **more}


def parted(client: Caller, speaker: Speaker, body: dict[str, Any]) -> Any:
    """The answer to a split of the speaker as it is now."""
    tag = tag_of(client, speaker)
    given = {"reason": WHY, **body}
    return client.post(path_of(speaker, "split"), given, HTTP_IF_MATCH=tag)


def test_a_split_is_previewed_made_read_and_undone(keeper: Caller) -> None:
    mira = make_speaker("Mira Castellan")
    claim, other = make_claim(resolved=mira), make_claim(resolved=mira)
    SpeakerAlias.objects.create(speaker=mira, text="Ms Castellan")
    body = choice(claim, aliases=["Ms Castellan"], kind="organisation")

    preview = keeper.post(path_of(mira, "split-preview"), body)
    made = parted(keeper, mira, body)

    assert preview.status_code == 200
    assert preview.json() == {
        "speaker": {"id": str(mira.public_id), "name": "Mira Castellan"},
        "into": {"id": None, "name": "Mara Castellan"},
        "claim_count": 1,
        "remaining_count": 1,
        "decided_count": 0,
        "aliases": ["Ms Castellan"],
        "obstacles": [],
    }
    assert made.status_code == 201
    assert made["Location"] == made.json()["url"]
    mara = Speaker.objects.get(name="Mara Castellan")
    assert made.json()["into"] == {"id": str(mara.public_id), "name": mara.name}
    assert (made.json()["is_into_new"], made.json()["claim_count"]) == (True, 1)
    assert mara.kind == "organisation"
    claim.refresh_from_db()
    other.refresh_from_db()
    assert (claim.speaker, other.speaker) == (mara, mira)
    assert keeper.get(f"/api/v1/claims/{claim.public_id}/").json()["settled"] == [
        "speaker"
    ]
    undone = keeper.post(f"{made['Location']}undo/", {"reason": "Herself."})
    assert undone.status_code == 200
    assert undone.json() == keeper.get(made["Location"]).json()
    assert undone.json()["undone_by"] == keeper.user.username
    claim.refresh_from_db()
    assert (claim.speaker, claim.settled) == (mira, [])
    again = keeper.post(f"{made['Location']}undo/", {"reason": "Herself."})
    assert (again.status_code, again.json()["type"]) == (
        422,
        "urn:factcheck:problem:already_undone",
    )
    channels = AuditEvent.objects.values_list("channel", flat=True)
    assert set(channels) == {"api"}


def test_claims_are_given_to_a_speaker_who_is_here(keeper: Caller) -> None:
    mira, mara = make_speaker("Mira Castellan"), make_speaker("Mara Castellan")
    claim = make_claim(resolved=mira)
    body = {"claims": [str(claim.public_id)], "into": str(mara.public_id)}

    preview = keeper.post(path_of(mira, "split-preview"), body)
    made = parted(keeper, mira, body)

    into = {"id": str(mara.public_id), "name": "Mara Castellan"}
    assert preview.json()["into"] == made.json()["into"] == into
    assert made.json()["is_into_new"] is False
    claim.refresh_from_db()
    assert claim.speaker == mara


def test_splits_are_listed_with_those_undone(keeper: Caller) -> None:
    mira = make_speaker("A")
    first, second = make_claim(resolved=mira), make_claim(resolved=mira)
    url = parted(keeper, mira, choice(first, name="B"))["Location"]
    keeper.post(f"{url}undo/", {"reason": "No."})
    parted(keeper, mira, choice(second, name="C"))
    third = Speaker.objects.get(name="C")

    def pairs(query: str) -> list[tuple[str, str]]:
        rows = keeper.get(f"/api/v1/speaker-splits/{query}").json()["results"]
        return [(row["speaker"]["name"], row["into"]["name"]) for row in rows]

    assert pairs("") == pairs(f"?speaker={mira.public_id}") == [("A", "C"), ("A", "B")]
    assert pairs(f"?speaker={third.public_id}&undone=false") == [("A", "C")]
    assert pairs("?undone=true") == [("A", "B")]


def test_a_split_reaches_only_the_speaker_that_was_seen(keeper: Caller) -> None:
    mira = make_speaker("Mira Castellan")
    first, second = make_claim(resolved=mira), make_claim(resolved=mira)
    path, tag = path_of(mira, "split"), tag_of(keeper, mira)
    body = choice(first) | {"reason": WHY}

    assert keeper.post(path, body).status_code == 428
    assert keeper.post(path, body, HTTP_IF_MATCH='"nonsense"').status_code == 412
    assert not SpeakerSplit.objects.exists()
    assert keeper.post(path, body, HTTP_IF_MATCH=tag).status_code == 201
    late = keeper.post(
        path, choice(second, name="Mona") | {"reason": WHY}, HTTP_IF_MATCH=tag
    )
    assert (late.status_code, late.json()["type"]) == (
        412,
        "urn:factcheck:problem:changed",
    )
    second.refresh_from_db()
    assert second.speaker == mira


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"claims": []}, "nothing_chosen"),
        ({"name": "Somebody Else"}, "name_taken"),
    ],
)
def test_what_a_split_refuses_is_told(
    keeper: Caller, change: dict[str, Any], code: str
) -> None:
    mira, _ = make_speaker("Mira Castellan"), make_speaker("Somebody Else")
    claim = make_claim(resolved=mira)
    body = choice(claim) | change

    preview = keeper.post(path_of(mira, "split-preview"), body)
    made = parted(keeper, mira, body)

    assert (made.status_code, made.json()["type"]) == (
        422,
        f"urn:factcheck:problem:{code}",
    )
    assert preview.json()["obstacles"] == [
        {"code": code, "detail": made.json()["detail"]}
    ]


def test_what_is_not_theirs_is_not_given_away(keeper: Caller) -> None:
    mira, other = make_speaker("Mira Castellan"), make_speaker("Somebody Else")
    official = make_speaker("an official", kind="role_unnamed", article=make_article())
    mine, not_mine = make_claim(resolved=mira), make_claim(resolved=other)
    SpeakerAlias.objects.create(
        speaker=mira, text="Mr Castellan", state=AliasState.REMOVED
    )
    into = {"claims": [str(mine.public_id)], "into": str(official.public_id)}

    def code(body: dict[str, Any]) -> str:
        answer = parted(keeper, mira, body)
        assert answer.status_code == 422
        return str(answer.json()["type"]).rpartition(":")[2]

    assert code(choice(not_mine)) == "not_their_claim"
    assert code(choice(mine, aliases=["Mr Castellan"])) == "no_such_alias"
    assert code(into) == "unnamed"
    assert code(into | {"into": str(mira.public_id)}) == "same_speaker"
    assert not SpeakerSplit.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": [UNKNOWN]},
        {"claims": ["7"]},
        {"claims": "all"},
        {"claims": [UNKNOWN] * 501},
        {"aliases": ["Nobody"]},
        {"aliases": [7]},
        {"name": ""},
        {"kind": "role_unnamed"},
        {"into": UNKNOWN},
        {"reason": ""},
        {"place": "x"},
    ],
)
def test_a_wrong_body_is_refused_whole(keeper: Caller, wrong: dict[str, Any]) -> None:
    mira = make_speaker("Mira Castellan")
    claim = make_claim(resolved=mira)

    answer = parted(keeper, mira, choice(claim) | wrong)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert not SpeakerSplit.objects.exists()


def test_one_other_is_named_not_two_and_not_none(keeper: Caller) -> None:
    mira, other = make_speaker("Mira Castellan"), make_speaker("Somebody Else")
    body = choice(make_claim(resolved=mira))
    both = body | {"into": str(other.public_id)}
    kind = both | {"kind": "organisation"}
    del kind["name"]

    for wrong in (both, kind, {"claims": body["claims"]}):
        assert parted(keeper, mira, wrong).status_code == 400


def test_lists_of_splits_cost_the_same_for_few_and_many(keeper: Caller) -> None:
    counts = []
    for rows in (1, 6):
        for number in range(rows):
            mira = make_speaker()
            claim = make_claim(resolved=mira)
            into = NewSpeaker(f"Mara {rows} {number}")
            split(
                speaker=mira, claims=[claim.pk], into=into, reason=WHY, by=keeper.user
            )
        keeper.get("/api/v1/speaker-splits/")
        with CaptureQueriesContext(connection) as queries:
            keeper.get("/api/v1/speaker-splits/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 6

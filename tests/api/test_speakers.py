"""Speakers in the API: who they are now, and what people say about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import AliasState, Speaker, SpeakerAlias, SpeakerMerge, SpeakerRole
from claims.speaking import merge
from factcheck.core.models import AuditEvent
from tests.api.conftest import Caller
from tests.api.test_access import UNKNOWN
from tests.factories import make_article, make_claim, make_speaker

WHY = "The harbour's own page has both names."


@pytest.fixture
def keeper(caller: Callable[[str], Caller]) -> Caller:
    """Somebody who may change speakers."""
    return caller("adjudicator")


def path_of(speaker: Speaker, *parts: str) -> str:
    """The speaker's path, or one below it."""
    return "/".join(["/api/v1/speakers", str(speaker.public_id), *parts, ""])


def tag_of(client: Caller, speaker: Speaker) -> str:
    """The tag with which the speaker is read."""
    return str(client.get(path_of(speaker))["ETag"])


def merged(client: Caller, speaker: Speaker, into: Speaker, **more: Any) -> Any:
    """The answer to a merge of the speaker as it is now."""
    body = {"into": str(into.public_id), "reason": WHY, **more}
    tag = tag_of(client, speaker)
    return client.post(path_of(speaker, "merge"), body, HTTP_IF_MATCH=tag)


def test_a_speaker_shows_what_people_said_of_them(reader: Caller) -> None:
    speaker, article = make_speaker("Mira Castellan", wikidata="Q42"), make_article()
    other = make_speaker("M. Castellan", merged_into=speaker)
    for text, state in (("Castellan", "found"), ("Mr Castellan", "removed")):
        SpeakerAlias.objects.create(speaker=speaker, text=text, state=state)
    role = SpeakerRole.objects.create(
        speaker=speaker, text="harbour master", since="2024-05-01", article=article
    )

    shown = reader.get(path_of(speaker)).json()

    assert shown["wikidata"] == "Q42"
    assert shown["merged"] == [{"id": str(other.public_id), "name": "M. Castellan"}]
    assert shown["aliases"] == ["Castellan"]
    assert shown["roles"] == [
        {
            "id": str(role.public_id),
            "text": "harbour master",
            "since": "2024-05-01",
            "until": None,
            "article_id": str(article.public_id),
        }
    ]
    old = reader.get(path_of(other)).json()
    assert old["merged_into"] == str(speaker.public_id)
    assert (old["wikidata"], old["claim_count"]) == (None, 0)


def test_merged_speakers_are_listed_when_asked_for_and_lead_on(reader: Caller) -> None:
    speaker = make_speaker("Mira Castellan", wikidata="Q42")
    other = make_speaker("Em Castle", merged_into=speaker)
    claim = make_claim(resolved=speaker)

    def names(query: str = "") -> list[str]:
        results = reader.get(f"/api/v1/speakers/{query}").json()["results"]
        return [row["name"] for row in results]

    assert names() == names("?merged=false") == ["Mira Castellan"]
    assert names("?merged=true") == ["Em Castle"]
    assert names("?search=castle") == names("?search=em+c") == ["Mira Castellan"]
    assert names("?wikidata=Q42") == ["Mira Castellan"]
    for one in (speaker, other):
        found = reader.get(f"/api/v1/claims/?speaker={one.public_id}").json()
        assert [row["id"] for row in found["results"]] == [str(claim.public_id)]


def test_a_merge_is_previewed_made_read_and_undone(keeper: Caller) -> None:
    away, here = make_speaker("M. Castellan"), make_speaker("Mira Castellan")
    claim = make_claim(resolved=away)

    preview = keeper.get(f"{path_of(away, 'merge-preview')}?into={here.public_id}")
    made = merged(keeper, away, here)

    assert preview.json()["claim_count"] == 1
    assert preview.json()["samples"][0]["id"] == str(claim.public_id)
    assert preview.json()["obstacles"] == []
    assert made.status_code == 201
    assert made["Location"] == made.json()["url"]
    assert made.json()["done_by"] == keeper.user.username
    assert made.json()["claim_count"] == 1
    claim.refresh_from_db()
    assert claim.speaker == here
    undone = keeper.post(f"{made['Location']}undo/", {"reason": "Brothers."})
    assert undone.status_code == 200
    assert undone.json() == keeper.get(made["Location"]).json()
    assert undone.json()["undone_by"] == keeper.user.username
    claim.refresh_from_db()
    assert claim.speaker == away
    again = keeper.post(f"{made['Location']}undo/", {"reason": "Brothers."})
    assert (again.status_code, again.json()["type"]) == (
        422,
        "urn:factcheck:problem:already_undone",
    )
    channels = AuditEvent.objects.values_list("channel", flat=True)
    assert set(channels) == {"api"}


def test_merges_are_listed_with_those_undone(keeper: Caller) -> None:
    away, here = make_speaker("A"), make_speaker("B")
    url = merged(keeper, away, here)["Location"]
    keeper.post(f"{url}undo/", {"reason": "No."})
    merged(keeper, make_speaker("C"), here)

    def pairs(query: str) -> list[tuple[str, str]]:
        rows = keeper.get(f"/api/v1/speaker-merges/{query}").json()["results"]
        return [(row["speaker"]["name"], row["into"]["name"]) for row in rows]

    assert pairs("") == [("C", "B"), ("A", "B")]
    assert pairs(f"?speaker={away.public_id}") == [("A", "B")]
    assert pairs(f"?speaker={here.public_id}&undone=false") == [("C", "B")]
    assert pairs("?undone=true") == [("A", "B")]


def test_a_change_reaches_only_what_was_seen(keeper: Caller) -> None:
    speaker, other = make_speaker("A"), make_speaker("B")
    tag = tag_of(keeper, speaker)
    SpeakerRole.objects.create(speaker=speaker, text="as before")

    def change(**headers: str) -> Any:
        return keeper.patch(path_of(speaker), {"wikidata": "Q1"}, **headers)

    assert change().status_code == 428
    assert change(HTTP_IF_MATCH="Q1").status_code == 400
    assert change(HTTP_IF_MATCH='"nonsense"').status_code == 412
    first = change(HTTP_IF_MATCH=tag)
    assert (first.status_code, first.json()["wikidata"]) == (200, "Q1")
    late = keeper.patch(path_of(speaker), {"wikidata": "Q2"}, HTTP_IF_MATCH=tag)
    assert (late.status_code, late.json()["type"]) == (
        412,
        "urn:factcheck:problem:changed",
    )
    assert "“A” was changed by somebody else" in late.json()["detail"]
    body = {"into": str(other.public_id), "reason": WHY}
    merge_path = path_of(speaker, "merge")
    assert keeper.post(merge_path, body).status_code == 428
    assert keeper.post(merge_path, body, HTTP_IF_MATCH=tag).status_code == 412
    assert not SpeakerMerge.objects.exists()
    assert change(HTTP_IF_MATCH=first["ETag"]).status_code == 200
    assert change(HTTP_IF_MATCH="*").status_code == 200


def test_a_count_that_grows_is_no_collision_but_another_answer(keeper: Caller) -> None:
    speaker = make_speaker("A")
    tag = tag_of(keeper, speaker)
    make_claim(resolved=speaker)

    read = keeper.get(path_of(speaker), HTTP_IF_NONE_MATCH=tag)
    again = keeper.get(path_of(speaker), HTTP_IF_NONE_MATCH=read["ETag"])
    changed = keeper.patch(path_of(speaker), {"wikidata": "Q1"}, HTTP_IF_MATCH=tag)

    statuses = (read.status_code, again.status_code, changed.status_code)
    assert statuses == (200, 304, 200)


@pytest.mark.parametrize(
    ("wikidata", "status"),
    [("Q7", 200), (None, 200), ("", 400), ("7", 422), (7, 400), ("Q8", 422)],
)
def test_a_wikidata_id_is_checked(keeper: Caller, wikidata: Any, status: int) -> None:
    make_speaker(wikidata="Q8")
    speaker = make_speaker(wikidata="Q1")

    answer = keeper.patch(path_of(speaker), {"wikidata": wikidata}, HTTP_IF_MATCH="*")

    assert answer.status_code == status
    speaker.refresh_from_db()
    assert speaker.wikidata == ((wikidata or "") if status == 200 else "Q1")


def test_aliases_are_added_and_removed(keeper: Caller) -> None:
    speaker = make_speaker("Mira Castellan")
    path = path_of(speaker, "aliases")

    added = keeper.post(path, {"text": "Captain  Mira"})
    removed = keeper.delete(f"{path}?text=Captain%20Mira")

    assert (added.status_code, added.json()["aliases"]) == (201, ["Captain Mira"])
    assert (removed.status_code, removed.json()["aliases"]) == (200, [])
    assert speaker.aliases.get().state == AliasState.REMOVED
    for query, status in [
        ("", 400),
        ("?text=", 400),
        ("?role=x", 400),
        ("?text=Captain%20Mira", 422),
        ("?text=%00", 422),
    ]:
        assert keeper.delete(f"{path}{query}").status_code == status
    assert keeper.post(f"{path}?text=x", {"text": "x"}).status_code == 400
    make_speaker("Captain Castellan")
    taken = keeper.post(path, {"text": "Captain Castellan"})
    assert taken.json()["type"] == "urn:factcheck:problem:name_taken"


def test_roles_are_added_and_taken_back(keeper: Caller) -> None:
    speaker, article = make_speaker(), make_article()
    path = path_of(speaker, "roles")
    role = {
        "text": "harbour master",
        "since": "2024-05-01",
        "until": None,
        "article": str(article.public_id),
    }

    added = keeper.post(path, role)
    (shown,) = added.json()["roles"]
    removed = keeper.delete(f"{path}?role={shown['id']}")

    assert added.status_code == 201
    assert shown["article_id"] == str(article.public_id)
    assert (removed.status_code, removed.json()["roles"]) == (200, [])
    for query, status in [("", 400), ("?role=7", 400), (f"?role={UNKNOWN}", 404)]:
        assert keeper.delete(f"{path}{query}").status_code == status
    for wrong, status in [
        ({"until": "2020-01-01"}, 422),
        ({"since": "May"}, 400),
        ({"article": UNKNOWN}, 400),
        ({"text": ""}, 400),
        ({"place": "x"}, 400),
    ]:
        assert keeper.post(path, {**role, **wrong}).status_code == status


def test_what_a_merge_refuses_is_told(keeper: Caller) -> None:
    named = make_speaker("Mira Castellan")
    official = make_speaker("an official", kind="role_unnamed", article=make_article())

    unnamed = merged(keeper, official, named)
    preview = f"{path_of(official, 'merge-preview')}?into={named.public_id}"

    assert unnamed.status_code == 422
    assert unnamed.json()["type"] == "urn:factcheck:problem:unnamed"
    told = keeper.get(preview).json()["obstacles"]
    assert told == [{"code": "unnamed", "detail": unnamed.json()["detail"]}]
    nobody = Speaker(public_id=UNKNOWN)
    assert merged(keeper, named, nobody).status_code == 400
    assert merged(keeper, named, official, reason="").status_code == 400
    for query in ("", "?into=7", f"?into={UNKNOWN}"):
        path = path_of(named, "merge-preview")
        assert keeper.get(f"{path}{query}").status_code == 400


def test_lists_of_merges_cost_the_same_for_few_and_many(keeper: Caller) -> None:
    counts = []
    for rows in (1, 6):
        for _ in range(rows):
            away, here = make_speaker(), make_speaker()
            merge(speaker=away, into=here, reason=WHY, by=keeper.user)
            SpeakerRole.objects.create(speaker=here, text="x", article=make_article())
        for path in ("speakers", "speaker-merges"):
            keeper.get(f"/api/v1/{path}/")
            with CaptureQueriesContext(connection) as queries:
                keeper.get(f"/api/v1/{path}/")
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 8

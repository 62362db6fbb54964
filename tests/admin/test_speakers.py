"""The pages of speakers: who it is, and how people say who is who."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from claims.models import (
    AliasState,
    Claim,
    Relay,
    Speaker,
    SpeakerAlias,
    SpeakerMerge,
    SpeakerRole,
    SpeakerSplit,
)
from claims.speaking import NewSpeaker, merge, split
from factcheck.core.models import AuditEvent
from factcheck.core.permissions import Role
from tests.admin.conftest import Login
from tests.admin.test_lists import PINNED, queries_of
from tests.factories import make_article, make_claim, make_speaker, make_user

WHY = "The harbour's own page has both names."


def url_of(page: str, row: Any) -> str:
    """The address of a speaker's page, or of the undoing of a move."""
    key = row.pk if isinstance(row, Speaker) else row.public_id
    return reverse(f"admin:claims_speaker_{page}", args=[key])


def soup(response: Any) -> Tag:
    """What stands on the page, below the site's own frame."""
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").find(id="content-start")
    assert isinstance(found, Tag)
    return found


def text_of(response: Any) -> str:
    """Its words."""
    return " ".join(soup(response).get_text(" ").split())


def fields_of(page: Tag, **more: Any) -> dict[str, Any]:
    """What a browser sends from the page's last form, changed by hand."""
    form = page.find_all("form")[-1]
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        values.setdefault(str(field["name"]), []).append(field.get("value", ""))
    return {**values, **more}


def change(client: Client, speaker: Speaker, do: str, **values: Any) -> str:
    """What the page says after one of its small forms was sent."""
    response = client.post(
        url_of("details", speaker), {"do": do, **values}, follow=True
    )
    return text_of(response)


def test_a_speakers_page_shows_all_that_is_known(login: Login) -> None:
    editor, article = make_user("editor", username="zoë"), make_article(title="Pool")
    mira = make_speaker(
        "Mira Castellan",
        kind="named_person_with_role",
        role="harbour master",
        wikidata="Q42",
    )
    claim = make_claim(article, resolved=mira, commitment="hearsay", cue="said")
    make_claim(resolved=mira, tier="evidential")
    make_claim(resolved=mira, progress="withdrawn")
    SpeakerAlias.objects.create(speaker=mira, text="Ms Castellan")
    SpeakerAlias.objects.create(speaker=mira, text="Gone", state=AliasState.REMOVED)
    SpeakerRole.objects.create(
        speaker=mira, text="captain", since=date(2020, 5, 1), article=article
    )
    merge(speaker=make_speaker("M. C."), into=mira, reason=WHY, by=editor)

    response = login(Role.READER).get(url_of("change", mira))
    page, text = soup(response), text_of(response)

    for words in (
        "named person with role harbour master Wikidata Q42",
        "Claims 2 1 speech 1 evidential",
        "said hearsay Pool",
        "captain 1 May 2020 – … as in Pool",
        "M. C. merged in",
        "Ms Castellan found in an article",
        f"M. C. → merged into Mira Castellan , 0 claims: {WHY} merged by zoë",
    ):
        assert words in text
    assert "Gone" not in text
    targets = {str(a["href"]) for a in page.find_all("a")}
    read = reverse("admin:sources_article_read", args=[article.public_id])
    assert f"{read}?claim={claim.public_id}#claim" in targets
    assert "https://www.wikidata.org/wiki/Q42" in targets
    assert not page.find_all("form")
    assert not [t for t in targets if "/merge/" in t or "undo" in t or "/split/" in t]


def test_verdicts_have_their_place(login: Login) -> None:
    response = login().get(url_of("change", make_speaker()))

    assert [shares.decided for shares in response.context["verdict_shares"]] == [0, 0]
    assert "Verdicts on their claims" in response.content.decode()


def test_a_speakers_page_needs_the_pinned_number_of_queries(login: Login) -> None:
    client, editor = login(), make_user("editor")
    mira = make_speaker("Mira Castellan")
    url = url_of("change", mira)

    def add(rows: int) -> None:
        for _ in range(rows):
            make_claim(resolved=mira)
            make_claim(via=["He"])
            SpeakerRole.objects.create(
                speaker=mira, text="x", article=make_article(), added_by=editor
            )
            merge(speaker=make_speaker(), into=mira, reason=WHY, by=editor)
            given = make_claim(resolved=mira).pk
            name = NewSpeaker(f"Other {given}")
            split(speaker=mira, claims=[given], into=name, reason=WHY, by=editor)
        Relay.objects.update(speaker=mira)

    add(1)
    few = queries_of(client, url)
    add(7)
    many = queries_of(client, url)

    assert few == many == PINNED["claims_speaker_change"]


def test_merging_from_the_search_to_the_page_of_the_other(login: Login) -> None:
    client = login(Role.ADJUDICATOR)
    away, here = make_speaker("M. Castellan"), make_speaker("Mira Castellan")
    make_speaker("Somebody else")
    make_speaker("Old Castellan", merged_into=here)
    claim = make_claim(resolved=away, content="The swimming pool will close in May")

    chosen = client.get(url_of("merge", away))
    assert [str(a.string) for a in soup(chosen).select(".candidates strong")] == [
        "Mira Castellan"
    ]
    link = soup(chosen).select_one(".candidates a")
    assert link
    preview = client.get(url_of("merge", away) + str(link["href"]))
    assert "1 claim in 1 article" in text_of(preview)
    assert "The swimming pool will close in May" in text_of(preview)
    empty = client.post(preview.wsgi_request.get_full_path(), {"reason": " "})
    assert "Why: This field is required." in text_of(empty)
    assert not SpeakerMerge.objects.exists()
    done = client.post(
        preview.wsgi_request.get_full_path(),
        fields_of(soup(preview), reason=WHY),
        follow=True,
    )

    assert done.redirect_chain == [(url_of("change", here), 302)]
    assert "“M. Castellan” is now one with “Mira Castellan”." in text_of(done)
    claim.refresh_from_db()
    assert claim.speaker == here
    old = text_of(client.get(url_of("change", away)))
    assert "This speaker was merged into Mira Castellan" in old
    assert AuditEvent.objects.filter(channel="admin", reason=WHY).exists()


def test_the_search_finds_aliases_and_merged_names(login: Login) -> None:
    client = login()
    away, here = make_speaker("Somebody"), make_speaker("Mira Castellan")
    SpeakerAlias.objects.create(speaker=here, text="The Captain")
    SpeakerAlias.objects.create(speaker=here, text="Zz", state=AliasState.REMOVED)
    make_speaker("Em Castle", merged_into=here)
    official = make_speaker("an official", kind="role_unnamed", article=make_article())

    def found(words: str, speaker: Speaker = away) -> list[str]:
        page = soup(client.get(url_of("merge", speaker), {"words": words}))
        return [str(a.string) for a in page.select(".candidates strong")]

    assert found("captain") == found("em castle") == found("CAST mira")
    assert found("captain") == ["Mira Castellan"]
    assert found("zz") == found("nobody") == found("an official") == []
    assert found("", official) == []
    assert found("\0") == ["Mira Castellan"]


def test_a_stale_merge_shows_what_changed_and_keeps_the_reason(login: Login) -> None:
    client = login()
    away, here = make_speaker("M. Castellan"), make_speaker("Mira Castellan")
    url = f"{url_of('merge', away)}?into={here.pk}"
    fields = fields_of(soup(client.get(url)), reason=WHY)
    change(client, here, "add_role", text="harbour master")

    stale = client.post(url, fields)

    assert "“Mira Castellan” was changed by somebody else" in text_of(stale)
    again = fields_of(soup(stale))
    area = soup(stale).find("textarea")
    assert isinstance(area, Tag)
    assert area.get_text().strip() == WHY
    client.post(url, {**again, "reason": area.get_text()})
    away.refresh_from_db()
    assert away.merged_into == here


def test_what_cannot_be_merged_says_why_and_has_no_button(login: Login) -> None:
    client = login()
    one, other = make_speaker("A", wikidata="Q1"), make_speaker("B", wikidata="Q2")
    url = f"{url_of('merge', one)}?into={other.pk}"

    page = client.get(url)

    assert "They have two Wikidata ids, Q1 and Q2" in text_of(page)
    assert not soup(page).select(".decide")
    refused = client.post(url, {"reason": WHY, "version": 1, "into_version": 1})
    assert "They have two Wikidata ids" in text_of(refused)


def test_a_merge_is_undone_with_a_reason(login: Login) -> None:
    client, editor = login(), make_user("editor", username="zoë")
    away, here = make_speaker("M. Castellan"), make_speaker("Mira Castellan")
    claim = make_claim(resolved=away)
    row = merge(speaker=away, into=here, reason=WHY, by=editor)

    asked = client.get(url_of("undo_merge", row))
    assert (
        f"zoë merged M. Castellan into Mira Castellan on {row.done_at:%-d %B %Y}"
        in (text_of(asked))
    )
    claim.refresh_from_db()
    assert claim.speaker == here
    done = client.post(url_of("undo_merge", row), {"reason": "Brothers."}, follow=True)

    assert done.redirect_chain == [(url_of("change", away), 302)]
    assert "“M. Castellan” and “Mira Castellan” are two again." in text_of(done)
    claim.refresh_from_db()
    assert claim.speaker == away
    again = client.post(url_of("undo_merge", row), {"reason": "Brothers."})
    assert "This merge is undone already." in text_of(again)


def test_splitting_from_the_choice_to_the_page_of_the_other(login: Login) -> None:
    client = login()
    smith = make_speaker("Smith")
    claims = [make_claim(resolved=smith) for _ in range(3)]
    alias = SpeakerAlias.objects.create(speaker=smith, text="Ms Smith")
    url = url_of("split", smith)
    chosen = {
        "claims": [claims[0].pk, claims[2].pk],
        "aliases": [alias.pk],
        "into": "new",
        "name": "Jane Smith",
        "kind": "named_person",
    }

    preview = client.post(url, {**chosen, "step": "preview"})
    assert "Keeps 1 claim Smith" in text_of(preview)
    assert "New, gets 2 claims Jane Smith" in text_of(preview)
    assert not SpeakerSplit.objects.exists()
    fields = fields_of(soup(preview), reason=WHY, step="confirm")
    done = client.post(url, fields, follow=True)

    row = SpeakerSplit.objects.get()
    assert done.redirect_chain == [(url_of("change", row.into), 302)]
    assert "2 claims given to “Jane Smith”." in text_of(done)
    assert row.claim_ids == [claims[0].pk, claims[2].pk]
    undone = client.post(url_of("undo_split", row), {"reason": "One."}, follow=True)
    assert "The claims are “Smith”’s again." in text_of(undone)
    assert set(Claim.objects.values_list("speaker", flat=True)) == {smith.pk}


def test_the_choice_keeps_its_ticks_while_one_looks_for_somebody(login: Login) -> None:
    client = login()
    smith, jane = make_speaker("Smith"), make_speaker("Jane Smith")
    claim, _ = make_claim(resolved=smith), make_claim(resolved=smith)
    url = url_of("split", smith)
    chosen = {"claims": [claim.pk], "into": "new", "name": "J", "words": "jane"}

    found = client.post(url, {**chosen, "step": "find"})
    fields = fields_of(soup(found))
    assert fields["claims"] == [str(claim.pk)]
    assert fields["name"] == ["J"]
    assert soup(found).find("input", {"name": "into", "value": str(jane.pk)})
    preview = client.post(url, {**chosen, "into": jane.pk, "step": "preview"})
    assert "Gets 1 claim Jane Smith" in text_of(preview)
    fields = fields_of(soup(preview), reason=WHY, step="confirm")
    client.post(url, fields)
    claim.refresh_from_db()
    assert claim.speaker == jane


def test_a_split_says_what_is_wrong(login: Login) -> None:
    client = login()
    smith = make_speaker("Smith")
    claim, other = make_claim(resolved=smith), make_claim()
    url = url_of("split", smith)

    def told(**values: Any) -> str:
        values = {"claims": [claim.pk], "into": "new", "name": "Jane", **values}
        return text_of(client.post(url, {"step": "preview", **values}))

    assert "Say whose the claims are" in told(into="")
    assert "Say whose the claims are" in told(into="999999")
    assert "Choose the claims of the other speaker." in told(claims=[])
    assert "not this speaker's any more" in told(claims=[claim.pk, other.pk])
    assert "Give the name of the other speaker." in told(name=" ")
    assert "Select a valid choice." in told(kind="outlet")
    assert "There is a speaker “Smith”" in told(name="Smith")
    stale = {"step": "confirm", "reason": WHY, "version": 0}
    assert "was changed by somebody else" in told(**stale)
    assert not SpeakerSplit.objects.exists()


def test_the_claims_to_choose_from_are_narrowed_by_words(login: Login) -> None:
    smith = make_speaker("Smith")
    make_claim(resolved=smith)
    make_claim(resolved=smith, content="a new one would open within a year")

    page = login().get(url_of("split", smith), {"search": "new ONE"})

    assert "a new one would open" in text_of(page)
    assert "The swimming pool" not in text_of(page)


def test_the_split_page_needs_the_pinned_number_of_queries(login: Login) -> None:
    client, smith = login(), make_speaker("Smith")
    url = url_of("split", smith)
    make_claim(resolved=smith)
    few = queries_of(client, url)
    for _ in range(12):
        make_claim(resolved=smith)

    assert few == queries_of(client, url) == PINNED["claims_speaker_split"]


def test_the_merge_pages_need_the_pinned_number_of_queries(login: Login) -> None:
    client = login()
    away, here = make_speaker("M. Castellan"), make_speaker("Mira Castellan")
    choosing = url_of("merge", away)
    preview = f"{choosing}?into={here.pk}"
    make_claim(resolved=away, via=["He"])
    few = [queries_of(client, url) for url in (choosing, preview)]
    for number in range(12):
        make_claim(resolved=away, via=["He"])
        make_claim(resolved=make_speaker(f"Castellan {number}"))

    many = [queries_of(client, url) for url in (choosing, preview)]

    assert few == many
    assert few == [PINNED["claims_speaker_merge"], PINNED["claims_speaker_merge_into"]]


def test_names_roles_and_wikidata_are_kept_on_the_page(login: Login) -> None:
    client, mira = login(Role.ADJUDICATOR), make_speaker("Mira Castellan")
    article = make_article(canonical_url="https://gazette.example/pool")
    article.addresses.create(key="gazette.example/pool", url=article.canonical_url)
    here = reverse("admin:sources_article_read", args=[article.public_id])

    assert "“Captain” is an alias" in change(client, mira, "add_alias", text="Captain")
    assert "“Captain” is no alias" in change(
        client, mira, "remove_alias", text="Captain"
    )
    for address in (f"https://fc.example{here}?claim=1", "http://gazette.example/pool"):
        given = {"text": f"captain {address}", "since": "2020-05-01", "until": ""}
        entered = change(client, mira, "add_role", article=address, **given)
        assert "The role is entered" in entered
    roles = list(mira.roles.all())
    assert [role.article for role in roles] == [article, article]
    assert "The role is removed" in change(
        client, mira, "remove_role", role=roles[0].pk
    )
    version = Speaker.objects.get().version
    saved = change(client, mira, "wikidata", wikidata="Q42", version=version)
    assert "The Wikidata id is changed." in saved
    assert Speaker.objects.get().wikidata == "Q42"


def test_what_is_wrong_in_a_small_form_is_told(login: Login) -> None:
    client, mira = login(), make_speaker("Mira Castellan")

    for do, values, words in [
        ("", {}, "Nothing was changed"),
        ("add_alias", {"text": ""}, "Give a name."),
        ("remove_alias", {"text": "\0"}, "has no alias"),
        ("add_role", {"text": "x", "since": "May"}, "“May” is no day."),
        ("add_role", {"text": "x", "article": "/nowhere"}, "There is no article"),
        ("add_role", {"text": "x", "article": "http://a.example"}, "There is no"),
        ("remove_role", {"role": "9"}, "removed already"),
        ("remove_role", {"role": "x"}, "removed already"),
        ("wikidata", {"wikidata": "Q1"}, "was changed by somebody else"),
        ("wikidata", {"wikidata": "42", "version": 1}, "Give the id"),
    ]:
        assert words in change(client, mira, do, **values), (do, values)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.AUDITOR])
def test_who_may_only_read_changes_nothing(login: Login, role: str) -> None:
    client, mira = login(role), make_speaker("Mira Castellan")
    other = make_speaker("Other")
    reason = {"reason": WHY, "version": 1, "into_version": 1}

    statuses = {
        client.post(url, {"do": "add_alias", "text": "X", **reason}).status_code
        for url in (
            url_of("details", mira),
            f"{url_of('merge', mira)}?into={other.pk}",
            url_of("split", mira),
            url_of("change", mira),
        )
    }

    assert statuses == {403}
    assert not AuditEvent.objects.exists()


def test_merged_speakers_are_listed_on_demand(login: Login) -> None:
    client = login()
    mira = make_speaker("Mira Castellan")
    make_speaker("Em Castle", merged_into=mira)
    SpeakerAlias.objects.create(speaker=mira, text="The Captain")
    SpeakerAlias.objects.create(speaker=mira, text="The Captain of old")
    url = reverse("admin:claims_speaker_changelist")

    def names(**query: str) -> list[str]:
        page = soup(client.get(url, query))
        return [str(a.string) for a in page.select(".field-name a")]

    assert names() == names(q="captain") == ["Mira Castellan"]
    assert names(merged="yes") == ["Em Castle"]
    assert names(q="nobody") == []

"""Correcting claims in the admin, by forms alone: no script runs here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.corrections import change_tier
from claims.extraction.model import Tier
from claims.models import Claim, Correction, SpanRole, SpeakerAlias
from factcheck.core.models import AuditEvent, User
from factcheck.core.permissions import Role
from sources.models import Article
from tests.admin.conftest import Login
from tests.factories import make_article, make_claim, make_speaker, make_user

PINNED: dict[str, int] = json.loads(
    (Path(__file__).parent / "query_counts.json").read_text(encoding="utf-8")
)
TEXT = (
    "Council to close the pool\n\n"
    "The pool will close in May 😀 and the library in June, John Smith said. "
    "He added that a new one would open. <b>Nobody</b> said more."
)
POOL = "The pool will close in May 😀"
WHOLE = f"{POOL} and the library in June"


@pytest.fixture
def reviewer(db: None) -> User:
    return make_user(Role.REVIEWER, username="ana")


@pytest.fixture
def client(login: Login, reviewer: User) -> Client:
    return login(user=reviewer)


@pytest.fixture
def article(db: None) -> Article:
    return make_article(TEXT)


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, content=WHOLE)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def url_of(claim: Claim) -> str:
    return reverse("admin:claims_claim_correct", args=[claim.public_id])


def send(client: Client, claim: Claim, **data: Any) -> BeautifulSoup:
    """Send a form of the page; the page that comes of it."""
    claim.refresh_from_db()
    response = client.post(url_of(claim), {"seen": claim.version, **data}, follow=True)
    assert response.status_code == 200
    claim.refresh_from_db()
    return BeautifulSoup(response.content, "lxml")


def send_words(client: Client, claim: Claim, **data: Any) -> BeautifulSoup:
    return send(client, claim, kind="words", **data)


def told(page: BeautifulSoup) -> str:
    """What the page says has happened, or went wrong."""
    notes = page.select(".messagelist li, .refusal, .notice")
    return " ".join(" ".join(note.get_text(" ").split()) for note in notes)


def marked(page: BeautifulSoup, role: str = "content") -> list[str]:
    return [mark.get_text() for mark in page.select(f".marked-text mark.is-{role}")]


def history(page: BeautifulSoup) -> list[str]:
    rows = page.select(".history > li")
    return [" ".join(row.get_text(" ").split()) for row in rows]


def test_the_claim_is_marked_in_its_place(client: Client, claim: Claim) -> None:
    page = BeautifulSoup(client.get(url_of(claim)).content, "lxml")

    assert marked(page) == [WHOLE]
    assert marked(page, "cue") == ["said"]
    assert marked(page, "speaker") == ["John Smith"]
    paragraphs = page.select("[data-text] p")
    for paragraph in paragraphs:
        start = int(paragraph["data-start"])
        words = paragraph.get_text()
        assert TEXT[start : start + len(words)] == words
    assert "it is as the engine found it" in page.get_text()


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("0:end:-1", "The pool will close in May 😀 and the library in"),
        ("0:end:1", f"{WHOLE},"),
        ("0:start:1", WHOLE.removeprefix("The ")),
        ("0:start:-1", f"pool\n\n{WHOLE}"),
        ("0:end:9", WHOLE),
        ("7:end:1", WHOLE),
        ("nonsense", WHOLE),
    ],
)
def test_a_button_moves_an_edge_by_a_word_and_stores_nothing(
    client: Client, claim: Claim, step: str, words: str
) -> None:
    start, end = at(WHOLE)

    page = send_words(client, claim, role="content", start=start, end=end, step=step)

    shown = page.select_one("form[data-role=content] [data-words]")
    assert shown is not None
    assert " ".join(shown.get_text().split()) == " ".join(words.split())
    assert claim.content_text == WHOLE
    assert not Correction.objects.exists()


def test_words_are_narrowed_by_their_places(client: Client, claim: Claim) -> None:
    start, end = at(POOL)

    page = send_words(
        client, claim, role="content", start=start, end=end, reason="Two claims."
    )

    assert claim.content_text == POOL
    assert "words of the content are corrected" in told(page)
    (row,) = history(page)
    assert "ana" in row
    assert "Two claims." in row
    assert f"{WHOLE} {POOL}" in row
    assert AuditEvent.objects.get().channel == "admin"


def test_pasted_words_are_found_and_others_left_out(
    client: Client, claim: Claim
) -> None:
    start, end = at(WHOLE)

    send_words(
        client, claim, role="content", start=start, end=end, leave_out="0",
        words=f"{POOL}\n the  library  in June \n",
    )  # fmt: skip

    words = claim.spans.filter(role=SpanRole.CONTENT).values_list("text", flat=True)
    assert list(words) == [POOL, "the library in June"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"start": "5", "end": "x"}, "whole numbers"),
        ({"start": "9", "end": "5"}, "there are no words"),
        ({"words": "not in the text"}, "The text has no “not in the text”"),
        ({}, "needs a content"),
        ({"start": 0, "end": 99999}, None),
    ],
)
def test_wrong_words_are_told(
    client: Client, claim: Claim, data: dict[str, Any], message: str | None
) -> None:
    page = send_words(client, claim, role="content", **data)

    if message is not None:
        assert message in told(page)
        assert claim.content_text == WHOLE


def test_the_speaker_is_chosen_among_those_of_the_article(
    client: Client, article: Article, claim: Claim
) -> None:
    other = make_claim(article, content="a new one would open", cue="added",
                       speaker="He", resolved=make_speaker("Ann Lee"))  # fmt: skip
    page = BeautifulSoup(client.get(url_of(claim)).content, "lxml")
    assert "Ann Lee" in page.select_one("#speaker").get_text()

    page = send(client, claim, kind="speaker", speaker=str(other.speaker.public_id))

    assert claim.speaker == other.speaker
    assert "The speaker is corrected" in told(page)
    assert "John Smith Ann Lee" in history(page)[0]


def test_the_speaker_is_searched_for(client: Client, claim: Claim) -> None:
    wanted = make_speaker("Mira Castellan", role="harbour master")
    make_speaker("Somebody Else")

    page = BeautifulSoup(client.get(url_of(claim), {"q": "castell"}).content, "lxml")

    offered = page.select("#speaker input[type=radio]")
    assert [one["value"] for one in offered] == [str(wanted.public_id), "new"]


@pytest.mark.parametrize("words", ["ms castellan", "em castle", "castellan mira"])
def test_the_search_leads_to_who_the_speaker_is_now(
    client: Client, claim: Claim, words: str
) -> None:
    wanted = make_speaker("Mira Castellan")
    make_speaker("Em Castle", merged_into=wanted)
    for text, state in (("Ms Castellan", "found"), ("Mr Castellan", "removed")):
        SpeakerAlias.objects.create(speaker=wanted, text=text, state=state)
    url = f"{url_of(claim)}?{urlencode({'q': words})}"

    page = BeautifulSoup(client.get(url).content, "lxml")

    (found, _) = page.select("#speaker input[type=radio]")
    assert found["value"] == str(wanted.public_id)
    told_of = page.select_one("#speaker .choices").get_text()
    assert "also Ms Castellan" in told_of
    assert "Mr Castellan" not in told_of
    action = page.select_one("#speaker form[method=post]")["action"]
    data = {"kind": "speaker", "seen": claim.version, "speaker": found["value"]}
    client.post(action, data)
    claim.refresh_from_db()
    assert claim.speaker == wanted


def test_a_new_speaker_is_entered(client: Client, claim: Claim) -> None:
    send(
        client, claim, kind="speaker", speaker="new", name="Mira Castellan",
        speaker_kind="named_person",
    )  # fmt: skip

    assert claim.speaker is not None
    assert claim.speaker.name == "Mira Castellan"


def test_class_and_tier_are_changed(client: Client, claim: Claim) -> None:
    send(client, claim, kind="cue", commitment="distancing", lemma="claim")
    send(client, claim, kind="tier", tier="stance")

    assert (claim.commitment, claim.cue_lemma, claim.tier) == (
        "distancing",
        "claim",
        "stance",
    )


def test_a_claim_is_split_and_merged_again(client: Client, claim: Claim) -> None:
    page = BeautifulSoup(client.get(url_of(claim)).content, "lxml")
    (cut,) = [
        option
        for option in page.select("select[name=at] option")
        if option.get_text() == "…will close in May | and the library in…"
    ]

    send(client, claim, kind="split", at=cut["value"])

    assert claim.content_text == POOL
    part = Claim.objects.get(split_from=claim)
    assert part.content_text == "and the library in June"

    page = send(client, claim, kind="merge", claims=[str(part.public_id)])

    assert claim.content_text.replace(" … ", " ") == WHOLE
    assert "one claim now" in told(page)
    rejected = BeautifulSoup(client.get(url_of(part)).content, "lxml")
    assert "merged into another claim" in told(rejected)


def test_a_rejected_claim_is_listed_apart_and_restored(
    client: Client, claim: Claim
) -> None:
    reading = reverse(
        "admin:sources_article_read", args=[claim.snapshot.article.public_id]
    )

    send(client, claim, kind="reject", rejection="not_a_claim", reason="A heading.")

    page = BeautifulSoup(client.get(reading).content, "lxml")
    assert page.select_one("#claims-heading").get_text() == "0 claims"
    assert "1 rejected" in page.get_text()
    listed = BeautifulSoup(client.get(reading, {"rejected": "1"}).content, "lxml")
    assert WHOLE in listed.select_one(".claim-list").get_text()
    page = BeautifulSoup(client.get(url_of(claim)).content, "lxml")
    assert "This claim was rejected" in told(page)
    assert not page.select("form[data-role]")

    page = send(client, claim, kind="restore")

    assert claim.rejection == ""
    assert "back on the lists" in told(page)


def test_a_rejection_needs_its_reason(client: Client, claim: Claim) -> None:
    page = send(client, claim, kind="reject")
    assert "Choose why it is rejected" in told(page)

    page = send(client, claim, kind="reject", rejection="other")
    assert "Say why it is rejected" in told(page)
    assert claim.rejection == ""


def test_a_stale_form_shows_the_other_persons_change_and_loses_nothing(
    client: Client, claim: Claim
) -> None:
    other = make_user(Role.REVIEWER, username="ben")
    change_tier(claim=claim, tier=Tier.STANCE, by=other, reason="A wish.")

    start, end = at(POOL)
    response = client.post(
        url_of(claim),
        {
            "kind": "words", "role": "content", "seen": "0", "start": start,
            "end": end, "reason": "Mine.",
        },
    )  # fmt: skip

    page = BeautifulSoup(response.content, "lxml")
    assert "Somebody else corrected this claim meanwhile" in told(page)
    assert "ben" in history(page)[0]
    form = page.select_one("form[data-role=content]")
    assert form.select_one("[name=start]")["value"] == str(start)
    assert form.select_one("[name=end]")["value"] == str(end)
    assert form.select_one("[name=reason]")["value"] == "Mine."
    assert form.select_one("[name=seen]")["value"] == "1"
    claim.refresh_from_db()
    assert (claim.tier, claim.content_text) == ("stance", WHOLE)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "words"},
        {"kind": "words", "role": "via"},
        {"kind": "tier", "tier": "stance", "seen": "x"},
        {"kind": "tier", "tier": "nonsense"},
        {"kind": "split", "at": "7"},
        {"kind": "merge", "claims": ["nonsense"]},
    ],
)
def test_nonsense_changes_nothing(
    client: Client, claim: Claim, data: dict[str, str]
) -> None:
    assert client.post(url_of(claim), data).status_code == 200
    assert not Correction.objects.exists()


def test_an_article_with_corrections_is_not_deleted(
    login: Login, claim: Claim, reviewer: User
) -> None:
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)
    article = claim.snapshot.article
    editor = login(Role.EDITOR)
    url = reverse("admin:sources_article_delete", args=[article.pk])

    page = editor.get(url).content.decode()
    answer = editor.post(url, {"post": "yes"})

    assert "corrections of its claims: 1" in page
    assert answer.status_code == 200
    assert Article.objects.filter(pk=article.pk).exists()


def test_readers_have_no_way_there(login: Login, claim: Claim) -> None:
    reader = login(Role.READER)
    reading = reverse(
        "admin:sources_article_read", args=[claim.snapshot.article.public_id]
    )

    page = reader.get(reading).content.decode()

    assert "/correct/" not in page
    assert "Add a claim" not in page
    posted = reader.post(url_of(claim), {"kind": "tier", "tier": "stance"})
    assert posted.status_code == 403


# --- Adding


def add_url(article: Article) -> str:
    return reverse("admin:sources_article_add_claim", args=[article.public_id])


def test_a_claim_is_added_by_its_words(
    client: Client, article: Article, reviewer: User
) -> None:
    data = {
        "content": "a new one would\nopen",
        "cue": "added",
        "speaker_words": "He",
        "name": "John Smith",
        "speaker_kind": "named_person",
    }

    page = client.post(add_url(article), data, follow=True)

    claim = Claim.objects.get()
    assert claim.content_text == "a new one would … open"
    assert claim.added_by == reviewer
    assert claim.speaker is not None
    assert claim.speaker.name == "John Smith"
    assert "Added by ana" in " ".join(page.content.decode().split())


def test_a_claim_is_added_by_places_that_were_marked(
    client: Client, article: Article
) -> None:
    data = {
        "content": "said more",
        "content_spans": "{}-{}".format(*at("a new one would open")),
        "cue_spans": "{}-{}".format(*at("added")),
    }

    client.post(add_url(article), data)

    assert Claim.objects.get().content_text == "a new one would open"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Give the words that were said"),
        ({"content": "nowhere", "cue": "added"}, "The text has no “nowhere”"),
        ({"content": "said", "cue": "added"}, "stands in the text 2 times"),
        ({"content": POOL}, "Give the cue"),
        ({"content": POOL, "tier": "outlet", "cue": "said"}, "neither cue nor speaker"),
        ({"content_spans": "0-99999", "cue": "said"}, "is no place of the text"),
        ({"content_spans": "x", "content": POOL}, "Give the cue"),
    ],
)
def test_what_is_no_claim_stays_in_the_form(
    client: Client, article: Article, data: dict[str, str], message: str
) -> None:
    response = client.post(add_url(article), data)

    page = BeautifulSoup(response.content, "lxml")
    assert message in told(page)
    words = page.select_one("textarea[name=content]").get_text().strip()
    assert words == data.get("content", "")
    assert not Claim.objects.exists()


def test_a_claim_that_is_here_is_linked(client: Client, claim: Claim) -> None:
    data = {"content": WHOLE, "cue": "said"}

    page = client.post(add_url(claim.snapshot.article), data).content.decode()

    assert url_of(claim) in page
    assert Claim.objects.count() == 1


def test_hostile_words_are_shown_as_words(client: Client, article: Article) -> None:
    claim = make_claim(article, content="<b>Nobody</b>", cue="said")

    for url in (url_of(claim), add_url(article)):
        page = client.get(url).content.decode()
        assert "<b>Nobody" not in page
        assert "&lt;b&gt;Nobody&lt;/b&gt;" in page


@pytest.mark.parametrize("name", ["claims_claim_correct", "sources_article_add_claim"])
def test_the_pages_need_the_pinned_number_of_queries(
    name: str, client: Client, article: Article, claim: Claim, reviewer: User
) -> None:
    row = claim if name == "claims_claim_correct" else article
    url = reverse(f"admin:{name}", args=[row.public_id])
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)
    make_claim(article, content=POOL)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    few = count()
    for tier in (Tier.SPEECH, Tier.STANCE, Tier.EVIDENTIAL, Tier.SPEECH):
        change_tier(claim=claim, tier=tier, by=reviewer)
    for word in TEXT.split()[8:16]:
        make_claim(article, content=word.strip(".,"))
    many = count()

    assert few == many == PINNED[name]

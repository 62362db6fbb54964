"""The reading page: claims in their places, one of them explained, by links alone."""

from __future__ import annotations

import html
import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from claims.admin import reading
from claims.models import Claim, Progress
from factcheck.core.models import JobState
from sources.models import Article
from tests.admin.conftest import Login
from tests.factories import make_article, make_claim, make_job, make_speaker

TEXT = (
    "Truce may be extended\n\n"
    "On Wednesday, Saltmark indicated that it is open to a longer pause, "
    "according to a source close to the organisation. "
    "“We agree 😀,” Mary O’Neil said."
)
INNER = "it is open to a longer pause"
OUTER = "Saltmark indicated that it is open to a longer pause"


@pytest.fixture
def article(db: None) -> Article:
    return make_article(TEXT, title="Truce may be extended")


@pytest.fixture
def nested(article: Article) -> tuple[Claim, Claim]:
    """A claim inside another's content, relayed by the other's speaker."""
    source = "a source close to the organisation"
    outer = make_claim(
        article,
        content=OUTER,
        cue="according to",
        speaker=source,
        speaker_kind="anonymous_source",
    )
    inner = make_claim(
        article,
        content=INNER,
        cue="indicated",
        speaker="Saltmark",
        resolved=make_speaker("Saltmark (organisation)", kind="organisation"),
        via=[source],
        commitment="weak",
        certainty="PR+",
        is_negated=True,
        channel="briefing",
        said_at_text="On Wednesday",
        why=["a verb of saying with a clause", "relayed by a source"],
    )
    return outer, inner


def get(client: Client, article: Article, **query: object) -> BeautifulSoup:
    url = reverse("admin:sources_article_read", args=[article.public_id])
    response = client.get(url, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def words(node: BeautifulSoup | object) -> str:
    return " ".join(node.get_text(" ").split())  # type: ignore[attr-defined]


def shown_card(page: BeautifulSoup) -> str:
    cards = page.select(".card:not([hidden])")
    assert len(cards) <= 1
    return words(cards[0]) if cards else ""


def test_the_text_is_shown_unchanged(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    page = get(login(), article, claim=nested[1].public_id)

    shown = [node.get_text() for node in page.select(".article-text > *")]

    assert shown == [line for line in TEXT.split("\n") if line]


def test_each_mark_covers_the_words_of_its_claim(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    page = get(login(), article)

    def covered(number: int, role: str) -> str:
        return "".join(
            mark.get_text()
            for mark in page.select("a.mark")
            if any(
                part.rstrip("*") == f"{number}:{role}"
                for part in str(mark["data-parts"]).split()
            )
        )

    assert INNER in OUTER
    assert covered(1, "content") == OUTER
    assert covered(2, "content") == INNER
    assert covered(2, "cue") == "indicated"
    assert covered(2, "via") == "a source close to the organisation"
    assert covered(1, "speaker") == "a source close to the organisation"


def test_the_panel_shows_everything_known_of_the_selected_claim(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    card = shown_card(get(login(), article, claim=nested[1].public_id))

    for expected in (
        "Claim 2",
        "Saltmark → is Saltmark (organisation) named person",
        "indicated",
        INNER,
        "a source close to the organisation",
        "weak the author may have inferred it",
        "PR+ the speaker calls it probable; negated",
        "indirect",
        "speech",
        "briefing",
        "On Wednesday → Monday 23 November 2026",
        "90 %",
        "Worth a check 71 %",
        "resolution 99 %",
        "a verb of saying with a clause",
    ):
        assert expected in card


def test_without_a_script_every_claim_is_reached_by_links(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    client = login()
    page = get(client, article)
    reached = set()
    for link in page.select("a.mark, .claim-list a"):
        target = BeautifulSoup(client.get(str(link["href"])).content, "lxml")
        assert target.select_one("#claim") is not None
        reached.add(shown_card(target).split(" Close")[0])

    assert reached == {"Claim 1", "Claim 2"}


def test_the_tab_key_stops_once_at_each_claim(login: Login) -> None:
    article = make_article("He said it rains, and then, he said, it snows.")
    make_claim(article, content=["it rains", "it snows"], speaker="He")

    page = get(login(), article)

    assert len(page.select('a.mark[tabindex="0"]')) == 1


def test_claims_are_filtered_by_tier_and_speaker(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    stance = make_claim(
        article, content="We agree", speaker="Mary O’Neil", tier="stance"
    )
    client = login()

    by_tier = get(client, article, tier="stance")
    assert stance.speaker is not None
    by_speaker = get(client, article, speaker=stance.speaker.public_id)
    both = get(client, article, tier="speech", speaker=stance.speaker.public_id)

    for page in (by_tier, by_speaker):
        assert len(page.select(".claim-list a[data-number]")) == 1
        assert {m["data-numbers"] for m in page.select("a.mark[data-numbers]")} == {"3"}
    assert "No claim matches" in words(both)


def test_the_outlets_own_sentence_is_shown_without_a_cue(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    own = make_claim(
        article,
        content="We agree",
        cue="",
        speaker=None,
        tier="outlet",
        speaker_kind="outlet",
    )
    client = login()

    card = shown_card(get(client, article, claim=own.public_id))
    filtered = get(client, article, speaker="outlet")

    assert "Speaker the outlet itself outlet" in card
    assert "Cue" not in card
    (item,) = filtered.select(".claim-list a[data-number]")
    assert words(item) == "the outlet itself We agree"


def test_a_claim_asked_for_wrongly_is_said_to_be_missing(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    for wrong in (uuid.uuid4(), "<script>", "1"):
        page = get(login(), article, claim=wrong)

        assert shown_card(page) == ""
        assert "not among those shown" in words(page)


def test_a_withdrawn_claim_is_shown_only_to_who_asks_for_it(
    login: Login, article: Article, nested: tuple[Claim, Claim]
) -> None:
    Claim.objects.filter(pk=nested[0].pk).update(progress=Progress.WITHDRAWN)
    client = login()

    assert len(get(client, article).select(".claim-list a[data-number]")) == 1
    asked = get(client, article, claim=nested[0].public_id)
    assert "does not find this claim any more" in shown_card(asked)


def test_of_very_many_claims_only_the_selected_is_explained(
    login: Login,
    article: Article,
    nested: tuple[Claim, Claim],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "CARDS_AT_ONCE", 1)
    client = login()

    assert len(get(client, article).select(".card")) == 0
    assert len(get(client, article, claim=nested[0].public_id).select(".card")) == 1


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        (JobState.QUEUED, "", "Waiting for extraction"),
        (JobState.REFUSED, "This text is not English.", "This text is not English."),
        (JobState.QUARANTINED, "Failed 5 times", "quarantined"),
        (JobState.TIMED_OUT, "Stopped after 300 seconds", "timed out"),
    ],
)
def test_without_claims_the_page_says_why(
    state: str, reason: str, expected: str, login: Login
) -> None:
    article = make_article(extracted=False)
    make_job(article, state=state, reason=reason)

    page = get(login(), article)

    assert expected in words(page)
    reloads = page.select_one("[data-reload-seconds]") is not None
    assert reloads is (state == JobState.QUEUED)


def test_an_older_text_is_read_at_its_number(login: Login, article: Article) -> None:
    first = article.snapshots.get()
    first.pk, first.public_id, first.number = None, uuid.uuid4(), 2
    first.text, first.sha256 = "A newer text", "0" * 64
    first.blocks = []
    first._state.adding = True
    first.save()
    client = login()

    assert "A newer text" in words(get(client, article))
    assert "Truce may be extended" in words(get(client, article, snapshot=1))
    url = reverse("admin:sources_article_read", args=[article.public_id])
    for wrong in ("3", "x", "9" * 30, "-1"):
        assert client.get(url, {"snapshot": wrong}).status_code == 404


def test_an_unknown_article_is_not_found(login: Login) -> None:
    url = reverse("admin:sources_article_read", args=[uuid.uuid4()])

    response = login().get(url)

    assert response.status_code == 404
    assert "There is no such page" in html.unescape(response.content.decode())

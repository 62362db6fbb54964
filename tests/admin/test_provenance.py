"""Where an article comes from: its origin, whom it names, its texts, two compared."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Ending
from factcheck.core.permissions import Role
from sources.models import Article, OriginOverride, OverrideDecision
from sources.overruling import LONGEST_REASON, overrule
from sources.provenance import MOST_COUNTED
from tests.admin.conftest import Login
from tests.factories import (
    make_article,
    make_claim,
    make_compared,
    make_fetch,
    make_outlet,
    make_snapshot,
    make_user,
)
from tests.unit.independence.stories import OTHER, UNRELATED, WIRE, other_byline

pytestmark = pytest.mark.django_db

PINNED = json.loads(
    (Path(__file__).parent / "query_counts.json").read_text(encoding="utf-8")
)
CITING = "The plan was first reported by the Skarne Herald, which named nobody."


def url_of(page: str, *articles: Article) -> str:
    ids = [article.public_id for article in articles]
    return reverse(f"admin:sources_article_{page}", args=ids)


def get(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "lxml")


def words(node: Tag | None) -> str:
    assert node is not None
    return " ".join(node.get_text(" ").split())


@pytest.fixture
def copies() -> tuple[Article, Article]:
    """An agency's story, and a reprint that cites another outlet besides."""
    make_outlet("Skarne Herald")
    wire = make_compared(WIRE, outlet=make_outlet("Quayside Wire", kind="agency"))
    reprint = make_compared(
        f"{other_byline(WIRE)}\n\n{CITING}", outlet=make_outlet("Bay Tribune")
    )
    return wire, reprint


# --- Where it comes from ------------------------------------------------------


def test_the_origin_is_shown_with_its_articles_and_why(
    login: Login, copies: tuple[Article, Article]
) -> None:
    wire, reprint = copies

    page = get(login(Role.READER), url_of("provenance", reprint))

    assert words(page.select_one(".tally")) == "2 articles, 1 origin"
    (origin,) = page.select(".origin")
    assert words(origin.h3) == "Quayside Wire"
    mine, other = origin.select("li")
    assert mine["class"] == ["is-this"]
    assert "Bay Tribune · this article" in words(mine)
    assert "of the wording of the shorter text is the same." in words(other)
    assert other.select("a")[0]["href"] == url_of("read", wire)
    assert other.select("a")[1]["href"] == url_of("compare", reprint, wire)
    assert words(origin.select_one(".edge")) == (
        "Bay Tribune: Names Skarne Herald as its source."
    )


def test_whom_the_text_names_is_shown_in_its_words(
    login: Login, copies: tuple[Article, Article]
) -> None:
    make_outlet("Fjord Telegram", kind="agency")
    credited = make_compared(f"{UNRELATED}\n\n{CITING}", byline="By Fjord Telegram")

    page = get(login(Role.READER), url_of("provenance", credited))

    byline, cited = page.select('[aria-labelledby="names-heading"] li')
    assert words(byline).startswith("Fjord Telegram credited in the byline")
    assert "Fjord Telegram" in words(byline.mark)
    assert words(cited).startswith("Skarne Herald reported by")
    assert cited.q is not None
    # The line the words stand in, and no other.
    assert "".join(cited.q.get_text()).startswith("The plan was first reported by")


def test_a_long_line_round_a_name_is_cut_short(login: Login) -> None:
    make_outlet("Skarne Herald")
    line = "It was reported by the Skarne Herald."
    around = "Much was said of it. " * 9
    article = make_compared(f"Headline\n\n{around}{line} {around}")

    quoted = get(login(), url_of("provenance", article)).select_one("q.context")

    assert quoted is not None
    text = quoted.get_text()
    assert text.startswith("…")
    assert text.endswith("…")
    assert text.strip("…") in article.snapshots.get().text


def test_a_text_that_waits_for_its_comparison_is_not_said_to_be_alone(
    login: Login,
) -> None:
    waiting, compared = make_article(WIRE), make_compared(UNRELATED)
    client = login(Role.READER)

    assert "not been compared" in words(get(client, url_of("provenance", waiting)))
    assert "No other article" in words(get(client, url_of("provenance", compared)))


def test_the_texts_are_listed_with_what_became_of_their_claims(login: Login) -> None:
    article = make_article()
    make_claim(article, ending=Ending.REMOVED)
    make_claim(article, content="a new one would open", cue="added", speaker="He")
    make_snapshot(article, "Another text.")

    page = get(login(Role.READER), url_of("provenance", article))

    second, first = page.select('[aria-labelledby="texts-heading"] tbody tr')
    assert words(first).startswith("no. 1")
    assert words(first).endswith("handed in 2 –")
    assert "What changed : 0 claims continued, 1 removed" in words(second)
    assert second.select("a")[1]["href"] == url_of("changes", article) + "?to=2"


def test_addresses_and_fetches_are_listed(login: Login) -> None:
    article = make_article(canonical_url="https://gazette.example/pool")
    article.addresses.create(key="k", url="https://gazette.example/pool")
    make_fetch(article, asked_by=make_user(username="ada"), reason="It is gone.")
    pasted = make_article()

    page = get(login(Role.READER), url_of("provenance", article))

    section = page.select_one('[aria-labelledby="fetches-heading"]')
    assert "by ada" in words(section)
    assert "It is gone." in words(section)
    link = page.select_one(".addresses a")
    assert link is not None
    assert (link["href"], link["rel"]) == (
        "https://gazette.example/pool",
        ["noopener", "noreferrer", "external"],
    )
    assert "was pasted" in words(get(login(), url_of("provenance", pasted)))


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER])
def test_who_may_add_articles_may_have_one_fetched_again(
    role: str, login: Login
) -> None:
    article = make_article(canonical_url="https://gazette.example/pool")

    page = get(login(role), url_of("provenance", article))

    action = reverse("admin:sources_article_fetch", args=[article.public_id])
    assert bool(page.select(f'form[action="{action}"]')) is (role == Role.REVIEWER)


def test_an_article_that_others_name_as_source_and_that_names_them_is_marked(
    login: Login,
) -> None:
    herald, post = make_outlet("Skarne Herald"), make_outlet("Haven Post")
    one = make_compared(
        f"{UNRELATED}\n\nIt was reported by the Haven Post.", outlet=herald
    )
    make_compared(f"{OTHER}\n\nIt was reported by the Skarne Herald.", outlet=post)

    both = f"{reverse('admin:sources_article_origins')}?ids={one.pk},{one.pk + 1}"

    assert words(get(login(), both)).count("nobody here is the first") == 2


# --- Counting -----------------------------------------------------------------


def test_selected_articles_are_counted_by_origin(
    login: Login, copies: tuple[Article, Article]
) -> None:
    other = make_compared(UNRELATED)
    client = login(Role.READER)
    rows = [str(article.pk) for article in (*copies, other)]

    response = client.post(
        reverse("admin:sources_article_changelist"),
        {"action": "count_origins", "_selected_action": rows},
    )
    page = get(client, response["Location"])

    assert words(page.select_one(".tally")) == "3 articles, 2 origins"
    assert len(page.select(".origin")) == 2
    assert not page.select(".is-this")


@pytest.mark.parametrize(
    "query",
    ["", "?ids=", "?ids=x", "?ids=1;2", "?ids=-1", "?ids=٣", "?ids=999999999999"],
)
def test_wrong_ids_are_not_found(query: str, login: Login) -> None:
    make_article()

    response = login().get(reverse("admin:sources_article_origins") + query)

    assert response.status_code == 404


def test_no_more_articles_are_counted_than_fit(login: Login) -> None:
    client = login()
    url = reverse("admin:sources_article_origins")
    article = make_article()

    def status(count: int) -> int:
        ids = ",".join(str(article.pk + number) for number in range(count))
        return client.get(f"{url}?ids={ids}").status_code

    assert (status(MOST_COUNTED), status(MOST_COUNTED + 1)) == (200, 404)


# --- Comparing ----------------------------------------------------------------


def marked(side: Tag, number: str) -> list[str]:
    """The words of a passage, which may go over several paragraphs."""
    marks = [
        mark.get_text().removeprefix(number)
        for mark in side.select("mark")
        if mark.sup and mark.sup.get_text() == number
    ]
    return " ".join(marks).split()


def test_shared_words_are_marked_in_both_texts(
    login: Login, copies: tuple[Article, Article]
) -> None:
    wire, reprint = copies

    page = get(login(Role.READER), url_of("compare", reprint, wire))

    assert words(page.select_one(".tally")).startswith("One origin.")
    left, right = page.select(".compared")
    numbers = {sup.get_text() for sup in page.select("sup")}
    assert len(numbers) > 2
    for number in numbers:
        assert marked(left, number) == marked(right, number)
    quoted = " ".join(mark.get_text() for mark in left.select("mark.quoted"))
    assert "Nobody wants to be the one who waited" in quoted
    for sup in page.select("sup"):
        sup.decompose()
    for side, article in ((left, reprint), (right, wire)):
        text = article.snapshots.get().text
        assert "".join(side.get_text().split()) == "".join(text.split())


def test_what_the_page_of_the_origin_says_the_comparison_says_too(
    login: Login,
) -> None:
    """Two ends of a chain of copies have nothing in common but their origin."""
    first, *_, last = WIRE.split("\n\n")
    one = make_compared(f"{first}\n\n{UNRELATED}")
    two = make_compared(f"{last}\n\n{OTHER}")
    make_compared(f"{first}\n\n{last}")
    client = login()

    tally = get(client, url_of("provenance", one)).select_one(".tally")
    page = get(client, url_of("compare", one, two))

    assert words(tally) == "3 articles, 1 origin"
    assert words(page.select_one(".tally")).startswith("One origin.")
    assert not page.select("mark")


def test_a_text_newer_than_the_last_comparison_is_said_to_be(login: Login) -> None:
    one, two = make_compared(WIRE), make_compared(WIRE)
    client = login(Role.READER)
    url = url_of("compare", one, two)
    assert "newer than the last comparison" not in words(get(client, url))

    make_snapshot(one, UNRELATED)

    assert "newer than the last comparison" in words(get(client, url))


def test_there_is_nothing_to_compare_with_itself_or_nobody(login: Login) -> None:
    client = login()
    article = make_article()
    empty = Article.objects.create(title="No text", language="en")
    unknown = Article(public_id=uuid.uuid4())

    for pair in (
        (article, article),
        (article, empty),
        (article, unknown),
        (unknown, article),
    ):
        assert client.get(url_of("compare", *pair)).status_code == 404
    assert client.get(url_of("provenance", unknown)).status_code == 404
    assert client.get(url_of("changes", unknown) + "?to=2").status_code == 404


# --- Deciding -----------------------------------------------------------------


def test_a_reviewer_decides_with_a_reason(login: Login) -> None:
    one, two = make_compared(WIRE), make_compared(OTHER)
    client = login(user=make_user(Role.REVIEWER, username="ada"))
    url = url_of("compare", two, one)

    response = client.post(url, {"decision": "join", "reason": " One  text. "})

    assert response["Location"] == url
    row = OriginOverride.objects.get()
    assert (row.a, row.b, row.decision) == (one, two, "join")
    page = get(client, url)
    assert "Your decision is kept" in words(page)
    assert words(page.select_one(".tally")) == "One origin. One text."
    assert "this one counts" in words(page.select_one("ul.plain + form, section li"))
    listed = get(client, url_of("provenance", one))
    assert "one origin :" in words(
        listed.select_one('[aria-labelledby="origin-heading"]')
    )
    assert "ada" in words(listed.select_one('[aria-labelledby="origin-heading"]'))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ["Decision: This field is required", "Reason: This field is required"]),
        ({"decision": "join", "reason": "  "}, ["Reason: This field is required"]),
        ({"decision": "maybe", "reason": "So."}, ["Decision: Select a valid choice"]),
        (
            {"decision": "join", "reason": "x" * (LONGEST_REASON + 1)},
            ["Reason: Ensure this value has at most 2000"],
        ),
    ],
    ids=["nothing", "blank", "unknown", "too long"],
)
def test_a_decision_that_is_none_is_refused_and_nothing_typed_is_lost(
    fields: dict[str, str], said: list[str], login: Login
) -> None:
    one, two = make_article(), make_article()

    response = login(Role.REVIEWER).post(url_of("compare", one, two), fields)

    page = BeautifulSoup(response.content, "lxml")
    assert response.status_code == 200
    alert = words(page.select_one("[role=alert]"))
    assert all(sentence in alert for sentence in said)
    assert words(page.select_one("textarea")) == fields.get("reason", "").strip()
    assert not OriginOverride.objects.exists()
    # What describes a field is there.
    for field in page.select("[aria-describedby]"):
        for described in str(field["aria-describedby"]).split():
            assert page.find(id=described) is not None, described


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_judge_decides(role: str, login: Login) -> None:
    one, two = make_article(), make_article()
    client = login(role)
    url = url_of("compare", one, two)
    may = role not in (Role.READER, Role.AUDITOR)

    page = get(client, url)
    status = client.post(url, {"decision": "join", "reason": "So."}).status_code

    assert bool(page.select("form.decide")) is may
    assert status == (302 if may else 403)
    assert OriginOverride.objects.exists() is may


def test_another_site_cannot_decide() -> None:
    one, two = make_article(), make_article()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.REVIEWER))
    url = url_of("compare", one, two)
    fields = {"decision": "join", "reason": "So."}

    assert client.post(url, fields).status_code == 403
    assert not OriginOverride.objects.exists()

    form = get(client, url).select_one("form.decide")
    assert form is not None
    token = form.select_one("[name=csrfmiddlewaretoken]")
    assert token is not None
    fields["csrfmiddlewaretoken"] = str(token["value"])
    assert client.post(url, fields).status_code == 302


# --- What changed -------------------------------------------------------------


def test_what_changed_is_shown_word_by_word(login: Login) -> None:
    article = make_article(f"Pool\n\n{WIRE}")
    make_snapshot(article, f"Pool\n\n{WIRE.replace('two years', 'three years')}")

    page = get(login(Role.READER), url_of("changes", article) + "?to=2")

    assert [words(node) for node in page.select("del, ins")] == ["two", "three"]
    (edited,) = page.select(".changed p.is-edited")
    assert "closed" not in words(edited)
    assert "to close the old north pier for two three years" in words(edited)
    assert "2 unchanged paragraphs" in words(page.select_one(".changed"))


def test_claims_that_ended_and_began_are_listed(login: Login) -> None:
    article = make_article()
    ended = make_claim(article, ending=Ending.REMOVED)
    text = make_snapshot(article, "Another text.")
    text.runs.create(engine="test", claim_count=0, seconds=0.1)

    section = get(login(), url_of("changes", article) + "?to=2").select_one(
        '[aria-labelledby="claims-heading"]'
    )

    assert "0 continued" in words(section)
    assert ended.content_text in words(section)
    assert "removed" in words(section)


@pytest.mark.parametrize("to", ["", "?to=1", "?to=3", "?to=x", "?to=-1", "?to=²"])
def test_a_text_that_is_not_there_is_not_found(to: str, login: Login) -> None:
    article = make_article()
    make_snapshot(article, "Another text.")

    assert login().get(url_of("changes", article) + to).status_code == 404


# --- Size ---------------------------------------------------------------------


def grow(articles: list[Article], count: int) -> None:
    """More copies, each with a decision, credits, a citation and another outlet."""
    by = make_user(Role.REVIEWER)
    for _ in range(count):
        text = f"By Quayside Wire\n\n{WIRE}\n\n{CITING}"
        articles.append(make_compared(text, outlet=make_outlet()))
        overrule(
            one=articles[0],
            other=articles[-1],
            decision=OverrideDecision.JOIN,
            reason="So.",
            by=by,
        )
        make_snapshot(articles[0], f"{WIRE}\n\nEdition {len(articles)}.")
        make_fetch(articles[0], asked_by=make_user())


@pytest.mark.parametrize("page", ["provenance", "compare", "origins", "changes"])
def test_a_page_needs_the_pinned_number_of_queries(page: str, login: Login) -> None:
    make_outlet("Quayside Wire", kind="agency")
    make_outlet("Skarne Herald")
    client = login()
    articles = [make_compared(WIRE), make_compared(WIRE)]

    def queries() -> int:
        url = {
            "provenance": lambda: url_of("provenance", articles[0]),
            "compare": lambda: url_of("compare", articles[0], articles[1]),
            "changes": lambda: url_of("changes", articles[0]) + "?to=2",
            "origins": lambda: (
                reverse("admin:sources_article_origins")
                + f"?ids={','.join(str(one.pk) for one in articles)}"
            ),
        }[page]()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    grow(articles, 2)
    few = queries()
    grow(articles, 10)

    assert few == queries() == PINNED[f"sources_article_{page}"]

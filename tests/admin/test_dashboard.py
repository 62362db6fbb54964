"""The dashboard, the list of overruled votes, and the shares of a speaker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin import dashboard
from claims.models import Claim
from claims.review import agreeing, overruled
from claims.review.speaker_verdicts import verdict_shares
from claims.review.voting import Ballot, adjudicate, vote
from claims.verdicts.shares import LEAST_DECIDED
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import User
from factcheck.core.permissions import PERMISSIONS, Role
from tests.admin.conftest import Login
from tests.factories import (
    make_article,
    make_claim,
    make_reviewers,
    make_speaker,
    make_user,
)

pytestmark = pytest.mark.django_db

PINNED = json.loads((Path(__file__).parent / "query_counts.json").read_text())
UNSURE, OPINION = Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE
PAGES = ("dashboard", "overruled_votes")
SECRET = "Nobody is to read this yet."


def get(client: Client, name: str, query: str = "") -> BeautifulSoup:
    """The page, read."""
    response = client.get(reverse(name) + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def words(node: object) -> str:
    """The text of a node, with single spaces."""
    assert hasattr(node, "get_text")
    return " ".join(node.get_text(" ").split())


def cast(claim: Claim, by: User, verdict: Verdict, why: str = "So.") -> None:
    """Vote on both aspects."""
    ballots = [Ballot(aspect=one, verdict=verdict, rationale=why) for one in Aspect]
    vote(claim=claim, ballots=ballots, by=by)


def table(page: BeautifulSoup, key: str) -> list[list[str]]:
    """The rows of a panel's table, with its head."""
    figure = page.select_one(f'figure[aria-labelledby="{key}-caption"]')
    assert figure is not None
    return [
        [words(cell) for cell in row.select("th, td")] for row in figure.select("tr")
    ]


# --- The dashboard --------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_the_roles_of_the_table(
    name: str, role: Role, login: Login
) -> None:
    needed = {"dashboard": "claims.view_review", "overruled_votes": "claims.add_review"}

    status = login(role).get(reverse(name)).status_code

    assert status == (200 if needed[name] in PERMISSIONS[role] else 403)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_a_page_without_logging_in(name: str) -> None:
    response = Client().get(reverse(name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_every_plot_has_words_and_a_table_with_its_numbers(login: Login) -> None:
    ana, ben = make_reviewers(2)
    for verdicts in ((UNSURE, UNSURE), (OPINION, OPINION), (UNSURE, OPINION)):
        claim = make_claim()
        for person, verdict in zip((ana, ben), verdicts, strict=True):
            cast(claim, person, verdict)
    make_claim()

    page = get(login(Role.READER), "dashboard")

    figures = page.select("figure")
    assert len(figures) == 7
    for figure in figures:
        assert len(figure.select("svg[role=img]")) == 1
        assert len(figure.select("table")) == 1
        for kind in ("title", "desc"):
            assert words(figure.select_one(f"svg > {kind}"))
    assert table(page, "agreement-content")[-1][1:] == ["3", "6", "67 %", "0.444", "–"]
    assert table(page, "verdicts-content")[-1][1:] == ["0", "0", "0", "1", "1", "2"]
    assert table(page, "progress")[-1][1:] == ["4", "2", "0", "2"]
    assert table(page, "coverage")[1][1:] == ["4", "2 (50 %)", "2 (50 %)"]
    tiles = [words(tile) for tile in page.select(".tiles li")]
    assert tiles == ["4 statements", "2 open", "1 of them in review", "2 decided"]


def test_ids_are_unique_and_nothing_is_inline(login: Login) -> None:
    ana, ben = make_reviewers(2)
    claim = make_claim()
    for person in (ana, ben):
        cast(claim, person, UNSURE)

    page = get(login(), "dashboard")

    ids = [str(node["id"]) for node in page.select("[id]")]
    assert len(ids) == len(set(ids))
    content = page.select_one(".figures")
    assert content is not None
    assert not content.select("[style], style, script")
    for node in content.select("[aria-labelledby], [aria-describedby]"):
        for name in ("aria-labelledby", "aria-describedby"):
            assert str(node.get(name, ids[0])) in ids


def test_an_empty_installation_says_that_there_is_nothing(login: Login) -> None:
    page = get(login(), "dashboard")

    assert not page.select("svg.drawing")
    assert words(page).count("Nothing to draw yet.") == 7
    assert "No votes have been revealed" in words(page)


@pytest.mark.parametrize("weeks", [13, 26, 52])
def test_the_length_of_time_is_chosen(weeks: int, login: Login) -> None:
    page = get(login(), "dashboard", f"?weeks={weeks}")

    assert len(table(page, "progress")) == weeks + 1
    assert words(page.select_one(".lengths [aria-current]")) == f"{weeks} weeks"


@pytest.mark.parametrize("query", ["?weeks=", "?weeks=14", "?weeks=x", "?weeks=١٣"])
def test_other_lengths_are_not_found(query: str, login: Login) -> None:
    assert login().get(reverse("dashboard") + query).status_code == 404


def test_weeks_that_are_not_read_are_not_shown_as_empty(
    login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ana,) = make_reviewers(1)
    cast(make_claim(), ana, UNSURE)
    monkeypatch.setattr(agreeing, "MOST_VOTES", 1)

    page = get(login(), "dashboard")

    assert len(table(page, "agreement-content")) == 2
    assert "The oldest 12 of these weeks are left out" in words(page)


def test_the_page_does_not_tell_what_a_blind_vote_says(login: Login) -> None:
    """Two installations that differ in a blind verdict show the same page."""
    client, (ana,) = login(Role.READER), make_reviewers(1)
    one, other = make_claim(), make_claim()
    shown = []

    for claim, verdict in ((one, UNSURE), (other, OPINION)):
        cast(claim, ana, verdict, SECRET)
        page = get(client, "dashboard")
        kinds = [
            f"{kind}-{one}" for kind in ("agreement", "verdicts") for one in Aspect
        ]
        rows = [table(page, kind) for kind in kinds]
        shown.append((rows, table(page, "coverage")[1][2:]))
        assert SECRET not in str(page)

    assert shown[0] == shown[1]


def test_the_start_page_leads_there(login: Login) -> None:
    page = get(login(Role.READER), "admin:index")

    assert page.select(f'a[href="{reverse("dashboard")}"]')


def test_only_who_votes_is_led_to_their_votes(login: Login) -> None:
    link = f'a[href="{reverse("overruled_votes")}"]'

    assert get(login(Role.REVIEWER), "dashboard").select(link)
    assert not get(login(Role.READER), "dashboard").select(link)


# --- Votes that were decided otherwise -------------------------------------------


def overrule(ana: User, ben: User, judge: User, **claim: object) -> Claim:
    """A claim on which Ana was overruled."""
    made = make_claim(**claim)
    ballots = ((ana, UNSURE, "Found none."), (ben, OPINION, "<b>A hope.</b>"))
    for person, verdict, why in ballots:
        ballot = Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale=why)
        vote(claim=made, ballots=[ballot], by=person)
    ballot = Ballot(
        aspect=Aspect.CONTENT, verdict=OPINION, rationale="<i>So it is.</i>"
    )
    adjudicate(claim=made, ballot=ballot, by=judge)
    return made


def test_ones_own_overruled_vote_is_shown_with_who_decided_and_why(
    login: Login,
) -> None:
    ana, ben = make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR, username="judge")
    claim = overrule(ana, ben, judge)

    page = get(login(user=ana), "overruled_votes")

    (entry,) = page.select(".entries > li")
    said = words(entry)
    assert claim.content_text in said
    assert "Your vote: unverified" in said
    assert "Found none." in said
    assert "Decided: not checkable" in said
    assert "Adjudicated by judge" in said
    assert "<i>So it is.</i>" in said
    assert not entry.select("i")
    link = entry.select_one("blockquote a")
    assert link is not None
    assert login(user=ana).get(str(link["href"])).status_code == 200


def test_nobody_sees_the_list_of_another(login: Login) -> None:
    ana, ben = make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR)
    overrule(ana, ben, judge)

    for person in (ben, judge, make_user(Role.EDITOR)):
        page = get(login(user=person), "overruled_votes")
        assert "No vote of yours was decided otherwise." in words(page)
        assert "Found none." not in words(page)


def test_pages_of_overruled_votes(
    login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (overruled, dashboard):
        monkeypatch.setattr(module, "PAGE", 2)
    ana, ben = make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR)
    for _ in range(3):
        overrule(ana, ben, judge)
    client = login(user=ana)

    first = get(client, "overruled_votes")
    older = first.select_one('.lengths a[href^="?before="]')
    assert older is not None
    second = get(client, "overruled_votes", str(older["href"]))

    assert len(first.select(".entries > li")) == 2
    assert len(second.select(".entries > li")) == 1
    assert words(second.select_one(".lengths")) == "Newest"


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 30])
def test_a_vote_that_is_none_is_not_found(before: str, login: Login) -> None:
    url = f"{reverse('overruled_votes')}?before={before}"

    assert login().get(url).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_the_pinned_number_of_queries(name: str, login: Login) -> None:
    ana, ben = make_reviewers(2)
    judge, client = make_user(Role.ADJUDICATOR), login(user=ana)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    overrule(ana, ben, judge)
    few = queries()
    for _ in range(5):
        overrule(ana, ben, judge)

    assert few == queries() == PINNED[name]


# --- Shares of a speaker -----------------------------------------------------------


def shares_page(decided: int) -> BeautifulSoup:
    """The part of a page for a speaker with so many decided claims."""
    speaker, article = make_speaker("John Smith"), make_article()
    for _ in range(decided):
        make_claim(
            article, attribution_verdict="corroborated", content_verdict="disputed"
        )
    make_claim(article, attribution_verdict="disputed", content_verdict="disputed")
    context = {"verdict_shares": verdict_shares(speaker)}
    html = render_to_string("admin/claims/verdict_shares.html", context)
    return BeautifulSoup(html, "lxml")


def test_shares_come_with_n_and_interval() -> None:
    page = shares_page(LEAST_DECIDED)

    rows = [words(row) for row in page.select("tr")]
    assert "disputed 20 100 % 83–100 %" in rows
    assert "1 left out because it is disputed that they said it" in words(page)
    assert "do not say how often this speaker is right" in words(page)


def test_too_few_claims_have_no_shares() -> None:
    page = shares_page(LEAST_DECIDED - 2)

    assert "too few for shares: they are shown from 20" in words(page)
    assert "%" not in words(page)
    assert not page.select("meter")


def test_a_speaker_without_decisions_has_no_table() -> None:
    context = {"verdict_shares": verdict_shares(make_speaker())}

    html = render_to_string("admin/claims/verdict_shares.html", context)

    assert "<table" not in html
    assert html.count("0 decided") == 2

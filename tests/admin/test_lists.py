"""Lists stay quick: as many queries for a hundred rows as for ten, counts capped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin import ClaimAdmin
from claims.models import SpeakerAlias
from factcheck.core.admin import lists
from factcheck.core.models import ApiToken, Job, JobState, User
from factcheck.core.permissions import Role
from tests.admin.conftest import Login
from tests.factories import (
    make_article,
    make_claim,
    make_feed,
    make_feed_item,
    make_fetch,
    make_job,
    make_outlet,
    make_speaker,
    make_user,
)
from tests.ledger import recorded

PINNED = json.loads(
    (Path(__file__).parent / "query_counts.json").read_text(encoding="utf-8")
)
LONG = "\n\n".join(
    f"Claim {n} of many is that it rains, Speaker {n} said." for n in range(100)
)


def add_claims(first: int, last: int) -> None:
    """Each in its own article, with its own speaker and outlet."""
    for number in range(first, last):
        article = make_article(outlet=make_outlet(f"Paper {number}"))
        make_claim(article, resolved=make_speaker(f"Person {number}"))


def add_articles(first: int, last: int) -> None:
    for number in range(first, last):
        make_article(outlet=make_outlet(f"Paper {number}"), added_by=make_user())


def add_outlets(first: int, last: int) -> None:
    for number in range(first, last):
        outlet = make_outlet(f"Paper {number}", domain=f"paper{number}.example")
        outlet.ratings.create(grade="B", since=date(2024, 1, 1), reason="seen")


def add_feeds(first: int, last: int) -> None:
    for number in range(first, last):
        feed = make_feed(outlet=make_outlet(f"Paper {number}"), added_by=make_user())
        make_feed_item(feed)


def add_speakers(first: int, last: int) -> None:
    for number in range(first, last):
        if number % 2:
            speaker = make_speaker(f"Person {number}")
        else:
            speaker = make_speaker(
                f"an official {number}", kind="role_unnamed", article=make_article()
            )
        SpeakerAlias.objects.create(speaker=speaker, text=f"alias {number}")


def add_users(first: int, last: int) -> None:
    for number in range(first, last):
        User.objects.create(username=f"somebody{number}", password="!")


def add_tokens(first: int, last: int) -> None:
    for number in range(first, last):
        owner = User.objects.create(username=f"owner{number}", password="!")
        ApiToken.objects.issue(user=owner, name=f"program {number}")


def add_jobs(first: int, last: int) -> None:
    for number in range(first, last):
        owner = User.objects.create(username=f"asker{number}", password="!")
        make_job(requested_by=owner, key=f"job {number}")


def add_events(first: int, last: int) -> None:
    for number in range(first, last):
        owner = User.objects.create(username=f"doer{number}", password="!")
        recorded(by=owner, reason=f"reason {number}")


LISTS: dict[str, Callable[[int, int], None]] = {
    "claims_claim_changelist": add_claims,
    "claims_speaker_changelist": add_speakers,
    "sources_article_changelist": add_articles,
    "sources_outlet_changelist": add_outlets,
    "sources_feed_changelist": add_feeds,
    "core_user_changelist": add_users,
    "core_apitoken_changelist": add_tokens,
    "core_job_changelist": add_jobs,
    "core_auditevent_changelist": add_events,
}


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_needs_the_pinned_number_of_queries(name: str, login: Login) -> None:
    client = login()
    url = f"{reverse(f'admin:{name}')}?all="
    LISTS[name](0, 10)
    few = queries_of(client, url)

    LISTS[name](10, 100)
    many = queries_of(client, url)

    assert few == many == PINNED[name]


def test_the_start_page_needs_the_pinned_number_of_queries(login: Login) -> None:
    client = login()
    add_articles(0, 30)

    assert queries_of(client, reverse("admin:index")) == PINNED["index"]


def test_the_reading_page_needs_the_pinned_number_of_queries(login: Login) -> None:
    client = login()
    article = make_article(LONG)
    url = reverse("admin:sources_article_read", args=[article.public_id])

    def add(first: int, last: int) -> None:
        for number in range(first, last):
            make_claim(
                article,
                content=f"Claim {number} of many is that it rains",
                speaker=f"Speaker {number}",
                via=["said"],
            )

    add(0, 10)
    few = queries_of(client, url)
    add(10, 100)
    many = queries_of(client, url)

    assert few == many == PINNED["sources_article_read"]


def test_a_feeds_page_needs_the_pinned_number_of_queries(login: Login) -> None:
    client = login()
    feed = make_feed()
    url = reverse("admin:sources_feed_change", args=[feed.pk])
    make_feed_item(feed, fetch=make_fetch(make_article()))
    client.get(url)  # whoever is first asks for the content type
    few = queries_of(client, url)

    for _ in range(30):
        make_feed_item(feed, fetch=make_fetch(make_article()))
    many = queries_of(client, url)

    assert few == many == PINNED["sources_feed_change"]


def test_a_list_counts_no_further_than_its_cap(
    login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 20)
    add_outlets(0, 25)

    with CaptureQueriesContext(connection) as captured:
        page = login().get(reverse("admin:sources_outlet_changelist"))

    assert "20+ outlets" in " ".join(page.content.decode().split())
    counts = [query["sql"] for query in captured if "COUNT(" in query["sql"]]
    assert counts
    assert all("LIMIT 21" in sql for sql in counts)


def test_a_list_below_its_cap_says_how_many_there_are(login: Login) -> None:
    add_outlets(0, 3)

    page = login().get(reverse("admin:sources_outlet_changelist"))

    assert "3 outlets" in " ".join(page.content.decode().split())


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("claims_claim_changelist", "swimming pool", True),
        ("claims_claim_changelist", "john smith", True),
        ("claims_claim_changelist", "tramway", False),
        ("claims_claim_changelist", "100%_\\'", False),
        ("sources_article_changelist", "council to close", True),
        ("sources_article_changelist", "tramway", False),
        ("claims_speaker_changelist", "smith", True),
        ("claims_speaker_changelist", "jones", False),
    ],
)
def test_search(name: str, query: str, *, found: bool, login: Login) -> None:
    make_claim()

    page = login().get(reverse(f"admin:{name}"), {"q": query})

    assert ('class="field-' in page.content.decode()) is found


def test_claims_are_never_sorted_by_a_column_without_an_index(login: Login) -> None:
    article = make_article()
    for share in (0.4, 0.9, 0.2):
        make_claim(article, confidence=share)
    url = reverse("admin:claims_claim_changelist")
    client = login()

    for column in range(len(ClaimAdmin.list_display)):
        listed = client.get(url, {"o": column}).context["cl"].result_list
        assert [claim.confidence for claim in listed] == [0.2, 0.9, 0.4]


def test_claims_are_filtered_by_their_words(login: Login) -> None:
    article = make_article()
    make_claim(article, commitment="neutral")
    make_claim(
        article,
        content="a new one would open within a year",
        cue="added",
        speaker="He",
        commitment="distancing",
    )

    url = reverse("admin:claims_claim_changelist")
    page = login().get(url, {"commitment__exact": "distancing"}).content.decode()

    assert "a new one would open" in page
    assert "pool will close" not in page


def test_the_list_shows_what_is_worth_a_check_and_what_the_outlet_says(
    login: Login,
) -> None:
    article = make_article()
    make_claim(article, check_worthiness=0.423, speaker="He", cue="added")
    make_claim(
        article,
        cue="",
        speaker=None,
        tier="outlet",
        speaker_kind="outlet",
        check_worthiness=None,
    )

    page = login().get(reverse("admin:claims_claim_changelist")).content.decode()

    assert "42&nbsp;%" in page
    assert "the outlet itself" in page


def test_a_claim_leads_to_its_place_in_the_article(login: Login) -> None:
    claim = make_claim()
    client = login(Role.READER)

    response = client.get(reverse("admin:claims_claim_change", args=[claim.pk]))

    assert response.status_code == 302
    assert response["Location"] == (
        reverse("admin:sources_article_read", args=[claim.snapshot.article.public_id])
        + f"?claim={claim.public_id}#claim"
    )
    assert client.get(response["Location"]).status_code == 200


def test_the_list_of_jobs_shows_why_one_failed(login: Login) -> None:
    make_job(state=JobState.QUARANTINED, reason="Failed 5 times; the disk is full")

    page = login().get(reverse("admin:core_job_changelist")).content.decode()

    assert "the disk is full" in page


def test_jobs_are_filtered_by_state(login: Login) -> None:
    failed = make_job(state=JobState.QUARANTINED, reason="the disk is full")
    make_job(state=JobState.SUCCEEDED)
    url = reverse("admin:core_job_changelist")

    page = login().get(url, {"state__exact": "quarantined"})

    assert list(page.context["cl"].queryset) == [Job.objects.get(pk=failed.pk)]


def test_the_number_of_claims_leads_to_them(login: Login) -> None:
    article = make_article()
    make_claim(article, content="The swimming pool will close in May")
    make_claim()
    client = login(Role.READER)

    page = client.get(reverse("admin:sources_article_changelist")).content.decode()
    address = re.search(r'href="([^"]*snapshot__article[^"]*)"', page)
    assert address is not None
    answer = client.get(address[1].replace("&amp;", "&"))

    assert answer.status_code == 200
    assert "1 claim" in answer.content.decode()

"""Reading lists and single rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.extraction.model import Certainty, Commitment, Tier
from claims.models import Progress, Speaker, SpeakerAlias
from factcheck.core.models import ApiToken
from factcheck.lib import clock
from sources.models import Article
from tests.api.conftest import Caller
from tests.factories import make_article, make_claim, make_outlet, make_speaker

LISTS = ("articles", "claims", "speakers", "outlets")


def ids(answer: Any) -> list[str]:
    """The ids on a page."""
    assert answer.status_code == 200, answer.json()
    return [row["id"] for row in answer.json()["results"]]


def walk(client: Caller, path: str) -> Iterator[list[str]]:
    """The ids of page after page."""
    while path:
        answer = client.get(path)
        yield ids(answer)
        path = answer.json()["next"]


def test_a_claim_shows_what_is_stored(reader: Caller) -> None:
    claim = make_claim(via=["He"])
    article = claim.snapshot.article

    shown = reader.get(f"/api/v1/claims/{claim.public_id}/").json()

    assert claim.speaker
    assert shown["url"] == f"/api/v1/claims/{claim.public_id}/"
    assert shown["article"]["id"] == str(article.public_id)
    assert shown["speaker"]["name"] == "John Smith"
    assert shown["speaker_id"] == str(claim.speaker.public_id)
    assert [via["text"] for via in shown["via"]] == ["He"]
    text = reader.get(shown["snapshot"]["url"]).json()["text"]
    for part in (shown["content"], shown["cue"], shown["speaker"], *shown["via"]):
        assert " … ".join(text[s:e] for s, e in part["spans"]) == part["text"]
    assert reader.get(shown["article"]["url"]).json()["id"] == shown["article"]["id"]


def test_the_outlets_own_sentence_has_no_cue_and_no_speaker(reader: Caller) -> None:
    claim = make_claim(
        cue="",
        speaker=None,
        tier=Tier.OUTLET,
        speaker_kind="outlet",
        check_worthiness=0.875,
    )

    shown = reader.get(f"/api/v1/claims/{claim.public_id}/").json()

    assert shown["cue"] == {"text": "", "spans": [], "lemma": ""}
    assert shown["speaker"]["kind"] == "outlet"
    assert shown["speaker"]["name"] is None
    assert shown["check_worthiness"] == 0.875


def test_an_article_leads_to_its_texts_and_claims(reader: Caller) -> None:
    claim = make_claim()
    article = claim.snapshot.article

    shown = reader.get(f"/api/v1/articles/{article.public_id}/").json()
    snapshots = reader.get(shown["snapshots_url"]).json()["results"]
    newest = reader.get(shown["snapshot"]["url"]).json()

    assert ids(reader.get(shown["claims_url"])) == [str(claim.public_id)]
    assert [row["number"] for row in snapshots] == [1]
    assert "text" not in snapshots[0]
    assert newest["text"] == claim.snapshot.text
    assert newest["blocks"][0]["start"] == 0


def test_the_claim_count_is_unknown_until_the_text_was_extracted(
    reader: Caller,
) -> None:
    new, done = make_article(extracted=False), make_article("Another text.")

    counts = [
        reader.get(f"/api/v1/articles/{article.public_id}/").json()["claim_count"]
        for article in (new, done)
    ]

    assert counts == [None, 0]


def test_withdrawn_claims_are_shown_only_when_asked_for(reader: Caller) -> None:
    article = make_article()
    stands = make_claim(article)
    withdrawn = make_claim(article, progress=Progress.WITHDRAWN)

    assert ids(reader.get("/api/v1/claims/")) == [str(stands.public_id)]
    asked = reader.get("/api/v1/claims/?progress=withdrawn")
    assert ids(asked) == [str(withdrawn.public_id)]
    speaker = reader.get("/api/v1/speakers/").json()["results"][0]
    assert speaker["claim_count"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tier=speech", "ab"),
        ("tier=evidential", "c"),
        ("tier__in=evidential,stance", "c"),
        ("commitment=distancing", "b"),
        ("certainty=CT%2B", "ac"),
        ("certainty=CT+", "ac"),  # an unescaped plus arrives as a blank
        ("certainty__in=CT%2B,PR%2B", "abc"),
        ("quote_type=indirect", "abc"),
        ("progress=in_review", "c"),
        ("progress__in=new,in_review", "abc"),
        ("speaker_kind=named_person", "abc"),
        ("negated=true", "b"),
        ("negated=false", "ac"),
        ("confidence__gte=0.5", "ab"),
        ("confidence__lte=0.5&confidence__gte=0.1", "c"),
        ("check_worthiness__gte=0.7", "bc"),
        ("check_worthiness__lte=0.5", "a"),
        ("search=POOL", "ab"),
        ("search=smith", "abc"),
        ("search=within%20a%20year", "c"),
        ("search=100%25", ""),
        ("created_at__gte=2020-01-01T00:00:00Z", "abc"),
        ("created_at__lte=2020-01-01T00:00:00%2B02:00", ""),
        ("created_at__lte=9998-12-31T00:00:00-23:59", "abc"),
        ("outlet=00000000-0000-4000-8000-000000000000", ""),
        ("tier=speech&negated=true", "b"),
    ],
)
def test_claims_are_filtered(reader: Caller, query: str, found: str) -> None:
    article = make_article()
    claims = {
        "a": make_claim(article, confidence=0.9, check_worthiness=0.2),
        "b": make_claim(
            article,
            confidence=0.8,
            is_negated=True,
            commitment=Commitment.DISTANCING,
            certainty=Certainty.PROBABLE,
        ),
        "c": make_claim(
            article,
            content="a new one would open within a year",
            confidence=0.2,
            tier=Tier.EVIDENTIAL,
            progress=Progress.IN_REVIEW,
        ),
    }

    answer = reader.get(f"/api/v1/claims/?ordering=created_at&{query}")

    assert ids(answer) == [str(claims[name].public_id) for name in found]


def test_claims_are_found_by_article_outlet_and_speaker(reader: Caller) -> None:
    claim = make_claim()
    make_claim(make_article(), resolved=make_speaker("Ann Okoye"))
    article = claim.snapshot.article
    assert article.outlet
    assert claim.speaker

    for query in (
        f"article={article.public_id}",
        f"outlet={article.outlet.public_id}",
        f"speaker={claim.speaker.public_id}",
    ):
        assert ids(reader.get(f"/api/v1/claims/?{query}")) == [str(claim.public_id)]


def test_articles_speakers_and_outlets_are_filtered(reader: Caller) -> None:
    outlet = make_outlet("The Gazette", domain="gazette.example", kind="agency")
    article = make_article(
        outlet=outlet, title="Pool", published_on=date(2026, 3, 31), byline="Ann Okoye"
    )
    make_article("Something else.", published_on=date(2025, 3, 31))
    speaker = make_speaker("Jane Okafor")
    SpeakerAlias.objects.create(speaker=speaker, text="Ms Okafor")
    make_speaker("The council", kind="organisation")

    for query, row in (
        (f"articles/?outlet={outlet.public_id}", article),
        ("articles/?outlet__domain=gazette.example", article),
        ("articles/?published_on__gte=2026-01-01", article),
        ("articles/?search=okoye", article),
        ("outlets/?kind=agency", outlet),
        ("outlets/?kind__in=agency,ngo", outlet),
        ("outlets/?domain=gazette.example", outlet),
        ("outlets/?search=gazette", outlet),
        ("speakers/?kind=named_person", speaker),
        ("speakers/?search=ms%20oka", speaker),
    ):
        assert ids(reader.get(f"/api/v1/{query}")) == [str(row.public_id)], query


def test_an_outlet_shows_the_grade_of_today(reader: Caller) -> None:
    outlet, unrated = make_outlet("Gazette"), make_outlet("Review")
    today = clock.now().date()
    for grade, days in (("C", 900), ("B", 30), ("E", -30)):
        outlet.ratings.create(
            grade=grade, since=today - timedelta(days=days), reason=f"{grade}, as seen"
        )

    shown = reader.get(f"/api/v1/outlets/{outlet.public_id}/").json()
    other = reader.get(f"/api/v1/outlets/{unrated.public_id}/").json()

    assert shown["reliability"] == {
        "grade": "B",
        "since": str(today - timedelta(days=30)),
        "reason": "B, as seen",
    }
    assert other["reliability"] is None


def test_the_grade_is_that_of_the_day_of_the_request(
    reader: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet = make_outlet()
    now = clock.now()
    outlet.ratings.create(
        grade="E", since=now.date() + timedelta(days=1), reason="from tomorrow"
    )
    path = f"/api/v1/outlets/{outlet.public_id}/"

    before = reader.get(path)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    after = reader.get(path, HTTP_IF_NONE_MATCH=before["ETag"])

    assert before.json()["reliability"] is None
    assert after.json()["reliability"]["grade"] == "E"


def test_outlets_are_filtered_by_their_grade_of_today(reader: Caller) -> None:
    outlets = {grade: make_outlet() for grade in "ABE"}
    make_outlet()
    for grade, outlet in outlets.items():
        outlet.ratings.create(grade="F", since=date(2020, 1, 1), reason="new to us")
        outlet.ratings.create(grade=grade, since=date(2024, 1, 1), reason="seen")

    for query, grades in (
        ("reliability=B", "B"),
        ("reliability=F", ""),
        ("reliability__in=A,E", "AE"),
    ):
        found = ids(reader.get(f"/api/v1/outlets/?ordering=created_at&{query}"))
        assert found == [str(outlets[grade].public_id) for grade in grades], query

    for query in ("reliability=G", "reliability=", "reliability__in=A,b"):
        assert reader.get(f"/api/v1/outlets/?{query}").status_code == 400, query


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("tier=spech", "tier"),
        ("tier=", "tier"),
        ("tier=speech&tier=stance", "tier"),
        ("tier__in=speech,x", "tier__in"),
        ("certainty=CT", "certainty"),
        ("tier__regex=.*", "tier__regex"),
        ("speaker=7", "speaker"),
        ("negated=perhaps", "negated"),
        ("confidence__gte=2", "confidence__gte"),
        ("confidence__gte=nan", "confidence__gte"),
        ("created_at__gte=yesterday", "created_at__gte"),
        ("created_at__gte=0001-01-01T00:00:00%2B14:00", "created_at__gte"),
        ("search=a%00b", "search"),
        ("search=" + "x" * 201, "search"),
        ("ordering=confidence", "ordering"),
        ("ordering=-id,created_at", "ordering"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=ten", "page_size"),
        ("page_size=" + "9" * 5000, "page_size"),
        ("cursor=made-up", "cursor"),
        ("format=json", "format"),
        ("expand=article", "expand"),
    ],
)
def test_what_a_list_does_not_know_is_an_error(
    reader: Caller, query: str, parameter: str
) -> None:
    answer = reader.get(f"/api/v1/claims/?{query}")

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize("number", ["0", "-1", "one", "9" * 5000, "1000000"])
def test_a_snapshot_number_must_be_one(reader: Caller, number: str) -> None:
    article = make_article()

    answer = reader.get(
        f"/api/v1/articles/{article.public_id}/claims/?snapshot={number}"
    )

    assert answer.status_code == 400


def test_what_is_not_there_is_not_found(reader: Caller) -> None:
    article = make_article()
    own = f"/api/v1/articles/{article.public_id}"
    unknown = "00000000-0000-4000-8000-000000000000"

    for path in (
        *(f"/api/v1/{name}/{unknown}/" for name in (*LISTS, "jobs")),
        f"/api/v1/articles/{unknown}/claims/",
        f"/api/v1/articles/{unknown}/snapshots/",
        f"{own}/snapshots/2/",
        f"{own}/snapshots/99999999999999999999/",
        f"{own}/claims/?snapshot=2",
    ):
        assert reader.get(path).status_code == 404, path


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("ordering", ["created_at", "-created_at"])
def test_pages_neither_skip_nor_repeat_while_rows_come_and_go(
    reader: Caller, name: str, ordering: str
) -> None:
    before = [make_claim(make_article()) for _ in range(7)]
    pages = walk(reader, f"/api/v1/{name}/?page_size=2&ordering={ordering}")
    all_before = {
        "articles": [str(c.snapshot.article.public_id) for c in before],
        "claims": [str(c.public_id) for c in before],
        "outlets": [str(c.snapshot.article.outlet.public_id) for c in before],
        "speakers": [str(c.speaker.public_id) for c in before[:1]],
    }[name]

    seen = list(next(pages))
    if name == "claims":
        before[0].delete()
        before[-1].delete()
        all_before = all_before[1:-1]
    make_claim(make_article())
    seen += [id for page in pages for id in page]

    assert len(seen) == len(set(seen))
    assert set(all_before) <= set(seen)


def test_pages_lead_back_as_well(reader: Caller) -> None:
    for letter in "dacbe":
        make_outlet(letter)

    first = reader.get("/api/v1/outlets/?page_size=2&ordering=-name").json()
    second = reader.get(first["next"]).json()
    third = reader.get(second["next"]).json()
    back = reader.get(third["previous"]).json()

    def names(page: dict[str, Any]) -> str:
        return "".join(row["name"] for row in page["results"])

    assert [names(page) for page in (first, second, third, back)] == [
        "ed",
        "cb",
        "a",
        "cb",
    ]
    assert (first["previous"], third["next"]) == (None, None)
    assert names(reader.get(back["previous"]).json()) == "ed"
    assert reader.get(back["previous"]).json()["previous"] is None
    assert names(reader.get(back["next"]).json()) == "a"


def test_equal_names_do_not_confuse_the_pages(reader: Caller) -> None:
    for number in range(5):
        make_outlet("Gazette", domain=f"gazette-{number}.example")

    seen = [id for page in walk(reader, "/api/v1/outlets/?page_size=2") for id in page]

    assert len(set(seen)) == len(seen) == 5


def test_an_altered_or_borrowed_cursor_is_an_error(reader: Caller) -> None:
    for _ in range(3):
        make_outlet()
    link = reader.get("/api/v1/outlets/?page_size=1").json()["next"]
    cursor = link.split("cursor=")[1].split("&")[0]
    forged = signing.dumps(["name", 0, "a", "b", "c"], salt="factcheck.api.cursor")
    of_another_kind = signing.dumps(7, salt="factcheck.api.cursor")

    for query in (
        f"cursor={cursor[:-1]}",
        f"cursor={cursor}x",
        f"cursor={cursor}&ordering=-name",
        f"cursor={forged}",
        f"cursor={of_another_kind}",
    ):
        assert reader.get(f"/api/v1/outlets/?{query}").status_code == 400, query


@pytest.mark.parametrize(
    "path",
    [
        "articles/",
        "claims/",
        "speakers/",
        "outlets/",
        "articles/{article}/claims/",
        "articles/{article}/snapshots/",
    ],
)
def test_a_longer_page_costs_no_more_queries(reader: Caller, path: str) -> None:
    article = make_article()
    path = f"/api/v1/{path.format(article=article.public_id)}?page_size=100"
    counts, lengths = [], []

    for rows in (3, 30):
        for number in range(rows):
            speaker = make_speaker()
            SpeakerAlias.objects.create(speaker=speaker, text=f"alias {number}")
            make_claim(article, resolved=speaker, via=["He"])
            make_claim(make_article(), resolved=speaker)
            outlet = make_outlet()
            outlet.ratings.create(grade="B", since=date(2024, 1, 1), reason="seen")
        reader.get(path)  # the token's use is noted once a minute
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lengths.append(len(ids(reader.get(path))))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 8
    assert lengths[0] < lengths[1] or "snapshots" in path


def test_an_unchanged_row_is_not_sent_again(reader: Caller) -> None:
    claim = make_claim()
    path = f"/api/v1/claims/{claim.public_id}/"
    tag = reader.get(path)["ETag"]

    again = reader.get(path, HTTP_IF_NONE_MATCH=tag)
    claim.progress = Progress.TRIAGED
    claim.save(update_fields=["progress"])
    changed = reader.get(path, HTTP_IF_NONE_MATCH=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


@pytest.mark.parametrize("path", ["claims", "claims/{claim}", "schema"])
def test_paths_work_without_their_last_slash(reader: Caller, path: str) -> None:
    path = "/api/v1/" + path.format(claim=make_claim().public_id)

    with_slash, without = reader.get(f"{path}/"), reader.get(path)

    assert with_slash.status_code == without.status_code == 200
    assert with_slash.json() == without.json()


def test_head_is_get_without_a_body(reader: Caller) -> None:
    answer = reader.head("/api/v1/claims/")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Type"] == "application/json"


def test_a_tokens_use_is_noted_to_the_minute(
    reader: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.now().replace(second=5, microsecond=7)
    noted = []
    for seconds in (0, 40, 60):
        now = start + timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        reader.get("/api/v1/claims/")
        noted.append(ApiToken.objects.get().last_used_at)

    minute = start.replace(second=0, microsecond=0)
    assert noted == [minute, minute, minute + timedelta(minutes=1)]


def test_a_token_is_in_no_log_and_no_answer(
    anonymous: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    token = "fc_0123456789abcdef_" + "5ec2e7" * 10
    anonymous.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    answer = anonymous.get("/api/v1/claims/")

    assert answer.status_code == 401
    assert "5ec2e7" not in caplog.text + answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer fc_1_2",
        "Bearer fc_" + "a" * 100_000 + "_b",
        "Bearer f\u00fc_a_b",
        "Bearer a b c",
        "Bearer fc_\x00_b",
        "Token fc_a_b",
        "Basic YTpi",
    ],
)
def test_a_wrong_token_is_refused(anonymous: Caller, header: str) -> None:
    anonymous.credentials(HTTP_AUTHORIZATION=header)

    answer = anonymous.get("/api/v1/claims/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="factcheck"'


def test_a_revoked_token_is_refused_at_once(reader: Caller) -> None:
    ApiToken.objects.update(revoked_at=clock.now())

    answer = reader.get("/api/v1/claims/")

    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:factcheck:problem:invalid_token"


def test_hostile_titles_stay_text(reader: Caller) -> None:
    title = "<script>alert(1)</script>"
    article: Article = make_article(title=title)

    answer = reader.get(f"/api/v1/articles/{article.public_id}/")

    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["title"] == title


def test_unnamed_speakers_name_their_article(reader: Caller) -> None:
    claim = make_claim(speaker="John Smith", speaker_kind="anonymous_source")

    shown: Callable[[str], Any] = lambda path: reader.get(path).json()  # noqa: E731

    assert claim.speaker
    path = f"/api/v1/speakers/{claim.speaker.public_id}/"
    assert shown(path)["article_id"] == str(claim.snapshot.article.public_id)
    assert Speaker.objects.count() == 1

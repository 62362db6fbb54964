"""Submitting an article: what is stored, what is refused, what is done once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, InternalError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from claims.extraction import Extractor
from claims.models import Claim, ClaimSpan, ExtractionRun, Progress, Speaker
from claims.services import Submitted, submit_article
from claims.storing import fingerprint, store
from factcheck.core import jobs
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Job, User
from factcheck.core.permissions import Role
from sources.models import Article, Outlet, Snapshot
from sources.raw import load
from sources.services import Submission
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TEXT = """Council to close the pool

The swimming pool on Mill Lane will close in May, council leader Jane Okafor said on
Monday. “We cannot heat it any more,” she said. “It is as simple as that.”

Officials reportedly looked at two other sites. The union denied that its members had
agreed to the plan, according to a person close to the talks.
"""


@pytest.fixture
def submit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    """Submit as the product does: the job runs after the commit."""

    def run(*, by: User | None = None, **fields: object) -> Submitted:
        with django_capture_on_commit_callbacks(execute=True):
            submitted = submit_article(submission=Submission(**fields), by=by)
        if submitted.job:
            submitted.job.refresh_from_db()
        return submitted

    return run


def stored_rows() -> tuple[int, ...]:
    """How many rows each of our tables has."""
    models = (Outlet, Article, Snapshot, Job, ExtractionRun, Claim, Speaker)
    return tuple(model.objects.count() for model in models)


def test_an_article_becomes_claims_whose_spans_slice_back(submit) -> None:
    submitted = submit(text=TEXT, published=date(2026, 11, 18), outlet="The Gazette")

    claims = Claim.objects.of_snapshot(submitted.snapshot).with_everything()
    text = submitted.snapshot.text
    assert submitted.job.state == "succeeded"
    assert len(claims) >= 4
    for span in ClaimSpan.objects.all():
        assert text[span.start : span.end] == span.text
    assert [claim.ordinal for claim in claims] == list(range(1, len(claims) + 1))
    leader = next(claim for claim in claims if "close in May" in claim.content_text)
    assert leader.speaker.name == "Jane Okafor"
    assert leader.said_on == date(2026, 11, 16)


def test_the_raw_bytes_and_their_hash_are_kept(submit) -> None:
    raw = f"<html><body><h1>Pool</h1><p>{TEXT}</p></body></html>".encode()

    snapshot = submit(data=raw, content_type="text/html").snapshot

    assert load(snapshot.raw_name) == raw
    assert snapshot.raw_sha256 == hashlib.sha256(raw).hexdigest()
    assert snapshot.sha256 == hashlib.sha256(snapshot.text.encode()).hexdigest()


def test_the_same_submission_again_changes_nothing(submit) -> None:
    first = submit(text=TEXT, outlet="The Gazette")
    before = stored_rows()

    second = submit(text=TEXT, outlet="The Gazette")

    assert (first.is_new, second.is_new) == (True, False)
    assert second.article == first.article
    assert second.job == first.job
    assert stored_rows() == before


def test_another_text_at_the_same_url_is_the_next_snapshot(submit) -> None:
    url = "https://gazette.example/pool"
    first = submit(text=TEXT, url=url)

    second = submit(text=TEXT.replace("May", "June"), url=url)

    assert second.article == first.article
    assert second.snapshot.number == 2


def test_a_page_cannot_make_itself_a_version_of_another_article(submit) -> None:
    url = "https://gazette.example/pool"
    submit(text=TEXT, url=url)
    page = (
        f"<html><head><link rel='canonical' href='{url}'></head><body><article>"
        "<h1>Council to keep the pool</h1><p>The pool on Mill Lane will stay open, "
        "council leader Jane Okafor said on Monday.</p></article></body></html>"
    ).encode()

    with pytest.raises(Refused, match="give the URL too"):
        submit(data=page, content_type="text/html")
    assert submit(data=page, content_type="text/html", url=url).snapshot.number == 2


def test_one_text_in_two_outlets_is_two_articles(submit) -> None:
    first = submit(text=TEXT, url="https://one.example/a")
    second = submit(text=TEXT, url="https://two.example/b")

    assert first.article != second.article
    assert {outlet.domain for outlet in Outlet.objects.all()} == {
        "one.example",
        "two.example",
    }


def test_the_day_of_publication_is_the_outlets_own(submit) -> None:
    just_after_midnight = datetime(
        2026, 11, 18, 0, 30, tzinfo=timezone(timedelta(hours=2))
    )

    article = submit(text=TEXT, published=just_after_midnight).article

    article.refresh_from_db()
    assert article.published_on == date(2026, 11, 18)
    assert article.published_at == datetime(2026, 11, 17, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "empty"),
        ({"text": ""}, "empty"),
        ({"text": " \n\0\n "}, "empty"),
        ({"data": b""}, "empty"),
        ({"data": b"%PDF-1.7\n%\xe2\xe3"}, "binary"),
        ({"data": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"}, "binary"),
        ({"data": b"x" * (5 * 1024 * 1024 + 1)}, "too_large"),
        ({"text": "word " * 1_100_000}, "too_large"),
        ({"data": b"<div>" * 5000, "content_type": "text/html"}, "too_deep"),
        ({"text": TEXT, "url": "file:///etc/passwd"}, "invalid_url"),
        ({"text": TEXT, "url": "javascript:alert(1)"}, "invalid_url"),
        ({"text": TEXT, "url": "https://user:pw@gazette.example/"}, "invalid_url"),
        ({"text": TEXT, "outlet": "x" * 201}, "outlet_too_long"),
        ({"text": TEXT, "title": "x" * 501}, "title_too_long"),
        ({"text": TEXT, "data": b"both"}, "ambiguous"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_stored(
    submit, fields: dict[str, object], code: str
) -> None:
    before = stored_rows()

    with pytest.raises(Refused) as refusal:
        submit(**fields)

    assert refusal.value.code == code
    assert len(str(refusal.value)) > 20
    assert stored_rows() == before


def test_a_reader_may_not_add_articles(submit) -> None:
    with pytest.raises(PermissionDenied):
        submit(text=TEXT, by=make_user(role=Role.READER))

    assert stored_rows() == (0,) * 7


def test_the_same_run_stored_twice_is_one_run(submit) -> None:
    submitted = submit(text=TEXT)
    before = stored_rows(), list(Claim.objects.values_list("pk", "fingerprint"))
    job = jobs.enqueue(kind="claims.extract", subject_id=submitted.snapshot.pk)

    jobs.run(job.pk)

    after = stored_rows(), list(Claim.objects.values_list("pk", "fingerprint"))
    assert after[1] == before[1]
    assert ExtractionRun.objects.count() == 1


def test_a_deleted_article_cancels_its_job(submit) -> None:
    submitted = submit(text=TEXT)
    job = jobs.enqueue(kind="claims.extract", subject_id=submitted.snapshot.pk)
    submitted.article.delete()

    assert jobs.run(job.pk) == "cancelled"
    assert Claim.objects.count() == 0


def test_a_new_engine_version_meets_the_same_claims_again(submit) -> None:
    snapshot = submit(text=TEXT).snapshot
    before = dict(Claim.objects.values_list("fingerprint", "public_id"))
    extraction = Extractor().extract(snapshot.text)
    dropped = extraction.attributions[0]
    newer = replace(
        extraction, engine="test-2", attributions=extraction.attributions[1:]
    )

    store(snapshot=snapshot, extraction=newer)

    assert dict(Claim.objects.values_list("fingerprint", "public_id")) == before
    withdrawn = Claim.objects.get(progress=Progress.WITHDRAWN)
    assert withdrawn.fingerprint == fingerprint(dropped)
    assert Claim.objects.current().filter(run__engine="test-2").count() == (
        len(before) - 1
    )


def test_unnamed_speakers_stay_in_their_article(submit) -> None:
    submit(text=TEXT, url="https://one.example/a")
    submit(text=TEXT, url="https://two.example/b")

    people = Speaker.objects.filter(name="Jane Okafor")
    sources = Speaker.objects.filter(name__icontains="person close to the talks")
    assert people.count() == 1
    assert sources.count() == 2
    assert len({speaker.article_id for speaker in sources}) == 2


def test_the_outlets_own_sentences_are_kept_where_that_is_set(
    submit, settings: Settings
) -> None:
    text = f"{TEXT}\nThe pool was built in 1931 by the borough.\n"
    before = submit(text=text, url="https://one.example/a").snapshot
    settings.EXTRACTION_OUTLET_TIER = True
    after = submit(text=text, url="https://two.example/b").snapshot

    own = after.claims.get(tier="outlet")
    run = after.runs.get()
    assert own.content_text == "The pool was built in 1931 by the borough"
    assert own.cue_text == ""
    assert own.speaker is None
    assert own.check_worthiness is not None
    assert [span.role for span in own.spans.all()] == ["content"]
    assert run.engine == f"{before.runs.get().engine}+outlet"
    assert run.claim_count == before.claims.count() + 1


def test_the_database_refuses_to_change_a_snapshot(submit) -> None:
    snapshot = submit(text=TEXT).snapshot

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(text="something else")

    snapshot.refresh_from_db()
    assert snapshot.text.startswith("Council to close")


def test_the_database_refuses_a_claim_with_an_unknown_word(submit) -> None:
    submit(text=TEXT)
    claim = Claim.objects.first()

    for column, value in [
        ("commitment", "sure"),
        ("confidence", 1.5),
        ("check_worthiness", -0.1),
        ("cue_text", ""),  # only the outlet's own sentences have none
        ("tier", "outlet"),
        ("progress", "true"),
        ("content_text", ""),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**{column: value})


@pytest.mark.parametrize(
    "written",
    [
        "https://gazette.example/pool#comments",
        "HTTPS://Gazette.Example/pool",
        "https://gazette.example/pool?utm_source=x&utm_medium=y&fbclid=1",
    ],
)
def test_one_address_has_one_written_form(submit, written: str) -> None:
    article = submit(text=TEXT, url=written).article

    assert article.canonical_url == "https://gazette.example/pool"


def test_what_is_given_by_hand_corrects_an_article(submit) -> None:
    url = "https://gazette.example/pool"
    submit(text=TEXT, url=url)

    submit(text=TEXT, url=url, title="The pool", published=date(2026, 11, 18))
    article = submit(text=TEXT, url=url).article

    article.refresh_from_db()
    assert (article.title, article.published_on) == ("The pool", date(2026, 11, 18))


@pytest.mark.parametrize(
    ("given", "name", "domain"),
    [
        ("www.Gazette.example", "gazette.example", "gazette.example"),
        ("No.10", "No.10", None),
        ("../x", "../x", None),
        ("The\r\nGazette \u202e\u200b", "The Gazette", None),
    ],
)
def test_an_outlet_is_a_domain_or_a_name_on_one_line(
    submit, given: str, name: str, domain: str | None
) -> None:
    outlet = submit(text=TEXT, outlet=given).article.outlet

    assert (outlet.name, outlet.domain) == (name, domain)


def test_a_text_that_no_engine_reads_is_stored_marked_and_not_split(submit) -> None:
    submitted = submit(
        text="Der Stadtrat hat am Montag beschlossen, das Hallenbad im Mai zu "
        "schließen. Das sagte die Bürgermeisterin nach der Sitzung. Die Heizung sei "
        "zu teuer geworden, teilte die Stadt mit."
    )

    assert submitted.article.language == "de"
    assert not submitted.article.has_engine
    assert submitted.job is None
    assert Job.objects.filter(kind="claims.extract").count() == 0
    assert ExtractionRun.objects.count() == 0

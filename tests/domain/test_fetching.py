"""Articles fetched from a real web server on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from claims.models import Claim
from claims.services import Submitted, ended, submit
from factcheck.core import jobs
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Job
from factcheck.core.permissions import Role
from factcheck.lib import clock
from sources.fetching import Asked, ask_for, fetch_again
from sources.models import Article, Fetch, Snapshot
from sources.services import Submission
from tests.factories import make_article, make_user
from tests.newspaper import Page, Site, serving

pytestmark = pytest.mark.django_db

TITLE = "Council to close the pool"
POOL = "The swimming pool on Mill Lane will close in May, Jane Okafor said on Monday."
UNION = "The union opposes the plan, its secretary Tom Berry said in a statement."


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A site that may be fetched from, although it is on this machine."""
    with serving() as site:
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [site.port]
        settings.FETCH_HOST_INTERVAL_SECONDS = 0
        yield site


@pytest.fixture
def fetch(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks):
    """Ask for a page as the product does: the job runs after the commit."""

    def run(url: str, **given: object) -> Submitted | Asked:
        with django_capture_on_commit_callbacks(execute=True):
            asked = ask_for(url=url, by=None, **given)
        asked.fetch.refresh_from_db()
        asked.job.refresh_from_db()
        return ended(asked)

    return run


def test_a_page_becomes_an_article_with_its_claims(site: Site, fetch) -> None:
    url = site.article("/pool", TITLE, POOL, UNION)

    added = fetch(url)

    assert added.is_new
    assert added.article.canonical_url == url
    assert added.article.title == TITLE
    assert added.snapshot.fetched_from == url
    assert added.snapshot.headers["content-type"] == "text/html; charset=utf-8"
    assert Claim.objects.of_snapshot(added.snapshot).count() >= 2
    assert Fetch.objects.get().state == "changed"


def test_what_is_given_by_hand_wins(site: Site, fetch) -> None:
    url = site.article("/pool", TITLE, POOL, UNION)

    added = fetch(url, outlet="The Gazette", title="The pool", published=None)

    assert added.article.outlet.name == "The Gazette"
    assert added.article.title == "The pool"


def test_an_unchanged_page_is_asked_for_and_not_sent_again(site: Site, fetch) -> None:
    url = site.article("/pool", TITLE, POOL, UNION, etag='"one"')
    first = fetch(url)

    second = fetch(url)

    assert not second.is_new
    assert second.snapshot == first.snapshot
    assert [status for path, status in site.asked if path == "/pool"] == [200, 304]
    assert Fetch.objects.first().etag == '"one"'


def test_a_changed_page_is_the_next_text_of_the_article(site: Site, fetch) -> None:
    url = site.article("/pool", TITLE, POOL, UNION, etag='"one"')
    first = fetch(url)
    site.article("/pool", TITLE, POOL, etag='"two"')

    second = fetch(url)

    assert second.is_new
    assert second.article == first.article
    assert second.snapshot.number == 2


def test_after_another_text_was_handed_in_the_condition_is_not_sent(
    site: Site, fetch, django_capture_on_commit_callbacks
) -> None:
    url = site.article("/pool", TITLE, POOL, UNION, etag='"one"')
    fetch(url)
    with django_capture_on_commit_callbacks(execute=True):
        submit(submission=Submission(text=f"{TITLE}\n\n{POOL}", url=url), by=None)

    third = fetch(url)

    assert third.is_new
    assert third.snapshot.number == 3


@pytest.mark.parametrize(
    "spelling",
    ["/pool/", "/pool?utm_source=letter&fbclid=1", "/pool/amp/", "/pool?amp=1"],
)
def test_all_addresses_of_a_page_are_one_article(
    site: Site, fetch, spelling: str
) -> None:
    canonical = '<link rel="canonical" href="/pool">'
    first = fetch(site.article("/pool", TITLE, POOL, UNION))
    site.pages[spelling] = Page(site.pages["/pool"].body + canonical.encode())
    site.pages[spelling.partition("?")[0]] = site.pages[spelling]

    second = fetch(site.url + spelling)

    assert second.article == first.article
    assert Article.objects.count() == 1


def test_a_redirected_page_is_known_under_both_addresses(site: Site, fetch) -> None:
    url = site.article("/pool", TITLE, POOL, UNION)
    site.pages["/p/1"] = Page(status=302, headers={"Location": "/pool"})

    first = fetch(f"{site.url}/p/1")

    assert first.snapshot.fetched_from == url
    assert fetch(url).article == first.article
    assert {address.url for address in first.article.addresses.all()} == {
        url,
        f"{site.url}/p/1",
    }


def test_a_page_cannot_pass_for_one_of_another_site(site: Site, fetch) -> None:
    victim = make_article(canonical_url="https://gazette.example/pool")
    victim.addresses.create(
        key="gazette.example/pool", url="https://gazette.example/pool"
    )
    link = '<link rel="canonical" href="https://gazette.example/pool">'
    url = site.article("/hoax", TITLE, POOL, UNION)
    site.pages["/hoax"].body = site.pages["/hoax"].body.replace(
        b"</head>", f"{link}</head>".encode()
    )

    added = fetch(url)

    assert added.article != victim
    assert added.article.canonical_url == url
    assert victim.snapshots.count() == 1


def test_pages_that_all_state_one_address_are_articles_of_their_own(
    site: Site, fetch
) -> None:
    canonical = b'<link rel="canonical" href="/news"></head>'
    urls = [
        site.article("/pool", TITLE, POOL, UNION),
        site.article(
            "/tram",
            "New tram line opens",
            "The line to the harbour opened on Sunday, Petra Novak told reporters.",
            "Ticket prices will rise in spring, according to the transport office.",
        ),
    ]
    for page in site.pages.values():
        page.body = page.body.replace(b"</head>", canonical)

    articles = [fetch(url).article for url in urls]

    assert articles[0] != articles[1]
    assert [fetch(url).article for url in urls] == articles


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (Page(status=404), "not_found"),
        (Page(status=410), "gone"),
        (Page(status=451), "legal"),
        (Page(status=403), "forbidden"),
        (Page(b"\x89PNG\r\n", content_type="image/png"), "not_html"),
        (Page(b"<p>" + b"x" * 5_100_000), "too_big"),
    ],
)
def test_what_cannot_be_had_is_said_and_not_tried_again(
    site: Site, fetch, page: Page, code: str
) -> None:
    site.pages["/pool"] = page

    with pytest.raises(Refused) as refusal:
        fetch(f"{site.url}/pool")

    assert refusal.value.code == code
    assert len(str(refusal.value)) > 20
    assert Job.objects.get().state == "refused"
    assert Fetch.objects.get().state == "failed"
    assert Article.objects.count() == 0


def test_the_beginning_of_a_page_behind_a_paywall_is_not_taken_for_the_whole(
    site: Site, fetch
) -> None:
    url = site.article("/pool", TITLE, POOL, "Subscribe to continue reading.")

    with pytest.raises(Refused) as refusal:
        fetch(url)

    assert refusal.value.code == "paywall"
    assert "paste its text" in str(refusal.value)
    assert Article.objects.count() == 0


def test_a_busy_server_is_asked_again_later(site: Site, fetch) -> None:
    site.pages["/pool"] = Page(status=503, headers={"Retry-After": "120"})

    asked = fetch(f"{site.url}/pool")

    assert isinstance(asked, Asked)
    job = Job.objects.get()
    assert job.state == "queued"
    assert 100 < (job.run_after - job.created_at).total_seconds() < 200
    assert Fetch.objects.get().state == "asked"
    assert "503" in Fetch.objects.get().reason


def test_a_server_that_never_answers_is_given_up_and_said(
    site: Site, fetch, settings: Settings
) -> None:
    site.pages["/pool"] = Page(status=503)
    fetch(f"{site.url}/pool")

    for _ in range(settings.JOB_MAX_ATTEMPTS - 1):
        Job.objects.update(run_after=clock.now())
        jobs.run(Job.objects.get().pk)

    assert Job.objects.get().state == "quarantined"
    assert Fetch.objects.get().state == "failed"
    assert site.count("/pool") == settings.JOB_MAX_ATTEMPTS


def test_a_fetch_that_runs_twice_asks_once(site: Site, fetch) -> None:
    fetch(site.article("/pool", TITLE, POOL, UNION))
    job = Job.objects.get(kind="sources.fetch")
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)

    jobs.run(job.pk)

    assert site.count("/pool") == 1
    assert Snapshot.objects.count() == 1


def test_asking_twice_for_a_page_makes_one_fetch(site: Site) -> None:
    first = ask_for(url=f"{site.url}/pool?utm_source=a", by=None)

    second = ask_for(url=f"{site.url}/pool", by=None)

    assert second.fetch == first.fetch
    assert Fetch.objects.count() == 1


def test_robots_that_say_no_are_heeded(site: Site, fetch) -> None:
    site.pages["/robots.txt"] = Page(
        b"User-agent: *\nDisallow: /pool\n", content_type="text/plain"
    )
    url = site.article("/pool", TITLE, POOL, UNION)

    with pytest.raises(Refused) as refusal:
        fetch(url)

    assert refusal.value.code == "robots"
    assert site.count("/pool") == 0


def test_a_pasted_article_cannot_be_fetched_again() -> None:
    with pytest.raises(Refused, match="without a web address"):
        fetch_again(article=make_article(), by=None)


def test_a_reader_may_not_have_pages_fetched() -> None:
    with pytest.raises(PermissionDenied):
        ask_for(url="https://gazette.example/", by=make_user(Role.READER))

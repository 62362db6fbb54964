"""Adding an article: what the form takes, what it refuses, what it keeps."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from claims.models import Claim
from factcheck.core.models import Job
from factcheck.core.permissions import Role
from sources.models import Article, Outlet, Snapshot
from tests.admin.conftest import Login
from tests.factories import make_claim

TEXT = (
    "Council to close the pool\n\n"
    "The mayor, Ada Brook, said on Monday that the pool would close in May. "
    "The decision was taken by the council after a long debate about its costs."
)
PAGE = f"<html><body><article><h1>Pool</h1><p>{TEXT}</p></article></body></html>"


@pytest.fixture(autouse=True)
def _worker_elsewhere(settings: Settings) -> None:
    """The engine has its own tests; here the job is left to a worker."""
    settings.JOBS_IN_PROCESS = False
    settings.CELERY_BROKER_URL = "memory://"


def add(client: Client, **fields: object) -> tuple[int, str, str]:
    """Status, page, and where it led."""
    response = client.post(reverse("admin:sources_article_add"), fields)
    return response.status_code, response.content.decode(), response.get("Location", "")


def test_pasted_text_becomes_an_article_and_leads_to_its_reading_page(
    login: Login,
) -> None:
    client = login(Role.REVIEWER)

    status, _, location = add(
        client,
        text=TEXT,
        pasted_as="text",
        outlet="Valley Courier",
        title="The pool",
        published="2026-11-20",
    )

    article = Article.objects.get()
    assert status == 302
    assert location == reverse("admin:sources_article_read", args=[article.public_id])
    assert (article.title, str(article.outlet)) == ("The pool", "Valley Courier")
    assert article.published_on == date(2026, 11, 20)
    subjects = Job.objects.values_list("kind", "subject_id")
    text = Snapshot.objects.get().pk
    assert set(subjects) == {("claims.extract", text), ("sources.compare", text)}


def test_the_reading_page_waits_for_a_job_that_has_not_ended(login: Login) -> None:
    client = login(Role.REVIEWER)
    _, _, location = add(client, text=TEXT, pasted_as="text")

    page = client.get(location).content.decode()

    assert "Waiting for extraction" in page
    assert "data-reload-seconds" in page
    assert "that the pool would close" in page


def test_pasted_html_is_read_as_html(login: Login) -> None:
    add(login(), text=PAGE, pasted_as="html")

    assert "<p>" not in Snapshot.objects.get().text
    assert Snapshot.objects.get().content_type.startswith("text/html")


def test_a_file_is_read(login: Login) -> None:
    upload = SimpleUploadedFile("page.html", PAGE.encode(), "text/html")

    status, page, _ = add(login(), file=upload)

    assert status == 302, page
    assert "Ada Brook" in Snapshot.objects.get().text


def test_a_wire_copy_twice_is_one_article(login: Login) -> None:
    client = login()

    add(client, text=TEXT, pasted_as="text")
    _, _, location = add(client, text=TEXT, pasted_as="text")

    assert Article.objects.count() == 1
    assert "here already" in client.get(location).content.decode()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({}, "nothing to read", id="nothing"),
        pytest.param({"url": "http://127.0.0.1/1"}, "not a public address", id="url"),
        pytest.param(
            {"text": TEXT, "url": "javascript:alert(1)"}, "no web address", id="script"
        ),
        pytest.param(
            {"text": TEXT, "url": "data:text/html,x"}, "no web address", id="data"
        ),
        pytest.param({"text": "   \n "}, "nothing to read", id="blank"),
        pytest.param(
            {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7\x00\x01" * 99)},
            "PDF",
            id="binary",
        ),
        pytest.param(
            {"file": SimpleUploadedFile("a.txt", b"a " * 3_000_000, "text/plain")},
            "at most 5 MB",
            id="too large",
        ),
        pytest.param({"text": TEXT, "published": "May"}, "valid date", id="date"),
        pytest.param({"text": TEXT + "\0"}, "Null characters", id="NUL"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    fields: dict[str, object], reason: str, login: Login
) -> None:
    status, page, _ = add(login(), pasted_as="text", **fields)

    assert status == 200
    assert reason in page
    assert not Article.objects.exists()
    assert not Snapshot.objects.exists()
    assert not Outlet.objects.exists()
    assert not Job.objects.exists()


def test_a_refusal_loses_nothing_that_was_typed(login: Login) -> None:
    _, page, _ = add(
        login(),
        text="  <b>Zu kurz & nicht englisch</b>",
        pasted_as="html",
        url="nonsense",
        outlet='The "Daily" <News>',
        title="A title",
        published="2026-11-20",
    )

    assert "  &lt;b&gt;Zu kurz &amp; nicht englisch&lt;/b&gt;" in page
    assert 'value="nonsense"' in page
    assert 'value="The &quot;Daily&quot; &lt;News&gt;"' in page
    assert 'value="A title"' in page
    assert 'value="2026-11-20"' in page
    assert 'value="html" id="id_pasted_as_1" checked' in " ".join(
        page.replace(" required", "").split()
    )


def test_known_outlets_are_offered(login: Login) -> None:
    Outlet.objects.create(name="Valley <Courier>")

    page = login().get(reverse("admin:sources_article_add")).content.decode()

    assert '<option value="Valley &lt;Courier&gt;">' in page


def test_a_reader_cannot_add(login: Login) -> None:
    status, page, _ = add(login(Role.READER), text=TEXT)

    assert status == 403
    assert "Your role does not allow this" in page
    assert not Article.objects.exists()


def test_the_form_needs_its_token(login: Login) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = login().cookies

    status, page, _ = add(client, text=TEXT)

    assert status == 403
    assert "form has expired" in page


def test_an_editor_deletes_an_article_with_its_claims(login: Login) -> None:
    claim = make_claim()
    article = claim.snapshot.article
    url = reverse("admin:sources_article_delete", args=[article.pk])
    client = login()

    asked = client.get(url).content.decode()
    client.post(url, {"post": "yes"})

    assert "Claims: 1" in asked
    assert not Article.objects.exists()
    assert not Claim.objects.exists()

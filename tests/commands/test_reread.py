"""``manage.py reread``: a better reader, the same bytes, and no review lost."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from claims.models import Claim, Ending, Progress
from claims.services import submit_article
from sources import raw
from sources.models import Article, Snapshot
from sources.reading import READER_VERSION
from sources.services import Submission
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.django_db

SAID = "The pool will close in May, Jane Okafor said on Monday."
PAGE = f"""<html><head><title>Pool to close</title></head><body><article>
<h1>Pool to close</h1><p>{SAID}</p><p>A second paragraph that says nothing more of
it, but is long enough to be read as a part of the article itself.</p>
</article></body></html>""".encode()
MENU = "Subscribe to our letter, the editor wrote."


@pytest.fixture
def reread(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks):
    """Run the command with its jobs; returns what it printed."""

    def run(*args: str) -> str:
        output = io.StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("reread", *args, stdout=output)
        return output.getvalue()

    return run


def misread_article() -> Article:
    """An article of which an older reader read too much."""
    text = f"Pool to close\n\n{MENU}\n\n{SAID}"
    return make_article(text, raw=PAGE, content_type="text/html")


def test_a_better_reading_is_a_new_text_and_keeps_the_reviewed_claims(reread) -> None:
    article = misread_article()
    said = make_claim(
        article,
        content="The pool will close in May",
        speaker="Jane Okafor",
        progress=Progress.DECIDED,
    )
    menu = make_claim(
        article, content="Subscribe to our letter", cue="wrote", speaker="the editor"
    )

    output = reread()

    old, new = article.snapshots.order_by("number")
    said.refresh_from_db()
    menu.refresh_from_db()
    assert "1 read differently" in output
    assert new.reread_of == old
    assert new.reader_version == READER_VERSION
    assert raw.load(new.raw_name) == PAGE
    assert said.ending == Ending.CONTINUED
    assert said.continued_by.snapshot == new
    assert said.continued_by.progress == Progress.DECIDED
    assert menu.ending == Ending.NOT_READ


def test_a_second_run_changes_nothing(reread) -> None:
    misread_article()
    reread()
    before = list(Snapshot.objects.values()), list(Claim.objects.values())

    output = reread()

    assert "0 read differently" in output
    assert (list(Snapshot.objects.values()), list(Claim.objects.values())) == before


def test_a_dry_run_stores_nothing(reread) -> None:
    article = misread_article()

    output = reread("--dry-run")

    assert "1 read differently" in output
    assert article.snapshots.count() == 1


def test_bytes_that_are_lost_are_said_and_the_others_are_read(reread) -> None:
    lost = misread_article()
    raw.remove([lost.snapshots.get().raw_name])
    other = make_article(f"{MENU}\n\n{SAID}", raw=PAGE + b" ", content_type="text/html")

    with pytest.raises(CommandError, match="1 article"):
        reread()

    assert lost.snapshots.count() == 1
    assert other.snapshots.count() == 2


def test_what_the_reader_sees_differently_is_no_change_by_the_outlet(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    article = misread_article()
    url = "https://gazette.example/pool"
    article.addresses.create(key="gazette.example/pool", url=url)
    menu = make_claim(
        article, content="Subscribe to our letter", cue="wrote", speaker="the editor"
    )

    with django_capture_on_commit_callbacks(execute=True):
        submitted = submit_article(
            submission=Submission(
                data=PAGE, content_type="text/html", url=url, fetched_from=url
            ),
            by=None,
        )

    menu.refresh_from_db()
    assert submitted.article == article
    assert submitted.snapshot.reread_of == article.snapshots.get(number=1)
    assert menu.ending == Ending.NOT_READ

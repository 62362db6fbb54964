"""``manage.py recompare``: what was never compared, or by older rules, or all."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from factcheck.core.models import Job
from sources import comparing
from sources.models import AgencyCredit, Article, Comparison, Origin, Overlap
from tests.factories import (
    make_article,
    make_compared,
    make_outlet,
    make_snapshot,
)
from tests.unit.independence.stories import UNRELATED, WIRE

pytestmark = pytest.mark.django_db(transaction=True)  # jobs run after each commit


def recompare(*args: str) -> str:
    """Run the command; what it printed."""
    output = io.StringIO()
    call_command("recompare", *args, stdout=output)
    return output.getvalue().strip()


def test_what_was_never_compared_is_compared_once() -> None:
    one, two = make_article(WIRE), make_article(WIRE)

    assert recompare() == "2 texts: 2 compared, 0 left to a worker, 0 failed."
    assert recompare() == "0 texts: 0 compared, 0 left to a worker, 0 failed."
    assert set(Origin.objects.get().articles.all()) == {one, two}


def test_only_the_newest_text_of_an_article_is_compared() -> None:
    article = make_compared(WIRE)
    make_snapshot(article, UNRELATED)

    assert recompare().startswith("1 texts: 1 compared")


def test_what_older_rules_compared_is_judged_again() -> None:
    """An overlap that the present rules do not see goes, although both are newest."""
    one, two = sorted((make_compared(WIRE), make_compared(UNRELATED)), key=id_of)
    Comparison.objects.update(version="0")
    Overlap.objects.create(
        a=one.snapshots.get(),
        b=two.snapshots.get(),
        sharing="same_text",
        score=0.4,
        reasons=[],
        passages=[],
    )
    comparing.regroup([one.pk])
    assert Origin.objects.exists()

    assert recompare().startswith("2 texts: 2 compared")

    assert not Overlap.objects.exists()
    assert not Origin.objects.exists()
    assert not Article.objects.exclude(origin=None).exists()


def id_of(article: Article) -> int:
    return article.snapshots.get().pk


def test_all_finds_the_credits_of_an_agency_registered_since() -> None:
    make_compared(f"By Quayside Wire\n\n{WIRE}")
    make_outlet("Quayside Wire", kind="agency")

    assert recompare().startswith("0 texts")
    assert recompare("--all").startswith("1 texts: 1 compared")

    assert AgencyCredit.objects.get().name == "Quayside Wire"


def test_with_a_worker_the_work_is_left_to_it_and_not_asked_for_twice(
    settings: Settings,
) -> None:
    settings.JOBS_IN_PROCESS = False
    settings.CELERY_BROKER_URL = "memory://"
    make_article(WIRE)

    for _ in range(2):
        assert recompare() == "1 texts: 0 compared, 1 left to a worker, 0 failed."

    assert Job.objects.count() == 1


def test_a_comparison_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(WIRE)

    def refuse(*args: object) -> None:
        raise comparing.Gone("It is gone.")

    monkeypatch.setattr(comparing, "note_names", refuse)

    with pytest.raises(CommandError, match="1 comparison"):
        recompare()


def test_progress_is_shown_on_a_terminal_alone() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    make_article(WIRE)
    make_article(UNRELATED)
    seen = Terminal()
    hidden = io.StringIO()

    call_command("recompare", "--all", stdout=io.StringIO(), stderr=seen)
    call_command("recompare", "--all", stdout=io.StringIO(), stderr=hidden)

    assert "2 of 2 texts" in seen.getvalue()
    assert hidden.getvalue() == ""

"""Every kind of job may run twice: provocation 1. A new kind fails until listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core import mail
from pytest_django import Settings

from claims.models import ReportSubscriber, WeeklyReport
from claims.reports.delivering import send
from claims.reports.freezing import missing_weeks, report_on
from factcheck.core import jobs
from factcheck.core.models import Job
from factcheck.core.permissions import Role
from factcheck.core.webhooks import send_test
from factcheck.lib import clock
from sources.feeding import follow
from sources.fetching import ask_for
from sources.models import AgencyCredit, Overlap
from sources.reading import read
from sources.samples import load
from tests.factories import TEXT, make_article, make_outlet, make_user, make_webhook
from tests.newspaper import Page, Site, serving

pytestmark = pytest.mark.django_db

# What each job needs; returns the primary key of its subject.
Prepare = Callable[[Site], int]


def a_text(site: Site) -> int:
    """A text that was never extracted or compared, and a copy of it."""
    make_outlet("Norland Press Agency", kind="agency")
    wire, reprint = (
        read(sample.data, content_type=sample.content_type).text
        for sample in load()
        if sample.file_name.startswith("strait-")
    )
    snapshot = make_article(wire, extracted=False).snapshots.get()
    jobs.run(jobs.enqueue(kind="sources.compare", subject_id=snapshot.pk).pk)
    return make_article(reprint, extracted=False).snapshots.get().pk


def a_page(site: Site) -> int:
    """A page that was asked for."""
    return ask_for(url=site.url + "/pool", by=None).fetch.pk


def a_feed(site: Site) -> int:
    """A feed with one item."""
    return follow(url=site.url + "/feed", by=None).feed.pk


def an_old_article(site: Site) -> int:
    """An article of a week that is over, without a report on it."""
    with clock.standing_at(clock.now() - timedelta(weeks=2)):
        make_article()
    return 0  # the reports on everything


def a_report(site: Site) -> int:
    """A report, and somebody who had subscribed to it."""
    an_old_article(site)
    week = next(missing_weeks())
    ReportSubscriber.objects.create(email="ada@desk.example", since=week.begins)
    return report_on(week).pk


def an_email(site: Site) -> int:
    """An e-mail that is promised."""
    report = WeeklyReport.objects.get(pk=a_report(site))
    send(report, ReportSubscriber.objects.to(report), by=None)
    return report.deliveries.get().pk


def an_event(site: Site) -> int:
    """An event that a webhook is promised."""
    site.pages["/hook"] = Page(status=204)
    endpoint = make_webhook(f"{site.url}/hook")
    return send_test(endpoint=endpoint, by=make_user(Role.EDITOR)).pk


PREPARED: dict[str, Prepare] = {
    "claims.deliver_report": an_email,
    "claims.make_reports": an_old_article,
    "claims.send_report": a_report,
    "claims.extract": a_text,
    "core.deliver_webhook": an_event,
    "sources.compare": a_text,
    "sources.fetch": a_page,
    "sources.poll": a_feed,
}


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A site with an article and a feed of it."""
    with serving() as site:
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [site.port]
        settings.FETCH_HOST_INTERVAL_SECONDS = 0
        settings.REPORT_FROM = "desk@norland.example"
        site.article("/pool", *TEXT.split("\n\n"))
        site.pages["/feed"] = Page(
            f"<rss version='2.0'><channel><title>G</title><item><link>{site.url}/pool"
            "</link></item></channel></rss>".encode(),
            content_type="application/rss+xml",
        )
        yield site


def everything_but_jobs() -> dict[str, list[int]]:
    """The primary keys of all our rows."""
    return {
        model._meta.label: sorted(map(str, model.objects.values_list("pk", flat=True)))
        for app in ("core", "sources", "claims")
        for model in apps.get_app_config(app).get_models()
        if model is not Job
    }


def test_every_kind_of_job_is_listed_here() -> None:
    assert set(PREPARED) == set(configured.JOB_HANDLERS)


@pytest.mark.parametrize("kind", configured.JOB_HANDLERS)
def test_a_job_that_runs_twice_leaves_what_it_left_once(site: Site, kind: str) -> None:
    subject = PREPARED[kind](site)
    first = jobs.enqueue(kind=kind, subject_id=subject, key="first")
    second = jobs.enqueue(kind=kind, subject_id=subject, key="second")
    assert jobs.run(first.pk) == "succeeded"
    before = everything_but_jobs()

    assert jobs.run(second.pk) == "succeeded"

    assert everything_but_jobs() == before
    assert len(mail.outbox) == (kind == "claims.deliver_report")
    assert site.count("/hook") == (kind == "core.deliver_webhook")
    if kind == "sources.compare":
        assert Overlap.objects.count() == 1
        assert AgencyCredit.objects.exists()

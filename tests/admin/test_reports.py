"""Weekly reports in the admin: list, page, preview, e-mails."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from claims.models import (
    DeliveryState,
    ReportDelivery,
    ReportSubscriber,
    WeeklyReport,
)
from claims.reports.formats import document_of
from claims.reports.freezing import report_on
from claims.reports.mailing import Enclosed, compose_message
from factcheck.core.models import Action, AuditEvent, Job
from factcheck.core.permissions import Role
from factcheck.lib.clock import standing_at
from factcheck.lib.weeks import week_named
from tests.admin.conftest import Login
from tests.admin.test_lists import PINNED
from tests.factories import make_article, make_outlet, make_report, make_subscriber

pytestmark = pytest.mark.django_db

ADDRESS = "ada@desk.example"


@pytest.fixture(autouse=True)
def posted(settings: Settings) -> None:
    """E-mails are sent from here."""
    settings.REPORT_FROM = "The Desk <desk@norland.example>"


def url_of(report: WeeklyReport, name: str = "change") -> str:
    return reverse(f"admin:claims_weeklyreport_{name}", args=[report.pk])


def shown(client: Client, report: WeeklyReport) -> str:
    return client.get(url_of(report)).content.decode()


def delivered(report: WeeklyReport, state: str, **fields: object) -> ReportDelivery:
    """An e-mail to somebody new, in this state."""
    subscriber = make_subscriber()
    sent_at = report.cut_off if state == DeliveryState.SENT else None
    return ReportDelivery.objects.create(
        report=report, subscriber=subscriber, state=state, sent_at=sent_at, **fields
    )


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# --- The list -----------------------------------------------------------------


def test_the_list_says_what_was_decided_and_what_was_sent(login: Login) -> None:
    report = make_report(number=3)
    delivered(report, DeliveryState.SENT)
    delivered(report, DeliveryState.FAILED)
    delivered(report, DeliveryState.UNKNOWN)

    page = login(Role.READER).get(reverse("admin:claims_weeklyreport_changelist"))

    row = re.sub(r"<[^>]+>|\s+", " ", page.content.decode()).split("2026-W47")[1]
    assert " ".join(row.split()[:3]) == "All outlets 3"
    assert "1 sent, 2 not" in row


def test_the_list_reads_no_payload_and_needs_the_pinned_queries(
    login: Login,
) -> None:
    client = login()
    url = reverse("admin:claims_weeklyreport_changelist")
    make_report("2026-W01", number=1)
    client.get(url)  # whoever is first asks for the content type
    few = queries_of(client, url)
    for number in range(2, 26):
        delivered(make_report(f"2026-W{number:02}", number=number), DeliveryState.SENT)

    with CaptureQueriesContext(connection) as captured:
        listed = client.get(url).context["cl"].result_list

    assert few == len(captured) == PINNED["claims_weeklyreport_changelist"]
    assert len(listed) == 25
    assert "payload" in listed[0].get_deferred_fields()


def test_the_list_of_subscribers_needs_the_pinned_number_of_queries(
    login: Login,
) -> None:
    client = login()
    url = reverse("admin:claims_reportsubscriber_changelist")
    make_subscriber(outlet=make_outlet())
    client.get(url)
    few = queries_of(client, url)
    for _ in range(30):
        make_subscriber(outlet=make_outlet())

    assert few == queries_of(client, url)
    assert few == PINNED["claims_reportsubscriber_changelist"]


# --- The page ------------------------------------------------------------------


def test_the_page_needs_the_pinned_number_of_queries(login: Login) -> None:
    client = login()
    report = make_report()
    delivered(report, DeliveryState.SENT)
    make_subscriber()
    client.get(url_of(report))
    few = queries_of(client, url_of(report))
    for _ in range(30):
        delivered(report, DeliveryState.SENT)
        make_subscriber()

    many = queries_of(client, url_of(report))

    assert few == many == PINNED["claims_weeklyreport_change"]


def test_the_page_leads_to_the_report_and_its_files(login: Login) -> None:
    report = make_report()

    page = shown(login(Role.READER), report)

    assert url_of(report, "page") in page
    for form in ("pdf", "html", "zip", "json", "md"):
        assert f'href="/api/v1/reports/weekly/2026-W47.{form}"' in page
    assert report.sha256 in page


def test_every_file_of_a_report_can_be_had(login: Login) -> None:
    outlet = make_outlet(domain="gazette.example")
    client = login(Role.READER)
    for report in (make_report(), make_report(outlet=outlet)):
        links = re.findall(r'href="(/api/v1/reports/[^"]+)"', shown(client, report))

        assert len(links) == 5
        for link in links:
            assert client.get(link).status_code == 200, link


def test_the_report_itself_has_a_policy_for_its_one_style(login: Login) -> None:
    answer = login(Role.READER).get(url_of(make_report(), "page"))

    style = re.search(r"<style>(.*?)</style>", answer.content.decode(), re.DOTALL)
    assert style is not None
    digest = hashlib.sha256(style[1].encode()).digest()
    policy = answer["Content-Security-Policy"]
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_a_preview_says_so_and_keeps_nothing(login: Login) -> None:
    make_article()
    client = login(Role.READER)

    page = client.get(reverse("admin:claims_weeklyreport_preview"))
    whole = client.get(reverse("admin:claims_weeklyreport_preview_page"))

    assert "the week is not over" in page.content.decode()
    assert "<h1>Preview: " in whole.content.decode()
    assert not WeeklyReport.objects.exists()
    unknown = {"outlet": "9" * 9}
    for query in (unknown, {"outlet": "x"}):
        url = reverse("admin:claims_weeklyreport_preview")
        assert client.get(url, query).status_code == 404


def test_the_page_tells_whether_the_report_holds(login: Login) -> None:
    week = week_named("2026-W47")
    with standing_at(week.begins):
        make_article()
    with standing_at(week.ends + timedelta(hours=6)):
        report = report_on(week)
    client = login(Role.READER)

    page = client.post(url_of(report, "verify"), follow=True).content.decode()
    false = client.post(url_of(make_report("2026-W46"), "verify"), follow=True)

    assert "It holds" in page
    assert "It does not hold" in false.content.decode()


# --- E-mails --------------------------------------------------------------------


def test_nobody_but_editors_sees_an_address(login: Login) -> None:
    report = make_report()
    make_subscriber(ADDRESS)
    delivered(report, DeliveryState.FAILED, error="550 no such user bo@desk.example")

    for role in Role:
        page = shown(login(role), report)
        assert ("desk.example" in page) is (role == Role.EDITOR), role


def test_an_editor_sends_a_report_to_who_has_not_got_it(login: Login) -> None:
    report = make_report()
    make_subscriber(ADDRESS)
    client = login()
    assert "Send to 1 subscriber" in shown(client, report)

    page = client.post(url_of(report, "send"), follow=True).content.decode()

    assert "E-mails to be sent by a worker: 1." in page
    assert "Send to" not in page
    assert ReportDelivery.objects.get().state == DeliveryState.WAITING
    assert AuditEvent.objects.filter(action=Action.REPORT_SENT).count() == 1


def test_an_editor_sends_again_what_nobody_knows_of(login: Login) -> None:
    report = make_report()
    delivery = delivered(report, DeliveryState.UNKNOWN)
    url = reverse(
        "admin:claims_weeklyreport_send_again", args=[report.pk, delivery.public_id]
    )
    client = login()
    assert url in shown(client, report)

    client.post(url)

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING
    assert Job.objects.filter(kind="claims.deliver_report").count() == 1
    again = client.post(url, follow=True).content.decode()
    assert "This e-mail is waiting." in again


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_others_send_nothing(role: Role, login: Login) -> None:
    report = make_report()
    make_subscriber(ADDRESS)
    delivery = delivered(report, DeliveryState.UNKNOWN)
    client = login(role)

    assert client.post(url_of(report, "send")).status_code == 403
    url = reverse(
        "admin:claims_weeklyreport_send_again", args=[report.pk, delivery.public_id]
    )
    assert client.post(url).status_code == 403
    assert client.get(url_of(report, "send")).status_code == 405
    assert not Job.objects.exists()


def test_without_a_mail_server_the_admin_says_so(
    login: Login, settings: Settings
) -> None:
    settings.REPORT_FROM = ""
    report = make_report()
    make_subscriber(ADDRESS)
    client = login()

    listed = client.get(reverse("admin:claims_reportsubscriber_changelist"))

    for page in (shown(client, report), listed.content.decode()):
        assert "No e-mails are sent from here" in page
    assert "Send to" not in shown(client, report)


def test_an_email_leads_to_the_reports_page(settings: Settings) -> None:
    settings.SITE_URL = "https://facts.norland.example"
    report = make_report()
    document = document_of(report)

    message = compose_message(
        Enclosed(report, document, b"%PDF"), make_subscriber(), "<1@norland.example>"
    )

    assert f"https://facts.norland.example{url_of(report)}" in message.body


# --- Subscribers -----------------------------------------------------------------


def test_an_editor_keeps_the_list(login: Login) -> None:
    client = login()
    add = reverse("admin:claims_reportsubscriber_add")

    client.post(add, {"email": ADDRESS, "is_active": "on"})
    twice = client.post(add, {"email": ADDRESS.upper(), "is_active": "on"})
    broken = client.post(add, {"email": "a@b.example\nBcc: x@y.example"})
    subscriber = ReportSubscriber.objects.get()
    change = reverse("admin:claims_reportsubscriber_change", args=[subscriber.pk])
    client.post(change, {"email": ADDRESS})
    subscriber.refresh_from_db()

    assert "gets the report already" in twice.content.decode()
    assert "valid email address" in broken.content.decode()
    assert not subscriber.is_active
    assert subscriber.added_by is not None
    delete = reverse("admin:claims_reportsubscriber_delete", args=[subscriber.pk])
    client.post(delete, {"post": "yes"})
    assert not ReportSubscriber.objects.exists()
    assert AuditEvent.objects.count() == 3


def test_djangos_own_log_of_changes_has_no_address(login: Login) -> None:
    client = login()
    client.post(
        reverse("admin:claims_reportsubscriber_add"),
        {"email": ADDRESS, "is_active": "on"},
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT object_repr, change_message FROM django_admin_log")
        logged = str(cursor.fetchall())

    assert "desk.example" not in logged

"""Reports by e-mail: who gets one, what is in it, and that nobody gets two."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from claims.models import (
    DeliveryState,
    ReportDelivery,
    ReportSubscriber,
    WeeklyReport,
)
from claims.reports import delivering, scheduling
from claims.reports.composing import Imprint, compose
from claims.reports.freezing import report_on, scope_of
from claims.reports.letter import Letter, as_html, as_text, subject_of
from claims.reports.mailing import why_not
from claims.reports.subscribing import (
    forget_subscriber,
    save_subscriber,
    unsubscribe,
)
from factcheck.core import jobs
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Action, AuditEvent, Job, JobState
from factcheck.core.permissions import Role
from factcheck.lib.clock import standing_at
from factcheck.lib.weeks import week_named
from tests import weekly
from tests.factories import make_article, make_outlet, make_user
from tests.mail import MailServer, mail_server

pytestmark = pytest.mark.django_db

W47 = datetime(2026, 11, 16, tzinfo=UTC)
SIX = W47 + timedelta(weeks=1, hours=6)
ADDRESS = "ada@desk.example"


@pytest.fixture(autouse=True)
def posted(settings: Settings) -> None:
    """E-mails are sent, by Django's backend that keeps them in a list."""
    settings.REPORT_FROM = "The Desk <desk@norland.example>"
    settings.SITE_URL = "https://facts.norland.example"


@pytest.fixture
def subscriber() -> ReportSubscriber:
    """Somebody who subscribed in the week."""
    return subscribe(ADDRESS)


@pytest.fixture
def report(subscriber: ReportSubscriber) -> WeeklyReport:
    """The report on 2026-W47, made when it is due."""
    return make_report()


@pytest.fixture
def server(settings: Settings) -> Any:  # Any: an iterator of servers
    """A real mail server, and Django told of it."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = False
        settings.EMAIL_TIMEOUT = 5
        yield running


def subscribe(address: str, *, at: datetime = W47, **fields: object) -> Any:
    """A new subscriber."""
    with standing_at(at):
        return ReportSubscriber.objects.create(email=address, **fields)


def make_report(week: str = "2026-W47", **options: str) -> WeeklyReport:
    """A report, made at six on the Monday after its week."""
    with standing_at(W47):
        make_article()
    monday = datetime.combine(week_named(week).after().monday, SIX.time(), tzinfo=UTC)
    with standing_at(monday):
        return report_on(week_named(week), **options)


def work(at: datetime = SIX) -> list[JobState | None]:
    """Run what is queued, and what that queues, once each."""
    done: list[JobState | None] = []
    with standing_at(at):
        for _ in range(3):
            new = Job.objects.filter(state=JobState.QUEUED, attempts=0, reason="")
            new.update(run_after=at)  # whenever it was asked for
            keys = list(new.order_by("id").values_list("pk", flat=True))
            done += [jobs.run(one) for one in keys]
    return done


def states() -> list[str]:
    """Of all e-mails."""
    return list(ReportDelivery.objects.order_by("id").values_list("state", flat=True))


def letter(report: WeeklyReport) -> EmailMultiAlternatives:
    """The one e-mail there is."""
    work()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    return sent


# --- Who gets it ------------------------------------------------------------


def test_everybody_on_the_list_gets_a_report_once(report: WeeklyReport) -> None:
    subscribe("bo@desk.example")

    work()
    work()

    assert [one.to for one in mail.outbox] == [[ADDRESS], ["bo@desk.example"]]
    assert states() == [DeliveryState.SENT] * 2
    sent = AuditEvent.objects.get(action=Action.REPORT_SENT)
    assert sent.values_after == {"subscribers": 2}


def test_a_report_that_is_made_early_waits_for_its_hour(
    subscriber: ReportSubscriber,
) -> None:
    with standing_at(W47):
        make_article()
    early = W47 + timedelta(weeks=1, minutes=20)
    with standing_at(early):
        report_on(week_named("2026-W47"))

    assert work(early) == [JobState.QUEUED]
    assert not mail.outbox
    job = Job.objects.get(kind=delivering.SEND)
    assert job.run_after == SIX
    assert job.attempts == 0  # waiting is no failure

    with standing_at(SIX):
        jobs.run(job.pk)
    work()
    assert len(mail.outbox) == 1


def test_nobody_gets_what_was_over_before_they_subscribed(
    report: WeeklyReport,
) -> None:
    subscribe("late@desk.example", at=SIX - timedelta(hours=1))

    work()

    assert [one.to for one in mail.outbox] == [[ADDRESS]]


def test_who_subscribed_to_an_outlet_gets_its_reports_alone() -> None:
    outlet = make_outlet("Aldmoor Gazette")
    with standing_at(W47):
        make_article(outlet=outlet)
    subscribe("gazette@desk.example", outlet=outlet)
    make_report()
    make_report(scope=scope_of(outlet))

    work()

    (sent,) = mail.outbox
    assert sent.to == ["gazette@desk.example"]
    assert "Aldmoor Gazette" in sent.subject


def test_whoever_left_before_it_was_sent_gets_nothing(
    report: WeeklyReport, subscriber: ReportSubscriber
) -> None:
    with standing_at(SIX):
        delivering.send(report, ReportSubscriber.objects.to(report), by=None)
        unsubscribe(subscriber.token)

    work()

    assert not mail.outbox
    assert states() == [DeliveryState.CANCELLED]


def test_without_a_mail_server_nothing_is_promised(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    subscribe(ADDRESS)

    report = make_report()

    assert "EMAIL_HOST is not set" in why_not()
    assert not Job.objects.filter(kind=delivering.SEND).exists()
    with pytest.raises(Refused, match="No e-mails are sent from here"):
        delivering.send_by_hand(report=report, by=make_user(Role.EDITOR))


def test_an_editor_sends_it_to_those_who_have_not_got_it(
    report: WeeklyReport,
) -> None:
    work()
    subscribe("late@desk.example", at=SIX + timedelta(days=1))
    editor = make_user(Role.EDITOR)

    assert delivering.send_by_hand(report=report, by=editor) == 1
    assert delivering.send_by_hand(report=report, by=editor) == 0
    work()

    assert [one.to[0] for one in mail.outbox] == [ADDRESS, "late@desk.example"]
    with pytest.raises(PermissionDenied):
        delivering.send_by_hand(report=report, by=make_user(Role.ADJUDICATOR))


# --- What is in it ----------------------------------------------------------


def test_an_email_is_text_html_and_a_pdf(report: WeeklyReport) -> None:
    sent = letter(report)

    assert sent.subject.startswith("Weekly claim report 2026-W47")
    assert sent.from_email == "The Desk <desk@norland.example>"
    assert "1 article came in" in sent.body
    (html,) = sent.alternatives
    assert html[1] == "text/html"
    assert "1 article came in" in html[0]
    ((name, content, kind),) = sent.attachments
    assert (name, kind) == ("claim-report-2026-W47.pdf", "application/pdf")
    assert content.startswith(b"%PDF")


def test_its_headers_say_that_a_machine_wrote_it_and_how_to_leave(
    report: WeeklyReport, subscriber: ReportSubscriber
) -> None:
    headers = letter(report).message()
    delivery = ReportDelivery.objects.get()
    stop = reverse("unsubscribe", args=[subscriber.token])

    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe"] == f"<https://facts.norland.example{stop}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"] == f"<{delivery.public_id}@norland.example>"
    assert delivery.message_id == headers["Message-ID"]


def test_without_an_address_of_this_site_there_are_no_links(
    settings: Settings, subscriber: ReportSubscriber
) -> None:
    settings.SITE_URL = ""

    sent = letter(make_report())

    headers = sent.message()
    assert headers["List-Unsubscribe"] == (
        "<mailto:desk@norland.example?subject=unsubscribe>"
    )
    assert "List-Unsubscribe-Post" not in headers
    for text in (sent.body, str(sent.alternatives[0][0])):
        assert "http" not in text
        assert "desk@norland.example" in text


def test_what_articles_say_stays_text_and_breaks_no_line() -> None:
    evil = "\u202e<script>alert(1)</script>\r\nBcc: x@y.example\x1b[2J"
    payload = weekly.payload(
        weekly.full([weekly.decision(content=evil, speaker=evil, title=evil)])
    )
    payload["scope_name"] = evil
    document = compose(payload, Imprint())
    found = Letter(document=document, page="", stop="", sender="a@b.example")

    subject, text, html = subject_of(document), as_text(found), as_html(found)

    assert subject.isprintable()
    assert not set("\u202e\x1b\r") & set(text)
    assert "\nBcc" not in text
    assert "<script" not in html
    message = EmailMultiAlternatives(subject, text, "a@b.example", ["c@d.example"])
    assert message.message()["Bcc"] is None


def test_a_long_report_makes_a_short_email() -> None:
    decisions = [weekly.decision(number) for number in range(1, 500)]
    document = compose(weekly.payload(weekly.full(decisions)), Imprint())
    found = Letter(document=document, page="", stop="", sender="a@b.example")

    assert len(as_html(found)) < 20_000  # Gmail cuts at 102 KB
    assert as_text(found).count("Is it so?") == 5
    assert "More decisions in the PDF" in as_text(found)


# --- Exactly one ------------------------------------------------------------


def test_a_real_server_gets_each_email_once(
    server: MailServer, report: WeeklyReport
) -> None:
    subscribe("bo@desk.example")

    work()

    assert sorted(server.recipients) == [ADDRESS, "bo@desk.example"]
    parsed = server.accepted[0]
    assert isinstance(parsed, EmailMessage)
    body = parsed.get_body(("plain",))
    assert body is not None
    assert "The whole report is attached" in body.get_content()
    assert [part.get_content_type() for part in parsed.iter_attachments()] == [
        "application/pdf"
    ]


def test_a_server_that_is_down_is_tried_again_later(
    server: MailServer, report: WeeklyReport, settings: Settings
) -> None:
    settings.EMAIL_PORT = 1  # nobody listens there

    work()

    delivery = ReportDelivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
    assert "Connection refused" in delivery.error
    job = Job.objects.get(kind=delivering.DELIVER)
    assert job.state == JobState.QUEUED
    assert job.run_after == SIX + timedelta(minutes=1)

    settings.EMAIL_PORT = server.port
    with standing_at(job.run_after):
        jobs.run(job.pk)
    assert server.recipients == [ADDRESS]
    assert states() == [DeliveryState.SENT]


@pytest.mark.parametrize(
    ("reply", "state", "job_state"),
    [
        ("554 5.7.1 No", DeliveryState.FAILED, JobState.REFUSED),
        ("451 4.3.0 Later", DeliveryState.WAITING, JobState.QUEUED),
    ],
)
def test_what_the_server_refuses_was_certainly_not_sent(
    reply: str,
    state: str,
    job_state: str,
    server: MailServer,
    report: WeeklyReport,
) -> None:
    server.answer = lambda envelope: reply

    work()

    assert states() == [state]
    assert reply[4:] in ReportDelivery.objects.get().error
    job = Job.objects.get(kind=delivering.DELIVER)
    assert job.state == job_state
    assert "desk.example" not in job.reason  # others than editors see it


def test_after_the_last_attempt_it_has_failed(
    server: MailServer, report: WeeklyReport
) -> None:
    server.answer = lambda envelope: "451 Later"
    work()
    job = Job.objects.get(kind=delivering.DELIVER)

    for _ in range(4):
        job.refresh_from_db()
        last = job.run_after
        with standing_at(last):
            jobs.run(job.pk)

    job.refresh_from_db()
    assert last - SIX == timedelta(hours=5, minutes=11)
    assert job.state == JobState.QUARANTINED
    assert states() == [DeliveryState.FAILED]


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
        TimeoutError("timed out"),
        RuntimeError("some backend's own"),
    ],
)
def test_when_the_connection_breaks_nobody_knows_and_nothing_is_sent_again(
    error: Exception, report: WeeklyReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(backend: object, messages: list[object]) -> int:
        raise error

    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with monkeypatch.context() as patch:
        patch.setattr(backend, breaking)
        work()
    assert states() == [DeliveryState.UNKNOWN]

    jobs.enqueue(kind=delivering.DELIVER, subject_id=ReportDelivery.objects.get().pk)
    work()

    assert not mail.outbox
    assert states() == [DeliveryState.UNKNOWN]


def test_an_email_that_a_dead_worker_was_sending_is_not_sent_by_another(
    report: WeeklyReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(backend: object, messages: list[object]) -> int:
        raise SystemExit

    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with monkeypatch.context() as patch:
        patch.setattr(backend, dying)
        with pytest.raises(SystemExit):
            work()
    assert states() == [DeliveryState.SENDING]

    with standing_at(SIX + timedelta(minutes=5)):
        jobs.run(Job.objects.get(kind=delivering.DELIVER).pk)

    assert states() == [DeliveryState.UNKNOWN]
    assert not mail.outbox


def test_a_slow_worker_that_was_given_up_still_tells_what_became_of_it(
    report: WeeklyReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = EmailBackend.send_messages

    def slow(backend: EmailBackend, messages: Any) -> int:
        row = ReportDelivery.objects.get()
        delivering._lose_sight(row)  # what another worker does meanwhile
        assert states() == [DeliveryState.UNKNOWN]
        return real(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    work()

    assert states() == [DeliveryState.SENT]


def test_an_editor_sends_again_what_nobody_knows_of(report: WeeklyReport) -> None:
    with standing_at(SIX):
        delivering.send(report, ReportSubscriber.objects.to(report), by=None)
    ReportDelivery.objects.update(
        state=DeliveryState.UNKNOWN, attempts=1, message_id="<one@norland.example>"
    )
    Job.objects.all().update(state=JobState.SUCCEEDED, finished_at=SIX)
    delivery = ReportDelivery.objects.get()

    delivering.send_again(delivery=delivery, by=make_user(Role.EDITOR))
    work()

    assert states() == [DeliveryState.SENT]
    assert mail.outbox[0].extra_headers["Message-ID"] == "<one@norland.example>"
    with pytest.raises(Refused, match="sent"):
        delivering.send_again(delivery=delivery, by=make_user(Role.EDITOR))
    event = AuditEvent.objects.get(action=Action.REPORT_SENT_AGAIN)
    assert event.values_before == {"state": "unknown"}


def test_the_database_refuses_a_second_email(
    report: WeeklyReport, subscriber: ReportSubscriber
) -> None:
    work()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportDelivery.objects.create(report=report, subscriber=subscriber)


# --- Who is on the list -----------------------------------------------------


def test_an_address_subscribes_once_however_it_is_written() -> None:
    outlet = make_outlet()
    subscribe(ADDRESS)
    subscribe(ADDRESS, outlet=outlet)

    for again in (None, outlet):
        with pytest.raises(IntegrityError), transaction.atomic():
            subscribe("ADA@desk.example", outlet=again)


def test_the_ledger_tells_of_subscribers_and_never_their_address() -> None:
    editor = make_user(Role.EDITOR)
    one = ReportSubscriber(email=ADDRESS)

    save_subscriber(subscriber=one, by=editor)
    token = one.token
    one.email = "moved@desk.example"
    save_subscriber(subscriber=one, by=editor)
    assert one.token != token
    unsubscribe(one.token)
    forget_subscriber(subscriber=ReportSubscriber.objects.get(), by=editor)

    events = AuditEvent.objects.order_by("number")
    assert [event.action for event in events] == [
        Action.SUBSCRIBER_ADDED,
        Action.SUBSCRIBER_CHANGED,
        Action.SUBSCRIBER_LEFT,
        Action.SUBSCRIBER_FORGOTTEN,
    ]
    for event in events:
        told = " ".join((event.subject_label, event.before, event.after, event.reason))
        assert "desk.example" not in told
        assert one.token not in told


def test_forgetting_an_address_keeps_the_count_of_what_was_sent(
    report: WeeklyReport, subscriber: ReportSubscriber
) -> None:
    work()

    forget_subscriber(subscriber=subscriber, by=make_user(Role.EDITOR))

    assert states() == [DeliveryState.SENT]
    assert ReportDelivery.objects.get().subscriber is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_editors_alone_keep_the_list(role: Role) -> None:
    person = make_user(role)

    with pytest.raises(PermissionDenied):
        save_subscriber(subscriber=ReportSubscriber(email=ADDRESS), by=person)
    with pytest.raises(PermissionDenied):
        forget_subscriber(subscriber=subscribe(ADDRESS), by=person)


# --- Leaving ----------------------------------------------------------------


def test_following_the_link_alone_takes_nobody_off(
    subscriber: ReportSubscriber,
) -> None:
    url = reverse("unsubscribe", args=[subscriber.token])

    page = Client().get(url)

    assert page.status_code == 200
    assert "desk.example" not in page.content.decode()
    subscriber.refresh_from_db()
    assert subscriber.is_active


def test_the_button_and_the_mail_programs_one_click_take_them_off(
    subscriber: ReportSubscriber,
) -> None:
    url = reverse("unsubscribe", args=[subscriber.token])
    client = Client(enforce_csrf_checks=True)

    answer = client.post(url, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    subscriber.refresh_from_db()
    assert not subscriber.is_active
    assert subscriber.unsubscribed_at


def test_the_page_is_the_same_whether_anybody_has_the_link_or_not(
    subscriber: ReportSubscriber,
) -> None:
    client = Client()
    links = [subscriber.token, subscriber.token, "no-such-token"]

    for method in (client.get, client.post):
        pages = [method(reverse("unsubscribe", args=[link])) for link in links]
        assert len({(page.status_code, page.content) for page in pages}) == 1


def test_who_is_switched_on_again_gets_no_reports_of_meanwhile(
    subscriber: ReportSubscriber,
) -> None:
    with standing_at(W47):
        unsubscribe(subscriber.token)
    subscriber.refresh_from_db()
    subscriber.is_active = True
    with standing_at(SIX):
        save_subscriber(subscriber=subscriber, by=make_user(Role.EDITOR))

    report = make_report()

    assert not delivering.due_subscribers(report).exists()
    assert subscriber.unsubscribed_at is None


def test_the_minutes_tick_makes_and_sends(subscriber: ReportSubscriber) -> None:
    with standing_at(W47):
        make_article()
    with standing_at(SIX):
        scheduling.make_due()

    work()

    assert [one.to for one in mail.outbox] == [[ADDRESS]]

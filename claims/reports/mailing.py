"""E-mails with reports: what is in one, and whether it was sent.

Through whatever e-mail backend Django has. Its errors are told apart by what they
say of the e-mail: not sent (`NotSent`), or nobody can tell (`NotKnown`).
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from claims.models import ReportSubscriber, WeeklyReport
from claims.reports.document import Document
from claims.reports.formats import name_of
from claims.reports.letter import Letter, as_html, as_text, subject_of
from claims.reports.rendering import pdf
from factcheck.core.errors import FactcheckError

_SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
# What the server itself says no with: the e-mail was not accepted.
_REFUSALS: Final = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)
_ODD: Final = re.compile(r"[^A-Za-z0-9.-]")


class NotSent(FactcheckError):
    """It was certainly not sent; ``is_final`` if trying again is no use."""

    code = "not_sent"

    def __init__(self, message: str, *, is_final: bool) -> None:
        super().__init__(message)
        self.is_final = is_final


class NotKnown(FactcheckError):
    """The connection ended before the server had said whether it took it."""

    code = "not_known"


def why_not() -> str:
    """Why this installation sends no e-mails; empty if it does."""
    if not settings.REPORT_FROM:
        return "REPORT_FROM is not set: e-mails need a sender."
    if settings.EMAIL_BACKEND == _SMTP and not settings.EMAIL_HOST:
        return "EMAIL_HOST is not set: there is no server to hand e-mails to."
    return ""


def new_message_id(delivery: UUID) -> str:
    """The Message-ID of a delivery, the same in each of its attempts."""
    _, address = parseaddr(settings.REPORT_FROM)
    return f"<{delivery}@{_ODD.sub('', address.rpartition('@')[2])}>"


_last: list[tuple[Document, bytes]] = []


def pdf_of(document: Document) -> bytes:
    """The document as a PDF. The last is kept: all subscribers get the same."""
    if not _last or _last[0][0] != document:
        _last[:] = [(document, pdf.render(document))]
    return _last[0][1]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A report as every subscriber gets it."""

    report: WeeklyReport
    document: Document
    pdf: bytes


def compose_message(
    enclosed: Enclosed, subscriber: ReportSubscriber, message_id: str
) -> EmailMultiAlternatives:
    """The report as an e-mail to one subscriber: text, HTML and a PDF."""
    report, document = enclosed.report, enclosed.document
    name = f"claim-report-{name_of(report)}.pdf"
    letter = Letter(
        document=document,
        page=_absolute("admin:claims_weeklyreport_change", report.pk),
        stop=_absolute("unsubscribe", subscriber.token),
        sender=settings.REPORT_FROM,
    )
    message = EmailMultiAlternatives(
        subject=subject_of(document),
        body=as_text(letter),
        from_email=settings.REPORT_FROM,
        to=[subscriber.email],
        headers=_headers(letter, message_id),
    )
    message.attach_alternative(as_html(letter), "text/html")
    message.attach(name, enclosed.pdf, "application/pdf")
    message.message()  # whatever is wrong with it shows before anybody is told
    return message


def _headers(letter: Letter, message_id: str) -> dict[str, str]:
    _, address = parseaddr(letter.sender)
    stop = letter.stop or f"mailto:{address}?subject=unsubscribe"
    headers = {
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notes back
        "List-Unsubscribe": f"<{stop}>",
    }
    if stop.startswith("https://"):  # RFC 8058 asks for it
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


@contextmanager
def connected() -> Iterator[Callable[[EmailMultiAlternatives], None]]:
    """A connection to the mail server, logged in; calling it sends an e-mail.

    Raises `NotSent` if there is none to be had.
    """
    backend = get_connection(fail_silently=False)
    try:
        backend.open()
    except OSError as error:  # smtplib's errors are among them
        raise NotSent(_words(error), is_final=False) from None
    try:
        yield lambda message: _send(backend, message)
    finally:
        # Whether the server says good-bye does not matter any more.
        with suppress(OSError):
            backend.close()


def _send(backend: BaseEmailBackend, message: EmailMultiAlternatives) -> None:
    """Hand the e-mail over. Raises `NotSent` or `NotKnown`."""
    try:
        sent = backend.send_messages([message])
    except _REFUSALS as error:
        raise NotSent(_words(error), is_final=_is_final(error)) from None
    except Exception as error:
        raise NotKnown(_words(error)) from error
    if not sent:
        raise NotSent("The e-mail backend sent nothing.", is_final=True)


def _is_final(error: smtplib.SMTPException) -> bool:
    """Whether the server would say the same again: codes from 500 on."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return True


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2_000]


def _absolute(name: str, *values: object) -> str:
    if not settings.SITE_URL:
        return ""
    return f"{settings.SITE_URL}{reverse(name, args=values)}"

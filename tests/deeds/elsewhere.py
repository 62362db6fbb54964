"""What is changed by commands, by jobs and by other addresses."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from django.core.management import CommandError
from django.urls import reverse

from claims.models import WeeklyReport
from factcheck.core.models import ApiToken, User
from factcheck.lib.clock import standing_at
from sources.models import Article, Feed, Outlet
from tests.deeds.ways import FEED, OPML, SHEET, SHOWS, Hands, Row, Way, way
from tests.factories import TEXT, make_article, make_subscriber, make_user


def add_file(hands: Hands, row: Row) -> Article:
    """Add an article without waiting for its claims: no job runs in a test."""
    with suppress(CommandError):
        hands.command("addarticle", hands.file(TEXT), outlet="Gazette", wait=0.0)
    return Article.objects.get()


def make_week(hands: Hands, row: Row) -> WeeklyReport:
    with standing_at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        hands.command("weeklyreport", "--week", "2026-W47")
    return WeeklyReport.objects.get()


def reported_on(hands: Hands) -> Article:
    with standing_at(datetime(2026, 11, 17, 9, tzinfo=UTC)):
        return make_article()


COMMANDS: dict[str, Way | str] = {
    "addarticle": way(
        "article.added", "outlet.created",
        do=add_file,
        after={"title": TEXT.partition("\n")[0], "outlet": "Gazette"},
    ),
    "changepassword": way(
        "user.password_set",
        given=lambda hands: make_user(username="ben"),
        do=lambda hands, row: hands.command("changepassword", "ben"),
    ),
    "createsuperuser": way(
        "user.created",
        do=lambda hands, _: hands.command(
            "createsuperuser", username="newcomer", interactive=False
        ) or User.objects.get(username="newcomer"),
        after={"username": "newcomer", "is_superuser": True},
    ),
    "createtoken": way(
        "token.issued",
        given=lambda hands: make_user(username="ben"),
        do=lambda hands, row: hands.command("createtoken", "ben")
        or ApiToken.objects.get(),
        after={"name": "command line"},
    ),
    "demo": way("article.added", "outlet.created", "user.created", "review.recorded"),
    "evaluate": "stores nothing",
    "exportcorrections": "stores nothing",
    "exportfeeds": "stores nothing",
    "exportoutlets": "stores nothing",
    "extract": "stores nothing",
    "importfeed": way(
        "feed.followed",
        do=lambda hands, _: hands.command("importfeed", hands.file(OPML), no_wait=True)
        or Feed.objects.get(),
        after={"url": FEED},
    ),
    "importoutlets": way(
        "outlet.created",
        do=lambda hands, _: hands.command("importoutlets", hands.file(SHEET))
        or Outlet.objects.get(),
        after={"domain": "harbour-gazette.example"},
    ),
    "recompare": "has texts compared, which people may overrule",
    "reread": way(
        "article.text_added",
        given=lambda hands: make_article(raw=f"{TEXT} It did.".encode()),
        do=lambda hands, row: hands.command("reread"),
        before={"number": 1}, after={"number": 2, "reread_of": 1},
    ),
    "runjobs": "does what was promised: see JOBS",
    "verifyledger": "stores nothing",
    "weeklyreport": way(
        "report.made", given=reported_on, do=make_week, after={"number": 1}
    ),
}  # fmt: skip

JOBS: dict[str, Way | str] = {
    "claims.deliver_report": "sends what was asked for",
    "claims.extract": "is the engine's work, which people correct",
    "claims.make_reports": way("report.made"),
    "claims.send_report": way("report.sent"),
    "core.deliver_webhook": way("webhook.changed"),  # one that is gone is switched off
    "sources.compare": "is the engine's work, which people overrule",
    "sources.fetch": way("article.added", "article.text_added", "outlet.created"),
    "sources.poll": way("feed.changed"),  # a feed that is gone is switched off
}

ELSEWHERE: dict[str, Way | str] = {
    "": "leads to the admin",
    "dashboard": SHOWS,
    "overruled_votes": SHOWS,
    "reports-feed": SHOWS,
    "unsubscribe": way(
        "subscriber.left",
        given=lambda hands: make_subscriber(),
        do=lambda hands, row: hands.browser.post(
            reverse("unsubscribe", args=[row.token])
        ),
        before={"is_active": True}, after={"is_active": False},
    ),
}  # fmt: skip

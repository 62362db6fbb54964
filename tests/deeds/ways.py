"""Every way in which something is changed: what it records, and the deed itself.

A way is named by what it comes in through: the method and name of a route of the API,
a form, action or page of the admin, a command, a job. After a colon stands which deed
of several it is. ``test_ledger_complete`` holds the names against the product's own
lists, does the deeds, and looks into the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from claims.corrections.existence import reject
from claims.models import (
    Claim,
    DeliveryState,
    Evidence,
    Rejection,
    ReportDelivery,
    Speaker,
    SpeakerMerge,
    SpeakerRole,
    SpeakerSplit,
    Stance,
    WeeklyReport,
)
from claims.review.voting import Ballot, vote
from claims.speaking import NewSpeaker, add_alias, add_role, merge, split
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.acting import Channel, through
from factcheck.core.models import (
    Job,
    JobState,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookState,
)
from sources.models import Article, Feed
from tests.factories import (
    TEXT,
    make_claim,
    make_delivery,
    make_feed,
    make_job,
    make_passage,
    make_report,
    make_reviewers,
    make_speaker,
    make_subscriber,
    make_supported,
    make_webhook,
)

WHY = "They share a desk and a telephone."
POOL = "https://gazette.example/pool"
FEED = "https://gazette.example/feed.xml"
HOOK = "https://receiver.example/hook"
OPML = f'<opml><body><outline text="Gazette" xmlUrl="{FEED}"/></body></opml>'
SHEET = "name,domain\nHarbour Gazette,harbour-gazette.example\n"
BALLOT = {"aspect": "content", "verdict": "unverified", "rationale": "Looked."}
PHRASE = "a long enough phrase"
SHOWS = "only shows"
UNSURE = {"content-verdict": "unverified", "content-rationale": "Nothing found."}


@dataclass(slots=True)
class Hands:
    """Somebody who may do everything, in a browser and by a program; and a folder."""

    user: User
    folder: Path
    browser: Client = field(default_factory=Client)
    program: APIClient = field(default_factory=APIClient)

    def __post_init__(self) -> None:
        self.browser.force_login(self.user)
        self.program.force_login(self.user)

    def post(
        self, page: str, /, *places: object, query: str = "", **fields: Any
    ) -> None:
        """Send a form of the admin."""
        url = reverse(f"admin:{page}", args=places) + query
        answer = self.browser.post(url, fields)
        assert answer.status_code in (200, 302), answer.content.decode()

    def select(self, page: str, action: str, row: Model, **fields: Any) -> None:
        """Do something to a row of a list."""
        chosen = {"action": action, "_selected_action": [row.pk], **fields}
        self.post(f"{page}_changelist", **chosen)

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the API about something as it is now."""
        send = getattr(self.program, method)
        answer = send(f"/api/v1/{path}", body, format="json", HTTP_IF_MATCH="*")
        assert answer.status_code in (200, 201, 202, 204), answer.content.decode()
        return answer

    def command(self, name: str, *words: str, **options: Any) -> None:
        """Run a command as ``manage.py`` does."""
        with through(Channel.COMMAND):
            call_command(name, *words, stdout=StringIO(), stderr=StringIO(), **options)

    def file(self, content: str) -> str:
        """The path of a file."""
        path = self.folder / "file"
        path.write_text(content, encoding="utf-8")
        return str(path)


Row = Any  # a row, or rows, of the product


@dataclass(frozen=True, slots=True)
class Way:
    """What a deed records, the main event first, and some of that event's values.

    ``do`` does it to what ``given`` prepares. The event is about the row that ``do``
    returns, else about what was given. Without ``do`` the way is only listed.
    """

    records: tuple[str, ...]
    given: Callable[[Hands], Row]
    do: Callable[[Hands, Row], object] | None
    before: Mapping[str, object]
    after: Mapping[str, object]


def way(
    *records: str,
    given: Callable[[Hands], Row] = lambda hands: None,
    do: Callable[[Hands, Row], object] | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> Way:
    """A way, as a line of the tables below."""
    return Way(records, given, do, before or {}, after or {})


# --- What there is to do it to ----------------------------------------------------


def decided(hands: Hands) -> Claim:
    """A claim that two reviewers could not verify."""
    claim = make_claim()
    for person in make_reviewers(2):
        vote(claim=claim, ballots=[ballot(Verdict.UNVERIFIED)], by=person)
    return claim


def disputed(hands: Hands) -> Claim:
    """A claim on which two reviewers differ."""
    claim, verdicts = make_claim(), (Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE)
    for person, verdict in zip(make_reviewers(2), verdicts, strict=True):
        vote(claim=claim, ballots=[ballot(verdict)], by=person)
    return claim


def doubted(hands: Hands) -> Claim:
    """A claim that was corroborated, and has evidence against it since."""
    claim = make_supported(make_claim())
    for person in make_reviewers(2):
        vote(claim=claim, ballots=[ballot(Verdict.CORROBORATED)], by=person)
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
    return claim


def ballot(verdict: Verdict) -> Ballot:
    return Ballot(aspect=Aspect.CONTENT, verdict=verdict, rationale="Looked.")


def voted(hands: Hands) -> Claim:
    """A claim on which these hands have voted."""
    claim = make_claim()
    vote(claim=claim, ballots=[ballot(Verdict.UNVERIFIED)], by=hands.user)
    return claim


def new_claim(hands: Hands) -> Claim:
    return make_claim()


def twins(hands: Hands) -> list[Claim]:
    """Two claims by one speaker in one text."""
    one = make_claim()
    article = one.snapshot.article
    return [one, make_claim(article, content="a new one would open", cue="added")]


def rejected(hands: Hands) -> Claim:
    one = make_claim()
    reject(claim=one, rejection=Rejection.DUPLICATE, by=hands.user)
    one.refresh_from_db()
    return one


def new_speaker(hands: Hands) -> Speaker:
    return make_speaker("M. Castellan")


def two_speakers(hands: Hands) -> list[Speaker]:
    return [make_speaker("M. Castellan"), make_speaker("Mira Castellan")]


def with_alias(hands: Hands) -> Speaker:
    one = make_speaker("Mira Castellan")
    add_alias(speaker=one, text="Captain Mira", by=hands.user)
    return one


def with_role(hands: Hands) -> SpeakerRole:
    one = make_speaker("Mira Castellan")
    return add_role(
        speaker=one, text="mayor", since=None, until=None, article=None, by=hands.user
    )


def speaker_of_two(hands: Hands) -> Claim:
    """The first of two claims of a speaker."""
    one = make_claim()
    make_claim(resolved=one.speaker)
    return one


def merged(hands: Hands) -> SpeakerMerge:
    away, here = make_speaker("M. Castellan"), make_speaker("Mira Castellan")
    return merge(speaker=away, into=here, reason=WHY, by=hands.user)


def parted(hands: Hands) -> SpeakerSplit:
    one = speaker_of_two(hands)
    return split(
        speaker=one.speaker,
        claims=[one.pk],
        aliases=[],
        into=NewSpeaker("Jane Smith"),
        reason=WHY,
        by=hands.user,
    )


def stored(hands: Hands) -> Article:
    """An article with an address, handed in."""
    hands.call("post", "articles/", {"text": TEXT, "url": POOL})
    return Article.objects.get()


def piece(hands: Hands) -> Evidence:
    return make_passage(make_claim())


def feed(hands: Hands) -> Feed:
    return make_feed("Gazette", url=FEED)


def stopped(hands: Hands) -> Job:
    return make_job(state=JobState.QUARANTINED, reason="The disk is full.", attempts=5)


def hook(hands: Hands) -> WebhookEndpoint:
    return make_webhook(HOOK)


def failed_delivery(hands: Hands) -> WebhookDelivery:
    return make_delivery(hook(hands), state=WebhookState.FAILED)


def deliverable(hands: Hands) -> WeeklyReport:
    """A report that one subscriber has not got."""
    make_subscriber()
    return make_report()


def lost(hands: Hands) -> ReportDelivery:
    """An e-mail of which nobody knows whether it was sent."""
    return ReportDelivery.objects.create(
        report=make_report(), subscriber=make_subscriber(), state=DeliveryState.UNKNOWN
    )


def at(text: str, words: str) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def outlet_form(**fields: object) -> dict[str, object]:
    """The fields of an outlet's page, without a rating."""
    return {
        "name": "Harbour Gazette",
        "kind": "news",
        "ratings-TOTAL_FORMS": 0,
        "ratings-INITIAL_FORMS": 0,
        "ratings-2-TOTAL_FORMS": 0,
        "ratings-2-INITIAL_FORMS": 0,
        **fields,
    }

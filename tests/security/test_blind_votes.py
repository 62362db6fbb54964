"""Nobody learns how another voted before a quorum or conflict (V5).

Two worlds that differ in nothing but a blind verdict and its words are read through
every address as everybody else: not a byte may differ, and no word of the vote may
stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from claims.models import (
    Claim,
    Review,
    SpeakerMerge,
    SpeakerSplit,
    Stance,
    WeeklyReport,
)
from claims.reports.freezing import report_on
from claims.review.reconsidering import set_risk
from claims.review.voting import Ballot, sealed, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import ApiToken, AuditEvent, User, WebhookDelivery
from factcheck.core.permissions import Role
from factcheck.lib import clock
from factcheck.lib.weeks import week_of
from tests.factories import (
    make_article,
    make_claim,
    make_feed,
    make_fetch,
    make_job,
    make_passage,
    make_speaker,
    make_supported,
    make_user,
    make_webhook,
)
from tests.security.everywhere import World, addresses, filtered_addresses

pytestmark = pytest.mark.django_db

# For each verdict the rationale and the scope note: words that stand nowhere else.
WORDS = {
    Verdict.NOT_CHECKABLE: ("Zyxomarrow", "Quibbleflint"),
    Verdict.DISPUTED: ("Vermolindet for once", "Sturxwhale"),
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+')

Answer = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The world before a vote, who looks at it, and who votes."""

    plain: Claim
    risky: Claim
    voters: tuple[User, User]
    viewers: dict[str, Client]
    rows: World

    @property
    def claims(self) -> tuple[Claim, Claim]:
        """One that needs two votes, one that needs three."""
        return self.plain, self.risky


@pytest.fixture
def setting(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Two claims with evidence both ways; time stands still, calls are not counted."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    settings.API_PER_MINUTE = dict.fromkeys(settings.API_PER_MINUTE, 0)
    cache.clear()
    article = make_article()
    plain, risky = make_claim(article), make_claim(article)
    ana, ben = make_user(Role.REVIEWER), make_user(Role.REVIEWER)
    finder = make_user(Role.REVIEWER)
    for claim in (plain, risky):
        make_supported(claim, by=finder)
        for aspect in Aspect:
            make_passage(
                claim,
                "It stays open.",
                aspect=aspect,
                stance=Stance.CONTRADICTS,
                by=finder,
            )
    set_risk(claim=risky, is_high=True, by=finder)
    users = {role: make_user(role) for role in Role.values}
    users["superuser"] = User.objects.create_superuser("root")
    token, _ = ApiToken.objects.issue(user=finder, name="program")
    other = make_speaker()
    moved = {"speaker": other, "into": plain.speaker, "reason": "One person."}
    rows = {
        "other speaker": [other],
        "speaker merge": [SpeakerMerge.objects.create(**moved)],
        "speaker split": [SpeakerSplit.objects.create(**moved, is_into_new=False)],
        "article": [article],
        "other article": [make_article()],
        "snapshot": [article.snapshots.get()],
        "claim": [plain, risky],
        "evidence": [plain.evidence.order_by("pk")[0]],
        "speaker": [plain.speaker],
        "outlet": [article.outlet],
        "fetch": [make_fetch(article)],
        "feed": [make_feed()],
        "job": [make_job(article)],
        "user": [ana],
        "apitoken": [token],
        "webhook": [make_webhook()],
    }
    viewers = {}
    for name, user in users.items():
        viewers[name] = Client()
        viewers[name].force_login(user)
    return Setting(plain, risky, (ana, ben), viewers, rows)  # type: ignore[arg-type]


def cast(claim: Claim, by: User, verdict: Verdict, why: str = "") -> None:
    """A vote on both aspects in words that stand nowhere else."""
    ballots = [
        Ballot(
            aspect=aspect,
            verdict=verdict,
            rationale=why or WORDS[verdict][0],
            scope_note=WORDS[verdict][1],
        )
        for aspect in Aspect
    ]
    vote(claim=claim, ballots=ballots, by=by)


def reported() -> WeeklyReport:
    """The report on the present week, made when it is over."""
    now = clock.now()
    later = now + timedelta(days=8)
    with pytest.MonkeyPatch.context() as patch, clock.standing_at(later):
        patch.setattr(clock, "now", lambda: later)
        return report_on(week_of(now))


@dataclass(frozen=True, slots=True)
class Voted:
    """A world with blind votes: its rows, what of it is random, what is secret."""

    rows: World
    random_ids: frozenset[str]
    secrets: tuple[str, ...]
    ids: tuple[str, ...]
    """Of the votes: the ledger alone has them."""

    def without_chance(self, text: str) -> str:
        """Without random ids of what is new, hashes over them, and form tokens."""
        text = _UUID.sub(lambda m: "new" if m[0] in self.random_ids else m[0], text)
        return _CSRF.sub(r"\1", _HASH.sub("hash", text))


@contextmanager
def voted(setting: Setting, verdict: Verdict) -> Iterator[Voted]:
    """The world with one blind vote on the first claim and two on the second; as if
    nothing had happened afterwards.
    """
    with transaction.atomic():
        for claim, people in zip(setting.claims, ((0,), (0, 1)), strict=True):
            for person in people:
                cast(claim, setting.voters[person], verdict)
        reviews = list(Review.objects.order_by("pk"))
        events = list(AuditEvent.objects.filter(action="review.recorded"))
        report = reported()
        events += AuditEvent.objects.filter(action="report.made")
        told = WebhookDelivery.objects.get()
        ids = [report.public_id, *(review.public_id for review in reviews)]
        ids += [told.public_id, told.event_id]
        for event in events:
            ids += [event.public_id, event.request_id]
        yield Voted(
            {
                **setting.rows,
                "review": reviews[:1],
                "auditevent": events[:1],
                "report": [report],
            },
            frozenset(map(str, ids)),
            (*WORDS[verdict], *(review.seal for review in reviews)),
            tuple(str(review.public_id) for review in reviews),
        )
        transaction.set_rollback(True)


def look(client: Client, address: str, world: Voted) -> tuple[Answer, str]:
    """What an address answers, without what differs by itself; and its raw words."""
    answer = client.get(address)
    content: bytes = (
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    )
    raw = content.decode("utf-8", "replace")
    plain = world.without_chance(raw)
    place = world.without_chance(answer.get("Location", ""))
    # The tag is a hash of the answer: it says more only where nothing was replaced.
    tag = answer.get("ETag", "") if plain == raw else ""
    return (answer.status_code, plain, place, tag), raw


def read(
    setting: Setting,
    verdict: Verdict,
    wanted: Callable[[World], Iterable[tuple[str, str]]],
) -> dict[tuple[str, str], Answer]:
    """All answers to (viewer, address) in the world of a verdict.

    None has a word of the votes; unless the address has it, for it is repeated then.
    """
    found = {}
    with voted(setting, verdict) as world:
        for viewer, address in wanted(world.rows):
            answer, raw = look(setting.viewers[viewer], address, world)
            key = (viewer, world.without_chance(address))
            found[key] = answer
            secrets = world.secrets + (() if "audit" in address else world.ids)
            told = [w for w in secrets if w in raw and w not in address]
            assert told == [], key
    return found


def test_every_page_is_the_same_whatever_the_blind_verdict(setting: Setting) -> None:
    def everywhere(*viewers: str) -> Callable[[World], Iterator[tuple[str, str]]]:
        return lambda rows: (
            (viewer, address) for viewer in viewers for address in addresses(rows)
        )

    first, second = WORDS
    one = read(setting, first, everywhere(*setting.viewers))
    # What all others may see besides is a part of what these two may.
    other = read(setting, second, everywhere(Role.REVIEWER, "superuser"))

    assert other.keys() <= one.keys()
    assert [key for key in other if one[key] != other[key]] == []
    shown = {key[1] for key, answer in other.items() if answer[0] == 200}
    assert len(shown) > 60


@pytest.mark.slow
def test_no_filter_and_no_order_tells_the_blind_verdict(setting: Setting) -> None:
    lists = filtered_addresses(next(iter(WORDS.values()))[0], [*WORDS])

    def filtered(rows: World) -> Iterator[tuple[str, str]]:
        for address in lists:
            yield "superuser", address
            if address.startswith("/api/v1/claims/"):
                yield Role.REVIEWER, address

    one, other = (read(setting, verdict, filtered) for verdict in WORDS)

    assert [key for key in one if one[key] != other[key]] == []
    shown = {key[1] for key, answer in one.items() if answer[0] == 200}
    assert len(shown) > 150


REFUSED: dict[str, dict[str, object]] = {
    "adjudication": {
        "aspect": "content",
        "verdict": "unverified",
        "rationale": "Which is it?",
    },
    "reopening": {"reason": "Which is it?"},
    "confirmation": {"reason": "Which is it?"},
}


def test_no_refusal_tells_the_blind_verdict(setting: Setting) -> None:
    def asked(verdict: Verdict) -> list[Answer]:
        found: list[Answer] = []
        with voted(setting, verdict) as world:
            (review,) = world.rows["review"]
            paths: list[tuple[str, Any]] = [
                (f"/api/v1/claims/{claim.public_id}/{what}/", body)
                for claim in setting.claims
                for what, body in REFUSED.items()
            ]
            paths.append((f"/api/v1/reviews/{review.public_id}/withdrawal/", {}))  # type: ignore[attr-defined]
            for path, body in paths:
                for viewer in (Role.EDITOR, "superuser"):
                    answer = setting.viewers[viewer].post(
                        path, body, "application/json", headers={"If-Match": "*"}
                    )
                    content = world.without_chance(answer.content.decode())
                    found.append((answer.status_code, content))
        return found

    one, other = (asked(verdict) for verdict in WORDS)

    assert {answer[0] for answer in one} == {404, 422}
    assert one == other


def test_the_ledgers_hash_of_a_vote_cannot_be_guessed(setting: Setting) -> None:
    """The same vote twice has two hashes: a table of likely votes is of no use."""
    cast(setting.plain, setting.voters[0], Verdict.DISPUTED)
    review = Review.objects.order_by("pk")[0]
    before = sealed(review)

    review.seal = Review(seal=Review._meta.get_field("seal").get_default()).seal

    assert len(review.seal) == 32
    assert sealed(review) != before


@pytest.mark.parametrize("viewer", ["reader", "reviewer", "auditor", "superuser"])
def test_after_the_second_agreeing_vote_all_of_it_is_seen(
    setting: Setting, viewer: str
) -> None:
    claim, client = setting.plain, setting.viewers[viewer]
    ana, ben = setting.voters
    path = f"/api/v1/claims/{claim.public_id}/"
    why, scope = WORDS[Verdict.NOT_CHECKABLE]
    cast(claim, ana, Verdict.NOT_CHECKABLE)
    assert client.get(f"{path}reviews/").json()["results"] == []

    cast(claim, ben, Verdict.NOT_CHECKABLE, why="I agree.")

    votes = client.get(f"{path}reviews/").json()["results"]
    assert len(votes) == 4
    for review, shown in zip(Review.objects.order_by("-pk"), votes, strict=True):
        assert shown["id"] == str(review.public_id)
        assert shown["verdict"] == "not_checkable"
        assert (shown["seal"], shown["scope_note"]) == (review.seal, scope)
    assert why in client.get(f"{path}history/").content.decode()
    review = client.get(path).json()["review"]
    assert review["content"]["verdict"] == "not_checkable"
    listed = client.get("/api/v1/claims/?content_verdict=not_checkable").json()
    assert [one["id"] for one in listed["results"]] == [str(claim.public_id)]

"""A weekly report is what was so at its cut-off, whatever happens afterwards."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims.corrections.existence import reject
from claims.corrections.reading import Who, change_speaker, change_tier
from claims.extraction.model import SpeakerKind, Tier
from claims.models import Claim, Rejection, ReportErratum, Review, WeeklyReport
from claims.reports.freezing import missing_weeks, preview, report_on, verify
from claims.review.reconsidering import reopen, set_risk
from claims.review.voting import Ballot, vote
from claims.services import submit_article
from claims.speaking.merging import merge
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.errors import Refused
from factcheck.core.ledger import canonical_json
from factcheck.core.models import User
from factcheck.core.permissions import Role
from factcheck.lib import clock
from factcheck.lib.weeks import week_named
from sources.models import Outlet
from sources.register import save_outlet
from sources.services import Submission
from tests.factories import TEXT, make_article, make_claim, make_speaker, make_user

pytestmark = pytest.mark.django_db

W46, W47 = week_named("2026-W46"), week_named("2026-W47")
INSIDE = W46.begins + timedelta(days=2)
LATER = W47.begins + timedelta(days=1)
MADE = W46.ends + timedelta(hours=6)


@pytest.fixture
def people() -> dict[str, User]:
    return {
        "ana": make_user(Role.REVIEWER),
        "ben": make_user(Role.REVIEWER),
        "dora": make_user(Role.ADJUDICATOR),
        "eve": make_user(Role.EDITOR),
    }


def claim_in(moment: datetime = INSIDE, **fields: Any) -> Claim:
    """A statement found at a moment, in an article of its own."""
    with clock.standing_at(moment):
        return make_claim(make_article(), **fields)


def judge(
    claim: Claim,
    people: dict[str, User],
    *names: str,
    at: datetime = INSIDE,
    content: Verdict = Verdict.UNVERIFIED,
) -> None:
    """Both questions voted on by these people, a minute apart."""
    ballots = [
        Ballot(aspect=Aspect.ATTRIBUTION, verdict=Verdict.UNVERIFIED, rationale="why"),
        Ballot(aspect=Aspect.CONTENT, verdict=content, rationale="why"),
    ]
    for minute, name in enumerate(names):
        with clock.standing_at(at + timedelta(minutes=minute)):
            vote(claim=claim, ballots=ballots, by=people[name])


def made(week: Any = W46, at: datetime = MADE) -> WeeklyReport:
    with clock.standing_at(at):
        return report_on(week)


def payload(report: WeeklyReport) -> Any:
    return json.loads(report.payload)


def test_what_happens_later_changes_nothing_that_is_built_anew(
    people: dict[str, User],
) -> None:
    decided, waiting, tiered, moved, doomed, risky = (claim_in() for _ in range(6))
    judge(decided, people, "ana", "ben")
    report = made()

    with clock.standing_at(LATER):
        judge(waiting, people, "ana", "ben", at=LATER)
        reopen(claim=decided, reason="News.", by=people["dora"])
        change_tier(claim=tiered, tier=Tier.STANCE, by=people["ana"])
        reject(claim=doomed, rejection=Rejection.NOT_A_CLAIM, by=people["ana"])
        set_risk(claim=risky, is_high=True, by=people["ana"])
        Claim.objects.filter(pk=moved.pk).update(
            progress="withdrawn", withdrawn_at=clock.now()
        )
    claim_in(LATER)

    verification = verify(report)
    assert verification.differences == ()
    assert verification.holds
    figures = payload(report)["figures"]
    assert (figures["claims"], figures["decided"], figures["open"]) == (6, 1, 5)
    assert figures["known"] == {"claims": 6, "statements": 6, "decided": 1}
    assert (figures["checked"]["count"], figures["checked"]["of"]) == (1, 6)
    assert figures["shares"]["open"]["share"] == 0.8333
    assert figures["shares"]["waiting"]["count"] == 0


def test_a_merge_of_speakers_later_changes_nothing(people: dict[str, User]) -> None:
    one, other = make_speaker("Maren Quill"), make_speaker("M. Quill")
    for speaker in (one, one, other):
        claim_in(resolved=speaker)
    report = made()

    with clock.standing_at(LATER):
        merge(speaker=one, into=other, reason="One person.", by=people["dora"])

    assert verify(report).differences == ()
    assert [row["name"] for row in payload(report)["speakers"]] == [
        "Maren Quill",
        "M. Quill",
    ]


def test_what_a_report_said_becomes_an_erratum_when_it_no_longer_holds(
    people: dict[str, User],
) -> None:
    claim = claim_in()
    judge(claim, people, "ana", "ben")
    first = made()
    with clock.standing_at(LATER):
        reopen(claim=claim, reason="News.", by=people["dora"])
    judge(claim, people, "ana", "ben", at=LATER, content=Verdict.NOT_CHECKABLE)

    second = made(W47, W47.ends + timedelta(hours=6))

    (erratum,) = payload(second)["errata"]
    assert erratum["week"] == "2026-W46"
    assert (erratum["what"], erratum["was"], erratum["now"]) == (
        "content",
        "unverified",
        "not_checkable",
    )
    assert first.errata.count() == 1
    assert ReportErratum.objects.get().found_in == second
    assert verify(first).holds
    assert verify(second).holds
    assert [one["reason"] for one in payload(second)["reopened"]] == ["News."]


def test_votes_that_are_blind_leave_no_trace_of_their_verdict(
    people: dict[str, User],
) -> None:
    """The same week with another blind verdict gives the same payload."""
    claim = claim_in()
    payloads = []
    for verdict in (Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE):
        with transaction.atomic():
            judge(claim, people, "ana", content=verdict)
            with clock.standing_at(INSIDE + timedelta(hours=1)):
                payloads.append(canonical_json(preview()))
            transaction.set_rollback(True)

    assert payloads[0] == payloads[1]
    assert json.loads(payloads[0])["figures"]["reviewed"] == 1


def test_a_title_or_a_name_corrected_later_changes_nothing(
    people: dict[str, User],
) -> None:
    url = "https://gazette.example/pool"
    with clock.standing_at(INSIDE):
        added = submit_article(submission=Submission(text=TEXT, url=url), by=None)
        claim = make_claim(added.article)
    judge(claim, people, "ana", "ben")
    report = made()
    [decision] = payload(report)["decisions"]

    with clock.standing_at(LATER):
        submission = Submission(
            text=TEXT, url=url, title="The pool", published=date(2026, 11, 3)
        )
        submit_article(submission=submission, by=None)
        outlet = Outlet.objects.get(articles=added.article)
        outlet.name = "The Gazette"
        save_outlet(outlet=outlet, by=None)

    claim.snapshot.article.refresh_from_db()
    assert claim.snapshot.article.title == "The pool"
    assert "The pool" not in str(decision)
    assert verify(report).differences == ()


def test_whoever_was_named_by_mistake_is_not_named_again(
    people: dict[str, User],
) -> None:
    text = "Talks\n\nA deal is near, he said on Monday."
    with clock.standing_at(INSIDE):
        claim = make_claim(
            make_article(text),
            content="A deal is near",
            speaker="he",
            resolved=make_speaker("Protected Source"),
        )
    judge(claim, people, "ana", "ben")
    first = made()
    assert payload(first)["decisions"][0]["claim"]["speaker"] == "Protected Source"

    with clock.standing_at(LATER):
        who = Who(name="an official", kind=SpeakerKind.ANONYMOUS_SOURCE)
        reason = "Protected Source asked us not to."
        change_speaker(claim=claim, who=who, reason=reason, by=people["ana"])
    second = made(W47, W47.ends + timedelta(hours=6))

    assert "Protected" not in second.payload
    (erratum,) = payload(second)["errata"]
    assert (erratum["what"], erratum["now"]) == ("speaker", "he")
    assert erratum["was"] == "a name, which is not repeated here"
    assert len(payload(second)["corrections"]) == 1
    assert verify(second).holds


def test_people_without_a_name_are_shown_as_the_article_has_them(
    people: dict[str, User],
) -> None:
    with clock.standing_at(INSIDE):
        article = make_article(
            "Talks\n\nA deal is near, a source close to Hamas said on Monday."
        )
        known = make_speaker(
            "Aide number one (protected)",
            kind=SpeakerKind.ANONYMOUS_SOURCE.value,
            article=article,
        )
        claim = make_claim(
            article,
            content="A deal is near",
            speaker="a source close to Hamas",
            resolved=known,
            speaker_kind=SpeakerKind.ANONYMOUS_SOURCE.value,
            speaker_role="chief of staff",
        )
    judge(claim, people, "ana", "ben")

    text = made().payload

    assert "protected" not in text
    assert "chief of staff" not in text
    (row,) = json.loads(text)["decisions"]
    assert row["claim"]["speaker"] == "a source close to Hamas"


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 11, 15, 23, 59, 59, 999_999, tzinfo=UTC), W46),
        (datetime(2026, 11, 16, 0, 0, 0, tzinfo=UTC), W47),
    ],
)
def test_the_vote_that_decides_says_in_which_week_it_is(
    people: dict[str, User], moment: datetime, week: Any
) -> None:
    claim = claim_in()
    judge(claim, people, "ana")
    judge(claim, people, "ben", at=moment)

    for one in (W46, W47):
        report = made(one, W47.ends + timedelta(hours=6))
        assert len(payload(report)["decisions"]) == (one == week)


def test_weeks_are_made_in_order_and_once(people: dict[str, User]) -> None:
    claim_in()
    late = week_named("2026-W49").begins + timedelta(hours=6)

    with clock.standing_at(late):
        assert [str(week) for week in missing_weeks()] == [
            "2026-W46",
            "2026-W47",
            "2026-W48",
        ]
    last = made(week_named("2026-W48"), late)

    rows = list(WeeklyReport.objects.order_by("monday"))
    assert [row.number for row in rows] == [1, 2, 3]
    assert payload(rows[1])["previous"] == rows[0].sha256
    assert made(week_named("2026-W48"), late).pk == last.pk
    with clock.standing_at(late):
        assert list(missing_weeks()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("2026-W47", "is not over"), ("2026-W40", "before the first week")],
)
def test_there_is_no_report_on_other_weeks(name: str, words: str) -> None:
    claim_in()

    with pytest.raises(Refused, match=words):
        made(week_named(name))
    assert not WeeklyReport.objects.exists()


def test_a_report_of_one_outlet_is_of_its_articles_alone(
    people: dict[str, User],
) -> None:
    mine, other = claim_in(), claim_in()
    for claim in (mine, other):
        judge(claim, people, "ana", "ben")
    outlet = mine.snapshot.article.outlet
    assert outlet is not None

    with clock.standing_at(MADE):
        report = report_on(W46, scope=str(outlet.public_id))

    found = payload(report)
    assert found["scope_name"] == outlet.name
    assert found["figures"]["articles"] == 1
    assert [row["claim"]["id"] for row in found["decisions"]] == [str(mine.public_id)]
    assert verify(report).holds


def test_the_database_refuses_to_change_a_report(people: dict[str, User]) -> None:
    claim_in()
    report = made()

    for change in (
        lambda: WeeklyReport.objects.update(payload="{}"),
        lambda: WeeklyReport.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert WeeklyReport.objects.get() == report


def test_a_tampered_report_does_not_hold(people: dict[str, User]) -> None:
    claim = claim_in()
    judge(claim, people, "ana", "ben")
    report = made()
    changed = payload(report)
    changed["figures"]["open"] = 99
    report.payload = canonical_json(changed)

    verification = verify(report)

    assert not verification.holds
    assert "payload" in verification.fault
    assert verification.differences == ("figures.open",)


def test_counting_takes_as_many_queries_for_many_claims(
    people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        judge(claim_in(), people, "ana", "ben")

    with django_assert_max_num_queries(60), clock.standing_at(MADE):
        preview()


def test_nobody_voted_twice_is_counted_twice(people: dict[str, User]) -> None:
    claim = claim_in()
    judge(claim, people, "ana", "ben")
    judge(claim, people, "ana", at=INSIDE + timedelta(hours=2))
    assert Review.objects.count() == 6

    figures = payload(made())["figures"]

    assert (figures["reviewed"], figures["decided"]) == (1, 1)

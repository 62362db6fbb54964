"""Votes: what they need, what follows from them, and that nobody can change them."""

from __future__ import annotations

import json
import random
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction

from claims.corrections.existence import reject
from claims.extraction.model import SpeakerKind
from claims.models import (
    Acceptance,
    Claim,
    Doubt,
    Progress,
    Rejection,
    Reopening,
    Review,
    Staleness,
    Stance,
)
from claims.review.deriving import states_of
from claims.review.gathering import decide_evidence
from claims.review.reconsidering import reopen, set_risk, settle
from claims.review.voting import (
    Ballot,
    adjudicate,
    sealed,
    take_back,
    take_back_last,
    vote,
)
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.errors import Changed, PermissionDenied, Refused
from factcheck.core.models import Action, AuditEvent, User
from factcheck.core.permissions import Role
from tests.factories import (
    make_claim,
    make_passage,
    make_reviewers,
    make_supported,
    make_user,
)

pytestmark = pytest.mark.django_db

YES, NO = Verdict.CORROBORATED, Verdict.DISPUTED
UNSURE, OPINION = Verdict.UNVERIFIED, Verdict.NOT_CHECKABLE
ATTRIBUTION, CONTENT = Aspect.ATTRIBUTION, Aspect.CONTENT


def ballot(
    verdict: Verdict = UNSURE,
    aspect: Aspect = CONTENT,
    why: str = "Looked, found none.",
) -> Ballot:
    """A vote on the content, with a reason."""
    return Ballot(aspect=aspect, verdict=verdict, rationale=why)


def cast(claim: Claim, by: User, verdict: Verdict, aspect: Aspect = CONTENT) -> Review:
    """Vote, and the claim as it is after it."""
    recorded = vote(claim=claim, ballots=[ballot(verdict, aspect)], by=by)
    claim.refresh_from_db()
    return recorded.reviews[0]


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    """The refusal's code."""
    return error.value.code


def test_a_quorum_decides_an_aspect_and_both_decide_the_claim() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)

    cast(claim, ana, UNSURE)
    assert (claim.content_agreement, claim.content_verdict) == (Agreement.SINGLE, "")
    assert claim.progress == Progress.IN_REVIEW
    cast(claim, ben, UNSURE)
    assert claim.content_agreement == Agreement.QUORUM
    assert claim.content_verdict == UNSURE
    assert claim.progress == Progress.IN_REVIEW
    for reviewer in (ana, ben):
        cast(claim, reviewer, OPINION, ATTRIBUTION)

    assert claim.progress == Progress.DECIDED
    assert claim.decided_at is not None


def test_both_aspects_are_voted_on_at_once_or_not_at_all() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    ballots = [ballot(OPINION, ATTRIBUTION), ballot(YES, CONTENT)]

    with pytest.raises(Refused) as error:
        vote(claim=claim, ballots=ballots, by=ana)

    assert code_of(error) == "not_enough_origins"
    assert not Review.objects.exists()


def test_corroborated_needs_two_independent_origins_one_of_them_named() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    with pytest.raises(Refused, match="so far there is none"):
        cast(claim, ana, YES)
    make_passage(claim, "The pool shuts in May.", speaker="Ada Lind")
    with pytest.raises(Refused, match="so far there is one"):
        cast(claim, ana, YES)
    make_passage(claim, "No swimming after April.", speaker="Bo Marsh")

    review = cast(claim, ana, YES)

    assert (review.origin_count, review.named_origin_count) == (2, 2)
    assert review.evidence.count() == 2


def test_one_speaker_in_two_papers_is_one_origin() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    make_passage(claim, "The pool shuts in May.", speaker="Ada Lind")
    make_passage(claim, "No swimming after April.", speaker="Ada Lind")

    with pytest.raises(Refused) as error:
        cast(claim, ana, YES)

    assert code_of(error) == "not_enough_origins"


def test_the_claims_own_speaker_corroborates_nothing_he_said() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    own = make_passage(claim, "The pool shuts in May.", speaker="John Smith")
    make_passage(claim, "No swimming after April.", speaker="Bo Marsh")

    assert not own.is_independent
    assert "One speaker said both" in own.independence_reason
    with pytest.raises(Refused):
        cast(claim, ana, YES)


def test_a_spokesman_bears_no_more_than_partly() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    piece = make_passage(claim, "It shuts.", speaker="His deputy", is_interested=True)
    with pytest.raises(Refused):
        cast(claim, ana, YES)

    cast(claim, ana, Verdict.PARTLY_CORROBORATED)

    assert not piece.is_independent
    assert "interest" in piece.independence_reason


def test_two_unnamed_sources_corroborate_nothing() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    for words in ("It shuts, an aide said.", "Swimming ends, a guard said."):
        make_passage(
            claim, words, speaker=None, speaker_kind=SpeakerKind.ANONYMOUS_SOURCE
        )

    with pytest.raises(Refused):
        cast(claim, ana, YES)


def test_one_primary_source_settles_what_was_said_but_not_whether_it_is_so() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    make_passage(claim, "The recording.", aspect=ATTRIBUTION, is_primary=True)

    assert cast(claim, ana, YES, ATTRIBUTION).primary_count == 1
    make_passage(claim, "The minutes.", is_primary=True, speaker=None)
    with pytest.raises(Refused):
        cast(claim, ana, YES, CONTENT)


def test_disputed_needs_a_named_excerpt_against_it() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    make_passage(
        claim,
        "It stays open, a guard said.",
        stance=Stance.CONTRADICTS,
        speaker=None,
        speaker_kind=SpeakerKind.ANONYMOUS_SOURCE,
    )
    with pytest.raises(Refused) as error:
        cast(claim, ana, NO)
    assert code_of(error) == "no_contradiction"
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)

    assert cast(claim, ana, NO).contradiction_count == 1


def test_rejected_evidence_counts_for_no_vote_to_come() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    piece = make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
    cast(claim, ana, NO)
    decide_evidence(
        piece=piece, acceptance=Acceptance.REJECTED, reason="An old report.", by=ben
    )

    with pytest.raises(Refused):
        cast(claim, ben, NO)


def test_a_decision_without_the_evidence_it_needs_is_in_doubt() -> None:
    claim, (ana, ben, eve) = make_claim(), make_reviewers(3)
    pieces = [
        make_passage(claim, f"It shuts in May, {who} said.", speaker=who)
        for who in ("Ada Lind", "Bo Marsh", "Cy Moor")
    ]
    for person in (ana, ben):
        cast(claim, person, YES)

    for piece, is_stale in zip(pieces[:2], (False, True), strict=True):
        decide_evidence(
            piece=piece, acceptance=Acceptance.REJECTED, reason="A slip.", by=eve
        )
        claim.refresh_from_db()
        assert claim.is_stale == is_stale

    doubt = Staleness.objects.get()
    assert doubt.kind == Doubt.EVIDENCE_REJECTED
    assert "so far there is one" in doubt.detail
    assert claim.content_verdict == YES


def test_enough_evidence_both_ways_is_settled_by_no_quorum() -> None:
    claim, (ana, ben) = make_supported(make_claim()), make_reviewers(2)
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS, speaker="C. Roe")
    cast(claim, ana, YES)
    cast(claim, ben, YES)

    assert claim.content_agreement == Agreement.CONFLICT
    assert claim.content_verdict == ""


@pytest.mark.parametrize("verdict", [UNSURE, OPINION, NO])
def test_only_corroborated_stands_without_a_reason(verdict: Verdict) -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)

    with pytest.raises(Refused) as error:
        vote(claim=claim, ballots=[ballot(verdict, why="  ")], by=ana)

    assert code_of(error) == "reason_required"


def test_nobody_votes_on_what_was_rejected_as_no_claim() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    reject(claim=claim, rejection=Rejection.NOT_A_CLAIM, by=ana)

    with pytest.raises(Refused) as error:
        cast(claim, ben, UNSURE)

    assert code_of(error) == "rejected"


def test_who_found_the_evidence_is_heard_but_fills_no_quorum() -> None:
    claim, (ana, ben, eve) = make_claim(), make_reviewers(3)
    make_supported(claim, by=eve)

    assert cast(claim, eve, YES).is_additional
    cast(claim, ana, YES)
    assert claim.content_agreement == Agreement.SINGLE
    cast(claim, ben, YES)
    assert claim.content_agreement == Agreement.QUORUM


def test_a_second_vote_supersedes_the_first() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    first = cast(claim, ana, UNSURE)

    second = cast(claim, ana, OPINION)

    assert second.supersedes == first
    assert Review.objects.count() == 2
    assert claim.content_agreement == Agreement.SINGLE


def test_a_vote_is_taken_back_and_given_again() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    cast(claim, ben, UNSURE)
    review = cast(claim, ana, UNSURE)
    assert claim.content_agreement == Agreement.QUORUM

    take_back(review=review, by=ana)

    claim.refresh_from_db()
    assert claim.content_agreement == Agreement.SINGLE
    with pytest.raises(Refused):
        take_back(review=review, by=ana)
    cast(claim, ana, OPINION)
    assert claim.content_agreement == Agreement.CONFLICT


def test_what_was_given_together_is_taken_back_together() -> None:
    claim, other, (ana,) = make_claim(), make_claim(), make_reviewers(1)
    cast(other, ana, UNSURE)
    together = [ballot(OPINION, ATTRIBUTION), ballot(UNSURE, CONTENT)]
    vote(claim=claim, ballots=together, by=ana)

    assert take_back_last(by=ana).claim == claim

    claim.refresh_from_db()
    assert claim.progress == Progress.NEW
    assert take_back_last(by=ana).claim == other
    with pytest.raises(Refused) as error:
        take_back_last(by=ana)
    assert code_of(error) == "no_vote"


def test_nobody_takes_back_the_vote_of_another() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    review = cast(claim, ana, UNSURE)

    with pytest.raises(Refused) as error:
        take_back(review=review, by=ben)

    assert code_of(error) == "not_yours"


def test_a_conflict_is_decided_by_somebody_without_a_vote() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR)
    cast(claim, ana, UNSURE)
    with pytest.raises(Refused) as error:
        adjudicate(claim=claim, ballot=ballot(UNSURE), by=judge)
    assert code_of(error) == "no_conflict"
    cast(claim, ben, OPINION)
    with pytest.raises(PermissionDenied):
        adjudicate(claim=claim, ballot=ballot(UNSURE), by=ana)

    adjudicate(claim=claim, ballot=ballot(OPINION), by=judge)

    claim.refresh_from_db()
    assert claim.content_agreement == Agreement.ADJUDICATED
    assert claim.content_verdict == OPINION
    with pytest.raises(Refused) as error:
        cast(claim, ana, OPINION)
    assert code_of(error) == "adjudicated"


def test_an_adjudicator_with_a_vote_does_not_decide() -> None:
    claim, (ana,), judge = make_claim(), make_reviewers(1), make_user(Role.ADJUDICATOR)
    cast(claim, ana, UNSURE)
    cast(claim, judge, OPINION)

    with pytest.raises(Refused) as error:
        adjudicate(claim=claim, ballot=ballot(OPINION), by=judge)

    assert code_of(error) == "own_vote"


def test_an_adjudicator_who_took_their_vote_back_does_not_decide() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR)
    cast(claim, judge, OPINION)
    take_back_last(by=judge)
    cast(claim, ana, UNSURE)
    cast(claim, ben, OPINION)

    with pytest.raises(Refused) as error:
        adjudicate(claim=claim, ballot=ballot(OPINION), by=judge)

    assert code_of(error) == "own_vote"


def test_nobody_settles_a_conflict_by_changing_sides() -> None:
    claim, (ana, ben, eve) = make_claim(), make_reviewers(3)
    cast(claim, ana, UNSURE)
    seen_by_ben = cast(claim, ben, OPINION)

    with pytest.raises(Refused) as changed:
        cast(claim, ben, UNSURE)
    with pytest.raises(Refused) as withdrawn:
        take_back(review=seen_by_ben, by=ben)
    cast(claim, eve, UNSURE)

    assert code_of(changed) == code_of(withdrawn) == "in_conflict"
    assert claim.content_agreement == Agreement.CONFLICT


def test_who_rejects_their_own_evidence_for_a_while_fills_no_quorum() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    piece = make_passage(claim, stance=Stance.CONTRADICTS, by=ana)
    decide_evidence(
        piece=piece, acceptance=Acceptance.REJECTED, reason="A slip.", by=ana
    )

    vote_of_ana = cast(claim, ana, UNSURE)
    cast(claim, ben, UNSURE)

    assert vote_of_ana.is_additional
    assert claim.content_agreement == Agreement.SINGLE


def test_a_high_risk_claim_needs_three() -> None:
    claim, people = make_claim(), make_reviewers(3)
    set_risk(claim=claim, is_high=True, by=people[0])
    for person in people[:2]:
        cast(claim, person, UNSURE)
    assert claim.content_agreement == Agreement.SINGLE

    cast(claim, people[2], UNSURE)

    assert claim.content_agreement == Agreement.QUORUM


def test_no_reviewer_undoes_a_decision_or_takes_a_vote_fewer_by_the_risk() -> None:
    decided, risky, people = make_claim(), make_claim(), make_reviewers(2)
    for person in people:
        cast(decided, person, UNSURE)
    set_risk(claim=risky, is_high=True, by=people[0])
    for person in people:
        cast(risky, person, UNSURE)

    with pytest.raises(PermissionDenied):
        set_risk(claim=decided, is_high=True, by=people[0])
    with pytest.raises(PermissionDenied):
        set_risk(claim=risky, is_high=False, by=people[0])

    for claim, agreement in ((decided, "quorum"), (risky, "single")):
        claim.refresh_from_db()
        assert claim.content_agreement == agreement


def test_a_reopened_claim_begins_anew_and_keeps_its_votes() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR)
    with pytest.raises(Refused):
        reopen(claim=claim, reason="Nothing yet", by=judge)
    for person in (ana, ben):
        cast(claim, person, UNSURE)
    with pytest.raises(PermissionDenied):
        reopen(claim=claim, reason="New figures are out.", by=ana)

    reopen(claim=claim, reason="New figures are out.", by=judge)

    claim.refresh_from_db()
    assert claim.progress == Progress.REOPENED
    assert claim.content_verdict == ""
    assert Review.objects.count() == 2
    cast(claim, ana, OPINION)
    assert claim.content_agreement == Agreement.SINGLE


def test_opposing_evidence_puts_a_decision_in_doubt_until_it_is_confirmed() -> None:
    claim, (ana, ben) = make_supported(make_claim()), make_reviewers(2)
    judge = make_user(Role.ADJUDICATOR)
    for person in (ana, ben):
        cast(claim, person, YES)
    assert not claim.is_stale

    make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)

    claim.refresh_from_db()
    assert claim.is_stale
    assert claim.content_verdict == YES
    assert Staleness.objects.get().kind == Doubt.OPPOSING_EVIDENCE
    settle(claim=claim, reason="The report is of last year.", by=judge)
    claim.refresh_from_db()
    assert not claim.is_stale


def test_a_voter_who_saw_an_older_claim_loses_nothing_and_stores_nothing() -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    seen = frozenset({claim.version})
    make_passage(claim)

    with pytest.raises(Changed):
        vote(claim=claim, ballots=[ballot()], by=ana, seen=seen)

    assert not Review.objects.exists()


def test_a_blind_vote_does_not_change_what_others_see_of_the_claim() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    seen = frozenset({claim.version})
    vote(claim=claim, ballots=[ballot()], by=ana, seen=seen)

    vote(claim=claim, ballots=[ballot()], by=ben, seen=seen)

    claim.refresh_from_db()
    assert claim.version not in seen


def test_a_reader_has_no_vote() -> None:
    with pytest.raises(PermissionDenied):
        vote(claim=make_claim(), ballots=[ballot()], by=make_user(Role.READER))


def test_the_ledger_holds_a_sealed_vote_and_then_the_decision() -> None:
    claim, (ana, ben) = make_claim(), make_reviewers(2)
    review = cast(claim, ana, UNSURE)

    events = AuditEvent.objects.filter(subject_id=claim.public_id)
    (event,) = events
    assert event.action == Action.REVIEW_RECORDED
    assert json.loads(event.after)["sealed"] == sealed(review)
    assert "unverified" not in event.after
    cast(claim, ben, UNSURE)
    decided = events.get(action=Action.CLAIM_DECIDED)
    assert decided.values_after["content_verdict"] == UNSURE
    assert decided.values_before["content_verdict"] == ""


@pytest.mark.parametrize("table", ["review", "reviewevidence", "reopening"])
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_votes(table: str, deed: str) -> None:
    claim, (ana, ben) = make_supported(make_claim()), make_reviewers(2)
    for person in (ana, ben):
        cast(claim, person, YES)
    reopen(claim=claim, reason="New figures.", by=make_user(Role.ADJUDICATOR))
    model = {
        "review": Review,
        "reviewevidence": Review.evidence.through,
        "reopening": Reopening,
    }[table]

    rows = model._base_manager.all()
    change = {
        "update": lambda: rows.update(id=99_999),
        "delete": lambda: rows._raw_delete(rows.db),
    }[deed]

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"verdict": YES}, "corroborated_by_origins"),
        ({"verdict": NO}, "disputed_by_an_excerpt"),
        ({"verdict": Verdict.PARTLY_CORROBORATED}, "partly_by_support"),
        ({"rationale": ""}, "says_why"),
        ({"verdict": "true"}, "verdict_known"),
        ({"verdict": "", "rationale": ""}, "takes_back_another"),
    ],
)
def test_the_database_refuses_what_the_service_does(
    fields: dict[str, str], constraint: str
) -> None:
    claim, (ana,) = make_claim(), make_reviewers(1)
    values = {"verdict": UNSURE, "rationale": "Why.", "aspect": CONTENT, **fields}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Review.objects.create(
            claim=claim,
            reviewer=ana,
            snapshot=claim.snapshot,
            is_additional=False,
            is_adjudication=False,
            **values,
        )


def test_what_is_stored_is_what_follows_from_random_histories() -> None:
    rng = random.Random(5)  # noqa: S311 - histories, not secrets
    judge = make_user(Role.ADJUDICATOR)
    for _ in range(4):
        claim = make_supported(make_claim())
        make_passage(claim, "It stays open.", stance=Stance.CONTRADICTS)
        people = make_reviewers(3)
        for _ in range(12):
            person = rng.choice([*people, judge])
            deed = rng.choice(["vote", "vote", "vote", "back", "judge", "reopen"])
            with suppress(Refused):
                if deed == "vote":
                    verdict = rng.choice(list(Verdict))
                    cast(claim, person, verdict, rng.choice(list(Aspect)))
                elif deed == "back":
                    take_back_last(by=person)
                elif deed == "judge":
                    decision = ballot(rng.choice([UNSURE, NO]))
                    adjudicate(claim=claim, ballot=decision, by=judge)
                elif deed == "reopen":
                    reopen(claim=claim, reason="Again.", by=judge)
            claim.refresh_from_db()
            for aspect, state in states_of(claim).items():
                assert getattr(claim, f"{aspect}_verdict") == (state.verdict or "")
                assert getattr(claim, f"{aspect}_agreement") == state.agreement

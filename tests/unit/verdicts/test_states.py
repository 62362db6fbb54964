"""What follows from votes, by table and on random histories."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.verdicts.states import (
    Agreement,
    Aspect,
    AspectState,
    ReviewProgress,
    Verdict,
    Vote,
    aspect_state,
    may_adjudicate,
    progress_of,
    visible_votes,
)

YES, NO = Verdict.CORROBORATED, Verdict.DISPUTED


def history(*votes: str) -> list[Vote]:
    """Votes such as ``"1 yes"``, ``"2 no additional"``, ``"9 yes adjudication"``, or
    ``"1 back"``, which takes one back.
    """
    made = []
    for number, vote in enumerate(votes, start=1):
        reviewer, verdict, *flags = vote.split()
        made.append(
            Vote(
                id=number,
                reviewer=int(reviewer),
                aspect=Aspect.CONTENT,
                verdict={"yes": YES, "no": NO, "back": None}[verdict],
                is_additional="additional" in flags,
                is_adjudication="adjudication" in flags,
            )
        )
    return made


@pytest.mark.parametrize(
    ("votes", "agreement", "verdict"),
    [
        ([], Agreement.NONE, None),
        (["1 yes"], Agreement.SINGLE, None),
        (["1 yes", "2 yes"], Agreement.QUORUM, YES),
        (["1 yes", "2 no"], Agreement.CONFLICT, None),
        (["1 yes", "1 yes"], Agreement.SINGLE, None),
        (["1 yes", "2 no", "2 yes"], Agreement.QUORUM, YES),
        (["1 yes", "2 yes", "3 no"], Agreement.CONFLICT, None),
        (["1 yes additional", "2 yes additional"], Agreement.SINGLE, None),
        (["1 yes additional", "2 yes", "3 yes"], Agreement.QUORUM, YES),
        (["1 no additional", "2 yes", "3 yes"], Agreement.CONFLICT, None),
        (["1 yes", "2 no", "9 no adjudication"], Agreement.ADJUDICATED, NO),
        (["1 yes", "2 no", "9 no adjudication", "3 no"], Agreement.CONFLICT, None),
        (
            ["1 yes", "2 no", "9 no adjudication", "2 yes"],
            Agreement.QUORUM,
            YES,
        ),
    ],
)
def test_votes_become_agreement_and_verdict(
    votes: list[str], agreement: Agreement, verdict: Verdict | None
) -> None:
    state = aspect_state(history(*votes), quorum=2)

    assert (state.agreement, state.verdict) == (agreement, verdict)


def test_completeness_is_apart_from_agreement() -> None:
    conflict = aspect_state(history("1 yes", "2 no"), quorum=2)
    single = aspect_state(history("1 yes"), quorum=2)

    assert conflict.is_complete
    assert not single.is_complete


def test_first_votes_are_blind_until_they_meet() -> None:
    single = aspect_state(history("1 yes"), quorum=2)
    quorum = aspect_state(history("1 yes", "2 yes"), quorum=2)

    assert visible_votes(single, viewer=2) == ()
    assert len(visible_votes(single, viewer=1)) == 1
    assert len(visible_votes(quorum, viewer=3)) == 2


def test_who_voted_does_not_adjudicate() -> None:
    conflict = aspect_state(history("1 yes", "2 no"), quorum=2)

    assert not may_adjudicate(conflict, person=1)
    assert may_adjudicate(conflict, person=3)
    assert not may_adjudicate(aspect_state([], quorum=2), person=3)


def test_who_took_their_vote_back_does_not_adjudicate() -> None:
    conflict = aspect_state(history("3 yes", "3 back", "1 yes", "2 no"), quorum=2)

    assert not may_adjudicate(conflict, person=3)


@pytest.mark.parametrize(
    ("votes", "progress"),
    [
        ([[], []], ReviewProgress.NEW),
        ([["1 yes"], []], ReviewProgress.IN_REVIEW),
        ([["1 yes", "2 yes"], ["1 no"]], ReviewProgress.IN_REVIEW),
        ([["1 yes", "2 yes"], ["1 no", "2 no"]], ReviewProgress.DECIDED),
    ],
)
def test_a_claim_is_decided_when_both_aspects_are(
    votes: list[list[str]], progress: ReviewProgress
) -> None:
    states = [aspect_state(history(*one), quorum=2) for one in votes]

    assert progress_of(states) == progress


@pytest.mark.parametrize("quorum", [0, -1])
def test_a_quorum_of_nobody_is_refused(quorum: int) -> None:
    with pytest.raises(ValueError, match="quorum"):
        aspect_state([], quorum=quorum)


VOTES = st.lists(
    st.tuples(
        st.integers(1, 5), st.sampled_from(Verdict), st.booleans(), st.booleans()
    ),
    max_size=12,
).map(
    lambda rows: [
        Vote(
            id=number,
            reviewer=reviewer,
            aspect=Aspect.ATTRIBUTION,
            verdict=verdict,
            is_additional=additional,
            is_adjudication=adjudication,
        )
        for number, (reviewer, verdict, additional, adjudication) in enumerate(rows)
    ]
)


def recounted(votes: list[Vote], quorum: int) -> tuple[Agreement, Verdict | None]:
    """The same rules, counted step by step from the newest vote back."""
    if votes and votes[-1].is_adjudication:
        return Agreement.ADJUDICATED, votes[-1].verdict
    seen: dict[int, Vote] = {}
    for vote in reversed(votes):
        if not vote.is_adjudication and vote.reviewer not in seen:
            seen[vote.reviewer] = vote
    if not seen:
        return Agreement.NONE, None
    verdicts = {vote.verdict for vote in seen.values()}
    if len(verdicts) > 1:
        return Agreement.CONFLICT, None
    filling = [vote for vote in seen.values() if not vote.is_additional]
    if len(filling) < quorum:
        return Agreement.SINGLE, None
    return Agreement.QUORUM, verdicts.pop()


@given(VOTES, st.integers(1, 4), st.randoms(use_true_random=False))
def test_random_histories_are_recomputed_alike_in_any_order(
    votes: list[Vote], quorum: int, chance: random.Random
) -> None:
    shuffled = votes.copy()
    chance.shuffle(shuffled)

    state: AspectState = aspect_state(shuffled, quorum=quorum)

    assert (state.agreement, state.verdict) == recounted(votes, quorum)
    assert state == aspect_state(votes, quorum=quorum)
    assert (state.verdict is not None) == (
        state.agreement in (Agreement.QUORUM, Agreement.ADJUDICATED)
    )

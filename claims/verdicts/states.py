"""What follows from a history of votes: agreement, verdict and progress.

Pure, and the only place where it is decided: the same history gives the same state in
any process, so that a stored state can be checked against its votes at any time. The
rules are V1 to V6 of the product's methodology.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Aspect(StrEnum):
    """Which of the two questions about a claim a vote answers."""

    ATTRIBUTION = "attribution"  # did this speaker say this, as the article has it?
    CONTENT = "content"  # is it so?


class Verdict(StrEnum):
    """An answer. None of them is progress: "not yet looked at" is no verdict."""

    CORROBORATED = "corroborated"
    PARTLY_CORROBORATED = "partly_corroborated"
    DISPUTED = "disputed"
    UNVERIFIED = "unverified"  # looked, not enough found
    NOT_CHECKABLE = "not_checkable"  # opinion, hope, directive, forecast not yet due


class Agreement(StrEnum):
    """How the votes on one aspect stand to each other."""

    NONE = "none"
    SINGLE = "single"  # fewer than the quorum, and they agree
    QUORUM = "quorum"
    CONFLICT = "conflict"
    ADJUDICATED = "adjudicated"


class ReviewProgress(StrEnum):
    """How far the review of a claim has come, as far as votes tell."""

    NEW = "new"
    IN_REVIEW = "in_review"
    DECIDED = "decided"


REVEALED: Final = frozenset(
    {Agreement.QUORUM, Agreement.CONFLICT, Agreement.ADJUDICATED}
)
"""From these on everybody sees every vote; before, each only their own (V5)."""

_SETTLED_BY_EVIDENCE: Final = frozenset(
    {Verdict.CORROBORATED, Verdict.PARTLY_CORROBORATED, Verdict.DISPUTED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One recorded vote. ``id`` grows with time; ids are unique in a history.

    ``verdict`` is None where a vote takes back the one before. ``is_additional``: its
    reviewer added the claim or found its evidence, so that it is heard but does not
    fill the quorum (four eyes, V5). ``is_adjudication``: by somebody who decides a
    conflict and has no vote in it. ``saw_both_sides``: when it was given there was
    enough evidence for it and some against it.
    """

    id: int
    reviewer: int
    aspect: Aspect
    verdict: Verdict | None
    is_additional: bool = False
    is_adjudication: bool = False
    saw_both_sides: bool = False


@dataclass(frozen=True, slots=True)
class AspectState:
    """What follows for one aspect. ``verdict`` is None until it is decided.

    ``votes`` are the votes that count, one for each reviewer, in the order of their
    ids; ``filling`` of them fill the quorum. ``voters`` are all who have voted, also
    those who took it back.
    """

    agreement: Agreement
    verdict: Verdict | None
    votes: tuple[Vote, ...]
    filling: int
    quorum: int
    voters: frozenset[int]

    @property
    def is_decided(self) -> bool:
        """Whether there is a verdict."""
        return self.verdict is not None

    @property
    def is_complete(self) -> bool:
        """Whether as many voted as are asked for; apart from whether they agree."""
        return self.filling >= self.quorum

    @property
    def is_revealed(self) -> bool:
        """Whether everybody may see the votes."""
        return self.agreement in REVEALED


def aspect_state(history: Iterable[Vote], *, quorum: int) -> AspectState:
    """The state of one aspect after these votes on it, given in any order.

    A later vote of the same reviewer supersedes the earlier ones. An adjudication
    decides as long as no vote comes after it: whoever votes then has seen something
    new, and the matter is open again. Where the evidence itself is in conflict, no
    quorum settles it (I11). ``ValueError`` for a quorum below 1 or votes on two
    aspects.
    """
    if quorum < 1:
        raise ValueError(f"a quorum of {quorum} decides nothing")
    ordered = sorted(history, key=lambda vote: vote.id)
    if len({vote.aspect for vote in ordered}) > 1:
        raise ValueError("the votes are on two aspects")
    standing = _standing(ordered)
    filling = sum(not vote.is_additional for vote in standing)
    voters = frozenset(vote.reviewer for vote in ordered if not vote.is_adjudication)

    def state(agreement: Agreement, verdict: Verdict | None = None) -> AspectState:
        return AspectState(agreement, verdict, standing, filling, quorum, voters)

    adjudication = _adjudication(ordered)
    if adjudication is not None:
        return state(Agreement.ADJUDICATED, adjudication.verdict)
    verdicts = {vote.verdict for vote in standing}
    if len(verdicts) > 1:
        return state(Agreement.CONFLICT)
    if filling >= quorum:
        (verdict,) = verdicts
        is_split = any(vote.saw_both_sides for vote in standing)
        if is_split and verdict in _SETTLED_BY_EVIDENCE:
            return state(Agreement.CONFLICT)
        return state(Agreement.QUORUM, verdict)
    return state(Agreement.SINGLE if standing else Agreement.NONE)


def visible_votes(state: AspectState, *, viewer: int) -> tuple[Vote, ...]:
    """The votes that a person may see: all once they are revealed, else their own."""
    if state.is_revealed:
        return state.votes
    return tuple(vote for vote in state.votes if vote.reviewer == viewer)


def progress_of(states: Collection[AspectState]) -> ReviewProgress:
    """How far a claim's review has come: decided when every aspect is."""
    if states and all(state.is_decided for state in states):
        return ReviewProgress.DECIDED
    if any(state.votes for state in states):
        return ReviewProgress.IN_REVIEW
    return ReviewProgress.NEW


def may_adjudicate(state: AspectState, *, person: int) -> bool:
    """Whether a person may decide: there is a conflict, and they never voted on it.

    Who took their vote back has had a say, and would decide for their own side.
    """
    return state.agreement is Agreement.CONFLICT and person not in state.voters


def _standing(ordered: Sequence[Vote]) -> tuple[Vote, ...]:
    """The last vote of each reviewer unless taken back, without adjudications."""
    last: dict[int, Vote] = {}
    for vote in ordered:
        if not vote.is_adjudication:
            last[vote.reviewer] = vote
    kept = (vote for vote in last.values() if vote.verdict is not None)
    return tuple(sorted(kept, key=lambda vote: vote.id))


def _adjudication(ordered: Sequence[Vote]) -> Vote | None:
    """The last adjudication, unless taken back or followed by a vote."""
    decided: Vote | None = None
    for vote in ordered:
        if vote.is_adjudication:
            decided = vote if vote.verdict is not None else None
        elif vote.verdict is not None:
            decided = None
    return decided

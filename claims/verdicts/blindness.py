"""Which votes were given blind: the only ones whose agreement says something.

Whoever votes after the votes have been revealed has seen the others' (V5): that vote
is heard, but as a measure of agreement it is worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claims.verdicts.states import Vote, aspect_state


@dataclass(frozen=True, slots=True)
class Unveiling:
    """The votes on one aspect as they stood when they came to be seen.

    One for each reviewer: what somebody changed or took back while blind counts as
    changed. ``by`` is the id of the vote that revealed them, itself given blind.
    """

    votes: tuple[Vote, ...]
    by: int


def unveiling(history: Iterable[Vote], *, quorum: int) -> Unveiling | None:
    """What was revealed first in a history of votes on one aspect, given in any order.

    None while they are blind, and where they are blind again because one was taken
    back. Raises as `aspect_state` does.
    """
    ordered = sorted(history, key=lambda vote: vote.id)
    if not aspect_state(ordered, quorum=quorum).is_revealed:
        return None
    beginnings = (
        (vote.id, aspect_state(ordered[:end], quorum=quorum))
        for end, vote in enumerate(ordered, start=1)
    )
    return next(
        Unveiling(state.votes, by=last)
        for last, state in beginnings
        if state.is_revealed
    )

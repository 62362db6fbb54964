"""Which votes on a claim a person may see, in every text and after every reopening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from claims.models import Claim, Reopening, Review
from claims.review.deriving import States, quorum_of, states_from
from claims.verdicts.states import Agreement, Aspect
from factcheck.core.models import User


@dataclass(frozen=True, slots=True)
class Sight:
    """The votes on a claim in any text of its article, before one person's eyes.

    ``reviews`` are all of them, oldest first, also those that the person must not
    see: ask `shows` before anything of one is shown. ``states`` is what follows from
    those that count.
    """

    states: States
    reviews: tuple[Review, ...]
    viewer: int
    open_until: dict[Aspect, int]
    """For each aspect the key of the last vote that everybody may see; 0: none."""

    @classmethod
    def of(cls, claim: Claim, *, viewer: User) -> Self:
        """What the person may see now, in two queries."""
        reviews = tuple(Review.objects.of_thread(claim.thread))
        quorum = quorum_of(claim)
        states: States = {}
        open_until = dict.fromkeys(Aspect, 0)
        begins = 0
        for ends in [*_borders(claim), None]:
            until = [one for one in reviews if ends is None or one.pk <= ends]
            states = states_from(until, counted_from=begins, quorum=quorum)
            for aspect, state in states.items():
                if state.is_revealed and until:
                    open_until[aspect] = until[-1].pk
            begins = ends or begins
        return cls(states, reviews, viewer.pk, open_until)

    def is_open(self, review: Review) -> bool:
        """Whether everybody may see it: its aspect was decided or in conflict since.

        Votes that a reopening put aside stay open if they were then, for they had
        been seen; those that were blind stay so until their aspect is revealed (V5).
        """
        return review.pk <= self.open_until[Aspect(review.aspect)]

    def shows(self, review: Review) -> bool:
        """Whether this person may see it: their own always."""
        return review.reviewer_id == self.viewer or self.is_open(review)

    def shown(self) -> list[Review]:
        """The votes that the person may see, oldest first."""
        return [review for review in self.reviews if self.shows(review)]

    def counts(self, review: Review) -> bool:
        """Whether the vote has a part in the state as it is now."""
        state = self.states[Aspect(review.aspect)]
        if review.is_adjudication:
            is_decided_so = state.agreement == Agreement.ADJUDICATED
            return is_decided_so and review == self._last_adjudication(review.aspect)
        return any(vote.id == review.pk for vote in state.votes)

    def own(self, aspect: Aspect) -> Review | None:
        """The person's vote on an aspect that counts now, if there is one."""
        mine = (one for one in self.reviews if one.reviewer_id == self.viewer)
        return next((r for r in mine if r.aspect == aspect and self.counts(r)), None)

    def _last_adjudication(self, aspect: str) -> Review | None:
        on_it = (one for one in reversed(self.reviews) if one.aspect == aspect)
        return next((one for one in on_it if one.is_adjudication), None)


def _borders(claim: Claim) -> list[int]:
    """The keys of the last votes that each reopening put aside, in order."""
    reopenings = Reopening.objects.filter(claim__thread=claim.thread)
    return sorted(set(reopenings.values_list("after", flat=True)))

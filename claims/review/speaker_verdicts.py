"""The verdicts on what a speaker is quoted with: counts, and shares where they say
something. They are no measure of a person: claims are picked because they are worth a
check, and one statement counts once for each article that carries it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from claims.models import Claim, Ending, Speaker
from claims.verdicts.shares import LEAST_DECIDED, Share, shares_of
from claims.verdicts.states import Aspect, Verdict


@dataclass(frozen=True, slots=True)
class VerdictShares:
    """Decided claims of a speaker on one aspect, by verdict.

    ``set_aside`` are those whose content is decided but which count for nobody: that
    this speaker said them is disputed. ``undecided`` are all others.
    """

    aspect: Aspect
    decided: int
    undecided: int
    set_aside: int
    shares: tuple[Share, ...]

    @property
    def least(self) -> int:
        """From how many decided claims on there are shares."""
        return LEAST_DECIDED

    @property
    def has_shares(self) -> bool:
        """Whether there are enough claims to speak of shares."""
        return self.decided >= LEAST_DECIDED


def verdict_shares(speaker: Speaker) -> tuple[VerdictShares, ...]:
    """For each aspect, the verdicts on this speaker's claims. One query."""
    rows = (
        Claim.objects.standing()
        .filter(speaker=speaker)
        .exclude(ending=Ending.CONTINUED)
        .order_by()
        .values_list("attribution_verdict", "content_verdict")
        .annotate(n=Count("pk"))
    )
    total = 0
    said: Counter[Verdict] = Counter()
    so: Counter[Verdict] = Counter()
    set_aside = 0
    for attribution, content, n in rows:
        total += n
        if attribution:
            said[Verdict(attribution)] += n
        if content and attribution == Verdict.DISPUTED:
            set_aside += n
        elif content:
            so[Verdict(content)] += n
    return (
        _shares(Aspect.ATTRIBUTION, said, total=total, set_aside=0),
        _shares(Aspect.CONTENT, so, total=total, set_aside=set_aside),
    )


def _shares(
    aspect: Aspect, counts: Counter[Verdict], *, total: int, set_aside: int
) -> VerdictShares:
    decided = counts.total()
    return VerdictShares(
        aspect, decided, total - decided - set_aside, set_aside, shares_of(counts)
    )

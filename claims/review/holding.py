"""A claim under its lock, with votes and evidence: what each change begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.db.models import F

from claims.models import Acceptance, Claim, Ending, Evidence, Review
from claims.review.basis import Basis, basis_of
from claims.review.deriving import States, last_reopened, quorum_of, states_from
from claims.verdicts.states import Aspect
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import User
from factcheck.core.models.audit import LONGEST_REASON
from factcheck.core.versions import Seen, check_seen

VOTE: Final = "claims.add_review"
ADJUDICATE: Final = "claims.adjudicate_review"


@dataclass(slots=True)
class History:
    """All votes on a claim and its accepted evidence, as they are under its lock.

    ``finders`` found evidence for it, also such as was rejected since: otherwise one's
    own could be rejected, a vote given, and the evidence accepted again.
    """

    claim: Claim
    reviews: list[Review] = field(init=False)
    evidence: list[Evidence] = field(init=False)
    finders: frozenset[int | None] = field(init=False)
    counted_from: int = field(init=False)
    bases: dict[Aspect, Basis] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reviews = list(Review.objects.of_thread(self.claim.thread))
        self.counted_from = last_reopened(self.claim.thread)
        pieces = Evidence.objects.of_thread(self.claim.thread).select_related("speaker")
        self.evidence = [one for one in pieces if one.acceptance == Acceptance.ACCEPTED]
        self.finders = frozenset(one.added_by_id for one in pieces)

    def states(self) -> States:
        """What follows from the votes that count."""
        return states_from(
            self.reviews,
            counted_from=self.counted_from,
            quorum=quorum_of(self.claim),
        )

    def basis(self, aspect: Aspect) -> Basis:
        """What the evidence amounts to, worked out once."""
        if aspect not in self.bases:
            self.bases[aspect] = basis_of(self.claim, aspect, self.evidence)
        return self.bases[aspect]

    def last_of(
        self, person: User, aspect: Aspect, *, is_adjudication: bool
    ) -> Review | None:
        """The person's newest vote, one taken back included, or adjudication."""
        own = (
            review
            for review in reversed(self.reviews)
            if review.reviewer_id == person.pk
            and review.aspect == aspect
            and review.is_adjudication == is_adjudication
        )
        return next(own, None)

    def is_involved(self, person: User) -> bool:
        """Whether the person added the claim or found evidence for it."""
        return person.pk in self.finders or self.claim.added_by_id == person.pk


def hold(claim: Claim, seen: Seen) -> Claim:
    """The claim as it is now, held until the transaction ends."""
    found = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("snapshot__article__outlet")
        .defer("snapshot__text", "snapshot__blocks", "why")
        .get(pk=claim.pk)
    )
    check_seen(found.version, seen, what="The claim")
    return found


def hold_newest(claim: Claim, seen: Seen) -> Claim:
    """As `hold`, but in the newest of the article's texts that has the claim: what
    follows from votes and evidence on earlier ones is kept there.
    """
    return hold(newest_of(claim), seen)


def newest_of(claim: Claim) -> Claim:
    """The claim as it stands in the newest of the texts that have it."""
    thread = Claim.objects.filter(thread=claim.thread)
    newest = thread.exclude(ending=Ending.CONTINUED).order_by("-id").first()
    return newest or claim


def check_newest(claim: Claim) -> None:
    """Raise `Refused` for a claim that a later text of its article continues."""
    if claim.ending == Ending.CONTINUED:
        raise Refused(
            "The article has a newer text: judge the claim as it stands there.",
            code="continued",
        )


def grow(claim: Claim) -> None:
    """Raise the version of a held claim: who is about to vote should look again."""
    Claim.objects.filter(pk=claim.pk).update(version=F("version") + 1)
    claim.refresh_from_db(fields=["version"])


def verdicts_on(claim: Claim) -> dict[str, object]:
    """What is kept on the claim's row of what follows from its votes."""
    return {
        "progress": claim.progress,
        "attribution_verdict": claim.attribution_verdict,
        "content_verdict": claim.content_verdict,
        "attribution_agreement": claim.attribution_agreement,
        "content_agreement": claim.content_agreement,
    }


def checked_reason(reason: str) -> str:
    """The reason without blanks around it. Raises `Refused` if none is left."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why: others will read it.", code="reason_required")
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason)} characters; {LONGEST_REASON} fit.",
            code="reason_too_long",
        )
    return reason


def allow(by: User, permission: str, deed: str) -> None:
    """Raise `PermissionDenied` unless the role has the permission."""
    if not by.has_perm(permission):
        raise PermissionDenied(f"Your role does not allow {deed}.")

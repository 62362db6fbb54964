"""Claims on their way from one speaker to another, and what follows for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from claims.models import Claim, Doubt, Progress, Relay, Speaker
from claims.review.staleness import mark_stale
from factcheck.core import audit
from factcheck.core.models import Action

AT_ONCE: Final = 1_000
"""Rows in one statement."""
DECIDED: Final = (Progress.DECIDED, Progress.PUBLISHED)
"""How far the review of a claim has come if there is a decision to look at again."""

_LONGEST_LABEL = 120  # characters of a claim in the ledger
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim that becomes another speaker's, or is relayed by another."""

    pk: int
    public_id: str
    content: str


def claims_of(speaker: Speaker, ids: Collection[int] | None = None) -> list[Moved]:
    """The speaker's claims, or those of the given keys, locked by id."""
    claims = Claim.objects.filter(speaker=speaker)
    return [
        Moved(pk, str(public_id), content)
        for some in (in_parts(sorted(ids)) if ids is not None else [None])
        for pk, public_id, content in (claims.filter(pk__in=some) if some else claims)
        .select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk", "public_id", "content_text")
    ]


def relayed_by(relay_ids: Collection[int]) -> list[Moved]:
    """The claims of these relays, each once."""
    found: dict[int, Moved] = {}
    for some in in_parts(sorted(relay_ids)):
        rows = Relay.objects.filter(pk__in=some).order_by("claim_id")
        for pk, public_id, content in rows.values_list(
            "claim_id", "claim__public_id", "claim__content_text"
        ):
            found[pk] = Moved(pk, str(public_id), content)
    return list(found.values())


def in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in portions for one statement each."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def affected(
    claims: Collection[Moved], *, column: str, before: Speaker, after: Speaker, why: str
) -> list[audit.Deed]:
    """What follows for claims whose speaker, or who relays them, is another now.

    Every change to speakers passes its claims through here: a decision on one of them
    was made about somebody else, and is in doubt. Returns their events for the ledger.
    """
    role = "The speaker" if column == "speaker" else "Who relays it"
    mark_stale(
        [claim.pk for claim in claims],
        kind=Doubt.SPEAKER_MERGED,
        detail=f"{role} is no longer {before} but {after}: {why}",
    )
    return [
        audit.Deed(
            action=Action.CLAIM_SPEAKER_CHANGED,
            subject=audit.Subject(
                "claims.claim", claim.public_id, claim.content[:_LONGEST_LABEL]
            ),
            before={column: before.public_id},
            after={column: after.public_id},
            reason=why,
        )
        for claim in claims
    ]

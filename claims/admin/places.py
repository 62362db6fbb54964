"""Where a reviewer is, kept in the address: a queue, narrowed, without the skipped."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from claims.models import Claim
from claims.review.queues import Queue, Selection

MOST_SKIPPED: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reviewer is: in which queue, and which claims were skipped."""

    selection: Selection
    skipped: tuple[uuid.UUID, ...] = ()

    def values(self) -> dict[str, str]:
        """The address's parameters."""
        selection = self.selection
        values = {
            "queue": selection.queue.value if selection.queue != Queue.OPEN else "",
            "outlet": str(selection.outlet or ""),
            "speaker": str(selection.speaker or ""),
            "article": str(selection.article or ""),
            "topic": selection.topic,
            "tiers": "all" if selection.all_tiers else "",
            "skip": ".".join(one.hex for one in self.skipped),
        }
        return {name: value for name, value in values.items() if value}

    def query(self, **more: str) -> str:
        """The address's query, with more parameters."""
        query = urlencode({**self.values(), **more})
        return f"?{query}" if query else ""

    def url(self, claim: Claim) -> str:
        """The workbench at a claim."""
        return review_url(claim) + self.query()

    @property
    def start_url(self) -> str:
        """Where the next claim of the queue is looked for."""
        return reverse("admin:claims_claim_queue") + self.query()

    def without(self, claim: Claim) -> Place:
        """The place after the claim was skipped."""
        skipped = (*self.skipped, claim.public_id)[-MOST_SKIPPED:]
        return replace(self, skipped=skipped)


def review_url(claim: Claim) -> str:
    """The workbench at a claim, in the queue of all open ones."""
    return reverse("admin:claims_claim_review", args=[claim.public_id])


def place_from(query: QueryDict) -> Place:
    """The place that an address names; what it names wrongly, it does not name."""
    name = query.get("queue", "")
    known = {queue.value for queue in Queue}
    skipped = [uuid_from(part) for part in query.get("skip", "").split(".")]
    return Place(
        Selection(
            queue=Queue(name) if name in known else Queue.OPEN,
            outlet=uuid_from(query.get("outlet", "")),
            speaker=uuid_from(query.get("speaker", "")),
            article=uuid_from(query.get("article", "")),
            topic=query.get("topic", "")[:200].replace("\0", ""),
            all_tiers=query.get("tiers") == "all",
        ),
        tuple(one for one in skipped if one)[:MOST_SKIPPED],
    )


def uuid_from(text: str) -> uuid.UUID | None:
    """The id that an address gives; None if it is none."""
    try:
        return uuid.UUID(text) if len(text) in (32, 36) else None
    except ValueError:
        return None

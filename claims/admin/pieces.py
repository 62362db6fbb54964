"""Evidence as the pages show it: beside the claim, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from claims.models import Acceptance, Claim, Evidence
from claims.verdicts.quantities import differing
from claims.verdicts.states import Aspect


@dataclass(frozen=True, slots=True)
class Run:
    """Words of an excerpt; ``differs`` where they are a number or date that the claim
    has otherwise.
    """

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence on a page."""

    evidence: Evidence
    runs: tuple[Run, ...]
    compare_url: str
    decide_url: str

    @property
    def who(self) -> str:
        """Who speaks in it."""
        if self.evidence.speaker is not None:
            return self.evidence.speaker.name
        return self.evidence.get_speaker_kind_display()

    @property
    def where(self) -> str:
        """The outlet, or the document's address."""
        snapshot = self.evidence.snapshot
        if snapshot is None:
            return self.evidence.url
        return str(snapshot.article.outlet or "no outlet")

    @property
    def is_rejected(self) -> bool:
        """Whether it was rejected."""
        return self.evidence.acceptance == Acceptance.REJECTED


def pieces_of(
    claim: Claim, evidence: Sequence[Evidence]
) -> list[tuple[Aspect, list[Piece]]]:
    """The evidence by aspect, accepted before rejected, in the order it was added."""
    ordered = sorted(evidence, key=lambda one: one.acceptance == Acceptance.REJECTED)
    return [
        (aspect, [_piece(claim, one) for one in ordered if one.aspect == aspect])
        for aspect in Aspect
    ]


def _piece(claim: Claim, evidence: Evidence) -> Piece:
    compare = ""
    if evidence.snapshot is not None:
        compare = reverse(
            "admin:sources_article_compare",
            args=[
                claim.snapshot.article.public_id,
                evidence.snapshot.article.public_id,
            ],
        )
    return Piece(
        evidence=evidence,
        runs=tuple(runs_of(evidence.excerpt, claim.content_text)),
        compare_url=compare,
        decide_url=reverse("admin:claims_evidence_decide", args=[evidence.public_id]),
    )


def runs_of(excerpt: str, content: str) -> list[Run]:
    """The excerpt cut where its numbers and dates differ from the claim's."""
    runs, here = [], 0
    for one in differing(excerpt, content):
        runs.append(Run(excerpt[here : one.start]))
        runs.append(Run(excerpt[one.start : one.end], differs=True))
        here = one.end
    runs.append(Run(excerpt[here:]))
    return [run for run in runs if run.text]

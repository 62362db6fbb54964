"""What a verdict on an aspect of a claim can stand on: its evidence, by origin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from claims.extraction.model import SpeakerKind
from claims.models import Claim, Evidence, Stance
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.errors import Refused
from sources.grouping import origins_of
from sources.independence import ClaimFacts, Origins, count_origins, independent
from sources.independence import Evidence as Piece
from sources.models import Article

_NOBODY: Final = frozenset({SpeakerKind.UNATTRIBUTED_HEARSAY, SpeakerKind.UNKNOWN})
_UNNAMED: Final = _NOBODY | {SpeakerKind.ANONYMOUS_SOURCE, SpeakerKind.ROLE_UNNAMED}


@dataclass(frozen=True, slots=True)
class Basis:
    """What there is, in counts.

    ``origins`` are those that support the claim and are independent of it, ``named``
    the pieces among them by somebody named, ``primaries`` the primary sources that
    support it. ``supports`` are all pieces that do, with those of the speaker's own
    interest, which bear no more than "partly" (I4). ``contradictions`` are the
    credible pieces against it.
    """

    origins: int = 0
    named: int = 0
    primaries: int = 0
    supports: int = 0
    contradictions: int = 0

    def corroborates(self, aspect: Aspect) -> bool:
        """Whether it is enough for ``corroborated`` (I11)."""
        by_primary = aspect == Aspect.ATTRIBUTION and self.primaries >= 1
        return by_primary or (self.origins >= 2 and self.named >= 1)

    def is_split(self, aspect: Aspect) -> bool:
        """Whether there is enough for it and some against it."""
        return self.contradictions >= 1 and self.corroborates(aspect)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a piece of evidence is independent of the claim's origin, and why."""

    is_independent: bool
    reason: str


def basis_of(claim: Claim, aspect: Aspect, evidence: Sequence[Evidence]) -> Basis:
    """What the accepted pieces of ``evidence`` amount to for this aspect."""
    pieces = [one for one in evidence if one.aspect == aspect]
    supporting = [one for one in pieces if one.stance == Stance.SUPPORTS]
    opposing = [one for one in pieces if one.stance == Stance.CONTRADICTS]
    if not supporting and not opposing:
        return Basis()
    known = _Known(claim, aspect, pieces)
    apart = [one for one in supporting if known.standing(one).is_independent]
    return Basis(
        origins=known.count(apart),
        named=sum(not _is_unnamed(one) for one in apart),
        primaries=sum(one.is_primary for one in supporting),
        supports=sum(
            one.is_primary or known.standing(one, but_for_interest=True).is_independent
            for one in supporting
        ),
        contradictions=sum(
            not _is_unnamed(one) and known.standing(one).is_independent
            for one in opposing
        ),
    )


def standing_of(claim: Claim, aspect: Aspect, piece: Evidence) -> Standing:
    """Whether the piece, stored or not, is independent of the claim's own origin."""
    return _Known(claim, aspect, [piece]).standing(piece)


def check_basis(aspect: Aspect, verdict: Verdict, basis: Basis) -> None:
    """Raise `Refused`, which says what is missing, for a verdict without enough."""
    if verdict == Verdict.CORROBORATED and not basis.corroborates(aspect):
        raise Refused(_missing(aspect, basis), code="not_enough_origins")
    if verdict == Verdict.PARTLY_CORROBORATED and not basis.supports:
        raise Refused(
            "“Partly corroborated” needs a supporting piece of evidence from another "
            "origin than the claim's own.",
            code="not_enough_origins",
        )
    if verdict == Verdict.DISPUTED and not basis.contradictions:
        raise Refused(
            "“Disputed” needs an excerpt that contradicts the claim, by somebody named "
            "and independent of it. Add it as evidence first.",
            code="no_contradiction",
        )


def _missing(aspect: Aspect, basis: Basis) -> str:
    need = "“Corroborated” needs two independent origins"
    if aspect == Aspect.ATTRIBUTION:
        need += ", or one primary source such as a recording or the speaker's own post"
    if basis.origins >= 2:
        return (
            f"{need}. At least one must be neither anonymous nor the interested party."
        )
    there = {0: "there is none", 1: "there is one"}[basis.origins]
    return f"{need}; so far {there}. Add evidence, or choose another verdict."


class _Known:
    """The articles of a claim and its evidence, held against each other once."""

    def __init__(
        self, claim: Claim, aspect: Aspect, pieces: Collection[Evidence]
    ) -> None:
        self._claim = claim
        self._aspect = aspect
        snapshots = {one.snapshot_id for one in pieces if one.snapshot_id is not None}
        snapshots.add(claim.snapshot_id)
        articles = Article.objects.filter(snapshots__in=snapshots)
        found = list(articles.select_related("outlet").distinct().order_by("pk"))
        self._origins: Origins = origins_of(found)
        self._article_of = dict(
            Article.objects.filter(snapshots__in=snapshots).values_list(
                "snapshots__pk", "pk"
            )
        )

    def standing(self, piece: Evidence, *, but_for_interest: bool = False) -> Standing:
        if piece.is_interested and not but_for_interest:
            return _bound(
                "It speaks for the interest of the claim's speaker: that bears no more "
                "than “partly corroborated”.",
            )
        if piece.is_primary and self._aspect == Aspect.ATTRIBUTION:
            return _free("It is a primary source for what was said.")
        if piece.snapshot_id is None:
            return self._standing_of_document(piece)
        found = independent(self._origins, self._own(), self._piece(piece))
        return Standing(
            is_independent=found.independent,
            reason=" ".join(ground.text for ground in found.grounds),
        )

    def count(self, pieces: Sequence[Evidence]) -> int:
        """Origins among pieces that are independent of the claim."""
        held = [self._piece(one) for one in pieces if one.snapshot_id is not None]
        counted = count_origins(self._origins, held).origins if held else 0
        hosts = {host_of(one.url) for one in pieces if one.snapshot_id is None}
        return counted + len(hosts)

    def _standing_of_document(self, piece: Evidence) -> Standing:
        own = self._claim.snapshot.article.outlet
        if own and own.domain and is_within(host_of(piece.url), own.domain):
            return _bound(f"It is by {own}, the claim's own outlet.")
        is_content = self._aspect == Aspect.CONTENT
        if (
            is_content
            and piece.speaker_id
            and piece.speaker_id == (self._claim.speaker_id)
        ):
            text = "One speaker said both: that is consistency, not corroboration."
            return _bound(text)
        return _free("Nothing was found that the two have in common.")

    def _own(self) -> Piece:
        claim = self._claim
        facts = ClaimFacts()
        if self._aspect == Aspect.CONTENT:
            # that nobody answers for the claim is no reason against its evidence
            kind = SpeakerKind(claim.speaker_kind)
            facts = ClaimFacts(
                speaker=str(claim.speaker_id or ""),
                kind="" if kind in _NOBODY else kind,
                description=claim.speaker_text,
            )
        return Piece(article=self._article(claim.snapshot_id), claim=facts)

    def _piece(self, piece: Evidence) -> Piece:
        facts = ClaimFacts()
        if self._aspect == Aspect.CONTENT:
            facts = ClaimFacts(
                speaker=str(piece.speaker_id or ""),
                kind=piece.speaker_kind,
                description=piece.speaker.name if piece.speaker else "",
            )
        return Piece(article=self._article(piece.snapshot_id), claim=facts)

    def _article(self, snapshot_id: int | None) -> str:
        assert snapshot_id is not None  # noqa: S101 - for the type checker
        return str(self._article_of[snapshot_id])


def _free(reason: str) -> Standing:
    return Standing(is_independent=True, reason=reason)


def _bound(reason: str) -> Standing:
    return Standing(is_independent=False, reason=reason)


def host_of(url: str) -> str:
    """The host of an address, in lower case, without ``www.``."""
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def is_within(host: str, domain: str) -> bool:
    """Whether the host is the domain's own or below it."""
    return host == domain or host.endswith(f".{domain}")


def _is_unnamed(piece: Evidence) -> bool:
    return SpeakerKind(piece.speaker_kind) in _UNNAMED

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
from sources.locating import articles_at, sites_of
from sources.models import Article

COPIED_WORDS: Final = 8
"""From so many words on, equal excerpts are copies; two may both say "no comment"."""
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


def why_not_again(claim: Claim, aspect: Aspect) -> str:
    """Why the decision on this aspect could not be voted with the evidence as it is
    now; empty if it could.
    """
    pieces = Evidence.objects.of_thread(claim.thread).accepted()
    basis = basis_of(claim, aspect, list(pieces.select_related("speaker")))
    try:
        check_basis(aspect, Verdict(getattr(claim, f"{aspect}_verdict")), basis)
    except Refused as error:
        return str(error)
    return ""


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
        self._article_of = dict(
            Article.objects.filter(snapshots__in=snapshots).values_list(
                "snapshots__pk", "pk"
            )
        )
        # What is an article here is one, also if its address was given by hand.
        self._article_at = articles_at(
            one.url for one in pieces if one.snapshot_id is None
        )
        ids = {*self._article_of.values(), *self._article_at.values()}
        articles = Article.objects.filter(pk__in=ids).select_related("outlet")
        self._articles = {one.pk: one for one in articles.order_by("pk")}
        self._origins: Origins = origins_of(list(self._articles.values()))

    def standing(self, piece: Evidence, *, but_for_interest: bool = False) -> Standing:
        if piece.is_interested and not but_for_interest:
            return _bound(
                "It speaks for the interest of the claim's speaker: that bears no more "
                "than “partly corroborated”.",
            )
        if piece.is_primary and self._aspect == Aspect.ATTRIBUTION:
            return _free("It is a primary source for what was said.")
        if self._article(piece) is None:
            return self._standing_of_document(piece)
        found = independent(self._origins, self._own(), self._piece(piece))
        return Standing(
            is_independent=found.independent,
            reason=" ".join(ground.text for ground in found.grounds),
        )

    def count(self, pieces: Sequence[Evidence]) -> int:
        """Origins among pieces that are independent of the claim."""
        held = [one for one in pieces if self._article(one) is not None]
        counted = 0
        if held:
            counted = count_origins(
                self._origins, [self._piece(one) for one in held]
            ).origins
        heard = [one for one in held if not _is_unnamed(one)]
        for piece in pieces:
            if self._article(piece) is not None:
                continue
            counted += not any(self._are_one(piece, other) for other in heard)
            heard.append(piece)
        return counted

    def _are_one(self, document: Evidence, other: Evidence) -> bool:
        """Whether a document comes from where another piece does: one site, one
        speaker (I4) or the same words (I2).
        """
        speakers = {document.speaker_id, other.speaker_id}
        is_content = self._aspect == Aspect.CONTENT
        if is_content and len(speakers) == 1 and None not in speakers:
            return True
        if _is_copy(document, other):
            return True
        site, sites = host_of(document.url), self._sites(other)
        return any(is_within(site, one) or is_within(one, site) for one in sites)

    def _sites(self, piece: Evidence) -> set[str]:
        """The hosts that a piece comes from."""
        article = self._article(piece)
        if article is None:
            return {host_of(piece.url)}
        return _sites_of(self._articles[article])

    def _standing_of_document(self, piece: Evidence) -> Standing:
        own = self._articles[self._article_of[self._claim.snapshot_id]]
        host = host_of(piece.url)
        if any(is_within(host, site) for site in _sites_of(own)):
            return _bound(f"It is by {own.outlet or host}, the claim's own outlet.")
        agencies = self._origins.origin_of(str(own.pk)).agencies
        if any(is_within(host, site) for site in sites_of(agencies)):
            return _bound(f"The claim's article credits {', '.join(agencies)}.")
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
        return Piece(article=str(self._article_of[claim.snapshot_id]), claim=facts)

    def _piece(self, piece: Evidence) -> Piece:
        facts = ClaimFacts()
        if self._aspect == Aspect.CONTENT:
            facts = ClaimFacts(
                speaker=str(piece.speaker_id or ""),
                kind=piece.speaker_kind,
                description=piece.speaker.name if piece.speaker else "",
            )
        return Piece(article=str(self._article(piece)), claim=facts)

    def _article(self, piece: Evidence) -> int | None:
        """The article here that a piece is from; None for a document."""
        if piece.snapshot_id is None:
            return self._article_at.get(piece.url)
        return self._article_of[piece.snapshot_id]


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


def _sites_of(article: Article) -> set[str]:
    """The hosts an article is from: its outlet's, and that of its address."""
    outlet, address = article.outlet, host_of(article.canonical_url or "")
    return {one for one in (outlet and outlet.domain, address) if one}


def _is_copy(piece: Evidence, other: Evidence) -> bool:
    """Whether two excerpts have the same words, and enough of them to tell."""
    words = piece.excerpt.casefold().split()
    return len(words) >= COPIED_WORDS and words == other.excerpt.casefold().split()


def _is_unnamed(piece: Evidence) -> bool:
    return SpeakerKind(piece.speaker_kind) in _UNNAMED

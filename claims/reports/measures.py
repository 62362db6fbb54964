"""Figures of a report, each with what it is out of and, as a share, an interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.reports.facts import ArticleCounted, Counted, Judged
from claims.verdicts.agreement import Reliability
from claims.verdicts.shares import wilson
from claims.verdicts.states import Aspect

Values = dict[str, object]

DIGITS: Final = 4
"""Decimals of shares and of alpha: what follows differs from processor to processor."""
CUES: Final = ("said", "claimed", "confirmed")
_LEMMAS: Final = {"say": "said", "claim": "claimed", "confirm": "confirmed"}
SOURCING: Final = ("named", "anonymous", "hearsay", "documents", "unknown")
"""Who stands behind a claim that is attributed to somebody."""
_GROUPS: Final = {
    SpeakerKind.NAMED_PERSON_WITH_ROLE: "named",
    SpeakerKind.NAMED_PERSON: "named",
    SpeakerKind.ORGANISATION: "named",
    SpeakerKind.ROLE_UNNAMED: "anonymous",
    SpeakerKind.ANONYMOUS_SOURCE: "anonymous",
    SpeakerKind.UNATTRIBUTED_HEARSAY: "hearsay",
    SpeakerKind.OTHER_OUTLET: "documents",
    SpeakerKind.DOCUMENT: "documents",
    SpeakerKind.SOCIAL_POST: "documents",
}
_CHECKED_TIERS: Final = (Tier.SPEECH, Tier.EVIDENTIAL)
BANDS: Final = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))
"""Of the engine's confidence; the last one includes its upper end."""


def share(count: int, total: int) -> Values:
    """A count out of a total, with Wilson's 95 % interval unless there is no total."""
    if total == 0:
        return {"count": count, "of": total, "share": None, "low": None, "high": None}
    low, high = wilson(count, total)
    return {
        "count": count,
        "of": total,
        "share": rounded(count / total),
        "low": rounded(low),
        "high": rounded(high),
    }


def rounded(value: float | None) -> float | None:
    """The value to `DIGITS` decimals; never a negative zero."""
    return None if value is None else round(value, DIGITS) + 0.0


def group_of(claim: Counted) -> str:
    """In which of `SOURCING` a claim is, or ``unattributed``.

    Words passed on as hearsay are hearsay, whoever is named in them.
    """
    if claim.tier == Tier.OUTLET:
        return "unattributed"
    if claim.commitment == Commitment.HEARSAY:
        return "hearsay"
    return _GROUPS.get(SpeakerKind(claim.kind), "unknown")


def sourcing(claims: Iterable[Counted]) -> Values:
    """How many claims are attributed, and the shares of those who they are to.

    ``unattributed`` counts the outlets' own sentences, which the engine lists only
    where it is set to: None where it lists none.
    """
    counts = Counter(map(group_of, claims))
    own = counts.pop("unattributed", 0)
    total = counts.total()
    found: Values = {"claims": total}
    for name in SOURCING:
        found[name] = share(counts[name], total)
    found["unattributed"] = share(own, total + own) if own else None
    return found


def checked(claims: Iterable[Counted]) -> Values:
    """The share of statements, which are what is checked, that were decided."""
    listed = [claim for claim in claims if claim.tier in _CHECKED_TIERS]
    return share(sum(claim.is_checked for claim in listed), len(listed))


def cue_use(claims: Iterable[Counted]) -> Values:
    """How often the words go with "said", "claimed", "confirmed" or others."""
    counts = Counter(
        _LEMMAS.get(claim.lemma, "other") for claim in claims if claim.lemma
    )
    found: Values = {name: counts[name] for name in CUES}
    return found | {"other": counts["other"], "of": counts.total()}


def wire(articles: Iterable[ArticleCounted]) -> Values:
    """The share of articles that credit an agency with their text."""
    listed = list(articles)
    return share(sum(one.is_wire for one in listed), len(listed))


def reliability(found: Mapping[Aspect, Reliability]) -> Values:
    """Krippendorff's alpha and the rest, for each aspect."""
    return {
        aspect.value: {
            "units": one.units,
            "pairable": one.pairable,
            "agreement": rounded(one.agreement),
            "alpha": rounded(one.alpha),
            "low": rounded(one.low),
            "high": rounded(one.high),
            "reading": one.reading.value,
        }
        for aspect, one in sorted(found.items())
    }


def calibration(judged: Iterable[Judged]) -> list[Values]:
    """For each band of confidence: claims that people looked at, those that they left
    as they were, and how sure the engine had been on average.
    """
    listed = list(judged)
    found: list[Values] = []
    for low, high in BANDS:
        inside = [
            one for one in listed if low <= one.confidence < high or (
                one.confidence == high == BANDS[-1][1]
            )
        ]  # fmt: skip
        kept = sum(not one.is_corrected for one in inside)
        mean = sum(one.confidence for one in inside) / len(inside) if inside else None
        found.append(
            {
                "from": low,
                "to": high,
                "expected": rounded(mean),
                "right": share(kept, len(inside)),
            }
        )
    return found

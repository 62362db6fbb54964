"""From facts to the payload of a report: plain JSON, the same from the same facts.

The payload is what is frozen and hashed. Everything in it is sorted by what it is,
never by the order in which a database gave it. `docs/weekly-report.md` describes it
field by field.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from claims.extraction.model import Tier
from claims.reports import entries
from claims.reports.facts import (
    ArticleCounted,
    Counted,
    Decision,
    WeekFacts,
)
from claims.reports.measures import (
    SOURCING,
    Values,
    calibration,
    checked,
    cue_use,
    group_of,
    reliability,
    share,
    sourcing,
    wire,
)
from claims.verdicts.shares import LEAST_DECIDED
from claims.verdicts.states import Aspect, Verdict

GENERATOR: Final = "2"
"""Of what is in the payload and how it is worked out; a change needs another."""
METHODOLOGY: Final = "1"
"""Of the rules for verdicts, origins and votes (docs/methodology.md)."""
MOST_SPEAKERS: Final = 20  # most quoted
BASELINE_WEEKS: Final = 4  # that an outlet's profile is held against
TREND_WEEKS: Final = 12
_FIRST: Final = (
    Verdict.DISPUTED,
    Verdict.PARTLY_CORROBORATED,
    Verdict.UNVERIFIED,
    Verdict.CORROBORATED,
    Verdict.NOT_CHECKABLE,
)
"""The order of decisions: what editors must see first."""


def build(facts: WeekFacts) -> Values:
    """The payload."""
    decisions = sorted(facts.decisions, key=_decision_order)
    return {
        "generator": GENERATOR,
        "methodology": METHODOLOGY,
        "week": str(facts.week),
        "scope": facts.scope,
        "scope_name": facts.scope_name,
        "number": facts.number,
        "previous": facts.previous or None,
        "begins": entries.moment(facts.begins),
        "cut_off": entries.moment(facts.cut_off),
        "terms": asdict(facts.terms),
        "engines": sorted({one.engine for one in facts.claims if one.engine}),
        "figures": _figures(facts),
        "verdicts": _verdicts(decisions),
        "decisions": [entries.decision(one) for one in decisions],
        "conflicts": [
            entries.conflict(one) for one in sorted(facts.conflicts, key=entries.since)
        ],
        "reopened": [
            entries.reopened(one) for one in sorted(facts.reopened, key=entries.at)
        ],
        "corrections": [
            entries.corrected(one) for one in sorted(facts.corrected, key=entries.at)
        ],
        "errata": [one.erratum._asdict() for one in sorted(facts.errata)],
        "sourcing": sourcing(facts.claims),
        "cues": cue_use(facts.claims),
        "speakers": _speakers(facts, decisions),
        "outlets": _outlets(facts),
        "agreement": reliability(facts.agreement),
        "calibration": calibration(facts.judged),
        "overrides": [
            entries.overridden(one) for one in sorted(facts.overridden, key=entries.at)
        ],
        "waiting": [entries.waiting(one) for one in facts.waiting],
        "trend": _trend(facts),
    }


def _figures(facts: WeekFacts) -> Values:
    articles = len(facts.articles)
    origins = len({one.origin for one in facts.articles})
    tiers = Counter(claim.tier for claim in facts.claims)
    total = len(facts.claims)
    decided = [one for one in facts.decisions if _is_whole(one)]
    conflicts = len({one.claim.thread for one in facts.conflicts})
    both = dict.fromkeys(Aspect, 0)
    for one in facts.decisions:
        for aspect, outcome in one.outcomes.items():
            both[aspect] += outcome.verdict is not None
    return {
        "articles": articles,
        "origins": origins,
        "copies": share(articles - origins, articles),
        "wire": wire(facts.articles),
        "claims": total,
        "tiers": {tier.value: share(tiers[tier.value], total) for tier in Tier},
        "statements": tiers[Tier.SPEECH.value] + tiers[Tier.EVIDENTIAL.value],
        "checked": checked(facts.claims),
        "known": facts.known._asdict(),
        "shares": {
            "open": share(facts.open_statements, facts.known.statements),
            "stale": share(facts.stale, facts.known.decided),
            "conflicts": share(conflicts, facts.known.claims),
            "waiting": share(facts.waiting_count, facts.open_statements),
        },
        "reviewed": facts.reviewed,
        "decided": len(decided),
        "decided_partly": len(facts.decisions) - len(decided),
        "decided_attribution": both[Aspect.ATTRIBUTION],
        "decided_content": both[Aspect.CONTENT],
        "open": facts.open_statements,
        "stale": facts.stale,
        "conflicts": conflicts,
        "reopened": len(facts.reopened),
        "corrections": len(facts.corrected),
        "errata": len(facts.errata),
    }


def _is_whole(decision: Decision) -> bool:
    return all(one.verdict is not None for one in decision.outcomes.values())


def _verdicts(decisions: Sequence[Decision]) -> Values:
    """Of what was decided, each verdict's count and share, for each aspect."""
    found: Values = {}
    for aspect in Aspect:
        counts = Counter(
            one.outcomes[aspect].verdict
            for one in decisions
            if one.outcomes[aspect].verdict is not None
        )
        total = counts.total()
        found[aspect.value] = {
            verdict.value: share(counts[verdict], total) for verdict in Verdict
        }
    return found


def _decision_order(decision: Decision) -> tuple[int, int, float, str, str]:
    """Disputed first, then by how much a check was worth."""
    ranks = [
        _FIRST.index(outcome.verdict) if outcome.verdict else len(_FIRST)
        for outcome in (
            decision.outcomes[Aspect.CONTENT],
            decision.outcomes[Aspect.ATTRIBUTION],
        )
    ]
    disputed = min(ranks) if min(ranks) == 0 else ranks[0]
    worth = -(decision.claim.worth or 0.0)
    return (disputed, ranks[1], worth, decision.claim.title, decision.claim.thread)


def _speakers(facts: WeekFacts, decisions: Sequence[Decision]) -> list[Values]:
    """The most quoted, with the verdicts of the week on what they are quoted with."""
    claims: dict[str, list[Counted]] = defaultdict(list)
    for claim in facts.claims:
        if claim.speaker and claim.speaker in facts.speakers:
            claims[claim.speaker].append(claim)
    most = sorted(
        claims, key=lambda key: (-len(claims[key]), facts.speakers[key].name, key)
    )
    return [
        {
            "id": key,
            "name": facts.speakers[key].name,
            "role": facts.speakers[key].role,
            "claims": share(len(claims[key]), len(facts.claims)),
            "hearsay": share(
                sum(group_of(claim) == "hearsay" for claim in claims[key]),
                len(claims[key]),
            ),
            "checked": checked(claims[key]),
            "cues": cue_use(claims[key]),
            "verdicts": _verdicts_on(key, decisions),
        }
        for key in most[:MOST_SPEAKERS]
    ]


def _verdicts_on(speaker: str, decisions: Sequence[Decision]) -> Values:
    """Counts of verdicts on the content; shares only where there are enough.

    What somebody is disputed to have said at all counts for nobody.
    """
    counts = Counter(
        one.outcomes[Aspect.CONTENT].verdict
        for one in decisions
        if one.claim.speaker_id == speaker
        and one.outcomes[Aspect.CONTENT].verdict is not None
        and one.outcomes[Aspect.ATTRIBUTION].verdict is not Verdict.DISPUTED
    )
    total = counts.total()
    if total >= LEAST_DECIDED:
        return {verdict.value: share(counts[verdict], total) for verdict in Verdict}
    return {
        verdict.value: {
            "count": counts[verdict],
            "of": total,
            "share": None,
            "low": None,
            "high": None,
        }
        for verdict in Verdict
    }


def _outlets(facts: WeekFacts) -> list[Values]:
    """Each outlet's sourcing in the week, beside the weeks before."""
    claims: dict[str, list[Counted]] = defaultdict(list)
    articles: dict[str, list[ArticleCounted]] = defaultdict(list)
    for claim in facts.claims:
        claims[claim.outlet].append(claim)
    for article in facts.articles:
        articles[article.outlet].append(article)
    keys = {key for key in (*claims, *articles) if key in facts.outlets}
    before = _profiles_before(facts.earlier)
    return [
        {
            "id": key,
            "name": facts.outlets[key].name,
            "articles": len(articles[key]),
            "wire": wire(articles[key]),
            "sourcing": sourcing(claims[key]),
            "checked": checked(claims[key]),
            "cues": cue_use(claims[key]),
            "before": before.get(key),
        }
        for key in sorted(
            keys, key=lambda key: (-len(claims[key]), facts.outlets[key].name, key)
        )
    ]


def _profiles_before(earlier: Sequence[Mapping[str, object]]) -> dict[str, Values]:
    """For each outlet the same shares over the last `BASELINE_WEEKS` reports."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    weeks: Counter[str] = Counter()
    for payload in earlier[-BASELINE_WEEKS:]:
        for outlet in _rows(payload["outlets"]):
            key = str(outlet["id"])
            weeks[key] += 1
            profile = _row(outlet["sourcing"])
            counts[key]["claims"] += _count(profile["claims"])
            for name in SOURCING:
                counts[key][name] += _count(_row(profile[name])["count"])
            for name in ("count", "of"):
                counts[key][f"wire {name}"] += _count(_row(outlet["wire"])[name])
    return {
        key: {
            "weeks": weeks[key],
            "claims": found["claims"],
            "wire": share(found["wire count"], found["wire of"]),
        }
        | {name: share(found[name], found["claims"]) for name in SOURCING}
        for key, found in counts.items()
    }


def _trend(facts: WeekFacts) -> list[Values]:
    """The figures of the weeks before that a plot shows, from their reports."""
    return [
        {
            "week": payload["week"],
            **{name: _row(payload["figures"])[name] for name in TREND},
            "disputed": _disputed(_row(payload["verdicts"])),
        }
        for payload in facts.earlier[-TREND_WEEKS:]
    ]


TREND: Final = ("articles", "claims", "statements", "reviewed", "decided", "open")


def _disputed(verdicts: Mapping[str, object]) -> int:
    content = _row(verdicts[Aspect.CONTENT.value])
    return _count(_row(content[Verdict.DISPUTED.value])["count"])


def _rows(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        raise TypeError("a report's payload has another shape")
    return [_row(one) for one in value]


def _row(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a report's payload has another shape")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a report's payload has another shape")
    return value

"""Facts and payloads of weekly reports, invented, without a database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.reports.building import build
from claims.reports.facts import (
    ArticleCounted,
    Brief,
    Conflict,
    Corrected,
    Counted,
    Decision,
    Erratum,
    Judged,
    Known,
    Named,
    Outcome,
    Overridden,
    Piece,
    Reopened,
    Terms,
    WeekFacts,
    Wrong,
)
from claims.verdicts.agreement import reliability
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.ledger import canonical_json
from factcheck.lib.weeks import week_named

WEEK = week_named("2026-W47")
MONDAY = WEEK.begins
TERMS = Terms(
    time_zone="Europe/London",
    publisher="The Norland Desk",
    about="The fact desk of three invented papers.",
    contact="desk@norland.example",
    contest="Write to the readers' editor, readers@norland.example.",
    quorum=2,
    quorum_high_risk=3,
)
ERRATUM = Erratum(
    week="2026-W46",
    number=1,
    claim="c",
    content="the gates were open",
    what="content",
    was="corroborated",
    now="disputed",
)
RIGHT_TO_LEFT = "ليلى الحداد"
LONG_SPEAKER = "the deputy spokesperson of the joint committee on harbours " * 5


def brief(number: int = 1, **fields: Any) -> Brief:
    """A claim; its ids grow with ``number``."""
    values: dict[str, Any] = {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "thread": f"00000000-0000-4000-9000-{number:012}",
        "article": f"00000000-0000-4000-a000-{number:012}",
        "title": f"Harbour levy to rise again, minister says ({number})",
        "url": f"https://gazette.example/levy-{number}",
        "outlet": "Aldmoor Gazette",
        "published": "2026-11-17",
        "found": MONDAY + timedelta(hours=number % 160),
        "tier": Tier.SPEECH.value,
        "kind": SpeakerKind.NAMED_PERSON_WITH_ROLE.value,
        "speaker": "Maren Quill",
        "speaker_id": "speaker-1",
        "role": "harbour minister",
        "cue": "said",
        "content": f"the levy would rise by {number} % in May",
        "via": (),
        "certainty": "CT+",
        "is_high_risk": False,
        "worth": 0.9,
    }
    return Brief(**values | fields)


def outcome(
    verdict: Verdict | None = Verdict.CORROBORATED,
    agreement: Agreement = Agreement.QUORUM,
    **fields: Any,
) -> Outcome:
    """A verdict by two votes, on two origins."""
    values: dict[str, Any] = {"votes": 2, "origins": 2, "primaries": 0}
    return Outcome(agreement=agreement, verdict=verdict, **values | fields)


def decision(
    number: int = 1, verdict: Verdict = Verdict.DISPUTED, **fields: Any
) -> Decision:
    """That somebody said it is corroborated; of the content, ``verdict``."""
    return Decision(
        claim=brief(number, **fields),
        outcomes={
            Aspect.ATTRIBUTION: outcome(primaries=1),
            Aspect.CONTENT: outcome(verdict),
        },
        evidence=[
            Piece(
                aspect=Aspect.CONTENT,
                stance="contradicts",
                title="Port authority, tariff of charges 2026",
                url="https://port.example/tariff",
                excerpt="Charges remain unchanged until further notice.",
                sha256="0" * 64,
                added=MONDAY + timedelta(days=1),
                is_independent=True,
                is_primary=True,
            )
        ],
        decided=MONDAY + timedelta(days=2),
        is_stale=False,
    )


def facts(**fields: Any) -> WeekFacts:
    """A week in which nothing happened, but for what is given."""
    values: dict[str, Any] = {
        "week": WEEK,
        "begins": MONDAY,
        "cut_off": WEEK.ends,
        "scope": "all",
        "scope_name": "All outlets",
        "number": 1,
        "previous": "",
        "terms": TERMS,
        "articles": (),
        "claims": (),
        "outlets": {},
        "speakers": {},
        "reviewed": 0,
        "known": Known(claims=0, statements=0, decided=0),
        "open_statements": 0,
        "stale": 0,
        "decisions": (),
        "conflicts": (),
        "reopened": (),
        "corrected": (),
        "overridden": (),
        "judged": (),
        "waiting": (),
        "waiting_count": 0,
        "errata": (),
        "agreement": {aspect: reliability([], seed=1) for aspect in Aspect},
        "earlier": (),
    }
    return WeekFacts(**values | fields)


def full(decisions: Sequence[Decision] | None = None, **fields: Any) -> WeekFacts:
    """A week in which everything happened that a report tells of."""
    at = MONDAY + timedelta(days=3)
    units = [("disputed", "disputed")] * 9 + [("disputed", "corroborated")] * 3
    values: dict[str, Any] = {
        "articles": [
            ArticleCounted(f"origin {number % 9}", f"outlet-{number % 3}", number > 9)
            for number in range(14)
        ],
        "claims": [counted(number) for number in range(120)],
        "outlets": {
            f"outlet-{number}": Named(name)
            for number, name in enumerate(
                ("Aldmoor Gazette", "Pellworth Review", "صحيفة الميناء")
            )
        },
        "speakers": {
            f"speaker-{number}": Named(name, role)
            for number, (name, role) in enumerate(
                (
                    ("Bertrand Osk", "council leader"),
                    ("Maren Quill", "harbour minister"),
                    (RIGHT_TO_LEFT, "وزيرة النقل"),
                    (LONG_SPEAKER[:300], ""),
                )
            )
        },
        "reviewed": 23,
        "known": Known(claims=2_000, statements=1_800, decided=566),
        "open_statements": 1_234,
        "stale": 2,
        "decisions": decisions
        if decisions is not None
        else [
            decision(number, verdict)
            for number, verdict in enumerate((*Verdict, Verdict.DISPUTED), start=1)
        ]
        + [decision(9, Verdict.DISPUTED, speaker=RIGHT_TO_LEFT, via=("Norland Press",))]
        + [decision(10, Verdict.UNVERIFIED, speaker=LONG_SPEAKER[:300])],
        "conflicts": [Conflict(brief(11), Aspect.CONTENT, at)],
        "reopened": [Reopened(brief(12), "The tariff was published since.", at)],
        "corrected": [
            Corrected(brief(13), "speaker", "he", "Bertrand Osk", "Named above.", at)
        ],
        "overridden": [
            Overridden(
                ("Deal near", "Deal close"),
                ("Norland Press Agency", "Kestrel Bay Tribune"),
                "one origin",
                "The second is the first with another headline.",
                at,
            )
        ],
        "judged": [Judged(number / 40, number % 5 == 0) for number in range(41)],
        "waiting": [brief(number, is_high_risk=True) for number in range(14, 20)],
        "waiting_count": 61,
        "errata": [Wrong(ERRATUM, report=1, thread=UUID(int=1))],
        "agreement": {
            Aspect.ATTRIBUTION: reliability([("corroborated",) * 2] * 12, seed=1),
            Aspect.CONTENT: reliability(units, seed=1),
        },
        "number": 3,
        "previous": "a" * 64,
        "earlier": [
            _carried("2026-W45", number=1),
            _carried("2026-W46", number=2),
        ],
    }  # fmt: skip
    return facts(**values | fields)


def counted(number: int = 0) -> Counted:
    """A claim that is only counted."""
    kinds = (
        SpeakerKind.NAMED_PERSON,
        SpeakerKind.ANONYMOUS_SOURCE,
        SpeakerKind.DOCUMENT,
        SpeakerKind.ORGANISATION,
    )
    kind = kinds[number % 4]
    is_named = kind in (SpeakerKind.NAMED_PERSON, SpeakerKind.ORGANISATION)
    return Counted(
        tier=(Tier.SPEECH, Tier.EVIDENTIAL, Tier.STANCE)[number % 3].value,
        kind=kind.value,
        commitment=(
            Commitment.HEARSAY if number % 11 == 0 else Commitment.NEUTRAL
        ).value,
        lemma=("say", "claim", "confirm", "tell")[number % 4],
        outlet=f"outlet-{number % 3}",
        speaker=f"speaker-{number % 8 % 4}" if is_named else "",
        role="",
        engine="standard-1+rules-11",
        is_checked=number % 3 < 2 and number % 5 == 0,
    )


def payload(given: WeekFacts | None = None) -> dict[str, Any]:
    """The payload as it is stored and read back."""
    found: dict[str, Any] = json.loads(canonical_json(build(given or full())))
    return found


def _carried(week: str, *, number: int) -> dict[str, Any]:
    """What a report takes from one before it."""
    before = week_named(week)
    made = json.loads(
        canonical_json(
            build(
                facts(
                    week=before,
                    begins=before.begins,
                    cut_off=before.ends,
                    number=number,
                    articles=[ArticleCounted("origin 1", "outlet-0", is_wire=True)]
                    * number,
                    claims=[counted(one) for one in range(40 * number)],
                    outlets={"outlet-0": Named("Aldmoor Gazette")},
                    reviewed=7 * number,
                    known=Known(claims=1_500, statements=1_200, decided=40),
                    open_statements=900 + number,
                    decisions=[decision(one) for one in range(number * 3)],
                )
            )
        )
    )
    return {name: made[name] for name in ("week", "figures", "verdicts", "outlets")}


def moment(text: str) -> datetime:
    """An aware moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)

"""From the payload of a report to the document that its faces show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.reports.document import Document, Line
from claims.reports.sections import decisions, figures, sourcing, trust
from claims.reports.sections.method import method
from claims.reports.wording import Payload, apart, local, number, plural
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib.weeks import week_named


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is known of a report beside its payload; empty for a preview."""

    sha256: str = ""
    made: str = ""
    errata: Sequence[Payload] = ()


def compose(payload: Payload, imprint: Imprint) -> Document:
    """The document. ``imprint.errata`` are those found in this report since."""
    sections = (
        trust.own_errata(imprint.errata),
        figures.key_figures(payload),
        decisions.decisions(payload),
        decisions.conflicts(payload),
        decisions.changes(payload),
        trust.errata(payload),
        decisions.waiting(payload),
        sourcing.coverage(payload),
        sourcing.sourcing(payload),
        sourcing.speakers(payload),
        sourcing.outlets(payload),
        sourcing.cues(payload),
        trust.agreement(payload),
        trust.calibration(payload),
        decisions.overrides(payload),
        method(payload),
    )
    return Document(
        title=f"Weekly claim report {payload['week']}",
        subtitle=f"{_period(payload)} · {apart(payload['scope_name'])}",
        summary=_summary(payload),
        number=payload["number"],
        publisher=payload["terms"]["publisher"],
        cut_off=datetime.fromisoformat(payload["cut_off"]),
        lines=list(_lines(payload, imprint)),
        sections=[section for section in sections if section is not None],
    )


def _period(payload: Payload) -> str:
    monday = week_named(payload["week"]).monday
    sunday = monday + timedelta(days=6)
    return f"Monday {monday.day} {monday:%B %Y} to Sunday {sunday.day} {sunday:%B %Y}"


def _lines(payload: Payload, imprint: Imprint) -> Iterator[Line]:
    zone = payload["terms"]["time_zone"]
    yield Line("Published by", payload["terms"]["publisher"])
    yield Line("Report number", number(payload["number"]))
    yield Line("Time zone", zone)
    yield Line("Data cut-off", local(payload["cut_off"], zone))
    if imprint.made:
        yield Line("Made", local(imprint.made, zone))
    yield Line("Methodology", f"version {payload['methodology']}")
    if payload["engines"]:
        yield Line("Engine", ", ".join(payload["engines"]))
    if imprint.sha256:
        yield Line("SHA-256 of its data", imprint.sha256)
        yield Line("SHA-256 of the one before", payload["previous"] or "none before")
    else:
        yield Line("State", "preview: the week is not over, and nothing is frozen")


def _summary(payload: Payload) -> str:
    found = payload["figures"]
    disputed = payload["verdicts"][Aspect.CONTENT.value][Verdict.DISPUTED.value]
    waiting = "No statement waits"
    if found["open"]:
        waiting = plural(found["open"], "statement waits", "statements wait")
    return (
        f"{_came_in(found)} {_decided(found['decided'], disputed['count'])} "
        f"{waiting} for review."
    )


def _came_in(found: Payload) -> str:
    if not found["articles"]:
        return "No article came in."
    return (
        f"{plural(found['articles'], 'article')} came in, from "
        f"{plural(found['origins'], 'origin')}, "
        f"with {plural(found['claims'], 'claim')}."
    )


def _decided(decided: int, disputed: int) -> str:
    if not decided and not disputed:
        return "No claim was decided."
    return (
        f"{plural(decided, 'claim was', 'claims were')} decided on both questions; "
        f"what {plural(disputed, 'claim says is', 'claims say is')} disputed."
    )

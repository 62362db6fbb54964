"""What was decided, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.reports.document import Block, Cards, Chart, Column, Section, Table, Text
from claims.reports.entries import cut
from claims.reports.sections.cards import MOST_CARDS, claims_or, decided
from claims.reports.sections.tables import INTERVAL, LONGEST_CELL, numbers, table, texts
from claims.reports.wording import (
    NONE,
    Payload,
    apart,
    day,
    number,
    out_of,
    question,
    voice,
    words,
)
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib.plots import Kind, Plot, Series

_SHORT: Final = {Verdict.PARTLY_CORROBORATED.value: "partly"}  # under a bar
MOST_FURTHER: Final = 450  # decisions in the table after the cards


def decisions(payload: Payload) -> Section:
    """The decisions of the week, disputed first."""
    found = payload["decisions"]
    title = "Decisions of the week"
    if not found:
        nothing = Text("Nothing was decided in this week.")
        return Section("decisions", title, [nothing])
    zone = payload["terms"]["time_zone"]
    blocks: list[Block] = [_verdicts(payload)]
    blocks.append(Cards([decided(one, zone) for one in found[:MOST_CARDS]]))
    if rest := found[MOST_CARDS:]:
        blocks.append(_further(rest))
    return Section("decisions", title, blocks)


def _verdicts(payload: Payload) -> Chart:
    found = payload["verdicts"]
    names = [verdict.value for verdict in Verdict]
    plot = Plot(
        kind=Kind.BARS,
        title="Verdicts of the week",
        description="How many claims got each verdict, on both questions. The table "
        "has the numbers.",
        labels=[_SHORT.get(name, words(name)) for name in names],
        series=[
            Series(
                name=question(aspect),
                values=[found[aspect][name]["count"] for name in names],
            )
            for aspect in found
        ],
        show=number,
    )
    columns = [Column("Verdict"), *numbers(*map(question, found))]
    rows = [
        [words(name), *(out_of(found[aspect][name]) for aspect in found)]
        for name in names
    ]
    note = f"Of what was decided on each question: count, share and {INTERVAL}."
    return Chart(plot, table("verdicts", plot.title, columns, rows, note=note))


def _further(rest: Sequence[Payload]) -> Table:
    rows = [
        [
            one["claim"]["content"],
            voice(one["claim"]),
            one["claim"]["article"]["outlet"],
            *(words(one[aspect.value]["verdict"] or "open") for aspect in Aspect),
            number(max(one[aspect.value]["origins"] for aspect in Aspect)),
        ]
        for one in rest
    ]
    columns = texts("Claim", "Who said it", "Outlet")
    columns += texts(*(question(aspect.value) for aspect in Aspect))
    columns += numbers("Origins")
    return table(
        "more-decisions", "Further decisions", columns, rows, most=MOST_FURTHER
    )


def conflicts(payload: Payload) -> Section:
    """The claims on which votes, or evidence, are in conflict."""
    zone = payload["terms"]["time_zone"]
    blocks = claims_or(
        payload["conflicts"],
        "No conflict waited for an adjudicator at the cut-off.",
        lambda one: [
            f"in conflict: {question(one['aspect'])}",
            f"since {day(one['since'], zone)}",
        ],
    )
    return Section("conflicts", "Conflicts waiting", blocks)


def changes(payload: Payload) -> Section:
    """What was opened again, and what was corrected."""
    zone = payload["terms"]["time_zone"]
    blocks = claims_or(
        payload["reopened"],
        "No decision was opened again.",
        lambda one: [
            f"opened again {day(one['at'], zone)}",
            cut(one["reason"], LONGEST_CELL),
        ],
    )
    corrections = payload["corrections"]
    if corrections:
        rows = [
            [one["claim"]["content"], one["kind"], one["before"] or NONE,
             one["after"] or NONE, one["reason"] or NONE, day(one["at"], zone)]
            for one in corrections
        ]  # fmt: skip
        columns = texts("Claim", "What", "Was", "Is", "Why", "When")
        caption = "Corrections of what the engine found"
        blocks.append(table("corrections", caption, columns, rows))
    else:
        blocks.append(Text("Nothing that the engine found was corrected."))
    return Section("changes", "Reopened and corrected", blocks)


def waiting(payload: Payload) -> Section:
    """The gaps: claims worth a check that nobody has checked."""
    zone = payload["terms"]["time_zone"]
    blocks = claims_or(
        payload["waiting"],
        "No claim of high priority waited at the cut-off.",
        lambda one: [f"waits since {day(one['since'], zone)}"],
    )
    total = payload["figures"].get("shares", {}).get("waiting")
    if payload["waiting"] and total:
        said = (
            f"Of high priority, for what depends on them or is worth checking: "
            f"{out_of(total)} of the open statements. The first "
            f"{number(len(payload['waiting']))} are here."
        )
        blocks.insert(0, Text(said))
    return Section("waiting", "High priority, waiting longest", blocks)


def overrides(payload: Payload) -> Section:
    """Where a person decided on independence, against or beside the rules."""
    found = payload["overrides"]
    title = "Independence decided by hand"
    if not found:
        nothing = Text("Nobody decided on the independence of two articles.")
        return Section("overrides", title, [nothing])
    zone = payload["terms"]["time_zone"]
    rows = [
        [_articles(one), one["decision"], one["reason"] or NONE, day(one["at"], zone)]
        for one in found
    ]
    columns = texts("Articles", "Decided", "Why", "When")
    made = table("overrides", "Decisions on two articles", columns, rows)
    return Section("overrides", title, [made])


def _articles(override: Payload) -> str:
    pairs = zip(override["titles"], override["outlets"], strict=True)
    return " / ".join(
        f"{apart(title)} ({apart(outlet) or 'no outlet'})" for title, outlet in pairs
    )

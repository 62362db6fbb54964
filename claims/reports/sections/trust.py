"""How far what a report says can be relied on, and what did not hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.reports.document import Block, Chart, Column, Section, Table, Text
from claims.reports.sections.tables import (
    INTERVAL,
    SHARE_COLUMNS,
    numbers,
    share_cells,
    table,
    texts,
)
from claims.reports.wording import (
    NONE,
    Payload,
    number,
    question,
    signed,
    whole,
    words,
)
from factcheck.lib.plots import Kind, Plot, Series

_WHAT: Final = {
    "attribution": "verdict: did they say it?",
    "content": "verdict: is it so?",
    "speaker": "who said it",
    "words": "what was said",
    "standing": "whether it is a claim",
}
_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def own_errata(errata: Sequence[Payload]) -> Section | None:
    """What was found wrong in this report since it was made."""
    if not errata:
        return None
    intro = Text(
        "What this report says of these claims no longer holds. The report itself "
        "stays as it was published."
    )
    made = _errata_table("errata-to-this", errata)
    return Section("errata-to-this", "Errata to this report", [intro, made])


def errata(payload: Payload) -> Section:
    """What was found wrong in earlier reports."""
    found = payload["errata"]
    block: Block = Text("No earlier report was found wrong.")
    if found:
        block = _errata_table("errata", found)
    return Section("errata", "Errata to earlier reports", [block])


def _errata_table(key: str, errata: Sequence[Payload]) -> Table:
    rows = [
        [f"{one['week']}, no. {number(one['number'])}", one["content"],
         _WHAT[one["what"]], words(one["was"]) or NONE, words(one["now"]) or NONE]
        for one in errata
    ]  # fmt: skip
    columns = texts("Erratum", "Claim", "What", "Reported", "Now")
    return table(key, "Errata", columns, rows)


def agreement(payload: Payload) -> Section:
    """How far reviewers agreed before they saw each other's votes."""
    title = "How far reviewers agreed"
    found = payload["agreement"]
    if not any(one["units"] for one in found.values()):
        nothing = Text("No blind votes of two reviewers were revealed in this week.")
        return Section("agreement", title, [nothing])
    rows = [
        [
            question(aspect),
            number(one["units"]),
            number(one["pairable"]),
            whole(one["agreement"]),
            signed(one["alpha"]),
            NONE if one["low"] is None
            else f"{signed(one['low'])} to {signed(one['high'])}",
            one["reading"],
        ]
        for aspect, one in found.items()
    ]  # fmt: skip
    columns = [
        Column("Question"),
        *numbers("Claims", "Votes", "Pairs that agree", "α", INTERVAL),
        Column("Reading"),
    ]
    note = (
        "Krippendorff's α over the votes that were given blind and revealed in this "
        "week: 1 is full agreement, 0 is what chance gives. No interval below ten "
        "claims."
    )
    made = table("agreement", "Agreement of reviewers", columns, rows, note=note)
    return Section("agreement", title, [made])


def calibration(payload: Payload) -> Section:
    """How often people left as it was what the engine was how sure of."""
    title = "How right the engine was"
    bands = payload["calibration"]
    if not any(one["right"]["of"] for one in bands):
        nothing = Text("Nobody looked at what the engine had found in this week.")
        return Section("calibration", title, [nothing])
    names = [f"{one['from'] * 100:.0f}–{whole(one['to'])}" for one in bands]
    plot = Plot(
        kind=Kind.LINES,
        title="Left uncorrected, by the engine's confidence",
        description="For each band of the engine's confidence, its mean and the share "
        "of claims that people left as they were. The closer, the better. The table "
        "has the numbers.",
        labels=names,
        series=[
            Series(name="mean confidence", values=[one["expected"] for one in bands]),
            Series(
                name="left uncorrected",
                values=[one["right"]["share"] for one in bands],
                intervals=[_ends(one["right"]) for one in bands],
            ),
        ],
        show=whole,
        ticks=_TICKS,
    )
    rows = [
        [name, whole(one["expected"]), *share_cells(one["right"])]
        for name, one in zip(names, bands, strict=True)
    ]
    columns = [Column("Confidence"), *numbers("Mean"), *SHARE_COLUMNS]
    note = (
        "Of the claims that people voted on or corrected in this week: how many they "
        "left as the engine had found them. A share close to the mean is well "
        "calibrated."
    )
    made = table("calibration", plot.title, columns, rows, note=note)
    return Section("calibration", title, [Chart(plot, made)])


def _ends(share: Payload) -> tuple[float, float] | None:
    return None if share["low"] is None else (share["low"], share["high"])

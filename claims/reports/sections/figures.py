"""The week in figures, and beside the weeks before."""

from __future__ import annotations

from typing import Final

from claims.extraction.model import Tier
from claims.reports.document import Block, Chart, Column, Figure, Figures, Section
from claims.reports.sections.tables import SHARE_COLUMNS, numbers, share_cells, table
from claims.reports.wording import Payload, number, out_of, plural, share_of
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib.plots import Kind, Plot, Series

_AT_CUT_OFF: Final = "at the cut-off"
_TIERS: Final = {
    Tier.SPEECH: "speech: what somebody said",
    Tier.EVIDENTIAL: "evidential: what somebody knows, saw or cites",
    Tier.STANCE: "stance: what somebody thinks or wants",
    Tier.OUTLET: "outlet: its own sentences",
}


def key_figures(payload: Payload) -> Section:
    """What came in, what was done, what waits."""
    blocks: list[Block] = [Figures([*_done(payload), *_standing(payload)])]
    tiers = payload["figures"]["tiers"]
    rows = [
        [name, *share_cells(tiers[tier.value])]
        for tier, name in _TIERS.items()
        if tier is not Tier.OUTLET or tiers[tier.value]["count"]
    ]
    if payload["figures"]["claims"]:
        columns = [Column("Tier"), *SHARE_COLUMNS]
        blocks.append(table("tiers", "Claims found, by tier", columns, rows))
    if payload["trend"]:
        blocks.append(_trend(payload))
    return Section("figures", "Key figures", blocks)


def _done(payload: Payload) -> list[Figure]:
    figures = payload["figures"]
    disputed = payload["verdicts"][Aspect.CONTENT.value][Verdict.DISPUTED.value]
    return [
        _figure(figures["articles"], "article in", "articles in"),
        _figure(
            figures["origins"],
            "origin, without copies",
            "origins, without copies",
            f"copies: {out_of(figures['copies'])}",
        ),
        _figure(
            figures["claims"],
            "claim found",
            "claims found",
            f"{plural(figures['statements'], 'statement')} among them",
        ),
        _figure(
            figures["reviewed"],
            "claim voted on",
            "claims voted on",
            _of_known(figures),
        ),
        _figure(
            figures["decided"],
            "claim decided",
            "claims decided",
            f"on both questions, of {number(figures['reviewed'])} voted on; "
            f"{number(figures['decided_partly'])} more on one",
        ),
        _figure(
            disputed["count"],
            "claim disputed",
            "claims disputed",
            _of_decided(disputed),
        ),
    ]


def _standing(payload: Payload) -> list[Figure]:
    figures = payload["figures"]
    shares = figures.get("shares", {})
    return [
        _figure(
            figures["open"],
            "statement open",
            "statements open",
            f"{_of(shares.get('open'))}{_AT_CUT_OFF}",
        ),
        _figure(
            figures["conflicts"],
            "conflict waiting",
            "conflicts waiting",
            f"for an adjudicator, {_of(shares.get('conflicts'))}{_AT_CUT_OFF}",
        ),
        _figure(
            figures["stale"],
            "decision in doubt",
            "decisions in doubt",
            f"for what came since, {_of(shares.get('stale'))}{_AT_CUT_OFF}",
        ),
        _figure(figures["reopened"], "decision reopened", "decisions reopened"),
        _figure(
            figures["corrections"], "correction", "corrections", "of the engine's finds"
        ),
        _figure(figures["errata"], "erratum", "errata", "to earlier reports"),
    ]


def _of_known(figures: Payload) -> str:
    if "known" not in figures:  # before generator 2
        return ""
    return f"of {number(figures['known']['claims'])} {_AT_CUT_OFF}"


def _of(share: Payload | None) -> str:
    """What a figure is out of, and its share; nothing before generator 2."""
    if share is None:
        return ""
    total = f"of {number(share['of'])}"
    return f"{total}, {share_of(share)}, " if share["of"] else f"{total} "


def _figure(count: int, one: str, many: str, note: str = "") -> Figure:
    return Figure(number(count), one if count == 1 else many, note)


def _of_decided(disputed: Payload) -> str:
    total = f"of {number(disputed['of'])} decided on what is said"
    return f"{total}: {share_of(disputed)}" if disputed["of"] else total


_DRAWN: Final = ("reviewed", "decided", "disputed")
_LISTED: Final = ("claims", *_DRAWN, "open")


def _trend(payload: Payload) -> Chart:
    figures = payload["figures"]
    content = payload["verdicts"][Aspect.CONTENT.value]
    now = {
        "week": payload["week"],
        **{name: figures[name] for name in ("claims", "reviewed", "decided", "open")},
        "disputed": content[Verdict.DISPUTED.value]["count"],
    }
    weeks = [*payload["trend"], now]
    plot = Plot(
        kind=Kind.LINES,
        title="Claims by week",
        description="How many claims were voted on, decided and disputed in each "
        "week. The table has the numbers.",
        labels=[one["week"] for one in weeks],
        series=[
            Series(name=name, values=[one[name] for one in weeks]) for name in _DRAWN
        ],
        show=number,
    )
    columns = [Column("Week"), *numbers("Found", *map(str.capitalize, _LISTED[1:]))]
    rows = [[one["week"], *(number(one[name]) for name in _LISTED)] for one in weeks]
    note = (
        "Decided: on both questions. Disputed: what is said. Open: statements without "
        "a decision at the end of the week."
    )
    return Chart(plot, table("trend", "Claims by week", columns, rows, note=note))

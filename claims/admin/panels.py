"""The dashboard's figures as panels: a plot, its legend, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.review.agreeing import MOST_VOTES, WeeklyAgreement
from claims.review.figures import Figures, VerdictWeek
from claims.verdicts.agreement import RELIABLE, TENTATIVE, Reliability
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib.plots import Drawing, Kind, Plot, Series, draw
from factcheck.lib.weeks import Week

QUESTIONS: Final = {
    Aspect.ATTRIBUTION: "Attribution: did they say it?",
    Aspect.CONTENT: "Content: is it so?",
}
NOTHING: Final = "–"
_SHORTER: Final = {
    "Worth a check: ": "",
    "All statements": "all",
    "High risk": "risk",
    "under ": "<",
    "over ": ">",
    " days": " d",
    " day": " d",
    " weeks": " wk",
}
_TICKS: Final = (0, 0.2, 0.4, TENTATIVE, RELIABLE, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One plot with what belongs to it. ``drawing`` is None where nothing is to see.

    ``colours`` is the class under which the style sheet has the colours of the series,
    which ``legend`` names in their order. Rows begin with their heading.
    """

    key: str
    title: str
    drawing: Drawing | None
    colours: str
    legend: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Panels on one subject, and what has to be known to read them."""

    key: str
    title: str
    notes: Sequence[str]
    panels: Sequence[Panel]


def sections(found: Figures) -> list[Section]:
    """The whole dashboard, in the order of reading."""
    return [
        Section(
            key="progress",
            title="Progress",
            notes=[
                "Statements as they stand in the newest text of their article. Those "
                "that were opened again count as undecided until they are decided anew."
            ],
            panels=[_progress(found), _ages(found)],
        ),
        Section(
            key="agreement",
            title="Agreement of reviewers",
            notes=[
                "Krippendorff's α over votes that were given blind: those up to the "
                "one that revealed them, on claims whose votes everybody may see. "
                "Whoever votes later has seen the others' votes. A claim counts in "
                "the week in which its votes were revealed; opened again, it is "
                "another unit.",
                f"From {_alpha(RELIABLE)} α can be relied on, from "
                f"{_alpha(TENTATIVE)} it is tentative, below that the guideline needs "
                "work, not the people. It collapses when one verdict dominates: that "
                "is why the share of agreeing pairs stands beside it. The bars are 95 "
                "% intervals; there is none for fewer than ten claims or where all "
                "agree. α below zero is drawn at zero.",
                *_left_out(found),
            ],
            panels=[_agreement(found, one) for one in found.agreement],
        ),
        Section(
            key="verdicts",
            title="Verdicts",
            notes=["Claims by the week in which they were decided."],
            panels=[
                _verdicts(aspect, weeks) for aspect, weeks in found.verdicts.items()
            ],
        ),
        Section(
            key="coverage",
            title="Coverage",
            notes=["How much of what was found is decided, first what is worth most."],
            panels=[_coverage(found)],
        ),
    ]


def _progress(found: Figures) -> Panel:
    weeks = found.progress
    plot = Plot(
        kind=Kind.LINES,
        title="Statements found and decided",
        description=f"Of {weeks[-1].found_by_then:,} statements "
        f"{weeks[-1].decided_by_then:,} are decided.",
        labels=_labels(found.weeks),
        series=[
            Series(name="found", values=[week.found_by_then for week in weeks]),
            Series(name="decided", values=[week.decided_by_then for week in weeks]),
        ],
        show=_whole,
    )
    return _panel(
        plot,
        key="progress",
        colours="two",
        head=("Week", "Found", "Decided", "Opened again", "Undecided at its end"),
        rows=[
            (
                str(one.week),
                _whole(one.found),
                _whole(one.decided),
                _whole(one.reopened),
                _whole(one.undecided_by_then),
            )
            for one in weeks
        ],
        is_empty=not weeks[-1].found_by_then,
    )


def _ages(found: Figures) -> Panel:
    waiting = sum(band.count for band in found.ages)
    plot = Plot(
        kind=Kind.BARS,
        title="How long open statements have waited",
        description=f"{waiting:,} statements wait for a decision; "
        f"{found.ages[-1].count:,} of them have waited {found.ages[-1].name}.",
        labels=[_short(band.name) for band in found.ages],
        series=[Series(name="open", values=[band.count for band in found.ages])],
        show=_whole,
    )
    return _panel(
        plot,
        key="ages",
        colours="two",
        head=("Waiting for", "Open statements"),
        rows=[(band.name, _whole(band.count)) for band in found.ages],
    )


def _agreement(found: Figures, one: WeeklyAgreement) -> Panel:
    weeks = [one.weeks.get(week, Reliability()) for week in found.weeks]
    plot = Plot(
        kind=Kind.LINES,
        title=QUESTIONS[one.aspect],
        description=_in_words(one.overall),
        labels=_labels(found.weeks),
        series=[
            Series(
                name="α",
                values=[
                    None if week.alpha is None else max(week.alpha, 0) for week in weeks
                ],
                intervals=[_whisker(week) for week in weeks],
            )
        ],
        show=lambda value: f"{value:.3g}",
        ticks=_TICKS,
        limits=(TENTATIVE, RELIABLE),
    )
    return _panel(
        plot,
        key=f"agreement-{one.aspect}",
        colours="two",
        summary=_in_words(one.overall),
        head=("Week", "Claims", "Votes", "Agree", "α", "95 % interval"),
        rows=[
            (
                str(week),
                _whole(of.units),
                _whole(of.pairable),
                _percent(of.agreement),
                _alpha(of.alpha),
                _interval(of),
            )
            for week, of in zip(found.weeks, weeks, strict=True)
            if week in one.weeks
        ],
    )


def _left_out(found: Figures) -> list[str]:
    """That the oldest weeks are not in it, if they are not."""
    missing = len(found.weeks) - len(found.agreement[0].weeks)
    if not missing:
        return []
    return [
        f"The oldest {missing} of these weeks are left out of the agreement: at most "
        f"{MOST_VOTES:,} votes are read."
    ]


def _verdicts(aspect: Aspect, weeks: Sequence[VerdictWeek]) -> Panel:
    total = sum(week.total for week in weeks)
    plot = Plot(
        kind=Kind.STACKED,
        title=QUESTIONS[aspect],
        description=f"{total:,} claims decided in {len(weeks)} weeks.",
        labels=_labels([week.week for week in weeks]),
        series=[
            Series(
                name=_name(verdict),
                values=[week.counts.get(verdict, 0) for week in weeks],
            )
            for verdict in Verdict
        ],
        show=_whole,
    )
    return _panel(
        plot,
        key=f"verdicts-{aspect}",
        colours="verdicts",
        head=("Week", *(_name(verdict).capitalize() for verdict in Verdict), "All"),
        rows=[
            (
                str(week.week),
                *(_whole(week.counts.get(verdict, 0)) for verdict in Verdict),
                _whole(week.total),
            )
            for week in weeks
        ],
    )


def _coverage(found: Figures) -> Panel:
    kinds = [kind for kind in found.coverage if kind.statements]
    plot = Plot(
        kind=Kind.BARS,
        title="Decided, by what it is worth to check",
        description="; ".join(
            f"{kind.name}: content decided on {_percent(kind.share(Aspect.CONTENT))}"
            for kind in kinds
        ),
        labels=[_short(kind.name) for kind in kinds],
        series=[
            Series(name=aspect.value, values=[kind.share(aspect) for kind in kinds])
            for aspect in Aspect
        ],
        show=_percent,
        ticks=(0, 0.25, 0.5, 0.75, 1),
    )
    return _panel(
        plot,
        key="coverage",
        colours="two",
        head=("Statements", "All", "Attribution decided", "Content decided"),
        rows=[
            (
                kind.name,
                _whole(kind.statements),
                *(
                    f"{_whole(kind.decided[aspect])} ({_percent(kind.share(aspect))})"
                    for aspect in Aspect
                ),
            )
            for kind in kinds
        ],
    )


def _panel(
    plot: Plot,
    *,
    key: str,
    colours: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    summary: str = "",
    is_empty: bool = False,
) -> Panel:
    is_empty = is_empty or plot.is_empty
    return Panel(
        key=key,
        title=plot.title,
        drawing=None if is_empty else draw(plot, key=f"plot-{key}"),
        colours=colours,
        legend=[one.name for one in plot.series] if len(plot.series) > 1 else (),
        head=head,
        rows=rows,
        summary=summary,
    )


def _whisker(week: Reliability) -> tuple[float, float] | None:
    if week.low is None or week.high is None:
        return None
    return max(week.low, 0), max(week.high, 0)


def _in_words(found: Reliability) -> str:
    if not found.units:
        return "No votes have been revealed in these weeks."
    words = (
        f"{found.units:,} claims, {found.pairable:,} votes; "
        f"{_percent(found.agreement)} of pairs agree; α {_alpha(found.alpha)}"
    )
    if found.low is not None:
        words += f" ({_interval(found)})"
    return f"{words}: {found.reading}."


def _labels(weeks: Sequence[Week]) -> list[str]:
    return [str(week).partition("-")[2] for week in weeks]


def _short(name: str) -> str:
    """As it fits below a bar; the table has the whole name."""
    for word, short in _SHORTER.items():
        name = name.replace(word, short)
    return name


def _name(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")


def _whole(count: float) -> str:
    return f"{count:,.0f}"


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share * 100:.0f} %"


def _alpha(alpha: float | None) -> str:
    return NOTHING if alpha is None else f"{alpha:.3f}".replace("-", "−")


def _interval(found: Reliability) -> str:
    if found.low is None or found.high is None:
        return NOTHING
    return f"{found.low:.2f} to {found.high:.2f}".replace("-", "−")

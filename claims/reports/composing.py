"""From the payload of a report to the document that its faces show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from claims.reports.document import (
    Block,
    Card,
    Cards,
    Chart,
    Column,
    Document,
    Exhibit,
    Figure,
    Figures,
    Line,
    Ruling,
    Section,
    Table,
    Text,
)
from claims.reports.measures import CUES, SOURCING
from claims.reports.wording import (
    NONE,
    Payload,
    basis,
    day,
    interval,
    local,
    number,
    out_of,
    percent,
    place,
    plural,
    question,
    share_of,
    voice,
    words,
)
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib.plots import Kind, Plot, Series
from factcheck.lib.weeks import week_named

MOST_CARDS: Final = 60  # decisions with all their evidence
MOST_ROWS: Final = 500  # of any table; the rest is in the CSV


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is known of a report beside its payload; empty for a preview."""

    sha256: str = ""
    made: str = ""
    errata: Sequence[Payload] = ()


def compose(payload: Payload, imprint: Imprint) -> Document:
    """The document. ``imprint.errata`` are those found in this report since."""
    sections = (
        _own_errata(imprint),
        _key_figures(payload),
        _decisions(payload),
        _conflicts(payload),
        _changes(payload),
        _errata(payload),
        _sourcing(payload),
        _speakers(payload),
        _outlets(payload),
        _cues(payload),
        _agreement(payload),
        _calibration(payload),
        _overrides(payload),
        _gaps(payload),
        _method(payload),
    )
    return Document(
        title=f"Weekly claim report {payload['week']}",
        subtitle=f"{_period(payload)} · {payload['scope_name']}",
        summary=_summary(payload),
        lines=list(_lines(payload, imprint)),
        sections=[section for section in sections if section is not None],
    )


def _period(payload: Payload) -> str:
    monday = week_named(payload["week"]).monday
    sunday = date.fromordinal(monday.toordinal() + 6)
    return f"{monday:%d %b %Y} to {sunday:%d %b %Y}"


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
        yield Line("SHA-256 of the report before", payload["previous"] or NONE)
    else:
        yield Line("State", "Preview: the week is not over, and nothing is frozen")


def _summary(payload: Payload) -> str:
    figures = payload["figures"]
    disputed = payload["verdicts"][Aspect.CONTENT.value][Verdict.DISPUTED.value]
    return (
        f"{plural(figures['articles'], 'article')} came in, from "
        f"{plural(figures['origins'], 'origin')}, "
        f"with {plural(figures['claims'], 'claim')}. "
        f"{plural(figures['decided'], 'claim was', 'claims were')} decided, "
        f"{number(disputed['count'])} disputed; "
        f"{plural(figures['open'], 'statement waits', 'statements wait')} for review."
    )


def _own_errata(imprint: Imprint) -> Section | None:
    if not imprint.errata:
        return None
    intro = Text(
        "What this report says of these claims no longer holds. The report itself "
        "stays as it was published."
    )
    return Section(
        "errata-to-this", "Errata to this report",
        [intro, _errata_table("errata-to-this", imprint.errata)],
    )  # fmt: skip


def _key_figures(payload: Payload) -> Section:
    figures = payload["figures"]
    articles, claims = figures["articles"], figures["claims"]
    items = [
        Figure(number(articles), "articles in"),
        Figure(
            number(figures["origins"]),
            "after de-duplication",
            f"copies: {out_of(figures['copies'])}",
        ),
        Figure(number(claims), "claims found"),
        Figure(number(figures["statements"]), "statements among them"),
        Figure(number(figures["reviewed"]), "claims voted on"),
        Figure(
            number(figures["decided"]),
            "decided on both questions",
            f"on one alone: {number(figures['decided_partly'])}",
        ),
        Figure(number(figures["open"]), "statements open", "at the cut-off"),
        Figure(number(figures["stale"]), "decisions in doubt", "at the cut-off"),
        Figure(number(figures["conflicts"]), "conflicts waiting", "at the cut-off"),
        Figure(number(figures["reopened"]), "reopened"),
        Figure(number(figures["corrections"]), "corrections"),
    ]
    tiers = Table(
        key="tiers",
        caption="Claims found, by tier",
        columns=[Column("Tier"), *_SHARE_COLUMNS],
        rows=[[words(tier), *_share(one)] for tier, one in figures["tiers"].items()],
    )
    blocks: list[Block] = [Figures(items), tiers]
    if trend := _trend(payload):
        blocks.append(trend)
    return Section("figures", "Key figures", blocks)


_SHARE_COLUMNS: Final = (
    Column("Count", is_number=True),
    Column("Of", is_number=True),
    Column("Share", is_number=True),
    Column("95 % interval", is_number=True),
)


def _share(one: Payload) -> list[str]:
    return [
        number(one["count"]),
        number(one["of"]),
        percent(one),
        interval(one) or NONE,
    ]


def _trend(payload: Payload) -> Chart | None:
    figures = payload["figures"]
    now = {name: figures[name] for name in ("claims", "reviewed", "decided", "open")}
    content = payload["verdicts"][Aspect.CONTENT.value]
    now["disputed"] = content[Verdict.DISPUTED.value]["count"]
    weeks = [*payload["trend"], {"week": payload["week"], **now}]
    if len(weeks) < 2:
        return None
    shown = ("claims", "reviewed", "decided", "disputed", "open")
    plot = Plot(
        kind=Kind.LINES,
        title="Claims by week",
        description="How many claims were found, reviewed and decided in each week; "
        "the table has the numbers.",
        labels=[one["week"] for one in weeks],
        series=[
            Series(name=name, values=[one[name] for one in weeks]) for name in shown[:3]
        ],
        show=number,
    )
    table = Table(
        key="trend",
        caption="Claims by week",
        columns=[Column("Week"), *(Column(name, is_number=True) for name in shown)],
        rows=[[one["week"], *(number(one[name]) for name in shown)] for one in weeks],
        note="Disputed: what is said. Open: statements at the week's end.",
    )
    return Chart(plot, table)


def _decisions(payload: Payload) -> Section:
    decisions = payload["decisions"]
    blocks: list[Block] = []
    if not decisions:
        blocks.append(Text("Nothing was decided in this week."))
        return Section("decisions", "Decisions of the week", blocks)
    blocks.append(_verdict_chart(payload))
    blocks.append(Cards([_decided(one) for one in decisions[:MOST_CARDS]]))
    rest = decisions[MOST_CARDS:]
    if rest:
        blocks.append(_rest(rest))
    return Section("decisions", "Decisions of the week, disputed first", blocks)


def _verdict_chart(payload: Payload) -> Chart:
    names = [verdict.value for verdict in Verdict]
    found = payload["verdicts"]
    plot = Plot(
        kind=Kind.BARS,
        title="Verdicts of the week",
        description="How many claims got each verdict, for both questions; the table "
        "has the numbers.",
        labels=[words(name) for name in names],
        series=[
            Series(
                name=question(aspect),
                values=[found[aspect][name]["count"] for name in names],
            )
            for aspect in found
        ],
        show=number,
    )
    table = Table(
        key="verdicts",
        caption="Verdicts of the week",
        columns=[
            Column("Verdict"),
            *(Column(question(a), is_number=True) for a in found),
        ],
        rows=[
            [words(name), *(out_of(found[aspect][name]) for aspect in found)]
            for name in names
        ],
        note="Count, share and 95 % interval of what was decided on each question.",
    )
    return Chart(plot, table)


def _decided(one: Payload) -> Card:
    marks = ["decision in doubt"] if one["is_stale"] else []
    return _card(
        one["claim"],
        marks,
        rulings=[_ruling(one[aspect.value], aspect.value) for aspect in Aspect],
        exhibits=[_exhibit(piece) for piece in one["evidence"]],
    )


def _card(
    claim: Payload,
    marks: Sequence[str] = (),
    rulings: Sequence[Ruling] = (),
    exhibits: Sequence[Exhibit] = (),
) -> Card:
    risk = ["high risk"] if claim["is_high_risk"] else []
    return Card(
        id=claim["id"],
        content=claim["content"],
        voice=voice(claim),
        place=place(claim),
        url=claim["article"]["url"],
        marks=[words(claim["kind"]), *risk, *marks],
        rulings=rulings,
        exhibits=exhibits,
    )


def _ruling(outcome: Payload, aspect: str) -> Ruling:
    verdict = outcome["verdict"] or ""
    return Ruling(question(aspect), verdict, words(verdict or "open"), basis(outcome))


def _exhibit(piece: Payload) -> Exhibit:
    marks = ["independent" if piece["is_independent"] else "not independent"]
    if piece["is_primary"]:
        marks.append("primary source")
    return Exhibit(
        stance=piece["stance"],
        title=piece["title"],
        url=piece["url"],
        excerpt=piece["excerpt"],
        marks=", ".join((question(piece["aspect"]), *marks)),
    )


def _rest(decisions: Sequence[Payload]) -> Table:
    rows = [
        [
            one["claim"]["content"],
            voice(one["claim"]),
            one["claim"]["article"]["outlet"],
            *(words(one[aspect.value]["verdict"] or "open") for aspect in Aspect),
            number(max(one[aspect.value]["origins"] for aspect in Aspect)),
        ]
        for one in decisions[:MOST_ROWS]
    ]
    columns = [
        Column("Claim"), Column("Who said it"), Column("Outlet"),
        *(Column(question(aspect.value)) for aspect in Aspect),
        Column("Origins", is_number=True),
    ]  # fmt: skip
    return _table("more-decisions", "Further decisions", columns, rows, len(decisions))


def _table(
    key: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    total: int,
    note: str = "",
) -> Table:
    return Table(
        key=key,
        caption=caption,
        columns=columns,
        rows=rows[:MOST_ROWS],
        note=note,
        left_out=max(total - MOST_ROWS, 0),
    )


def _claims_or(
    items: Sequence[Payload], empty: str, mark: Callable[[Payload], list[str]]
) -> list[Block]:
    """Claims as cards, or a sentence that there are none."""
    if not items:
        return [Text(empty)]
    blocks: list[Block] = [
        Cards([_card(one["claim"], mark(one)) for one in items[:MOST_CARDS]])
    ]
    if len(items) > MOST_CARDS:
        blocks.append(
            Text(
                f"{plural(len(items) - MOST_CARDS, 'more is', 'more are')} in the CSV."
            )
        )
    return blocks


def _conflicts(payload: Payload) -> Section:
    zone = payload["terms"]["time_zone"]
    blocks = _claims_or(
        payload["conflicts"],
        "No conflict waited for an adjudicator at the cut-off.",
        lambda one: [
            f"conflict on “{question(one['aspect'])}”",
            f"since {day(one['since'], zone)}",
        ],
    )
    return Section("conflicts", "Conflicts waiting", blocks)


def _changes(payload: Payload) -> Section:
    zone = payload["terms"]["time_zone"]
    reopened = _claims_or(
        payload["reopened"],
        "No decided claim was opened again.",
        lambda one: [f"{day(one['at'], zone)}: {one['reason']}"],
    )
    corrections = payload["corrections"]
    if not corrections:
        return Section(
            "changes", "Reopened and corrected",
            [*reopened, Text("Nothing that the engine had found was corrected.")],
        )  # fmt: skip
    rows = [
        [one["claim"]["content"], one["kind"], one["before"] or NONE,
         one["after"] or NONE, one["reason"] or NONE, day(one["at"], zone)]
        for one in corrections[:MOST_ROWS]
    ]  # fmt: skip
    columns = [Column(name) for name in ("Claim", "What", "Was", "Is", "Why", "When")]
    table = _table(
        "corrections", "Corrections of what the engine found", columns, rows,
        len(corrections),
    )  # fmt: skip
    return Section("changes", "Reopened and corrected", [*reopened, table])


def _errata(payload: Payload) -> Section | None:
    if not payload["errata"]:
        return None
    return Section(
        "errata", "Errata to earlier reports",
        [_errata_table("errata", payload["errata"])],
    )  # fmt: skip


def _errata_table(key: str, errata: Sequence[Payload]) -> Table:
    rows = [
        [f"{one['week']}, no. {number(one['number'])}", one["content"], one["what"],
         words(one["was"]), words(one["now"])]
        for one in errata[:MOST_ROWS]
    ]  # fmt: skip
    columns = [Column(name) for name in ("Erratum", "Claim", "What", "Said", "Now")]
    return _table(key, "Errata", columns, rows, len(errata))


def _sourcing(payload: Payload) -> Section:
    found = payload["sourcing"]
    rows = [[_GROUPS[name], *_share(found[name])] for name in SOURCING]
    if found["unattributed"] is not None:
        rows.append([_GROUPS["unattributed"], *_share(found["unattributed"])])
    table = Table(
        key="sourcing",
        caption="Who stands behind the claims",
        columns=[Column("Speakers"), *_SHARE_COLUMNS],
        rows=rows,
        note="Of the claims that are attributed to somebody; the outlets' own "
        "sentences are of all claims.",
    )
    return Section("sourcing", "Who is quoted", [table])


_GROUPS: Final = {
    "named": "named people and bodies",
    "anonymous": "people without a name",
    "hearsay": "hearsay",
    "documents": "documents, posts, other media",
    "unknown": "not resolved",
    "unattributed": "the outlets' own sentences",
}


def _speakers(payload: Payload) -> Section:
    speakers = payload["speakers"]
    if not speakers:
        return Section("speakers", "Speakers", [Text("Nobody was quoted by name.")])
    columns = [
        Column("Speaker"), Column("Claims", is_number=True),
        Column("Share of all", is_number=True), Column("Hearsay", is_number=True),
        *(Column(name, is_number=True) for name in (*CUES, "other")),
        Column("Decided: is it so?"),
    ]  # fmt: skip
    rows = [
        [
            ", ".join(filter(None, (one["name"], one["role"]))),
            number(one["claims"]["count"]),
            share_of(one["claims"]),
            number(one["hearsay"]["count"]),
            *(number(one["cues"][name]) for name in (*CUES, "other")),
            _mix(one["verdicts"]),
        ]
        for one in speakers
    ]
    note = (
        "The most quoted speakers with a name. Verdicts are counts, with shares only "
        "from 20 decided claims on: claims are picked because they are worth a check, "
        "so this measures no person."
    )
    table = _table("speakers", "Most quoted", columns, rows, len(rows), note)
    return Section("speakers", "Speakers", [table])


def _mix(verdicts: Payload) -> str:
    given = [
        f"{words(name)} {number(one['count'])}"
        + (f" ({percent(one)})" if one["share"] is not None else "")
        for name, one in verdicts.items()
        if one["count"]
    ]
    return ", ".join(given) or NONE


def _outlets(payload: Payload) -> Section:
    outlets = payload["outlets"]
    if not outlets:
        return Section("outlets", "Outlets", [Text("No article came in.")])
    names = ("named", "anonymous", "hearsay")
    columns = [
        Column("Outlet"), Column("Articles", is_number=True),
        Column("Wire", is_number=True), Column("Claims", is_number=True),
        *(Column(name, is_number=True) for name in names),
        Column("Own sentences", is_number=True),
    ]  # fmt: skip
    rows = []
    for one in outlets:
        profile, before = one["sourcing"], one["before"]
        rows.append(
            [
                one["name"],
                number(one["articles"]),
                _beside(one["wire"], before and before["wire"]),
                number(profile["claims"]),
                *(_beside(profile[name], before and before[name]) for name in names),
                percent(profile["unattributed"]),
            ]
        )
    note = (
        "Shares of the outlet's claims, with 95 % intervals; of its articles for "
        "wire. After the slash: the same over up to four weeks before."
    )
    table = _table("outlets", "Sourcing by outlet", columns, rows, len(rows), note)
    return Section("outlets", "Outlets", [table])


def _beside(now: Payload, before: Payload | None) -> str:
    return share_of(now) + (f" / {percent(before)}" if before else "")


def _cues(payload: Payload) -> Section:
    columns = [
        Column("Outlet"),
        *(Column(name, is_number=True) for name in (*CUES, "other", "all")),
    ]
    every = [("All outlets", payload["cues"])]
    every += [(one["name"], one["cues"]) for one in payload["outlets"]]
    rows = [
        [name, *(number(cues[key]) for key in (*CUES, "other", "of"))]
        for name, cues in every
    ]
    note = "Claims by the verb that introduces them; by speaker in the table above."
    table = _table("cues", "Said, claimed, confirmed", columns, rows, len(rows), note)
    return Section("cues", "The words that introduce claims", [table])


def _agreement(payload: Payload) -> Section:
    rows = [
        [
            question(aspect),
            number(one["units"]),
            number(one["pairable"]),
            NONE if one["agreement"] is None else f"{one['agreement'] * 100:.0f} %",
            number(one["alpha"], 2),
            NONE if one["low"] is None
            else f"{one['low']:.2f} to {one['high']:.2f}",
            one["reading"],
        ]
        for aspect, one in payload["agreement"].items()
    ]  # fmt: skip
    columns = [
        Column("Question"), Column("Claims", is_number=True),
        Column("Votes", is_number=True), Column("Agreeing pairs", is_number=True),
        Column("α", is_number=True), Column("95 % interval", is_number=True),
        Column("Reading"),
    ]  # fmt: skip
    note = (
        "Krippendorff's α on the votes that were given blind and revealed in this "
        "week; no interval below ten claims."
    )
    table = _table("agreement", "Agreement of reviewers", columns, rows, 2, note)
    return Section("agreement", "How far reviewers agreed", [table])


def _calibration(payload: Payload) -> Section:
    rows = [
        [
            f"{one['from'] * 100:.0f}–{one['to'] * 100:.0f} %",
            NONE if one["expected"] is None else f"{one['expected'] * 100:.0f} %",
            *_share(one["right"]),
        ]
        for one in payload["calibration"]
    ]
    columns = [
        Column("Engine's confidence"), Column("Mean", is_number=True),
        *_SHARE_COLUMNS,
    ]  # fmt: skip
    note = (
        "Of the claims that people voted on or corrected in this week: how many they "
        "left as the engine had found them. Close to the mean is well calibrated."
    )
    table = _table("calibration", "Left uncorrected", columns, rows, len(rows), note)
    return Section("calibration", "How right the engine was", [table])


def _overrides(payload: Payload) -> Section | None:
    overrides = payload["overrides"]
    if not overrides:
        return None
    zone = payload["terms"]["time_zone"]
    rows = [
        [" / ".join(f"{title} ({outlet or NONE})" for title, outlet in
                    zip(one["titles"], one["outlets"], strict=True)),
         one["decision"], one["reason"], day(one["at"], zone)]
        for one in overrides[:MOST_ROWS]
    ]  # fmt: skip
    columns = [Column(name) for name in ("Articles", "Decided", "Why", "When")]
    table = _table("overrides", "Decided by hand", columns, rows, len(overrides))
    return Section("overrides", "Independence decided by a person", [table])


def _gaps(payload: Payload) -> Section:
    zone = payload["terms"]["time_zone"]
    blocks = _claims_or(
        payload["waiting"],
        "No claim with a high priority waited at the cut-off.",
        lambda one: [f"waits since {day(one['since'], zone)}"],
    )
    return Section("waiting", "High priority, waiting longest", blocks)


def _method(payload: Payload) -> Section:
    terms = payload["terms"]
    texts = [
        terms["about"],
        f"A claim is what one article attributes to one speaker. Two questions are "
        f"asked of it: did they say it, and is it so? Each is decided by "
        f"{terms['quorum']} reviewers who vote without seeing each other's votes, by "
        f"{terms['quorum_high_risk']} where much depends on it, and by an adjudicator "
        "where votes differ. Corroborated needs two independent origins; copies of "
        "one text are one origin. Disputed needs words that contradict it.",
        "Claims are found by a program, which misses some; which of them are checked "
        "is decided by how much depends on them, so shares of verdicts say nothing of "
        "all claims. Intervals are Wilson's, at 95 %.",
        f"Weeks run from Monday 0:00 to Sunday 24:00, time zone {terms['time_zone']}. "
        f"This report shows what was known at its end and is never changed; what turns "
        f"out otherwise becomes a numbered erratum in a later report.",
        terms["contact"] and f"Contact: {terms['contact']}",
        terms["contest"] and f"How to object: {terms['contest']}",
    ]
    return Section("method", "Method, limits, contact", [Text(t) for t in texts if t])

"""Who is quoted, by whom, and with which words."""

from __future__ import annotations

from typing import Final

from claims.reports.document import Column, Section, Text
from claims.reports.measures import CUES, SOURCING
from claims.reports.sections.tables import (
    SHARE_COLUMNS,
    numbers,
    share_cells,
    table,
)
from claims.reports.wording import (
    EVERYTHING,
    NONE,
    Payload,
    apart,
    number,
    percent,
    share_of,
    words,
)

_GROUPS: Final = {
    "named": "named people and bodies",
    "anonymous": "people without a name",
    "hearsay": "hearsay",
    "documents": "documents, posts, other media",
    "unknown": "not resolved",
}
_OWN: Final = "the outlets' own sentences"
_OWN_NOT_LISTED: Final = (
    "The outlets' own sentences, which nobody is named for, are not counted: the "
    "engine is not set to list them."
)
_MOST_COVERED: Final = 20  # rows; the rest is in the CSV
_CUE_COLUMNS: Final = (*(f"“{cue}”" for cue in CUES), "Other words")
_COMPARED: Final = ("named", "anonymous", "hearsay")


def sourcing(payload: Payload) -> Section:
    """Who stands behind the claims of the week."""
    found = payload["sourcing"]
    own = found["unattributed"]
    if not found["claims"] and own is None:
        return Section("sourcing", "Who is quoted", [Text("No claim was found.")])
    rows = [[_GROUPS[name], *share_cells(found[name])] for name in SOURCING]
    note = "Of the claims that are attributed to somebody."
    if own is None:
        note += f" {_OWN_NOT_LISTED}"
    else:
        rows.append([_OWN, *share_cells(own)])
        note = f"{note[:-1]}; the outlets' own sentences: of all claims."
    columns = [Column("Speakers"), *SHARE_COLUMNS]
    made = table("sourcing", "Who stands behind the claims", columns, rows, note=note)
    return Section("sourcing", "Who is quoted", [made])


def speakers(payload: Payload) -> Section:
    """Those most quoted by name."""
    found = payload["speakers"]
    if not found:
        return Section("speakers", "Speakers", [Text("Nobody was quoted by name.")])
    columns = [
        Column("Speaker"),
        *numbers("Claims", "Share of all", "As hearsay", *_CUE_COLUMNS),
        Column("Verdicts: is it so?"),
    ]
    rows = [
        [
            ", ".join(apart(text) for text in (one["name"], one["role"]) if text),
            number(one["claims"]["count"]),
            share_of(one["claims"]),
            number(one["hearsay"]["count"]),
            *(number(one["cues"][name]) for name in (*CUES, "other")),
            _mix(one["verdicts"]),
        ]
        for one in found
    ]
    note = (
        "Verdicts are counts, with shares only from 20 decided claims on. Claims are "
        "picked because they are worth a check, so this measures no person."
    )
    caption = "The most quoted speakers with a name"
    made = table("speakers", caption, columns, rows, note=note)
    return Section("speakers", "Speakers", [made])


def _mix(verdicts: Payload) -> str:
    given = [
        f"{number(one['count'])} {words(name)}"
        + (f" ({percent(one)})" if one["share"] is not None else "")
        for name, one in verdicts.items()
        if one["count"]
    ]
    return ", ".join(given) or NONE


def outlets(payload: Payload) -> Section:
    """Each outlet's sourcing, beside the weeks before."""
    found = payload["outlets"]
    if not found:
        return Section("outlets", "Outlets", [Text("No article came in.")])
    has_own = any(one["sourcing"]["unattributed"] for one in found)
    names = ["Articles", "Wire", "Claims", "Named", "Anonymous", "Hearsay"]
    columns = [
        Column("Outlet"),
        *numbers(*names, *(["Own sentences"] if has_own else [])),
    ]
    rows = []
    for one in found:
        profile, before = one["sourcing"], one["before"]
        cells = [
            one["name"],
            number(one["articles"]),
            _beside(one["wire"], before and before["wire"]),
            number(profile["claims"]),
            *(_beside(profile[name], before and before[name]) for name in _COMPARED),
        ]
        if has_own:
            cells.append(share_of(profile["unattributed"]))
        rows.append(cells)
    note = (
        "Wire: share of its articles that credit an agency. The others: shares of its "
        "claims that are attributed to somebody. In brackets: 95 % intervals. After "
        "“was”: the share over up to four weeks before."
    )
    if not has_own:
        note += f" {_OWN_NOT_LISTED}"
    made = table("outlets", "Sourcing by outlet", columns, rows, note=note)
    return Section("outlets", "Outlets", [made])


def _beside(now: Payload, before: Payload | None) -> str:
    if before is None or before["share"] is None:
        return share_of(now)
    return f"{share_of(now)}, was {percent(before)}"


def coverage(payload: Payload) -> Section | None:
    """Of what came in, how much was checked: the same measure for everybody."""
    total = payload["figures"].get("checked")  # reports before generator 2 have none
    if not total or not total["of"]:
        return None
    outlets = [(payload["scope_name"], total)]
    if payload["scope"] == EVERYTHING:
        outlets += [(one["name"], one["checked"]) for one in payload["outlets"]]
    speakers = [(one["name"], one["checked"]) for one in payload["speakers"]]
    note = (
        "Of the statements that came in this week: those decided on both questions by "
        "the cut-off. What is checked first follows from worth, reach and waiting, by "
        "the same rule for every outlet, speaker and side."
    )
    tables = [
        table(
            f"coverage-{key}",
            f"Decided, by {key}",
            [Column(key.capitalize()), *SHARE_COLUMNS],
            [[apart(name), *share_cells(one)] for name, one in listed if one["of"]],
            note=note if key == "outlet" else "",
            most=_MOST_COVERED,
        )
        for key, listed in (("outlet", outlets), ("speaker", speakers))
        if listed
    ]
    return Section("coverage", "What was checked of what came in", tables)


def cues(payload: Payload) -> Section | None:
    """With which words the outlets introduce what others said."""
    if not payload["cues"]["of"]:
        return None
    every = [("All outlets", payload["cues"])] if payload["scope"] == EVERYTHING else []
    every += [(one["name"], one["cues"]) for one in payload["outlets"]]
    rows = [
        [name, *(number(used[key]) for key in (*CUES, "other", "of"))]
        for name, used in every
    ]
    columns = [Column("Outlet"), *numbers(*_CUE_COLUMNS, "All")]
    note = "Claims by the verb that introduces them. For speakers: see their table."
    made = table("cues", "Said, claimed, confirmed", columns, rows, note=note)
    return Section("cues", "The words that introduce claims", [made])

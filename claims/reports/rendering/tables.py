"""A report's payload as tables with all rows and plain values, for spreadsheets.

Shares are split into count, total, share and the ends of the interval; what is true
or false says so; a cell without a value is empty. Every text may be hostile: cells are
written by `factcheck.lib.csvsafe`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from claims.reports.measures import CUES, SOURCING
from claims.reports.wording import Payload
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib import csvsafe
from factcheck.lib.csvsafe import Cell

_SHARE: Final = ("count", "of", "share", "low", "high")
_OUTCOME: Final = ("verdict", "agreement", "votes", "origins", "primaries")
_CLAIM: Final = (
    "claim_id", "article_id", "article_title", "article_url", "outlet", "published",
    "tier", "speaker", "role", "kind", "via", "cue", "content", "certainty",
    "is_high_risk", "worth", "found",
)  # fmt: skip
_ERRATUM: Final = ("week", "number", "claim", "content", "what", "was", "now")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: ``key`` is its name in files and in the API."""

    key: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def csv(self) -> str:
        """As a CSV file."""
        return csvsafe.write(self.header, self.rows)


def sheets(payload: Payload, *, errata: Sequence[Payload] = ()) -> list[Sheet]:
    """All tables of a report, also the empty ones, always in the same order.

    ``errata`` are those found in the report since; the payload has those it found.
    """
    return [
        Sheet(key, header, list(rows(payload)))
        for key, (header, rows) in _SHEETS.items()
    ] + [Sheet("errata-to-this", _ERRATUM, _errata(errata))]


def names() -> list[str]:
    """The names of the tables, in their order."""
    return [*_SHEETS, "errata-to-this"]


def archive(name: str, listed: Sequence[Sheet], *, dated: datetime) -> bytes:
    """A ZIP file of tables, called ``NAME-TABLE.csv``; the same from the same."""
    day = dated.astimezone(UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archived:
        for one in listed:
            member = zipfile.ZipInfo(f"{name}-{one.key}.csv", day)
            member.compress_type = zipfile.ZIP_DEFLATED
            archived.writestr(member, one.csv)
    return out.getvalue()


def _figures(payload: Payload) -> Iterable[Sequence[Cell]]:
    """Named by their places in the payload."""
    for place in ("figures", "verdicts", "sourcing"):
        yield from _counted(place, payload[place])


def _counted(place: str, found: Any) -> Iterable[Sequence[Cell]]:  # Any: JSON
    if isinstance(found, int):
        yield (place, found, None, None, None, None)
    elif found is not None and "of" in found:
        yield (place, *_share(found))
    elif found is not None:
        for name, inner in found.items():
            yield from _counted(f"{place}.{name}", inner)


def _decisions(payload: Payload) -> Iterable[Sequence[Cell]]:
    for one in payload["decisions"]:
        outcomes = [one[aspect.value][name] for aspect in Aspect for name in _OUTCOME]
        yield (
            *_claim(one["claim"]), one["decided"], _said(one["is_stale"]), *outcomes,
            len(one["evidence"]),
        )  # fmt: skip


def _evidence(payload: Payload) -> Iterable[Sequence[Cell]]:
    for one in payload["decisions"]:
        for piece in one["evidence"]:
            yield (
                one["claim"]["id"],
                *(piece.get(name) for name in _PIECE),
                _said(piece["is_independent"]),
                _said(piece["is_primary"]),
            )


_PIECE: Final = ("aspect", "stance", "title", "url", "excerpt", "sha256", "added")


def _about(name: str, *members: str) -> Callable[[Payload], Iterable[Sequence[Cell]]]:
    """The rows of a list in the payload whose entries are about one claim each."""

    def rows(payload: Payload) -> Iterable[Sequence[Cell]]:
        for one in payload[name]:
            yield (*_claim(one["claim"]), *(one[member] for member in members))

    return rows


def _errata(errata: Sequence[Payload]) -> list[Sequence[Cell]]:
    return [tuple(one[name] for name in _ERRATUM) for one in errata]


def _overrides(payload: Payload) -> Iterable[Sequence[Cell]]:
    for one in payload["overrides"]:
        yield (
            *one["titles"], *one["outlets"], one["decision"], one["reason"], one["at"]
        )  # fmt: skip


def _speakers(payload: Payload) -> Iterable[Sequence[Cell]]:
    for one in payload["speakers"]:
        yield (
            one["id"], one["name"], one["role"],
            *_share(one["claims"]), *_share(one["hearsay"]),
            *(cell for verdict in Verdict
              for cell in _share(one["verdicts"][verdict.value])),
        )  # fmt: skip


def _outlets(payload: Payload) -> Iterable[Sequence[Cell]]:
    for one in payload["outlets"]:
        before = one["before"] or {}
        yield (
            one["id"], one["name"], one["articles"], one["sourcing"]["claims"],
            *_share(one["wire"]),
            *(cell for name in (*SOURCING, "unattributed")
              for cell in _share(one["sourcing"][name])),
            before.get("weeks"), before.get("claims"),
            *(cell for name in ("wire", *SOURCING)
              for cell in _share(before.get(name))),
        )  # fmt: skip


def _coverage(payload: Payload) -> Iterable[Sequence[Cell]]:
    yield ("all", "", payload["scope_name"], *_share(payload["figures"].get("checked")))
    for kind in ("outlet", "speaker"):
        for one in payload[f"{kind}s"]:
            yield (kind, one["id"], one["name"], *_share(one.get("checked")))


def _cues(payload: Payload) -> Iterable[Sequence[Cell]]:
    listed = [("all", "", payload["scope_name"], payload["cues"])]
    for kind in ("outlet", "speaker"):
        listed += [
            (kind, one["id"], one["name"], one["cues"]) for one in payload[f"{kind}s"]
        ]
    for kind, key, name, cues in listed:
        yield (kind, key, name, *(cues[cue] for cue in (*CUES, "other", "of")))


def _agreement(payload: Payload) -> Iterable[Sequence[Cell]]:
    for aspect, one in payload["agreement"].items():
        yield (aspect, *(one[name] for name in _RELIABILITY))


_RELIABILITY: Final = (
    "units", "pairable", "agreement", "alpha", "low", "high", "reading",
)  # fmt: skip


def _calibration(payload: Payload) -> Iterable[Sequence[Cell]]:
    for one in payload["calibration"]:
        yield (one["from"], one["to"], one["expected"], *_share(one["right"]))


def _trend(payload: Payload) -> Iterable[Sequence[Cell]]:
    for one in payload["trend"]:
        yield tuple(one[name] for name in _TREND)
    now = payload["figures"] | {
        "week": payload["week"],
        "disputed": payload["verdicts"]["content"]["disputed"]["count"],
    }
    yield tuple(now[name] for name in _TREND)


_TREND: Final = (
    "week", "articles", "claims", "statements", "reviewed", "decided", "disputed",
    "open",
)  # fmt: skip


def _claim(claim: Payload) -> Sequence[Cell]:
    article = claim["article"]
    return (
        claim["id"], article["id"], article["title"], article["url"],
        article["outlet"], article["published"],
        claim["tier"], claim["speaker"], claim["role"], claim["kind"],
        " | ".join(claim["via"]), claim["cue"], claim["content"],
        claim["certainty"], _said(claim["is_high_risk"]), claim["worth"],
        claim["found"],
    )  # fmt: skip


def _share(found: Payload | None) -> Sequence[Cell]:
    return tuple(found[name] if found else None for name in _SHARE)


def _split(*names: str) -> list[str]:
    """The columns of shares."""
    return [f"{name}_{part}" for name in names for part in _SHARE]


def _said(value: bool) -> str:  # noqa: FBT001 - the value of a cell
    return "true" if value else "false"


_Rows = Callable[[Payload], Iterable[Sequence[Cell]]]
_SHEETS: Final[Mapping[str, tuple[Sequence[str], _Rows]]] = {
    "figures": (("name", *_SHARE), _figures),
    "decisions": (
        (
            *_CLAIM, "decided", "is_stale",
            *(f"{aspect.value}_{name}" for aspect in Aspect for name in _OUTCOME),
            "evidence_count",
        ),
        _decisions,
    ),
    "evidence": (("claim_id", *_PIECE, "is_independent", "is_primary"), _evidence),
    "conflicts": ((*_CLAIM, "aspect", "since"), _about("conflicts", "aspect", "since")),
    "reopened": ((*_CLAIM, "reason", "at"), _about("reopened", "reason", "at")),
    "corrections": (
        (*_CLAIM, "what", "before", "after", "reason", "at"),
        _about("corrections", "kind", "before", "after", "reason", "at"),
    ),
    "errata": (_ERRATUM, lambda payload: _errata(payload["errata"])),
    "speakers": (
        ("id", "name", "role", *_split("claims", "hearsay", *map(str, Verdict))),
        _speakers,
    ),
    "outlets": (
        (
            "id", "name", "articles", "claims",
            *_split("wire", *SOURCING, "unattributed"), "before_weeks", "before_claims",
            *_split(*(f"before_{name}" for name in ("wire", *SOURCING))),
        ),
        _outlets,
    ),
    "coverage": (("kind", "id", "name", *_SHARE), _coverage),
    "cues": (("kind", "id", "name", *CUES, "other", "of"), _cues),
    "agreement": (("aspect", *_RELIABILITY), _agreement),
    "calibration": (("from", "to", "expected", *_split("right")), _calibration),
    "overrides": (
        ("title_1", "title_2", "outlet_1", "outlet_2", "decision", "reason", "at"),
        _overrides,
    ),
    "waiting": ((*_CLAIM, "since"), _about("waiting", "since")),
    "trend": (_TREND, _trend),
}  # fmt: skip
"""Each table's columns and rows."""

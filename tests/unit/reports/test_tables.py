"""Tables of a report: all of it, in plain values, inert in a spreadsheet."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from claims.reports.facts import Erratum
from claims.reports.rendering.tables import archive, keys, sheets
from factcheck.lib import csvsafe
from tests.weekly import decision, facts, full, payload


def read(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file by their columns."""
    header, *rows = csvsafe.read(text.encode(), most_rows=10_000)
    return [dict(zip(header.cells, row.cells, strict=True)) for row in rows]


def table(key: str, given: dict[str, Any] | None = None) -> list[dict[str, str]]:
    (found,) = [one for one in sheets(given or payload()) if one.key == key]
    return read(found.csv)


def test_every_table_is_there_in_every_week() -> None:
    empty, busy = sheets(payload(facts())), sheets(payload())

    assert [one.key for one in empty] == [one.key for one in busy] == keys()
    assert [one.header for one in empty] == [one.header for one in busy]
    assert all(len(set(one.header)) == len(one.header) for one in busy)
    assert [one.key for one in busy if not one.rows] == ["errata-to-this"]


@pytest.mark.parametrize(
    "key",
    [
        "decisions",
        "conflicts",
        "reopened",
        "corrections",
        "errata",
        "speakers",
        "outlets",
        "calibration",
        "overrides",
        "waiting",
        "agreement",
    ],
)
def test_nothing_of_a_list_is_left_out(key: str) -> None:
    given = payload(full([decision(number) for number in range(700)]))

    assert len(table(key, given)) == len(given[key])


def test_a_decision_has_its_claim_and_both_outcomes() -> None:
    given = payload(full([decision(4, via=("Norland Press", "Ada"))]))

    (row,) = table("decisions", given)

    assert row["content"] == "the levy would rise by 4 % in May"
    assert row["speaker"] == "Maren Quill"
    assert row["via"] == "Norland Press | Ada"
    assert row["is_high_risk"] == "false"
    assert row["attribution_verdict"] == "corroborated"
    assert row["content_verdict"] == "disputed"
    assert (row["content_votes"], row["evidence_count"]) == ("2", "1")
    (piece,) = table("evidence", given)
    assert piece["claim_id"] == row["claim_id"]
    assert piece["is_primary"] == "true"


def test_figures_are_named_by_their_places_in_the_payload() -> None:
    given = payload()
    rows = {row["name"]: row for row in table("figures", given)}

    assert rows["figures.open"]["count"] == "1234"
    assert rows["figures.open"]["share"] == ""
    disputed = given["verdicts"]["content"]["disputed"]
    assert {name: rows["verdicts.content.disputed"][name] for name in disputed} == {
        name: str(value) for name, value in disputed.items()
    }
    assert rows["sourcing.named"]["of"] == str(given["sourcing"]["claims"])
    assert "sourcing.unattributed" not in rows  # the engine lists none


def test_the_trend_ends_with_the_week_itself() -> None:
    rows = table("trend")

    assert [row["week"] for row in rows] == ["2026-W45", "2026-W46", "2026-W47"]
    assert rows[-1]["disputed"] == str(
        payload()["verdicts"]["content"]["disputed"]["count"]
    )


def test_cues_are_told_for_all_outlets_and_speakers() -> None:
    given = payload()
    rows = table("cues", given)

    assert [row["kind"] for row in rows] == ["all"] + ["outlet"] * len(
        given["outlets"]
    ) + ["speaker"] * len(given["speakers"])
    assert rows[0]["of"] == str(given["cues"]["of"])


def test_a_formula_is_text() -> None:
    evil = '=HYPERLINK("https://evil.example";"x")'
    given = payload(full([decision(1, speaker=evil, content=f"a;{evil}", via=(evil,))]))

    (sheet,) = [one for one in sheets(given) if one.key == "decisions"]

    assert ',"=' not in sheet.csv
    assert ";=" not in sheet.csv
    assert read(sheet.csv)[0]["speaker"] == evil


def test_errata_found_since_have_a_table() -> None:
    erratum = Erratum("2026-W47", 1, "c", "the levy", "content", "disputed", "")

    found = sheets(payload(), errata=[erratum._asdict()])

    assert found[-1].key == "errata-to-this"
    assert found[-1].rows == [tuple(erratum)]


def test_the_archive_has_all_tables_and_is_the_same_from_the_same() -> None:
    given = payload()

    first = archive("2026-W47", given)

    assert first == archive("2026-W47", payload())
    with zipfile.ZipFile(io.BytesIO(first)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [f"2026-W47-{key}.csv" for key in keys()]
        assert opened.infolist()[0].date_time == (2026, 11, 23, 0, 0, 0)
        name = "2026-W47-decisions.csv"
        assert len(read(opened.read(name).decode())) == len(given["decisions"])

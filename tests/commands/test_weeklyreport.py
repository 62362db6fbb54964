"""``manage.py weeklyreport``: made in order, written whole, held against the ledger."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import (
    CommandError,
    call_command,
    execute_from_command_line,
)

from claims.models import Claim, WeeklyReport
from claims.reports import freezing
from claims.reports.rendering.tables import names
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.lib.clock import standing_at
from sources.models import Outlet
from tests.factories import (
    make_article,
    make_claim,
    make_outlet,
    make_reviewers,
    make_supported,
)
from tests.ledger import moved

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATER = datetime(2026, 12, 2, 9, tzinfo=UTC)  # in W49: W47 and W48 are over


@pytest.fixture
def outlet() -> Outlet:
    return make_outlet("Aldmoor Gazette", domain="gazette.example")


@pytest.fixture(autouse=True)
def decided(outlet: Outlet) -> Claim:
    """A claim of 2026-W47 that two reviewers found corroborated on Tuesday."""
    with standing_at(MONDAY):
        claim = make_supported(make_claim(make_article(outlet=outlet)))
    with standing_at(MONDAY + timedelta(days=1)):
        for reviewer in make_reviewers(2):
            ballots = [Ballot(aspect=one, verdict=Verdict.CORROBORATED)
                       for one in Aspect]  # fmt: skip
            vote(claim=claim, ballots=ballots, by=reviewer)
    return claim


def weeklyreport(*arguments: str, at: datetime = LATER) -> str:
    """What the command prints at this time."""
    out = io.StringIO()
    with standing_at(at):
        call_command("weeklyreport", *arguments, stdout=out)
    return out.getvalue()


def weeks() -> list[str]:
    return [str(one.week) for one in WeeklyReport.objects.order_by("monday")]


def test_every_finished_week_gets_its_report_once_and_in_order() -> None:
    printed = weeklyreport()

    assert weeks() == ["2026-W47", "2026-W48"]
    assert [one.number for one in WeeklyReport.objects.order_by("monday")] == [1, 2]
    first, second = printed.split("Weekly claim report ")[1:]
    assert first.startswith("2026-W47 (no. 1)\n  Monday 16 November 2026 to")
    assert "1 claim was decided" in first
    assert WeeklyReport.objects.get(number=1).sha256 in first
    assert second.startswith("2026-W48 (no. 2)")
    assert weeklyreport() == "No finished week is without a report.\n"


def test_a_week_that_is_asked_for_is_made_with_those_before_it() -> None:
    printed = weeklyreport("--week", "2026-W48")

    assert weeks() == ["2026-W47", "2026-W48"]
    assert printed.startswith("Weekly claim report 2026-W48 (no. 2)")


def test_a_report_that_is_there_is_printed_and_not_made_again() -> None:
    weeklyreport("--week", "2026-W47")
    before = WeeklyReport.objects.get()

    weeklyreport("--week", "2026-W47", at=LATER + timedelta(days=300))

    assert WeeklyReport.objects.get().created_at == before.created_at


def test_a_week_that_is_not_over_is_refused() -> None:
    with pytest.raises(CommandError, match="2026-W49 is not over") as refused:
        weeklyreport("--week", "2026-W49")

    assert refused.value.returncode == 1


def test_an_outlet_has_reports_of_its_own(outlet: Outlet, tmp_path: Path) -> None:
    asked = ("--week=2026-W47", "--outlet=www.Gazette.example", "--format=json")
    printed = weeklyreport(*asked, f"--output={tmp_path}")

    path = tmp_path / "2026-W47-gazette.example.json"
    assert printed == f"{path}\n"
    assert json.loads(path.read_bytes())["scope_name"] == outlet.name
    assert WeeklyReport.objects.get().scope == str(outlet.public_id)


def test_an_outlet_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match=r"no outlet .* 'other.example'"):
        weeklyreport("--outlet", "other.example")


def test_the_file_is_the_stored_payload_to_the_byte(tmp_path: Path) -> None:
    weeklyreport("--week=2026-W47", "--format=json", f"--output={tmp_path / 'new'}")

    (path,) = (tmp_path / "new").iterdir()
    assert path.name == "2026-W47.json"
    assert path.read_text() == WeeklyReport.objects.get().payload


def test_every_missing_week_is_written(tmp_path: Path) -> None:
    weeklyreport("--format=md", f"--output={tmp_path}")

    assert {path.name for path in tmp_path.iterdir()} == {"2026-W47.md", "2026-W48.md"}
    assert "# Weekly claim report 2026-W47" in (tmp_path / "2026-W47.md").read_text()


def test_html_is_one_page(tmp_path: Path) -> None:
    weeklyreport("--week=2026-W47", "--format=html", f"--output={tmp_path}")

    page = (tmp_path / "2026-W47.html").read_text()
    assert page.lower().startswith("<!doctype html>")
    assert "Weekly claim report 2026-W47" in page


def test_pdf_is_one_file(tmp_path: Path) -> None:
    weeklyreport("--week=2026-W47", "--format=pdf", f"--output={tmp_path}")

    assert (tmp_path / "2026-W47.pdf").read_bytes().startswith(b"%PDF-")


def test_csv_is_one_file_for_each_table(tmp_path: Path) -> None:
    weeklyreport("--week=2026-W47", "--format=csv", f"--output={tmp_path}")

    found = {path.name for path in tmp_path.iterdir()}
    assert found == {f"2026-W47-{key}.csv" for key in names()}
    decisions = (tmp_path / "2026-W47-decisions.csv").read_text()
    assert "The swimming pool will close in May" in decisions


def test_without_a_folder_files_go_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    weeklyreport("--week=2026-W47", "--format=json")

    assert (tmp_path / "2026-W47.json").exists()


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "2026-W47.json"
    old.write_text("as it was")

    def fail(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)

    with pytest.raises(CommandError, match=r"Cannot write .*: No space left"):
        weeklyreport("--week=2026-W47", "--format=json", f"--output={tmp_path}")
    assert [(one, one.read_text()) for one in tmp_path.iterdir()] == [
        (old, "as it was")
    ]


def test_a_report_holds_whatever_happened_since(decided: Claim) -> None:
    weeklyreport("--week=2026-W47")
    with standing_at(LATER):
        make_claim(decided.snapshot.article, content="a new one would open")

    printed = weeklyreport("--verify=2026-W47")

    report = WeeklyReport.objects.get()
    assert printed == f"2026-W47 holds: SHA-256 {report.sha256}.\n"


def test_places_that_differ_from_the_ledger_are_named(decided: Claim) -> None:
    weeklyreport("--week=2026-W47")
    with standing_at(MONDAY):  # as if it had been there, behind the ledger's back
        make_article("Rain\n\nIt rained.")
    out = io.StringIO()

    with pytest.raises(CommandError, match=r"^2026-W47 does not hold: .*differs in"):
        call_command("weeklyreport", "--verify=2026-W47", stdout=out)

    assert {"figures.articles", "figures.origins"} <= set(out.getvalue().splitlines())


def test_a_payload_that_was_altered_is_found() -> None:
    weeklyreport("--week=2026-W47")
    report = WeeklyReport.objects.get()
    altered = report.payload.replace('"reviewed":1', '"reviewed":9')
    assert altered != report.payload
    moved(report, payload=altered)

    with pytest.raises(CommandError, match="not the one that was hashed"):
        weeklyreport("--verify=2026-W47")


def test_a_report_of_another_generator_is_said_to_be_intact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weeklyreport("--week=2026-W47")
    monkeypatch.setattr(freezing, "GENERATOR", "later")

    with pytest.raises(CommandError, match="2026-W47 is intact: it was made by vers"):
        weeklyreport("--verify=2026-W47")


def test_what_was_never_made_cannot_be_verified() -> None:
    with pytest.raises(CommandError, match="no report on 2026-W47: make it"):
        weeklyreport("--verify=2026-W47")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--week=2026-47"], "'2026-47' is no week such as"),
        (["--week=2025-W53"], "there is no week 2025-W53"),
        (["--week=9999-W52"], "there is no week 9999-W52"),
        (["--week=2026-W47", "--verify=2026-W47"], "not allowed with"),
        (["--format=docx"], "docx"),
        (["--output=."], "--output needs --format"),
        (["--verify=2026-W47", "--format=json"], "--verify writes no files"),
        (["--outlet=https://gazette.example/"], "Write the domain alone"),
    ],
)
def test_wrong_use_ends_with_2_and_one_line(
    arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = io.StringIO()
    monkeypatch.setattr(sys, "stderr", errors)

    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "weeklyreport", *arguments])

    assert ended.value.code == 2
    assert says in errors.getvalue().splitlines()[-1]


def test_progress_is_shown_on_a_terminal_alone() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    seen, hidden = Terminal(), io.StringIO()
    with standing_at(LATER):
        for stderr, week in ((seen, "2026-W47"), (hidden, "2026-W48")):
            call_command(
                "weeklyreport", "--week", week, stdout=io.StringIO(), stderr=stderr
            )

    assert "2026-W47: claims" in seen.getvalue()
    assert hidden.getvalue() == ""

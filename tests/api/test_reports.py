"""Weekly reports: listed, read, and had in every form, by those who may."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import etree

from claims.models import ReportErratum, WeeklyReport
from claims.reports.facts import Erratum
from claims.reports.formats import Format
from claims.reports.rendering import html
from claims.reports.rendering.tables import names
from factcheck.core.ledger import canonical_json
from factcheck.core.permissions import Role
from factcheck.lib import clock, csvsafe
from sources.models import Outlet
from tests import weekly
from tests.api.conftest import Caller
from tests.factories import make_outlet, make_report, make_user

LIST = "/api/v1/reports/weekly/"
ONE = "/api/v1/reports/weekly/2026-W47"
FEED = "/feeds/reports.atom"
MADE = datetime(2026, 11, 23, 6, 0, 2, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def report(db: None) -> WeeklyReport:
    """The report on a week in which everything happened."""
    return make_report(payload=weekly.payload(), number=3, created_at=MADE)


@pytest.fixture
def outlet(db: None) -> Outlet:
    return make_outlet("Aldmoor <Gazette>", domain="gazette.example")


def find_wrong(report: WeeklyReport) -> Erratum:
    """A later report finds an erratum in this one."""
    later = make_report("2026-W48", number=report.number + 1)
    says = Erratum(
        str(report.week), 1, "00000000-0000-4000-8000-000000000001", "the levy",
        "content", "corroborated", "disputed",
    )  # fmt: skip
    ReportErratum.objects.create(
        report=report,
        found_in=later,
        number=1,
        thread="00000000-0000-4000-9000-000000000001",
        says=canonical_json(says._asdict()),
    )
    return says


# --- The list --------------------------------------------------------------------


def test_reports_are_listed_the_last_made_first(
    reader: Caller, report: WeeklyReport, outlet: Outlet
) -> None:
    make_report("2026-W48", number=4)
    make_report("2026-W48", outlet=outlet)

    found = reader.get(LIST).json()["results"]

    assert [(one["week"], one["number"], one["outlet"]) for one in found] == [
        ("2026-W48", 1, str(outlet.public_id)),
        ("2026-W48", 4, None),
        ("2026-W47", 3, None),
    ]
    assert found[2]["sha256"] == report.sha256
    assert found[2]["made"] == "2026-11-23T06:00:02Z"
    assert "payload" not in found[2]


def test_the_list_is_narrowed_by_scope_and_outlet(
    reader: Caller, report: WeeklyReport, outlet: Outlet
) -> None:
    make_report("2026-W48", outlet=outlet)
    make_report("2026-W48", outlet=make_outlet())

    def weeks(query: str) -> list[str]:
        return [one["week"] for one in reader.get(LIST + query).json()["results"]]

    assert weeks("?scope=all") == ["2026-W47"]
    assert weeks("?scope=outlet") == ["2026-W48", "2026-W48"]
    assert weeks(f"?outlet={outlet.public_id}") == ["2026-W48"]
    assert reader.get(f"{LIST}?scope=desk").status_code == 400
    assert reader.get(f"{LIST}?outlet=gazette").status_code == 400
    assert reader.get(f"{LIST}?week=2026-W47").status_code == 400


def test_the_list_comes_in_pages(reader: Caller, report: WeeklyReport) -> None:
    make_report("2026-W48", number=4)

    first = reader.get(f"{LIST}?page_size=1").json()
    second = reader.get(first["next"]).json()

    weeks = [one["results"][0]["week"] for one in (first, second)]
    assert weeks == ["2026-W48", "2026-W47"]
    assert second["next"] is None


def test_the_list_needs_as_many_queries_for_many_as_for_one(
    reader: Caller,
    report: WeeklyReport,
    outlet: Outlet,
    django_assert_max_num_queries: Any,
) -> None:
    for week in range(30, 45):
        make_report(f"2026-W{week}", outlet=outlet)

    with django_assert_max_num_queries(4):
        assert len(reader.get(LIST).json()["results"]) == 16


# --- One report ------------------------------------------------------------------


def test_a_report_comes_with_what_it_says(reader: Caller, report: WeeklyReport) -> None:
    found = reader.get(f"{ONE}/").json()

    assert found["id"] == str(report.public_id)
    assert found["payload"] == json.loads(report.payload)
    assert found["errata"] == []
    for form, path in found["links"].items():
        assert reader.get(path).status_code == 200, form


def test_it_works_without_the_last_slash(reader: Caller, report: WeeklyReport) -> None:
    assert reader.get(ONE).json() == reader.get(f"{ONE}/").json()


def test_what_turned_out_otherwise_is_told(
    reader: Caller, report: WeeklyReport
) -> None:
    says = find_wrong(report)

    found = reader.get(f"{ONE}/").json()

    assert (found["errata_count"], found["errata"]) == (1, [says._asdict()])
    assert "Errata to this report" in reader.get(f"{ONE}.md").content.decode()
    rows = reader.get(f"{ONE}.csv?table=errata-to-this").content.decode()
    assert "the levy" in rows


def test_an_outlet_has_reports_of_its_own(
    reader: Caller, report: WeeklyReport, outlet: Outlet
) -> None:
    own = make_report(outlet=outlet)

    found = reader.get(f"{ONE}/?outlet={outlet.public_id}").json()

    assert found["sha256"] == own.sha256 != report.sha256
    page = reader.get(found["links"]["html"])
    assert "Aldmoor &lt;Gazette&gt;" in page.content.decode()
    place = reader.get(found["links"]["zip"])["Content-Disposition"]
    assert place == 'attachment; filename="2026-W47-gazette.example.zip"'


@pytest.mark.parametrize(
    "path",
    [
        "2026-W46/", "2026-W46.pdf", "2026-W54/", "2026-W00.json", "2026-47/",
        "2026-W47.docx", "2026-W47.json/",
        "2026-W47/?outlet=00000000-0000-4000-8000-000000000000",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(
    reader: Caller, report: WeeklyReport, path: str
) -> None:
    answer = reader.get(LIST + path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        (f"{ONE}/?outlet=gazette", "outlet"),
        (f"{ONE}.csv?table=secrets", "table"),
        (f"{ONE}.csv?table=", "table"),
        (f"{ONE}.pdf?table=decisions", "table"),
        (f"{ONE}/?table=decisions", "table"),
        (f"{FEED}?outlet=x", "outlet"),
        (f"{FEED}?page=2", "page"),
    ],
)
def test_wrong_parameters_are_named(
    reader: Caller, report: WeeklyReport, path: str, parameter: str
) -> None:
    answer = reader.get(path)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [one["parameter"] for one in answer.json()["errors"]] == [parameter]


# --- Forms -----------------------------------------------------------------------


def test_json_is_the_stored_payload_to_the_byte(
    reader: Caller, report: WeeklyReport
) -> None:
    answer = reader.get(f"{ONE}.json")

    assert answer.content == report.payload.encode()
    assert hashlib.sha256(answer.content).hexdigest() == report.sha256
    assert answer["ETag"] == f'"{report.sha256}"'


def test_the_page_may_have_its_style_and_nothing_else(
    reader: Caller, report: WeeklyReport
) -> None:
    answer = reader.get(f"{ONE}.html", HTTP_ACCEPT="text/html")

    policy = answer["Content-Security-Policy"].split("; ")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in policy
    assert f"style-src {html.style_hash()}" in policy
    assert not [one for one in policy if "unsafe" in one or one.startswith("script")]
    assert "Weekly claim report 2026-W47" in answer.content.decode()


def test_pdf_markdown_and_zip(reader: Caller, report: WeeklyReport) -> None:
    assert reader.get(f"{ONE}.pdf").content.startswith(b"%PDF-")
    assert reader.get(f"{ONE}.md").content.startswith(b"# Weekly claim report")
    packed = reader.get(f"{ONE}.zip").content
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.namelist() == [f"2026-W47-{name}.csv" for name in names()]


def test_csv_is_one_table_with_all_its_rows(
    reader: Caller, report: WeeklyReport
) -> None:
    decisions = reader.get(f"{ONE}.csv")
    outlets = reader.get(f"{ONE}.csv?table=outlets")

    payload = json.loads(report.payload)
    assert decisions["Content-Type"] == "text/csv; charset=utf-8"
    assert decisions["Content-Disposition"].endswith('"2026-W47-decisions.csv"')
    for answer, name in ((decisions, "decisions"), (outlets, "outlets")):
        rows = csvsafe.read(answer.content, most_rows=1_000)
        assert len(rows) == 1 + len(payload[name])


@pytest.mark.parametrize("accept", ["application/pdf", "text/html", "image/png"])
def test_the_path_says_which_form_whatever_is_accepted(
    reader: Caller, report: WeeklyReport, accept: str
) -> None:
    answer = reader.get(f"{ONE}.md", HTTP_ACCEPT=accept)

    assert answer["Content-Type"] == "text/markdown; charset=utf-8"


@pytest.mark.parametrize(
    "path", [f"{ONE}/", FEED, *(f"{ONE}.{form}" for form in Format)]
)
def test_who_has_it_already_is_told_so(
    reader: Caller, report: WeeklyReport, path: str
) -> None:
    tag = reader.get(path)["ETag"]

    again = reader.get(path, HTTP_IF_NONE_MATCH=tag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_an_erratum_changes_every_tag_but_that_of_the_payload(
    reader: Caller, report: WeeklyReport
) -> None:
    paths = [f"{ONE}/", *(f"{ONE}.{form}" for form in Format)]
    before = {path: reader.get(path)["ETag"] for path in paths}
    find_wrong(report)
    after = {path: reader.get(path)["ETag"] for path in paths}

    same = [path for path in paths if before[path] == after[path]]
    assert same == [f"{ONE}.json"]


# --- The feed --------------------------------------------------------------------


def entries(answer: Any) -> list[Any]:
    found = etree.fromstring(answer.content).findall("a:entry", ATOM)
    return list(found)


def test_the_feed_has_an_entry_for_each_report(
    reader: Caller, report: WeeklyReport
) -> None:
    make_report("2026-W48", number=4)

    answer = reader.get(FEED)

    newest, oldest = entries(answer)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "2026-W48" in newest.findtext("a:title", namespaces=ATOM)
    assert oldest.findtext("a:id", namespaces=ATOM) == f"urn:uuid:{report.public_id}"
    assert oldest.findtext("a:updated", namespaces=ATOM) == "2026-11-23T06:00:02+00:00"
    summary = oldest.find("a:summary", ATOM)
    assert summary.get("type") == "text"
    assert "14 articles came in" in summary.text
    links = {
        (link.get("type"), link.get("href"))
        for link in oldest.findall("a:link[@rel='alternate']", ATOM)
    }
    assert links == {
        (None, f"http://testserver{ONE}.html"),
        ("application/pdf", f"http://testserver{ONE}.pdf"),
        ("application/json", f"http://testserver{ONE}.json"),
    }


def test_the_feed_tells_of_errata_found_since(
    reader: Caller, report: WeeklyReport
) -> None:
    before = reader.get(FEED)
    assert "erratum" not in before.content.decode()

    with clock.standing_at(datetime(2026, 11, 30, 6, tzinfo=UTC)):
        find_wrong(report)
    after = reader.get(FEED)

    entry = entries(after)[-1]
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-11-30T06:00:00+00:00"
    assert entry.findtext("a:published", namespaces=ATOM) == "2026-11-23T06:00:02+00:00"
    said = entry.findtext("a:summary", namespaces=ATOM)
    assert said.endswith("Found in it since: 1 erratum.")
    assert after["ETag"] != before["ETag"]


def test_the_feed_of_an_outlet_has_its_reports_alone(
    reader: Caller, report: WeeklyReport, outlet: Outlet
) -> None:
    own = make_report(outlet=outlet)

    (entry,) = entries(reader.get(f"{FEED}?outlet={outlet.public_id}"))

    assert entry.findtext("a:id", namespaces=ATOM) == own.public_id.urn
    assert "Aldmoor <Gazette>" in entry.findtext("a:title", namespaces=ATOM)


def test_an_empty_feed_says_the_same_each_time(reader: Caller) -> None:
    first, second = reader.get(FEED), reader.get(FEED)

    assert entries(first) == []
    assert first.content == second.content


def test_the_feed_has_the_rules_of_the_api(
    anonymous: Caller, caller: Callable[[str], Caller], report: WeeklyReport
) -> None:
    refused = anonymous.get(FEED)

    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    for role in Role.values:
        cache.clear()
        assert caller(role).get(FEED).status_code == 200
    browser = Client()
    browser.force_login(make_user(Role.READER))
    assert browser.get(FEED).status_code == 200

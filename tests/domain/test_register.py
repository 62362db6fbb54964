"""The register of outlets: ratings, and the register as a sheet."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.ledger import verify
from factcheck.core.models import AuditEvent
from factcheck.core.permissions import Role
from factcheck.lib import clock
from sources import outlet_rows, register
from sources.models import Outlet, OutletRating, Reliability
from sources.outlet_sheet import COLUMNS, MOST_ROWS
from sources.register import (
    Imported,
    NotImported,
    current_rating,
    export_outlets,
    import_outlets,
    rate_outlet,
)
from tests.factories import make_outlet, make_user

pytestmark = pytest.mark.django_db

HEADER = ",".join(COLUMNS)
SHORT = "name,domain,reliability,reliability_since,reliability_reason"


def sheet(*lines: str, header: str = SHORT) -> bytes:
    """A file of these lines below the header."""
    return "\r\n".join([header, *lines, ""]).encode()


def take(*lines: str, header: str = SHORT) -> Imported:
    """Import these lines as the operator."""
    return import_outlets(sheet(*lines, header=header), by=None)


def faults_of(data: bytes) -> list[tuple[int | None, str, str]]:
    """Line, column and message of each fault; nothing may have been stored."""
    before = everything()
    with pytest.raises(NotImported) as refused:
        import_outlets(data, by=None)
    assert everything() == before
    return [(f.line, f.column, f.message) for f in refused.value.faults]


def everything() -> list[dict[str, object]]:
    """Every row that an import may write."""
    return [
        *Outlet.objects.order_by("pk").values(),
        *OutletRating.objects.order_by("pk").values(),
    ]


def rate(outlet: Outlet, grade: str, since: date, reason: str = "seen") -> OutletRating:
    """A rating by the operator."""
    return rate_outlet(
        outlet=outlet, grade=Reliability(grade), since=since, reason=reason, by=None
    )


# --- Ratings ---------------------------------------------------------------------


def test_the_rating_of_the_latest_day_holds_and_none_is_lost() -> None:
    outlet = make_outlet()
    rate(outlet, "C", date(2024, 1, 1))
    rate(outlet, "A", date(2020, 1, 1))  # entered later, holds earlier
    rate(outlet, "D", date(2024, 1, 1), "on second thoughts")

    grades = [
        getattr(current_rating(outlet, day), "grade", None)
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2024, 1, 1))
    ]

    assert grades == [None, "A", "D"]
    assert OutletRating.objects.count() == 3


def test_the_list_of_outlets_has_the_rating_of_the_day() -> None:
    outlet = make_outlet()
    make_outlet()
    rate(outlet, "C", date(2024, 1, 1), "first")
    rate(outlet, "B", date(2025, 1, 1), "then")

    rows = Outlet.objects.with_rating(date(2024, 6, 1)).order_by("pk")

    assert list(rows.values_list("rating_grade", "rating_since", "rating_reason")) == [
        ("C", date(2024, 1, 1), "first"),
        (None, None, None),
    ]


def test_a_rating_sent_twice_is_one() -> None:
    outlet = make_outlet()

    first = rate(outlet, "B", date(2024, 1, 1), "good\r\nwork ")
    again = rate(outlet, "B", date(2024, 1, 1), "good\nwork")

    assert first == again
    assert OutletRating.objects.get().reason == "good\nwork"


@pytest.mark.parametrize(
    ("reason", "ahead", "message"),
    [
        ("  \n", 0, "Say why"),
        ("\0\ufeff", 0, "Say why"),
        ("x" * 2001, 0, "at most 2,000"),
        ("seen", 2, "still to come"),
    ],
)
def test_a_rating_without_sense_is_refused(
    reason: str, ahead: int, message: str
) -> None:
    outlet = make_outlet()

    with pytest.raises(Refused, match=message):
        rate(outlet, "B", register.today() + timedelta(days=ahead), reason)

    assert not OutletRating.objects.exists()


def test_east_of_utc_it_may_be_tomorrow_already() -> None:
    tomorrow = register.today() + timedelta(days=1)

    assert rate(make_outlet(), "B", tomorrow).since == tomorrow


def test_the_database_refuses_an_unknown_grade_and_an_empty_reason() -> None:
    outlet = make_outlet()

    for grade, reason in (("G", "seen"), ("A", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutletRating.objects.create(
                outlet=outlet, grade=grade, since=date(2024, 1, 1), reason=reason
            )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR}))
def test_only_editors_rate_and_import(role: Role) -> None:
    user = make_user(role)
    outlet = make_outlet()

    with pytest.raises(PermissionDenied):
        rate_outlet(
            outlet=outlet,
            grade=Reliability.A,
            since=date(2024, 1, 1),
            reason="mine",
            by=user,
        )
    with pytest.raises(PermissionDenied):
        import_outlets(sheet("Gazette,,,,"), by=user)

    assert Outlet.objects.count() == 1
    assert not OutletRating.objects.exists()


def test_an_editor_is_kept_with_their_rating() -> None:
    editor = make_user(Role.EDITOR)

    import_outlets(sheet("Gazette,,B,2024-01-01,seen"), by=editor)

    assert OutletRating.objects.get().rated_by == editor


# --- Export ----------------------------------------------------------------------


def test_the_sheet_is_ordered_and_complete() -> None:
    make_outlet("éclair")
    make_outlet("Zeta", domain="z.example")
    make_outlet("alpha", domain="b.example", kind="ngo", country="GB", language="en")
    outlet = make_outlet("Alpha", domain="a.example", owner_group="Alpha & Co")
    rate(outlet, "B", date(2024, 1, 1), 'good, "mostly"')

    assert export_outlets().split("\r\n") == [
        HEADER,
        'Alpha,a.example,news,Alpha & Co,,,B,2024-01-01,"good, ""mostly"""',
        "alpha,b.example,ngo,,GB,en,,,",
        "Zeta,z.example,news,,,,,,",
        "éclair,,news,,,,,,",
        "",
    ]
    assert export_outlets(bom=True) == "\ufeff" + export_outlets()


def test_a_hostile_register_is_inert_and_comes_back() -> None:
    for name in ("=cmd|' /C calc'!A0", "@SUM(1)", "x;=1+1", '"=1"', "-5", "＝1", "'=1"):
        rate(make_outlet(name), "F", date(2024, 1, 1), f"-{name}\n={name}\ttab")
    before = everything()

    text = export_outlets()
    done = import_outlets(text.encode(), by=None)

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    acting = [c for c in cells if c.lstrip(" \"'").startswith(tuple("=+-@|%\t\r＝"))]
    assert all(cell.startswith("'") or cell == "-5" for cell in acting)
    assert (done.unchanged, everything()) == (7, before)


def test_an_export_costs_one_query() -> None:
    for _ in range(20):
        rate(make_outlet(), "B", date(2024, 1, 1))

    with CaptureQueriesContext(connection) as queries:
        export_outlets()

    assert len(queries) == 1


# --- Import ----------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing() -> None:
    lines = (
        "Gazette,WWW.Gazette.example,b,2024-01-01,seen",
        "Review,,,,",
        "Buch,bücher.example,C,,their errors are corrected",
        '"New\u200b  Paper ",,,,',
    )
    assert take(*lines) == Imported(created=4, rated=2)
    before = everything()

    assert take(*lines) == Imported(unchanged=4)
    assert everything() == before
    assert list(Outlet.objects.values_list("name", "domain").order_by("pk")) == [
        ("Gazette", "gazette.example"),
        ("Review", None),
        ("Buch", "xn--bcher-kva.example"),
        ("New Paper", None),
    ]


def test_a_grade_without_a_day_holds_from_today_and_stays_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take("Gazette,,B,,seen")
    day = register.today()
    monkeypatch.setattr(clock, "now", lambda: later)
    later = datetime.fromisoformat(f"{day + timedelta(days=9)}T08:00+00:00")

    assert take("Gazette,,B,,seen", "Gazette Two,,,,") == Imported(
        created=1, unchanged=1
    )
    assert OutletRating.objects.get().since == day


def test_the_register_comes_back_from_its_own_sheet() -> None:
    rate(make_outlet("Gazette", domain="gazette.example"), "B", date(2024, 1, 1))
    make_outlet("Gazette")  # of the same name, not on the web
    make_outlet("Intranet", domain="intranet", country="u1", language="EN!")
    make_outlet("  odd \u202e name ", owner_group=" x\u200b ")
    text = export_outlets()
    before = everything()

    assert import_outlets(text.encode(), by=None) == Imported(unchanged=4)
    assert everything() == before

    Outlet.objects.filter(domain="intranet").delete()
    Outlet.objects.filter(name__contains="odd").delete()
    text = export_outlets()
    Outlet.objects.all().delete()
    assert import_outlets(text.encode(), by=None).created == 2
    assert export_outlets() == text


def test_a_changed_grade_adds_a_rating_and_leaves_the_old_one() -> None:
    take("Gazette,,B,2024-01-01,seen")
    (old,) = OutletRating.objects.values()

    done = take("Gazette,,D,2025-01-01,it made up a source")

    assert done == Imported(updated=1, rated=1)
    assert list(OutletRating.objects.filter(pk=old["id"]).values()) == [old]
    assert [r.grade for r in OutletRating.objects.order_by("pk")] == ["B", "D"]


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ("Gazette,,B,2024-01-01,seen", 0),  # as it is
        ("Gazette,,B,,", 0),
        ("Gazette,,b ,2024-01-01,", 0),
        ("Gazette,,,,", 0),  # says nothing
        ("Gazette,,A,2020-01-01,long ago", 0),  # known, and not the newest
        ("Gazette,,B,2024-01-01,for another reason", 1),
        ("Gazette,,B,,for another reason", 1),
        ("Gazette,,C,2024-01-01,the same day", 1),
        ("Gazette,,B,2025-01-01,seen", 1),
        ("Gazette,,C,2020-01-01,long ago", 1),
    ],
)
def test_what_is_a_new_rating(line: str, added: int) -> None:
    take("Gazette,,A,2020-01-01,long ago")
    take("Gazette,,B,2024-01-01,seen")

    assert take(line).rated == added
    assert take(line).rated == 0


def test_missing_columns_and_an_empty_grade_leave_things_as_they_are() -> None:
    take("Gazette,gazette.example,agency,Owner,GB,en,B,2024-01-01,seen", header=HEADER)
    before = everything()

    assert take("Gazette", header="name") == Imported(unchanged=1)
    assert everything() == before

    emptied = take("Gazette,gazette.example,agency,,,,,,", header=HEADER)

    outlet = Outlet.objects.get()
    assert emptied == Imported(updated=1)
    assert (outlet.owner_group, outlet.country, outlet.language) == ("", "", "")
    assert outlet.ratings.count() == 1


@pytest.mark.parametrize(
    ("there", "line", "then"),
    [
        ([("G", "g.example")], "H,G.EXAMPLE", [("H", "g.example")]),
        ([("G", "g.example")], "g,", [("g", "g.example")]),
        ([("G", None)], "g,", [("g", None)]),
        ([("G", None)], "G,g.example", [("G", "g.example")]),
        ([("G", None), ("G", "g.example")], "G,", [("G", None), ("G", "g.example")]),
        ([("G", "g.example")], "G,h.example", [("G", "g.example"), ("G", "h.example")]),
    ],
)
def test_which_outlet_a_row_stands_for(
    there: list[tuple[str, str | None]],
    line: str,
    then: list[tuple[str, str | None]],
) -> None:
    for name, domain in there:
        make_outlet(name, domain=domain)

    for _ in range(2):
        take(line, header="name,domain")
        found = Outlet.objects.order_by("pk").values_list("name", "domain")
        assert list(found) == then


def test_rows_of_a_whole_file_do_not_take_each_others_outlet() -> None:
    make_outlet("G", domain="g.example")

    lines = ("G,", "G,g.example", "H,h.example", "H,")

    assert take(*lines, header="name,domain").created == 3
    assert take(*lines, header="name,domain") == Imported(unchanged=4)


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (",a.example,news,,,,,,", "name", "Write the outlet's name."),
        ("x" * 201 + ",,news,,,,,,", "name", "at most 200"),
        ("\u200b,a.example,news,,,,,,", "name", "Write the outlet's name."),
        ("A,https://www.A.example/x,news,,,,,,", "domain", "alone: a.example."),
        ("A,not a domain,news,,,,,,", "domain", "such as example.org"),
        ("A,127.0.0.1,news,,,,,,", "domain", "such as example.org"),
        ("A," + "ü" * 70 + ".example,news,,,,,,", "domain", "such as example.org"),
        ("A,,paper,,,,,,", "kind", "one of: news, agency"),
        ("A,,,,,,,,", "kind", "one of: news, agency"),
        ("A,,news,,Britain,,,,", "country", "such as GB"),
        ("A,,news,,,English,,,", "language", "such as en"),
        ("A,,news,,,,G,2024-01-01,seen", "reliability", "A, B, C, D, E, F or nothing"),
        ("A,,news,,,,,2024-01-01,", "reliability", "empty its day and reason too"),
        ("A,,news,,,,B,01/02/2024,seen", "reliability_since", "as 2026-01-31"),
        ("A,,news,,,,B,20240102,seen", "reliability_since", "as 2026-01-31"),
        ("A,,news,,,,B,2024-02-30,seen", "reliability_since", "as 2026-01-31"),
        ("A,,news,,,,B,2999-01-01,seen", "reliability_since", "still to come"),
        ("A,,news,,,,B,2024-01-01,", "reliability_reason", "Say why"),
        ("A,,news,,,,B,,", "reliability_reason", "Say why"),
        ("A,,news,,,,B,," + "x" * 2001, "reliability_reason", "at most 2,000"),
        ("A,,news", "", "3 cells stand under 9 columns"),
        ("A,,news,,,,,,,", "", "10 cells stand under 9 columns"),
        ("A,,news,,,,,," + "x" * 1_000_000, "", "longer than 100,000"),
        ('A,"x', "", "must be closed"),
        ("A\0,,news,,,,,,", "", "NUL"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(
    line: str, column: str, message: str
) -> None:
    good = "Good,good.example,news,,,,B,2024-01-01,seen"

    faults = faults_of(sheet(good, line, header=HEADER))

    assert [(fault[0], fault[1]) for fault in faults] == [(3, column)]
    assert message in faults[0][2]


def test_every_fault_of_a_file_is_named_at_once() -> None:
    faults = faults_of(
        sheet(
            "A,,paper,,Britain,,G,soon,",
            '"B',
            'b",c,news,,,English,,,',
            "C,c.example,news,,,,,,",
            "D,C.example,news,,,,,,",
            header=HEADER,
        )
    )

    assert [(line, column) for line, column, _ in faults] == [
        (2, "kind"),
        (2, "country"),
        (2, "reliability"),
        (2, "reliability_since"),
        (3, "domain"),
        (3, "language"),
        (6, "domain"),
    ]


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        (("A,a.example", "B,www.A.example"), "domain"),
        (("A,a.example", "B,A.EXAMPLE."), "domain"),
        (("A,bücher.example", "B,xn--bcher-kva.example"), "domain"),
        (("Gazette,", "GAZETTE ,"), "name"),
    ],
)
def test_two_rows_for_one_outlet_are_refused(
    lines: tuple[str, str], column: str
) -> None:
    ((line, where, message),) = faults_of(sheet(*lines, header="name,domain"))

    assert (line, where) == (3, column)
    assert "Line 2" in message


def test_a_name_that_several_outlets_have_needs_a_domain() -> None:
    make_outlet("G", domain="a.example")
    make_outlet("G", domain="b.example")

    ((line, column, message),) = faults_of(sheet("G", header="name"))

    assert (line, column) == (2, "domain")
    assert "a.example, b.example" in message


@pytest.mark.parametrize(
    ("data", "column", "message"),
    [
        (b"", "", "It is empty. The first line is name,domain"),
        (b"\r\n\r\n", "", "It is empty"),
        (b"name,colour\nA,red", "colour", "no such column"),
        (b"name,\nA,", "column 2", "no such column"),
        (b"name,name\nA,A", "name", "there twice"),
        (b"domain\na.example", "name", "missing"),
        (b"Gazette,gazette.example", "gazette", "no such column"),
        ("name\nGe\u0301ant,é".encode("latin-1", "replace"), "", "not in UTF-8"),
        ("name\nA".encode("utf-16"), "", "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0", "", "not in UTF-8"),
        (b"PK\x03\x04\0\0\0\0xl/workbook.xml", "", "NUL"),
        (b"name\n" + b"A\n" * (MOST_ROWS + 1), "", "more than 20,000 rows"),
        (b"name\n" + b"x" * 5_000_001, "", "more than 5 MB"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused(
    data: bytes, column: str, message: str
) -> None:
    faults = faults_of(data)

    assert column in [fault[1] for fault in faults]
    assert message in " ".join(fault[2] for fault in faults)


def test_semicolons_and_a_byte_order_mark_of_spreadsheets_are_read() -> None:
    data = "\ufeffName;Domain\r\nGéant;géant.example\r\n".encode()

    assert import_outlets(data, by=None) == Imported(created=1)


def test_many_faults_are_counted_and_the_first_are_named() -> None:
    with pytest.raises(NotImported, match="150 faults") as refused:
        take(*(f"Paper {n},,G,," for n in range(150)))

    assert len(refused.value.faults) == register.MOST_FAULTS
    assert refused.value.faults[0].line == 2


def test_an_outlet_that_came_meanwhile_refuses_the_import(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_outlet("Gazette", domain="gazette.example")
    monkeypatch.setattr(outlet_rows, "_outlets_of", lambda entries: [])

    faults = faults_of(sheet("Gazette,gazette.example,,,"))

    assert "Import the file again" in faults[0][2]


def test_rows_cost_no_query_each() -> None:
    lines = [f"Paper {n},p{n}.example,B,2024-01-01,seen" for n in range(400)]

    with CaptureQueriesContext(connection) as new:
        take(*lines)
    with CaptureQueriesContext(connection) as known:
        take(*lines)

    # SQLite takes so many values at once; each row is two events in the ledger.
    assert len(new) <= 32
    assert len(known) <= 6


# --- The ledger ------------------------------------------------------------------


def test_a_rating_is_in_the_ledger_with_the_one_before() -> None:
    outlet = make_outlet()
    for grade in ("C", "A", "A"):
        rate(outlet, grade, date(2024, 1, 1), f"It is {grade}.")

    _, event = AuditEvent.objects.order_by("number")
    assert (event.action, event.subject_id) == ("outlet.rated", str(outlet.public_id))
    assert event.values_before == {"grade": "C", "since": "2024-01-01"}
    assert event.values_after == {"grade": "A", "since": "2024-01-01"}
    assert event.reason == "It is A."


def test_an_import_writes_an_event_for_each_change() -> None:
    known = make_outlet("Gazete", domain="gazette.example")
    make_outlet("Same", domain="same.example")
    lines = (
        "Gazette,gazette.example,B,2024-01-01,often right",
        "Same,same.example,,,",
        "Review,review.example,,,",
    )

    take(*lines)
    take(*lines)

    events = list(AuditEvent.objects.order_by("number"))
    assert [event.action for event in events] == [
        "outlet.changed",
        "outlet.rated",
        "outlet.created",
    ]
    assert events[0].subject_id == str(known.public_id)
    assert events[0].values_before == {"name": "Gazete"}
    assert events[0].values_after == {"name": "Gazette"}
    assert events[2].subject_label == "Review"
    assert verify().broken is None

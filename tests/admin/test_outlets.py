"""The register of outlets in the admin: grades, export, import."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.core.models import User
from factcheck.core.permissions import Role
from sources.models import Outlet, OutletRating, Reliability
from sources.outlet_sheet import MOST_BYTES
from sources.register import export_outlets, rate_outlet
from tests.admin.conftest import Login
from tests.factories import make_outlet, make_user
from tests.security.test_stored_xss import PAYLOADS, faults

PINNED = json.loads(
    (Path(__file__).parent / "query_counts.json").read_text(encoding="utf-8")
)
LIST = "admin:sources_outlet_changelist"
EXPORT = "admin:sources_outlet_export"
IMPORT = "admin:sources_outlet_import"


def rate(outlet: Outlet, grade: str = "B", day: int = 1) -> OutletRating:
    """A rating of a day in January 2024, by somebody of their own."""
    return rate_outlet(
        outlet=outlet,
        grade=Reliability(grade),
        since=date(2024, 1, day),
        reason=f"seen on day {day}",
        by=make_user(Role.EDITOR),
    )


def save(client: Client, outlet: Outlet, **fields: str) -> tuple[int, str]:
    """Send the outlet's form, ``fields`` being those of the new rating."""
    old = str(outlet.ratings.count())
    response = client.post(
        reverse("admin:sources_outlet_change", args=[outlet.pk]),
        {
            "name": outlet.name,
            "domain": outlet.domain or "",
            "kind": outlet.kind,
            "ratings-TOTAL_FORMS": old,
            "ratings-INITIAL_FORMS": old,
            "ratings-2-TOTAL_FORMS": "1",
            "ratings-2-INITIAL_FORMS": "0",
            **{
                name if "-" in name else f"ratings-2-0-{name}": value
                for name, value in fields.items()
            },
        },
    )
    return response.status_code, response.content.decode()


def send(client: Client, data: bytes) -> tuple[int, str]:
    """Send a file to the form, and follow it to where it leads."""
    file = SimpleUploadedFile("outlets.csv", data, content_type="text/csv")
    response = client.post(reverse(IMPORT), {"file": file}, follow=True)
    return response.status_code, response.content.decode()


def test_the_list_shows_the_grade_of_today(login: Login) -> None:
    outlet = make_outlet("Gazette")
    make_outlet("Review")
    rate(outlet, "B", 1)
    rate(outlet, "D", 2)

    page = BeautifulSoup(login(Role.READER).get(reverse(LIST)).content, "lxml")

    cells = [cell.get_text() for cell in page.select("td.field-reliability")]
    assert cells == ["D: not usually reliable", "not rated"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("reliability=D", ["Gazette"]),
        ("reliability=B", []),  # it was, but is no longer
        ("reliability=none", ["Review"]),
        ("kind__exact=agency", ["Review"]),
        ("", ["Gazette", "Review"]),
    ],
)
def test_the_list_is_filtered(query: str, names: list[str], login: Login) -> None:
    outlet = make_outlet("Gazette")
    make_outlet("Review", kind="agency")
    rate(outlet, "B", 1)
    rate(outlet, "D", 2)

    page = login(Role.READER).get(f"{reverse(LIST)}?{query}")

    assert [row.name for row in page.context["cl"].result_list] == names


def test_an_editor_adds_a_rating_that_is_theirs(login: Login) -> None:
    outlet = make_outlet()
    rate(outlet)
    editor = make_user(Role.EDITOR)

    status, _ = save(
        login(user=editor), outlet, grade="C", since="2025-02-01", reason=" why\r\nso "
    )

    assert status == 302
    added = outlet.ratings.get(grade="C")
    assert (added.since, added.reason) == (date(2025, 2, 1), "why\nso")
    assert added.rated_by == editor
    assert outlet.ratings.count() == 2


def test_an_outlet_is_saved_without_a_rating_and_made_with_one(login: Login) -> None:
    client = login()
    outlet = make_outlet("Gazette")

    assert save(client, outlet)[0] == 302
    assert not OutletRating.objects.exists()

    made = client.post(
        reverse("admin:sources_outlet_add"),
        {
            "name": "Review",
            "domain": "WWW.Review.example",
            "kind": "news",
            "country": "gb",
            "ratings-TOTAL_FORMS": "1",
            "ratings-INITIAL_FORMS": "0",
            "ratings-0-grade": "A",
            "ratings-0-since": "2025-02-01",
            "ratings-0-reason": "seen",
        },
    )

    assert made.status_code == 302
    outlet = Outlet.objects.get(name="Review")
    assert (outlet.domain, outlet.country) == ("review.example", "GB")
    assert outlet.ratings.get().grade == "A"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"grade": "A", "since": "2025-02-01"}, "This field is required"),
        ({"grade": "A", "since": "2025-02-01", "reason": "\x07"}, "Say why"),
        ({"grade": "A", "reason": "seen"}, "This field is required"),
        ({"grade": "G", "since": "2025-02-01", "reason": "seen"}, "valid choice"),
        ({"grade": "A", "since": "2999-01-01", "reason": "seen"}, "still to come"),
        ({"grade": "A", "since": "2025-02-01", "reason": "x" * 2001}, "at most 2,000"),
    ],
)
def test_a_rating_without_sense_stays_in_the_form(
    fields: dict[str, str], message: str, login: Login
) -> None:
    outlet = make_outlet()

    status, page = save(login(), outlet, **fields)

    assert (status, message in page) == (200, True)
    assert not OutletRating.objects.exists()


def test_not_even_a_superuser_changes_or_deletes_a_rating(login: Login) -> None:
    outlet = make_outlet()
    rate(outlet)
    (before,) = OutletRating.objects.values()
    client = login(user=User.objects.create_superuser("root"))
    changed = {
        "id": str(before["id"]),
        "outlet": str(outlet.pk),
        "grade": "F",
        "since": "2020-01-01",
        "reason": "changed",
        "DELETE": "on",
    }

    for prefix in ("ratings", "ratings-2"):
        fields = {f"{prefix}-0-{name}": value for name, value in changed.items()}
        save(client, outlet, **{f"{prefix}-INITIAL_FORMS": "1", **fields})

    kept = OutletRating.objects.filter(pk=before["id"])
    assert list(kept.values()) == [before]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR}))
def test_others_see_ratings_and_add_none(role: Role, login: Login) -> None:
    outlet = make_outlet()
    rate(outlet)
    client = login(role)

    page = client.get(reverse("admin:sources_outlet_change", args=[outlet.pk]))
    status, _ = save(client, outlet, grade="C", since="2025-02-01", reason="mine")

    assert "seen on day 1" in page.content.decode()
    assert "New reliability rating" not in page.content.decode()
    assert not re.search(r'name="ratings-\d+-grade', page.content.decode())
    assert status == 403
    assert outlet.ratings.count() == 1


def test_a_page_with_many_ratings_needs_the_pinned_queries(login: Login) -> None:
    outlet = make_outlet()
    client = login()
    url = reverse("admin:sources_outlet_change", args=[outlet.pk])
    counts = []

    for days in (range(1, 3), range(3, 30)):
        for day in days:
            rate(outlet, "B", day)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] == PINNED["sources_outlet_change"]


# --- The sheet -------------------------------------------------------------------


def test_the_export_is_a_file_that_excel_reads(login: Login) -> None:
    make_outlet("=1+1 Géant")

    response = login(Role.READER).get(reverse(EXPORT))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="outlets-')
    assert response.content.startswith(b"\xef\xbb\xbfname,domain,")
    assert "\r\n'=1+1 Géant,,news," in response.content.decode()


def test_the_buttons_are_there_for_those_who_may(login: Login) -> None:
    for role, may_import in ((Role.READER, False), (Role.EDITOR, True)):
        page = login(role).get(reverse(LIST)).content.decode()

        assert reverse(EXPORT) in page
        assert (reverse(IMPORT) in page) is may_import


def test_an_exported_file_is_imported_and_changes_nothing(login: Login) -> None:
    rate(make_outlet("Gazette", domain="gazette.example"))
    client = login()
    before = list(Outlet.objects.values()), list(OutletRating.objects.values())

    _, page = send(client, client.get(reverse(EXPORT)).content)

    assert "Imported: 0 new, 0 changed, 1 as before; new ratings: 0." in page
    after = list(Outlet.objects.values()), list(OutletRating.objects.values())
    assert after == before


def test_an_import_is_told_and_is_the_editors(login: Login) -> None:
    editor = make_user(Role.EDITOR)

    status, page = send(
        login(user=editor),
        b"name,reliability,reliability_reason\nGazette,B,seen\nReview,,\n",
    )

    assert status == 200
    assert "Imported: 2 new, 0 changed, 0 as before; new ratings: 1." in page
    assert OutletRating.objects.get().rated_by == editor


def test_faults_are_listed_and_nothing_is_stored(login: Login) -> None:
    _, page = send(login(), b"name,kind\nGood,news\nBad,paper\n,news\n")

    soup = BeautifulSoup(page, "lxml")
    rows = [[c.get_text() for c in r.select("td")] for r in soup.select(".faults tr")]
    assert "Error:" in soup.title.get_text()
    assert "Nothing was imported: 2 faults" in soup.select_one("[role=alert]").text
    assert [row[:2] for row in rows[1:]] == [["3", "kind"], ["4", "name"]]
    assert "Write one of: news" in rows[1][2]
    assert not Outlet.objects.exists()


def test_of_many_faults_the_page_names_a_hundred(login: Login) -> None:
    lines = "".join(f"Paper {n},paper\n" for n in range(150))

    _, page = send(login(), f"name,kind\n{lines}".encode())

    assert "150 faults" in page
    assert "The first 100 are listed" in page
    assert page.count('<td class="line">') == 100


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "It is empty"),
        (b"PK\x03\x04\0\0", "NUL"),
        ("name\nGéant".encode("cp1252"), "Save it as “CSV UTF-8”"),
        (b"name\n" + b"x" * 1_000_000, "longer than 100,000"),
        (b"name\n" + b"x" * MOST_BYTES, "at most 5 MB"),
    ],
)
def test_what_is_no_sheet_is_said(data: bytes, message: str, login: Login) -> None:
    status, page = send(login(), data)

    assert status == 200
    assert message in page
    assert 'role="alert"' in page


def test_no_file_is_said(login: Login) -> None:
    page = login().post(reverse(IMPORT)).content.decode()

    assert "Choose a file first." in page


@pytest.mark.parametrize("payload", PAYLOADS[::5])
def test_a_payload_in_a_file_comes_back_as_text(payload: str, login: Login) -> None:
    quoted = '"' + payload.replace('"', '""') + '"'

    response = login().post(
        reverse(IMPORT),
        {"file": SimpleUploadedFile("x.csv", f"name,{quoted}\nA,B\n".encode())},
    )

    assert faults(response.content) == []
    assert "no such column" in response.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR}))
def test_nobody_else_imports(role: Role, login: Login) -> None:
    status, _ = send(login(role), export_outlets().encode() + b"Gazette,,news,,,,,,")

    assert status == 403
    assert not Outlet.objects.exists()


@pytest.mark.django_db
def test_the_form_needs_its_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.EDITOR))

    assert send(client, b"name\nGazette")[0] == 403
    assert not Outlet.objects.exists()

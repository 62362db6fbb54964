"""Every way in which people change something is in the ledger, or it is said why not.

A new route, form, action, command or job fails here until it is listed in
``tests/deeds/``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.core.management import get_commands
from django.db.models import Model
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from claims.admin.correcting import Desk
from claims.admin.speaker_pages import _DEEDS as SPEAKER_DEEDS
from claims.api.correction_shapes import REQUESTS
from factcheck.core.ledger import verify
from factcheck.core.models import Action, AuditEvent, User
from tests.deeds.admin import ADMIN
from tests.deeds.api import API
from tests.deeds.elsewhere import COMMANDS, ELSEWHERE, JOBS
from tests.deeds.ways import PHRASE, Hands, Way
from tests.factories import make_claim

ROOT = Path(__file__).parents[2]
FACES = (
    "factcheck/*.py",
    "factcheck/core/admin/*.py",
    "factcheck/core/api/*.py",
    "*/management/commands/*.py",
    "factcheck/core/management/commands/*.py",
    "sources/admin/*.py",
    "sources/api/*.py",
    "claims/admin/*.py",
    "claims/api/*.py",
    "claims/unsubscribing.py",
)
WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "create_user"}
WRITES |= {"get_or_create", "update_or_create", "create_superuser"}
OURS = ("factcheck.core", "sources", "claims")
STOCK = ("add", "change", "delete", "history", "changelist")
DONE = [
    pytest.param(channel, found, id=f"{channel} {name}")
    for channel, ways in (
        ("admin", ADMIN),
        ("api", API),
        ("command", COMMANDS),
        ("system", ELSEWHERE),
    )
    for name, found in ways.items()
    if isinstance(found, Way) and found.do
]


# --- The lists --------------------------------------------------------------------


def names(ways: dict[str, Way | str]) -> set[str]:
    """The ways without their several deeds."""
    return {name.partition(": ")[0] for name in ways}


def deeds_of(name: str, ways: dict[str, Way | str]) -> set[str]:
    """The several deeds of a way."""
    parts = [listed.partition(": ") for listed in ways]
    return {deed for way, _, deed in parts if way == name}


def mounted(prefix: str) -> URLResolver:
    return next(
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and str(entry.pattern) == prefix
    )


def route_names(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from route_names(entry)
        elif entry.name:
            yield entry.name


def writing_methods() -> Iterator[str]:
    """Those of the API that are no GET, each with its route."""
    for entry in mounted("api/v1/").url_patterns:
        permissions = getattr(getattr(entry.callback, "cls", None), "permissions", {})
        yield from (
            f"{method} {entry.name}" for method in permissions if method != "GET"
        )


def forms_and_actions() -> Iterator[str]:
    """What the stock pages let a superuser do, and every page besides them."""
    request: Any = RequestFactory().get("/")
    request.user = User(username="root", is_superuser=True)
    stock = set()
    for model, its_admin in admin.site._registry.items():
        label = model._meta.label_lower
        stock |= {f"{label.replace('.', '_')}_{page}" for page in STOCK}
        for deed in ("add", "change", "delete"):
            asked = getattr(its_admin, f"has_{deed}_permission")
            if asked(request):
                yield f"{deed} {label}"
        for action in its_admin.get_actions(request):
            yield f"action {label} {action}"
    all_pages = list(route_names(mounted("admin/")))
    twice = {page for page in all_pages if all_pages.count(page) > 1}
    yield from (f"page {page}" for page in {*all_pages} - stock | twice)


def test_every_writing_method_of_the_api_is_listed() -> None:
    assert set(writing_methods()) == names(API)
    assert deeds_of("POST claim-corrections", API) == set(REQUESTS)


def test_every_form_action_and_page_of_the_admin_is_listed() -> None:
    assert set(forms_and_actions()) == names(ADMIN)
    assert deeds_of("page claims_speaker_details", ADMIN) == set(SPEAKER_DEEDS)


@pytest.mark.django_db
def test_every_form_of_a_claim_is_listed() -> None:
    forms = Desk(make_claim(), search="").forms

    assert deeds_of("page claims_claim_correct", ADMIN) == {"words", *forms}


def test_every_command_job_and_other_route_is_listed() -> None:
    commands = {name for name, app in get_commands().items() if app in OURS}
    others = {
        str(entry.name or "")
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLPattern)
    }

    assert commands == set(COMMANDS)
    assert set(settings.JOB_HANDLERS) == set(JOBS)
    assert others == set(ELSEWHERE)


def test_every_action_is_recorded_by_some_way() -> None:
    ways = (*ADMIN.values(), *API.values(), *COMMANDS.values(), *JOBS.values())
    ways += (*ELSEWHERE.values(),)
    listed = {action for way in ways if isinstance(way, Way) for action in way.records}

    # Follows from other deeds.
    assert set(Action.values) - listed == {Action.CLAIM_STALE}


def writes(path: Path) -> Iterator[str]:
    """The calls in a module that store something in the database."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        found, name = node.func.value, node.func.attr
        is_chain = isinstance(found, ast.Call) and isinstance(found.func, ast.Attribute)
        if name in WRITES or (name == "update" and is_chain):
            yield f"{path.relative_to(ROOT)}: {ast.unparse(node)}"


def test_faces_leave_all_writing_to_services() -> None:
    found = {
        call for face in FACES for path in ROOT.glob(face) for call in writes(path)
    }

    assert found == {
        # When a token was last used: nobody decided that.
        "factcheck/core/api/authentication.py: "
        "ApiToken.objects.filter(pk=token.pk).update(last_used_at=minute)",
        "sources/admin/outlets.py: formset.save(commit=False)",  # stores nothing
    }


# --- The deeds --------------------------------------------------------------------


@pytest.fixture
def hands(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Hands:
    cache.clear()  # these are more calls than a minute allows
    settings.REPORT_FROM = "desk@desk.example"
    settings.EMAIL_HOST = "127.0.0.1"  # nothing is sent: no job runs
    monkeypatch.setattr("getpass.getpass", lambda prompt="": PHRASE)
    user = User.objects.create_superuser("root", password=PHRASE)
    return Hands(user, tmp_path)


@pytest.mark.django_db
@pytest.mark.parametrize(("channel", "way"), DONE)
def test_what_is_done_is_recorded(channel: str, way: Way, hands: Hands) -> None:
    assert way.do
    row = way.given(hands)
    before = AuditEvent.objects.count()

    done = way.do(hands, row)

    events = list(AuditEvent.objects.filter(number__gt=before).order_by("number"))
    assert {event.action for event in events} == set(way.records)
    assert {event.channel for event in events} == {channel}
    actor = hands.user.public_id if channel in ("admin", "api") else None
    assert {event.actor_id for event in events} == {actor}
    assert len({event.request_id for event in events}) == 1
    event = next(one for one in events if one.action == way.records[0])
    assert event.values_before.items() >= way.before.items()
    assert event.values_after.items() >= way.after.items()
    subject = done if isinstance(done, Model) else row
    if isinstance(subject, Model):
        assert str(subject.public_id) in {one.subject_id for one in events}
    assert verify().broken is None

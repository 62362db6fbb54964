"""The ledger in the API: read by editors and auditors, written by nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from factcheck.core.models import AuditEvent
from factcheck.lib import clock
from tests.api.conftest import ROOT, Caller
from tests.factories import make_user
from tests.ledger import recorded

PATH = "/api/v1/audit/"


@pytest.fixture
def auditor(caller: Callable[[str], Caller]) -> Caller:
    """Somebody who may read the ledger."""
    return caller("auditor")


def test_the_newest_event_comes_first_with_all_that_its_hash_covers(
    auditor: Caller,
) -> None:
    recorded()
    event = recorded(
        by=make_user(username="ana"), before={"country": ""}, after={"country": "GB"}
    )

    one, other = auditor.get(PATH).json()["results"]

    assert one == {
        "id": str(event.public_id),
        "number": 2,
        "happened_at": event.happened_at.isoformat().replace("+00:00", "Z"),
        "actor": {"id": str(event.actor_id), "name": "ana"},
        "channel": "system",
        "action": "outlet.changed",
        "subject": {"kind": "tests.thing", "id": "7", "label": "A thing"},
        "before": {"country": ""},
        "after": {"country": "GB"},
        "reason": "",
        "request_id": str(event.request_id),
        "previous_hash": other["hash"],
        "hash": event.hash,
    }
    assert other["actor"] is None


def test_a_hash_is_computed_from_the_api_as_the_documentation_says(
    auditor: Caller,
) -> None:
    recorded(before={"é": ["“", None]}, after={"é": 10**20}, reason="“why”")
    recorded(by=make_user(username="zoë"))
    written = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    code = written.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - ours

    for event in auditor.get(PATH).json()["results"]:
        assert names["hash_of"](event) == event["hash"]


def test_events_are_filtered(auditor: Caller) -> None:
    recorded()
    recorded(action="article.deleted")
    hour = timedelta(hours=1)
    ago, soon = (clock.now() - hour).isoformat(), (clock.now() + hour).isoformat()

    def numbers(**query: str) -> list[int]:
        return [event["number"] for event in auditor.get(PATH, query).json()["results"]]

    assert numbers(action="article.deleted") == [2]
    assert numbers(subject="7", ordering="number") == [1, 2]
    assert numbers(subject="8") == []
    assert numbers(happened_at__gte=ago, happened_at__lte=soon) == [2, 1]
    assert numbers(happened_at__gte=soon) == numbers(happened_at__lte=ago) == []
    assert auditor.get(PATH, {"action": "nothing.known"}).status_code == 400


def test_pages_follow_the_cursor_while_events_are_added(auditor: Caller) -> None:
    for _ in range(5):
        recorded()
    page = auditor.get(PATH, {"page_size": 2}).json()
    recorded()

    numbers = [event["number"] for event in page["results"]]
    while page["next"]:
        page = auditor.get(page["next"]).json()
        numbers += [event["number"] for event in page["results"]]

    assert numbers == [5, 4, 3, 2, 1]


def test_the_api_has_no_way_to_change_an_event(
    caller: Callable[[str], Caller],
) -> None:
    event = recorded(reason="as it was")
    editor = caller("editor")
    body = json.dumps({"reason": "another"})

    statuses = {
        editor.generic(method, path, body, "application/json").status_code
        for method in ("POST", "PUT", "PATCH", "DELETE")
        for path in (PATH, f"{PATH}{event.public_id}/", f"{PATH}{event.number}/")
    }

    assert statuses == {404, 405}
    assert AuditEvent.objects.get().reason == "as it was"

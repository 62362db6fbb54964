"""Recording: one event for each deed, with who, what and why, in a chain."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import transaction

from factcheck.core import acting, audit
from factcheck.core.ledger import canonical, digest, verify
from factcheck.core.models import Action, AuditEvent, LedgerHead
from factcheck.core.models.audit import GENESIS
from factcheck.core.permissions import Role
from factcheck.lib import clock
from tests.factories import make_article, make_user
from tests.ledger import THING, recorded


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_what_and_why() -> None:
    editor = make_user(Role.EDITOR, username="ana")
    article = make_article(title="Council to close the pool")

    event = recorded(
        action=Action.ARTICLE_DELETED,
        subject=article,
        by=editor,
        before={"title": article.title},
        after={},
        reason="It was added twice.",
    )

    event.refresh_from_db()
    assert (event.number, event.actor_id, event.actor_name) == (
        1,
        editor.public_id,
        "ana",
    )
    assert event.action == "article.deleted"
    assert (event.subject_kind, event.subject_id, event.subject_label) == (
        "sources.article",
        str(article.public_id),
        "Council to close the pool",
    )
    assert event.values_before == {"title": "Council to close the pool"}
    assert event.values_after == {}
    assert event.reason == "It was added twice."
    assert abs(clock.now() - event.happened_at) < timedelta(seconds=60)


@pytest.mark.django_db
def test_events_are_counted_and_each_seals_the_one_before() -> None:
    events = [recorded(reason=str(n)) for n in range(3)]

    assert [event.number for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == [
        GENESIS,
        events[0].hash,
        events[1].hash,
    ]
    head = LedgerHead.objects.get()
    assert (head.number, head.hash) == (3, events[2].hash)


FROZEN = AuditEvent(
    number=2,
    public_id=uuid.UUID("6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01"),
    happened_at=datetime(
        2026, 3, 31, 10, 15, 0, 70, tzinfo=timezone(timedelta(hours=2))
    ),
    actor_id=uuid.UUID("f31c1274-4398-4127-a96b-e23aede62d70"),
    actor_name="zoë",
    channel="admin",
    action="outlet.changed",
    subject_kind="sources.outlet",
    subject_id="3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11",
    subject_label="“Harbour” \U0001f4f0",
    before='{"country":"","name":"Harbour Gazete"}',
    after='{"country":"GB","name":"Harbour Gazette"}',
    reason="",
    request_id=uuid.UUID("0b9c2a51-3f8f-4f4e-9c3e-5a1c3b9b7c10"),
    previous_hash="ab" * 32,
)
FROZEN_HASH = "d7ab354b5049b4adf482ada1255f49e6b24af73e160b69cd572d87e0c6af469b"
SERIALISED = (
    '{"action":"outlet.changed",'
    '"actor_id":"f31c1274-4398-4127-a96b-e23aede62d70",'
    '"actor_name":"zo\\u00eb",'
    '"after":"{\\"country\\":\\"GB\\",\\"name\\":\\"Harbour Gazette\\"}",'
    '"before":"{\\"country\\":\\"\\",\\"name\\":\\"Harbour Gazete\\"}",'
    '"channel":"admin","format":1,'
    '"happened_at":"2026-03-31T08:15:00.000070+00:00",'
    '"number":2,'
    '"previous_hash":"' + "ab" * 32 + '",'
    '"public_id":"6a0c8c0e-8d0e-4d3b-9a53-3c1c2a1d9f01",'
    '"reason":"",'
    '"request_id":"0b9c2a51-3f8f-4f4e-9c3e-5a1c3b9b7c10",'
    '"subject_id":"3e5c1f7a-6d0b-4a6e-8c39-2f5f0d1b7a11",'
    '"subject_kind":"sources.outlet",'
    '"subject_label":"\\u201cHarbour\\u201d \\ud83d\\udcf0"}'
)


def test_what_a_hash_covers_never_changes() -> None:
    assert canonical(FROZEN) == SERIALISED
    assert digest(FROZEN) == hashlib.sha256(SERIALISED.encode()).hexdigest()
    assert digest(FROZEN) == FROZEN_HASH


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "",
        "quotes \" ' and \\ and \u2028 and \U0001f4f0 and \x00 and \ud800",
        10**30,
        -1,
        True,
        None,
        ["b", {"z": 1, "a": [None]}],
    ],
)
def test_an_event_has_the_same_hash_when_it_is_read_back(value: object) -> None:
    event = recorded(before={"b": value, "a": 1}, after={"é": value})

    stored = AuditEvent.objects.get()

    assert digest(stored) == stored.hash == event.hash
    assert stored.values_before == {"a": 1, "b": value}
    assert stored.before == json.dumps(
        {"a": 1, "b": value}, sort_keys=True, separators=(",", ":")
    )


@pytest.mark.django_db
def test_times_days_and_ids_are_kept_as_text() -> None:
    id = uuid.uuid4()
    moment = datetime(2026, 3, 31, 10, 15, tzinfo=timezone(timedelta(hours=2)))

    event = recorded(after={"at": moment, "on": moment.date(), "id": id})

    assert event.values_after == {
        "at": "2026-03-31T08:15:00.000000+00:00",
        "on": "2026-03-31",
        "id": str(id),
    }


@pytest.mark.django_db
def test_a_long_value_is_kept_as_what_proves_it() -> None:
    text = "word " * 1_000

    event = recorded(
        before={"text": text}, subject=audit.Subject("tests.thing", "7", text)
    )

    kept = event.values_before["text"]
    assert kept["characters"] == len(text) + 2  # as JSON, in quotes
    assert kept["sha256"] == hashlib.sha256(json.dumps(text).encode()).hexdigest()
    assert text.startswith(kept["begins"])
    assert len(event.before) < 500
    assert len(event.subject_label) == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"after": {"share": 0.5}}, TypeError),
        ({"after": {"raw": b"bytes"}}, TypeError),
        ({"after": {str(n): n for n in range(51)}}, ValueError),
        ({"reason": "x" * 2_001}, ValueError),
        ({"action": "nothing.known"}, ValueError),
    ],
)
def test_what_cannot_be_kept_is_refused(
    fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        recorded(**fields)

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_transaction_that_is_rolled_back_leaves_no_event_and_no_gap() -> None:
    first = recorded()
    with transaction.atomic():
        recorded()
        transaction.set_rollback(True)

    second = recorded()

    assert (second.number, second.previous_hash) == (2, first.hash)
    assert AuditEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_of_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record(action=Action.OUTLET_CHANGED, subject=THING, by=None)


@pytest.mark.django_db
def test_the_deletion_of_a_user_leaves_what_they_did() -> None:
    user = make_user(username="ana")
    event = recorded(by=user)

    user.delete()

    event.refresh_from_db()
    assert event.actor_name == "ana"
    assert verify().broken is None


@pytest.mark.django_db
def test_events_of_one_occasion_share_its_id() -> None:
    with acting.through(acting.Channel.COMMAND) as command:
        one, two = recorded(), recorded()
        with acting.through(acting.Channel.JOB):
            inside = recorded()
        three = recorded()
    outside, later = recorded(), recorded()

    assert {e.request_id for e in (one, two, three)} == {command.request_id}
    assert {e.channel for e in (one, two, three)} == {"command"}
    assert (inside.channel, outside.channel) == ("job", "system")
    assert len({e.request_id for e in (inside, outside, later, one)}) == 4

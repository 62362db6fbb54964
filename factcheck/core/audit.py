"""Writing to the ledger: `record` is called by every service that changes something
on somebody's word, in the transaction that changes it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from django.db import models, transaction

from factcheck.core import acting
from factcheck.core.ledger import canonical_json, digest
from factcheck.core.models.audit import (
    LONGEST_LABEL,
    LONGEST_REASON,
    Action,
    AuditEvent,
    LedgerHead,
)
from factcheck.core.models.user import User
from factcheck.lib import clock

MOST_VALUES: Final = 50
"""Names in ``before`` and in ``after``."""
LONGEST_VALUE: Final = 2_000
"""Characters of one value's JSON; of a longer one its hash is kept."""
_BEGINNING = 200  # characters of a longer one that are kept
_AT_ONCE = 500  # rows in one statement

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Subject:
    """What something was done to, told so that it can be gone afterwards."""

    kind: str  # such as "sources.article"
    id: str  # its public id
    label: str  # for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One change, as `record_all` takes it; the fields are those of `record`."""

    action: Action
    subject: models.Model | Subject
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    reason: str = ""


def record(
    *,
    action: Action,
    subject: models.Model | Subject,
    by: User | None,
    before: Values | None = None,
    after: Values | None = None,
    reason: str = "",
) -> AuditEvent:
    """Add an event to the ledger, in the caller's transaction.

    ``subject`` is a row with a public id, deleted or not. ``before`` and ``after``
    are the values that changed: plain JSON, times, days, UUIDs. ``by`` None is the
    machine's operator. Change first and record last: from here to the commit nobody
    else can record. Raises `RuntimeError` outside of a transaction, and `ValueError`
    or `TypeError` for values that cannot be kept.
    """
    deed = Deed(
        action=action,
        subject=subject,
        before=before or {},
        after=after or {},
        reason=reason,
    )
    return record_all([deed], by=by)[0]


def record_all(deeds: Iterable[Deed], *, by: User | None) -> list[AuditEvent]:
    """Add one event for each deed, in this order; else as `record`.

    For many in one transaction: the head row is then written once, and PostgreSQL
    need not go through its older versions for each event.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record inside the transaction that makes the change")
    occasion = acting.present()
    events = [_event(deed, occasion, by) for deed in deeds]
    if not events:
        return []
    # One writer at a time: who waits here reads the head that the other left.
    head, _ = LedgerHead.objects.select_for_update().get_or_create(pk=1)
    for event in events:
        event.number = head.number + 1
        event.happened_at = clock.now()
        event.previous_hash = head.hash
        event.hash = digest(event)
        head.number, head.hash = event.number, event.hash
    AuditEvent.objects.bulk_create(events, batch_size=_AT_ONCE)
    head.save(update_fields=["number", "hash"])
    return events


def values_of(row: models.Model, names: Iterable[str]) -> dict[str, object]:
    """The row's values of these columns."""
    return {name: getattr(row, name) for name in names}


def difference(before: Values, after: Values) -> tuple[Values, Values]:
    """Both without what is the same in both."""
    changed = [name for name in after if before.get(name) != after[name]]
    return (
        {name: before.get(name) for name in changed},
        {name: after[name] for name in changed},
    )


def subject_of(row: models.Model) -> Subject:
    """The row as a subject. Raises `ValueError` if it has no public id."""
    public_id = getattr(row, "public_id", None)
    if public_id is None:
        raise ValueError(f"{row._meta.label} has no public id to record")
    return Subject(row._meta.label_lower, str(public_id), str(row))


def _event(deed: Deed, occasion: acting.Occasion, by: User | None) -> AuditEvent:
    subject = deed.subject
    if not isinstance(subject, Subject):
        subject = subject_of(subject)
    if len(deed.reason) > LONGEST_REASON:
        raise ValueError(f"a reason has at most {LONGEST_REASON} characters")
    return AuditEvent(
        actor_id=by.public_id if by else None,
        actor_name=by.username if by else "",
        channel=occasion.channel,
        action=Action(deed.action),
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_label=_label(subject.label),
        before=_bounded(deed.before),
        after=_bounded(deed.after),
        reason=deed.reason,
        request_id=occasion.request_id,
    )


def _label(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _bounded(values: Values) -> str:
    if len(values) > MOST_VALUES:
        raise ValueError(f"an event has at most {MOST_VALUES} values")
    kept = {name: _short(_plain(value)) for name, value in values.items()}
    return canonical_json(kept)


def _short(value: object) -> object:
    """The value, or what proves a long one: its hash, length and beginning."""
    text = canonical_json(value)
    if len(text) <= LONGEST_VALUE:
        return value
    beginning = value if isinstance(value, str) else text
    return {
        "begins": beginning[:_BEGINNING],
        "characters": len(text),
        "sha256": hashlib.sha256(text.encode("ascii")).hexdigest(),
    }


def _plain(value: object) -> object:
    """The value in plain JSON. Floats are refused: languages write them differently."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(inner) for inner in value]
    raise TypeError(f"the ledger keeps no {type(value).__name__}: give its text")

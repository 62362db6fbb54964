"""The chain of the ledger: what an event's hash covers, and whether it holds.

``hash`` is the SHA-256, in lower-case hexadecimal, of a JSON object (RFC 8259) with
the members named in `canonical`, written in ASCII: names in order, no white space,
everything beyond ASCII as ``\\uXXXX``. ``previous_hash`` is one of them, so that an
event cannot be altered, moved or left out without breaking every later hash. It is
the same on every database and in every language; `docs/operations.md` shows it.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from factcheck.core.models.audit import GENESIS, AuditEvent, LedgerHead

FORMAT = 1  # of what the hash covers; a column added later needs another
_AT_ONCE = 1_000  # events in memory


def canonical_json(value: object) -> str:
    """JSON that is the same wherever it is written: sorted, compact, ASCII."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False
    )


def canonical(event: AuditEvent) -> str:
    """What the event's hash covers: all of it but the hash itself."""
    return canonical_json(
        {
            "format": FORMAT,
            "number": event.number,
            "public_id": str(event.public_id),
            "happened_at": event.happened_at.astimezone(UTC).isoformat(
                timespec="microseconds"
            ),
            "actor_id": None if event.actor_id is None else str(event.actor_id),
            "actor_name": event.actor_name,
            "channel": str(event.channel),
            "action": str(event.action),
            "subject_kind": event.subject_kind,
            "subject_id": event.subject_id,
            "subject_label": event.subject_label,
            "before": event.before,
            "after": event.after,
            "reason": event.reason,
            "request_id": str(event.request_id),
            "previous_hash": event.previous_hash,
        }
    )


def digest(event: AuditEvent) -> str:
    """The hash that the event must have."""
    return hashlib.sha256(canonical(event).encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not hold."""

    number: int
    public_id: uuid.UUID | None  # of the event found there; None if there is none
    fault: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the chain found. ``broken`` is None if all of it holds."""

    count: int  # events that hold
    number: int  # of the last of them
    hash: str
    broken: Break | None
    expected_at: int | None  # where the expected head is


def verify(*, first: int = 1, expected: str | None = None) -> Verification:
    """Walk along the chain from event ``first`` to its end, in constant memory.

    What lies before ``first`` is believed. ``expected`` is a hash that was the head
    once and was kept elsewhere: if it is in the chain, nothing up to there was cut
    off or rewritten. Events that are recorded meanwhile do no harm.
    """
    head = LedgerHead.objects.filter(pk=1).first()
    number, last_hash = first - 1, _hash_of(first - 1)
    if last_hash is None:
        return Verification(0, 0, GENESIS, Break(number, None, "it is missing"), None)
    expected_at = number if expected == last_hash else None
    broken = None
    for event in _events(after=number):
        if isinstance(event, Break):
            broken = event
            break
        fault = _fault(event, number + 1, last_hash, head)
        if fault is not None:
            broken = Break(number + 1, event.public_id, fault)
            break
        number, last_hash = event.number, event.hash
        if last_hash == expected:
            expected_at = number
    if broken is None:
        broken = _fault_of_the_end(number, head, expected, expected_at)
    return Verification(number - first + 1, number, last_hash, broken, expected_at)


def _hash_of(number: int) -> str | None:
    if number == 0:
        return GENESIS
    event = AuditEvent.objects.filter(number=number)
    return event.values_list("hash", flat=True).first()


def _fault(
    event: AuditEvent, number: int, last_hash: str, head: LedgerHead | None
) -> str | None:
    """What is wrong with the event that should have this number, if anything."""
    if event.number != number:
        return f"it is missing: after {number - 1} comes {event.number}"
    if event.previous_hash != last_hash:
        return f"it does not follow from event {number - 1}: its previous_hash differs"
    try:
        is_unaltered = event.hash == digest(event)
    except (AttributeError, TypeError, ValueError):  # SQLite stores what is no time
        is_unaltered = False
    if not is_unaltered:
        return "its content was altered: its hash is another"
    if head and number == head.number and event.hash != head.hash:
        return "it is not the event that the ledger's head row tells of"
    return None


def _fault_of_the_end(
    number: int, head: LedgerHead | None, expected: str | None, expected_at: int | None
) -> Break | None:
    if number and head is None:
        return Break(number + 1, None, "the ledger's head row is missing")
    if head and number < head.number:
        fault = f"it was cut off: {head.number} events had been recorded"
        return Break(number + 1, None, fault)
    if expected is not None and expected_at is None:
        fault = "the expected head is not among the events: they were cut off or "
        return Break(number + 1, None, f"{fault}rewritten")
    return None


def _events(*, after: int) -> Iterator[AuditEvent | Break]:
    """The events in order; a `Break` where one cannot be read at all."""
    size = _AT_ONCE
    while True:
        following = AuditEvent.objects.filter(number__gt=after).order_by("number")
        try:
            events = list(following[:size])
        except (TypeError, ValueError):  # SQLite gives what is no time or UUID
            if size == 1:
                yield Break(after + 1, None, "it cannot be read")
                return
            size = 1
            continue
        yield from events
        if len(events) < size:
            return
        after = events[-1].number

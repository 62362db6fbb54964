"""The paragraphs of a text with the claims in them marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from claims.admin.cards import Card
from claims.highlight import Mark, Stretch, Target, cut, render
from sources.models import Snapshot


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading … of the article, with its claims marked."""

    kind: str
    html: SafeString


def marked_blocks(
    snapshot: Snapshot, cards: Sequence[Card], selected: Card | None
) -> list[Block]:
    """The text's blocks in order, with the marks of these claims."""
    marks = [
        Mark(span.start, span.end, card.number, span.role, span.ordinal)
        for card in cards
        for span in card.claim.spans.all()
    ]
    targets = {card.number: Target(card.href, card.summary) for card in cards}
    places = block_places(snapshot)
    stretches = cut(
        snapshot.text,
        marks,
        breaks=[place for _, start, end in places for place in (start, end)],
    )
    chosen = selected.number if selected else None
    return [
        Block(kind, render(inside, targets, selected=chosen))
        for kind, inside in _by_block(places, stretches)
    ]


def block_places(snapshot: Snapshot) -> list[tuple[str, int, int]]:
    """Kind, start and end of each block; text that is in none becomes its own."""
    places: list[tuple[str, int, int]] = []
    end = 0
    for block in snapshot.blocks:
        if snapshot.text[end : block["start"]].strip():
            places.append(("paragraph", end, block["start"]))
        places.append((block["kind"], block["start"], block["end"]))
        end = block["end"]
    if snapshot.text[end:].strip():
        places.append(("paragraph", end, len(snapshot.text)))
    return places


def _by_block(
    places: list[tuple[str, int, int]], stretches: Iterable[Stretch]
) -> list[tuple[str, list[Stretch]]]:
    """The stretches of each block; the white space between blocks is left out."""
    waiting = iter(stretches)
    current = next(waiting, None)
    found = []
    for kind, start, end in places:
        inside = []
        while current is not None and current.start < end:
            if current.start >= start:
                inside.append(current)
            current = next(waiting, None)
        found.append((kind, inside))
    return found

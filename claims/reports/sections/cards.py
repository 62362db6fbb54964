"""Claims of a report as cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from claims.reports.document import Block, Card, Cards, Outcome, Piece, Text
from claims.reports.wording import (
    Payload,
    basis,
    day,
    number,
    place,
    plural,
    question,
    subject,
    voice,
    words,
)
from claims.verdicts.states import Aspect

MOST_CARDS: Final = 50  # with all that is known of a claim; the rest is a table or CSV
MOST_PIECES: Final = 5  # pieces of evidence on a card


def decided(decision: Payload, zone: str) -> Card:
    """A claim with what is decided on it, and on what evidence."""
    marks = [f"decided {day(decision['decided'], zone)}"]
    if decision["is_stale"]:
        marks.append("in doubt since")
    pieces = decision["evidence"]
    if len(pieces) > MOST_PIECES:
        more = plural(len(pieces) - MOST_PIECES, "more piece", "more pieces")
        marks.append(f"{more} of evidence in the CSV")
    return _card(
        decision["claim"],
        marks,
        outcomes=[_outcome(decision[aspect.value], aspect.value) for aspect in Aspect],
        pieces=[_piece(piece, zone) for piece in pieces[:MOST_PIECES]],
    )


def claims_or(
    items: Sequence[Payload], empty: str, mark: Callable[[Payload], list[str]]
) -> list[Block]:
    """The claims of the items as cards, or a sentence that there are none."""
    if not items:
        return [Text(empty)]
    blocks: list[Block] = [
        Cards([_card(one["claim"], mark(one)) for one in items[:MOST_CARDS]])
    ]
    if len(items) > MOST_CARDS:
        more = plural(len(items) - MOST_CARDS, "more is", "more are")
        blocks.append(Text(f"{more} in the CSV."))
    return blocks


def _card(
    claim: Payload,
    marks: Sequence[str],
    outcomes: Sequence[Outcome] = (),
    pieces: Sequence[Piece] = (),
) -> Card:
    return Card(
        id=claim["id"],
        content=claim["content"],
        voice=voice(claim),
        place=place(claim),
        url=claim["article"]["url"],
        marks=[words(claim["kind"]), *_reasons(claim), *marks],
        outcomes=outcomes,
        pieces=pieces,
    )


def _reasons(claim: Payload) -> list[str]:
    """Why it is among those that are checked first."""
    found = ["high risk"] if claim["is_high_risk"] else []
    if claim["worth"] is not None:
        found.append(f"worth a check: {number(claim['worth'], 2)}")
    return found


def _outcome(outcome: Payload, aspect: str) -> Outcome:
    verdict = outcome["verdict"] or ""
    return Outcome(question(aspect), verdict, words(verdict or "open"), basis(outcome))


def _piece(piece: Payload, zone: str) -> Piece:
    marks = [subject(piece["aspect"])]
    if piece["is_primary"]:
        marks.append("primary source")
    marks.append("independent" if piece["is_independent"] else "not independent")
    if "added" in piece:  # not in reports before generator 2
        marks.append(f"added {day(piece['added'], zone)}")
    return Piece(
        stance=piece["stance"],
        title=piece["title"],
        url=piece["url"],
        excerpt=piece["excerpt"],
        marks=", ".join(marks),
    )

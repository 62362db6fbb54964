"""Claims of a report as cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from claims.reports.document import Block, Card, Cards, Exhibit, Ruling, Text
from claims.reports.wording import (
    Payload,
    basis,
    day,
    place,
    plural,
    question,
    subject,
    voice,
    words,
)
from claims.verdicts.states import Aspect

MOST_CARDS: Final = 60  # with all that is known of a claim; the rest is a table or CSV
MOST_EXHIBITS: Final = 8  # pieces of evidence on a card


def decided(decision: Payload, zone: str) -> Card:
    """A claim with what is decided on it, and on what evidence."""
    marks = [f"decided {day(decision['decided'], zone)}"]
    if decision["is_stale"]:
        marks.append("in doubt since")
    pieces = decision["evidence"]
    if len(pieces) > MOST_EXHIBITS:
        more = plural(len(pieces) - MOST_EXHIBITS, "more piece", "more pieces")
        marks.append(f"{more} of evidence in the CSV")
    return _card(
        decision["claim"],
        marks,
        rulings=[_ruling(decision[aspect.value], aspect.value) for aspect in Aspect],
        exhibits=[_exhibit(piece) for piece in pieces[:MOST_EXHIBITS]],
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
    rulings: Sequence[Ruling] = (),
    exhibits: Sequence[Exhibit] = (),
) -> Card:
    risk = ["high risk"] if claim["is_high_risk"] else []
    return Card(
        id=claim["id"],
        content=claim["content"],
        voice=voice(claim),
        place=place(claim),
        url=claim["article"]["url"],
        marks=[words(claim["kind"]), *risk, *marks],
        rulings=rulings,
        exhibits=exhibits,
    )


def _ruling(outcome: Payload, aspect: str) -> Ruling:
    verdict = outcome["verdict"] or ""
    return Ruling(question(aspect), verdict, words(verdict or "open"), basis(outcome))


def _exhibit(piece: Payload) -> Exhibit:
    marks = [subject(piece["aspect"])]
    if piece["is_primary"]:
        marks.append("primary source")
    marks.append("independent" if piece["is_independent"] else "not independent")
    return Exhibit(
        stance=piece["stance"],
        title=piece["title"],
        url=piece["url"],
        excerpt=piece["excerpt"],
        marks=", ".join(marks),
    )

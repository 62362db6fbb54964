"""Finding a claim's words again in another version of its article.

Pure. A place is known by its exact words and by what stands before and after them
(the text quote selector of the W3C Web Annotation model, §4.2.4). Words that are
found with both neighbours are the same place; with one, they may be; without any
they are a lookalike, to which nothing is ever moved (hypothesis/client#7571).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

CONTEXT: Final = 48
"""Characters that must agree on a side. 32 is what annotation clients keep; two
sentences of a wire story that begin alike ("The ministry said in a statement on
Tuesday that …") need more to be told apart."""

SHORTEST: Final = 16  # characters that are enough where a text begins or ends
MOST_PLACES: Final = 50  # occurrences of the same words that are looked at


class Agreement(IntEnum):
    """How many sides of a place agree with the old text."""

    NONE = 0
    ONE = 1
    BOTH = 2


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a stretch of the old text begins in the new one.

    ``start`` is None where its words are not there, or only where others stood
    before, or (``is_lookalike``) in several places where nothing around them is as it
    was. With agreement `NONE` both texts have the words once, between other words.
    """

    start: int | None
    agreement: Agreement = Agreement.NONE
    is_lookalike: bool = False


def reanchor(old: str, new: str, places: Sequence[tuple[int, int]]) -> list[Anchor]:
    """For each half-open span of ``old``, where it is in ``new``; in their order.

    No place of the new text is given to two spans with other bounds in the old.
    Linear in the texts where they are mostly alike.
    """
    found: dict[tuple[int, int], Anchor] = {}
    taken: set[tuple[int, int]] = set()
    shift = 0
    waiting = []
    for place in sorted(set(places)):
        start, end = place
        is_free = (start + shift, end + shift) not in taken
        if not is_free or _agreement(old, place, new, start + shift) != Agreement.BOTH:
            at = _best(old, place, new, shift, taken)
            if at is None or at[0] != Agreement.BOTH:
                waiting.append((place, at))
                continue
            shift = at[1] - start
        found[place] = Anchor(start + shift, Agreement.BOTH)
        taken.add((start + shift, end + shift))
    for place, at in waiting:
        if at is None:
            found[place] = Anchor(None)
            continue
        again = _best(old, place, new, at[1] - place[0], taken)
        if again is None:
            found[place] = Anchor(None)
            continue
        if again[0] == Agreement.NONE and not _is_unique(old, new, place):
            found[place] = Anchor(None, is_lookalike=True)
            continue
        found[place] = Anchor(again[1], again[0])
        taken.add((again[1], again[1] + place[1] - place[0]))
    return [found[place] for place in places]


def _best(
    old: str,
    place: tuple[int, int],
    new: str,
    shift: int,
    taken: set[tuple[int, int]],
) -> tuple[Agreement, int] | None:
    """The free occurrence with most agreement, of these the nearest to ``shift``."""
    start, end = place
    free = [
        at
        for at in _occurrences(old[start:end], new)
        if (at, at + end - start) not in taken
    ]
    if not free:
        return None
    best = max(
        free,
        key=lambda at: (_agreement(old, place, new, at), -abs(at - start - shift)),
    )
    return _agreement(old, place, new, best), best


def _occurrences(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1)


def _is_unique(old: str, new: str, place: tuple[int, int]) -> bool:
    words = old[place[0] : place[1]]
    return old.count(words) == new.count(words) == 1


def _agreement(old: str, place: tuple[int, int], new: str, at: int) -> Agreement:
    """How many neighbours of ``new[at:]`` are those of the place in ``old``."""
    start, end = place
    if at < 0 or new[at : at + end - start] != old[start:end]:
        return Agreement.NONE
    before = sorted((_before(old, start), _before(new, at)), key=len)
    after = sorted((_after(old, end), _after(new, at + end - start)), key=len)
    # The shorter one reaches to an end of its text; the other may go on.
    sides = (
        before[0] == before[1]
        or (len(before[0]) >= SHORTEST and before[1].endswith(before[0])),
        after[0] == after[1]
        or (len(after[0]) >= SHORTEST and after[1].startswith(after[0])),
    )
    return Agreement(sum(sides))


# White space does not count: readers and outlets change it without changing a word.


def _before(text: str, end: int) -> str:
    return "".join(text[max(0, end - 2 * CONTEXT) : end].split())[-CONTEXT:]


def _after(text: str, start: int) -> str:
    return "".join(text[start : start + 2 * CONTEXT].split())[:CONTEXT]

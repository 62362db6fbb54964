"""Who an article says it has its text from: agencies in bylines and datelines.

A credit names the origin of the text ("LONDON (Reuters) - ", "By the Associated
Press", "© 2026 AFP"); a contribution ("Reuters contributed to this report") says
that parts may come from elsewhere. What an article only reports an agency to have
said is a citation, not a credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sources.independence.agencies import agencies
from sources.independence.names import KnownOutlet, Named, Names
from sources.independence.patterns import (
    ADDITIONAL,
    BY,
    CONTRIBUTED,
    COPYRIGHT,
    DATELINE,
    DATELINE_BARE,
    LINE,
    PROVIDED,
    SEPARATOR,
    SIGN_OFF,
    SOURCE_LINE,
    STAFF,
    UNNAMED,
    WITH,
)

_HEAD_LINES: Final = 8
_TAIL_LINES: Final = 8
_LINE_AT_MOST: Final = 160  # characters of a line that is nothing but a credit
_HEAD: Final = 2_500  # characters in which a dateline heads the whole article


_BARE_HEAD: Final = 2  # lines at the head, and at the end, where a bare name is
_BARE_TAIL: Final = 4  # a credit; elsewhere it is a picture's
_BEFORE: Final = frozenset(["", "the", "from", "from the", "by", "by the", "for"])
_AFTER: Final = frozenset(["", "'s", "’s", ".com"])


class CreditKind(StrEnum):
    """How much of the text the credit is for."""

    CREDITED = "credited"
    CONTRIBUTED = "contributed"


class CreditPlace(StrEnum):
    """Where it stands. ``BYLINE`` spans count in the byline given apart."""

    BYLINE = "byline"
    HEAD = "head"
    DATELINE = "dateline"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency credited by an article.

    ``agency`` is its canonical name, empty where the article says "agencies" and
    no more. ``start`` and ``end`` bound the words of the credit, in code points
    of the text, or of the byline if ``place`` is ``BYLINE``.
    """

    agency: str
    kind: CreditKind
    place: CreditPlace
    start: int
    end: int


def find_credits(
    text: str, *, byline: str = "", outlets: Iterable[KnownOutlet] = ()
) -> tuple[Credit, ...]:
    """Every agency that the text or the byline credits, each once per place.

    ``outlets`` is the caller's register, of which the agencies count; its names
    go before the built-in ones. In order of place and position.
    """
    names = _names(tuple(one for one in outlets if one.is_agency))
    found = [
        *_of_byline(byline, names, CreditPlace.BYLINE, 0, len(byline)),
        *_of_head(text, names),
        *_of_datelines(text, names),
        *_of_closing(text, names),
    ]
    return tuple(_without_repetitions(found))


@lru_cache(maxsize=8)
def _names(own: tuple[KnownOutlet, ...]) -> Names:
    return Names((*own, *agencies()), for_credits=True)


def _without_repetitions(found: Sequence[Credit]) -> Iterator[Credit]:
    """The strongest of what overlaps or repeats an agency at one place."""
    places = list(CreditPlace)
    order = sorted(
        found,
        key=lambda one: (
            places.index(one.place),
            one.kind is not CreditKind.CREDITED,
            one.start,
            one.end,
        ),
    )
    seen: set[tuple[CreditPlace, str]] = set()
    kept = []
    for credit in order:
        if (credit.place, credit.agency) not in seen:
            seen.add((credit.place, credit.agency))
            kept.append(credit)
    yield from sorted(kept, key=lambda one: (places.index(one.place), one.start))


# --- Bylines -----------------------------------------------------------------


def _of_byline(
    text: str, names: Names, place: CreditPlace, start: int, end: int
) -> Iterator[Credit]:
    """Credits in a byline, part by part: "By Jane Doe and Jim Roe, Reuters".

    An agency joined to a person by "and" or "with" wrote only a part.
    """
    begin = BY.match(text, start, end)
    at = begin.end() if begin else start
    joined, people = "", False
    for part_start, part_end, separator in _parts(text, at, end):
        named = _whole(text, part_start, part_end, names)
        if named is not None:
            shared = "with" in joined or (people and joined in ("and", "&"))
            kind = CreditKind.CONTRIBUTED if shared else CreditKind.CREDITED
            yield Credit(named.outlet.name, kind, place, part_start, part_end)
        elif UNNAMED.fullmatch(text, part_start, part_end):
            yield Credit("", CreditKind.CONTRIBUTED, place, part_start, part_end)
        else:
            people = True
        joined = separator


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Start, end of each part without blanks, and the separator after it."""
    at = start
    for separator in SEPARATOR.finditer(text, start, end):
        if text[at : separator.start()].strip():
            yield (
                *_stripped(text, at, separator.start()),
                separator[0].strip().lower(),
            )
        at = separator.end()
    if text[at:end].strip():
        yield (*_stripped(text, at, end), "")


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return start, start + len(part.strip())


def _whole(text: str, start: int, end: int, names: Names) -> Named | None:
    """The agency, if the part is nothing but its name and words like "staff"."""
    named = next(names.all_in(text, start, end), None)
    if named is None:
        return None
    before = text[start : named.start].strip(" .([").lower()
    after = text[named.end : end].strip(" .)]")
    if before not in _BEFORE and not before.endswith((" of", " of the")):
        return None
    if "contributed" in after:
        return None
    return named if after in _AFTER or STAFF.match(after) else None


# --- Lines at the head -------------------------------------------------------


def _of_head(text: str, names: Names) -> Iterator[Credit]:
    after_byline = False
    for index, line in enumerate(LINE.finditer(text)):
        start, end = line.span()
        if index >= _HEAD_LINES or 2 * start >= len(text):
            return
        if end - start > _LINE_AT_MOST:
            continue
        is_byline = BY.match(text, start, end) is not None
        may_be_bare = index < _BARE_HEAD or after_byline
        if is_byline or (may_be_bare and _is_only_names(text, start, end, names)):
            yield from _of_byline(text, names, CreditPlace.HEAD, start, end)
        elif source := SOURCE_LINE.match(text, start, end):
            yield from _credited(
                text, names, CreditPlace.HEAD, source.end(), end, start
            )
        after_byline = is_byline


def _is_only_names(text: str, start: int, end: int, names: Names) -> bool:
    parts = list(_parts(text, start, end))
    return bool(parts) and all(
        _whole(text, part_start, part_end, names) for part_start, part_end, _ in parts
    )


def _credited(
    text: str,
    names: Names,
    place: CreditPlace,
    start: int,
    end: int,
    begin: int | None = None,
) -> Iterator[Credit]:
    """A credit, from ``begin`` if given, for each part that is an agency's name."""
    for part_start, part_end, _ in _parts(text, start, end):
        named = _whole(text, part_start, part_end, names)
        if named is not None:
            at = part_start if begin is None else begin
            yield Credit(named.outlet.name, CreditKind.CREDITED, place, at, part_end)


# --- Datelines ---------------------------------------------------------------


def _of_datelines(text: str, names: Names) -> Iterator[Credit]:
    """Datelines: of the whole at the head, of a part further down."""
    for pattern in (DATELINE, DATELINE_BARE):
        for match in pattern.finditer(text):
            start, end = match.span("agency")
            kind = (
                CreditKind.CREDITED if match.start() < _HEAD else CreditKind.CONTRIBUTED
            )
            for part_start, part_end, _ in _parts(text, start, end):
                named = _whole(text, part_start, part_end, names)
                if named is not None:
                    yield Credit(
                        named.outlet.name,
                        kind,
                        CreditPlace.DATELINE,
                        *_stripped(text, *match.span()),
                    )


# --- Closing lines -----------------------------------------------------------


def _of_closing(text: str, names: Names) -> Iterator[Credit]:
    yield from _of_sentences(text, names)
    lines = [line.span() for line in LINE.finditer(text)][-_TAIL_LINES:]
    for after, (start, end) in enumerate(reversed(lines)):
        if 2 * start >= len(text):  # else it belongs to the head
            yield from _of_closing_line(text, names, start, end, lines_after=after)


def _of_sentences(text: str, names: Names) -> Iterator[Credit]:
    """ "Reuters contributed to this report", "© 2026 AFP", "provided by AP"."""
    for match in CONTRIBUTED.finditer(text):
        start = _sentence_start(text, match.start())
        for named in names.all_in(text, start, match.start()):
            yield _closing(named, CreditKind.CONTRIBUTED, start, match.end())
        if unnamed := UNNAMED.search(text, start, match.start()):
            yield Credit(
                "",
                CreditKind.CONTRIBUTED,
                CreditPlace.CLOSING,
                unnamed.start(),
                match.end(),
            )
    for pattern, kind in (
        (COPYRIGHT, CreditKind.CREDITED),
        (PROVIDED, CreditKind.CREDITED),
        (ADDITIONAL, CreditKind.CONTRIBUTED),
    ):
        for match in pattern.finditer(text):
            yield from _after(text, names, match, kind)


def _closing(named: Named, kind: CreditKind, start: int, end: int) -> Credit:
    return Credit(named.outlet.name, kind, CreditPlace.CLOSING, start, end)


def _sentence_start(text: str, before: int) -> int:
    earliest = max(0, before - 200)
    start = max(text.rfind("\n", earliest, before) + 1, earliest)
    stop = text.rfind('." ', start, before)
    stop = max(stop, text.rfind(".” ", start, before))
    return start if stop < 0 else stop + 3


def _after(
    text: str, names: Names, match: re.Match[str], kind: CreditKind
) -> Iterator[Credit]:
    """The agencies right after a phrase; people may stand between after "by"."""
    line_end = text.find("\n", match.end())
    end = min(match.end() + 160, len(text) if line_end < 0 else line_end)
    if kind is CreditKind.CREDITED:
        named = names.at(text, match.end())
        if named is not None and text[named.end : named.end + 1] != "/":
            following = text[named.end : named.end + 8].strip().lower()
            if not following.startswith(("photo", "image", "file", "video")):
                yield _closing(named, kind, match.start(), named.end)
        return
    for named in names.all_in(text, match.end(), end):
        yield _closing(named, kind, match.start(), named.end)
    if unnamed := UNNAMED.search(text, match.end(), end):
        yield Credit("", kind, CreditPlace.CLOSING, match.start(), unnamed.end())


def _of_closing_line(
    text: str, names: Names, start: int, end: int, *, lines_after: int
) -> Iterator[Credit]:
    place = CreditPlace.CLOSING
    if end - start <= _LINE_AT_MOST:
        if lines_after < _BARE_TAIL and _is_only_names(text, start, end, names):
            yield from _credited(text, names, place, start, end)
            return
        if source := SOURCE_LINE.match(text, start, end):
            yield from _credited(text, names, place, source.end(), end, start)
            return
        if match := WITH.match(text, start, end):
            yield from _contributors(text, names, match.end(), end, start)
            return
    if lines_after == 0 and (match := SIGN_OFF.search(text, max(start, end - 80), end)):
        yield from _credited(text, names, place, *match.span("agency"))


def _contributors(
    text: str, names: Names, start: int, end: int, begin: int
) -> Iterator[Credit]:
    for part_start, part_end, _ in _parts(text, start, end):
        named = _whole(text, part_start, part_end, names)
        if named is not None:
            yield _closing(named, CreditKind.CONTRIBUTED, begin, part_end)
        elif UNNAMED.fullmatch(text, part_start, part_end):
            yield Credit(
                "", CreditKind.CONTRIBUTED, CreditPlace.CLOSING, begin, part_end
            )

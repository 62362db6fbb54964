"""Figures and words of a payload as people read them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

Payload = Mapping[str, Any]  # Any: JSON, whose shape `building` makes

NONE: Final = "–"
EVERYTHING: Final = "all"  # the scope of a report on all outlets
BLANK: Final = "\u00a0"  # where no line breaks
PER_CENT: Final = f"{BLANK}%"
QUESTIONS: Final = {
    "attribution": "Did they say it?",
    "content": "Is it so?",
}
_SUBJECTS: Final = {
    "attribution": "on whether they said it",
    "content": "on what is said",
}
_AGREEMENTS: Final = {
    "quorum": "reviewers agreed",
    "adjudicated": "adjudicated",
    "conflict": "reviewers in conflict",
}
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_TURNS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Characters that turn the direction of what follows them."""
_ISOLATE: Final = ("\u2068", "\u2069")


def words(name: str) -> str:
    """A word of the vocabulary with blanks for its underscores."""
    return name.replace("_", " ")


def number(value: float | None, digits: int = 0) -> str:
    """A number with narrow blanks between thousands; a dash if there is none."""
    return NONE if value is None else f"{value:,.{digits}f}".replace(",", "\u202f")


def signed(value: float | None) -> str:
    """A number with two decimals, such as α; below zero with a minus sign."""
    return number(value, 2).replace("-", "−")


def whole(value: float | None) -> str:
    """A part of one in whole per cent; a dash if there is none."""
    return NONE if value is None else f"{value * 100:.0f}{PER_CENT}"


def percent(share: Payload | None) -> str:
    """A share in whole per cent; a dash where there is none."""
    return whole(share["share"] if share else None)


def interval(share: Payload | None) -> str:
    """The ends of its 95 % interval, rounded outwards; empty where there are none."""
    if share is None or share["low"] is None:
        return ""
    low, high = math.floor(share["low"] * 100), math.ceil(share["high"] * 100)
    return f"{low}{BLANK}to{BLANK}{high}{PER_CENT}"


def share_of(share: Payload | None) -> str:
    """A share with its interval, such as ``25 % (7 to 60 %)``."""
    if share is None or share["share"] is None:
        return NONE
    return f"{percent(share)} ({interval(share)})"


def out_of(share: Payload | None) -> str:
    """Count, total, share and interval: ``2 of 8, 25 % (7 to 60 %)``."""
    if share is None:
        return NONE
    if share["share"] is None:
        return f"{number(share['count'])} of {number(share['of'])}"
    counts = f"{number(share['count'])} of {number(share['of'])}"
    return f"{counts}, {share_of(share)}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its word: ``1 claim``, ``2 claims``."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def local(moment: str, zone: str) -> str:
    """A moment of the payload in the report's time zone, with its offset."""
    there = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
    offset = there.strftime("%z")
    return f"{there:%a %d %b %Y %H:%M} (UTC{offset[:3]}:{offset[3:]})"


def day(moment: str, zone: str) -> str:
    """Its day there."""
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)):%d %b %Y}"


def question(aspect: str) -> str:
    """What an aspect asks."""
    return QUESTIONS[aspect]


def subject(aspect: str) -> str:
    """What evidence for this aspect bears on."""
    return _SUBJECTS[aspect]


def apart(text: str) -> str:
    """The text as a part of a line whose direction it does not turn."""
    turns = any(
        ord(one) in _TURNS or unicodedata.bidirectional(one) in _RIGHT_TO_LEFT
        for one in text
    )
    return text.translate(_TURNS).join(_ISOLATE) if turns else text


def basis(outcome: Payload) -> str:
    """What a verdict stands on: votes, how they agreed, origins."""
    if outcome["verdict"] is None:
        return _AGREEMENTS.get(outcome["agreement"], "")
    parts = [
        plural(outcome["votes"], "vote"),
        _AGREEMENTS[outcome["agreement"]],
    ]
    if outcome["origins"]:
        parts.append(plural(outcome["origins"], "independent origin"))
    if outcome["primaries"]:
        parts.append(plural(outcome["primaries"], "primary source"))
    return ", ".join(parts)


def voice(claim: Payload) -> str:
    """Who said it, in which words, and through whom it came."""
    said = " ".join(
        filter(None, (_speaker(claim), claim["cue"] and f"(“{apart(claim['cue'])}”)"))
    )
    via = f", via {', '.join(map(apart, claim['via']))}" if claim["via"] else ""
    return f"{said}{via}" or apart(claim["article"]["outlet"])


def _speaker(claim: Payload) -> str:
    if not claim["speaker"]:
        return "Nobody in particular" if claim["cue"] else ""
    named = (claim["speaker"].strip(), claim["role"].strip())
    return ", ".join(apart(text) for text in named if text)


def place(claim: Payload) -> str:
    """Where it stands: outlet, title and day of the article."""
    article = claim["article"]
    published = article["published"]
    parts = (
        apart(article["outlet"]),
        apart(article["title"]),
        published and f"{date.fromisoformat(published):%d %b %Y}",
    )
    return " · ".join(filter(None, parts))

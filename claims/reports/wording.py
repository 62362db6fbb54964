"""Figures and words of a payload as people read them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

Payload = Mapping[str, Any]  # Any: JSON, whose shape `building` makes

NONE: Final = "–"
QUESTIONS: Final = {
    "attribution": "Did they say it?",
    "content": "Is it so?",
}
_AGREEMENTS: Final = {
    "quorum": "reviewers agreed",
    "adjudicated": "adjudicated",
    "conflict": "reviewers in conflict",
}


def words(name: str) -> str:
    """A word of the vocabulary with blanks for its underscores."""
    return name.replace("_", " ")


def number(value: float | None, digits: int = 0) -> str:
    """A number with narrow blanks between thousands; a dash if there is none."""
    return NONE if value is None else f"{value:,.{digits}f}".replace(",", "\u202f")


def percent(share: Payload | None) -> str:
    """A share in whole per cent; a dash where there is none."""
    if share is None or share["share"] is None:
        return NONE
    return f"{share['share'] * 100:.0f} %"


def interval(share: Payload | None) -> str:
    """The ends of its 95 % interval, rounded outwards; empty where there are none."""
    if share is None or share["low"] is None:
        return ""
    low, high = math.floor(share["low"] * 100), math.ceil(share["high"] * 100)
    return f"{low}–{high} %"


def share_of(share: Payload | None) -> str:
    """A share with its interval, such as ``25 % (7–60 %)``."""
    if share is None or share["share"] is None:
        return NONE
    return f"{percent(share)} ({interval(share)})"


def out_of(share: Payload | None) -> str:
    """Count, total, share and interval: ``2 of 8, 25 % (7–60 %)``."""
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
        filter(None, (_speaker(claim), claim["cue"] and f"({claim['cue']})"))
    )
    via = f", via {', '.join(claim['via'])}" if claim["via"] else ""
    return f"{said}{via}" or claim["article"]["outlet"]


def _speaker(claim: Payload) -> str:
    if not claim["speaker"]:
        return "Nobody in particular" if claim["cue"] else ""
    role = f", {claim['role']}" if claim["role"] else ""
    return f"{claim['speaker']}{role}"


def place(claim: Payload) -> str:
    """Where it stands: outlet, title and day of the article."""
    article = claim["article"]
    return " · ".join(
        filter(None, (article["outlet"], article["title"], article["published"]))
    )

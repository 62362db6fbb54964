"""How a report comes about, what it cannot say, and whom to ask."""

from __future__ import annotations

from typing import Final

from claims.reports.document import Section, Text
from claims.reports.wording import Payload

_NO_CONTACT: Final = "none is given; ask whoever sent or showed you this report."
_CONTEST: Final = (
    "write to the contact which claim of which report you mean, and what speaks "
    "against its verdict, with a source. Whoever decides opens the claim again or "
    "says why not; a verdict that changes becomes an erratum."
)


def method(payload: Payload) -> Section:
    """Method, limits, contact, and how to object."""
    terms = payload["terms"]
    texts = [
        terms["about"],
        f"A claim is what one article attributes to one speaker. Two questions are "
        f"asked of it: did they say it, and is it so? Each is decided by "
        f"{terms['quorum']} reviewers who vote without seeing each other's votes, by "
        f"{terms['quorum_high_risk']} where much depends on it, and by an adjudicator "
        f"where votes differ.",
        "“Corroborated” needs two independent origins; copies of one text are one "
        "origin. “Disputed” needs words that contradict the claim.",
        "A program finds the claims, and misses some. Which of them are checked "
        "depends on how much hangs on them, so shares of verdicts say nothing of all "
        "claims. Intervals are Wilson's, at 95 %.",
        f"Weeks run from Monday 0:00 to Sunday 24:00, time zone {terms['time_zone']}. "
        f"This report shows what was known at the cut-off and is never changed. What "
        f"turns out otherwise becomes a numbered erratum in a later report.",
        f"Contact: {terms['contact'] or _NO_CONTACT}",
        f"How to object: {terms['contest'] or _CONTEST}",
    ]
    found = [Text(text) for text in texts if text]
    return Section("method", "Method, limits, contact, objections", found)

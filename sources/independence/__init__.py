"""Independence: which articles are one origin, and why.

Pure: no Django, no network, no clock, no randomness. Texts and plain values in,
plain values with their reasons out.
"""

from __future__ import annotations

from sources.independence.citations import (
    Citation,
    CitationPattern,
    Link,
    find_citations,
)
from sources.independence.credits import (
    Credit,
    CreditKind,
    CreditPlace,
    find_credits,
)
from sources.independence.fingerprints import (
    FINGERPRINT_VERSION,
    Candidate,
    candidates,
    count_shared,
    fingerprints,
    to_look_up,
    too_common,
)
from sources.independence.names import KnownOutlet
from sources.independence.overlap import (
    Overlap,
    Passage,
    Reason,
    Sharing,
    Why,
    compare,
)
from sources.independence.words import Prepared, prepare

__all__ = [
    "FINGERPRINT_VERSION",
    "Candidate",
    "Citation",
    "CitationPattern",
    "Credit",
    "CreditKind",
    "CreditPlace",
    "KnownOutlet",
    "Link",
    "Overlap",
    "Passage",
    "Prepared",
    "Reason",
    "Sharing",
    "Why",
    "candidates",
    "compare",
    "count_shared",
    "find_citations",
    "find_credits",
    "fingerprints",
    "prepare",
    "to_look_up",
    "too_common",
]

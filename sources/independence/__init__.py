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
from sources.independence.counting import (
    ClaimFacts,
    Count,
    Evidence,
    Ground,
    Independence,
    count_origins,
    independent,
    roots_of,
)
from sources.independence.credits import (
    Credit,
    CreditKind,
    CreditPlace,
    find_credits,
)
from sources.independence.facts import (
    ArticleFacts,
    Cited,
    Copy,
    Decision,
    Override,
    name_of,
    outlet_key,
    owner_key,
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
from sources.independence.links import Edge, EdgeKind, Join, Rule
from sources.independence.names import KnownOutlet
from sources.independence.origins import Origin, Origins, find_origins
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
    "ArticleFacts",
    "Candidate",
    "Citation",
    "CitationPattern",
    "Cited",
    "ClaimFacts",
    "Copy",
    "Count",
    "Credit",
    "CreditKind",
    "CreditPlace",
    "Decision",
    "Edge",
    "EdgeKind",
    "Evidence",
    "Ground",
    "Independence",
    "Join",
    "KnownOutlet",
    "Link",
    "Origin",
    "Origins",
    "Overlap",
    "Override",
    "Passage",
    "Prepared",
    "Reason",
    "Rule",
    "Sharing",
    "Why",
    "candidates",
    "compare",
    "count_origins",
    "count_shared",
    "find_citations",
    "find_credits",
    "find_origins",
    "fingerprints",
    "independent",
    "name_of",
    "outlet_key",
    "owner_key",
    "prepare",
    "roots_of",
    "to_look_up",
    "too_common",
]

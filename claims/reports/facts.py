"""What a report is built from. Plain values, no database: the same facts give the
same report anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from claims.extraction.model import SpeakerKind
from claims.verdicts.agreement import Reliability
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.lib.weeks import Week

PEOPLE_UNNAMED = frozenset(
    {
        SpeakerKind.ROLE_UNNAMED.value,
        SpeakerKind.ANONYMOUS_SOURCE.value,
        SpeakerKind.UNATTRIBUTED_HEARSAY.value,
    }
)
"""Whose words are shown as the article has them, never with a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The settings a report is made with, kept with it.

    ``publisher``, ``about``, ``contact`` and ``contest`` (how to object) are words
    for readers; the quorums are those of the reviews.
    """

    time_zone: str
    publisher: str
    about: str
    contact: str
    contest: str
    quorum: int
    quorum_high_risk: int


class Counted(NamedTuple):
    """A claim found in the week, as far as it is only counted."""

    tier: str
    kind: str
    commitment: str
    lemma: str
    outlet: str  # its public id; empty without an outlet
    speaker: str  # its public id; empty if there is none, or none with a name
    role: str
    engine: str
    is_checked: bool = False  # a statement decided on both questions by the cut-off


class Known(NamedTuple):
    """What there was at the cut-off, whenever it came in: what figures are out of.

    ``decided`` are those with a verdict on at least one question.
    """

    claims: int
    statements: int
    decided: int


class ArticleCounted(NamedTuple):
    """An article that came in; ``origin`` is the same for copies of one text."""

    origin: str
    outlet: str
    is_wire: bool


class Named(NamedTuple):
    """What is shown of an outlet or a speaker."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A claim, as far as a report shows it."""

    id: str
    thread: str
    article: str
    title: str
    url: str
    outlet: str
    published: str  # ISO 8601 day, or empty
    found: datetime
    tier: str
    kind: str
    speaker: str
    speaker_id: str  # public id; empty for a speaker without a name
    role: str
    cue: str
    content: str
    via: tuple[str, ...]
    certainty: str
    is_high_risk: bool
    worth: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is decided on one aspect of a claim, or waits.

    The counts of origins are those the deciding votes stood on.
    """

    agreement: Agreement
    verdict: Verdict | None
    votes: int
    origins: int
    primaries: int


class Piece(NamedTuple):
    """A piece of evidence that a deciding vote names."""

    aspect: Aspect
    stance: str
    title: str
    url: str
    excerpt: str
    sha256: str
    added: datetime
    is_independent: bool
    is_primary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A claim on which something was decided in the week.

    ``decided`` is when the vote was given that decided it last.
    """

    claim: Brief
    outcomes: Mapping[Aspect, Outcome]
    evidence: Sequence[Piece]
    decided: datetime
    is_stale: bool


class Conflict(NamedTuple):
    """A claim whose votes, or evidence, are in conflict."""

    claim: Brief
    aspect: Aspect
    since: datetime


class Reopened(NamedTuple):
    """A decided claim that was opened again."""

    claim: Brief
    reason: str
    at: datetime


class Corrected(NamedTuple):
    """What a person corrected in what the engine had found."""

    claim: Brief
    kind: str
    before: str
    after: str
    reason: str
    at: datetime


class Overridden(NamedTuple):
    """A person's word on whether two articles are independent."""

    titles: tuple[str, str]
    outlets: tuple[str, str]
    decision: str
    reason: str
    at: datetime


class Judged(NamedTuple):
    """A claim that people looked at in the week, and whether they corrected it."""

    confidence: float
    is_corrected: bool


class Erratum(NamedTuple):
    """What an earlier report says of a claim and what is so by the end of the week.

    ``what`` is one word of `claims.reports.errata.What`.
    """

    week: str
    number: int
    claim: str
    content: str
    what: str
    was: str
    now: str


class Wrong(NamedTuple):
    """An erratum, and where it belongs: ids of the report and of the claim."""

    erratum: Erratum
    report: int
    thread: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFacts:
    """Everything a report says, before it is put in order."""

    week: Week
    begins: datetime
    cut_off: datetime
    scope: str
    scope_name: str
    number: int
    previous: str  # SHA-256 of the report before; empty if it is the first
    terms: Terms
    articles: Sequence[ArticleCounted]
    claims: Sequence[Counted]
    outlets: Mapping[str, Named]
    speakers: Mapping[str, Named]
    reviewed: int
    known: Known
    open_statements: int
    stale: int
    decisions: Sequence[Decision]
    conflicts: Sequence[Conflict]
    reopened: Sequence[Reopened]
    corrected: Sequence[Corrected]
    overridden: Sequence[Overridden]
    judged: Sequence[Judged]
    waiting: Sequence[Brief]
    waiting_count: int  # of which these are the first
    errata: Sequence[Wrong]
    agreement: Mapping[Aspect, Reliability]
    earlier: Sequence[Mapping[str, object]]  # payloads before, oldest first

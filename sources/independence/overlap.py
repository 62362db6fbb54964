"""How much of one text is in another, quotations apart.

The measure is containment: of the distinct five-word runs that the smaller text
has outside quotation marks, the share that the larger one has outside them too.
So a wire story inside a longer one counts as a copy, and two reporters at one
press conference do not. What rewording leaves no run of is not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from sources.independence.fingerprints import sample
from sources.independence.quotations import Stretch
from sources.independence.words import RUN, Prepared, prepare

SAME_TEXT_FROM: Final = 0.3
"""Containment from which two texts are one. Judged copies lie above 0.39, part
reuse below 0.22 (``benchmarks/independence.py``)."""
SHARES_TEXT_FROM: Final = 0.1
"""Containment from which one text took passages from the other."""
SAME_TEXT_RUNS: Final = 15
SHARES_TEXT_RUNS: Final = 8
"""Shared runs below which a share of a short text says nothing: 19 and 12 words."""
LONG_PASSAGE: Final = 40
"""Words in a row that two reporters do not write twice, however long their texts."""
ALL_QUOTATIONS: Final = 0.9
ALL_QUOTATIONS_RUNS: Final = 40
"""Share and number of a text's quoted runs that the other must have before
quotations count. Two reporters share a quotation, not all of them and a tenth of
their narration besides: that is one report reworked."""
_IDENTICAL_FROM: Final = 12  # words; fewer can be the same by chance
_POSITIONS: Final = 8  # places of one run that are tried: keeps matching linear


class Sharing(StrEnum):
    """What two texts have in common, from most to least."""

    SAME_TEXT = "same_text"
    SHARES_TEXT = "shares_text"
    NOTHING = "nothing"


class Why(StrEnum):
    """Codes of reasons, stable for the API."""

    IDENTICAL = "identical"
    SAME_TEXT = "same_text"
    REWORKED = "reworked"
    SHARES_TEXT = "shares_text"
    LONG_PASSAGE = "long_passage"
    TOO_SHORT = "too_short"
    ONLY_QUOTATIONS = "only_quotations"
    STANDING_PHRASES = "standing_phrases"
    DISTINCT = "distinct"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the texts were judged so: a stable code and a sentence to show."""

    code: Why
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of at least five words that both texts have, as long as it goes.

    ``a`` and ``b`` are half-open spans in code points of the two texts. Quoted
    in either text, or a standing phrase of many articles, it is shown and not
    counted.
    """

    a: Stretch
    b: Stretch
    words: int
    quoted: bool
    standing: bool

    @property
    def counts(self) -> bool:
        """Whether it speaks for copying."""
        return not (self.quoted or self.standing)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What ``compare`` found. ``score`` is the containment, 0 to 1.

    It counts runs outside quotations; where these show that one text reworks the
    other, also those inside. ``passages`` are in the order of the first text;
    ``shared_runs`` are the distinct runs counted, ``smaller_runs`` those of the
    smaller text.
    """

    sharing: Sharing
    score: float
    shared_runs: int
    smaller_runs: int
    reasons: tuple[Reason, ...]
    passages: tuple[Passage, ...]

    @property
    def same_origin(self) -> bool:
        """Whether one text is, in the main, a copy of the other."""
        return self.sharing is Sharing.SAME_TEXT

    @property
    def shares_text(self) -> bool:
        """Whether at least passages were taken over."""
        return self.sharing is not Sharing.NOTHING


def compare(
    a: str | Prepared, b: str | Prepared, *, common: frozenset[int] = frozenset()
) -> Overlap:
    """Tell whether two texts are copies: ``compare(b, a)`` says the same.

    ``common`` are fingerprints that so many articles have that they are standing
    phrases (``fingerprints.too_common``): passages mostly made of them do not
    count. Never raises; an empty text shares nothing.
    """
    first = prepare(a) if isinstance(a, str) else a
    second = prepare(b) if isinstance(b, str) else b
    passages, standing = _passages_either_way(first, second, common)
    outside = _outside(first, second, standing)
    longest = max((one.words for one in passages if one.counts), default=0)
    if _identical(first, second):
        whole = _Share(outside.of, outside.of)
        reason = Reason(Why.IDENTICAL, "Both texts have the same words.")
        return Overlap(Sharing.SAME_TEXT, 1.0, *whole, (reason,), tuple(passages))
    sharing, reasons = _judge(outside, longest)
    share = outside
    if sharing is Sharing.SHARES_TEXT:
        reworked = _with_quotations(first, second, outside)
        if reworked is not None:
            share, sharing = reworked, Sharing.SAME_TEXT
            reasons = [Reason(Why.REWORKED, _reworked_in_words(outside, reworked))]
    reasons += _remarks(passages, quotations_count=share is not outside)
    return Overlap(sharing, share.score, *share, tuple(reasons), tuple(passages))


class _Share(NamedTuple):
    """Runs shared, of how many."""

    shared: int
    of: int

    @property
    def score(self) -> float:
        return self.shared / self.of if self.of else 0.0


def _outside(first: Prepared, second: Prepared, standing: set[str]) -> _Share:
    """What is shared outside quotations, of the smaller text."""
    shared = (first.own_runs & second.own_runs) - standing
    return _Share(len(shared), min(len(first.own_runs), len(second.own_runs)))


def _with_quotations(
    first: Prepared, second: Prepared, outside: _Share
) -> _Share | None:
    """The share with quotations counted, where it shows a reworked report.

    That is: narration is shared, and practically all quotations of the smaller
    text are in the other.
    """
    smaller = min(
        (first, second), key=lambda one: (len(one.own_runs), -len(one.quoted_runs))
    )
    quoted = len(smaller.quoted_runs)
    shared = len(first.quoted_runs & second.quoted_runs)
    if outside.shared < SAME_TEXT_RUNS or outside.score < SHARES_TEXT_FROM:
        return None
    if quoted < ALL_QUOTATIONS_RUNS or shared < ALL_QUOTATIONS * quoted:
        return None
    share = _Share(outside.shared + shared, outside.of + quoted)
    return share if share.score >= SAME_TEXT_FROM else None


def _reworked_in_words(outside: _Share, reworked: _Share) -> str:
    return (
        f"Reworked: {outside.score:.0%} of the shorter text’s wording outside "
        "quotations is in the other, and so are its quotations (together "
        f"{reworked.shared} of {reworked.of} five-word runs)."
    )


def _identical(first: Prepared, second: Prepared) -> bool:
    words = [word for section in first.sections for word in section.words]
    if len(words) < _IDENTICAL_FROM:
        return False
    return words == [word for section in second.sections for word in section.words]


def _judge(outside: _Share, longest: int) -> tuple[Sharing, list[Reason]]:
    score, shared = outside.score, outside.shared
    share = (
        f"{score:.0%} of the shorter text’s wording outside quotations is in the "
        f"other ({shared} of {outside.of} five-word runs)"
    )
    if score >= SAME_TEXT_FROM and shared >= SAME_TEXT_RUNS:
        return Sharing.SAME_TEXT, [Reason(Why.SAME_TEXT, f"Same text: {share}.")]
    reasons = []
    if longest >= LONG_PASSAGE:
        sentence = f"Both have one passage of {longest} words outside quotations."
        reasons.append(Reason(Why.LONG_PASSAGE, sentence))
    if score >= SHARES_TEXT_FROM and shared >= SHARES_TEXT_RUNS:
        reasons.append(Reason(Why.SHARES_TEXT, f"Shares text: {share}."))
    if reasons:
        return Sharing.SHARES_TEXT, reasons
    if score >= SHARES_TEXT_FROM:
        sentence = f"Too little text in common to tell: {share}."
        return Sharing.NOTHING, [Reason(Why.TOO_SHORT, sentence)]
    return Sharing.NOTHING, [Reason(Why.DISTINCT, f"Worded apart: {share}.")]


def _remarks(passages: list[Passage], *, quotations_count: bool) -> Iterator[Reason]:
    """What was seen and not counted."""
    quoted = sum(one.words for one in passages if one.quoted)
    standing = sum(one.words for one in passages if one.standing)
    if quoted and not quotations_count:
        sentence = f"{quoted} words of shared quotations do not count."
        yield Reason(Why.ONLY_QUOTATIONS, sentence)
    if standing:
        sentence = f"{standing} words of phrases in many articles do not count."
        yield Reason(Why.STANDING_PHRASES, sentence)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a run begins: section, and word in it."""

    section: int
    word: int


class _Runs:
    """All runs of a text, quoted or not, in order, with their places."""

    def __init__(self, prepared: Prepared) -> None:
        self.sections = prepared.sections
        self.runs: list[str] = []
        self.places: list[_Place] = []
        for index, section in enumerate(prepared.sections):
            for word, run in enumerate(section.runs):
                self.runs.append(run)
                self.places.append(_Place(index, word))

    def is_quoted(self, at: int) -> bool:
        return self.sections[self.places[at].section].quoted

    def follows(self, at: int, start: int) -> bool:
        """Whether run ``at`` exists and is in the section of run ``start``."""
        if at >= len(self.runs):
            return False
        return self.places[at].section == self.places[start].section

    def span(self, at: int, count: int) -> Stretch:
        """The span of ``count`` runs from ``at``."""
        place = self.places[at]
        spans = self.sections[place.section].spans
        return spans[place.word][0], spans[place.word + count + RUN - 2][1]


def _passages_either_way(
    first: Prepared, second: Prepared, common: frozenset[int]
) -> tuple[list[Passage], set[str]]:
    """The same passages whichever text comes first.

    Where a text repeats itself, what is longest depends on where one begins.
    """
    if first.text <= second.text:
        return _passages(first, second, common)
    passages, standing = _passages(second, first, common)
    turned = [replace(one, a=one.b, b=one.a) for one in passages]
    return sorted(turned, key=lambda one: (one.a, one.b)), standing


def _passages(
    first: Prepared, second: Prepared, common: frozenset[int]
) -> tuple[list[Passage], set[str]]:
    """The shared passages, and the runs of those that are standing phrases."""
    a, b = _Runs(first), _Runs(second)
    where = _positions(b, frozenset(a.runs))
    passages: list[Passage] = []
    standing: set[str] = set()
    at = 0
    while at < len(a.runs):
        match = _longest(a, b, at, where.get(a.runs[at], []))
        if match is None:
            at += 1
            continue
        there, count = match
        runs = a.runs[at : at + count]
        quoted = a.is_quoted(at) or b.is_quoted(there)
        stands = not quoted and _is_standing(runs, common)
        if stands:
            standing.update(runs)
        span_a, span_b = a.span(at, count), b.span(there, count)
        words = count + RUN - 1
        passages.append(Passage(span_a, span_b, words, quoted, stands))
        at += count
    return passages, standing


def _positions(b: _Runs, wanted: frozenset[str]) -> dict[str, list[int]]:
    where: dict[str, list[int]] = {}
    for at, run in enumerate(b.runs):
        if run in wanted and len(where.setdefault(run, [])) < _POSITIONS:
            where[run].append(at)
    return where


def _longest(
    a: _Runs, b: _Runs, at: int, candidates: list[int]
) -> tuple[int, int] | None:
    """The candidate in ``b`` that agrees longest, and for how many runs.

    Where one is quoted and another is not, the one that counts is taken.
    """
    best: tuple[bool, int, int] | None = None
    for there in candidates:
        count = 1
        while (
            a.follows(at + count, at)
            and b.follows(there + count, there)
            and a.runs[at + count] == b.runs[there + count]
        ):
            count += 1
        found = (not b.is_quoted(there), count, -there)
        if best is None or found > best:
            best = found
    return None if best is None else (-best[2], best[1])


def _is_standing(runs: list[str], common: frozenset[int]) -> bool:
    if not common:
        return False
    sampled = [mark for run in runs if (mark := sample(run)) is not None]
    return bool(sampled) and 2 * sum(one in common for one in sampled) > len(sampled)

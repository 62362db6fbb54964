"""Speakers whom somebody else quotes or cites, and subjects the parser lost.

"It quoted the minister as saying that …": the minister says it, not the agency.
", citing two officials": the officials answer for what the outlet reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page
from claims.extraction.finding.phrases import noun_phrase
from claims.extraction.model import Span
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    DOCUMENT_HEADS,
    OUTLET_HEADS,
    PERSON_HEADS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

CITED: Final = "cited"  # the rule's name

_QUOTING: Final = frozenset(
    {"quote", "quotes", "quoted", "quoting", "cite", "cites", "cited", "citing"}
)
_ANSWERABLE: Final = PERSON_HEADS | ANONYMOUS_HEADS | DOCUMENT_HEADS | OUTLET_HEADS
_NOMINAL: Final = frozenset(
    {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "ADP", "PUNCT"}
)
_STATING: Final = frozenset({"C", "Q"})
_MAX_WORDS: Final = 16  # of a subject that the parser lost


def with_relayed(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a page with their own speakers, and those cited."""
    found = [
        _with_subject(page, _of_quoted(page, one), candidates) for one in candidates
    ]
    for token in page.tokens:
        if token.lower_ == "citing" and not page.is_quoted(token):
            found = _with_cited(page, token, found)
    return found


def _verb(page: Page, candidate: Candidate) -> Token:
    return page.tokens[bisect_left(page.starts, candidate.cue[-1].end) - 1]


def _of_quoted(page: Page, candidate: Candidate) -> Candidate:
    """ "Quoted her as saying …": she speaks, not the one who quotes."""
    verb = _verb(page, candidate)
    preposition = verb.head
    governor = preposition.head
    if verb.tag_ != "VBG" or preposition.lower_ != "as":
        return candidate
    if governor.lower_ not in _QUOTING or page.child(governor, "nsubjpass"):
        return candidate
    quoted = page.child(governor, "dobj", "dative")
    if quoted is None or not governor.i < quoted.i < preposition.i:
        return candidate
    span = page.trimmed(quoted.left_edge.i, preposition.i - 1)
    if span is None:
        return candidate
    return replace(
        candidate,
        speaker=(span,),
        speaker_head=page.base + quoted.idx,
        antecedent=None,
        inherited=False,
    )


def _with_subject(
    page: Page, candidate: Candidate, others: Sequence[Candidate]
) -> Candidate:
    """ "According to the log, a guard, Piet Hale, said …": whom the parser hung on
    the log."""
    if candidate.speaker or candidate.frame not in _STATING:
        return candidate
    cue = bisect_left(page.starts, candidate.cue[0].start)
    for other in others:
        start = bisect_left(page.starts, other.content[0].start) if other.content else 0
        words = page.tokens[start:cue]
        if other.frame != "according" or not 0 < len(words) <= _MAX_WORDS:
            continue
        nouns = [token for token in words if token.pos_ in ("NOUN", "PROPN")]
        span = page.trimmed(start, cue - 1)
        if span is None or not nouns or any(t.pos_ not in _NOMINAL for t in words):
            continue
        people = [token for token in nouns if token.ent_type_ == "PERSON"]
        head = people[-1] if people else nouns[0]
        return replace(candidate, speaker=(span,), speaker_head=page.base + head.idx)
    return candidate


def _with_cited(
    page: Page, token: Token, candidates: list[Candidate]
) -> list[Candidate]:
    """ "Reported that …, citing two officials": the officials' claim as well."""
    cited = page.child(token, "dobj")
    cue = page.span(token.i, token.i)
    comma = token.i - 1
    if cited is None or comma < 0 or page.tokens[comma].text != ",":
        return candidates
    if cited.lower_ not in _ANSWERABLE and cited.ent_type_ not in ("PERSON", "ORG"):
        return candidates
    speaker = noun_phrase(page, cited)
    outer = _stated_before(page, candidates, token)
    if speaker is None or outer is None:
        return candidates
    content = _up_to(candidates[outer].content, page.starts[comma])
    if not content:
        return candidates
    known = candidates[outer]
    result = [c for c in candidates if not c.cue[0].overlaps(cue)]
    result[result.index(known)] = replace(known, content=content)
    result.append(
        Candidate(
            rule=CITED,
            cue=(cue,),
            lemma="cite",
            frame="C",
            content=content,
            speaker=(speaker,),
            speaker_head=page.base + cited.idx,
            sentence=known.sentence,
            paragraph=page.paragraph,
            cue_words=("citing",),
            marks=known.marks,
        )
    )
    return result


def _stated_before(
    page: Page, candidates: Sequence[Candidate], token: Token
) -> int | None:
    """The outermost statement of the sentence before ", citing"."""
    sentence, start = page.sentence(token), page.starts[token.i]
    for index, candidate in enumerate(candidates):
        if candidate.sentence != sentence or candidate.frame not in _STATING:
            continue
        if candidate.cue[0].end < start and candidate.speaker:
            return index
    return None


def _up_to(spans: Sequence[Span], end: int) -> tuple[Span, ...]:
    return tuple(Span(s.start, min(s.end, end)) for s in spans if s.start < end)

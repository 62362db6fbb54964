"""Who speaks inside what another says, where the parse names the outer speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.nearby import subject_before
from claims.extraction.finding.page import SUBJECTS, Page
from claims.extraction.finding.phrases import noun_phrase
from claims.extraction.finding.stretches import holds, words_of
from claims.extraction.model import Span
from claims.extraction.names import (
    DOCUMENT_HEADS,
    KIN,
    OUTLET_HEADS,
    is_body_noun,
    is_people_noun,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_SPEAKING: Final = DOCUMENT_HEADS | OUTLET_HEADS | KIN
_MAX_BACK: Final = 20  # tokens between a verb and a subject it shares
_MAX_CLIMB: Final = 4  # conjuncts between a verb and its subject


def with_inner_subject(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """A candidate inside another's content, with a speaker who is inside as well.

    "She said her husband came home and told her that …": he told her.
    """
    if not one.speaker or one.frame in ("noun", "according"):
        return one
    outer = next(
        (
            other
            for other in candidates
            if other is not one
            and _is_shared(page, one, other)
            and holds(other.content, one.cue[0])
        ),
        None,
    )
    if outer is None:
        return one
    is_self = words_of(page, one.speaker[0]).lower() in ("i", "we")
    subject = None if is_self else _subject_inside(page, one, outer.content)
    span = noun_phrase(page, subject) if subject is not None else None
    if subject is None or span is None or not holds(outer.content, span):
        first = bisect_left(page.starts, one.cue[0].start)
        by_words = subject_before(page, first, outer.content)
        if by_words is None and not is_self:
            by_words = _subject_near(page, first, outer.content)
        if by_words is None:
            return one
        span, subject = by_words
    return replace(
        one,
        speaker=(span,),
        speaker_head=page.base + subject.idx,
        antecedent=None,
        inherited=True,
    )


def as_second_verb(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "The report says it failed and recommends that …": the report recommends it.

    The second verb has the tense of the first, and what stands between has another.
    """
    if one.sureness is not None or not one.inherited or one.in_quotation:
        return one
    verb = page.tokens[bisect_left(page.starts, one.cue[-1].end) - 1]
    first = bisect_left(page.starts, one.cue[0].start)
    if verb.tag_ != "VBZ" or first < 1 or page.tokens[first - 1].lower_ != "and":
        return one
    for other in candidates:
        if other is one or not holds(other.content, one.cue[0]) or not other.speaker:
            continue
        start = bisect_left(page.starts, other.content[0].start)
        between = page.tokens[start:first]
        is_past = any(token.tag_ == "VBD" for token in between)
        if _is_present(page, other) and (is_past or _is_thing(page, one)):
            return replace(one, speaker=other.speaker, speaker_head=other.speaker_head)
    return one


def _is_present(page: Page, one: Candidate) -> bool:
    """ "Says", "has said"."""
    first = bisect_left(page.starts, one.cue[0].start)
    last = bisect_left(page.starts, one.cue[-1].end) - 1
    return any(token.tag_ == "VBZ" for token in page.tokens[first : last + 1])


def _is_thing(page: Page, one: Candidate) -> bool:
    """Whether a speaker is a thing that can say nothing: "the tower", "the saga"."""
    if one.speaker_head is None:
        return False
    index = bisect_left(page.starts, one.speaker_head)
    head = page.tokens[index] if index < len(page.tokens) else None
    if head is None or head.pos_ != "NOUN" or head.ent_type_:
        return False
    noun = head.lower_
    return not (is_people_noun(noun) or is_body_noun(noun) or noun in _SPEAKING)


def _subject_near(
    page: Page, first: int, content: Sequence[Span]
) -> tuple[Span, Token] | None:
    """ "That an engineer came, looked and told her …": the last subject before."""
    for token in reversed(page.tokens[max(0, first - _MAX_BACK) : first]):
        span = page.span(token.i, token.i)
        if token.is_sent_end or not holds(content, span):
            return None
        is_subject = token.dep_ in ("nsubj", "nsubjpass") and token.tag_ != "WP"
        if is_subject and token.head.dep_ != "relcl":
            phrase = noun_phrase(page, token)
            return (phrase, token) if phrase and holds(content, phrase) else None
    return None


def _is_shared(page: Page, one: Candidate, other: Candidate) -> bool:
    """Whether a speaker is the one who relays, or "I" of what was told to "me"."""
    if any(span.overlaps(one.speaker[0]) for span in other.speaker):
        return not holds(other.content, one.speaker[0])
    if _introduces(page, one.speaker[0], other.content):
        return True
    is_quoted = one.sureness is None and one.in_quotation and not other.in_quotation
    if is_quoted and not any(span.overlaps(one.speaker[0]) for span in other.content):
        return True  # who is outside a quotation says nothing inside it
    index = bisect_left(page.starts, one.cue[-1].end)
    following = page.tokens[index].lower_ if index < len(page.tokens) else ""
    return words_of(page, one.speaker[0]).lower() in ("i", "we") and following in (
        "me", "us",
    )  # fmt: skip


def _introduces(page: Page, word: Span, content: Sequence[Span]) -> bool:
    """Whether a word is the "that" with which the outer content begins."""
    if not any(span.start == word.start for span in content):
        return False
    return words_of(page, word).lower() == "that"


def _subject_inside(
    page: Page, one: Candidate, content: Sequence[Span]
) -> Token | None:
    index = bisect_left(page.starts, one.cue[-1].end) - 1
    current = page.tokens[max(0, index)]
    for _ in range(_MAX_CLIMB):
        for child in page.children[current.i]:
            is_subject = child.dep_ in SUBJECTS or child.dep_ == "nsubjpass"
            word = page.span(child.i, child.i)
            if not is_subject or _introduces(page, word, content):
                continue
            if holds(content, word):
                return child
        if current.dep_ not in ("conj", "xcomp", "advcl") or current.head is current:
            return None
        current = current.head
    return None

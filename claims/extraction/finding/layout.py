"""Attributions made by layout: transcript lines and headlines with a colon."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page
from claims.extraction.labels import ANSWER, QUESTION
from claims.extraction.lexicon import FORMS
from claims.extraction.model import Span
from claims.extraction.names import (
    BODY_HEADS,
    DOCUMENT_HEADS,
    OUTLET_HEADS,
    PERSON_HEADS,
)
from claims.extraction.patterns import HEADLINE_COLON, LABEL, TRANSCRIPT

_ASKED: Final = frozenset({QUESTION, ANSWER})
_LABELS: Final = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_HEADLINE_MAX: Final = 160  # characters; longer paragraphs are no headlines
# Lines that start so are rubrics, not speakers.
RUBRICS: Final = frozenset(
    "update updated urgent watch video photo photos read related exclusive breaking "
    "opinion analysis note editor correction live listen more see also background "
    "question answer q a where when what who why how time date place location source "
    "via tags topics here fact transcript".split()
)
_FINITE: Final = frozenset({"VBP", "VBZ", "VBD", "VB"})
_SPEAKER_MAX: Final = 4  # words of a headline's speaker
_SPEAKING: Final = (
    PERSON_HEADS | DOCUMENT_HEADS | OUTLET_HEADS | BODY_HEADS | {"sources", "source"}
)


def find_in_layout(page: Page) -> Candidate | None:
    """The attribution a whole paragraph makes by its form, if it is one."""
    match = TRANSCRIPT.match(page.text)
    if match is not None and match[1] in page.labels and _is_name(match[1]):
        return _candidate(page, match, "transcript")
    match = LABEL.match(page.text) if page.labels else None
    turns = page.labels if match is None or _is_name(match[1]) else _ASKED
    if match is not None and match[1] in turns & page.labels:
        return _candidate(page, match, "transcript")
    if len(page.text) > _HEADLINE_MAX or page.text.rstrip().endswith(":"):
        return None
    match = HEADLINE_COLON.match(page.text)
    if match is not None and _is_speaker(page, match):
        return _candidate(page, match, "headline")
    return _at_end(page)


def _at_end(page: Page) -> Candidate | None:
    """ "Deal on inspections is near, officials say": a headline's last words."""
    tokens = [token for token in page.tokens if not token.is_space]
    if len(tokens) < 5:
        return None
    verb = tokens[-1]
    entry = FORMS.get(verb.lower_)
    if entry is None or "C" not in entry.frames or verb.tag_ not in _FINITE:
        return None
    comma = next((t.i for t in reversed(tokens[:-1]) if t.text == ","), None)
    if comma is None or not 1 <= verb.i - comma - 1 <= _SPEAKER_MAX:
        return None
    subject = page.tokens[verb.i - 1]
    if subject.pos_ not in ("NOUN", "PROPN") or page.is_quoted(verb):
        return None
    content = page.trimmed(tokens[0].i, comma)
    if content is None:
        return None
    cue = page.span(verb.i, verb.i)
    speaker = page.span(comma + 1, subject.i)
    return Candidate(
        rule="headline-end",
        cue=(cue,),
        lemma=entry.lemma,
        frame="C",
        content=(content,),
        speaker=(speaker,),
        speaker_head=page.base + subject.idx,
        sentence=Span(content.start, cue.end),
        paragraph=page.paragraph,
        cue_words=(verb.lower_,),
    )


def _is_name(text: str) -> bool:
    words = text.lower().strip(".").split()
    return bool(words) and words[0] not in RUBRICS


def _is_speaker(page: Page, match: re.Match[str]) -> bool:
    words = match[1].lower().split()
    if not words or words[0] in RUBRICS or len(words) > 5:
        return False
    first = bisect_left(page.starts, page.base + match.start(1))
    last = bisect_left(page.starts, page.base + match.end(1)) - 1
    tokens = page.tokens[first : last + 1]
    if not tokens or any(token.pos_ in ("VERB", "AUX") for token in tokens):
        return False
    head = tokens[-1]
    rest = page.text[match.end() :].lstrip()
    if len(rest.split()) < 3:
        return False
    if head.lower_ in _SPEAKING:
        return True
    quoted = rest[:1] in "\"“'"
    named = head.ent_type_ in _LABELS
    return named and (quoted or (page.paragraph == 0 and head.ent_type_ == "PERSON"))


def _without_question(page: Page, start: int, end: int) -> int:
    """Where a turn ends that states something and then asks: before the question."""
    for sentence in reversed(list(page.doc.sents)):
        first = page.base + sentence.start_char
        if first <= start or not sentence.text.rstrip().endswith("?"):
            return end
        end = page.base + len(page.text[: sentence.start_char].rstrip())
    return end


def _candidate(page: Page, match: re.Match[str], rule: str) -> Candidate | None:
    start = page.base + match.end()
    end = page.base + len(page.text.rstrip())
    if end <= start:
        return None
    speaker = Span(page.base + match.start(1), page.base + match.end(1))
    colon = Span(page.base + match.start(2), page.base + match.end(2))
    if rule == "transcript":
        is_quoted = page.text[match.start(1) - 1 : match.start(1)] in tuple('"“')
        if is_quoted and page.text[end - 1 - page.base] in '"”':
            end -= 1
        end = _without_question(page, start, end)
    else:
        while end - 1 > start and page.text[end - 1 - page.base] in ".;,":
            end -= 1
    last = bisect_left(page.starts, speaker.end) - 1
    return Candidate(
        rule=rule,
        cue=(colon,),
        lemma=":",
        frame="colon",
        content=(Span(start, end),),
        speaker=(speaker,),
        speaker_head=page.starts[max(last, 0)],
        sentence=Span(speaker.start, end),
        paragraph=page.paragraph,
        cue_words=(":",),
    )
